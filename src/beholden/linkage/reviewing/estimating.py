"""From reviewed samples to the precision and the recall of matching, each with its interval."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from beholden.kernel import BadInput

from .intervals import CONFIDENCE, Interval, normal_deviate, wilson_interval


@dataclass(frozen=True, slots=True)
class Stratum:
    """One part of the rows that a sample was drawn from: how many there are, reviewed, the same."""

    name: str
    rows: int
    reviewed: int
    same: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of all the rows that a sample stands for; ``rows`` and ``reviewed`` are counts."""

    share: float
    interval: Interval
    rows: int
    reviewed: int


def estimate_share(strata: Sequence[Stratum], *, confidence: float = CONFIDENCE) -> Estimate:
    """Return the share of pairs that are the same, of all the rows behind a random sample.

    One stratum: Wilson's interval. Several: each counts by its rows, with the interval of Yan and
    Su, "Stratified Wilson and Newcombe confidence intervals for multiple binomial proportions",
    Statistics in Biopharmaceutical Research 2 (2010). Rows are drawn without putting back, so a
    part that was reviewed whole is known (the finite population correction). Raises BadInput
    where a part has no reviewed pair.
    """
    parts = [stratum for stratum in strata if stratum.rows]
    open_parts = [part.name for part in parts if not 0 < part.reviewed <= part.rows]
    if not parts or open_parts:
        raise BadInput(
            "Not every part of this sample has a decided pair yet.",
            why=(f"None is decided of: {'; '.join(open_parts)}. " if open_parts else "")
            + "A part of which nothing is known would be guessed at.",
            next_step="Decide the sample's pairs first.",
        )
    total = sum(part.rows for part in parts)
    weights = [part.rows / total for part in parts]
    shares = [part.same / part.reviewed for part in parts]
    interval = _stratified(parts, weights, confidence)
    return Estimate(
        sum(w * share for w, share in zip(weights, shares, strict=True)),
        interval,
        total,
        sum(part.reviewed for part in parts),
    )


def estimate_recall(
    matched: Sequence[Stratum], unmatched: Sequence[Stratum], *, confidence: float = CONFIDENCE
) -> Estimate:
    """Return how many of the rows that have an answer were matched rightly.

    ``matched`` is a sample of accepted pairs, ``unmatched`` one of rows without a match beside
    their likeliest candidate. A missed answer that was not the likeliest candidate is not seen, so
    the share is an upper one. The interval is at least as wide as ``confidence`` asks: each
    half-sample is given half of the doubt (Bonferroni).
    """
    each = (1 + confidence) / 2
    found = estimate_share(matched, confidence=each)
    missed = estimate_share(unmatched, confidence=each)

    def recall(precision: float, missing: float) -> float:
        right, left_out = precision * found.rows, missing * missed.rows
        return right / (right + left_out) if right + left_out else 0.0

    low = recall(found.interval.low, missed.interval.high)
    high = recall(found.interval.high, missed.interval.low)
    return Estimate(
        recall(found.share, missed.share),
        Interval(low, high, confidence),
        found.rows + missed.rows,
        found.reviewed + missed.reviewed,
    )


def _stratified(parts: Sequence[Stratum], weights: Sequence[float], confidence: float) -> Interval:
    unknown = [
        (weight, part) for weight, part in zip(weights, parts, strict=True) if _effective(part)
    ]
    known = sum(
        weight * part.same / part.reviewed
        for weight, part in zip(weights, parts, strict=True)
        if not _effective(part)
    )
    if not unknown:
        return Interval(known, known, confidence)
    z = normal_deviate(confidence)
    spreads = [weight * math.sqrt(_variance(part, z)) for weight, part in unknown]
    deviate = z * math.sqrt(sum(s * s for s in spreads)) / sum(spreads)
    bounds = [(weight, _wilson(part, confidence, deviate)) for weight, part in unknown]
    return Interval(
        known + sum(weight * one.low for weight, one in bounds),
        min(1.0, known + sum(weight * one.high for weight, one in bounds)),
        confidence,
    )


def _effective(part: Stratum) -> float:
    """Return how many draws with putting back would tell as much; 0 where all is known."""
    if part.reviewed >= part.rows:
        return 0.0
    return part.reviewed * (part.rows - 1) / (part.rows - part.reviewed)


def _variance(part: Stratum, z: float) -> float:
    """Return the variance of a part's share, moved towards a half so that it is never nought."""
    reviewed = _effective(part)
    right = part.same / part.reviewed * reviewed
    share = (right + z * z / 2) / (reviewed + z * z)
    return share * (1 - share) / (reviewed + z * z)


def _wilson(part: Stratum, confidence: float, deviate: float) -> Interval:
    reviewed = _effective(part)
    right = part.same / part.reviewed * reviewed
    return wilson_interval(right, reviewed, confidence=confidence, deviate=deviate)
