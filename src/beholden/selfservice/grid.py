"""The grid: every profile of dimensions that a table can tell apart, and the cells over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Table = tuple[str, ...]
Floats = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Profiles as codes, one array for each dimension, and how many categories each has."""

    sizes: Mapping[str, int]
    codes: Mapping[str, Codes]
    # Worked out once: a question needs them all.
    _cells: dict[Table, Codes] = field(default_factory=dict, repr=False, compare=False)

    @property
    def profiles(self) -> int:
        """Return how many profiles there are."""
        return len(next(iter(self.codes.values()))) if self.codes else 1

    def cells(self, table: Table) -> Codes:
        """Return, for each profile, the number of its cell in a table."""
        if table not in self._cells:
            cell = np.zeros(self.profiles, dtype=np.int64)
            for name in table:
                cell = cell * self.sizes[name] + self.codes[name]
            self._cells[table] = cell
        return self._cells[table]

    def count(self, table: Table) -> int:
        """Return how many cells a table has."""
        return int(np.prod([self.sizes[name] for name in table], dtype=np.int64))

    def total(self, table: Table, values: Floats) -> Floats:
        """Return a table's cells: the sums of the profiles' values."""
        return _sums(self.cells(table), values, self.count(table))


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of several tables one after another: C in all, table t at ``starts[t]``."""

    grid: Grid
    tables: tuple[Table, ...]

    @property
    def starts(self) -> list[int]:
        """Return where each table's cells start, and where the last one's end."""
        counts = [self.grid.count(table) for table in self.tables]
        return [0, *np.cumsum(counts, dtype=np.int64).tolist()]

    def totals(self, values: Floats) -> Floats:
        """Return every cell's sum of the profiles' values (C)."""
        return np.concatenate([self.grid.total(table, values) for table in self.tables])

    def parts(self, of_cells: Floats) -> list[Floats]:
        """Return a vector over all cells as one vector for each table."""
        return [of_cells[a:b] for a, b in pairwise(self.starts)]

    def spread(self, of_cells: Floats) -> Floats:
        """Return, for each profile, the sum of what its cells hold."""
        spread = np.zeros(self.grid.profiles)
        for table, part in zip(self.tables, self.parts(of_cells), strict=True):
            spread += part[self.grid.cells(table)]
        return spread

    def shared(self, weights: Floats) -> Floats:
        """Return how much weight each two cells have in common (C × C)."""
        starts = self.starts
        shared = np.zeros((starts[-1], starts[-1]))
        at = [self.grid.cells(table) for table in self.tables]
        for i, table in enumerate(self.tables):
            for j in range(i, len(self.tables)):
                rows, columns = self.grid.count(table), self.grid.count(self.tables[j])
                both = np.bincount(
                    at[i] * columns + at[j], weights=weights, minlength=rows * columns
                ).reshape(rows, columns)
                shared[starts[i] : starts[i + 1], starts[j] : starts[j + 1]] = both
                shared[starts[j] : starts[j + 1], starts[i] : starts[i + 1]] = both.T
        return shared


def _sums(cells: Codes, values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(cells, weights=values, minlength=count), dtype=np.float64)


def tables_up_to_two(dimensions: Sequence[str]) -> tuple[Table, ...]:
    """Return the table of nothing, of each dimension, and of each two, in the order named."""
    ones = tuple((name,) for name in dimensions)
    twos = tuple((one, two) for i, one in enumerate(dimensions) for two in dimensions[i + 1 :])
    return ((), *ones, *twos)
