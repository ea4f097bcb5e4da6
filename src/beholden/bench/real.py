"""The real pairs that may be shipped, and the same with a fault put into each.

Sources and licence: ``data/LICENCE.md``.
"""

from __future__ import annotations

import random
from enum import StrEnum
from importlib.resources import as_file, files

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .habits import one_letter_wrong
from .making import ADDRESSES, Bench
from .slices import Slice

_SEED = 1


class Altered(StrEnum):
    """What was done to every real pair."""

    AS_IT_IS = "real"
    POSTCODE_WRONG = "real, postcode wrong"
    POSTCODE_GONE = "real, postcode gone"
    ROW_DELETED = "real, true row deleted"


def real_pairs(how: Altered = Altered.AS_IT_IS) -> Bench:
    """Return the real gazetteer and addresses; ``slice`` tells the source of each.

    The altered ones leave out the addresses to which nothing could be done: without a postcode,
    or without a true row.
    """
    gazetteer, labelled = _table("gazetteer"), _table("labelled")
    uprn = pc.cast(gazetteer["uprn"], pa.int64())
    gazetteer = gazetteer.set_column(0, "uprn", uprn).select(["uprn", "address_concat", "postcode"])
    addresses = _addresses(labelled)
    if how is Altered.ROW_DELETED:
        return _without_true_rows(gazetteer, addresses)
    if how is not Altered.AS_IT_IS:
        addresses = addresses.filter(pc.is_valid(addresses["postcode"]))
        codes = _postcodes(addresses, gone=how is Altered.POSTCODE_GONE)
        addresses = addresses.set_column(2, "postcode", codes)
    return Bench(gazetteer, addresses)


def _table(name: str) -> pa.Table:
    with as_file(files(__package__) / "data" / f"{name}.parquet") as path:
        return pq.read_table(path)


def _addresses(labelled: pa.Table) -> pa.Table:
    nothing = pa.nulls(labelled.num_rows, pa.int64())
    return pa.table(
        {
            "unique_id": labelled["unique_id"],
            "address_concat": labelled["address_concat"],
            "postcode": labelled["postcode"],
            "true_uprn": pc.cast(labelled["true_uprn"], pa.int64()),
            "slice": pc.replace_substring_regex(labelled["source"], "_none$", ""),
            "building_from": nothing,
            "building_to": nothing,
        }
    ).cast(ADDRESSES)


def _postcodes(addresses: pa.Table, *, gone: bool) -> pa.Array:
    if gone:
        return pa.nulls(addresses.num_rows, pa.string())
    draw = random.Random(_SEED)  # noqa: S311 (a fault, not a secret)
    codes = addresses["postcode"].to_pylist()
    return pa.array([one_letter_wrong(code, draw) for code in codes], pa.string())


def _without_true_rows(gazetteer: pa.Table, addresses: pa.Table) -> Bench:
    asked = addresses.filter(pc.is_valid(addresses["true_uprn"]))
    left = gazetteer.filter(pc.invert(pc.is_in(gazetteer["uprn"], asked["true_uprn"])))
    unanswered = asked.set_column(3, "true_uprn", pa.nulls(asked.num_rows, pa.int64()))
    names = pa.array([str(Slice.NO_ANSWER)] * asked.num_rows, pa.string())
    return Bench(left, unanswered.set_column(4, "slice", names))
