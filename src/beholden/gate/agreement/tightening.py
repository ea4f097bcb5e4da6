"""What the board asked for once an agreement was in force: it takes away, and never gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from beholden.kernel import (
    BadInput,
    ClosedOutput,
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    Terms,
)

from .conditions import kept_apart, names_of_clauses, review_day, tighter_rules, with_dimensions
from .form import plain_agreement
from .terms import compile_terms

# Which outputs are closed where a condition cannot be kept with all of them: the fewest first.
_OUTPUTS = ("aggregate", "self_service", "records")
_CLOSED = ((), ("self_service",), ("records",), ("self_service", "records"))


def tightened(
    terms: Terms, document: Mapping[str, Any], conditions: Sequence[Mapping[str, Any]]
) -> Terms:
    """Return terms with conditions that were put since; ``document`` is what they were made of.

    Nothing is ever given back: what a later decision refuses is still kept by an agreement that was
    signed with it. An output with which a condition cannot be kept is closed, and all of them where
    it can be kept with none (the subject's own column is withheld, for instance); what else was
    asked for is kept all the same: the last day, the columns, and the rules of what is shown.
    ``closed`` names the clause of each output that is closed, so that a refusal can.
    """
    board = with_dimensions([plain_agreement(c) for c in conditions], plain_agreement(document))
    bound = _compiled(terms, document, board)
    withheld = frozenset(name.lower() for one in board for name in one.get("withhold", ()))
    return replace(
        terms,
        ends=min([terms.ends, *(date.fromisoformat(c["until"]) for c in board if "until" in c)]),
        datasets=tuple(_left(given, withheld) for given in terms.datasets),
        group_rules=tuple(dict.fromkeys((*terms.group_rules, *tighter_rules(board)))),
        kept_apart=tuple(dict.fromkeys((*terms.kept_apart, *kept_apart(board)))),
        aggregate=terms.aggregate if bound and bound.aggregate else None,
        self_service=terms.self_service if bound and bound.self_service else None,
        records=terms.records if bound and bound.records else None,
        review_by=min(filter(None, (terms.review_by, review_day(board))), default=None),
        closed=tuple(_closed(terms, document, board, bound)),
    )


def _closed(
    terms: Terms,
    document: Mapping[str, Any],
    board: Sequence[Mapping[str, Any]],
    bound: Terms | None,
) -> Iterator[ClosedOutput]:
    """Yield the outputs that are not left, each with the conditions that close it.

    They are those that close it by themselves, or all of them where it takes several.
    """
    lost = [name for name in _OUTPUTS if getattr(terms, name) and not getattr(bound, name, None)]
    if lost:
        clauses = names_of_clauses(board)
        alone = [_compiled(terms, document, [condition]) for condition in board]
        for output in lost:
            found = [
                clause
                for clause, left in zip(clauses, alone, strict=True)
                if not getattr(left, output, None)
            ]
            yield ClosedOutput(output, "; ".join(dict.fromkeys(found or clauses)))


def _compiled(
    terms: Terms, document: Mapping[str, Any], conditions: Sequence[Mapping[str, Any]]
) -> Terms | None:
    """Return the document compiled with the conditions and as many outputs as they leave."""
    stewards = {given.name: given.steward for given in terms.datasets}
    stewards |= {look_up.dataset: look_up.steward for look_up in terms.look_ups}
    for closed in _CLOSED:
        with suppress(BadInput):
            # A name that is of no column given is no fault: what is not given binds already.
            return compile_terms(
                _without(document, closed),
                purpose=terms.purpose,
                stewards=stewards,
                columns=None,
                conditions=conditions,
            )
    return None


def _without(document: Mapping[str, Any], closed: Sequence[str]) -> Mapping[str, Any]:
    outputs = document["outputs"]
    if not closed or not isinstance(outputs, Mapping):
        return document
    return {**document, "outputs": {k: v for k, v in outputs.items() if k not in closed}}


def _left(given: DatasetTerms, withheld: frozenset[str]) -> DatasetTerms:
    left = (_left_of(column, withheld) for column in given.columns)
    return replace(given, columns=tuple(dict.fromkeys(one for one in left if one is not None)))


def _left_of(column: ColumnTerms, withheld: frozenset[str]) -> ColumnTerms | None:
    """Return what is left of a column: where it is the dataset's own, that it is withheld.

    So it is kept from linking too, which may read what an agreement does not name.
    """
    if column.role is ColumnRole.WITHHELD or not column.names & withheld:
        return column
    own = column.source.lower() in withheld
    return ColumnTerms(column.source, ColumnRole.WITHHELD) if own else None
