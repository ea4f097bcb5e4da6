"""Which pairs a person should see, the most informative first.

A decision tells most where the score is nearest to the threshold, and where many rows are decided
alike. A second pair of the same kind tells less than the first, so kinds take turns.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .labels import Pair

if TYPE_CHECKING:
    import pyarrow as pa

# A pair is worth a person's time while its odds are within twenty times the threshold's.
WIDEST = float(np.log(20.0))
_EDGE = 1e-6


def choose_pairs(
    pairs: pa.Table,
    *,
    threshold: float,
    limit: int,
    decided: Collection[Pair] = (),
    first: Collection[Pair] = (),
) -> pa.Table:
    """Return the pairs to be decided, at most ``limit``, with ``alike`` (int64) beside them.

    ``pairs`` is as ``pairs_of_places`` gives it. Only pairs near ``threshold`` are chosen: their
    odds within a factor of twenty. The worth of a pair is its nearness to the threshold in odds,
    times the logarithm of how many open pairs are ``alike`` (same reason, names and numbers
    aside, and same outcome), divided by the square of its place among those. The result depends on
    nothing else. Pairs that must be looked at ``first`` are chosen however near they are.
    """
    import pyarrow as pa

    near = np.abs(_logit(pairs["probability"].to_numpy()) - _logit(np.float64(threshold)))
    pressing = _are_among(pairs, first)
    near = np.where(pressing, 0.0, near)
    open_pairs = (near <= WIDEST) & ~_are_among(pairs, decided)
    left = pairs.filter(pa.array(open_pairs))
    near, pressing = near[open_pairs], pressing[open_pairs]
    kind = _kinds(left)
    alike = np.bincount(kind, minlength=1)[kind] if len(kind) else np.zeros(0, np.int64)
    worth = np.exp(-near) * np.log2(1 + alike) / _turns(kind, near) ** 2
    order = np.lexsort((np.arange(len(worth)), -worth, ~pressing))[: max(0, limit)]
    return left.append_column("alike", pa.array(alike, pa.int64())).take(pa.array(order))


def _are_among(pairs: pa.Table, some: Collection[Pair]) -> NDArray[np.bool_]:
    """Return which pairs are some of these."""
    if not some:
        return np.zeros(pairs.num_rows, bool)
    known = set(some)
    names = zip(pairs["row"].to_pylist(), pairs["candidate"].to_pylist(), strict=True)
    return np.fromiter(((r, c) in known for r, c in names), bool, pairs.num_rows)


def _kinds(pairs: pa.Table) -> NDArray[np.int64]:
    """Return a number for each pair that alike pairs share."""
    import pyarrow as pa
    import pyarrow.compute as pc

    words = pc.replace_substring_regex(pairs["reason"], r"'[^']*'|[0-9]+[A-Za-z]?", "#")
    outcome = pc.if_else(pairs["matched"], "+", "-")
    kinds = pc.binary_join_element_wise(outcome, pc.fill_null(words, ""), " ")
    one = kinds.combine_chunks() if isinstance(kinds, pa.ChunkedArray) else kinds
    return np.asarray(one.dictionary_encode().indices.to_numpy(zero_copy_only=False), np.int64)


def _turns(kind: NDArray[np.int64], near: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return each pair's place (from 1) among those of its kind, the nearest first."""
    order = np.lexsort((near, kind))
    first = np.searchsorted(kind[order], kind[order], side="left")
    turns = np.empty(len(kind), np.int64)
    turns[order] = np.arange(len(kind)) - first + 1
    return turns


def _logit(chances: NDArray[np.float64] | np.float64) -> NDArray[np.float64]:
    inside = np.clip(chances, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(inside / (1 - inside)), np.float64)
