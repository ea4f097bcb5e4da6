"""Intervals of a share that was counted: exact, and Wilson's; and how many are needed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

import numpy as np

from beholden.kernel import BadInput

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a share lies, at a confidence; all three are from 0 to 1."""

    low: float
    high: float
    confidence: float = CONFIDENCE


def at_most(wrong: int, reviewed: int, *, chance: float) -> float:
    """Return the probability of ``wrong`` or fewer in ``reviewed`` draws of one ``chance``."""
    if chance <= 0.0 or wrong >= reviewed:
        return 1.0
    if chance >= 1.0:
        return 0.0
    k = np.arange(wrong + 1)
    ways = np.concatenate([[0.0], np.cumsum(np.log((reviewed - k[1:] + 1) / k[1:]))])
    terms = ways + k * math.log(chance) + (reviewed - k) * math.log1p(-chance)
    return min(1.0, math.fsum(np.exp(terms).tolist()))


def exact_interval(right: int, reviewed: int, *, confidence: float = CONFIDENCE) -> Interval:
    """Return the exact interval of a share of which ``right`` of ``reviewed`` were counted.

    Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the case of the
    binomial", Biometrika 26 (1934). Raises BadInput where the counts or the confidence cannot be.
    """
    _check(right, reviewed, confidence)
    low = 1.0 - _most_wrong(reviewed - right, reviewed, confidence)
    return Interval(low, _most_wrong(right, reviewed, confidence), confidence)


def wilson_interval(
    right: float, reviewed: float, *, confidence: float = CONFIDENCE, deviate: float | None = None
) -> Interval:
    """Return Wilson's score interval of a share; ``deviate`` replaces the normal deviate.

    Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    American Statistical Association 22 (1927). ``reviewed`` may be an effective, broken number.
    """
    _check(right, reviewed, confidence)
    z = normal_deviate(confidence) if deviate is None else deviate
    share, more = right / reviewed, z * z / reviewed
    middle = (share + more / 2) / (1 + more)
    half = z / (1 + more) * math.sqrt(share * (1 - share) / reviewed + more / (4 * reviewed))
    return Interval(max(0.0, middle - half), min(1.0, middle + half), confidence)


def normal_deviate(confidence: float) -> float:
    """Return how many standard deviations leave ``confidence`` between them on both sides."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def reviews_needed(precision: float, *, within: float, confidence: float = CONFIDENCE) -> int:
    """Return how many random pairs to review, so that their share is known closely enough.

    Enough are so many that, where the sample is right as often as ``precision`` (rounded against
    it), its exact interval (Clopper–Pearson) does not reach below ``precision - within``; and so
    for every larger number too. Raises BadInput where the three cannot be together.
    """
    if not (0 < within < precision <= 1 and 0 < confidence < 1):  # nor what is no number
        raise BadInput(
            "This precision cannot be known so closely.",
            why="A precision is over 0 and at most 1, and how closely is over 0 and below it.",
            next_step="Say, for example, a precision of 0.99, within 0.01.",
        )
    share, margin = Fraction(str(precision)), Fraction(str(within))
    floor = float(share - margin)
    if share == 1:
        return math.ceil(math.log((1 - confidence) / 2) / math.log(floor))
    return _smallest(1 - share, chance=1.0 - floor, tail=(1 - confidence) / 2)


def _smallest(wrong_share: Fraction, *, chance: float, tail: float) -> int:
    """Return the first number of reviews from which on all are enough.

    Reviews with the same number of wrong ones are a block; in a block, more reviews are better.
    """

    def enough(reviewed: int, wrong: int) -> bool:
        return at_most(wrong, reviewed, chance=chance) <= tail

    def first(wrong: int) -> int:
        return math.floor((wrong - 1) / wrong_share) + 1

    whole = 1
    while not enough(first(whole), whole):
        whole *= 2
    whole = _bisected(whole // 2, whole, lambda wrong: wrong > 0 and enough(first(wrong), wrong))
    if whole == 1:
        return first(1)
    begin, end = first(whole - 1), first(whole)
    return _bisected(begin, end, lambda n: n >= end or enough(n, whole - 1))


def _bisected(low: int, high: int, holds: Callable[[int], bool]) -> int:
    """Return the least number over ``low``, at most ``high``, for which a condition holds."""
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _most_wrong(wrong: float, reviewed: float, confidence: float) -> float:
    """Return the largest share of wrong ones that so few in so many still allow."""
    if wrong >= reviewed:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        allowed = at_most(int(wrong), int(reviewed), chance=middle) > (1 - confidence) / 2
        low, high = (middle, high) if allowed else (low, middle)
    return high


def _check(right: float, reviewed: float, confidence: float) -> None:
    if not (0 <= right <= reviewed and reviewed > 0 and 0 < confidence < 1):
        raise BadInput(
            "No interval can be told from these counts.",
            why="At least one pair is reviewed, and no more are right than were reviewed.",
        )
