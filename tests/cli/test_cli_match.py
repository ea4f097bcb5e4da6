"""``beholden match``: a contract that others rely on, for good input and for bad."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest
from actions.ashmere import uprn, write_data

COLUMNS = [
    "unique_id", "uprn", "score", "reason", "exact_to", "runner_up_uprn", "runner_up_score",
]  # fmt: skip

# An address as a council might hold it, and the gazetteer's row that is meant, or None.
ADDRESSES = [
    ("7 Mill Lane, Ashmere", "ZZ2 1AA", 6),
    ("", "", None),
    ("..., ;!?", "ZZ1 1AA", None),
    ("x" * 10_000, "ZZ1 1AA", None),
    ("שלום עולם 7", "ZZ1 1AA", None),
    ("1 Tannery Row Ashmere", "ZZ1 2AA", 75),
    ("99 Nowhere Street, Otherton", "AB1 2CD", None),
]


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gazetteer")
    write_data(folder)
    return folder / "gazetteer.csv"


def write(path: Path, names: tuple[str, str, str], rows=ADDRESSES) -> Path:
    table = [
        {names[0]: f"row-{9 - i}", names[1]: address, names[2]: postcode}
        for i, (address, postcode, _) in enumerate(rows)
    ]
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(table), path)
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=names)
        writer.writeheader()
        writer.writerows(table)
    return path


def read(path: Path) -> list[dict]:
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    with path.open(encoding="utf-8", newline="") as file:
        return [{k: v or None for k, v in row.items()} for row in csv.DictReader(file)]


DEFAULT = ("unique_id", "address_concat", "postcode")


@pytest.mark.parametrize("coming", [".csv", ".parquet"])
@pytest.mark.parametrize("going", [".csv", ".parquet"])
def test_the_contract(line, gazetteer, tmp_path, coming, going):
    list_of = gazetteer
    if coming == ".parquet":
        list_of = tmp_path / "gazetteer.parquet"
        table = pa.csv.read_csv(gazetteer)
        pq.write_table(table, list_of)
    addresses, out = write(tmp_path / f"a{coming}", DEFAULT), tmp_path / f"out{going}"
    ran = line("match", addresses, "--gazetteer", list_of, "--out", out, "--threads", 1)
    assert ran.code == 0, ran.err
    rows = read(out)
    assert list(rows[0]) == COLUMNS
    assert [row["unique_id"] for row in rows] == [f"row-{9 - i}" for i in range(len(ADDRESSES))]
    meant = [None if place is None else uprn(place) for _, _, place in ADDRESSES]
    assert [row["uprn"] for row in rows] == meant
    assert all(0 <= float(row["score"] or 0) <= 1 and row["reason"] for row in rows)


def test_other_columns_a_threshold_and_a_review_list(line, gazetteer, tmp_path):
    addresses = write(tmp_path / "a.csv", ("ref", "where", "pc"))
    out, review = tmp_path / "out.csv", tmp_path / "review.csv"
    named = ("--address-columns", "where", "--postcode-column", "pc", "--id-column", "ref")
    asked = ("match", addresses, "--gazetteer", gazetteer, "--out", out, "--uprn-column", "uprn")
    ran = line(*asked, *named, "--review", review)
    assert ran.code == 0, ran.err
    assert read(out)[0]["uprn"] == uprn(6)
    assert read(out)[0]["unique_id"] == "row-9"
    assert {row["unique_id"] for row in read(review)} <= {row["unique_id"] for row in read(out)}
    assert line(*asked, *named, "--threshold", 1).code == 0
    assert all(row["uprn"] is None or float(row["score"]) == 1 for row in read(out))


FAULTS = [
    (2, ("--threshold", "2"), {}),
    (2, ("--threads", "0"), {}),
    (6, ("--address-columns", "nowhere"), {}),
    (6, ("--uprn-column", "nowhere"), {}),
    (6, (), {"--out": "out.doc"}),
    (6, ("--review", "out.csv"), {"--out": "out.csv"}),
    (6, (), {"--gazetteer": "missing.csv"}),
    (6, (), {"--gazetteer": "empty.csv"}),
    (6, (), {"--gazetteer": "twice.csv"}),
]


@pytest.mark.parametrize(("code", "more", "instead"), FAULTS)
def test_bad_input(line, gazetteer, tmp_path, monkeypatch, code, more, instead):
    monkeypatch.chdir(tmp_path)
    addresses = write(tmp_path / "a.csv", DEFAULT)
    (tmp_path / "empty.csv").write_text("")
    head, first, *rest = gazetteer.read_text().splitlines()
    other = first.replace("Mill Lane", "Other Street")
    (tmp_path / "twice.csv").write_text("\n".join([head, first, other, *rest]))
    given = {"--gazetteer": str(gazetteer), "--out": "out.csv", **instead}
    ran = line("match", addresses, *(part for pair in given.items() for part in pair), *more)
    if instead.get("--gazetteer") == "twice.csv":
        # Two addresses of one UPRN are alternatives, as AddressBase has them; not a fault.
        assert ran.code in {0, 6}, ran.err
        return
    assert ran.code == code, ran.err
    assert not (tmp_path / "out.csv").exists()
    assert "Traceback" not in ran.err
    assert "Mill Lane" not in ran.err


def test_what_was_there_stays_where_matching_fails(line, gazetteer, tmp_path):
    addresses, out = write(tmp_path / "a.csv", DEFAULT), tmp_path / "out.csv"
    out.write_text("kept")
    assert line("match", addresses, "--gazetteer", tmp_path / "no.csv", "--out", out).code == 6
    assert out.read_text() == "kept"
    nowhere = tmp_path / "no-such-folder/out.csv"
    assert line("match", addresses, "--gazetteer", gazetteer, "--out", nowhere).code == 6
