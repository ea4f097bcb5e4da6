"""What every command prints: forms that parse back, exit codes, and refusals in words."""

from __future__ import annotations

import csv
import io
import json
import re

import click
import pyarrow.parquet as pq
import pytest
from actions.ashmere import CODES, DPO, MARKER, QUESTION, REFUSED

from beholden import __version__
from beholden.doors.cli import beholden

RELEASE = ("--name", "table", "--title", "Households by neighbourhood")

# Every command that prints a table, with the arguments that make it print one.
TABLES = [
    ("person list", ()),
    ("person roles", ()),
    ("dataset list", ()),
    ("dataset show", ("council_tax",)),
    ("use list", ()),
    ("use show", ("warm-homes",)),
    ("agree list", ()),
    ("agree show", ("warm-homes-2026",)),
    ("objection list", ()),
    ("release list", ()),
    ("ledger show", ("--limit", "5")),
    ("ledger show", ("--last", "3")),
    ("ledger verify", ()),
    ("describe", ("{data}/council_tax.csv",)),
    ("check", ("{data}/council_tax.csv",)),
    ("check", ("{data}/council_tax.csv", "--repairs")),
    ("explain", ("warm-homes", QUESTION)),
]


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def arguments(line, command, rest):
    data = line.home.with_name("stated") / "data"
    return [*command.split(), *(str(one).format(data=data) for one in rest)]


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += every_command(command, (*path, name))
    return found


@pytest.mark.parametrize("command", [(), *every_command(beholden)], ids=" ".join)
def test_help_teaches(line, command):
    shown = line(*command, "--help")
    assert shown.code == 0
    assert "Usage: beholden" in shown.out
    assert len(shown.out.splitlines()) > 4
    assert not re.search(r"[a-z]\.\.\.$", shown.out, flags=re.M), "a sentence is cut short"


@pytest.mark.parametrize(("command", "rest"), TABLES)
def test_a_table_is_the_same_in_each_form(at_home, command, rest):
    given = arguments(at_home, command, rest)
    plain = at_home(*given)
    assert plain.code == 0, plain.err
    assert plain.out.strip()
    data = at_home(*given, "--json")
    assert data.code == 0
    assert data.json is not None
    sheet = at_home(*given, "--csv")
    assert sheet.code == 0
    if isinstance(data.json, list):
        assert [list(row) for row in rows_of(sheet.out)] == [list(row) for row in data.json]
    assert MARKER not in plain.out + data.out + sheet.out


def test_what_acts_print_as_data(at_home):
    data = at_home.home.with_name("stated") / "data"
    steward, dpo = at_home.by(CODES["revenues"]), at_home.by(DPO)
    about = ("--name", "more", "--steward", "Revenues and Benefits")
    made = steward("register", data / "support_scheme.csv", *about, "--json")
    assert [c["column"] for c in made.json] == ["uprn", "enrolled", "claimant"]
    matched = steward("match", "council_tax", "--gazetteer", "gazetteer", "--json")
    assert matched.json[0]["matched"] == matched.json[0]["rows"]
    sealed = dpo("seal", "warm-homes", "--json")
    assert {row["dataset"] for row in sealed.json} == {
        "council_tax",
        "energy_certificates",
        "support_scheme",
    }


@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet"])
def test_answers_in_each_form(at_home, form, tmp_path):
    ran = at_home("ask", "warm-homes", QUESTION, "--format", form)
    assert ran.code == 0, ran.err
    if form == "csv":
        rows = rows_of(ran.out)
    elif form == "json":
        rows = ran.json["rows"]
        assert ran.json["receipt"]["withheld"] == {"fewer than 20 households": 1}
    elif form == "parquet":
        rows = pq.read_table(io.BytesIO(ran.raw)).to_pylist()
    else:
        assert "Millbrook" in ran.out
        return
    assert [row["neighbourhood"] for row in rows] == ["Millbrook", "Northgate"]
    assert {int(row["households"]) % 5 for row in rows} == {0}
    assert form == "json" or "Receipt answer-" in ran.err


def test_an_answer_into_a_file_and_a_question_from_the_input(at_home, tmp_path):
    out = tmp_path / "answer.parquet"
    ran = at_home("ask", "warm-homes", "-", "--out", out, stdin=QUESTION)
    assert ran.code == 0, ran.err
    assert pq.read_table(out).num_rows == 2
    assert at_home("ask", "warm-homes", QUESTION, "--out", tmp_path / "answer.doc").code == 6


def test_a_refusal_is_told_in_words_and_as_data(at_home):
    words = at_home("ask", "warm-homes", REFUSED)
    assert (words.code, words.out) == (3, "")
    assert words.err.startswith("Not allowed: this question would list arrears")
    assert "Try:" in words.err
    data = at_home("ask", "warm-homes", REFUSED, "--json")
    assert data.code == 3
    assert data.error["kind"] == "refused"
    assert data.error["clause"] == "datasets › council_tax › arrears"


