"""The threshold of each source, chosen without that source."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from benchmarks.fit_examples import AS_IT_IS, TRUE_ROW_OUT
from benchmarks.fit_neighbours import NEIGHBOUR

THRESHOLDS = tuple(np.arange(0.5, 0.951, 0.05).round(2).tolist())
# Of each source: the share right of those matched, and the most matched where the row is not there,
# with or without a neighbour in its place.
PRECISION, ABSENT = 0.99, 0.028
NOT_THERE = (TRUE_ROW_OUT, NEIGHBOUR)

# Of each source, kind of copy and threshold: how many are right, matched, and have an answer.
Counts = Mapping[tuple[str, str, float], np.ndarray]


def chosen(counts: Counts, sources: tuple[str, ...]) -> float:
    """Return the least threshold that keeps both promises in the mean of the sources, or the most.

    ``counts`` has right, matched and answers of every source, at every one of THRESHOLDS, as it is,
    with the true row out and with a neighbour in its place, where the answers are those that there
    were.
    """
    for threshold in THRESHOLDS:
        right, absent = [], []
        for name in sources:
            good, matched, _ = counts[name, AS_IT_IS, threshold]
            right.append(good / max(matched, 1))
            keys = [(name, kind, threshold) for kind in NOT_THERE]
            _, matched, asked = np.sum([counts[key] for key in keys if key in counts], axis=0)
            absent.append(matched / max(asked, 1))
        if np.mean(right) >= PRECISION and np.mean(absent) <= ABSENT:
            return threshold
    return THRESHOLDS[-1]


def without_each(counts: Counts, sources: tuple[str, ...]) -> dict[str, float]:
    """Return for each source the threshold that the other sources choose."""
    return {
        name: chosen(counts, tuple(other for other in sources if other != name)) for name in sources
    }
