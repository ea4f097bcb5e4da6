"""How subjects are counted in a group: over one row of each, or over sets of their numbers.

Where the subjects of an extract are numbers from 0 on (``extract.naming``), a group's subjects are
kept as one bit each while its rows pass, and so are those in each filter. No row has then to be put
together by group and subject, which is what takes an answer's time. A set is as large as all
subjects, so it is done where there are few groups at most, by what sealing noted of dimensions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Protocol

from ..noted import Noted
from .differences import MOST_FILTERS, Family, Signs, apart, families, flags_of
from .grouping import Grouped, Side
from .repeating import coming
from .writing import quoted_text

_BYTE = 8
_MOST_BYTES = 16 << 20
_COLUMN = re.compile(r'"((?:[^"]|"")+)"\."((?:[^"]|"")+)"')
# How many different parts so many days have at most.
_PARTS_OF_DAYS: dict[re.Pattern[str], Callable[[int], int]] = {
    re.compile(r"TRY\(YEAR\((?P<column>[^()]*)\)\)"): lambda days: days // 365 + 2,
    re.compile(r"TRY\(QUARTER\((?P<column>[^()]*)\)\)"): lambda days: min(days, 4),
    re.compile(r"TRY\(MONTH\((?P<column>[^()]*)\)\)"): lambda days: min(days, 12),
}


class Counting(Protocol):
    """Where the SQL of numbers of subjects comes from."""

    @property
    def everyone(self) -> str:
        """Return the number of subjects in a group."""
        ...

    def within(self, number: int) -> str:
        """Return the number of those in the filter of a count."""
        ...

    def apart(self, family: Family, signs: Signs, /) -> list[str]:
        """Return the numbers of those left in a difference of counts, on each side of it."""
        ...


@dataclass(frozen=True, slots=True)
class ByRow:
    """One row for each group and subject: the rows are counted."""

    everyone: str = "COUNT(*)"

    def within(self, number: int) -> str:
        """Return the number of those in the filter of a count."""
        return f'COUNT(*) FILTER (WHERE "_in_{number}")'

    def apart(self, family: Family, signs: Signs) -> list[str]:
        """Return the numbers of those left in a difference of counts, on each side of it."""
        found = apart(signs, list(flags_of(family)))
        return [f"COUNT(*) FILTER (WHERE {condition})" for condition in found]


@dataclass(frozen=True, slots=True)
class BySet:
    """One set of subjects for each group and filter: what is counted are their common parts.

    ``most`` is the greatest number that a subject may have. ``sizes`` names the size of each common
    part of filters that was asked for, of none of them the whole group.
    """

    family: Family | None
    most: int
    sizes: dict[frozenset[int], str]

    @property
    def everyone(self) -> str:
        """Return the number of subjects in a group."""
        return self._holding(lambda _: True)

    def within(self, number: int) -> str:
        """Return the number of those in the filter of a count."""
        place = dict(self.family.members)[number] if self.family else 0
        return self._holding(lambda inside: place in inside)

    def apart(self, _: Family, signs: Signs) -> list[str]:
        """Return the numbers of those left in a difference of counts, on each side of it."""

        def left(inside: frozenset[int]) -> int:
            return signs[0] + sum(signs[place + 1] for place in inside)

        if sum(map(abs, signs)) != len((1, -1)):
            return [self._holding(lambda inside: left(inside) != 0)]
        more = self._holding(lambda inside: left(inside) > 0)
        return [more] if signs[0] else [more, self._holding(lambda inside: left(inside) < 0)]

    def _holding(self, holds: Callable[[frozenset[int]], bool]) -> str:
        """Return how many are in those filters and in no others of which something holds.

        How many are in some filters and no others follows from the sizes of common parts, by
        inclusion and exclusion.
        """
        parts = []
        for common in self._subsets(range(self.filters)):
            signs = ((-1) ** (len(common) - len(s)) for s in self._subsets(common) if holds(s))
            if times := sum(signs):
                name = quoted_text("_".join(["_common", *map(str, sorted(common))]))
                size = self.sizes.setdefault(common, name)
                parts.append(size if times == 1 else f"{times} * {size}")
        return f"({' + '.join(parts)})" if parts else "0"

    @property
    def filters(self) -> int:
        """Return how many different filters there are."""
        return len(self.family.filters) if self.family else 0

    @staticmethod
    def _subsets(places: Iterator[int] | range | frozenset[int]) -> list[frozenset[int]]:
        known = sorted(places)
        return [frozenset(c) for n in range(len(known) + 1) for c in combinations(known, n)]

    def steps(self, keys: list[str]) -> dict[str, str]:
        """Return the steps from rows to the sizes of common parts, once all are asked for."""
        inside = [f'"_in_{number}"' for number in (self.family.filters if self.family else ())]
        sets = [f"{self._set([])} AS {_set_name(None)}"]
        sets += [f"{self._set([flag])} AS {_set_name(n)}" for n, flag in enumerate(inside)]
        sizes = [f"{_size_of(common)} AS {name}" for common, name in self.sizes.items()]
        grouped = f"\n  GROUP BY {', '.join(keys)}" if keys else ""
        return {
            "_sets": f'  SELECT {_listed([*keys, *sets])}\n  FROM "_rows"{grouped}',  # noqa: S608
            "_sized": f'  SELECT {_listed([*keys, *sizes])}\n  FROM "_sets"',  # noqa: S608
        }

    def _set(self, only: list[str]) -> str:
        chosen = f" FILTER (WHERE {only[0]})" if only else ""
        return f'BITSTRING_AGG("_subject", 0, {self.most}){chosen}'


def _listed(lines: list[str]) -> str:
    return ",\n    ".join(lines)


def _set_name(place: int | None) -> str:
    return '"_set"' if place is None else f'"_set_{place}"'


def _size_of(common: frozenset[int]) -> str:
    """Return the size of a common part; where nobody is in a filter there is no set of it."""
    sets = [_set_name(place) for place in sorted(common)] or [_set_name(None)]
    return f"COALESCE(BIT_COUNT({' & '.join(sets)}), 0)"


def by_set(question: Grouped, noted: Noted) -> BySet | None:
    """Return how to count the subjects of a question by sets, or None where that is not for it.

    It is not where amounts are taken, each subject has one row, subjects are not numbered, filters
    are many, or sets would take more room than is worth it.
    """
    measures = question.cells.measures
    if any(of.is_amount for _, of in measures) or coming(question, noted).one_each:
        return None
    found = families(measures)
    family = found[0] if found else None
    filters = len(family.filters) if family else 0
    numbers = [_numbers(side, noted) for side in question.sides]
    ours = any(key.name.startswith("_") for key in question.cells.keys)  # as our own names do
    if ours or filters > MOST_FILTERS or not all(numbers):
        return None
    groups = sum(_groups_at_most(side, noted) for side in question.sides)
    most = max(numbers)
    if groups * (filters + 1) * (most // _BYTE + 1) > _MOST_BYTES:
        return None
    return BySet(family, most - 1, {})


def _numbers(side: Side, noted: Noted) -> int:
    """Return how many numbers there are for the subjects of a side; 0 where there are none."""
    dataset = side.joined.counted.dataset
    subject = side.scope.terms.subject_columns(dataset)
    return noted.numbers.get(dataset.name, {}).get(subject[0], 0) if len(subject) == 1 else 0


def _groups_at_most(side: Side, noted: Noted) -> int:
    """Return how many groups there may be of the rows of a side, more than all where not known."""
    datasets = {relation.alias: relation.dataset.name for relation in side.joined.relations}

    def values(alias: str, column: str) -> int:
        return noted.values.get(datasets.get(alias, ""), {}).get(column, _MOST_BYTES)

    sizes: dict[str, int] = {}
    for key in side.cells.keys:
        for part, of_days in _PARTS_OF_DAYS.items():
            if (said := part.fullmatch(key.sql)) and (of := _COLUMN.fullmatch(said["column"])):
                sizes[key.sql] = of_days(values(*of.groups()))
                break
        else:
            sizes |= {c.group(): values(*c.groups()) for c in _COLUMN.finditer(key.sql)}
    return prod(size + 1 for size in sizes.values())  # nothing at all is a value too
