"""Whoever knows nobody's value is told little of anybody, and what is left out is out."""

from __future__ import annotations

import numpy as np
import pytest

from beholden.selfservice.bound import aim_of, cost_of
from beholden.selfservice.fitting import fit
from beholden.selfservice.grid import Cells, Grid, tables_up_to_two
from beholden.selfservice.outsiders import looked_at

from . import people

SIZES = {"ward": 6, "age": 4, "tenure": 3}
RATE = 0.2


def council(seed: int = 1, count: int = 2000) -> tuple[Cells, np.ndarray, np.ndarray]:
    """Return cells, how many subjects each profile has, and the profile of each subject."""
    draw = np.random.default_rng(seed)
    shares = {name: draw.dirichlet(np.linspace(4, 0.3, size)) for name, size in SIZES.items()}
    each = {name: draw.choice(len(p), count, p=p) for name, p in shares.items()}
    own = Grid(SIZES, each).cells(tuple(SIZES))
    found, back, numbers = np.unique(own, return_inverse=True, return_counts=True)
    codes, rest = {}, found
    for name in reversed(SIZES):
        rest, codes[name] = np.divmod(rest, SIZES[name])
    grid = Grid(SIZES, {name: codes[name] for name in SIZES})
    return Cells(grid, tables_up_to_two(tuple(SIZES))), numbers.astype(float), back


def told(cells: Cells, of: np.ndarray, variance: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Return d² of each subject, by whole matrices of subjects and one inverse for each."""
    at = [
        start + cells.grid.cells(t)[of]
        for start, t in zip(cells.starts, cells.tables, strict=False)
    ]
    moves = np.zeros((len(variance), len(of)))
    for rows in at:
        moves[rows, np.arange(len(of))] = 1.0
    moves, noise = moves[seen], np.diag(variance[seen])
    whole = RATE * (1 - RATE) * moves @ moves.T + noise
    out = {}
    for one in np.unique(of, return_index=True)[1]:
        mine = moves[:, one]
        others = whole - RATE * (1 - RATE) * np.outer(mine, mine)
        out[of[one]] = float(mine @ np.linalg.solve(others, mine))
    return np.array([out[profile] for profile in sorted(out)])


@pytest.mark.parametrize(("bound", "sd"), [(60, 4.0), (65, 2.5), (70, 1.6)])
def test_no_outsider_is_told_more_of_anybody_than_the_aim(bound, sd):
    cells, subjects, of = council()
    sds = {1: 20.0, 2: sd}
    each = [np.full(cells.grid.count(t), sds.get(len(t), 60.0)) for t in cells.tables]
    variance = np.concatenate(each) ** 2
    noisy = RATE * cells.totals(subjects)  # so that the rate that is found is the rate
    seen = looked_at(cells, subjects, noisy, variance=variance, most=aim_of(bound))
    everything = told(cells, of, variance, np.ones(len(noisy), dtype=bool))
    assert everything.max() > 1.2 * aim_of(bound)
    assert told(cells, of, variance, seen).max() <= 1.011 * aim_of(bound)
    assert seen.sum() > 0.3 * len(seen)


def test_where_everybody_is_told_little_all_is_looked_at():
    cells, subjects, _ = council()
    variance = np.full(len(cells.totals(subjects)), 1e4)
    noisy = RATE * cells.totals(subjects)
    assert looked_at(cells, subjects, noisy, variance=variance, most=aim_of(60)).all()


def test_the_number_of_a_cell_that_is_not_looked_at_changes_nothing_at_all():
    cells, subjects, _ = council()
    noisy = RATE * cells.totals(subjects)
    out = np.zeros(len(noisy), dtype=bool)
    out[-5:] = True
    variance = np.where(out, np.inf, 9.0)
    plain = fit(cells, subjects, noisy, variance=variance)
    other = fit(cells, subjects, np.where(out, 1e9, noisy), variance=variance)
    assert np.array_equal(plain.expected, other.expected)
    assert np.array_equal(plain.doubt, other.doubt)


def test_the_aim_is_never_over_the_bound_and_half_of_it_where_that_is_wide():
    assert all(aim_of(bound) <= cost_of(bound) for bound in range(55, 100))
    assert aim_of(55) == aim_of(60) == cost_of(55)
    assert aim_of(70) == cost_of(60)


def test_the_table_named_first_is_three_times_as_exact_as_one_that_is_not_named():
    given = people.output(
        measures=("in_arrears",), by=("age", "tenure", "ward"), tables=(("tenure", "ward"),)
    )
    plan = people.planned(people.subjects(people.rows(100), given), given)
    sds = {t.table: float(t.sd) for t in plan.of("in_arrears")}
    # Both have 18 cells; one record moves both alike, but tenure is not known and may move two.
    exact, other = sds["tenure", "ward"] / 2**0.5, sds["age", "ward"]
    assert other / exact == pytest.approx(3, rel=0.02)
