"""Scores made to fit what people decided: Platt's line on the log-odds, held by a prior.

The probability that a match is right is read from its score as ``sigmoid(slope * logit(score) +
shift)``. The slope is positive, so the order of scores never changes. Without labels it is the
score itself (slope 1, shift 0), and the prior holds it there until labels say otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from beholden.kernel import BadInput

Numbers = NDArray[np.float64]
_EDGE = 1e-6
_STEPS = 50
_FOLDS = 5
_LEAST_GAIN = 2.0  # nats: two numbers are fitted, so less may be chance


# What the decided pairs did to the scores.
UNDECIDED, FEW, BORNE_OUT, FITTED = "undecided", "few", "borne-out", "fitted"


@dataclass(frozen=True, slots=True)
class Prior:
    """How far labels may move the scores, and the fewest labels that are heeded.

    ``slope`` and ``shift`` are the standard deviations about 1 (in logarithm) and 0.
    """

    slope: float = 0.5
    shift: float = 1.5
    least: int = 20


@dataclass(frozen=True, slots=True)
class Calibration:
    """A rising line from the log-odds of a score to those of a probability, and its story.

    ``outcome`` is the code of what the decided pairs did to the scores, of which ``least`` were
    asked for; it is what is kept, and ``because`` puts it in words.
    """

    slope: float = 1.0
    shift: float = 0.0
    labels: int = 0
    outcome: str = UNDECIDED
    least: int = 0

    @property
    def because(self) -> str:
        """Return in words what the decided pairs did to the scores."""
        pairs = "decided pair is" if self.labels == 1 else "decided pairs are"
        return {
            UNDECIDED: "no pair was decided yet",
            FEW: f"{self.labels} {pairs} fewer than {self.least}: scores stay as they are",
            BORNE_OUT: "the decisions bear the scores out: they stay as they are",
            FITTED: f"fitted to {self.labels} decided pairs",
        }[self.outcome]

    @property
    def changes(self) -> bool:
        """Return whether any score is changed."""
        return (self.slope, self.shift) != (1.0, 0.0)

    def probability(self, scores: ArrayLike) -> Numbers:
        """Return the probability for each score, both 0–1; 0 stays 0 and 1 stays 1."""
        given = np.asarray(scores, np.float64)
        if not self.changes:
            return given
        told = _sigmoid(self.slope * _logit(given) + self.shift)
        return np.where((given <= 0.0) | (given >= 1.0), given, told)

    def score(self, probability: float) -> float:
        """Return the score that stands for a probability: the other way round."""
        if not self.changes or not 0.0 < probability < 1.0:
            return probability
        line = (float(_logit(np.float64(probability))) - self.shift) / self.slope
        return float(_sigmoid(np.float64(line)))

    def to_dict(self) -> dict[str, Any]:
        """Return the line and its story as plain data."""
        return asdict(self)


def recalibrate(scores: ArrayLike, same: ArrayLike, *, prior: Prior | None = None) -> Calibration:
    """Return the calibration that decided pairs speak for.

    ``scores`` are the matcher's own (n, 0–1), ``same`` whether a person found the pair to be the
    same (n booleans). The line is the likeliest under the prior (Platt, "Probabilistic outputs for
    support vector machines", 1999, on log-odds). It is kept only where it foretells decisions
    better that it was not fitted to; with fewer labels than ``prior.least``, or no gain, scores
    stay as they are and ``because`` says so. Raises BadInput where the two do not belong together.
    """
    prior = prior or Prior()
    x, y = np.asarray(scores, np.float64), np.asarray(same, np.float64)
    if x.shape != y.shape or x.ndim != 1 or not np.all((x >= 0.0) & (x <= 1.0)):
        raise BadInput(
            "Scores and decisions do not belong together.",
            why="Each decision needs one score from 0 to 1.",
        )
    if len(x) < prior.least:
        return Calibration(labels=len(x), outcome=FEW, least=prior.least)
    odds = _logit(x)
    if _gain(odds, y, prior) <= _LEAST_GAIN:
        return Calibration(labels=len(x), outcome=BORNE_OUT)
    slope, shift = _fitted(odds, y, prior)
    return Calibration(slope, shift, len(x), FITTED)


def calibration_told(kept: Mapping[str, Any]) -> str:
    """Return in words what was kept of a calibration (``to_dict``).

    One from before outcomes were codes has its words with it; what is empty says nothing.
    """
    said = {name: kept[name] for name in ("labels", "outcome", "least") if name in kept}
    return str(kept.get("because") or (Calibration(**said).because if said else ""))


def _gain(odds: Numbers, same: Numbers, prior: Prior) -> float:
    """Return by how much less a line surprises, in nats, by labels that were kept from its fit."""
    turn = np.empty(len(odds), np.int64)
    turn[np.lexsort((same, odds))] = np.arange(len(odds)) % _FOLDS
    gained = 0.0
    for fold in range(_FOLDS):
        kept, held = turn != fold, turn == fold
        slope, shift = _fitted(odds[kept], same[kept], prior)
        line = slope * odds[held] + shift
        gained += _surprise(odds[held], same[held]) - _surprise(line, same[held])
    return gained


def _fitted(odds: Numbers, same: Numbers, prior: Prior) -> tuple[float, float]:
    """Return the likeliest slope and shift, by Newton's steps on (log slope, shift)."""
    at = np.zeros(2)
    best = _cost(at, odds, same, prior)
    for _ in range(_STEPS):
        slope = np.exp(at[0])
        chance = _sigmoid(slope * odds + at[1])
        both = np.vstack([slope * odds, np.ones(len(odds))])
        narrow = np.array([1 / prior.slope**2, 1 / prior.shift**2])
        slant = both @ (chance - same) + at * narrow
        bend = (both * (chance * (1 - chance))) @ both.T + np.diag(narrow)
        step = np.linalg.solve(bend, slant)
        while np.abs(step).max() > 1e-9 and _cost(at - step, odds, same, prior) > best:
            step = step / 2
        at = at - step
        best = _cost(at, odds, same, prior)
        if np.abs(step).max() <= 1e-9:
            break
    return float(np.exp(at[0])), float(at[1])


def _cost(at: Numbers, odds: Numbers, same: Numbers, prior: Prior) -> float:
    held = (at[0] / prior.slope) ** 2 / 2 + (at[1] / prior.shift) ** 2 / 2
    return _surprise(np.exp(at[0]) * odds + at[1], same) + float(held)


def _surprise(line: Numbers, same: Numbers) -> float:
    return float(np.sum(np.logaddexp(0.0, line) - same * line))


def _logit(scores: Numbers | np.float64) -> Numbers:
    inside = np.clip(scores, _EDGE, 1.0 - _EDGE)
    return np.asarray(np.log(inside / (1.0 - inside)), np.float64)


def _sigmoid(line: Numbers | np.float64) -> Numbers:
    return np.asarray(1.0 / (1.0 + np.exp(-line)), np.float64)
