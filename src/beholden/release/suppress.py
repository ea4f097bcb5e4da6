"""What else must be withheld, so that no withheld cell can be worked out from what is shown.

The table is protected once for each set of numbers that add up (subjects, and every amount), each
time against somebody who solves all its sums; what is withheld for one is withheld for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from beholden.kernel import Cells

from .grid import ExactCell, Grid, Place
from .risks import Reason
from .rules import Rules
from .solving import Need, Problem, Solved, solve
from .systems import System, systems_of

_ROUNDS = 8
_TINY = 1e-6
_WIDTH_OF_SECONDARY = 1

Solver = Callable[..., Solved | None]


@dataclass(frozen=True, slots=True)
class Guard:
    """Every cell that is withheld, with its reason, and how the others were found.

    ``exact`` is False where the solver gave nothing safe and whole totals were withheld instead.
    """

    reasons: Mapping[Place, Reason]
    exact: bool


def guard(
    grid: Grid,
    primary: Mapping[Place, Reason],
    *,
    cells: Cells,
    rules: Rules,
    before: frozenset[Place] = frozenset(),
    kept: frozenset[Place] = frozenset(),
    solver: Solver = solve,
) -> Guard:
    """Return what is withheld: the primary cells and those that keep them from being worked out.

    ``before`` names places withheld in an earlier release; they are preferred, so that two releases
    do not give away by turns what each withholds; those ``kept`` are withheld again in any case.
    """
    withheld = set(primary) | kept
    systems = list(systems_of(grid, primary, cells, rules)) if withheld and grid.dimensions else []
    safe = _settle(grid, systems, withheld, rules, before, solver)
    if not safe:
        withheld = _with_totals(grid, set(primary) | kept)
    reasons = {at: primary.get(at, Reason.SECONDARY) for at in grid.cells if at in withheld}
    return Guard(reasons, safe)


def _settle(
    grid: Grid,
    systems: Sequence[System],
    withheld: set[Place],
    rules: Rules,
    before: frozenset[Place],
    solver: Solver,
) -> bool:
    """Widen ``withheld`` until every system finds it safe; return False where none is found."""
    found_safe: dict[int, int] = {}
    for _ in range(_ROUNDS):
        for i, system in enumerate(systems):
            if found_safe.get(i) == len(withheld):
                continue
            places, problem = _problem(grid, system, withheld, before)
            solved = solver(problem, minutes=rules.minutes)
            if solved is None:
                return False
            withheld |= {places[j] for j in solved.besides}
            _, widened = _problem(grid, system, withheld, before)
            if _holds(widened, solved):
                found_safe[i] = len(withheld)
        if all(found_safe.get(i) == len(withheld) for i in range(len(systems))):
            return True
    return False


def _holds(problem: Problem, solved: Solved) -> bool:
    """Return whether every withheld cell stays as open as it needs, by the solver's own audit."""
    for i, need in problem.withheld.items():
        low, high = solved.bounds.get(i, (problem.values[i], problem.values[i]))
        slack = _TINY * max(1, abs(problem.values[i]))
        if low > problem.values[i] - need.below + slack:
            return False
        if high < problem.values[i] + need.above - slack:
            return False
    return True


def _with_totals(grid: Grid, primary: set[Place]) -> set[Place]:
    """Return the primary cells and every total they are part of.

    Safe without a solver: raise a withheld cell and all its totals by the same amount and every sum
    still holds, so nothing that is shown bounds it from above.
    """
    return primary | {total for at in primary for total in grid.totals_of(at)}


def _problem(
    grid: Grid, system: System, withheld: set[Place], before: frozenset[Place]
) -> tuple[list[Place], Problem]:
    """Return the places of a problem's numbers, and the problem: every layer's sums, then theirs.

    A place that is withheld is so in every layer.
    """
    spots = [(i, at) for i, layer in enumerate(system.layers) for at in layer.values]
    position = {spot: n for n, spot in enumerate(spots)}
    values = tuple(system.layers[i].values[at] for i, at in spots)
    reach = 10 * max(1, sum(abs(value) for value in values))
    open_enough = {
        position[i, at]: layer.needs.get(at) or _secondary(layer.values[at], system.signed)
        for i, layer in enumerate(system.layers)
        for at in layer.values
        if at in withheld
    }
    return [at for _, at in spots], Problem(
        values,
        tuple(_cost(grid.cells[at], at in before) for _, at in spots),
        tuple(_sums(grid, system, position)),
        open_enough,
        least=-reach if system.signed else 0,
        most=reach,
    )


def _sums(
    grid: Grid, system: System, position: Mapping[tuple[int, Place], int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    for i in range(len(system.layers)):
        for total, parts in grid.sums():
            if (i, total) in position:
                kept = tuple(position[i, part] for part in parts if (i, part) in position)
                yield position[i, total], kept
    for whole, *halves in system.wholes:
        for at in system.layers[whole].values:
            kept = tuple(position[half, at] for half in halves if (half, at) in position)
            yield position[whole, at], kept


def _secondary(value: int, signed: bool) -> Need:
    below = _WIDTH_OF_SECONDARY if signed else min(_WIDTH_OF_SECONDARY, value)
    return Need(below, _WIDTH_OF_SECONDARY)


def _cost(cell: ExactCell, withheld_before: bool) -> int:
    cost = 10 * cell.subjects + 10
    return cost // 10 if withheld_before else cost
