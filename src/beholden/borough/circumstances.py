"""How households live: tenure, council tax band, arrears, energy rating, support, vaccination.

Arrears, cold homes and being on the support scheme hang together through a hardship that nobody
sees, and how well the scheme is known differs by neighbourhood, so that the joined answer shows
places that no department sees alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Numbers, Reals, Texts, texts, weighted
from .residents import KINDS, Households, Residents
from .words import NEIGHBOURHOODS

TENURES = ("owned", "private rent", "council rent", "housing association")
RATINGS = "ABCDEFG"
BANDS = "ABCDEFGH"

_TENURE_SHARES = {
    "terrace": (0.46, 0.34, 0.12, 0.08),
    "centre": (0.36, 0.44, 0.10, 0.10),
    "estate": (0.34, 0.08, 0.46, 0.12),
    "suburb": (0.82, 0.11, 0.04, 0.03),
    "village": (0.80, 0.12, 0.05, 0.03),
}
_TENURE_HARDSHIP = np.array([-0.55, 0.40, 0.55, 0.45])
_KIND_HARDSHIP = np.array([0.10, -0.20, -0.25, -0.60, 0.00, 0.75, 0.20, 0.15])
_TENURE_COLD = np.array([0.00, 0.55, -0.35, -0.55])
_BUILDING_COLD = {"terrace": 0.45, "centre": 0.10, "estate": 0.00, "suburb": -0.10, "village": 0.35}
_RATING_BOUNDS = (-2.30, -1.25, 0.00, 1.05, 1.90, 2.60)


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How each household lives. ``arrears`` is in pounds; ``rating`` an index into RATINGS."""

    tenure: Numbers
    band: Texts
    in_arrears: Flags
    arrears: Reals
    rating: Numbers
    enrolled: Flags


def live(rng: np.random.Generator, homes: Households) -> Circumstances:
    """Return the circumstances of every household."""
    hardship_here = np.array([n.hardship for n in NEIGHBOURHOODS])[homes.neighbourhood]
    tenure = _tenures(rng, homes)
    count = len(homes)
    hardship = hardship_here + _TENURE_HARDSHIP[tenure] + _KIND_HARDSHIP[homes.kind]
    hardship += rng.normal(0, 0.7, count)
    in_arrears = hardship + rng.logistic(0, 0.45, count) > 1.15
    owed = np.exp(rng.normal(6.1, 0.75, count) + 0.25 * np.clip(hardship, 0, 3))
    rating = _ratings(rng, homes, tenure)
    return Circumstances(
        tenure=tenure,
        band=_bands(rng, hardship_here, count),
        in_arrears=in_arrears,
        arrears=np.where(in_arrears, owed.round(2), 0.0),
        rating=rating,
        enrolled=_enrolled(rng, homes, hardship=hardship, cold=rating >= 3),
    )


def vaccinated(rng: np.random.Generator, homes: Households, people: Residents) -> Flags:
    """Return who took the vaccination: more with age, fewer with hardship and among the young."""
    hardship = np.array([n.hardship for n in NEIGHBOURHOODS])
    place = hardship[homes.neighbourhood[people.household]]
    from_age = np.interp(people.age, (0, 5, 18, 40, 65, 80), (0.6, 0.2, -0.9, -0.5, 1.1, 1.7))
    together = rng.normal(0, 0.6, len(homes))[people.household]
    return from_age - 0.75 * place + together + rng.logistic(0, 1, len(people)) > 0


def _tenures(rng: np.random.Generator, homes: Households) -> Numbers:
    tenure = np.zeros(len(homes), dtype=np.int64)
    for place, neighbourhood in enumerate(NEIGHBOURHOODS):
        here = homes.neighbourhood == place
        tenure[here] = weighted(rng, _TENURE_SHARES[neighbourhood.building], int(here.sum()))
    sharers = homes.kind == KINDS.index("sharers")
    tenure[sharers & (rng.random(len(homes)) < 0.85)] = TENURES.index("private rent")
    return tenure


def _ratings(rng: np.random.Generator, homes: Households, tenure: Numbers) -> Numbers:
    """Return energy ratings as indices, A (0) to G (6); about half are D or worse."""
    of_place = np.array([_BUILDING_COLD[n.building] for n in NEIGHBOURHOODS])
    cold = of_place[homes.neighbourhood] + _TENURE_COLD[tenure] + rng.normal(0, 1, len(homes))
    rating: Numbers = np.digitize(cold, _RATING_BOUNDS).astype(np.int64)
    return rating


def _bands(rng: np.random.Generator, hardship: Reals, count: int) -> Texts:
    wealth = rng.normal(2.0, 1.2, count) - 1.5 * hardship
    return texts(list(BANDS))[np.clip(wealth.round(), 0, 7).astype(np.int64)]


def _enrolled(
    rng: np.random.Generator, homes: Households, *, hardship: Reals, cold: Flags
) -> Flags:
    reach = np.array([n.reach for n in NEIGHBOURHOODS])[homes.neighbourhood]
    need = 1 / (1 + np.exp(-(1.6 * hardship + 0.5 * cold - 1.9)))
    return rng.random(len(homes)) < reach * need
