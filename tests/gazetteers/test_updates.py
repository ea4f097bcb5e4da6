"""Changes are applied in their order; what is out of turn, repeated or missing is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from beholden.kernel import BadInput, Damaged, NotFound
from beholden.linkage.gazetteers import Format, Listing, read_dtf, read_gazetteer, update_listing

from . import made_up as m

Write = Callable[..., Path]


def _texts(listing: Listing) -> set[str]:
    return set(listing.table()["address_concat"].to_pylist())


def _codes(listing: Listing) -> set[str]:
    return {finding.code for finding in listing.findings}


@pytest.fixture
def base(tmp_path: Path) -> Listing:
    """Give the listing of a council's full supply, as of the fifth of January."""
    text = m.volume(m.dtf(), version="7.3", supplier=9067)
    return read_gazetteer(m.write(tmp_path / "base.csv", text))


@pytest.fixture
def changes(tmp_path: Path) -> Write:
    """Give a function that writes a file of changes of one day."""

    def write(records: Iterable[m.Fields], *, day: str = "2026-02-05", **how: object) -> Path:
        given: dict[str, object] = {"version": "7.3", "supplier": 9067, "kind": "C"} | how
        text = m.volume(records, day=day, **given)  # type: ignore[arg-type]
        return m.write(tmp_path / f"changes-{day}.csv", text)

    return write


def test_inserts_updates_and_deletes(base: Listing, changes: Write) -> None:
    made = update_listing(base, changes([
        m.dtf_blpu(m.SHOP), m.dtf_lpi(m.SHOP, "L3", place=2, number=16),
        m.dtf_lpi(m.HOUSE, "L1", change="U", place=3, number=15),
        m.dtf_lpi(m.LAND, "L2", change="D", place=4), m.dtf_blpu(m.LAND, change="D", place=5),
    ]))  # fmt: skip
    assert _texts(made) == {"15 MILL LANE, ASHMERE", "16 MILL LANE, ASHMERE"}
    assert (made.findings, made.applied) == ((), {"9067": "2026-02-05 090000"})
    assert "14 MILL LANE, ASHMERE" in _texts(base)


def test_a_street_renamed_renames_its_addresses(base: Listing, changes: Write) -> None:
    made = update_listing(base, changes(m.dtf_street(10001, "FORGE LANE", change="U")))
    assert _texts(made) == {"14 FORGE LANE, ASHMERE", "LAND ADJACENT TO THE FORGE, FORGE LANE, "
                            "ASHMERE"}  # fmt: skip


def test_several_updates_are_applied_in_the_order_in_which_they_were_made(
    base: Listing, changes: Write
) -> None:
    later = changes([m.dtf_lpi(m.HOUSE, "L1", change="U", number=17)], day="2026-04-05")
    first = changes([m.dtf_lpi(m.HOUSE, "L1", change="U", number=16)], day="2026-03-05")
    made = update_listing(base, [later, first])
    assert "17 MILL LANE, ASHMERE" in _texts(made)
    assert made.applied == {"9067": "2026-04-05 090000"}


def test_days_that_begin_with_the_day_stand_in_their_order(tmp_path: Path, changes: Write) -> None:
    text = m.volume(m.dtf(), version="7.3", supplier=9067, day="28/12/2025")
    base = read_gazetteer(m.write(tmp_path / "british.csv", text))
    assert base.applied == {"9067": "2025-12-28 090000"}
    for at, (name, day) in enumerate([("b", "03/02/2026"), ("a", "2026-03-01")]):
        records = [m.dtf_lpi(m.HOUSE, "L1", change="U", number=16 + at)]
        text = m.volume(records, version="7.3", supplier=9067, kind="C", day=day)
        m.write(tmp_path / f"{name}.csv", text)
    made = update_listing(base, [tmp_path / "a.csv", tmp_path / "b.csv"])
    assert "17 MILL LANE, ASHMERE" in _texts(made)
    assert made.applied == {"9067": "2026-03-01 090000"}
    with pytest.raises(BadInput, match="older than"):
        update_listing(made, tmp_path / "b.csv")
    header = read_dtf(tmp_path / "british.csv").header
    assert header["process_date"] == "28/12/2025"


