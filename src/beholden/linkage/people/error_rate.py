"""A threshold for a stated error rate: how sure links must be so that few of them are false."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from beholden.kernel import BadInput

from ..reviewing.intervals import exact_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

CONFIDENCE = 0.95
STEPS = 20
_EVEN = 0.5

_Floats: TypeAlias = NDArray[np.float64]
_Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ChosenThreshold:
    """A threshold and what stands behind it.

    ``expected`` is the share of accepted links that the probabilities expect to be false (null
    where none is accepted), ``basis`` is "probabilities" or "labels", ``labels`` how many reviewed
    pairs were at or above the threshold, ``bound`` the upper confidence bound of their error
    rate, and ``warnings`` says in words what to beware of.
    """

    threshold: float
    expected: float | None
    basis: str
    labels: int = 0
    bound: float | None = None
    warnings: tuple[str, ...] = ()


def threshold_for(
    probabilities: Sequence[float] | _Floats,
    *,
    error_rate: float = 0.01,
    labels: tuple[Sequence[float] | _Floats, Sequence[bool] | _Flags] | None = None,
    confidence: float = CONFIDENCE,
) -> ChosenThreshold:
    """Return the least threshold at which at most ``error_rate`` of the links are false.

    ``probabilities`` are those of all pairs that may be links. Without ``labels`` they are taken at
    their word: the mean of 1 − p over the accepted must not be above the rate, and p not below
    even odds. ``labels`` are the scores of reviewed pairs, drawn at random from the likely ones,
    and whether each was right; then the upper bound of their error rate (Clopper and
    Pearson 1934, one-sided) must not be above it, going down step by step and stopping at the first
    failure, so that looking often costs no confidence. A threshold of 1 means that nothing can
    be promised. Raise BadInput for a rate or probability outside 0–1, or labels without an answer
    for each score.
    """
    _check_share(error_rate, "error rate")
    _check_confidence(confidence)
    scores = _checked(probabilities)
    if labels is None:
        return _by_probabilities(scores, error_rate)
    reviewed, right = _checked(labels[0]), np.asarray(labels[1], dtype=bool)
    if len(reviewed) != len(right):
        raise BadInput(
            "The reviewed pairs cannot be used.",
            why="There must be one answer for each score.",
            next_step="Give as many answers as scores.",
        )
    return _by_labels(scores, reviewed, right, error_rate=error_rate, confidence=confidence)


def _check_share(share: float, what: str) -> None:
    if not 0 < share < 1:
        raise BadInput(
            f"This {what} cannot be used.",
            why="It is a share: over 0 and under 1.",
            next_step="State it as a number such as 0.01 for one in a hundred.",
        )


def _check_confidence(confidence: float) -> None:
    if not _EVEN < confidence < 1:
        raise BadInput(
            "This confidence cannot be used.",
            why="It is over 0.5 and under 1.",
            next_step="Leave it at 0.95.",
        )


def _checked(probabilities: Sequence[float] | _Floats) -> _Floats:
    scores = np.asarray(probabilities, dtype=np.float64)
    if not ((scores >= 0) & (scores <= 1)).all():
        raise BadInput(
            "The scores cannot be used to choose a threshold.",
            why="A score is a probability, from 0 to 1.",
            next_step="Use the scores that linking gave.",
        )
    return scores


def _expected(scores: _Floats, threshold: float) -> float | None:
    accepted = scores[scores >= threshold]
    return float((1 - accepted).mean()) if len(accepted) else None


def _by_probabilities(scores: _Floats, error_rate: float) -> ChosenThreshold:
    ordered = np.sort(scores[scores >= _EVEN])[::-1]
    error = np.cumsum(1 - ordered) / np.arange(1, len(ordered) + 1)
    last = int(np.searchsorted(error, error_rate, side="right")) - 1
    # Equal scores stand or fall together.
    while 0 <= last < len(ordered) - 1 and ordered[last] == ordered[last + 1]:
        last = int(np.searchsorted(-ordered, -ordered[last], side="left")) - 1
    if last < 0:
        return _nothing("probabilities")
    threshold = float(ordered[last])
    return ChosenThreshold(threshold, _expected(scores, threshold), "probabilities")


def _by_labels(
    scores: _Floats, reviewed: _Floats, right: _Flags, *, error_rate: float, confidence: float
) -> ChosenThreshold:
    needed = math.ceil(math.log(1 - confidence) / math.log(1 - error_rate))
    order = np.argsort(-reviewed, kind="stable")
    reviewed, wrong = reviewed[order], np.cumsum(~right[order])
    best: tuple[int, float] | None = None
    for count in _counts(reviewed, needed):
        # Of an interval with 2c - 1 between its ends, each end holds with confidence c.
        both = exact_interval(int(wrong[count - 1]), count, confidence=2 * confidence - 1)
        bound = both.high
        if bound > error_rate:
            break
        best = count, bound
    if best is None:
        return _nothing("labels", f"at least {needed:,} pairs must be reviewed and all be right")
    threshold = float(reviewed[best[0] - 1])
    return ChosenThreshold(threshold, _expected(scores, threshold), "labels", *best)


def _counts(reviewed: _Floats, needed: int) -> list[int]:
    """Return how many of the reviewed are looked at in each step; equal scores go together.

    The first step has twice what is needed if there are so many, so that one false link at the
    top does not end it.
    """
    rows = len(reviewed)
    if rows < needed:
        return []
    start = 2 * needed if rows >= 2 * needed else needed
    counts = np.unique(np.linspace(start, rows, STEPS).astype(int))
    return sorted({int(np.searchsorted(-reviewed, -reviewed[n - 1], side="right")) for n in counts})


def _nothing(basis: str, more: str = "") -> ChosenThreshold:
    warning = "No threshold keeps the error rate that was asked for; nothing would be linked"
    return ChosenThreshold(1.0, None, basis, warnings=(f"{warning}{f': {more}' if more else ''}.",))
