"""How well one person's flag can be guessed: the fitted table beside the usual protections.

    python -m benchmarks.inference [--subjects 50000] [--boroughs 5]

A made-up borough: ward, age, sex, tenure, ethnicity, household type, and a flag that about one in
eight has. The flags of the targets are drawn 50/50, so 50 is a coin toss. The attacker knows every
dimension of everybody. For the usual protections he asks pairs of questions, each over a random
group with and without the target, and averages the differences. Of the fitted table every question
is a sum of the same expected values, so pairs tell the target's profile and nothing more; beside it
stands the attacker who also knows everybody else's flag, and weighs all noisy tables by their
likelihood (no rule is better).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from beholden.kernel import SelfServiceOutput
from beholden.selfservice import Subjects, coded, make_fitted, one_row_each, plan_tables
from beholden.selfservice.exact_noise import Stream
from beholden.selfservice.fitting import Fit
from beholden.selfservice.grid import Grid
from beholden.selfservice.making import _exact, _with_noise, fingerprint_of

SIZES = {"ward": 25, "age": 7, "sex": 2, "tenure": 5, "ethnicity": 18, "household": 6}
BY = tuple(SIZES)
TARGETS = 200
EVENTS = {"version": 1}
PAIRS = (5, 50, 500, 5000)  # two questions each
SECRET = bytes(range(32))


@dataclass(frozen=True)
class Borough:
    codes: dict[str, np.ndarray]
    flags: np.ndarray
    targets: dict[str, np.ndarray]


def borough(subjects: int, seed: int) -> Borough:
    """Make a borough; worst targets stand in the smallest cells of two dimensions."""
    draw = np.random.default_rng(seed)
    ward = draw.choice(25, subjects, p=draw.dirichlet(np.full(25, 20.0)))
    age = _given(draw, ward, 25, 7, 12.0)
    tenure = _given(draw, ward * 7 + age, 175, 5, 4.0)
    codes = {
        "ward": ward,
        "age": age,
        "sex": draw.integers(0, 2, subjects),
        "tenure": tenure,
        "ethnicity": _given(draw, ward, 25, 18, 12.0),
        "household": _given(draw, age * 5 + tenure, 35, 6, 3.0),
    }
    odds = -2.0 + sum(
        draw.normal(0, 0.3, size)[codes[name]] for name, size in SIZES.items() if name != "sex"
    )
    flags = draw.random(subjects) < 1 / (1 + np.exp(-odds))
    exposure = _exposure(codes)
    targets = {
        "random": draw.choice(subjects, TARGETS, replace=False),
        "worst": np.argsort(-exposure)[:TARGETS],
    }
    for chosen in targets.values():
        flags[chosen] = draw.random(TARGETS) < 0.5
    return Borough(codes, flags, targets)


def _given(draw, of: np.ndarray, groups: int, size: int, spread: float) -> np.ndarray:
    shares = draw.dirichlet(np.linspace(spread, 1, size), groups).cumsum(axis=1)
    return (draw.random(len(of))[:, None] > shares[of]).sum(axis=1).clip(0, size - 1)


def _exposure(codes: dict[str, np.ndarray]) -> np.ndarray:
    total = np.zeros(len(codes["ward"]))
    for i, one in enumerate(BY):
        for other in BY[i + 1 :]:
            cell = codes[one] * SIZES[other] + codes[other]
            total += 1 / np.bincount(cell)[cell]
    return total


def averaged(made: Borough, target: int, pairs: int, answer: Callable, draw) -> float:
    """Return the mean difference over random groups of 10 to 200 with and without the target."""
    sizes = draw.integers(10, 200, pairs)
    others = draw.binomial(sizes, made.flags.mean())
    return float((answer(others + made.flags[target], draw) - answer(others, draw)).mean())


def exact(counts: np.ndarray, _draw) -> np.ndarray:
    return counts.astype(float)


def rounded(counts: np.ndarray, _draw) -> np.ndarray:
    return np.rint(counts / 5) * 5.0


def cell_key(counts: np.ndarray, draw) -> np.ndarray:
    """Noise by the key of the group; every other group has another key (variance 4)."""
    return counts + np.rint(draw.normal(0, 2, len(counts)))


def subjects_of(made: Borough) -> Subjects:
    table = pa.table(
        {"_subject": np.arange(len(made.flags)), **made.codes, "flag": pa.array(made.flags)}
    )
    caps: dict[str, float | None] = {"flag": None}
    return coded(one_row_each([table], dimensions=BY, caps=caps), domains={}, known=BY, caps=caps)


def output(bound: int) -> SelfServiceOutput:
    return SelfServiceOutput(
        to=("all staff",),
        measures=("flag",),
        by=BY,
        guess_bound=bound,
        known=BY,
        tables=(("ward", "age"),),
    )


def fitted_attacks(made: Borough, bound: int) -> tuple[dict[str, float], float, tuple]:
    """Return accuracies against the fitted table, CPU seconds to make it, ward × age errors."""
    people = subjects_of(made)
    plan = plan_tables(output(bound), sizes={n: len(v) for n, v in people.domains.items()})
    started = time.process_time()
    fitted = make_fitted(people, plan, secret=SECRET, events=EVENTS)
    seconds = time.process_time() - started
    fit, everybody = fitted.fits["flag"], Grid(people_sizes(people), people.codes)
    rates = _rates(fitted.grid, fit, fitted.subjects, everybody)
    truth = people.steps["flag"].astype(bool)
    leaning = _likelihood(people, plan, everybody, truth)
    found = {}
    for kind, chosen in made.targets.items():
        guess = rates[chosen] > np.median(rates[chosen])
        found[f"{kind}, an outsider"] = float((guess == truth[chosen]).mean())
        found[f"{kind}, who knows all others"] = float(
            ((leaning[chosen] > 0) == truth[chosen]).mean()
        )
    return found, seconds, _errors(fitted.grid, fit, everybody, truth)


def people_sizes(people: Subjects) -> dict[str, int]:
    return {name: len(values) for name, values in people.domains.items()}


def _rates(grid: Grid, fit: Fit, numbers: np.ndarray, everybody: Grid) -> np.ndarray:
    """Return the expected value of each subject's own profile."""
    cell, own = grid.cells(BY), everybody.cells(BY)
    order = np.argsort(cell)
    at = order[np.searchsorted(cell[order], own)]
    return fit.expected[at] / numbers[at]