OUT_OF_TURN = {
    "the same again": ({"day": "2026-01-05"}, "was applied before"),
    "older": ({"day": "2025-12-01"}, "older than"),
    "another council's": ({"supplier": 1234}, "supplier"),
    "a full supply": ({"kind": "F"}, "full supply"),
    "cut short": ({"trailer": False}, "cut short"),
    "one volume of two": ({"number": 2}, "volumes of the delivery are missing"),
}


@pytest.mark.parametrize("name", OUT_OF_TURN)
def test_an_update_out_of_turn_is_refused(name: str, base: Listing, changes: Write) -> None:
    how, words = OUT_OF_TURN[name]
    before = base.table()
    path = changes([m.dtf_lpi(m.HOUSE, "L1", change="U", number=15)], **how)
    with pytest.raises(BadInput, match=words):
        update_listing(base, path)
    assert base.table().equals(before)


def test_an_update_that_was_left_out_is_noticed(base: Listing, changes: Write) -> None:
    records = [m.dtf_lpi(m.SHOP, f"N{n}", change="U", number=n + 1) for n in range(5)]
    with pytest.raises(BadInput, match="5 of 5 updates and deletes are of what is not"):
        update_listing(base, changes(records))


def test_odd_changes_are_told(base: Listing, changes: Write) -> None:
    made = update_listing(base, changes([
        m.dtf_lpi(m.HOUSE, "L1", change="I", number=20),
        m.dtf_lpi(m.HOUSE, "L9", change="D", place=2),
    ]))  # fmt: skip
    assert {"repeated-insert", "change-of-unknown"} <= _codes(made)
    assert "20 MILL LANE, ASHMERE" in _texts(made)


def test_records_out_of_their_order_are_applied_in_it(base: Listing, changes: Write) -> None:
    made = update_listing(base, changes([
        m.dtf_lpi(m.HOUSE, "L1", change="U", number=22, place=2),
        m.dtf_lpi(m.HOUSE, "L1", change="U", number=21, place=1),
    ]))  # fmt: skip
    assert "22 MILL LANE, ASHMERE" in _texts(made)
    assert _codes(made) == {"out-of-order"}


def test_a_long_silence_of_ordnance_survey_is_told(tmp_path: Path) -> None:
    base = read_gazetteer(m.write(tmp_path / "abp.csv", m.volume(m.premium())))
    change = [m.lpi(m.HOUSE, "L1", change="U", pao=(15, "", "", "", ""))]
    path = m.write(tmp_path / "cou.csv", m.volume(change, kind="C", day="2026-06-05"))
    made = update_listing(base, path)
    assert _codes(made) == {"late-update"}
    assert "15 MILL LANE, OLD TOWN, ASHMERE" in _texts(made)


def test_a_month_that_was_left_out_of_a_councils_own_changes_is_told(
    base: Listing, changes: Write
) -> None:
    """No change of the later one is of what is not there: only the days tell."""
    first = changes([m.dtf_lpi(m.HOUSE, "L1", change="U", number=16)], day="2026-02-05")
    later = changes([m.dtf_lpi(m.HOUSE, "L1", change="U", number=17)], day="2026-03-05")
    made = update_listing(base, later)
    assert _codes(made) == {"late-update"}
    assert _codes(update_listing(base, [first, later])) == set()
    with pytest.raises(BadInput, match="older than") as refused:
        update_listing(made, first)
    assert "left out needs the listing from before" in refused.value.next_step


def test_an_update_of_a_day_to_come_is_refused(base: Listing, changes: Write) -> None:
    path = changes([m.dtf_lpi(m.HOUSE, "L1", change="U", number=16)], day="2026-02-05")
    with pytest.raises(BadInput, match="still to come"):
        update_listing(base, path, today=date(2026, 2, 3))
    assert update_listing(base, path, today=date(2026, 2, 4)).rows == base.rows
    far = changes([m.dtf_lpi(m.HOUSE, "L1", change="U", number=16)], day="2199-02-01")
    with pytest.raises(BadInput, match="still to come"):
        update_listing(base, far)


