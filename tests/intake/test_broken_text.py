"""Text that is not valid Unicode, by every way in: a finding or one clear error, no traceback."""

import io
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from beholden.intake import check, describe, read, read_contract, repair
from beholden.kernel import BadInput, Unavailable

any_text = st.text(st.characters(exclude_categories=[]), max_size=6)
values = st.recursive(
    any_text | st.integers() | st.none(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(any_text, inner, max_size=2),
    max_leaves=4,
)


def bytes_as_text(*cells, kind=None):
    kind = kind or pa.string()
    binary = pa.large_binary() if kind == pa.large_string() else pa.binary()
    return pa.Array.from_buffers(kind, len(cells), pa.array(cells, binary).buffers())


def parquet(array):
    content = io.BytesIO()
    pq.write_table(pa.table({"abcd": array}), content)
    return content.getvalue()


def workbook(find, put):
    """Return a sheet of two rows in whose XML ``put`` stands for ``find``."""
    book, content = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["a", "b"])
    book.active.append(["word", "y"])
    book.save(content)
    changed = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(find, put) if "sheet1" in name else part)
    return changed.getvalue()


TODAY = date(2026, 11, 22)
HALF = "a,b\n1,x\ud800y\n"
NOT_UTF8 = bytes_as_text(b"plain", b"\xff\xfe")


@pytest.mark.parametrize(
    ("fault", "name", "content", "said"),
    [
        ("utf-16 with half a pair", "a.csv", HALF.encode("utf-16", "surrogatepass"), "as UTF-16"),
        ("utf-16 cut short", "a.csv", "a,b\n1,2\n".encode("utf-16") + b"\n", "as UTF-16"),
        ("utf-32 cut short", "a.csv", "a,b\n1,2\n".encode("utf-32") + b"\n", "as UTF-32"),
        ("utf-32 beyond Unicode", "a.csv", "a\n".encode("utf-32") + b"\xff" * 4, "as UTF-32"),
        ("not UTF-8", "a.jsonl", b'{"a": "x"}\n{"a": "\xff"}\n', "line 2 is not a JSON record"),
        ("not UTF-8", "a.parquet", parquet(NOT_UTF8), "Column abcd"),
        (
            "a long string",
            "a.parquet",
            parquet(bytes_as_text(b"\xff", kind=pa.large_string())),
            "Column abcd",
        ),
        (
            "in a list",
            "a.parquet",
            parquet(pa.ListArray.from_arrays([0, 1, 2], NOT_UTF8)),
            "Column abcd",
        ),
        (
            "in a record",
            "a.parquet",
            parquet(pa.StructArray.from_arrays([NOT_UTF8], ["k"])),
            "Column abcd",
        ),
        (
            "a label",
            "a.parquet",
            parquet(pa.DictionaryArray.from_arrays(pa.array([0, 1]), NOT_UTF8)),
            "Parquet",
        ),
        (
            "a column's name",
            "a.parquet",
            parquet(pa.array(["x"])).replace(b"abcd", b"ab\xff\xff"),
            "Parquet",
        ),
        ("not UTF-8", "a.xlsx", workbook(b"word", b"\xff"), "damaged Excel"),
        ("half a pair", "a.xlsx", workbook(b"word", b"&#xD800;"), "damaged Excel"),
        ("a sheet cut short", "a.xlsx", workbook(b"</sheetData>", b""), "damaged Excel"),
        ("no cell's place", "a.xlsx", workbook(b'r="A2"', b'r="!!"'), "damaged Excel"),
        ("no row's number", "a.xlsx", workbook(b'r="2"', b'r="two"'), "damaged Excel"),
    ],
)
def test_each_fault_is_one_clear_error(tmp_path, fault, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadInput, match=said) as error:
        read(tmp_path / name)
    assert error.value.next_step
    assert error.value.__cause__ is None


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        (rb'{"a": "x\ud800y"}', "x\ufffdy"),
        (rb'{"a": "\udfff\ud800"}', "\ufffd\ufffd"),
        (b'{"a": "\xed\xa0\x80"}', "\ufffd"),
        (rb'{"a": ["\ud800", {"k\udfff": 1}]}', '["\ufffd", {"k\ufffd": 1}]'),
    ],
)
def test_half_a_character_in_json_is_replaced_and_found_at_its_place(tmp_path, line, cell):
    (tmp_path / "a.jsonl").write_bytes(b'{"a": "whole"}\n' + line)
    reading = read(tmp_path / "a.jsonl")
    assert reading.table["a"].to_pylist() == ["whole", cell]
    found = [f for f in reading.findings if f.code == "broken-character"]
    assert [(f.column, f.row) for f in found] == [("a", 2)]


