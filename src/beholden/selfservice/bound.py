"""The bound on guessing, as arithmetic: accuracy, its noise, and what several seals come to.

The yardstick is μ of Gaussian differential privacy (Dong, Roth and Su, Journal of the Royal
Statistical Society B 84(1), 2022): whoever knows everything but one subject's record, and holds
two candidates for it equally likely, sees two normal distributions μ apart and is right
Φ(μ/2) of the time at best. Costs μ² add up over tables, seals and agreements, whatever is asked
in between (their corollary 3.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist

YEAR = timedelta(days=365)
# What somebody who knows no other's value may guess, in 100: an aim, see ``outsiders``.
OUTSIDERS = 55
# Sums of costs are compared with this slack, so that three thirds are a whole.
_SLACK = 1e-9


def cost_of(guess_bound: float) -> float:
    """Return the cost μ² that a bound of so many in 100 allows; 50 in 100 allows none."""
    return float((2 * NormalDist().inv_cdf(guess_bound / 100)) ** 2)


def aim_of(guess_bound: int) -> float:
    """Return the d² that is told at most of anybody to who knows none of the others.

    That is ``OUTSIDERS``, or half of what the bound allows over a coin toss where that is more.
    """
    return cost_of(max(OUTSIDERS, 50 + (guess_bound - 50) / 2))


def accuracy_of(cost: float) -> float:
    """Return how often at best (0–1) a subject's value is guessed right after this cost μ²."""
    return float(NormalDist().cdf(cost**0.5 / 2))


@dataclass(frozen=True, slots=True)
class Spent:
    """One seal on the register: of whom, when, under which agreement, and its cost μ².

    ``population`` holds every name by which an agreement knows whom it counts. Seals that have a
    name in common, or each with a third, count the same subjects. ``fingerprint`` is that of the
    public events that the seal rests on, never of the data: the same events have the same tables,
    which cost nothing again within a year. ``cost`` is the whole one, also of a seal again, since
    it is told anew on that day. ``guess_bound`` is what the agreement promised, in 100.
    """

    population: tuple[str, ...]
    agreement: str
    on: date
    cost: float
    guess_bound: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Account:
    """What a seal would come to: its own cost, the year's sum with it, and the least allowance."""

    cost: float
    spent: float
    allowance: float
    free_again: date | None

    @property
    def allowed(self) -> bool:
        """Return whether every bound that was promised still holds with this seal."""
        return self.cost == 0 or self.spent <= self.allowance * (1 + _SLACK)


def account(register: Iterable[Spent], new: Spent) -> Account:
    """Return what a new seal comes to on the register of those whom it counts.

    Counted are the seals of the 365 days that end with the new one: what rests on the same events
    is told once, at its whole cost, whenever it was first sealed. The allowance is that of the
    strictest bound promised among them, so that a later agreement cannot break an earlier one's.
    """
    seals = same_subjects(list(register), new)
    whole = _whole_costs([*seals, new])
    year = _year_to(new.on, seals)
    spent, allowance = _come_to([*year, new], whole)
    told_before = any(seal.fingerprint == new.fingerprint for seal in year)
    return Account(
        cost=0.0 if told_before else whole[new.fingerprint],
        spent=spent,
        allowance=allowance,
        free_again=_free_again(year, new, whole),
    )


def same_subjects(register: Sequence[Spent], new: Spent) -> list[Spent]:
    """Return the seals that count the subjects of a new one, by whatever names, in their order."""
    names, before = set(new.population), 0
    while len(names) > before:
        before = len(names)
        for seal in register:
            if names & set(seal.population):
                names |= set(seal.population)
    return [seal for seal in register if names & set(seal.population)]


def _whole_costs(seals: Iterable[Spent]) -> dict[str, float]:
    """Return by fingerprint what a seal of its events costs where they are new.

    Earlier versions kept a cost of nought where the same events were sealed again within a year.
    """
    whole: dict[str, float] = {}
    for seal in seals:
        whole[seal.fingerprint] = max(seal.cost, whole.get(seal.fingerprint, 0.0))
    return whole


def _year_to(day: date, seals: Iterable[Spent]) -> list[Spent]:
    return [seal for seal in seals if day - seal.on < YEAR]


def _come_to(seals: Sequence[Spent], whole: dict[str, float]) -> tuple[float, float]:
    """Return what seals cost together, the same events once, and the least that they allow."""
    told = {seal.fingerprint for seal in seals}
    return sum(whole[one] for one in sorted(told)), min(cost_of(s.guess_bound) for s in seals)


def _free_again(year: Sequence[Spent], new: Spent, whole: dict[str, float]) -> date | None:
    """Return the first day on which the new seal would fit, if any waiting makes it fit."""
    for day in (new.on, *sorted({seal.on + YEAR for seal in year})):
        spent, allowance = _come_to([*_year_to(day, year), new], whole)
        if spent <= allowance * (1 + _SLACK):
            return day
    return None
