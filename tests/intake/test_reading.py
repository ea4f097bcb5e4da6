"""Whatever form a table comes in, the same strings come out."""

import csv
import io
import sqlite3
from datetime import date, datetime

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from beholden.intake import ReadLimits, read
from beholden.kernel import Repair

ROWS = [
    ["name", "address", "postcode", "paid"],
    ["Zoë Müller", "2 Café Row, Ashmere", "AM1 2AB", "£5"],
    ["José Ñuñez", "The “Old” Mill; rear\nAshmere", "AM1 2AD", "£12.50"],
    ["Anne O’Neill", "Flat 1 | 3 High Street", "AM1 2AE", ""],
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}


def written(rows, delimiter=",", line_end="\r\n", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(rows)
    return text.getvalue()


def rows_of(table):
    columns = [
        ["" if cell is None else cell for cell in column] for column in table.to_pydict().values()
    ]
    return [table.column_names, *map(list, zip(*columns, strict=True))]


def codes(reading):
    return [finding.code for finding in reading.findings]


@pytest.fixture
def file(tmp_path):
    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("delimiter", DELIMITERS, ids=DELIMITERS.values())
def test_every_encoding_with_every_delimiter(file, encoding, delimiter):
    reading = read(file("a.csv", written(ROWS, delimiter).encode(encoding)))
    assert rows_of(reading.table) == ROWS
    assert (reading.encoding, reading.delimiter) == (encoding, delimiter)


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp1250", "cp1251"])
def test_another_code_page_is_told_by_its_letters_and_said_to_be_a_guess(file, encoding):
    names = {
        "cp1250": "Małgorzata Żółć Wiśniewska, Łódź, Kraków, Gdańsk i Świnoujście",
        "cp1251": "Анна Петрова живёт в доме на улице Ленина и работает в библиотеке",
    }
    text = names.get(encoding, "Zoë Müller, José Çelik, café £5")
    reading = read(file("a.csv", f"id;said\nA;{text}\n".encode(encoding)))
    assert reading.table["said"].to_pylist() == [text]
    assert codes(reading) == ["encoding-guessed"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["unix", "dos", "old-mac"])
def test_every_line_end(file, line_end):
    rows = [["a", "b"], ["1x", "2x"], ["3x", "4x"]]
    assert rows_of(read(file("a.csv", written(rows, line_end=line_end).encode())).table) == rows


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
)
names = st.from_regex(r"[a-z]{1,6} [a-z]{1,6}", fullmatch=True)


@st.composite
def tables(draw, alphabet=cells):
    header = draw(st.lists(names, min_size=2, max_size=5, unique=True))
    row = st.lists(alphabet, min_size=len(header), max_size=len(header))
    return [header, *draw(st.lists(row.filter(any), min_size=1, max_size=8))]


