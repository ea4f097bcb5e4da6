"""Addresses in, UPRNs out: the public functions of the address matcher."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import BadInput, Progress, silent

from . import shapes as sh
from .columns import AddressColumns, check_columns, find_columns
from .gazetteer import Gazetteer
from .reasons import LEVELS, level_numbers, levels, reason_of_one, reasons, slashed
from .scorecard import load_scorecard, probabilities
from .search import Found, empty_found, search, search_part
from .shapes import F64
from .texts import Texts, folded_text, joined, read_texts, strings

DEFAULT_THRESHOLD = load_scorecard().threshold


def _ids(table: pa.Table, columns: AddressColumns) -> pa.Array:
    """Return what names each row; blanks are null, for a number might be another row's name."""
    if columns.id is None:
        return pc.cast(pa.array(np.arange(table.num_rows)), pa.string())
    ids = pc.cast(strings(table, columns.id), pa.string())
    return pc.if_else(pc.equal(pc.utf8_trim_whitespace(ids), ""), None, ids)


def _empty(texts: Texts) -> sh.Array:
    """Return which texts hold no letter or digit."""
    readable = np.zeros(len(texts.data) + 1, np.int32)
    data = texts.data
    np.cumsum(((data >= 48) & (data <= 57)) | ((data >= 65) & (data <= 90)), out=readable[1:])
    return np.asarray(readable[texts.offsets[1:]] == readable[texts.offsets[:-1]])


def _uprns(gazetteer: Gazetteer, rows: sh.I64, taken: sh.Array) -> pa.Array:
    return gazetteer.identifiers(gazetteer.index.uprns[np.where(taken, rows, 0)], ~taken)


def _rows(
    ids: pa.Array,
    gazetteer: Gazetteer,
    found: Found,
    *,
    empty: sh.Array,
    slash: sh.Array,
    threshold: float,
) -> pa.Table:
    chances: F64 = probabilities(found.scores)
    best = chances[:, 0]
    accepted = (found.rows[:, 0] >= 0) & (best >= threshold)
    # Where nothing is accepted, the likeliest place is the runner-up: what a reviewer sees.
    other = np.where(accepted, found.rows[:, 1], found.rows[:, 0])
    other_score = np.where(accepted, chances[:, 1], best)
    shown = other >= 0
    numbers = gazetteer.index.numbers
    return pa.table(
        {
            "unique_id": ids,
            "uprn": _uprns(gazetteer, found.rows[:, 0], accepted),
            "score": pa.array(best, pa.float64()),
            "reason": reasons(found, numbers, accepted, chances, empty=empty, slash=slash),
            "exact_to": levels(found, numbers, accepted),
            "runner_up_uprn": _uprns(gazetteer, other, shown),
            "runner_up_score": pa.array(other_score, pa.float64(), mask=~shown),
        }
    )


def _refuse_threshold(threshold: float) -> None:
    if not 0.0 <= threshold <= 1.0:
        raise BadInput(
            "The threshold is not a probability.",
            why="It is the least probability that a match must have.",
            next_step=f"Give a number from 0 to 1; the default is {DEFAULT_THRESHOLD}.",
        )


def _refuse_no_text(*texts: object) -> None:
    if not all(isinstance(text, str) for text in texts):
        raise BadInput(
            "An address that is looked up is a text, and so is its postcode.",
            next_step="Give look_up the address as one text.",
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

    Columns: ``unique_id`` (null where the row's is blank; the row's number from 0 where there is no
    column of identifiers), ``uprn`` (null where no place reaches ``threshold``), ``score`` (the
    probability, 0–1, that the likeliest place is the right one; 0 where there is none),
    ``reason`` in words, ``exact_to`` (``flat``,
    ``building`` or ``street``: how far the match goes; null where there is none),
    ``runner_up_uprn`` and ``runner_up_score`` (another place that comes near; where nothing was
    accepted, the likeliest place). The result does not depend on ``threads`` (default: all cores)
    or on the order of rows. The first use on a machine compiles the kernel, which takes some twenty
    seconds.

    Raises BadInput where columns are missing or hold no texts, the gazetteer is empty or the
    threshold is not 0–1.
    """
    _refuse_threshold(threshold)
    columns = columns or find_columns(addresses)
    check_columns(addresses, columns)
    ready = gazetteer
    if not isinstance(ready, Gazetteer):
        ready = Gazetteer.build(ready, progress=progress)
    ids = _ids(addresses, columns)
    texts, postcodes = read_texts(addresses, columns)
    found = search(
        texts, postcodes, ready.index, card=load_scorecard().card, threads=threads,
        progress=progress,
    )  # fmt: skip
    slash = slashed(joined(addresses, columns.address))
    return _rows(ids, ready, found, empty=_empty(texts), slash=slash, threshold=threshold)


def look_up(
    gazetteer: Gazetteer,
    text: str,
    *,
    postcode: str | None = None,
    threshold: float = DEFAULT_THRESHOLD,
) -> dict[str, Any]:
    """Return what ``match_addresses`` says of one address, without its identifier.

    Room for the kernel is kept with the gazetteer, one for each thread, so that a look-up takes
    microseconds. Raises BadInput where the threshold is not 0–1, or what is looked up is no text.
    """
    from .kernel_postcodes import pack_postcodes

    _refuse_no_text(text, postcode or "")
    _refuse_threshold(threshold)
    rooms = gazetteer._rooms
    if not hasattr(rooms, "scratch"):
        rooms.scratch = sh.scratch(len(gazetteer.index.flags))
    texts = folded_text(text)
    found = empty_found(1)
    search_part(
        texts, pack_postcodes(*folded_text(postcode or "")), slice(0, 1), index=gazetteer.index,
        card=load_scorecard().card, scratch=rooms.scratch, found=found,
    )  # fmt: skip
    slash = slashed(pa.array([text], pa.large_string())) if "/" in text else np.zeros(1, bool)
    return _one(gazetteer, found, empty=bool(_empty(texts)[0]), slash=slash, threshold=threshold)


def _one(
    gazetteer: Gazetteer, found: Found, *, empty: bool, slash: sh.Array, threshold: float
) -> dict[str, Any]:
    chances = probabilities(found.scores)
    accepted = (found.rows[:, 0] >= 0) & (chances[:, 0] >= threshold)
    taken = bool(accepted[0])
    numbers, other = gazetteer.index.numbers, 1 if taken else 0
    place = gazetteer.identifier
    return {
        "uprn": place(int(found.rows[0, 0])) if taken else None,
        "score": float(chances[0, 0]),
        "reason": reason_of_one(found, numbers, accepted, chances, empty=empty, slash=slash),
        "exact_to": LEVELS[int(level_numbers(found, numbers)[0])] if taken else None,
        "runner_up_uprn": place(int(found.rows[0, other])),
        "runner_up_score": float(chances[0, other]) if found.rows[0, other] >= 0 else None,
    }
