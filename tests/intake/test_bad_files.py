"""Files that cannot be used as they are: one fault in each row, one clear error, nothing lost."""

import gzip
import io
import tracemalloc
import zipfile

import openpyxl
import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from beholden.intake import ReadLimits, read
from beholden.kernel import BadInput, NotFound, Unavailable

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def archive(names):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name in names:
            made.writestr(name, "a,b\n1,2\n")
    return content.getvalue()


def parquet_cut_short():
    content = io.BytesIO()
    pq.write_table(pa.table({"a": list(range(1000))}), content)
    return content.getvalue()[:-200]


def excel(rows):
    book, content = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("fault", "name", "content", "said"),
    [
        ("no bytes", "a.csv", b"", "is empty"),
        ("only line ends", "a.csv", b"\r\n\r\n\n", "no text"),
        ("a picture", "a.csv", PNG, "a PNG picture"),
        ("a zip archive", "a.csv", archive(["a.csv"]), "a zip archive"),
        ("a damaged zip", "a.xlsx", b"PK\x03\x04 and no more", "a damaged Excel file"),
        ("a damaged workbook", "a.xlsx", archive(["xl/workbook.xml"]), "damaged Excel"),
        ("a binary workbook", "a.xlsx", archive(["xl/workbook.bin"]), ".xlsb"),
        ("an old workbook", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        ("gzip", "a.csv", gzip.compress(b"a,b\n1,2\n"), "a gzip archive"),
        ("PDF", "a.csv", b"%PDF-1.7\n", "a PDF document"),
        ("SQLite", "a.csv", b"SQLite format 3\0", "an SQLite database"),
        ("a web page", "a.csv", b"  <!DOCTYPE html>\n<html>", "a web page"),
        ("XML", "a.csv", b"<?xml version='1.0'?>", "an XML document"),
        ("a JSON list", "a.csv", b'[{"a": 1}]', "a JSON document"),
        (
            "Parquet cut short",
            "a.parquet",
            parquet_cut_short(),
            "damaged or unknown form of Parquet",
        ),
        ("zero bytes in text", "a.csv", b"a,b\n1,\x002\n", "binary"),
        ("prose named as Excel", "a.xlsx", b"Dear all,\nsee below.\n\nRegards\n", "not a table"),
        ("no column names", "a.csv", b",,\n1,2,3\n", "no column names"),
        (
            "data for a header",
            "a.csv",
            b"Jo Bloggs,AM1 2AB\nAl Bloggs,AM1 2AD\n",
            "looks like data",
        ),
        ("a title above", "a.csv", b"Report of May\n\na,b\n1,2\n3,4\n", "more or fewer cells"),
        ("a ragged row", "a.csv", b"a,b\n1,2\n3\n4,5\n", "1 of 3 rows has more or fewer"),
        ("its line", "a.csv", b'\na,b\n1,"2\n3"\n\n3\n4,5\n', "line 6 of the file"),
        ("its line in UTF-16", "a.csv", "a,b\n1,2\n3\n".encode("utf-16"), "line 3 of the file"),
        ("ragged rows", "a.csv", b"a,b\n1,2\n3\n4\n4,5\n", "first is line 3 of the file"),
        ("an open quotation mark", "a.csv", b'a,b\n1,2\n3,"x\n4,5\n', "never closed"),
        (
            "10,000 columns",
            "a.csv",
            ",".join(f"c{n}" for n in range(10_000)).encode(),
            "10,000 columns",
        ),
        (
            "a cell beyond 1 MiB",
            "a.csv",
            b"a,b\n" + b"x" * 2**21 + b",1\n",
            "longer than 1,048,576",
        ),
        ("a line beyond 8 MiB", "a.csv", b"a,b\n" + b"x" * 2**24 + b",1\n", "line 2 is longer"),
        ("a cell of lines", "a.csv", b'a,b\n"' + b"x\n" * 2**23 + b'",1\n', "row that is longer"),
        ("not a record", "a.jsonl", b'{"a": 1}\n[1]\n', "line 2 is JSON but not a record"),
        ("broken JSON", "a.jsonl", b'{"a": 1}\n{"a": \n', "line 2 is not a JSON record"),
        ("JSON too deep", "a.jsonl", b'{"a": 1}\n' + b"[" * 100_000, "line 2 is not a JSON record"),
        ("an empty sheet", "a.xlsx", excel([]), "sheet is empty"),
        ("a sheet without names", "a.xlsx", excel([["", None, " "], [1, 2, 3]]), "no column names"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) and len(value) < 30 else "",
)
def test_each_fault_is_one_clear_error(tmp_path, fault, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput) as error:
        read(path)
    assert said in str(error.value)
    assert error.value.next_step
    assert path.read_bytes() == content
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (ReadLimits(file_bytes=10), "larger than"),
        (ReadLimits(columns=1), "2 columns"),
        (ReadLimits(field_bytes=3), "cell of column b"),
    ],
)
def test_each_limit_of_a_text_file(tmp_path, limits, said):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n1,long words\n")
    with pytest.raises(BadInput, match=said):
        read(tmp_path / "a.csv", limits=limits)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (ReadLimits(excel_rows=1), "more than 1 rows"),
        (ReadLimits(file_bytes=5200), "unpacks to more"),
        (ReadLimits(field_bytes=3), "cell of column b"),
    ],
)
def test_each_limit_of_an_excel_file(tmp_path, limits, said):
    content = excel([["a", "b"], [1, "long words"], [1, 2]])
    assert len(content) < 5200
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(BadInput, match=said):
        read(tmp_path / "a.xlsx", limits=limits)