def test_ngd_changes_by_version(tmp_path: Path) -> None:
    old = {"uprn": m.HOUSE, "versiondate": "2026-01-05", "fulladdress": "14, MILL LANE"}
    gone = {"uprn": m.FLAT, "versiondate": "2026-01-05", "fulladdress": "FLAT 2, MILL LANE"}
    base = read_gazetteer(m.write(tmp_path / "add_gb_builtaddress.csv", m.ngd([old, gone])))
    (tmp_path / "cou").mkdir()
    path = m.write(tmp_path / "cou" / "add_gb_builtaddress.csv", m.ngd([
        old | {"versiondate": "2026-02-05", "fulladdress": "14, FORGE LANE"},
        old | {"versionavailabletodate": "2026-02-05"},
        gone | {"versiondate": "2026-02-05", "changetype": "End Of Life"},
    ]))  # fmt: skip
    made = update_listing(base, path)
    assert _texts(made) == {"14, FORGE LANE"}
    with pytest.raises(BadInput, match="was applied before"):
        update_listing(made, path)


def test_a_plain_table_is_built_again_instead(tmp_path: Path) -> None:
    path = m.write(tmp_path / "t.csv", m.table(["uprn", "address"], [[m.HOUSE, "14 MILL LANE"]]))
    with pytest.raises(BadInput, match="no updates"):
        update_listing(read_gazetteer(path), path)


def test_a_listing_is_kept_and_opened(base: Listing, changes: Write, tmp_path: Path) -> None:
    base.save(tmp_path / "kept")
    opened = Listing.open(tmp_path / "kept")
    assert (opened.format, opened.facts, opened.applied) == (Format.DTF, base.facts, base.applied)
    made = update_listing(opened, changes([m.dtf_lpi(m.HOUSE, "L1", change="U", number=15)]))
    made.save(tmp_path / "kept")
    assert "15 MILL LANE, ASHMERE" in _texts(Listing.open(tmp_path / "kept"))
    assert sum(batch.num_rows for batch in Listing.open(tmp_path / "kept").batches()) == 2
    assert sorted(path.name for path in (tmp_path / "kept").iterdir()) == [
        "listing.json", "records", "texts.parquet",
    ]  # fmt: skip


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a file cut short": lambda kept: (kept / "texts.parquet").write_bytes(b"PAR1"),
    "a file gone": lambda kept: (kept / "records" / "lpis.parquet").unlink(),
    "a description that is none": lambda kept: (kept / "listing.json").write_text("{"),
    "another version": lambda kept: (kept / "listing.json").write_text('{"version": 0}'),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_listing_is_refused(damage: str, base: Listing, tmp_path: Path) -> None:
    base.save(tmp_path / "kept")
    DAMAGES[damage](tmp_path / "kept")
    with pytest.raises(Damaged, match="cannot be used"):
        Listing.open(tmp_path / "kept")


def test_a_listing_never_replaces_another_folder(base: Listing, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    with pytest.raises(BadInput, match="is not a listing"):
        base.save(tmp_path / "mine")
    with pytest.raises(NotFound):
        Listing.open(tmp_path / "mine")


def test_read_dtf_gives_every_kind_of_record(tmp_path: Path) -> None:
    text = m.volume([*m.dtf(), m.dtf_lpi(m.HOUSE, "L1", change="U", place=8, number=15),
                     m.dtf_lpi(m.LAND, "L2", change="D", place=9)],
                    version="7.3", supplier=9067)  # fmt: skip
    dtf = read_dtf(m.write(tmp_path / "llpg.csv", text))
    assert {kind: table.num_rows for kind, table in dtf.records.items()} == {
        11: 1, 15: 1, 21: 2, 23: 1, 24: 1,
    }  # fmt: skip
    address = dtf.records[24].to_pylist()[0]
    assert (address["lpi_key"], address["pao_start_number"], address["post_town"]) == (
        "L1", "15", "ASHMERE",
    )  # fmt: skip
    assert dtf.records[23]["field_10"].to_pylist() == ["123"]
    assert (dtf.header["custodian_code"], dtf.trailer["record_count"]) == ("9067", "9")
    assert dtf.findings == ()


def test_read_dtf_refuses_what_is_cut_short_unless_told_otherwise(tmp_path: Path) -> None:
    path = m.write(tmp_path / "llpg.csv", m.volume(m.dtf(), version="7.3", trailer=False))
    with pytest.raises(BadInput, match="cut short"):
        read_dtf(path)
    assert {f.code for f in read_dtf(path, allow_truncated=True).findings} == {"truncated"}
