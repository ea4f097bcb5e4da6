"""Kinds of arrays in this room, and building strings by column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


def weighted(rng: np.random.Generator, weights: Sequence[float], count: int) -> Numbers:
    """Return ``count`` indices drawn in proportion to weights."""
    bounds = np.cumsum(np.asarray(weights, dtype=np.float64))
    at: Numbers = np.searchsorted(bounds, rng.random(count) * bounds[-1], side="right")
    return at


def taken(words: Sequence[str], at: Numbers) -> pa.Array:
    """Return the words at these places, one string a row."""
    return pa.array(list(words), pa.string()).take(pa.array(at))


def spelt(ranks: Numbers, spell: Callable[[int], str]) -> pa.Array:
    """Return the word of each rank; each different rank is spelt once."""
    different, at = np.unique(ranks, return_inverse=True)
    return taken([spell(int(rank)) for rank in different], at.astype(np.int64))


def where(condition: Flags, yes: pa.Array | str, no: pa.Array | str) -> pa.Array:
    """Return strings from ``yes`` where the condition holds and from ``no`` elsewhere."""
    return pc.if_else(pa.array(condition), yes, no)


def joined(separator: str, *parts: pa.Array) -> pa.Array:
    """Return the parts of each row that are not empty, joined by a separator."""
    nothing = pa.scalar(None, pa.string())
    empty = [pc.equal(part, "") for part in parts]
    present = [pc.if_else(e, nothing, part) for e, part in zip(empty, parts, strict=True)]
    # Arrow drops rows of which every part is skipped; an empty part keeps them.
    keeper = pc.if_else(reduce(pc.and_, empty), "", nothing)
    return pc.binary_join_element_wise(*present, keeper, separator, null_handling="skip")


def sequence(lengths: Numbers) -> tuple[Numbers, Numbers]:
    """Return for each row of groups of these lengths its group and its place in it, from 0."""
    group = np.repeat(np.arange(len(lengths)), lengths)
    starts = np.cumsum(lengths) - lengths
    return group, np.arange(len(group)) - starts[group]
