"""The borough's files: five formats, each whole, and a note that all of it is made up."""

import csv
import json

import openpyxl
import pyarrow.parquet as pq
import pytest

from beholden.borough import make, write
from beholden.borough.writing import headings
from beholden.kernel import BadInput, Unavailable


@pytest.fixture(scope="module")
def borough():
    return make(households=300, seed=5)


@pytest.fixture(scope="module")
def folder(borough, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ashmere")
    write(borough, folder)
    return folder


def as_texts(table):
    return [["" if v is None else str(v) for v in row.values()] for row in table.to_pylist()]


def test_the_folder_holds_the_lists_the_truth_and_a_note(borough, folder):
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.txt",
        "council_tax.csv",
        "energy_certificates.csv",
        "gazetteer.csv",
        "housing_tenancies.xlsx",
        "neighbourhoods.geojson",
        "places.csv",
        "support_scheme.csv",
        "truth",
        "vaccinations.jsonl",
    ]
    truth = {path.stem for path in (folder / "truth").iterdir()}
    assert truth == set(borough.truth)
    assert "made up" in (folder / "README.txt").read_text()


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("council_tax", "cp1252"),
        ("energy_certificates", "utf-8-sig"),
        ("support_scheme", "utf-8"),
        ("gazetteer", "utf-8"),
        ("places", "utf-8"),
    ],
)
def test_a_separated_file_gives_back_every_cell(borough, folder, name, encoding):
    with open(folder / f"{name}.csv", encoding=encoding, newline="") as file:
        header, *rows = csv.reader(file)
    table = borough.tables[name]
    assert header == (headings(table) if name == "council_tax" else table.column_names)
    assert rows == as_texts(table)


def test_council_tax_has_headings_of_its_own_and_letters_outside_ascii(borough, folder):
    content = (folder / "council_tax.csv").read_bytes()
    assert content.startswith(b"Account Ref,Liable Name,Address 1,")
    assert b"\x92" in content


def test_vaccinations_are_one_json_object_a_line(borough, folder):
    lines = (folder / "vaccinations.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == borough.tables["vaccinations"].to_pylist()


def test_tenancies_are_a_workbook_while_they_are_few(borough, folder):
    book = openpyxl.load_workbook(folder / "housing_tenancies.xlsx", read_only=True)
    header, *rows = book.active.iter_rows(values_only=True)
    book.close()
    table = borough.tables["housing_tenancies"]
    assert list(header) == table.column_names
    assert [list(row) for row in rows] == [list(row.values()) for row in table.to_pylist()]


def test_tenancies_are_separated_by_bars_when_they_are_many(borough, tmp_path, monkeypatch):
    monkeypatch.setattr("beholden.borough.writing.MOST_EXCEL_ROWS", 10)
    path = write(borough, tmp_path)["housing_tenancies"]
    assert path.name == "housing_tenancies.txt"
    header, first = path.read_text(encoding="utf-8").splitlines()[:2]
    assert header.split("|") == borough.tables["housing_tenancies"].column_names
    assert first.count("|") == header.count("|")


def test_truth_comes_back_as_it_was(borough, folder):
    for name, table in borough.truth.items():
        read = pq.read_table(folder / "truth" / f"{name}.parquet")
        assert read.equals(table)
        assert read.schema.metadata[b"beholden.made_up"] == b"yes"


def test_writing_where_a_file_is_in_the_way_is_refused(borough, tmp_path):
    (tmp_path / "here").write_text("a file")
    with pytest.raises(BadInput):
        write(borough, tmp_path / "here")
    assert (tmp_path / "here").read_text() == "a file"


def test_a_full_disk_leaves_no_half_file(borough, tmp_path, monkeypatch):
    def full(self, content):
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(Unavailable, match="could not be written"):
        write(borough, tmp_path)
    assert [path.name for path in tmp_path.rglob("*")] == ["truth"]