def _likelihood(people: Subjects, plan, everybody: Grid, truth: np.ndarray) -> np.ndarray:
    """Return, for each subject, which way all noisy tables lean once all others are taken away."""
    made = _exact(people, plan)
    stream = Stream(SECRET, fingerprint_of(plan, EVENTS, SECRET))
    leaning = np.zeros(len(truth))
    for kept, cells in made.tables:
        noise = _with_noise(cells, kept, stream) - cells
        at = everybody.cells(kept.table)
        leaning += (noise[at] + truth - 0.5) / float(kept.sd) ** 2
    return leaning


def _errors(grid: Grid, fit: Fit, everybody: Grid, truth: np.ndarray) -> tuple[float, float]:
    table = ("ward", "age")
    true = everybody.total(table, truth.astype(float))
    got, count = grid.total(table, fit.expected), everybody.total(table, np.ones(len(truth)))
    shown = (count >= 10) & (true > 0)
    errors = 100 * np.abs(got - true)[shown] / true[shown]
    return float(np.median(errors)), float(np.percentile(errors, 95))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=int, default=50_000)
    parser.add_argument("--boroughs", type=int, default=5)
    parser.add_argument("--bound", type=int, default=65)
    given = parser.parse_args()
    usual = {"threshold 10": exact, "threshold 10, round to 5": rounded, "cell key": cell_key}
    accuracy: dict[str, list[float]] = {}
    errors, seconds = [], []
    for seed in range(given.boroughs):
        made, draw = borough(given.subjects, seed), np.random.default_rng(1000 + seed)
        for name, answer in usual.items():
            for pairs in PAIRS:
                means = [averaged(made, t, pairs, answer, draw) for t in made.targets["worst"]]
                right = (np.array(means) > 0.5) == made.flags[made.targets["worst"]]
                accuracy.setdefault(f"{name} | {2 * pairs:,}", []).append(float(right.mean()))
        found, spent, error = fitted_attacks(made, given.bound)
        seconds.append(spent)
        errors.append(error)
        for name, right in found.items():
            accuracy.setdefault(f"fitted table ({name}) | any", []).append(right)
    print("| protection | questions | right, in 100 | ± |\n| --- | --- | --- | --- |")
    for name, found in accuracy.items():
        error = 196 * np.sqrt(np.mean(found) * (1 - np.mean(found)) / (TARGETS * len(found)))
        print(f"| {name} | {100 * np.mean(found):.1f} | {error:.1f} |")
    median, tail = np.mean(errors, axis=0)
    print(f"\nward x age error: median {median:.1f} %, 95th {tail:.1f} %; ", end="")
    print(f"made in {np.mean(seconds):.1f} s of CPU; {given.subjects:,} subjects")


if __name__ == "__main__":
    main()
