"""Matching a registered dataset: its rows get the UPRN of their address, as a key column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..kernel import Progress, silent
from ..linkage import reviewing
from .acting import require
from .columns_found import (
    columns_of_addresses,
    columns_of_places,
    left_out,
    postcode_missed,
)
from .columns_read import (
    as_lists,
    empty_table,
    groups_of,
    head_table,
    known_places,
    named_in,
    read_columns,
)
from .datasets import latest_version
from .decided_before import not_heeded, place_labels, told_of_places
from .home import Home
from .indexes import kept_gazetteer
from .keys_kept import Made, Matched, keep_keys, refuse_stranger
from .matched_tables import MatchedTable, match_as_decided
from .rights import Right

if TYPE_CHECKING:
    import pyarrow as pa

_REGISTER_WITH_UPRN = "Register it again with that column named uprn."


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
        require(home, by=by, right=Right.ADDRESSES_MATCH)
        version, against = latest_version(dataset), latest_version(gazetteer)
        own = refuse_stranger(by, [version])
        by_group = groups_of(home, {dataset: version}, groups, own=own)
        told = told_of_places(home, by=by, dataset=dataset, gazetteer=gazetteer)
    asked = _asked(home, version, against, address_columns, threshold)
    places = _places(home, asked, progress)
    own_rows = read_columns(home, version, named_in(asked.columns))
    found = _found(
        home, asked, (own_rows, places), place_labels(told), threads=threads, progress=progress
    )
    missed = postcode_missed(own_rows, asked.columns, of=dataset)
    said = (left_out(places, of=gazetteer), missed)
    warnings = (*not_heeded(told), *filter(None, said))
    fair = linkage.fairness_of_places(found.matches, own_rows, asked.columns, more=by_group)
    fairness = fair.to_dict() if fair else None
    made = replace(_made(asked, found), warnings=warnings, fairness=fairness)
    return keep_keys(home, by=by, right=Right.ADDRESSES_MATCH, version=version, made=made)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is matched with what: two versions, the columns of each, and the least score."""

    version: Any
    against: Any
    columns: linkage.AddressColumns
    of_places: linkage.AddressColumns
    threshold: float | None


def _asked(
    home: Home,
    version: Any,
    against: Any,
    stated: linkage.AddressColumns | None,
    threshold: float | None,
) -> _Asked:
    """Return what is matched with what; the columns of the address are found unless stated."""
    dataset, gazetteer = version.dataset.name, against.dataset.name
    columns = stated or columns_of_addresses(head_table(home, version), of=dataset)
    of_places = columns_of_places(
        empty_table(home, against), of=gazetteer, name_it=_REGISTER_WITH_UPRN
    )
    return _Asked(version, against, replace(columns, id=None, uprn=None), of_places, threshold)


def _places(home: Home, asked: _Asked, progress: Progress) -> linkage.Gazetteer:
    """Return the gazetteer that is matched with, ready for look-ups."""
    against, of_places = asked.against, asked.of_places
    return kept_gazetteer(
        home,
        against,
        read=lambda: (read_columns(home, against, named_in(of_places)), of_places),
        progress=progress,
    )


def _found(
    home: Home,
    asked: _Asked,
    tables: tuple[pa.Table, linkage.Gazetteer],
    labels: reviewing.PlaceLabels,
    *,
    threads: int | None,
    progress: Progress,
) -> MatchedTable:
    """Match the addresses of one version with the places of another, as people decided."""
    return match_as_decided(
        *tables,
        labels=labels,
        known=lambda: known_places(home, asked.against, asked.of_places),
        columns=asked.columns,
        threshold=asked.threshold,
        threads=threads,
        progress=progress,
    )


def _made(asked: _Asked, found: MatchedTable) -> Made:
    """Return the keys of a match with what is recorded of it."""
    dataset, gazetteer = asked.version.dataset.name, asked.against.dataset.name
    against = f"{gazetteer} v{asked.against.number}"
    return Made(
        "uprn",
        _with_rows(found.matches.drop_columns(["unique_id"])),
        {"kind": "addresses", "against": against, "threshold": found.threshold},
        {dataset: as_lists(asked.columns), gazetteer: as_lists(asked.of_places)},
        found.threshold,
        asked.against,
        found.decided,
        found.calibration,
    )


def _with_rows(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    return table.add_column(0, "row", pa.array(range(table.num_rows), pa.int64()))
