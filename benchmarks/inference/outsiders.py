"""The best that any outsider can do: worked out for everybody, and tried on halves of many runs.

An outsider knows the dimensions of everybody, how likely each other's flag is, and how all is made,
and nobody's flag. It is given every noisy number that is looked at, from which every answer is
made, so no questions tell more, however many. Its best guess is which of two normals is likelier
(the sums of so many others are taken as normal): how often it is right has a value for each
person, without drawing anything, so that the largest of them is no luck of a draw.

Chosen by what was seen, the worst of many targets look worse than they are. ``halves`` therefore
chooses them by one half of many runs and scores them by the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr

from beholden.selfservice import making
from beholden.selfservice.exact_noise import Stream
from beholden.selfservice.grid import Cells, Floats

from .borough import Borough, plan_of, subjects_of

EXPOSED = "most exposed"
RUNS, CHOSEN, EXPOSED_TARGETS = 2_000, 20, 200


@dataclass(frozen=True)
class Outsider:
    """What an outsider works with: the system, everybody's cells, and the noise of each cell.

    ``inverse`` is that of the variance of all cells that are looked at, nought for the others.
    """

    inverse: Floats
    own: np.ndarray
    sd: Floats
    looked_at: np.ndarray
    variance: Floats

    def rights(self) -> Floats:
        """Return how often the best guess at each person's flag is right (0.5–1)."""
        whole = np.zeros(len(self.own))
        for one in self.own.T:
            for other in self.own.T:
                whole += self.inverse[one, other]
        return np.asarray(ndtr(np.sqrt(whole / (1 - self.variance * whole)) / 2))

    def leaning(self, over: Floats) -> Floats:
        """Return which way everybody leans, of what each cell has over its expected number."""
        return np.asarray((self.inverse @ over)[self.own].sum(axis=1))

    def totals(self, values: Floats) -> Floats:
        """Return every cell's sum of everybody's values."""
        cells = len(self.sd)
        return np.sum([np.bincount(at, weights=values, minlength=cells) for at in self.own.T], 0)


def outsider(made: Borough, bound: int, *, secret: bytes, chances: Floats) -> Outsider:
    """Return the outsider who reads the seal of a borough, and takes flags as likely as this."""
    people = subjects_of(made)
    plan = plan_of(made, people, bound)
    exact = making._exact(people, plan)
    stream = Stream(secret, making.fingerprint_of(plan, {"version": 1}, secret))
    noisy = {
        (t.measure, t.table): making._with_noise(cells, t, stream) for t, cells in exact.tables
    }
    cells, values, variance = making._observed(exact.grid, plan, "flag", noisy)
    seen = making._looked_at(exact, plan, cells, values, variance)
    own = _own(made, cells)
    each, at = chances * (1 - chances), np.flatnonzero(seen)
    profile, back = np.unique(own, axis=0, return_inverse=True)
    held = np.bincount(back.ravel(), weights=each)
    system = np.diag(variance)
    for one in profile.T:
        for other in profile.T:
            np.add.at(system, (one, other), held)
    inverse = np.zeros_like(system)
    inverse[np.ix_(at, at)] = np.linalg.inv(system[np.ix_(at, at)])
    return Outsider(inverse, own, np.sqrt(variance), seen, each)


def _own(made: Borough, cells: Cells) -> np.ndarray:
    """Return everybody's cell in each table; kept tables have a place for no value besides."""
    columns = []
    for start, table in zip(cells.starts, cells.tables, strict=False):
        place = np.zeros(len(made.flags), dtype=np.int64)
        for name in table:
            place = place * (made.sizes[name] + 1) + made.codes[name]
        columns.append(start + place)
    return np.array(columns).T


def worked_out(made: Borough, bound: int, *, secret: bytes) -> Mapping[str, float]:
    """Return how often the best outsider is right, on average over each kind of target."""
    reader = outsider(made, bound, secret=secret, chances=made.chances)
    right = reader.rights()
    found = {f"{kind} targets": float(right[at].mean()) for kind, at in made.targets.items()}
    exposed = most_exposed(made, right)
    cells = reader.totals(np.ones(len(right))) > 0
    return {
        **found,
        f"the {EXPOSED_TARGETS} {EXPOSED}": float(right[exposed].mean()),
        "the middle of everybody": float(np.median(right)),
        "the single worst of everybody": float(right.max()),
        "cells that are looked at": float(reader.looked_at[cells].mean()),
    }


def most_exposed(made: Borough, right: Floats) -> np.ndarray:
    """Return those with a profile of their own of whom most is told, as worked out."""
    alone = made.alone()
    return alone[np.argsort(-right[alone])[:EXPOSED_TARGETS]]


def halves(made: Borough, bound: int, *, secret: bytes, runs: int = RUNS) -> Iterator[str]:
    """Yield what many runs of one borough come to, flags and noise drawn anew in each."""
    right = outsider(made, bound, secret=secret, chances=made.chances).rights()
    made = replace(made, targets={**made.targets, EXPOSED: most_exposed(made, right)})
    chances = made.chances.copy()
    chances[np.concatenate(list(made.targets.values()))] = 0.5
    reader = outsider(made, bound, secret=secret, chances=chances)
    expected = reader.rights()
    for kind, at in made.targets.items():
        tried = _tried(made, reader, chances, at, np.random.default_rng(runs), runs)
        yield from _in_words(kind, tried, expected[at])


def _tried(
    made: Borough,
    reader: Outsider,
    chances: Floats,
    at: np.ndarray,
    draw: np.random.Generator,
    runs: int,
) -> np.ndarray:
    """Return which guesses were right (runs × targets)."""
    right, before = [], reader.totals(chances)
    for _ in range(runs):
        flags = made.shadow(draw).flags
        noise = np.rint(draw.normal(0, reader.sd))
        leaning = reader.leaning(reader.totals(flags.astype(float)) + noise - before)
        right.append((leaning[at] > 0) == flags[at])
    return np.array(right)


def _in_words(kind: str, right: np.ndarray, expected: Floats) -> Iterator[str]:
    one, other = right[::2].mean(axis=0), right[1::2].mean(axis=0)
    worst = np.argsort(-one)[:CHOSEN]
    all_, runs = right.mean(), len(right)
    yield (
        f"{kind} targets: right {100 * all_:.1f} ± {200 * right.mean(axis=1).std() / runs**0.5:.1f}"
        f" in 100 of {right.size:,} guesses; worked out {100 * expected.mean():.1f}"
    )
    error = 200 * right[1::2][:, worst].mean(axis=1).std() / (runs / 2) ** 0.5
    here, there, so = (100 * share[worst].mean() for share in (one, other, expected))
    yield (
        f"the {CHOSEN} of them that did worst in one half of {runs:,} runs: {here:.1f} in that "
        f"half, {there:.1f} ± {error:.1f} in the other; worked out {so:.1f}"
    )
