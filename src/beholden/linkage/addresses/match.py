"""Addresses in, UPRNs out: the one public function of the address matcher."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import BadInput, Progress, silent

from . import shapes as sh
from .columns import AddressColumns, check_columns, find_columns
from .gazetteer import Gazetteer
from .reasons import reasons
from .scorecard import Scorecard, gaps, load_scorecard, probabilities
from .search import Found, search
from .shapes import F64, I64
from .texts import Texts, read_texts, strings

DEFAULT_THRESHOLD = load_scorecard().threshold


def _ids(table: pa.Table, columns: AddressColumns) -> pa.Array:
    numbers = pc.cast(pa.array(np.arange(table.num_rows)), pa.string())
    if columns.id is None:
        return numbers
    return pc.coalesce(pc.cast(strings(table, columns.id), pa.string()), numbers)


def _empty(texts: Texts) -> sh.Array:
    """Return which texts hold no letter or digit."""
    readable = np.zeros(len(texts.data) + 1, np.int64)
    data = texts.data
    np.cumsum(((data >= 48) & (data <= 57)) | ((data >= 65) & (data <= 90)), out=readable[1:])
    return np.asarray(readable[texts.offsets[1:]] == readable[texts.offsets[:-1]])


def _uprns(gazetteer: Gazetteer, rows: I64, taken: sh.Array) -> pa.Array:
    places = gazetteer.index.places[np.where(taken, rows, 0)].astype(np.int64)
    return pc.cast(gazetteer.uprns.take(pa.array(places, mask=~taken)), pa.string())


def _scores(found: Found, card: Scorecard) -> tuple[F64, F64, F64]:
    """Return the probabilities of the best and of the runner-up (0 where none), and the gaps."""
    gap = gaps(found.picks, found.features)
    best = probabilities(found.features[:, 0], gap, card)
    second = probabilities(found.features[:, 1], -gap, card)
    has = found.picks >= 0
    best = np.where(has[:, 0], best, 0.0)
    return best, np.where(has[:, 1], np.minimum(second, 1.0 - best), 0.0), gap


def _rows(
    ids: pa.Array, gazetteer: Gazetteer, found: Found, empty: sh.Array, threshold: float
) -> pa.Table:
    best, second, gap = _scores(found, load_scorecard())
    accepted = (found.picks[:, 0] >= 0) & (best >= threshold)
    # Where nothing is accepted, the likeliest place is the runner-up: what a reviewer sees.
    other = np.where(accepted, found.picks[:, 1], found.picks[:, 0])
    other_score = np.where(accepted, second, best)
    shown = other >= 0
    return pa.table(
        {
            "unique_id": ids,
            "uprn": _uprns(gazetteer, found.picks[:, 0], accepted),
            "score": pa.array(best, pa.float64()),
            "reason": reasons(found, gazetteer.index.numbers, accepted, gap, empty),
            "runner_up_uprn": _uprns(gazetteer, other, shown),
            "runner_up_score": pa.array(other_score, pa.float64(), mask=~shown),
        }
    )


def match_addresses(
    addresses: pa.Table,
    gazetteer: Gazetteer | pa.Table,
    *,
    threshold: float = DEFAULT_THRESHOLD,
    threads: int | None = None,
    columns: AddressColumns | None = None,
    progress: Progress = silent,
) -> pa.Table:
    """Return a UPRN for each address, or none, with a score and a reason; one row per input row.

    Columns: ``unique_id`` (the row's number from 0 where there is no identifier), ``uprn`` (null
    where no place reaches ``threshold``), ``score`` (the probability, 0–1, that the likeliest place
    is the right one; 0 where there is none), ``reason`` in words, ``runner_up_uprn`` and
    ``runner_up_score`` (another place that comes near; where nothing was accepted, the likeliest
    place). The result does not depend on ``threads`` (default: all cores) or on the order of rows.
    The first use on a machine compiles the kernel, which takes some twenty seconds.

    Raises BadInput where columns are missing, the gazetteer is empty or the threshold is not 0–1.
    """
    if not 0.0 <= threshold <= 1.0:
        raise BadInput(
            "The threshold is not a probability.",
            why="It is the least probability that a match must have.",
            next_step=f"Give a number from 0 to 1; the default is {DEFAULT_THRESHOLD}.",
        )
    columns = columns or find_columns(addresses)
    check_columns(addresses, columns)
    ready = gazetteer
    if not isinstance(ready, Gazetteer):
        ready = Gazetteer.build(ready, progress=progress)
    texts, postcodes = read_texts(addresses, columns)
    found = search(
        texts, postcodes, ready.index, rank=load_scorecard().rank, threads=threads,
        progress=progress,
    )  # fmt: skip
    return _rows(_ids(addresses, columns), ready, found, _empty(texts), threshold)
