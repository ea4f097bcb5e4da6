"""A table's columns are named by whoever knows them, and the error says how."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from beholden.actions.gazetteers import build_gazetteer
from beholden.doors.cli.commands.gazetteer import gazetteer
from beholden.kernel import BadInput
from beholden.linkage import AddressColumns
from beholden.linkage.gazetteers import read_gazetteer

from . import made_up as m

NAMES = ("PROP_REF", "HOUSE", "ROAD", "TOWN_NAME", "PC", "address", "uprn")
ROWS = [
    (m.HOUSE, "14", "MILL LANE", "ASHMERE", "ZX1 1AB", "PO BOX 7", 1),
    (m.SHOP, "THE FORGE", "MILL LANE", "ASHMERE", "ZX1 1AC", "PO BOX 8", 2),
]
OPTIONS = {
    "--uprn-column": "PROP_REF", "--address-columns": "HOUSE, ROAD,TOWN_NAME",
    "--postcode-column": "pc",
}  # fmt: skip


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Give a council's own table: its names say nothing, and two of them mislead."""
    return m.write(tmp_path / "property.csv", m.table(NAMES, ROWS))


def _rows(path: Path, columns: AddressColumns) -> list[tuple[object, ...]]:
    table = read_gazetteer(path, columns=columns).table()
    return list(
        zip(*(table[n].to_pylist() for n in ("uprn", "address_concat", "postcode")), strict=True)
    )


NAMED = AddressColumns(None, ("HOUSE", "ROAD", "TOWN_NAME"), "PC", "PROP_REF")
READ = [
    (m.HOUSE, "14, MILL LANE, ASHMERE", "ZX1 1AB"),
    (m.SHOP, "THE FORGE, MILL LANE, ASHMERE", "ZX1 1AC"),
]


def test_the_columns_that_are_named_are_read(table: Path, tmp_path: Path) -> None:
    assert _rows(table, NAMED) == READ
    held = pa.table({name: [row[at] for row in ROWS] for at, name in enumerate(NAMES)})
    pq.write_table(held, tmp_path / "property.parquet")
    assert _rows(tmp_path / "property.parquet", NAMED) == READ


def test_what_is_not_named_is_found(table: Path) -> None:
    assert _rows(table, AddressColumns(None, (), None, "PROP_REF")) == [
        (m.HOUSE, "PO BOX 7", None), (m.SHOP, "PO BOX 8", None),
    ]  # fmt: skip
    assert _rows(table, AddressColumns(None, ("ROAD",), "PC", None)) == [
        (1, "MILL LANE", "ZX1 1AB"), (2, "MILL LANE", "ZX1 1AC"),
    ]  # fmt: skip


REFUSED: dict[str, tuple[str, AddressColumns, str]] = {
    "a column that is not there": (
        m.table(NAMES, ROWS), AddressColumns(None, ("STREET",), None, None),
        r"property\.csv has no column STREET\.",
    ),
    "a column that is there twice": (
        m.table(("uprn", "road", "ROAD"), [(7, "MILL LANE", "x")]),
        AddressColumns(None, ("road",), None, None), "more than one column road",
    ),
    "no address": (
        m.table(("ref", "road"), [(7, "MILL LANE")]), AddressColumns(None, (), None, "ref"),
        "can be read as an address",
    ),
    "no UPRN": (
        m.table(("number", "road"), [(7, "MILL LANE")]),
        AddressColumns(None, ("road",), None, None),
        "can be read as a UPRN",
    ),
    "a delivery whose columns are known": (
        m.volume(m.premium()), NAMED, "columns of property.csv cannot be named",
    ),
    "a table without names": (
        m.table((), [(7, "14 MILL LANE")]), NAMED, "columns of property.csv cannot be named",
    ),
    "a table without names that begins with a word": (
        m.table((), [("THE FORGE", "14 MILL LANE")]), NAMED, "has no column HOUSE",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_columns_that_cannot_be_read_are_refused(name: str, tmp_path: Path) -> None:
    content, columns, words = REFUSED[name]
    path = m.write(tmp_path / "property.csv", content)
    with pytest.raises(BadInput, match=words) as refusal:
        read_gazetteer(path, columns=columns)
    assert refusal.value.next_step
    assert "MILL LANE" not in str(refusal.value)


def _run(*words: object) -> Any:
    return CliRunner().invoke(gazetteer, [str(word) for word in words])


def test_the_command_takes_the_names_and_teaches_them(table: Path, tmp_path: Path) -> None:
    bare = m.write(tmp_path / "bare.csv", m.table(NAMES[:5], [row[:5] for row in ROWS]))
    out = tmp_path / "place.gaz"
    unnamed = _run("build", bare, "--out", out)
    assert isinstance(unnamed.exception, BadInput)
    assert all(option in str(unnamed.exception.next_step) for option in OPTIONS)
    named = [word for pair in OPTIONS.items() for word in pair]
    built = _run("build", bare, "--out", out, *named, "--json")
    assert (built.exit_code, out.is_file()) == (0, True)
    shown = _run("build", "--help").output
    assert all(option in shown for option in OPTIONS)
    assert "--uprn-column PROP_REF --address-columns HOUSE,ROAD,TOWN" in shown


def test_the_action_takes_the_names_as_match_does(table: Path, tmp_path: Path) -> None:
    columns: dict[str, str | None] = {
        option[2:].replace("-", "_"): name for option, name in OPTIONS.items()
    }
    made = build_gazetteer([table], tmp_path / "place.gaz", columns=columns)
    assert (made.uprns, made.texts) == (2, 2)
