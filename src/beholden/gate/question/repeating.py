"""How often a row comes back where datasets are joined, so that no sum is inflated by a join.

Where no two rows of a dataset have one key, a row that is joined to it by that key finds at most
one. Sealing notes of which keys this is so (``extract.standing_once``); by all others a row is
taken to come back. From the notes follows for each amount how its rows are counted once: they come
once as it is, or there is one for each subject, or they are to be put together, or marked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ..noted import Noted
from .aggregates import Aggregate
from .grouping import Grouped, Side
from .relations import Relation

Aliases = frozenset[str]
MOST_LEVELS = 8


@dataclass(frozen=True, slots=True)
class Coming:
    """How the rows come that amounts are taken over; amounts are known by their numbers.

    ``of_subject`` are amounts that have one row for each subject. ``levels`` are the datasets by
    whose rows the joined rows are put together, the finest first, with the amounts whose rows come
    once from there on. ``marked`` are the amounts of whose rows one has to be marked; all others
    come once. ``one_each`` says that every subject has one joined row.
    """

    of_subject: frozenset[int] = frozenset()
    levels: tuple[tuple[Aliases, frozenset[int]], ...] = ()
    marked: frozenset[int] = frozenset()
    one_each: bool = False


def coming(question: Grouped, noted: Noted) -> Coming:
    """Return how the rows of a question come by what is noted of keys."""
    amounts = [number for number, (_, a) in enumerate(question.cells.measures) if a.is_amount]
    known = [_Known.of(side, noted) for side in question.sides]
    only = known[0] if len(known) == 1 else None
    of_subject = {
        number
        for number in (amounts if only else ())
        if rows_of(question.sides[0], number) <= known[0].with_subject()
    }
    back = {
        number
        for number in set(amounts) - of_subject
        for side, facts in zip(question.sides, known, strict=True)
        if not facts.settles_all(rows_of(side, number))
    }
    levels = _levels({n: rows_of(question.sides[0], n) for n in back}, only) if only else None
    return Coming(
        of_subject=frozenset(of_subject),
        levels=levels or (),
        marked=frozenset(back if levels is None else ()),
        one_each=only is not None and only.settles_all(frozenset()),
    )


def rows_of(side: Side, number: int) -> Aliases:
    """Return by which datasets, under the gate's names, the rows of an amount are told apart."""
    aggregate: Aggregate = side.cells.measures[number][1]
    aliases = frozenset(found.relation.alias for found in aggregate.columns)
    return aliases or frozenset({side.joined.counted.alias})


@dataclass(frozen=True, slots=True)
class _Known:
    """Which datasets' rows are settled by which in a join, and which by the subject alone."""

    every: Aliases
    settles: Mapping[str, Aliases]
    by_subject: Aliases

    @classmethod
    def of(cls, side: Side, noted: Noted) -> _Known:
        """Return what is known of the joined rows of one side."""
        joined, terms = side.joined, side.scope.terms
        settles: dict[str, set[str]] = {}
        for link in joined.links:
            if {link.one.alias, link.other.alias} & joined.mixed:
                continue
            for one, other in ((link.one, link.other), (link.other, link.one)):
                # A row that a left join leaves empty says nothing of the others.
                if not one.optional and _stands_once(other, link.columns_of(other.alias), noted):
                    settles.setdefault(one.alias, set()).add(other.alias)
        by_subject = frozenset(
            r.alias
            for r in joined.relations
            if r.alias in joined.aligned
            and not r.optional
            and _stands_once(r, terms.subject_columns(r.dataset), noted)
        )
        every = frozenset(r.alias for r in joined.relations)
        return cls(every, {a: frozenset(of) for a, of in settles.items()}, by_subject)

    def with_subject(self, rows: Aliases = frozenset()) -> Aliases:
        """Return every dataset of which one row at most stands beside these rows of a subject."""
        settled, new = frozenset[str](), rows | self.by_subject
        while new:
            settled |= new
            new = frozenset(b for a in new for b in self.settles.get(a, ())) - settled
        return settled

    def settles_all(self, rows: Aliases) -> bool:
        """Return whether these rows of a subject come once each."""
        return self.with_subject(rows) >= self.every


def _stands_once(relation: Relation, key: Collection[str] | Iterator[str], noted: Noted) -> bool:
    """Return whether no two rows of a dataset have one value of a key, or of a part of it."""
    columns = {name.lower() for name in key}
    known = noted.once.get(relation.dataset.name, ())
    return any(columns >= {name.lower() for name in each} for each in known)


def _levels(
    back: Mapping[int, Aliases], known: _Known
) -> tuple[tuple[Aliases, frozenset[int]], ...] | None:
    """Return the datasets by whose rows to put together, or None where none settles the others."""
    levels: list[tuple[Aliases, set[int]]] = []
    finest_first = sorted(back, key=lambda n: (-len(known.with_subject(back[n])), n))
    for number in finest_first:
        rows = back[number]
        if levels and known.with_subject(rows) >= levels[-1][0]:
            levels[-1][1].add(number)
        elif levels and not known.with_subject(levels[-1][0]) >= rows:
            return None
        else:
            levels.append((rows, {number}))
    if len(levels) > MOST_LEVELS:
        return None
    return tuple((rows, frozenset(numbers)) for rows, numbers in levels)
