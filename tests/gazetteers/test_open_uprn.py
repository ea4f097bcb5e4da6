"""Places from OS Open UPRN go into the texts of a listing and are kept with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from beholden.actions.gazetteers import build_gazetteer, listing_facts, update_gazetteer
from beholden.kernel import BadInput
from beholden.linkage.gazetteers import Listing, read_gazetteer, with_coordinates

from . import made_up as m

NAMES = ["uprn", "address", "easting", "northing"]
ROWS = [
    [5, "5 MILL LANE", "", ""], [7, "7 MILL LANE", "", ""], [7, "THE FORGE, 7 MILL LANE", "", ""],
    [8, "8 MILL LANE", "", ""], [9, "9 MILL LANE", 300001, 300009],
]  # fmt: skip
OPEN_UPRN = """UPRN,X_COORDINATE,Y_COORDINATE,LATITUDE,LONGITUDE
7,400001.5,300002,1,1
8,1e9,3,1,1
9,5,6,1,1
77,400077,300077,1,1
"""
PLACED = {5: None, 7: 400001.5, 8: None, 9: 300001.0}


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """Give a plain table of made-up addresses, of which one has a place."""
    return m.write(tmp_path / "plain.csv", m.table(NAMES, ROWS))


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """Give OS Open UPRN in its archive; one place of it lies outside the National Grid."""
    return m.zipped(tmp_path / "osopenuprn.zip", {"osopenuprn.csv": OPEN_UPRN})


def eastings(listing: Listing) -> dict[int, float | None]:
    table = listing.table()
    return dict(zip(table["uprn"].to_pylist(), table["easting"].to_pylist(), strict=True))


def missing(listing: Listing) -> list[str]:
    return [finding.message for finding in listing.findings if finding.code == "no-place"]


def test_what_is_built_with_places_keeps_them(plain: Path, places: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    made = build_gazetteer([plain], tmp_path / "x.gaz", coordinates=places, listing=kept)
    opened = Listing.open(kept)
    assert eastings(opened) == PLACED
    assert opened.table()["northing"].to_pylist() == [None, 300002, 300002, None, 300009]
    assert (made.located, listing_facts(kept)["located"]) == (2, 2)
    assert (made.texts, made.uprns) == (5, 4)
    assert missing(opened) == ["2 properties have no coordinates."]


def test_the_listing_that_is_given_stays_as_it_is(plain: Path, places: Path) -> None:
    listing = read_gazetteer(plain)
    before = listing.table()
    placed = with_coordinates(listing, places)
    assert listing.table().equals(before)
    assert placed.table().drop(["easting", "northing"]).equals(before.drop(["easting", "northing"]))
    assert missing(listing) == ["3 properties have no coordinates."]


def test_another_file_is_refused(plain: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="not in OS Open UPRN"):
        build_gazetteer([plain], tmp_path / "x.gaz", coordinates=plain, listing=tmp_path / "kept")
    assert [path.name for path in tmp_path.iterdir()] == ["plain.csv"]


def test_an_update_is_placed_too(tmp_path: Path) -> None:
    bare = [
        tuple(m._bare("") if str(field) in {"400000.00", "300000.00"} else field for field in one)
        for one in m.dtf()
    ]
    full = m.write(tmp_path / "full.csv", m.volume(bare, version="7.3", supplier=9067))
    text = m.volume([m.dtf_lpi(m.HOUSE, "L1", change="U", number=15)], version="7.3",
                      supplier=9067, kind="C", day="2026-02-05")  # fmt: skip
    change = m.write(tmp_path / "c.csv", text)
    out, kept = tmp_path / "x.gaz", tmp_path / "kept"
    assert build_gazetteer([full], out, listing=kept).located == 0
    text = OPEN_UPRN.replace("\n77,", f"\n{m.HOUSE},")
    places = m.write(tmp_path / "o.csv", text)
    made = update_gazetteer(kept, [change], out, coordinates=places)
    assert (made.located, listing_facts(kept)["located"]) == (1, 1)
    assert eastings(Listing.open(kept)) == {m.HOUSE: 400077.0, m.LAND: None}
