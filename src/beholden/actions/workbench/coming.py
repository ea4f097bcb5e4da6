"""The columns that an answer will have: told by the decision, before anything is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ... import gate, selfservice
from ...kernel import Refused, Terms
from ..home import Home
from ..self_service import StandingToAsk, explain_to, standing_to_ask
from .given import Types, tables_given
from .kinds import CHOICE, NUMBER, TEXT, kind_of
from .whom import Standing, standing_given, types_known

_LOGICAL = (("bool", "boolean"), ("date", "date"), ("timestamp", "timestamp"), ("int", "integer"))
_NUMBERS = ("uint", "float", "double", "decimal", "halffloat")


@dataclass(frozen=True, slots=True)
class ColumnToCome:
    """One column of an answer, and what its values will be (``kinds``)."""

    name: str
    kind: str


def columns_to_come(home: Home, *, by: str, use: str, question: str) -> tuple[ColumnToCome, ...]:
    """Return the columns of a question's answer; it is neither asked nor recorded.

    They follow from the question, the terms and the registered types, never from a row. Raises
    Refused, BadQuestion and NotFound as ``explain`` does.
    """
    return columns_given(home, standing_to_ask(home, by=by, use=use), question)


def columns_given(home: Home, read: StandingToAsk, question: str) -> tuple[ColumnToCome, ...]:
    """Return what ``columns_to_come`` does to somebody of whom it was read how they stand."""
    decision = explain_to(home, read, question)
    if decision.refusal:
        raise Refused(decision.refusal)
    with home.at_work():
        standing, types = standing_given(home, read), types_known(read)
    if isinstance(decision, selfservice.FittedAllowed):
        return tuple(_fitted(decision.asks, standing, types))
    asked = _Asked(
        question,
        standing.agreement.terms_hash,
        tuple((name, tuple(sorted(columns.items()))) for name, columns in sorted(types.items())),
        decision.plan,
        standing.terms,
        home.isolation(),
    )
    return _exact(asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What decides the columns of an exact answer; the rest only serves to find them."""

    question: str
    terms_hash: str
    types: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    plan: gate.Plan = field(compare=False)
    terms: Terms = field(compare=False)
    isolation: gate.Isolation = field(compare=False)


@lru_cache(maxsize=1_000)
def _exact(asked: _Asked) -> tuple[ColumnToCome, ...]:
    shapes = {name: _shapes(dict(columns)) for name, columns in asked.types}
    table = gate.answer_of_no_rows(
        asked.plan, asked.terms, shapes=shapes, isolation=asked.isolation
    )
    return tuple(ColumnToCome(one.name, kind_of(one.type)) for one in table.schema)


def _shapes(types: Mapping[str, str]) -> dict[str, gate.Shape]:
    return {name: gate.Shape(_logical(said)) for name, said in types.items()}


def _logical(said: str) -> str:
    """Return the type of a column in the words of a contract."""
    if said.startswith(_NUMBERS):
        return "number"
    return next((logical for begin, logical in _LOGICAL if said.startswith(begin)), "string")


def _fitted(
    asks: selfservice.FittedQuestion, standing: Standing, types: Types
) -> Iterator[ColumnToCome]:
    """Yield the columns of a fitted answer: each number has its band behind it."""
    (table,) = tables_given(standing.terms, standing.way, types)
    kinds = {one.name: TEXT if one.kind == CHOICE else one.kind for one in table.columns}
    groups = dict(asks.groups)
    for name in asks.columns:
        if name in groups:
            yield ColumnToCome(name, kinds.get(groups[name], TEXT))
        else:
            yield ColumnToCome(name, NUMBER)
            yield ColumnToCome(name + selfservice.WITHIN, NUMBER)