def test_the_halves_of_a_pair_are_one_character(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(rb'{"a": "\ud83c\udfe0"}')
    reading = read(tmp_path / "a.jsonl")
    assert (reading.table["a"].to_pylist(), reading.findings) == (["\U0001f3e0"], ())


def test_columns_named_with_half_a_character_stay_apart(tmp_path):
    (tmp_path / "a.jsonl").write_bytes(rb'{"a\ud800": 1, "a\udfff": 2}')
    reading = read(tmp_path / "a.jsonl")
    assert reading.table.to_pylist() == [{"a\ufffd": 1, "a\ufffd_2": 2}]
    codes = [finding.code for finding in reading.findings]
    assert codes == ["broken-character", "broken-character", "repeated-column-name"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.dictionaries(any_text, values, min_size=1, max_size=3), min_size=1, max_size=4))
def test_any_json_records_become_a_table_that_can_be_stored(tmp_path_factory, records):
    folder = tmp_path_factory.mktemp("records")
    (folder / "a.jsonl").write_text("\n".join(json.dumps({"id": 1, **one}) for one in records))
    reading = read(folder / "a.jsonl")
    description = describe(reading.table)
    repaired, _ = repair(reading.table, description)
    pq.write_table(repaired, folder / "a.parquet")
    assert pq.read_table(folder / "a.parquet").num_rows == len(records)
    assert check(repaired, dataset="any", today=TODAY).rows == len(records)


def test_text_of_sqlite_that_is_not_utf8_is_found(tmp_path):
    with sqlite3.connect(tmp_path / "a.sqlite") as database:
        database.execute("create table t (name text, town text)")
        database.execute("insert into t values (cast(x'ff41' as text), 'Ashmere')")
    database.close()
    reading = read(f"sqlite:///{tmp_path}/a.sqlite", table="t")
    assert reading.table.to_pylist() == [{"name": "\ufffdA", "town": "Ashmere"}]
    assert [finding.code for finding in reading.findings] == ["broken-character"]


@pytest.mark.parametrize(
    "named",
    [
        {"source": "street\udcff.csv"},
        {"source": Path("street\udcff.csv")},
        {"source": "sqlite:///a\udcff.sqlite", "table": "t"},
        {"source": "sqlite://", "table": "t\udcff"},
        {"source": "a.xlsx", "sheet": "\ud800"},
    ],
)
def test_a_source_named_in_broken_text_is_refused(named):
    with pytest.raises(BadInput, match="not valid Unicode") as error:
        read(**named)
    assert str(error.value).isascii()


def test_a_name_that_is_too_long_is_no_traceback(tmp_path):
    with pytest.raises(Unavailable, match="cannot be read"):
        read(tmp_path / ("a" * 300))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"kind: DataContract\nname: \xff\n", "not YAML"),
        (b'kind: DataContract\nname: "\\ud800"\n', "holds what no contract can"),
        (b"kind: DataContract\nprice: .nan\n", "holds what no contract can"),
        (b"kind: &a [*a]\n", "holds what no contract can"),
        (b"2026-01-31: x\n", "holds what no contract can"),
        (b"[" * 5000, "not YAML"),
    ],
)
def test_a_contract_holds_text_that_can_be_written(tmp_path, content, said):
    (tmp_path / "a.odcs.yaml").write_bytes(content)
    with pytest.raises(BadInput, match=said):
        read_contract(tmp_path / "a.odcs.yaml")


def test_a_folder_is_no_contract(tmp_path):
    with pytest.raises(BadInput, match="can be read"):
        read_contract(tmp_path)
