"""Somebody who has every table ever released of some made-up people, and solves them in integers.

The people are unknown numbers, one for each kind that there is (every combination of every value);
each published figure is a line over them. Nothing here is shared with the code that is tested: the
lines are written from the people and the published CSV, and solved by integer programming.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, permutations, product
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from beholden.kernel import Cells, Population
from beholden.release import ALL, Checked

from .cases import counted

LEAST = 10
Kind = tuple[Any, ...]
NAMES = ("ward", "tenure", "age")


@dataclass(frozen=True)
class Table:
    """A table that is asked for: by which columns, of whom, rounded to what."""

    name: str
    by: tuple[str, ...]
    over: int = 0
    wards: tuple[str, ...] = ()
    round_to: int = 1

    def of(self, kind: Kind) -> bool:
        """Return whether a kind of people is in the table at all."""
        return kind[2] >= self.over and (not self.wards or kind[0] in self.wards)

    def conditions(self) -> tuple[str, ...]:
        """Return the conditions of the question, as SQL."""
        within = ", ".join(f"'{ward}'" for ward in self.wards)
        wards = (f'"people"."ward" IN ({within})',) if self.wards else ()
        return (*wards, *((f'"people"."age" >= {self.over}',) if self.over else ()))

    def place(self, kind: Kind) -> tuple[str, ...]:
        """Return the inner cell that a kind of people is in."""
        return tuple(str(kind[NAMES.index(name)]) for name in self.by)


def cells_of(people: Mapping[Kind, int], table: Table, *, least: int = LEAST) -> Cells:
    """Return the exact cells of a table of some people."""
    inner: dict[tuple[str, ...], int] = {}
    for kind, n in people.items():
        if n and table.of(kind):
            inner[table.place(kind)] = inner.get(table.place(kind), 0) + n
    made = counted(inner, dimensions=table.by, smallest_group=least, round_to=table.round_to)
    by = {name: f'"people"."{name}"' for name in table.by}
    return replace(made, population=Population("people", table.conditions(), by))


@dataclass
class Attacker:
    """Everything that was published, as lines over the kinds of people."""

    people: Mapping[Kind, int]
    rows: list[np.ndarray] = field(default_factory=list)
    bounds: list[tuple[float, float]] = field(default_factory=list)
    hidden: list[tuple[str, np.ndarray, int]] = field(default_factory=list)
    before: int = 0

    def begin(self) -> None:
        """Begin a release: all that was read so far was released before it."""
        self.before = len(self.rows)

    def read(self, table: Table, checked: Checked) -> None:
        """Take in a published table: what it shows, and whom it has no row for."""
        for row in checked.rows:
            line = self._line(lambda kind, at=row.at: table.of(kind) and _is_at(table, kind, at))
            if row.values[0] is None:
                self.hidden.append((f"{table.name} {row.at}", line, self.before))
            else:
                self._know(line, *_between(int(row.values[0]), table.round_to))
        labels = [{row.at[i] for row in checked.rows} for i in range(len(table.by))]
        self._know(
            self._line(lambda kind: table.of(kind) and not _listed(table, kind, labels)), 0, 0
        )

    def between(self, line: np.ndarray, first: int | None = None) -> tuple[int, int]:
        """Return the fewest and the most that a group can be, in whole people.

        To who knows all lines, or the ``first`` so many alone.
        """
        found = []
        rows, bounds = self.rows[:first], self.bounds[:first]
        told = [LinearConstraint(np.array(rows), *zip(*bounds, strict=True))] if rows else []
        for sign in (1, -1):
            whole = np.ones(len(self.people))
            free = Bounds(0, 5000)
            got = milp(sign * line, constraints=told, integrality=whole, bounds=free)
            assert got.status == 0, "what was published contradicts itself"
            found.append(round(sign * got.fun))
        return found[0], found[1]

    def small_groups(self) -> Iterator[tuple[str, np.ndarray]]:
        """Yield every group of 1 to 9 people that values of columns can name."""
        values = [sorted({kind[i] for kind in self.people}) for i in range(len(NAMES))]
        for chosen in (c for n in range(1, 4) for c in combinations(range(3), n)):
            for at in product(*(values[i] for i in chosen)):
                line = self._line(lambda k, at=at, c=chosen: tuple(k[i] for i in c) == at)
                if 0 < self.true(line) < LEAST:
                    yield f"{[NAMES[i] for i in chosen]} = {at}", line

    def rests(self) -> Iterator[tuple[str, np.ndarray]]:
        """Yield what is left of a group without another in it, where that is 1 to 9 people."""
        groups = [*self.rows, *(line for _, line, _ in self.hidden)]
        for whole, part in permutations(groups, 2):
            rest = whole - part
            if rest.min() >= 0 and 0 < self.true(rest) < LEAST:
                yield f"a group of {self.true(whole)} less one of {self.true(part)}", rest

    def true(self, line: np.ndarray) -> int:
        """Return how many people a line really is of."""
        return int(line @ np.array(list(self.people.values())))

    def _line(self, chosen: Callable[[Kind], bool]) -> np.ndarray:
        return np.array([float(chosen(kind)) for kind in self.people])

    def _know(self, line: np.ndarray, low: float, high: float) -> None:
        self.rows.append(line)
        self.bounds.append((low, high))


def assert_open(attacker: Attacker) -> None:
    """Fail where a withheld group is known to be small, or any group to be of 1 to 9.

    A large group that one table withholds to guard others is no secret by itself; what it leaves of
    another group is. What was known of a group before the release that first withholds it, stays
    known: no more may be.
    """
    for name, line, first in attacker.hidden:
        if attacker.true(line) < LEAST:
            low, high = attacker.between(line)
            fewest, most = attacker.between(line, first)
            assert low <= fewest, f"{name} is known to be more than none"
            assert high >= min(LEAST, most), f"{name} is known to be small"
    for name, line in chain(attacker.small_groups(), attacker.rests()):
        low, high = attacker.between(line)
        assert not (low >= 1 and high < LEAST), f"{name} is known to be of {low} to {high}"


def _is_at(table: Table, kind: Kind, at: Sequence[str]) -> bool:
    return all(a in (ALL, b) for a, b in zip(at, table.place(kind), strict=True))


def _listed(table: Table, kind: Kind, labels: Sequence[set[str]]) -> bool:
    return all(label in some for label, some in zip(table.place(kind), labels, strict=True))


def _between(value: int, base: int) -> tuple[int, int]:
    """Return which counts of ten or more are published as this figure, by trying them."""
    near = range(max(LEAST, value - base), value + base + 1)
    fits = [n for n in near if base * int(n / base + 0.5) == value]
    return fits[0], fits[-1]
