"""Estimates from a stratified sample of pairs that a person has read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

_Z = 1.96


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
        right, of = sum(weight for weight, ok in part if ok), len(part)
        portion, rate = totals[name] / whole, right / totals[name]
        share += portion * rate
        safe = (rate * of + 0.5) / (of + 1)
        variance += portion**2 * safe * (1 - safe) / of
    reach = _Z * sqrt(variance)
    pairs = sum(map(len, strata.values()))
    return Estimate(share, max(share - reach, 0.0), min(share + reach, 1.0), pairs)


def least_threshold(sampled: list[Read], precision: float) -> float:
    """Return the least score from which on our estimated precision is at least ``precision``.

    Returns 1.0 where no threshold reaches it.
    """
    for score in sorted({read.score for read in sampled}):
        kept = [(r.weight, r.ours_right, r.stratum) for r in sampled if r.score >= score]
        if estimate(kept).share >= precision:
            return score
    return 1.0
