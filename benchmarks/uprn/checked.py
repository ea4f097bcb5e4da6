"""Estimates from a stratified sample of pairs that a person has read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

_Z = 1.96
_DRAWS, _SEED = 400, 1


@dataclass(frozen=True, slots=True)
class Read:
    """One sampled address: its stratum, for how many it stands, and what was read of both places.

    ``ours_right`` and ``peer_right`` are None where there is no place, the pair was not read, or
    the reader could not tell.
    """

    stratum: str
    weight: float
    score: float
    peer_accepts: bool
    peer_has: bool
    ours_right: bool | None
    peer_right: bool | None


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval, and how many read pairs it rests on."""

    share: float
    low: float
    high: float
    pairs: int

    def in_words(self) -> str:
        """Return the share, its interval and the number of pairs."""
        return f"{self.share:.3f} ({self.low:.3f}–{self.high:.3f}, {self.pairs} pairs)"


def estimate(sampled: Iterable[tuple[float, bool | None, str]]) -> Estimate:
    """Return the weighted share of the right among (weight, right, stratum), None left out.

    The interval is the normal one of a stratified ratio (W. G. Cochran, Sampling Techniques, 3rd
    edition, §6.11), with each stratum's share kept off 0 and 1 by half a pair.
    """
    strata: dict[str, list[tuple[float, bool]]] = {}
    for weight, right, stratum in sampled:
        if right is not None:
            strata.setdefault(stratum, []).append((weight, right))
    totals = {name: sum(weight for weight, _ in part) for name, part in strata.items()}
    whole = sum(totals.values())
    if not whole:
        return Estimate(0.0, 0.0, 1.0, 0)
    share = variance = 0.0
    for name, part in strata.items():
        known, of = sum(weight for weight, ok in part if ok), len(part)
        portion, rate = totals[name] / whole, known / totals[name]
        share += portion * rate
        safe = (rate * of + 0.5) / (of + 1)
        variance += portion**2 * safe * (1 - safe) / of
    reach = _Z * sqrt(variance)
    pairs = sum(map(len, strata.values()))
    return Estimate(share, max(share - reach, 0.0), min(share + reach, 1.0), pairs)


def least_threshold(sampled: Sequence[Read], precision: float) -> float:
    """Return the least score from which on our estimated precision is at least ``precision``.

    The share of right pairs is first made to rise with the score (pooling adjacent violators, M.
    Ayer et al. 1955). Then precision rises with the threshold, and no lucky handful of read pairs
    makes a threshold look good. Returns 1.0 where no threshold reaches it.
    """
    known = sorted((r for r in sampled if r.ours_right is not None), key=lambda r: r.score)
    if not known:
        return 1.0
    scores = np.array([r.score for r in known])
    weights = np.array([r.weight for r in known])
    right = rising(scores, weights, np.array([float(bool(r.ours_right)) for r in known]))
    above = (weights * right)[::-1].cumsum()[::-1] / weights[::-1].cumsum()[::-1]
    firsts = np.unique(scores, return_index=True)[1]
    good = firsts[above[firsts] >= precision - 1e-12]
    return float(scores[good[0]]) if len(good) else 1.0


def rising(scores: np.ndarray, weights: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return shares that do not fall as the (sorted) scores rise, nearest to ``right``."""
    blocks: list[tuple[float, float, int]] = []
    for at, (weight, value) in enumerate(zip(weights, right, strict=True)):
        blocks.append((weight, value, 1))
        tied = at > 0 and scores[at] == scores[at - 1]
        while len(blocks) > 1 and (tied or blocks[-2][1] >= blocks[-1][1]):
            (w1, v1, n1), (w2, v2, n2) = blocks[-2:]
            blocks[-2:] = [(w1 + w2, (w1 * v1 + w2 * v2) / (w1 + w2), n1 + n2)]
            tied = False
    return np.concatenate([np.full(count, value) for _, value, count in blocks])


@dataclass(frozen=True, slots=True)
class Equal:
    """What we match at the peer's checked precision: the threshold, the share, and the peer's.

    ``low`` and ``high`` bound the difference, ours less the peer's, with 95 % of the samples that
    might have been read.
    """

    threshold: float
    ours: float
    peer: float
    low: float
    high: float

    def in_words(self) -> str:
        """Return the threshold, and the difference with its interval."""
        apart = f"{self.ours - self.peer:+.3f} ({self.low:+.3f} to {self.high:+.3f})"
        return f"ours less the peer's {apart}, at threshold {self.threshold:.3f}"


def at_equal_precision(
    sampled: Sequence[Read], scores: np.ndarray, peer: float, *, recommended: bool
) -> Equal:
    """Return what both match where ours is as precise as the peer is in the same sample.

    ``scores`` are ours for all addresses (0 where nothing was found), ``peer`` is the share that
    the peer matches, of those it accepts (``recommended``) or of all on top. The interval is of
    bootstrap samples within the strata (B. Efron and R. Tibshirani 1993, chapter 6): the peer's
    precision and our threshold are found anew in each.
    """

    def matched(read: Sequence[Read]) -> tuple[float, float]:
        threshold = least_threshold(read, peers_precision(read, recommended=recommended))
        return threshold, float((scores >= max(threshold, np.finfo(float).tiny)).mean())

    rng = np.random.default_rng(_SEED)
    apart = [matched(drawn(sampled, rng))[1] - peer for _ in range(_DRAWS)]
    low, high = np.percentile(apart, [2.5, 97.5])
    return Equal(*matched(sampled), peer, float(low), float(high))


def peers_precision(sampled: Sequence[Read], *, recommended: bool) -> float:
    """Return the peer's estimated precision at its recommended setting or at any score."""
    kept = [r for r in sampled if (r.peer_accepts if recommended else r.peer_has)]
    return estimate((r.weight, r.peer_right, r.stratum) for r in kept).share


def drawn(sampled: Sequence[Read], rng: np.random.Generator) -> list[Read]:
    """Return as many of each stratum, drawn with replacement."""
    strata: dict[str, list[Read]] = {}
    for read in sampled:
        strata.setdefault(read.stratum, []).append(read)
    return [part[i] for part in strata.values() for i in rng.integers(0, len(part), len(part))]
