"""Where two agreements of one use say different things about the same days."""

from __future__ import annotations

from collections.abc import Iterator

from beholden.kernel import ColumnTerms, DatasetTerms, Terms

from .form import place


def disagreements(a: Terms, b: Terms) -> tuple[str, ...]:
    """Return what two agreements for one use say differently, each with its place.

    Empty where they serve different uses or share no day. What only one of them gives is no
    disagreement: each is asked by itself.
    """
    if (
        a.use != b.use
        or a.agreement == b.agreement
        or max(a.starts, b.starts) > min(a.ends, b.ends)
    ):
        return ()
    return (
        *_said("subject", (a.subject, a.subject_column), (b.subject, b.subject_column)),
        *(fault for d in a.datasets if (e := b.dataset(d.name)) for fault in _datasets(d, e)),
        *_said("joins", _joins(a), _joins(b)),
        *_said("outputs › aggregate › smallest_group", _rules(a), _rules(b)),
        *_said("conditions › never_together", _apart(a), _apart(b)),
        *_said("outputs › aggregate", _treatment(a), _treatment(b)),
    )


def _said(where: str, one: object, other: object) -> Iterator[str]:
    if one != other:
        yield f"{where}: the two agreements do not say the same."


def _datasets(a: DatasetTerms, b: DatasetTerms) -> Iterator[str]:
    at = place("datasets", a.name)
    yield from _said(place(at, "rows"), a.rows, b.rows)
    for column in a.columns:
        other = b.column(column.name)
        if other:
            yield from _said(place(at, column.name), _use(column), _use(other))


def _use(column: ColumnTerms) -> tuple[object, ...]:
    bands = frozenset((label, frozenset(values)) for label, values in column.bands)
    return column.role, frozenset(column.functions), bands, column.source, column.treatment


def _joins(terms: Terms) -> frozenset[tuple[str, frozenset[tuple[str, tuple[str, ...]]]]]:
    return frozenset(
        (join.key, frozenset((name, join.columns_of(name)) for name in join.among))
        for join in terms.joins
    )


def _apart(terms: Terms) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(rule.columns) for rule in terms.kept_apart)


def _rules(terms: Terms) -> frozenset[tuple[int, frozenset[str]]]:
    return frozenset((rule.size, frozenset(rule.when)) for rule in terms.group_rules)


def _treatment(terms: Terms) -> tuple[int, float] | None:
    output = terms.aggregate
    return (output.round_to, output.largest_share) if output else None
