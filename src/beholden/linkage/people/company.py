"""What a pair's other links say of it: two rows of one person are like the same third rows.

Rows that are strongly linked to a row are its company. Whether the two rows of a pair share their
company is one more comparison, made after the others. Its m and u are estimated from the scores
that the pairs have without it, each pair counting for one person and for two by its score.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import duckdb

_Reals: TypeAlias = NDArray[np.float64]
_Ints: TypeAlias = NDArray[np.int64]

STRONG = 0.9
PLAUSIBLE = 0.001
PSEUDO_PAIRS = 20.0
MOST_BITS = 8.0


def weights_of_company(
    connection: duckdb.DuckDBPyConnection, left: _Ints, right: _Ints, score: _Reals
) -> _Reals:
    """Return for each pair the log2 ratio that its company adds; 0 where there is none."""
    shared, fewer, more = company(connection, left, right, score >= STRONG)
    cell = _cells(shared, fewer, more)
    plausible = score >= PLAUSIBLE
    size = int(cell.max(initial=0)) + 1
    one = np.bincount(cell[plausible], weights=score[plausible], minlength=size)
    two = np.bincount(cell[plausible], weights=1 - score[plausible], minlength=size)
    both = (one + two + 1e-6) / ((one + two).sum() + 1.0) * PSEUDO_PAIRS
    ratio = np.log2((one + both) / (one.sum() + PSEUDO_PAIRS))
    ratio -= np.log2((two + both) / (two.sum() + PSEUDO_PAIRS))
    ratio[0] = 0.0
    bits: _Reals = np.clip(ratio, -MOST_BITS, MOST_BITS)[cell]
    return bits


def _cells(shared: _Ints, fewer: _Ints, more: _Ints) -> _Ints:
    """Return the level of each pair: 0 for no company, else by how many and what part is shared."""
    part = np.divide(shared, fewer, out=np.zeros(len(shared)), where=fewer > 0)
    by_part = np.digitize(part, [0.01, 0.34, 0.67, 0.99])
    by_count = np.digitize(fewer, [1, 2, 3, 5, 10])
    return np.where(more == 0, 0, 1 + by_part + 5 * by_count)


def company(
    connection: duckdb.DuckDBPyConnection, left: _Ints, right: _Ints, strong: NDArray[np.bool_]
) -> tuple[_Ints, _Ints, _Ints]:
    """Return for each pair: rows linked to both, and to the one of fewer and of more links.

    The pair's own link is not counted.
    """
    rows = int(max(left.max(initial=0), right.max(initial=0))) + 1
    links = np.bincount(left[strong], minlength=rows) + np.bincount(right[strong], minlength=rows)
    of_left, of_right = links[left] - strong, links[right] - strong
    fewer = np.minimum(of_left, of_right)
    shared = np.zeros(len(left), dtype=np.int64)
    asked = np.flatnonzero(fewer > 0)
    linked = {"one": left[strong], "other": right[strong]}
    pair, count = _shared(connection, asked, (left[asked], right[asked]), linked)
    shared[pair] = count
    return shared, fewer, np.maximum(of_left, of_right)


def _shared(
    connection: duckdb.DuckDBPyConnection,
    pair: _Ints,
    ends: tuple[_Ints, _Ints],
    linked: Mapping[str, _Ints],
) -> tuple[_Ints, _Ints]:
    """Return the pairs whose two ends are linked to a same row, and to how many."""
    import pyarrow as pa

    given = pa.table({"pair": pair, "one": ends[0], "other": ends[1]})
    connection.register("pairs_given", given)
    connection.register("links_given", pa.table(dict(linked)))
    counted = connection.sql(_SHARED).fetchnumpy()
    connection.unregister("pairs_given")
    connection.unregister("links_given")
    return counted["pair"], counted["n"]


_SHARED = """
WITH links AS MATERIALIZED (
    SELECT one AS a, other AS b FROM links_given
    UNION ALL SELECT other, one FROM links_given
)
SELECT pair, count(*) AS n FROM pairs_given
JOIN links AS near ON near.a = pairs_given.one
JOIN links AS far ON far.a = pairs_given.other AND far.b = near.b
GROUP BY pair
"""
