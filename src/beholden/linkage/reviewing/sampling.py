"""Random samples of pairs: simple, or by bands of score, so that the doubtful are seen oftener."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from beholden.kernel import BadInput

ALL = "all"
_BANDS = (0.0, 0.95, 0.99, 0.999)
_NAMES = ("below 0.95", "0.95 to 0.99", "0.99 to 0.999", "0.999 and over")
_LEAST = 30


@dataclass(frozen=True, slots=True)
class DrawnStratum:
    """One part of a sample: its name, how many pairs it was drawn from, and which were drawn."""

    name: str
    rows: int
    drawn: tuple[int, ...]


def draw_sample(
    probabilities: NDArray[np.float64], number: int, *, seed: int, by_score: bool = False
) -> tuple[DrawnStratum, ...]:
    """Return a random sample of pairs by their places (0-based), drawn without putting back.

    ``by_score`` draws from bands of ``probabilities`` (n, 0–1): more where the score leaves more
    doubt (Neyman's allocation by the score's own spread), thirty of each band at least where there
    is room. Fewer than ``number`` pairs are drawn whole. The same seed draws the same. Raises
    BadInput for no pairs or a number below one.
    """
    if number < 1 or not len(probabilities):
        raise BadInput(
            "There is nothing to draw a sample from."
            if number >= 1
            else "A sample has at least one pair.",
            next_step="beholden review how-many tells how many are enough.",
        )
    chance = np.random.default_rng(seed)
    places = _strata(probabilities) if by_score else {ALL: np.arange(len(probabilities))}
    shares = _allocated(probabilities, list(places.values()), number)
    return tuple(
        DrawnStratum(
            name, len(rows), tuple(np.sort(chance.choice(rows, n, replace=False)).tolist())
        )
        for (name, rows), n in zip(places.items(), shares, strict=True)
    )


def _strata(probabilities: NDArray[np.float64]) -> dict[str, NDArray[np.int64]]:
    band = np.searchsorted(np.array(_BANDS), probabilities, side="right") - 1
    found = {name: np.flatnonzero(band == i) for i, name in enumerate(_NAMES)}
    return {name: rows for name, rows in found.items() if len(rows)}


def _allocated(
    probabilities: NDArray[np.float64], strata: list[NDArray[np.int64]], number: int
) -> list[int]:
    sizes = np.array([len(rows) for rows in strata])
    means = np.array([probabilities[rows].mean() for rows in strata]).clip(0.005, 0.995)
    wanted = sizes * np.sqrt(means * (1 - means))
    given = np.minimum(sizes, max(1, min(_LEAST, number // len(sizes))))
    # The rest goes out one by one to where most is still owed.
    while given.sum() < min(number, sizes.sum()):
        owed = np.where(given < sizes, wanted / (given + 1), -1.0)
        given[int(np.argmax(owed))] += 1
    return [int(n) for n in given]
