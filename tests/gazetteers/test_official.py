"""Files as Ordnance Survey or a council delivered them, where one has them.

``BEHOLDEN_GAZETTEERS`` names a folder that has one file, folder or archive for each delivery: a
sample of AddressBase (Premium, Plus, Core or standard), of OS NGD Address, or an export of a
council's own LLPG in DTF 7.3. They may not be shipped, so nobody else's tests read them.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from beholden.linkage import Gazetteer
from beholden.linkage.addresses.columns import AddressColumns
from beholden.linkage.gazetteers import Format, detect, read_dtf, read_gazetteer

FOLDER = os.environ.get("BEHOLDEN_GAZETTEERS", "")
GIVEN = sorted(Path(FOLDER).iterdir()) if FOLDER else []
pytestmark = pytest.mark.skipif(not FOLDER, reason="no delivery is at hand")
COLUMNS = AddressColumns(None, ("address_concat",), "postcode", "uprn")
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")
# What may be told of a sound delivery: parts of it, and what its own records say of themselves.
SOUND = {"no-place", "ended", "rejected", "no-street", "no-text", "missing-volume", "truncated"}
MOST_ODD = 0.01


@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.name)
def test_a_delivery_is_read_whole(path: Path) -> None:
    listing = read_gazetteer(path, allow_truncated=True)
    rows = listing.table().to_pylist()
    assert rows
    assert listing.format is detect(path)
    assert listing.format is not Format.PLAIN
    assert all(1 <= row["uprn"] < 10**12 and row["address_concat"].strip() for row in rows)
    codes = [row["postcode"] for row in rows if row["postcode"]]
    assert sum(POSTCODE.fullmatch(code) is None for code in codes) <= MOST_ODD * len(rows)
    placed = [row for row in rows if row["easting"] is not None]
    assert all(0 <= row["easting"] < 700_000 for row in placed)
    assert all(0 <= row["northing"] < 1_300_000 for row in placed)
    assert {finding.code for finding in listing.findings} <= SOUND


@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.name)
def test_its_own_addresses_are_found_in_it(path: Path) -> None:
    """Every address is the likeliest place of its own text, but where several share the text."""
    listing = read_gazetteer(path, allow_truncated=True)
    table = listing.table().slice(0, 2_000)
    index = Gazetteer.build_from(listing.file, columns=COLUMNS)
    wrong = 0
    for row in table.to_pylist():
        found = index.look_up(row["address_concat"], postcode=row["postcode"])
        wrong += found["uprn"] not in (str(row["uprn"]), None)
    assert wrong <= 0.05 * table.num_rows


@pytest.mark.parametrize("path", GIVEN, ids=lambda path: path.name)
def test_a_council_s_export_has_the_records_that_its_trailer_counts(path: Path) -> None:
    if detect(path) is not Format.DTF:
        pytest.skip("no DTF")
    read = read_dtf(path, allow_truncated=True)
    assert {11, 15, 21, 24} & set(read.records)
    assert not {"broken-record", "unknown-record", "truncated"} & {f.code for f in read.findings}
