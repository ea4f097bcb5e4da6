"""Numbers of one group that can be taken from each other, and by whom they then differ.

Two filters that differ by one household give its amount to whoever subtracts, and so do two parts
and the whole. So for every sum of some numbers less some others the cells say how many subjects
are left in it: for every two numbers on either side, for more numbers in all. Where no row is in
two of the filters, amounts of some of them tell nothing new of the others, and only each and all
of them are set beside the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from .aggregates import Aggregate
from .bounds import exclude_each_other
from .meaning import Said, in_common

# With more filters than these there are too many sums and differences to look at each.
MOST_FILTERS = 4
MOST_APART = 16  # so many filters of which no row is in two
MOST_ALIKE = 8  # so many amounts that share a column

Signs = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Numbers that can be taken from each other: counts, or amounts of one column.

    ``filters`` are the numbers of the measures that stand for each different filter, and
    ``members`` of all measures with the place of their filter. ``with_whole`` is whether the same
    number without a filter is known too, ``excluding`` whether no row is in two of the filters,
    ``counts_nought`` whether a subject who adds nought counts. ``parts`` are the conditions that
    each filter is made of, ``said`` the filters with what their conditions are made of.
    """

    number: int
    is_amount: bool
    filters: tuple[int, ...]
    members: tuple[tuple[int, int], ...]
    with_whole: bool
    excluding: bool = False
    counts_nought: bool = True
    parts: tuple[frozenset[str], ...] = ()
    said: tuple[Said, ...] = field(default=(), compare=False)

    @property
    def is_too_large(self) -> bool:
        """Return whether there are too many filters to compare."""
        return len(self.filters) > (MOST_APART if self.excluding else MOST_FILTERS)

    def differences(self) -> list[Signs]:
        """Return the differences that can be made: a sign for the whole, then for each filter."""
        if self.excluding and len(self.filters) > MOST_FILTERS:
            return list(self._few())
        signs = product((0, 1, -1), repeat=len(self.filters) + 1)
        return [s for s in signs if _is_difference(s) and self._is_known(s)]

    def alike(self, signs: Signs) -> frozenset[str] | None:
        """Return what is told where nobody is in a difference: the conditions that all then meet.

        Where one filter leaves nobody of the whole out, all meet it; where two filters are of the
        same subjects, whoever meets one meets the other. Where several filters add up to the whole,
        all meet what each of them says (``meaning``). None where nothing is told of anybody:
        filters that have nothing in common, as those of every tenure, may well add up to the whole.
        """
        inside = [place for place, sign in enumerate(signs[1:]) if sign]
        is_one = len(inside) == 1 and not self.is_amount  # the size of a group tells that by itself
        if signs[0] and 1 not in signs[1:] and not is_one:
            return self._in_common(inside) or None
        is_pair = not signs[0] and len(inside) == len((1, -1)) and not self.excluding
        if not is_pair:
            return None
        return frozenset[str]().union(*(self.parts[place] for place in inside))

    @property
    def compared(self) -> tuple[Said, ...]:
        """Return the filters whose meaning has to be worked out; none where it need not be."""
        alone = len(self.filters) == 1 or not self.with_whole
        return () if alone or self._are_apart() else self.said

    def _are_apart(self) -> bool:
        """Return whether each filter is one condition, and no row meets two."""
        return self.excluding and all(len(own) == 1 for own in self.parts)

    def _in_common(self, inside: Sequence[int]) -> frozenset[str]:
        """Return what some filters have in common; of one it is all that it says."""
        if len(inside) == 1:
            return self.parts[inside[0]]
        if self._are_apart():
            return frozenset()
        return in_common(self.said, inside)

    def _few(self) -> Iterator[Signs]:
        """Yield the differences that tell something where no row is in two of the filters.

        A subject may have rows in several, so numbers of subjects are compared two by two as well.
        """
        size = len(self.filters)
        for one in range(size):
            yield (1, *(-1 if n == one else 0 for n in range(size)))
        if self.with_whole:
            yield (1, *[-1] * size)
        if not self.is_amount:
            for one, other in combinations(range(size), 2):
                yield (0, *({one: 1, other: -1}.get(n, 0) for n in range(size)))

    def _is_known(self, signs: Signs) -> bool:
        return not signs[0] or self.with_whole or sum(map(abs, signs)) == 2


def families(measures: Sequence[tuple[str, Aggregate]]) -> list[Family]:
    """Return the measures of a question as families, those without any filter left out."""
    kinds: dict[tuple[str, ...], list[int]] = {}
    for number, (_, aggregate) in enumerate(measures):
        kinds.setdefault(_kind(aggregate), []).append(number)
    found = [_family(kind, numbers, measures) for kind, numbers in kinds.items()]
    return [family for family in found if family.filters]


