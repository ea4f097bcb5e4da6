"""What ``beholden register`` says of what it found, and ``beholden dataset show`` after it."""

import re
import sqlite3
from contextlib import closing

import pytest
from actions.ashmere import CODES

from .running import Line

HEADER = "ref,who,postcode,born"
GUESSED = (
    "  The file is not in UTF-8. By its letters it was read as cp1252: "
    "check that names with accents and pound signs look right.\n"
)
# More kinds of faults than are shown: a letter of cp1252, dates to come, gaps, odd postcodes …
FAULTY = (
    HEADER,
    "1,Ren\xe9,ZX1 1AA,2020-01-01",
    "2,b,nonsense,2020-13-01",
    "3,b,,1990-05-06",
    "4,d,zz,2050-01-01",
    "5,e,zzz,2051-02-01",
    "N/A,,ZX1 1AB,",
)


@pytest.fixture
def register(capsysbinary, founded, tmp_path):
    """Give a function that registers a file of these lines as ``lists``, and the command line."""
    at = Line(capsysbinary, founded.directory, CODES["revenues"])

    def register(*lines, encoding="utf-8"):
        file = tmp_path / "a list.csv"
        file.write_bytes("\n".join((*lines, "")).encode(encoding))
        named = ("--name", "lists", "--steward", "Revenues and Benefits", "--made-up")
        ran = at("register", file, *named)
        assert ran.code == 0, ran.err
        return ran

    return register, at


def test_an_encoding_that_was_guessed_is_told_and_where_all_is_seen(register, tmp_path):
    run, at = register
    ran = run(HEADER, "1,Ren\xe9,ZX1 1AA,2020-01-01", encoding="cp1252")
    assert ran.out.endswith(
        f"Findings: 1. Repairs: 0 cells.\n{GUESSED}"
        f"  `beholden check '{tmp_path / 'a list.csv'}'` shows each with its row.\n"
    )
    shown = at("dataset", "show", "lists").out
    assert "Version 1: 1 row.\nQuality: completeness 100.0%, " in shown
    assert "Findings: 1. Repairs: 0 cells.\n`beholden check FILE`, " in shown


def test_a_file_without_a_fault_names_no_finding(register):
    run, at = register
    assert run(HEADER, "1,a,ZX1 1AA,2020-01-01").out.endswith("Findings: 0. Repairs: 0 cells.\n")
    assert at("dataset", "show", "lists").out.endswith("Findings: 0. Repairs: 0 cells.\n")


def test_of_many_findings_the_first_kinds_are_told_and_how_many_more_there_are(register, tmp_path):
    run, at = register
    ran = run(*FAULTY, encoding="cp1252")
    _, told = ran.out.split(" cells.\n")
    *kinds, last = told.splitlines()
    assert kinds[0] + "\n" == GUESSED
    assert len(kinds) == 5
    everything = at("check", tmp_path / "a list.csv", "--json").json["findings"]
    rows = [one["row"] for one in everything if one["code"] == "future-date"]
    assert "  born: The date lies in the future. (2 rows, the first 4)" in kinds
    assert rows == [4, 5]
    more = len(everything) - sum(map(told_of, kinds))
    assert more > 0
    assert last.startswith(f"  … and {more} more. `beholden check ")


def told_of(kind):
    """Return how many findings a line stands for."""
    rows = re.search(r"\((\d+) rows, the first \d+\)$", kind)
    return int(rows[1]) if rows else 1


def test_a_file_with_a_header_alone_is_told_as_that(register):
    run, at = register
    ran = run(HEADER)
    assert "NO ROWS: there is a header and nothing below it." in ran.err
    assert "  The table has columns but no rows.\n" in ran.out
    assert "Version 1: 0 rows.\n" in at("dataset", "show", "lists").out
    assert "NO ROWS" not in run(HEADER, "1,a,ZX1 1AA,2020-01-01").err


def test_a_database_s_url_is_not_repeated(capsysbinary, founded, tmp_path):
    file = tmp_path / "kept.sqlite"
    with closing(sqlite3.connect(file)) as connected:
        connected.execute("create table people (ref integer, who text)")
    at = Line(capsysbinary, founded.directory, CODES["revenues"])
    named = ("--name", "kept", "--steward", "Revenues and Benefits", "--table", "people")
    ran = at("register", f"sqlite:///{file}", *named)
    assert ran.code == 0, ran.err
    assert ran.out.endswith("  `beholden check URL --table people` shows each with its row.\n")
