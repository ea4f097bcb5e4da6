"""A made-up borough, the people in it who are attacked, and its fitted tables.

The attacker knows every dimension of everybody. The flags of the targets are drawn 50/50, so 50 in
100 is a coin toss; about one in eight of the others has it. Random targets are drawn from those who
have a profile of their own, worst ones stand besides in the smallest cells of two dimensions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from beholden.kernel import SelfServiceOutput
from beholden.selfservice import (
    Fitted,
    Subjects,
    coded,
    make_fitted,
    one_row_each,
    plan_tables,
)
from beholden.selfservice.grid import Grid

SIZES = {"ward": 25, "age": 7, "sex": 2, "tenure": 5, "ethnicity": 18, "household": 6}
SMALL = {"ward": 8, "age": 5, "sex": 2, "tenure": 4, "household": 4}
MANY_WARDS = {"ward": 20, "age": 7, "sex": 2, "tenure": 5, "household": 6}
FIRST = ("ward", "age")
WORST, RANDOM = "worst", "random"


@dataclass(frozen=True)
class Borough:
    """Everybody's dimensions and flags, how likely each flag was, and who is attacked."""

    sizes: Mapping[str, int]
    codes: Mapping[str, np.ndarray]
    chances: np.ndarray
    flags: np.ndarray
    targets: Mapping[str, np.ndarray]

    @property
    def by(self) -> tuple[str, ...]:
        return tuple(self.sizes)

    @property
    def rate(self) -> float:
        """The share of everybody who has the flag."""
        return float(self.flags.mean())

    def alone(self) -> np.ndarray:
        """Return everybody who has a profile of their own."""
        profile = self.cells(self.by)
        _, back, counts = np.unique(profile, return_inverse=True, return_counts=True)
        return np.flatnonzero(counts[back] == 1)

    def cells(self, table: tuple[str, ...]) -> np.ndarray:
        """Return everybody's cell in a table."""
        cell = np.zeros(len(self.flags), dtype=np.int64)
        for name in table:
            cell = cell * self.sizes[name] + self.codes[name]
        return cell

    def drawn_anew(self, draw: np.random.Generator, *, share: float = 1.0) -> Borough:
        """Return the borough with flags of others drawn anew: of all, or of a share of them."""
        anew = draw.random(len(self.flags)) < share
        flags = np.where(anew, draw.random(len(self.flags)) < self.chances, self.flags)
        for chosen in self.targets.values():
            flags[chosen] = self.flags[chosen]
        return replace(self, flags=flags)

    def shadow(self, draw: np.random.Generator) -> Borough:
        """Return another borough that it might be: all flags, and the targets', drawn anew."""
        flags = draw.random(len(self.flags)) < self.chances
        for chosen in self.targets.values():
            flags[chosen] = draw.random(len(chosen)) < 0.5
        return replace(self, flags=flags)


def borough(
    subjects: int, seed: int, *, targets: int = 200, sizes: Mapping[str, int] = SIZES
) -> Borough:
    """Make a borough: age goes with ward, tenure with both, household with age and tenure."""
    draw = np.random.default_rng(seed)
    wards, ages, tenures = sizes["ward"], sizes["age"], sizes["tenure"]
    ward = draw.choice(wards, subjects, p=draw.dirichlet(np.full(wards, 20.0)))
    age = _given(draw, ward, wards, ages, 12.0)
    tenure = _given(draw, ward * ages + age, wards * ages, tenures, 4.0)
    codes = {"ward": ward, "age": age, "sex": draw.integers(0, 2, subjects), "tenure": tenure}
    if "ethnicity" in sizes:
        codes["ethnicity"] = _given(draw, ward, wards, sizes["ethnicity"], 12.0)
    codes["household"] = _given(
        draw, age * tenures + tenure, ages * tenures, sizes["household"], 3.0
    )
    odds = -2.0 + sum(
        draw.normal(0, 0.3, size)[codes[name]] for name, size in sizes.items() if name != "sex"
    )
    chances = 1 / (1 + np.exp(-odds))
    made = Borough(sizes, codes, chances, draw.random(subjects) < chances, {})
    alone = made.alone()
    exposure = _exposure(made)[alone]
    chosen = {
        RANDOM: draw.choice(alone, targets, replace=False),
        WORST: alone[np.argsort(-exposure)[:targets]],
    }
    return _with_flags(made, chosen, draw)


