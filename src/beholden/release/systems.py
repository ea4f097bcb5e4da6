"""The numbers of a table that add up, as somebody who solves all its sums would write them down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from beholden.kernel import Cells

from .grid import Amount, Grid, Place, additive
from .risks import Reason, largest_share, smallest_group
from .rules import Rules
from .solving import Need

_SCALE = 1_000_000


@dataclass(frozen=True, slots=True)
class Layer:
    """One number of every place, and how open each withheld one must stay.

    ``empty`` are the places where it is taken over nobody: they may be known to be nought.
    """

    values: Mapping[Place, int]
    needs: Mapping[Place, Need]
    empty: frozenset[Place]


@dataclass(frozen=True, slots=True)
class System:
    """Numbers that add up: over the places of each layer, and over layers of each place.

    ``wholes`` holds (whole, part, other part) as positions of layers: a group is those whom a
    filter counts and those whom it leaves out, so each is guarded beside the others.
    """

    layers: tuple[Layer, ...]
    wholes: tuple[tuple[int, int, int], ...] = ()
    signed: bool = False


def systems_of(
    grid: Grid, primary: Mapping[Place, Reason], cells: Cells, rules: Rules
) -> Iterator[System]:
    """Yield every set of numbers that adds up, against those who know the empty cells and not.

    Who knows that some combinations cannot be (a street in another ward) must not gain by it, so an
    empty cell never covers for another; where empty cells are withheld, they are guarded too.
    """
    for system in _additive_systems(grid, primary, cells, rules):
        empty = any(layer.empty for layer in system.layers)
        if empty:
            yield _without_empty(system)
        if not empty or rules.zeros == "withheld":
            yield system


def _additive_systems(
    grid: Grid, primary: Mapping[Place, Reason], cells: Cells, rules: Rules
) -> Iterator[System]:
    yield _counts(grid, primary, smallest_group(cells, rules))
    sums = [i for i, m in enumerate(grid.measures) if m.column is not None and additive(m)]
    columns = dict.fromkeys((grid.measures[i].column, grid.measures[i].function) for i in sums)
    for wanted in columns:
        alike = [i for i in sums if (grid.measures[i].column, grid.measures[i].function) == wanted]
        yield _amounts(grid, alike, primary, cells, rules)


def _counts(grid: Grid, primary: Mapping[Place, Reason], least: int) -> System:
    """Return the groups, and for each filtered count those counted and those left out."""
    group = {at: cell.subjects for at, cell in grid.cells.items()}
    layers, wholes = [_count(group, primary, least)], []
    for i in sorted(grid.filtered):
        if grid.measures[i].column is not None:
            continue
        counted = {at: cell.amounts[i].subjects for at, cell in grid.cells.items()}
        left_out = {at: group[at] - n for at, n in counted.items()}
        wholes.append((0, len(layers), len(layers) + 1))
        layers += [_count(counted, primary, least), _count(left_out, primary, least)]
    return System(tuple(layers), tuple(wholes))


def _count(values: Mapping[Place, int], primary: Mapping[Place, Reason], least: int) -> Layer:
    needs = {at: _open_to(values[at], least) for at in primary}
    return Layer(values, needs, frozenset(at for at, n in values.items() if not n))


def _without_empty(system: System) -> System:
    layers = tuple(
        Layer(
            {at: value for at, value in layer.values.items() if at not in layer.empty},
            {at: need for at, need in layer.needs.items() if at not in layer.empty},
            frozenset(),
        )
        for layer in system.layers
    )
    return replace(system, layers=layers)


def _open_to(subjects: int, least: int) -> Need:
    """Return the need of a withheld count: anything from none to the smallest group is possible."""
    return Need(min(subjects, least), max(least - subjects, 1))


@dataclass(frozen=True, slots=True)
class _Series:
    """One sum of every place: as amounts, and as whole numbers that add up."""

    amounts: Mapping[Place, Amount]
    values: Mapping[Place, int]


def _amounts(
    grid: Grid, alike: Sequence[int], primary: Mapping[Place, Reason], cells: Cells, rules: Rules
) -> System:
    """Return sums over one column: each, and what the whole one has beyond each filtered one."""
    scale = _scale(grid, alike)
    series = [_series(grid, i, scale) for i in alike]
    whole = max(range(len(series)), key=lambda n: sum(a.size for a in series[n].amounts.values()))
    wholes = []
    for n in range(len(alike)):
        if n != whole and _is_part(series[n], of=series[whole]):
            wholes.append((whole, n, len(series)))
            series.append(_beyond(series[whole], series[n]))
    signed = any(value < 0 for one in series for value in one.values.values())
    layers = (_amount_layer(grid, one, primary, scale, signed, cells, rules) for one in series)
    return System(tuple(layers), tuple(wholes), signed)


def _scale(grid: Grid, alike: Sequence[int]) -> float:
    inner = [cell for cell in grid.cells.values() if not cell.total]
    size = max(sum(cell.amounts[i].size for cell in inner) for i in alike)
    return _SCALE / size if size else 1.0


def _series(grid: Grid, i: int, scale: float) -> _Series:
    values = dict.fromkeys(grid.cells, 0)
    for cell in grid.cells.values():
        if cell.total:
            continue
        value = round((cell.amounts[i].value or 0.0) * scale)
        for at in (cell.at, *grid.totals_of(cell.at)):
            values[at] += value
    return _Series({at: cell.amounts[i] for at, cell in grid.cells.items()}, values)


def _is_part(one: _Series, *, of: _Series) -> bool:
    return all(amount.size <= of.amounts[at].size for at, amount in one.amounts.items())


def _beyond(whole: _Series, part: _Series) -> _Series:
    """Return what a sum has beyond a filtered one; nobody knows its largest contribution."""
    amounts = {
        at: Amount(
            size=max(0.0, all_of.size - part.amounts[at].size),
            subjects=max(part.amounts[at].rest, all_of.subjects - part.amounts[at].subjects),
        )
        for at, all_of in whole.amounts.items()
    }
    return _Series(amounts, {at: n - part.values[at] for at, n in whole.values.items()})


def _amount_layer(
    grid: Grid,
    series: _Series,
    primary: Mapping[Place, Reason],
    scale: float,
    signed: bool,
    cells: Cells,
    rules: Rules,
) -> Layer:
    inner = [series.amounts[at] for at, cell in grid.cells.items() if not cell.total]
    mean = sum(a.size for a in inner) / max(1, sum(a.subjects for a in inner))
    needs = {}
    for at in primary:
        above = max(1, ceil(_width(series.amounts[at], mean, cells, rules) * scale))
        needs[at] = Need(above if signed else min(above, series.values[at]), above)
    empty = frozenset(
        at for at, value in series.values.items() if not value and not series.amounts[at].subjects
    )
    return Layer(series.values, needs, empty)


def _width(amount: Amount, mean: float, cells: Cells, rules: Rules) -> float:
    """Return how far off a withheld amount must stay.

    A share of the amount, at least of one average contribution; and for a dominated cell as much as
    would end the dominance (Hundepool and others, Statistical Disclosure Control, 2012, section
    4.3: U = (100 / k) (x1 + … + xn) - X for the (n, k) rule, U = p/100 x1 - (X - x1 - x2) for p %).
    """
    spread = rules.protection * max(amount.size, mean)
    to_share = amount.largest / largest_share(cells, rules) - amount.size
    to_k = amount.of_the_largest(rules.dominance_n) / rules.dominance_k - amount.size
    to_p = rules.dominance_p * amount.largest - (amount.size - amount.of_the_largest(2))
    return max(spread, to_share, to_k, to_p)
