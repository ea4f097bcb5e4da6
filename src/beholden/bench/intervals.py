"""How sure a share is, and how well scores tell the share that is right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """A share of rows with its 95 % interval; ``value`` is None where there are no rows."""

    value: float | None
    low: float | None
    high: float | None


def share(count: int, rows: int) -> Share:
    """Return count/rows with its Wilson score interval at 95 %.

    Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
    """
    if rows == 0:
        return Share(None, None, None)
    p, z2 = count / rows, Z_95 * Z_95
    middle = (p + z2 / (2 * rows)) / (1 + z2 / rows)
    half = Z_95 / (1 + z2 / rows) * math.sqrt(p * (1 - p) / rows + z2 / (4 * rows * rows))
    return Share(p, max(0.0, min(p, middle - half)), min(1.0, max(p, middle + half)))


@dataclass(frozen=True, slots=True)
class Bin:
    """One bar of a reliability diagram: scores between bounds, their mean, and the share right."""

    low: float
    high: float
    rows: int
    mean_score: float
    right: Share


def reliability(
    scores: NDArray[np.float64], right: NDArray[np.bool_], *, bins: int = 10
) -> tuple[Bin, ...] | None:
    """Return the bins that hold rows, of equal width from 0 to 1.

    None where scores are no probabilities, that is, not all from 0 to 1.
    """
    if len(scores) == 0 or scores.min() < 0 or scores.max() > 1:
        return None
    at = np.minimum((scores * bins).astype(np.int64), bins - 1)
    made = []
    for i in range(bins):
        here = at == i
        rows = int(here.sum())
        if rows:
            mean = float(scores[here].mean())
            made.append(
                Bin(i / bins, (i + 1) / bins, rows, mean, share(int(right[here].sum()), rows))
            )
    return tuple(made)


def calibration_error(bins: tuple[Bin, ...] | None) -> float | None:
    """Return the expected calibration error: the mean distance of score and share right.

    Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian
    binning" (2015).
    """
    if bins is None:
        return None
    total = sum(one.rows for one in bins)
    gaps: list[Any] = [one.rows * abs((one.right.value or 0.0) - one.mean_score) for one in bins]
    return float(sum(gaps)) / total