def _with_flags(
    made: Borough, chosen: Mapping[str, np.ndarray], draw: np.random.Generator
) -> Borough:
    for some in chosen.values():
        made.flags[some] = draw.random(len(some)) < 0.5
    return replace(made, targets=chosen)


def _given(
    draw: np.random.Generator, of: np.ndarray, groups: int, size: int, spread: float
) -> np.ndarray:
    shares = draw.dirichlet(np.linspace(spread, 1, size), groups).cumsum(axis=1)
    return (draw.random(len(of))[:, None] > shares[of]).sum(axis=1).clip(0, size - 1)


def _exposure(made: Borough) -> np.ndarray:
    total = np.zeros(len(made.flags))
    for i, one in enumerate(made.by):
        for other in made.by[i + 1 :]:
            cell = made.cells((one, other))
            total += 1 / np.bincount(cell)[cell]
    return total


def subjects_of(made: Borough) -> Subjects:
    """Return the borough as self-service takes it in."""
    table = pa.table(
        {"_subject": np.arange(len(made.flags)), **made.codes, "flag": pa.array(made.flags)}
    )
    caps: dict[str, float | None] = {"flag": None}
    rows = one_row_each([table], dimensions=made.by, caps=caps)
    return coded(rows, domains={}, known=made.by, caps=caps)


def plan_of(made: Borough, people: Subjects, bound: int, **changed: Any) -> Any:
    """Return the plan of a borough whose dimensions are all known, ward × age named first."""
    output = SelfServiceOutput(
        to=("all staff",),
        measures=("flag",),
        by=made.by,
        guess_bound=bound,
        known=made.by,
        tables=(FIRST,),
        **changed,
    )
    return plan_tables(output, sizes={n: len(v) for n, v in people.domains.items()})


@dataclass(frozen=True)
class Sealed:
    """A borough's fitted table, and what it says of each person's own profile."""

    fitted: Fitted
    expected: np.ndarray
    everybody: Grid

    def of_cells(self, table: tuple[str, ...]) -> np.ndarray:
        """Return, for everybody, what is told of their cell of a table."""
        told = self.fitted.grid.total(table, self.fitted.fits["flag"].expected)
        return told[self.everybody.cells(table)]


def sealed(made: Borough, bound: int, *, secret: bytes, version: int = 1, **changed: Any) -> Sealed:
    """Seal a borough's fitted table, as self-service does."""
    people = subjects_of(made)
    plan = plan_of(made, people, bound, **changed)
    fitted = make_fitted(people, plan, secret=secret, events={"version": version})
    everybody = Grid({n: len(v) for n, v in people.domains.items()}, people.codes)
    cell, own = fitted.grid.cells(made.by), everybody.cells(made.by)
    order = np.argsort(cell)
    at = order[np.searchsorted(cell[order], own)]
    expected = fitted.fits["flag"].expected[at] / fitted.subjects[at]
    return Sealed(fitted, expected, everybody)


def errors(made: Borough, told: Sealed, table: tuple[str, ...] = FIRST) -> tuple[float, float]:
    """Return the median and the 95th percentile of the error of a table, in 100."""
    true = told.everybody.total(table, made.flags.astype(float))
    got = told.fitted.grid.total(table, told.fitted.fits["flag"].expected)
    count = told.everybody.total(table, np.ones(len(made.flags)))
    shown = (count >= 10) & (true > 0)
    off = 100 * np.abs(got - true)[shown] / true[shown]
    return float(np.median(off)), float(np.percentile(off, 95))
