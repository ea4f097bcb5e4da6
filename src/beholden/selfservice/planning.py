"""The plan: which tables are kept, and how much of the bound each may use up.

Kept are the total, the table of each dimension and of each two dimensions. A table's share of the
cost is its importance times how many cells it has: for independent tables that is what makes the
weighted sum of squared relative errors least, since a table of more cells counts fewer in each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from beholden.kernel import SelfServiceOutput

from .bound import aim_of, cost_of
from .grid import Table, tables_up_to_two

SUBJECTS = "_subjects"
AMOUNT_STEPS = 1000
_FINEST = 64  # standard deviations are multiples of 1/64 of a step


@dataclass(frozen=True, slots=True)
class NoisyTable:
    """One table of one measure, and the standard deviation of its noise in steps of the measure.

    ``moves`` is by how much, squared, one subject's record can move it: 1 where the dimensions are
    known of everybody, 2 where a record may also stand in another cell.
    """

    measure: str
    table: Table
    sd: Fraction
    moves: int
    steps: int

    @property
    def cost(self) -> float:
        """Return what the table costs of the bound, μ²."""
        return float(self.moves * (self.steps / self.sd) ** 2)


@dataclass(frozen=True, slots=True)
class FittedPlan:
    """What is kept at sealing: dimensions in order, which are known, measures and noisy tables.

    ``caps`` holds, for each measure, the amount at which it is cut; None for a yes or no. ``aim``
    is the d² that an outsider is told at most by a year's seals, of which there are ``seals``.
    """

    dimensions: tuple[str, ...]
    known: frozenset[str]
    caps: Mapping[str, float | None]
    tables: tuple[NoisyTable, ...]
    aim: float = math.inf
    seals: int = 1

    @property
    def cost(self) -> float:
        """Return what one seal costs of the bound, μ²."""
        return math.fsum(table.cost for table in self.tables)

    def of(self, measure: str) -> tuple[NoisyTable, ...]:
        """Return the noisy tables of a measure."""
        return tuple(table for table in self.tables if table.measure == measure)

    def to_dict(self) -> dict[str, object]:
        """Return the plan as plain data, for a fingerprint."""
        return {
            "dimensions": list(self.dimensions),
            "known": sorted(self.known),
            "caps": dict(self.caps),
            "tables": [
                [t.measure, list(t.table), str(t.sd), t.moves, t.steps] for t in self.tables
            ],
        }


def plan_tables(output: SelfServiceOutput, *, sizes: Mapping[str, int]) -> FittedPlan:
    """Return the plan for what an agreement gives; ``sizes`` counts each dimension's categories.

    The cost of one seal is the bound's, times the agreement's share, over its seals a year.
    """
    known = frozenset(output.known)
    caps = dict(output.caps)
    measures = {name: caps.get(name) for name in output.measures}
    wanted = {
        (measure, table): _weight(output, table, sizes)
        for measure in (SUBJECTS, *measures)
        for table in tables_up_to_two(output.by)
        if measure != SUBJECTS or _is_hidden(table, known)
    }
    budget = cost_of(output.guess_bound) * output.share / 100 / output.seals_a_year
    whole = math.fsum(wanted.values())
    tables = tuple(
        _noisy(
            measure,
            table,
            moves=2 if set(table) - known else 1,
            steps=1 if caps.get(measure) is None else AMOUNT_STEPS,
            cost=budget * weight / whole,
        )
        for (measure, table), weight in wanted.items()
    )
    aim = aim_of(output.guess_bound)
    return FittedPlan(tuple(output.by), known, measures, tables, aim, output.seals_a_year)


def _is_hidden(table: Table, known: frozenset[str]) -> bool:
    """Return whether the numbers of subjects in a table are not known of everybody.

    Where no dimension is known, neither is who is counted at all.
    """
    return bool(set(table) - known) or not known


def _weight(output: SelfServiceOutput, table: Table, sizes: Mapping[str, int]) -> float:
    cells = math.prod(sizes[name] for name in table)
    return cells * _importance(output, table)


def _importance(output: SelfServiceOutput, table: Table) -> float:
    """Return the square of how much less a table's error is to be than that of one not named.

    That is 3 times for the table that was named first, 2 for the second, 1⅔ for the third.
    """
    named = [frozenset(one) for one in output.tables]
    exact = 1 + 2 / (named.index(frozenset(table)) + 1) if frozenset(table) in named else 1.0
    return exact**2


def _noisy(measure: str, table: Table, *, moves: int, steps: int, cost: float) -> NoisyTable:
    """Return a table with the least noise, in multiples of 1/64, that costs no more than this."""
    sd = Fraction(math.ceil(steps * math.sqrt(moves / cost) * _FINEST), _FINEST)
    return NoisyTable(measure, table, sd, moves, steps)
