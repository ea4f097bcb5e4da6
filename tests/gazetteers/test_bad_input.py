"""Every way in which a delivery can be bad: a clear refusal, or a finding and the rest is read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput, OutOfLimits
from beholden.linkage.gazetteers import (
    FINDINGS,
    DeliveryLimits,
    Format,
    Listing,
    detect,
    read_gazetteer,
)
from beholden.linkage.gazetteers.tallies import findings_of

from . import made_up as m

ROOT = Path(__file__).parents[2]


def plain(path: Path, rows: list[list[object]], names: str = "uprn,address,postcode") -> Path:
    return m.write(path, m.table(names.split(","), rows))


def found(listing: Listing) -> dict[str, int]:
    """Return how often each finding was met."""
    return {f.code: int(f.message.split()[0].replace(",", "")) for f in listing.findings}


UPRNS = [
    ("100012345678", 100012345678, None),
    ("000012345678", 12345678, None),
    (" 12345678 ", 12345678, None),
    ("100012345678.0", 100012345678, None),
    ("1.00012345678E+11", 100012345678, None),
    ("1.00012E+11", None, "lost-precision"),
    ("1E+11", None, "lost-precision"),
    ("1000123456789", None, "invalid-uprn"),
    ("0", None, "invalid-uprn"),
    ("-5", None, "invalid-uprn"),
    ("12.5", None, "invalid-uprn"),
    ("UPRN1", None, "invalid-uprn"),
    ("", None, "no-uprn"),
]


@pytest.mark.parametrize(("written", "uprn", "code"), UPRNS)
def test_uprns_as_spreadsheets_leave_them(
    written: str, uprn: int | None, code: str | None, tmp_path: Path
) -> None:
    rows: list[list[object]] = [[written, "14 MILL LANE", ""], [7, "16 MILL LANE", ""]]
    listing = read_gazetteer(plain(tmp_path / "t.csv", rows))
    assert set(listing.table()["uprn"].to_pylist()) == {7} | ({uprn} if uprn else set())
    assert found(listing) == ({code: 1} if code else {})


def test_uprns_stored_as_floats_are_whole_again(tmp_path: Path) -> None:
    table = pa.table({"uprn": [100012345670.0, 7.0], "address": ["14 MILL LANE", "16 MILL LANE"]})
    pq.write_table(table, tmp_path / "t.parquet")
    listing = read_gazetteer(tmp_path / "t.parquet")
    assert listing.table()["uprn"].to_pylist() == [7, 100012345670]


def test_uprns_stored_as_floats_too_short_for_them_are_left_out(tmp_path: Path) -> None:
    uprns = pa.array([100012345670.0, 7.0], pa.float32())
    table = pa.table({"uprn": uprns, "address": ["14 MILL LANE", "16 MILL LANE"]})
    pq.write_table(table, tmp_path / "t.parquet")
    listing = read_gazetteer(tmp_path / "t.parquet")
    assert listing.table()["uprn"].to_pylist() == [7]
    assert found(listing) == {"lost-precision": 1}


def _core(uprn: str) -> str:
    row = [""] * 27
    row[0], row[13], row[26] = uprn, "14 MILL LANE", "I"
    return m.table((), [row, ["7", *row[1:]]])


def _ngd(uprn: str, **more: object) -> str:
    row = {"uprn": uprn, "versiondate": "2026-01-05", "fulladdress": "14, MILL LANE"} | more
    return m.ngd([row, row | {"uprn": 7}])


ONE_BAD_ROW = {
    "AddressBase Core": ("core.csv", _core),
    "OS NGD Address": ("add_gb_builtaddress.csv", _ngd),
    "in two languages": (
        "add_gb_builtaddress.csv",
        lambda uprn: _ngd(uprn, alternatelanguagefulladdress="14, LÔN Y FELIN"),
    ),
}


@pytest.mark.parametrize("name", ONE_BAD_ROW)
def test_a_row_that_goes_into_several_tables_is_counted_once(name: str, tmp_path: Path) -> None:
    file, of_uprn = ONE_BAD_ROW[name]
    listing = read_gazetteer(m.write(tmp_path / file, of_uprn("1.00012E+11")))
    assert found(listing)["lost-precision"] == 1


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 999_999_999_999), min_size=1, max_size=20, unique=True))
def test_every_uprn_that_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, uprns: list[int]
) -> None:
    path = tmp_path_factory.mktemp("u") / "t.csv"
    listing = read_gazetteer(plain(path, [[u, f"{u} MILL LANE", ""] for u in uprns]))
    assert listing.table()["uprn"].to_pylist() == sorted(uprns)


TRUE = ((400000, 300000), (52.597, -2.0))
PLACES = [
    ("on the grid", *TRUE, (400000, 300000), None),
    ("exchanged", (300000, 400000), TRUE[1], (400000, 300000), "swapped-coordinates"),
    ("degrees", (-2.0, 52.597), ("", ""), (None, None), "degrees-for-metres"),
    ("beyond the grid", (900000, 1400000), ("", ""), (None, None), "outside-grid"),
    ("nought", (0, 0), ("", ""), (None, None), "outside-grid"),
    ("another place", (500000, 180000), TRUE[1], (500000, 180000), "coordinates-disagree"),
    ("exchanged, without degrees", (800000, 400000), ("", ""), (400000, 800000),
     "swapped-coordinates"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "at", "degrees", "kept", "code"), PLACES)
def test_coordinates_of_another_kind(
    name: str, at: tuple[object, object], degrees: tuple[object, object],
    kept: tuple[object, object], code: str | None, tmp_path: Path,
) -> None:  # fmt: skip
    records = [m.street(10001, "MILL LANE"), m.blpu(m.HOUSE, x=at[0], y=at[1], at=degrees),
               m.lpi(m.HOUSE, "L1", pao=(14, "", "", "", ""))]  # fmt: skip
    listing = read_gazetteer(m.write(tmp_path / "x.csv", m.volume(records)))
    row = listing.table().to_pylist()[0]
    assert (row["easting"], row["northing"]) == kept
    assert set(found(listing)) == ({code} if code else set())


@pytest.mark.parametrize("how", [{"postcode": "BT1 1AA"}, {"country": "N"}])
def test_the_irish_grid_is_not_taken_for_the_british(how: dict[str, str], tmp_path: Path) -> None:
    records = [m.street(10001, "MILL LANE"), m.blpu(m.HOUSE, **how),
               m.lpi(m.HOUSE, "L1", pao=(14, "", "", "", ""))]  # fmt: skip
    listing = read_gazetteer(m.write(tmp_path / "x.csv", m.volume(records)))
    assert found(listing) == {"irish-grid": 1}
    assert listing.table()["easting"].to_pylist() == [None]


LETTERS = [
    ("LÔN Y FELIN".encode(), "LÔN Y FELIN", None),
    ("TŶ GWYN".encode(), "TŶ GWYN", None),
    ("LÔN Y FELIN".encode("cp1252"), "LÔN Y FELIN", "not-utf-8"),
    ("LÔN Y FELIN".encode().decode("cp1252").encode(), "LÔN Y FELIN", "doubled-encoding"),
    ("TŶ Gŵyr".encode().decode("latin-1").encode(), "TŶ Gŵyr", "doubled-encoding"),
    ("L\ufffdN Y FELIN".encode(), "L\ufffdN Y FELIN", "lost-letters"),
]


@pytest.mark.parametrize(("written", "text", "code"), LETTERS)
def test_letters_in_other_encodings(
    written: bytes, text: str, code: str | None, tmp_path: Path
) -> None:
    listing = read_gazetteer(m.write(tmp_path / "t.csv", b"uprn,address\n7,14 " + written + b"\n"))
    assert listing.table()["address_concat"].to_pylist() == ["14 " + text]
    assert found(listing) == ({code: 1} if code else {})


WIDE = {
    "a table of a spreadsheet": ("uprn\taddress\r\n7\t14 LÔN Y FELIN\r\n", "utf-16"),
    "big letters first, no mark": ("uprn,address\n7,14 LÔN Y FELIN\n", "utf-16-be"),
    "small letters first, no mark": ("uprn,address\n7,14 LÔN Y FELIN\n", "utf-16-le"),
    "four bytes a letter": ("uprn,address\n7,14 LÔN Y FELIN", "utf-32"),
    "a mark alone": ("uprn,address\n7,14 LÔN Y FELIN\n", "utf-8-sig"),
}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", WIDE)
def test_wide_letters_are_read_as_intake_reads_them(
    name: str, packed: bool, tmp_path: Path
) -> None:
    text, encoding = WIDE[name]
    path = m.write(tmp_path / "t.csv", text.encode(encoding))
    if packed:
        with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
            archive.write(path, "t.csv")
        path = tmp_path / "t.zip"
    assert read_gazetteer(path).table()["address_concat"].to_pylist() == ["14 LÔN Y FELIN"]


def test_a_volume_of_records_may_be_in_utf_16(tmp_path: Path) -> None:
    plain, wide = (m.write(tmp_path / f"{e}.csv", _volume().encode(e)) for e in ("utf-8", "utf-16"))
    assert read_gazetteer(wide).table() == read_gazetteer(plain).table()


def _volume(**how: object) -> str:
    return m.volume(m.premium(), **how)  # type: ignore[arg-type]


REFUSED = {
    "no trailer": (_volume(trailer=False), "cut short"),
    "fewer records than told": (_volume(told=99), "cut short"),
    "more records than told": (_volume(told=3), "cut short"),
    "a second volume that is missing": (_volume(following=2), "1 volumes .* missing"),
    "a first volume that is missing": (_volume(number=2), "1 volumes .* missing"),
    "changes only": (_volume(kind="C"), "changes only"),
    "an unknown layout": (_volume().replace('"Y"', '"Y","new"'), "layout that is not known"),
    "DTF 8": (m.volume([(21, "I", 1, 7, 1)], version="8.1"), "layout that is not known"),
    "a header without a day": (_volume(day="soon"), "no day that can be read"),
    "a day that there is none of": (_volume(day="31/02/2026"), "no day that can be read"),
    "UTF-16 cut short": (_volume().encode("utf-16")[:-1], "begins as UTF-16"),
    "UTF-16 and something else": (_volume().encode("utf-16") + b"\x00\xd8" * 3, "as UTF-16"),
    "zero bytes": (b"\0" * 500, "is not text"),
    "no addresses": ("name,age\nMade Up,3\n", "No file was recognised"),
    "nothing": ("", "nothing to read"),
    "lines that cannot be told apart": (_volume() + "rubbish\n" * 2, "lines cannot be read"),
    "rows of any width": ("uprn,address\n" + "7,x,y,z\n" * 9 + "8,MILL LANE\n", "number of fields"),
    "coordinates alone": ("UPRN,X_COORDINATE,Y_COORDINATE\n7,1,2\n", "OS Open UPRN"),
    "no UPRN": ("address,postcode\n14 MILL LANE,ZX1 1AB\n", "No file was recognised"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_relied_on_is_refused(name: str, tmp_path: Path) -> None:
    content, words = REFUSED[name]
    path = m.write(tmp_path / "x.csv", content)
    with pytest.raises(BadInput, match=words) as refusal:
        read_gazetteer(path)
    assert refusal.value.next_step
    assert "MILL LANE" not in str(refusal.value)


@pytest.mark.parametrize("name", ["no trailer", "fewer records than told",
                                  "a second volume that is missing"])  # fmt: skip
def test_what_there_is_may_be_taken_on_request(name: str, tmp_path: Path) -> None:
    path = m.write(tmp_path / "x.csv", REFUSED[name][0])
    listing = read_gazetteer(path, allow_truncated=True)
    assert listing.facts["uprns"] == 3
    assert set(found(listing)) <= {"truncated", "missing-volume"} != set()


def test_a_delivery_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file named"):
        read_gazetteer(tmp_path / "nowhere.csv")


def test_formats_are_not_mixed(tmp_path: Path) -> None:
    m.write(tmp_path / "1.csv", m.volume(m.premium()))
    m.write(tmp_path / "2.csv", m.volume(m.dtf(), version="7.3"))
    with pytest.raises(BadInput, match=r"AddressBase Premium, DTF 7\.3"):
        detect(tmp_path)


def test_the_format_that_is_named_must_be_it(tmp_path: Path) -> None:
    path = m.write(tmp_path / "1.csv", m.volume(m.premium()))
    with pytest.raises(BadInput, match=r"is not DTF 7\.3, but AddressBase Premium"):
        read_gazetteer(path, format=Format.DTF)


def test_full_and_changes_are_not_mixed(tmp_path: Path) -> None:
    m.write(tmp_path / "1.csv", _volume())
    m.write(tmp_path / "2.csv", _volume(kind="C", day="2026-02-05"))
    with pytest.raises(BadInput, match="are mixed"):
        read_gazetteer(tmp_path)


def test_a_few_broken_lines_are_left_out_and_counted(tmp_path: Path) -> None:
    many = [m.blpu(u) for u in range(1, 40)] + [
        m.lpi(u, f"K{u}", pao=(u, "", "", "", "")) for u in range(1, 40)
    ]
    text = m.volume([m.street(10001, "MILL LANE"), *many, (24, "I", 9, 5)])
    text = text.replace("99,0,80,", '"stray",1\r\n99,0,81,')
    listing = read_gazetteer(m.write(tmp_path / "x.csv", text))
    assert found(listing) == {"broken-record": 1, "unknown-record": 1}
    assert listing.facts["uprns"] == 39


def test_addresses_without_their_street_or_property(tmp_path: Path) -> None:
    records = [m.blpu(m.HOUSE), m.lpi(m.HOUSE, "L1", pao=(14, "", "", "", "THE FORGE")),
               m.lpi(m.SHOP, "L2", pao=("", "", "", "", "THE SHOP")),
               m.blpu(m.FLAT), m.lpi(m.FLAT, "L3")]  # fmt: skip
    listing = read_gazetteer(m.write(tmp_path / "x.csv", m.volume(records)))
    assert found(listing) == {"no-street": 3, "no-property": 1, "no-text": 1}
    assert set(listing.table()["address_concat"].to_pylist()) == {"THE FORGE, 14", "THE SHOP"}


def test_a_damaged_archive(tmp_path: Path) -> None:
    whole = m.zipped(tmp_path / "x.zip", {"1.csv": _volume()}).read_bytes()
    m.write(tmp_path / "x.zip", whole[:40] + b"\x00" * 40 + whole[80:])
    with pytest.raises(BadInput, match="damaged archive"):
        read_gazetteer(tmp_path / "x.zip")


BOMBS = {
    "a member that grows too much": DeliveryLimits(),
    "more bytes than are read": DeliveryLimits(unpacked_bytes=2**20, ratio=10**9),
    "more files than are read": DeliveryLimits(files=1, ratio=10**9),
}


@pytest.mark.parametrize("name", BOMBS)
def test_an_archive_made_to_fill_the_disk(name: str, tmp_path: Path) -> None:
    m.zipped(tmp_path / "x.zip", {"1.csv": b"\n" * 2**25, "2.csv": "x"})
    with pytest.raises(OutOfLimits):
        read_gazetteer(tmp_path / "x.zip", limits=BOMBS[name])


def test_archives_within_archives_have_an_end(tmp_path: Path) -> None:
    path = m.zipped(tmp_path / "0.zip", {"1.csv": _volume()})
    for depth in range(1, 4):
        path = m.zipped(tmp_path / f"{depth}.zip", {"in.zip": path.read_bytes()})
    with pytest.raises(OutOfLimits, match="too deep"):
        read_gazetteer(path)


def test_every_finding_is_on_its_page() -> None:
    page = (ROOT / "docs" / "reference" / "gazetteers.md").read_text(encoding="utf-8")
    assert [code for code in FINDINGS if f"| `{code}` |" not in page] == []


def test_what_is_said_of_one_is_in_the_singular() -> None:
    said = [one.message for one in findings_of(dict.fromkeys(FINDINGS, 1))]
    many = r"rows|records|volumes|lines|days|addresses|properties"
    assert [
        one for one in said if re.match(rf"1 ({many})\b|1 \w+ (have|were|are|lie)\b", one)
    ] == []
    assert "1 line had letters that were encoded twice; it was mended." in said