def apart(signs: Signs, flags: Sequence[str]) -> list[str]:
    """Return the conditions under which a row or subject is left in a difference.

    ``flags`` is the SQL of whether it is in each filter. Where there are two numbers each side of
    the difference is a condition of its own.
    """
    plus, minus = _sides(signs, flags)
    if len(plus) == len(minus) == 1:
        two = [_both(plus[0], minus[0]), _both(minus[0], plus[0])]
        return [condition for condition in two if condition]
    total = " + ".join(_as_number(flag) for flag in plus)
    return [f"{total} - {' - '.join(_as_number(flag) for flag in minus)} <> 0"]


def difference_sql(signs: Signs, amounts: Sequence[str]) -> str:
    """Return what one subject adds to a difference of amounts; the first amount is the whole."""
    parts = zip(signs, amounts, strict=True)
    used = [f"{'-' if s < 0 else '+'} COALESCE(CAST({a} AS DOUBLE), 0)" for s, a in parts if s]
    return " ".join(used).removeprefix("+ ")


def smallest_sql(counts: Sequence[str]) -> str:
    """Return the smallest of some counts of subjects that is not nought, or nought."""
    if len(counts) == 1:
        return counts[0]
    return f"COALESCE(LEAST({', '.join(f'NULLIF({count}, 0)' for count in counts)}), 0)"


def least_sql(counts: Sequence[str]) -> str:
    """Return the smallest of some counts of subjects."""
    return counts[0] if len(counts) == 1 else f"LEAST({', '.join(counts)})"


def alike(measures: Sequence[tuple[str, Aggregate]]) -> list[tuple[int, int]]:
    """Return the pairs of amounts that share a column and are not the same, whatever their filters.

    ``sum(a)`` less ``sum(a * b)`` may be mostly one subject's, as two filters of one amount may,
    and so may the two together where ``b`` is below nought. Where no row is in both filters,
    neither tells of the other.
    """
    amounts = [
        (n, a, {(c.relation.alias, c.terms.name) for c in a.columns})
        for n, (_, a) in enumerate(measures)
        if a.is_amount
    ]
    return [
        (one, other)
        for (one, a, columns), (other, b, others) in combinations(amounts, 2)
        if a.value != b.value
        and columns & others
        and not (a.bounds and exclude_each_other([a.bounds, b.bounds]))
    ]


def _kind(aggregate: Aggregate) -> tuple[str, ...]:
    return ("amount", aggregate.value) if aggregate.is_amount else ()


def _family(
    kind: tuple[str, ...], numbers: Iterable[int], measures: Sequence[tuple[str, Aggregate]]
) -> Family:
    first: dict[tuple[str, ...], int] = {}
    members, whole = [], not kind
    for number in numbers:
        conditions = measures[number][1].conditions
        whole = whole or not conditions
        if conditions:
            first.setdefault(conditions, number)
            members.append((number, list(first).index(conditions)))
    own, filters = min(numbers), tuple(first.values())
    few = len(filters) <= MOST_APART  # more are refused, whatever they are
    excluding = few and exclude_each_other([measures[n][1].bounds for n in filters])
    nought = all(measures[number][1].counts_nought for number in numbers)
    said = tuple(measures[number][1].said for number in filters)
    parts = tuple(filter.parts for filter in said)
    return Family(own, bool(kind), filters, tuple(members), whole, excluding, nought, parts, said)


def _is_difference(signs: Signs) -> bool:
    """Return whether there are both signs, and this is the one of it and its opposite."""
    first = next((sign for sign in signs if sign), 0)
    return first == 1 and -1 in signs


def _sides(signs: Signs, flags: Sequence[str]) -> tuple[list[str], list[str]]:
    known = list(zip(signs, ("", *flags), strict=True))
    return [f for s, f in known if s == 1], [f for s, f in known if s == -1]


def _both(inside: str, outside: str) -> str:
    """Return the condition of being in one and not in the other; the whole is an empty flag."""
    if not outside:
        return ""
    return f"{inside} AND NOT {outside}" if inside else f"NOT {outside}"


def _as_number(flag: str) -> str:
    return f"CAST({flag} AS INTEGER)" if flag else "1"


def flags_of(family: Family) -> Iterator[str]:
    """Return the names of the columns that say whether a row or subject is in each filter."""
    return (f'"_in_{number}"' for number in family.filters)
