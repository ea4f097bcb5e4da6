"""What others wrote cannot steer a terminal or a spreadsheet, and no text ends in a traceback."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from unittest.mock import patch

import click
import pytest
from actions.ashmere import ANALYST, MARKER, QUESTION, REFUSED
from hypothesis import given
from hypothesis import strategies as st

from beholden.doors.cli import beholden, options
from beholden.doors.cli.showing import as_csv, say, show_facts, show_json, show_rows
from beholden.doors.cli.visible import in_a_line, in_a_sheet, in_json, in_lines

STEERING = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
TURNING = list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
BROKEN = ["\ud800", "\udcff"]
EVERY_SIGN = "".join(STEERING + TURNING + BROKEN)
any_text = st.text(st.characters(exclude_categories=[]))
START = [sys.executable, "-m", "beholden"]
EVIL = [{"ward\x1b[2J": "Hill\x1b]0;x\x07", "[red]a_b": "\u202eeht", "n": 1234567}]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ashmere [north] – Ynys Môn", "Ashmere [north] – Ynys Môn"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31mred", "\\x9b31mred"),
        ("a\u202eb\u2069", "a\\u202eb\\u2069"),
        ("two\nlines\tand\r\ntabs\rhere", "two lines and tabs here"),
        ("half \ud800", "half \\ud800"),
        ("\x00\x7f", "\\x00\\x7f"),
    ],
)
def test_text_in_a_line(text, line):
    assert in_a_line(text) == line


@given(any_text)
def test_nothing_in_a_line_steers_a_screen(text):
    shown = in_a_line(text)
    assert not set(shown) & set(STEERING + TURNING + BROKEN)
    assert in_a_line(shown) == shown
    assert in_lines(text).replace("\n", " ") == in_lines(in_lines(text)).replace("\n", " ")
    assert not set(in_lines(text)) & set(STEERING + TURNING + BROKEN) - {"\n"}


@given(any_text)
def test_json_reads_back_exactly_and_steers_nothing(text):
    written = in_json({text: [text, {"deep": text}]})
    assert json.loads(written) == {text: [text, {"deep": text}]}
    assert not set(written) & set(STEERING + TURNING + BROKEN) - {"\n"}


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("-", "'-"),
        ("-5", "-5"),
        ("+44", "+44"),
        ("-1,200.50", "-1,200.50"),
        ("-1.5e-3", "-1.5e-3"),
        ("-12%", "-12%"),
        ("a=b", "a=b"),
        ("O'Brien", "O'Brien"),
        ("two\nlines", "two\nlines"),
        ("\x1b[31m", "\\x1b[31m"),
        ("", ""),
    ],
)
def test_a_cell_of_a_spreadsheet_is_no_formula(text, cell):
    assert in_a_sheet(text) == cell
    [header, row] = csv.reader(io.StringIO(as_csv([{text or "name": text}]), newline=""))
    assert (header, row) == ([cell or "name"], [cell])


@given(st.lists(any_text, min_size=1, max_size=3))
def test_no_cell_begins_a_formula_unless_it_is_a_number(values):
    rows = csv.reader(io.StringIO(as_csv([dict(enumerate_named(values))]), newline=""))
    for cell in [cell for row in rows for cell in row]:
        if cell.startswith(tuple("=+-@\t\r\n")):
            float(cell.replace(",", "").removesuffix("%"))


def enumerate_named(values):
    return ((f"c{place}{value}", value) for place, value in enumerate(values))


def test_numbers_in_csv_stay_numbers():
    assert as_csv([{"a": -5, "b": -0.25, "c": None, "d": True}]) == "a,b,c,d\r\n-5,-0.25,,yes\r\n"


@pytest.mark.parametrize("form", [None, "csv", "json"])
@pytest.mark.parametrize("show", [show_rows, lambda rows, form: show_facts(rows[0], form=form)])
def test_tables_and_facts_cannot_steer_a_screen(capsys, form, show):
    show(EVIL, form=form)
    out = capsys.readouterr().out
    assert not set(out) & set(EVERY_SIGN) - {"\n", "\r"}
    assert "1b[2J" in out
    assert "[red]a" in out
    assert "202eeht" in out


def test_a_title_and_a_sentence_cannot_steer_a_screen(capsys):
    show_rows(EVIL, form=None, title="[bold]Title\x1b[2J")
    say("Title\x1b[2J\nof two lines")
    show_json("\x9b")
    out = capsys.readouterr().out
    assert "[bold]Title\\x1b[2J" in out
    assert 'Title\\x1b[2J\nof two lines\n"\\u009b"\n' in out


def test_help_says_how_text_is_shown(line):
    assert "JSON and Parquet are exact" in line("--help").out
    assert "an apostrophe leads" in " ".join(line("use", "list", "--help").out.split())


# Each argument or variable that is not valid Unicode, wherever it stands.
BAD = "a\udcff"
BROKEN_ARGUMENTS = [
    (BAD,),
    ("use", "list", "--home", BAD),
    ("use", "show", BAD),
    ("ask", "warm-homes", QUESTION, "--as", BAD),
    ("ask", "warm-homes", f"select '{BAD}'"),
    ("ask", "warm-homes", QUESTION, "--out", BAD),
    ("describe", BAD),
    ("init", BAD, "--name", "A"),
    ("person", "add", "x", "--office", BAD, "--organisation", "A", "--role", "analyst"),
    ("release", "request", "answer-1", "--name", "t", "--title", BAD),
]


@pytest.mark.parametrize("given", BROKEN_ARGUMENTS, ids=lambda given: " ".join(given[:2])[:20])
def test_an_argument_that_is_no_unicode(at_home, given):
    words = at_home(*given)
    assert (words.code, words.out) == (6, "")
    assert words.err.startswith("Argument ")
    assert "not valid Unicode" in words.err
    data = at_home(*given, "--json")
    assert data.error["kind"] == "bad-input"


@pytest.mark.parametrize("variable", ["BEHOLDEN_PERSON", "BEHOLDEN_HOME"])
def test_a_variable_that_is_no_unicode(variable, tmp_path):
    environment = {**os.environ, "BEHOLDEN_HOME": str(tmp_path), variable: BAD}
    ran = subprocess.run(
        [*START, "use", "list"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 6
    assert ran.stderr.startswith(f"{variable} is not valid Unicode.")


def test_a_question_from_the_input_that_is_no_unicode(at_home):
    with patch.dict("os.environ", {"BEHOLDEN_HOME": str(at_home.home)}):
        ran = subprocess.run(
            [*START, "ask", "warm-homes", "-", "--as", ANALYST],
            input=b"select '\xff'",
            capture_output=True,
            check=False,
        )
    assert ran.returncode == 6
    assert ran.stderr.startswith(b"The standard input is not valid Unicode.")


def test_misuse_cannot_steer_a_screen_either(line):
    ran = line("no\x1b[2Jcommand")
    assert ran.code == 2
    assert "\x1b" not in ran.err


def test_an_error_cannot_steer_a_screen(at_home):
    ran = at_home("use", "show", "no\x1b[2Jsuch\u202e")
    assert ran.code in (6, 7)
    assert not set(ran.err) & set("\x1b\u202e")


@pytest.fixture
def failing(monkeypatch):
    """Give the command line a command that has a fault of its own."""

    @click.command("fail")
    @options.forms
    def fail(form):
        raise ZeroDivisionError(f"a value: {MARKER}")

    monkeypatch.setitem(beholden.commands, "fail", fail)
    return "fail"


def test_a_fault_of_ours_is_one_calm_message(line, failing):
    ran = line(failing)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("There is a fault in Beholden; the command was stopped.")
    assert "ZeroDivisionError" in ran.err
    assert "BEHOLDEN_DEBUG=1" in ran.err
    assert MARKER not in ran.err
    assert "Traceback" not in ran.err


def test_a_fault_of_ours_as_data(line, failing):
    ran = line(failing, "--json")
    assert ran.code == 1
    assert ran.error["kind"] == "error"
    assert MARKER not in ran.err


def test_a_fault_shows_its_traceback_where_that_is_asked_for(line, failing, monkeypatch):
    monkeypatch.setenv("BEHOLDEN_DEBUG", "1")
    ran = line(failing)
    assert ran.code == 1
    assert "Traceback" in ran.err
    assert MARKER in ran.err


def test_a_refusal_still_reads_as_it_did(at_home):
    ran = at_home("ask", "warm-homes", REFUSED)
    assert ran.err.startswith("Not allowed: this question would list arrears")
    assert "\n\n  Try:  " in ran.err


def test_an_identifier_in_a_wide_table_stays_whole(capsys: pytest.CaptureFixture[str]) -> None:
    name = "release-fbd422de4f93a1b2"
    show_rows([{"release": name, "title": "Households in need " * 12, "of": name}], form=None)
    assert capsys.readouterr().out.count(name) == 2
