"""What the board asked for once an agreement was in force: it takes away, and never gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from beholden.kernel import BadInput, DatasetTerms, Terms

from .terms import compile_terms

# Which outputs are closed where a condition cannot be kept with all of them: the fewest first.
_CLOSED = ((), ("self_service",), ("records",), ("self_service", "records"))


def tightened(
    terms: Terms, document: Mapping[str, Any], conditions: Sequence[Mapping[str, Any]]
) -> Terms:
    """Return terms with conditions that were put since; ``document`` is what they were made of.

    Nothing is ever given back: what a later decision refuses is still kept by an agreement that was
    signed with it. An output with which a condition cannot be kept is closed, and all of them where
    it can be kept with none (the subject's own column is withheld, for instance).
    """
    bound = _compiled(terms, document, list(_meant(terms, conditions)))
    if bound is None:
        return replace(terms, aggregate=None, self_service=None, records=None)
    return replace(
        terms,
        ends=min(terms.ends, bound.ends),
        datasets=tuple(_left(given, bound.dataset(given.name)) for given in terms.datasets),
        group_rules=tuple(dict.fromkeys((*terms.group_rules, *bound.group_rules))),
        kept_apart=tuple(dict.fromkeys((*terms.kept_apart, *bound.kept_apart))),
        aggregate=terms.aggregate if bound.aggregate else None,
        self_service=terms.self_service if bound.self_service else None,
        records=terms.records if bound.records else None,
        review_by=min(_days(terms, bound), default=None),
    )


def _meant(terms: Terms, conditions: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the conditions without the dimensions that these terms do not give."""
    given = {
        column.name
        for one in terms.datasets
        for column in one.columns
        if column.role == "dimension"
    }
    for condition in conditions:
        when = [name for name in condition.get("when", ()) if name in given]
        if "when" not in condition:
            yield condition
        elif when:
            yield {**condition, "when": when}


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


def _left(given: DatasetTerms, bound: DatasetTerms | None) -> DatasetTerms:
    kept = {column.name for column in bound.columns} if bound else set()
    return replace(given, columns=tuple(c for c in given.columns if c.name in kept))


def _days(*terms: Terms) -> Iterator[date]:
    return (one.review_by for one in terms if one.review_by is not None)
