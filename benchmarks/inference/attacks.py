"""Attacks by many questions on one person's flag; each returns a score for every target.

``QUESTIONS`` says after how many the score is taken; the questions of the fewer are the first of
the more. A score over the middle is a guess at yes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from .protections import SMALLEST, Protection

QUESTIONS = (10, 100, 1_000, 10_000)
_POOL = 60
_SHADOWS = 240
Scores = dict[int, float]
Draw = np.random.Generator


@dataclass(frozen=True)
class Victim:
    """A target and the others who are asked about with it: what questions add up, and the truth.

    ``value`` is the target's, ``others`` those of the many from whom groups are drawn.
    """

    value: float
    others: np.ndarray
    rate: float


Attack = Callable[[Victim, Protection, Draw], Scores]


def least_squares(victim: Victim, protection: Protection, draw: Draw) -> Scores:
    """Ask for random halves of sixty people and the target, and solve for each of them."""
    pool, sets = _random_sets(victim, draw)
    told = protection.answer(sets @ pool, draw)
    return {n: _solved(sets[:n], told[:n], protection, victim.rate) for n in QUESTIONS}


def _random_sets(victim: Victim, draw: Draw) -> tuple[np.ndarray, np.ndarray]:
    others = draw.choice(victim.others, _POOL, replace=False)
    sets = (draw.random((QUESTIONS[-1], _POOL + 1)) < 0.5).astype(np.float64)
    few = sets.sum(axis=1) < SMALLEST
    sets[few, 1 : SMALLEST + 1] = 1.0
    return np.concatenate([[victim.value], others]), sets


def _solved(sets: np.ndarray, told: np.ndarray, protection: Protection, rate: float) -> float:
    """Return the best linear guess at the target, who is thought as likely yes as no."""
    before = np.full(sets.shape[1], rate)
    spread = np.full(sets.shape[1], rate * (1 - rate))
    before[0], spread[0] = 0.5, 0.25
    system = sets.T @ sets / protection.variance + np.diag(1 / spread)
    solved = np.linalg.solve(system, sets.T @ (told - sets @ before) / protection.variance)
    return float(before[0] + solved[0])


def chaff(victim: Victim, protection: Protection, draw: Draw) -> Scores:
    """Hide the target among nine others, ever other ones, and beside them ask for ten others."""
    each = QUESTIONS[-1] // 2
    nine = victim.others[draw.integers(0, len(victim.others), (each, SMALLEST - 1))].sum(axis=1)
    ten = victim.others[draw.integers(0, len(victim.others), (each, SMALLEST))].sum(axis=1)
    with_it = protection.answer(nine + victim.value, draw)
    without = protection.answer(ten, draw)
    share = (SMALLEST - 1) / SMALLEST
    return {
        n: float(with_it[: n // 2].mean() - share * without[: n // 2].mean()) for n in QUESTIONS
    }


def parity(victim: Victim, protection: Protection, draw: Draw) -> Scores:
    """Ask for t+A+B, A+C and B+C: the first two less the third are t + 2A, odd where t is yes."""
    many = QUESTIONS[-1] // 3
    a, b, c = (
        victim.others[draw.integers(0, len(victim.others), (many, SMALLEST))].sum(axis=1)
        for _ in range(3)
    )
    first, second, third = (
        protection.answer(sums, draw) for sums in (victim.value + a + b, a + c, b + c)
    )
    odd = (1 - np.cos(np.pi * (first + second - third))) / 2
    return {n: float(odd[: n // 3].mean()) for n in QUESTIONS}


def shadows(victim: Victim, protection: Protection, draw: Draw) -> Scores:
    """Learn from shadow data sets, protected alike, how answers lean; up to 1,000 questions."""
    pool, sets = _random_sets(victim, draw)
    sets = sets[: QUESTIONS[-2]]
    people = draw.random((_POOL + 1, _SHADOWS)) < victim.rate
    people[0] = np.arange(_SHADOWS) % 2 == 0
    learnt = protection.answer(sets @ people, draw)
    told = protection.answer(sets @ pool, draw)
    return {n: discriminated(learnt[:n].T, people[0], told[:n]) for n in QUESTIONS[:-1]}


def discriminated(learnt: np.ndarray, labels: np.ndarray, told: np.ndarray) -> float:
    """Return the score of one by ridge regression on labelled examples, worked out in the dual."""
    middle, scale = learnt.mean(axis=0), learnt.std(axis=0) + 1e-9
    rows = (learnt - middle) / scale
    kernel = rows @ rows.T
    ridge = 0.1 * np.trace(kernel) / len(rows)
    weights = np.linalg.solve(kernel + ridge * np.eye(len(rows)), labels - 0.5)
    return float(weights @ rows @ ((told - middle) / scale)) + 0.5


def knowing(victim: Victim, protection: Protection, draw: Draw) -> Scores:
    """Know the flags of those who are asked about with the target, and weigh every answer.

    Who knows 99 in 100 asks among these. Of rounded numbers the groups are chosen that lie on the
    edge, where one more is the next figure.
    """
    groups = victim.others[draw.integers(0, len(victim.others), (QUESTIONS[-1], 2 * SMALLEST))]
    sums = groups.sum(axis=1)
    edge = protection.answer(sums, np.random.default_rng(1)) != protection.answer(
        sums + 1, np.random.default_rng(1)
    )
    sums = np.concatenate([sums[edge], sums[~edge]])
    told = protection.answer(sums + victim.value, draw)
    leaning = protection.likelihood(told, sums + 1.0) - protection.likelihood(told, sums)
    return {n: 0.5 + float(leaning[:n].sum()) for n in QUESTIONS}


ATTACKS: Mapping[str, Attack] = {
    "least squares": least_squares,
    "chaff": chaff,
    "parity": parity,
    "shadow data sets": shadows,
}
