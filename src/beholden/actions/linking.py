"""Matching a registered dataset: its rows get the UPRN of their address, as a key column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..kernel import Progress, silent
from .acting import require
from .columns_found import columns_of_addresses, columns_of_places
from .columns_read import (
    as_lists,
    empty_table,
    groups_of,
    known_places,
    named_in,
    read_columns,
)
from .datasets import latest_version
from .decided_before import not_heeded, place_labels, told_of_places
from .home import Home
from .indexes import kept_gazetteer
from .keys_kept import Made, Matched, keep_keys, refuse_stranger
from .matched_tables import match_as_decided
from .rights import Right

if TYPE_CHECKING:
    import pyarrow as pa


def match(
    home: Home,
    *,
    by: str,
    dataset: str,
    gazetteer: str,
    threshold: float | None = None,
    threads: int | None = None,
    address_columns: linkage.AddressColumns | None = None,
    groups: Sequence[str] = (),
    progress: Progress = silent,
) -> Matched:
    """Give a registered dataset's rows their UPRN from a registered gazetteer.

    Only the columns of the address are read. What people decided about earlier matches of this
    dataset with this gazetteer calibrates the scores and stands above them, but for what ``by``
    decided themselves. The gazetteer's index
    is kept beside its version and used again. ``groups`` are columns of the dataset to tell
    fairness by.
    """
    with home.at_work():
        require(by=by, right=Right.ADDRESSES_MATCH)
        version, against = latest_version(dataset), latest_version(gazetteer)
        own = refuse_stranger(by, [version])
        by_group = groups_of(home, {dataset: version}, groups, own=own)
        told = told_of_places(home, by=by, dataset=dataset, gazetteer=gazetteer)
    columns = address_columns or columns_of_addresses(empty_table(home, version), of=dataset)
    columns = replace(columns, id=None, uprn=None)
    of_places = columns_of_places(empty_table(home, against), of=gazetteer)
    threshold = linkage.DEFAULT_THRESHOLD if threshold is None else threshold
    places = kept_gazetteer(
        home,
        against,
        read=lambda: (read_columns(home, against, named_in(of_places)), of_places),
        progress=progress,
    )
    found = match_as_decided(
        read_columns(home, version, named_in(columns)),
        places,
        labels=place_labels(told),
        known=lambda: known_places(home, against, of_places),
        columns=columns,
        threshold=threshold,
        threads=threads,
        progress=progress,
    )
    made = Made(
        "uprn",
        _with_rows(found.matches.drop_columns(["unique_id"])),
        {"kind": "addresses", "against": f"{gazetteer} v{against.number}", "threshold": threshold},
        {dataset: as_lists(columns), gazetteer: as_lists(of_places)},
        threshold,
        against,
        found.decided,
        found.calibration,
        warnings=not_heeded(told),
        fairness=_fairness(found.matches, by_group),
    )
    return keep_keys(home, by=by, right=Right.ADDRESSES_MATCH, version=version, made=made)


def _fairness(matches: pa.Table, groups: pa.Table | None) -> dict[str, Any] | None:
    return linkage.fairness(matches, groups).to_dict() if groups is not None else None


def _with_rows(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    return table.add_column(0, "row", pa.array(range(table.num_rows), pa.int64()))