def test_a_field_of_a_gigabyte_is_refused_soon_and_without_its_memory(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.write(b"a,b\n")
        for _ in range(64):
            file.write(b"x" * 2**24)
    tracemalloc.start()
    with pytest.raises(BadInput, match="line 2 is longer"):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 64 * 2**20
    tracemalloc.stop()
    path.unlink()


def test_a_file_that_is_not_there_and_one_that_is_a_folder(tmp_path):
    with pytest.raises(BadInput, match=r"no file named nowhere\.csv"):
        read(tmp_path / "nowhere.csv")
    with pytest.raises(BadInput, match="is not a file"):
        read(tmp_path)


def test_a_sheet_that_is_not_there(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(excel([["a"], [1]]))
    with pytest.raises(BadInput, match="Name one of: Sheet"):
        read(tmp_path / "a.xlsx", sheet="Nowhere")


def test_a_sheet_or_a_table_of_a_text_file(tmp_path):
    (tmp_path / "a.csv").write_text("a\n1\n")
    with pytest.raises(BadInput, match="has no sheets"):
        read(tmp_path / "a.csv", sheet="One")
    with pytest.raises(BadInput, match="Only a database"):
        read(tmp_path / "a.csv", table="one")


@pytest.mark.parametrize(
    ("url", "table", "error", "said"),
    [
        ("sqlite:///{home}/a.db", None, BadInput, "has many tables"),
        ("sqlite:///{home}/a.db", "homes", NotFound, "no table named homes"),
        ("sqlite:///{home}/none/a.db", "homes", Unavailable, "did not answer"),
        ("https://example.org/a.csv", "homes", BadInput, "not the URL of a database"),
        ("postgresql+nodriver://u:secret-word@h/d", "homes", BadInput, "not the URL of a database"),
        ("mysql+pymysql://u:secret-word@h/d", "homes", BadInput, "is not installed"),
        (
            "postgresql+psycopg://u:secret-word@127.0.0.1:1/d",
            "homes",
            Unavailable,
            "did not answer",
        ),
    ],
)
def test_databases_that_cannot_be_read_and_no_password_in_the_error(
    tmp_path, url, table, error, said
):
    with pytest.raises(error) as raised:
        read(url.format(home=tmp_path), table=table)
    assert said in str(raised.value)
    assert "secret-word" not in str(raised.value.to_dict())
    assert raised.value.__cause__ is None