# Each exit code of the family by a real cause.
CAUSES = [
    (0, ("use", "list")),
    (2, ("ask",)),
    (2, ("no-such-command",)),
    (2, ("seal", "warm-homes", "--no-such-option")),
    (3, ("ask", "warm-homes", REFUSED)),
    (3, ("seal", "warm-homes")),
    (4, ("ask", "warm-homes", "select from where")),
    (4, ("ask", "warm-homes", "select 1; select 2")),
    (6, ("describe", "{data}")),
    (6, ("apply", "{data}")),
    (7, ("ask", "no-such-use", QUESTION)),
    (7, ("use", "show", "no-such-use")),
    (7, ("dataset", "show", "no_such_dataset")),
    (7, ("agree", "show", "no-such-agreement")),
    (7, ("release", "show", "no-such-release")),
    (7, ("publish", "no-such-release", "--as", CODES["publisher"])),
    (7, ("ask", "warm-homes", QUESTION, "--as", "code-nobody")),
    (7, ("use", "list", "--home", "{data}")),
    (7, ("ledger", "verify", "{data}")),
]


@pytest.mark.parametrize(("code", "given"), CAUSES)
def test_exit_codes(at_home, code, given):
    ran = at_home(*arguments(at_home, given[0], given[1:]))
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    assert MARKER not in ran.err
    assert bool(ran.err) == (code != 0)


@pytest.mark.parametrize(
    ("code", "given"), [c for c in CAUSES if c[0] > 2 and c[1][0] != "publish"]
)
def test_errors_as_data(at_home, code, given):
    ran = at_home(*arguments(at_home, given[0], given[1:]), "--json")
    assert ran.code == code
    assert ran.out == ""
    assert ran.error["exit_code"] == code
    assert ran.error["what"]


def test_a_question_over_its_limit(at_home):
    settings = at_home.home / "council.toml"
    settings.write_text(settings.read_text().replace("rows = 100000", "rows = 1"))
    ran = at_home("ask", "warm-homes", QUESTION)
    assert ran.code == 5, ran.err
    acts = [row["act"] for row in at_home("ledger", "show", "--json", "--limit", 99).json]
    assert acts[-1] == "question-stopped"


def test_a_damaged_home_and_a_damaged_ledger(at_home):
    bundles = [f for f in (at_home.home / "ledger/tile/entries").rglob("*") if f.is_file()]
    entries = max(bundles, key=lambda file: file.stat().st_size)
    content = bytearray(entries.read_bytes())
    at = content.index(b"dataset-registered")
    content[at] ^= 1
    entries.write_bytes(content)
    index = content[:at].count(b'{"act"') - 1
    ran = at_home("ledger", "verify", "--json")
    assert ran.code == 8
    assert f"entry {index}:" in ran.error["why"]
    (at_home.home / "council.toml").write_text("name = ")
    assert at_home("use", "list").code == 8


def test_a_release_on_the_command_line(at_home):
    receipt = at_home("ask", "warm-homes", QUESTION, "--json").json["receipt"]["id"]
    asked = at_home("release", "request", receipt, *RELEASE, "--json")
    release = asked.json["release"]
    assert at_home("release", "show", release, "--json").json
    assert len(rows_of(at_home("release", "show", release, "--csv").out)) >= 3
    assert at_home("release", "review", release, "--approve").code == 3
    reviewer, publisher = at_home.by(CODES["reviewer"]), at_home.by(CODES["publisher"])
    assert reviewer("release", "review", release, "--decline").code == 2
    assert publisher("publish", release).code == 3
    assert reviewer("release", "review", release, "--approve").out.endswith("is approved.\n")
    published = publisher("publish", release)
    assert published.code == 0, published.err
    assert "index.html" in published.out
    assert at_home("release", "list", "--json").json[0]["state"] == "published"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(line, shell):
    script = line("completion", shell)
    assert script.code == 0
    assert "_BEHOLDEN_COMPLETE" in script.out


@pytest.mark.parametrize("kind", ["people", "use", "advice", "decision", "agreement", "outcome"])
def test_schemas(line, kind):
    assert json.loads(line("schema", kind).out)["$schema"].startswith("https://json-schema.org")


def test_the_version(line):
    assert line("--version").out == f"beholden {__version__}\n"


def test_init_begins_in_an_empty_folder_only(line, tmp_path):
    made = line("init", tmp_path / "home", "--name", "Ashmere (made up)", "--administrator", "a")
    assert made.code == 0, made.err
    assert (tmp_path / "home.keys").stat().st_mode & 0o777 == 0o700
    again = line("init", tmp_path / "home", "--name", "Another")
    assert again.code == 6
    elsewhere = line(
        "init", tmp_path / "other", "--name", "Another", "--keys", tmp_path / "home.keys"
    )
    assert elsewhere.code == 6
    assert line("person", "list", "--home", tmp_path / "home", "--json").json[0]["code"] == "a"