@settings(max_examples=60, deadline=None)
@given(
    tables(),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.sampled_from(list(DELIMITERS)),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_table_comes_back_as_it_was_written(
    tmp_path_factory, rows, encoding, delimiter, line_end
):
    path = tmp_path_factory.mktemp("round") / "a.csv"
    path.write_bytes(written(rows, delimiter, line_end, csv.QUOTE_ALL).encode(encoding))
    assert rows_of(read(path, typed=False).table) == rows


western = st.text(st.sampled_from("abc dEF 19,;|\"'\n£éèüßÅ’“”–"), max_size=12)


def reads_as_utf8(line):
    """Two letters of Windows-1252 that together are one of UTF-8 cannot be told from it."""
    return not line.isascii() and "\ufffd" not in line.decode("utf-8", "replace")


@settings(max_examples=40, deadline=None)
@given(tables(western), st.sampled_from(list(DELIMITERS)))
def test_any_western_table_comes_back_from_windows_1252(tmp_path_factory, rows, delimiter):
    content = written(rows, delimiter, "\r\n", csv.QUOTE_ALL).encode("cp1252")
    assume(not any(reads_as_utf8(line) for line in content.split(b"\n")))
    path = tmp_path_factory.mktemp("round") / "a.csv"
    path.write_bytes(content)
    assert rows_of(read(path, typed=False).table) == rows


numbers = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(repr),
    st.dates().map(date.isoformat),
    st.sampled_from(["007", "yes", "no", "true", "1e5", "0", "-0", "1.50"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=6))
def test_a_type_never_loses_anything(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("types") / "a.csv"
    path.write_text(written([["a", "b"], *([value, "x"] for value in values)]))
    column = read(path).table["a"]
    for text, value in zip(values, column.to_pylist(), strict=True):
        if pa.types.is_integer(column.type):
            assert str(value) == text
        elif pa.types.is_floating(column.type):
            assert value == float(text)
            assert not text.lstrip("-").startswith("0") or text.lstrip("-").startswith(("0.", "0"))
        elif pa.types.is_date(column.type):
            assert value.isoformat() == text
        elif pa.types.is_boolean(column.type):
            assert value == (text in ("yes", "true"))
        else:
            assert value == text


@pytest.mark.parametrize(
    ("column", "values", "kind"),
    [
        ("rooms", ["1", "2", "-30"], "int64"),
        ("rooms", ["1", "02"], "string"),
        ("arrears", ["1.50", "2", "-0.25"], "double"),
        ("arrears", ["1234567890.1234567"], "string"),
        ("arrears", ["£1.50", "2"], "string"),
        ("enrolled", ["yes", "No"], "bool"),
        ("enrolled", ["Y", "N"], "bool"),
        ("enrolled", ["Y", ""], "string"),
        ("enrolled", ["true", "yes"], "string"),
        ("sex", ["F", "F"], "string"),
        ("opened", ["31/01/2024", "01/02/2024"], "date32[day]"),
        ("opened", ["2024-01-31", "1-Feb-2024"], "date32[day]"),
        ("opened", ["31/01/2024", "01/31/2024"], "string"),
        ("opened", ["2024-01-31 09:30"], "string"),
        ("opened", ["2024-01-31T00:00:00"], "date32[day]"),
        ("opened", ["45322"], "string"),
        ("uprn", ["100012345678", "000012345678"], "string"),
        ("nhs_number", ["9434765919"], "string"),
        ("telephone", ["01179222000"], "string"),
        ("account_ref", ["1001", "1002"], "string"),
    ],
)
def test_what_type_a_column_gets(file, column, values, kind):
    text = written([[column, "other"], *([value, "x"] for value in values)])
    assert str(read(file("a.csv", text.encode())).table[column].type) == kind


def test_ragged_rows_are_padded_or_cut_in_their_places_and_named(file):
    good = [["c", "3"]] * 20
    reading = read(
        file("a.csv", written([["x", "n"], ["a", "1"], ["b"], ["d", "4", "e"], *good]).encode())
    )
    assert reading.table.slice(0, 3).to_pydict() == {"x": ["a", "b", "d"], "n": [1, None, 4]}
    assert [(f.code, f.row) for f in reading.findings] == [("short-row", 2), ("long-row", 3)]
    assert reading.repairs == (Repair("pad-short-row", "n", 2), Repair("drop-extra-cells", "n", 3))


def test_many_ragged_rows_are_counted_and_each_stands_in_the_log(file):
    rows = [["x", "n"], *([["a", "1"]] * 2000), *([["b"]] * 150)]
    reading = read(file("a.csv", written(rows).encode()))
    assert [f.row for f in reading.findings] == [*range(2001, 2101), None]
    assert "150 rows in all" in reading.findings[-1].message
    assert [done.row for done in reading.repairs] == list(range(2001, 2151))


def test_rows_that_end_with_a_delimiter_have_one_more_column(file):
    reading = read(file("a.csv", b"a,b\nx,y,\nz,w,\n"))
    assert reading.table.to_pydict() == {"a": ["x", "z"], "b": ["y", "w"], "column_3": [None, None]}
    assert codes(reading) == ["empty-column-name"]


def test_repeated_and_empty_column_names_are_told_apart(file):
    reading = read(file("a.csv", b"name,Name,,name_2\na,b,c,d\n"))
    assert reading.table.column_names == ["name", "Name_3", "column_3", "name_2"]
    assert codes(reading) == ["repeated-column-name", "empty-column-name"]


def test_a_header_only_is_a_table_without_rows(file):
    for content in (b"a,b\n", b"a,b", b"\n\na,b\n"):
        reading = read(file("a.csv", content))
        assert (reading.table.column_names, reading.table.num_rows) == (["a", "b"], 0)
        assert codes(reading) == ["no-rows"]


def test_bytes_of_windows_in_a_utf8_file_are_read_and_their_lines_named(file):
    content = "name,paid\nZoë,x\n".encode() + b"Jos\xe9,\xa35\n"
    reading = read(file("a.csv", content))
    assert reading.table.to_pydict() == {"name": ["Zoë", "José"], "paid": ["x", "£5"]}
    assert codes(reading) == ["mixed-encoding"]
    assert "3" in reading.findings[0].message


def test_a_stray_quotation_mark_that_swallowed_rows_is_found(file):
    reading = read(file("a.csv", b'a,b\n1,"x\n2,"y"\n3,z\n'))
    assert [(f.code, f.row, f.column) for f in reading.findings] == [("swallowed-rows", 1, "b")]


def sheet(path, rows, title="Data", others=()):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for other in others:
        book.create_sheet(other).append(["elsewhere"])
    book.save(path)
    return path


def test_an_excel_sheet(tmp_path):
    rows = [
        [],
        ["uprn", "opened", "arrears", "paid", "note"],
        [100012345678.0, datetime(2024, 1, 31), 12.5, True, "=1/0"],
        ["000123", datetime(2024, 2, 1), 3, False, "#N/A"],
    ]
    reading = read(sheet(tmp_path / "a.xlsx", rows, others=["Notes"]))
    assert reading.table.drop_columns("note").to_pylist() == [
        {"uprn": "100012345678", "opened": date(2024, 1, 31), "arrears": 12.5, "paid": True},
        {"uprn": "000123", "opened": date(2024, 2, 1), "arrears": 3.0, "paid": False},
    ]
    assert [(f.code, f.row, f.column) for f in reading.findings] == [
        ("other-sheets", None, None),
        ("excel-error", 2, "note"),
    ]
    assert read(tmp_path / "a.xlsx", sheet="Notes").table.column_names == ["elsewhere"]


def test_parquet_keeps_its_types_but_labels_are_text(tmp_path):
    table = pa.table(
        {
            "uprn": [100012345678, None],
            "n": [1.5, 2.0],
            "kind": pa.array(["a", "b"]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    read_back = read(tmp_path / "a.parquet").table
    assert read_back.to_pydict() == {
        "uprn": ["100012345678", None],
        "n": [1.5, 2.0],
        "kind": ["a", "b"],
    }
    assert read_back.schema.field("kind").type == pa.string()


def test_json_lines(file):
    content = (
        b'\xef\xbb\xbf{"uprn": "0012", "n": 1, "tags": ["a"]}\n\n'
        b'{"n": 2.5, "mixed": 1}\n{"mixed": "two", "opened": "2024-01-31"}\n'
    )
    reading = read(file("a.jsonl", content))
    assert reading.table.to_pydict() == {
        "uprn": ["0012", None, None],
        "n": [1.0, 2.5, None],
        "tags": ['["a"]', None, None],
        "mixed": [None, "1", "two"],
        "opened": [None, None, date(2024, 1, 31)],
    }
    assert codes(reading) == ["nested-values", "mixed-types"]


def test_a_table_of_a_database(tmp_path):
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("create table homes (uprn integer, street text, opened date, rate real)")
        connection.execute("insert into homes values (100012345678, '007', '2024-01-31', 1.5)")
        connection.execute("insert into homes values (null, '', null, null)")
    connection.close()
    reading = read(f"sqlite:///{tmp_path}/a.db", table="homes")
    assert reading.table.to_pylist() == [
        {"uprn": "100012345678", "street": "007", "opened": date(2024, 1, 31), "rate": 1.5},
        {"uprn": None, "street": None, "opened": None, "rate": None},
    ]
    assert reading.format == "database"


@pytest.mark.parametrize(
    ("name", "make", "held"),
    [
        ("a.xlsx", lambda path: path.write_bytes(b"a,b\n1,2\n3,4\n"), "delimited text"),
        ("a.parquet", lambda path: path.write_bytes(b"a;b\n1;2\n3;4\n"), "delimited text"),
        (
            "a.csv",
            lambda path: sheet(path.with_suffix(".xlsx"), [["a"], ["x"]]).rename(path),
            "Excel",
        ),
        ("a.csv", lambda path: pq.write_table(pa.table({"a": [1]}), path), "Parquet"),
        ("a.csv", lambda path: path.write_bytes(b'{"a": 1}\n{"a": 2}\n'), "JSON lines"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_read_by_what_it_holds(tmp_path, name, make, held):
    make(tmp_path / name)
    reading = read(tmp_path / name)
    assert reading.format == held
    assert codes(reading) == ["not-what-name-says"]


def test_a_large_table_of_text_is_read_in_its_order(file):
    rows = [["id no", "text"], *([f"r{n}", "word " * (n % 40)] for n in range(30_000))]
    rows = [[a, b.strip()] for a, b in rows]
    rows[20_001] = ["r-short"]
    table = read(file("a.csv", written(rows).encode()), limits=ReadLimits(record_bytes=2**16)).table
    assert table.num_rows == 30_000
    assert table["id no"].to_pylist() == [row[0] for row in rows[1:]]
