"""Kinds of arrays in this room, and two ways of drawing from word lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Texts: TypeAlias = NDArray[np.object_]
Numbers: TypeAlias = NDArray[np.int64]
Reals: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


def texts(words: Sequence[str] | NDArray[Any]) -> Texts:
    """Return words as an array of Python strings."""
    array = np.empty(len(words), dtype=object)
    array[:] = list(words)
    return array


def drawn(rng: np.random.Generator, words: Sequence[str], count: int) -> Texts:
    """Return ``count`` words drawn evenly."""
    return texts(words)[rng.integers(0, len(words), count)]


def weighted(rng: np.random.Generator, weights: Sequence[float] | Reals, count: int) -> Numbers:
    """Return ``count`` indices drawn in proportion to weights."""
    bounds = np.cumsum(np.asarray(weights, dtype=float))
    picked: Numbers = np.searchsorted(bounds, rng.random(count) * bounds[-1], side="right")
    return picked


def where(condition: Flags, yes: Texts | str, no: Texts | str) -> Texts:
    """Return strings from ``yes`` where the condition holds and from ``no`` elsewhere."""
    out = np.empty(len(condition), dtype=object)
    out[:] = no
    out[condition] = yes[condition] if isinstance(yes, np.ndarray) else yes
    return out


def joined(separator: str, *parts: Texts) -> Texts:
    """Return the non-empty parts of each row joined by a separator."""
    out = parts[0].copy()
    for part in parts[1:]:
        out = where(part == "", out, where(out == "", part, out + separator + part))
    return out


def as_text(numbers: Numbers) -> Texts:
    """Return whole numbers as strings."""
    return texts(numbers.astype(str).tolist())
