"""What else must be withheld, so that no withheld cell can be worked out from what is shown.

The table is protected once for each set of numbers that add up (subjects, and every amount), each
time against somebody who solves all its sums; what is withheld for one is withheld for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from beholden.kernel import Cells

from .grid import ExactCell, Grid, Place, additive
from .risks import Reason, largest_share, smallest_group
from .rules import Rules
from .solving import Need, Problem, Solved, solve

_SCALE = 1_000_000
_ROUNDS = 6
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


@dataclass(frozen=True, slots=True)
class _System:
    """Numbers that add up: whole values by place, and how open each withheld one must stay.

    Places that are not in ``values`` are known to everybody as nought.
    """

    values: Mapping[Place, int]
    needs: Mapping[Place, Need]
    signed: bool = False


def guard(
    grid: Grid,
    primary: Mapping[Place, Reason],
    *,
    cells: Cells,
    rules: Rules,
    before: frozenset[Place] = frozenset(),
    solver: Solver = solve,
) -> Guard:
    """Return what is withheld: the primary cells and those that keep them from being worked out.

    ``before`` names places withheld in an earlier release; they are preferred, so that two releases
    do not give away by turns what each withholds.
    """
    withheld = set(primary)
    systems = list(_systems(grid, primary, cells, rules)) if withheld and grid.dimensions else []
    safe = _settle(grid, systems, withheld, rules, before, solver)
    if not safe:
        withheld = _with_totals(grid, primary)
    reasons = {at: primary.get(at, Reason.SECONDARY) for at in grid.cells if at in withheld}
    return Guard(reasons, safe)


def _settle(
    grid: Grid,
    systems: Sequence[_System],
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


def _with_totals(grid: Grid, primary: Mapping[Place, Reason]) -> set[Place]:
    """Return the primary cells and every total they are part of.

    Safe without a solver: raise a withheld cell and all its totals by the same amount and every sum
    still holds, so nothing that is shown bounds it from above.
    """
    return set(primary) | {total for at in primary for total in grid.totals_of(at)}


def _systems(
    grid: Grid, primary: Mapping[Place, Reason], cells: Cells, rules: Rules
) -> Iterator[_System]:
    """Yield every set of numbers that adds up, against those who know the empty cells and not.

    Who knows that some combinations cannot be (a street in another ward) must not gain by it, so an
    empty cell never covers for another; where empty cells are withheld, they are guarded too.
    """
    empty = {at for at, cell in grid.cells.items() if not cell.subjects}
    for system in _additive_systems(grid, primary, cells, rules):
        if empty:
            yield _without(system, empty)
        if not empty or rules.zeros == "withheld":
            yield system


def _additive_systems(
    grid: Grid, primary: Mapping[Place, Reason], cells: Cells, rules: Rules
) -> Iterator[_System]:
    least = smallest_group(cells, rules)
    counts = {at: cell.subjects for at, cell in grid.cells.items()}
    yield _System(counts, {at: _open_to(counts[at], least) for at in primary})
    for i, measure in enumerate(grid.measures):
        if measure.column is not None and additive(measure):
            yield _amounts(grid, i, primary, cells, rules)


def _without(system: _System, known: set[Place]) -> _System:
    values = {at: value for at, value in system.values.items() if at not in known}
    needs = {at: need for at, need in system.needs.items() if at not in known}
    return _System(values, needs, system.signed)


def _open_to(subjects: int, least: int) -> Need:
    """Return the need of a withheld count: anything from none to the smallest group is possible."""
    return Need(min(subjects, least), max(least - subjects, 1))


def _amounts(
    grid: Grid, i: int, primary: Mapping[Place, Reason], cells: Cells, rules: Rules
) -> _System:
    inner = [cell for cell in grid.cells.values() if not cell.total]
    size = sum(cell.amounts[i].size for cell in inner)
    scale = _SCALE / size if size else 1.0
    values = dict.fromkeys(grid.cells, 0)
    for cell in inner:
        value = round((cell.amounts[i].value or 0.0) * scale)
        for at in (cell.at, *grid.totals_of(cell.at)):
            values[at] += value
    mean = size / max(1, sum(cell.subjects for cell in inner))
    signed = any(value < 0 for value in values.values())
    needs = {
        at: _wide(grid.cells[at], i, mean, scale, values[at], signed, cells, rules)
        for at in primary
    }
    return _System(values, needs, signed)


def _wide(
    cell: ExactCell,
    i: int,
    mean: float,
    scale: float,
    value: int,
    signed: bool,
    cells: Cells,
    rules: Rules,
) -> Need:
    """Return the need of a withheld amount.

    A share of the amount, at least of one average contribution; and for a dominated cell as much as
    would end the dominance (Hundepool and others, Statistical Disclosure Control, 2012, section
    4.3: U = (100 / k) x1 - X for the (n, k) rule, U = p/100 x1 - (X - x1) for the p % rule).
    """
    amount = cell.amounts[i]
    spread = rules.protection * max(amount.size, mean)
    to_share = amount.largest / largest_share(cells, rules) - amount.size
    to_p = rules.dominance_p * amount.largest - (amount.size - amount.largest)
    above = max(1, ceil(max(spread, to_share, to_p) * scale))
    return Need(above if signed else min(above, value), above)


def _problem(
    grid: Grid, system: _System, withheld: set[Place], before: frozenset[Place]
) -> tuple[list[Place], Problem]:
    places = list(system.values)
    position = {at: i for i, at in enumerate(places)}
    values = tuple(system.values.values())
    reach = 10 * max(1, sum(abs(value) for value in values))
    sums = (
        (position[total], tuple(position[part] for part in parts if part in position))
        for total, parts in grid.sums()
        if total in position
    )
    open_enough = {
        position[at]: system.needs.get(at) or _secondary(system.values[at], system.signed)
        for at in withheld
        if at in position
    }
    return places, Problem(
        values,
        tuple(_cost(grid.cells[at], at in before) for at in places),
        tuple(sums),
        open_enough,
        least=-reach if system.signed else 0,
        most=reach,
    )


def _secondary(value: int, signed: bool) -> Need:
    below = _WIDTH_OF_SECONDARY if signed else min(_WIDTH_OF_SECONDARY, value)
    return Need(below, _WIDTH_OF_SECONDARY)


def _cost(cell: ExactCell, withheld_before: bool) -> int:
    cost = 10 * cell.subjects + 10
    return cost // 10 if withheld_before else cost
