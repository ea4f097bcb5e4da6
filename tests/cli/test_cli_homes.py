"""Homes that cannot be begun or opened: told in the family's words, and nothing left half-made."""

from __future__ import annotations

import pytest
from actions.ashmere import QUESTION

# Nothing listens at this port of this machine.
NOWHERE = "postgresql://nobody:zqxsecret@127.0.0.1:1/nothing"


@pytest.mark.parametrize(
    ("database", "code"), [(NOWHERE, 9), ("mysql://localhost/x", 6), ("nonsense", 6)]
)
def test_a_home_that_cannot_be_begun_leaves_nothing(line, tmp_path, database, code):
    home = tmp_path / "home"
    asked = ("init", home, "--name", "Ashmere (made up)", "--administrator", "a")
    ran = line(*asked, "--database", database)
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err
    assert "zqxsecret" not in ran.err
    assert not home.exists() or list(home.iterdir()) == []
    assert not (tmp_path / "home.keys").exists()
    assert line(*asked).code == 0, "the next try succeeds"


def test_a_home_begins_with_where_residents_write(line, tmp_path):
    begun = ("init", tmp_path / "home", "--name", "Ashmere (made up)", "--administrator", "a")
    officer, post = "data-protection@ashmere.example", 'The "Old" Town Hall, Ashmere'
    ran = line(*begun, "--data-protection", officer, "--post", post)
    assert ran.code == 0, ran.err
    assert "not stated" not in ran.out
    told = line("your-say", "--home", tmp_path / "home")
    assert f"Write to the data-protection officer: {officer} or {post}" in told.out


@pytest.mark.parametrize(
    ("option", "said"), [("--data-protection", "nobody"), ("--post", "two\nlines")]
)
def test_an_address_that_nobody_could_write_to_is_refused(line, tmp_path, option, said):
    home = tmp_path / "home"
    begun = ("init", home, "--name", "Ashmere (made up)", "--administrator", "a")
    ran = line(*begun, option, said)
    assert (ran.code, home.exists()) == (6, False), ran.err
    assert option.removeprefix("--").replace("-", "_") in ran.err
    ran = line(*begun)
    assert ran.code == 0
    assert "Where residents may write is not stated yet" in ran.out


def test_a_home_does_not_begin_in_the_records_of_another(at_home, tmp_path):
    records = f"sqlite:///{at_home.home / 'records.sqlite3'}"
    before = at_home("ledger", "show", "--json", "--limit", 999).json
    ran = at_home("init", tmp_path / "other", "--name", "Other", "--database", records)
    assert ran.code == 6, ran.err
    assert not (tmp_path / "other.keys").exists()
    assert at_home("ledger", "show", "--json", "--limit", 999).json == before


@pytest.mark.parametrize("command", [("use", "list"), ("ask", "warm-homes", QUESTION)])
def test_records_that_cannot_be_reached(at_home, command):
    settings = at_home.home / "council.toml"
    text = settings.read_text().replace("sqlite:///records.sqlite3", NOWHERE)
    settings.write_text(text)
    ran = at_home(*command)
    assert ran.code == 9, ran.err
    assert "The records cannot be reached" in ran.err
    assert "zqxsecret" not in ran.err


def test_records_that_are_not_whole(at_home):
    for name in ("records.sqlite3-wal", "records.sqlite3-shm"):
        (at_home.home / name).unlink(missing_ok=True)
    (at_home.home / "records.sqlite3").write_bytes(b"no database" * 1_000)
    ran = at_home("use", "list")
    assert ran.code == 8, ran.err
    assert "not whole" in ran.err


def test_keys_that_are_gone(at_home):
    keys = at_home.home.with_name("home.keys")
    keys.rename(keys.with_name("elsewhere"))
    ran = at_home("use", "list")
    assert ran.code == 8
    assert "keys" in ran.err


def test_keys_that_others_could_read(at_home):
    at_home.home.with_name("home.keys").chmod(0o755)
    ran = at_home("ask", "warm-homes", QUESTION)
    assert ran.code == 9
    assert "other accounts" in ran.err


@pytest.mark.parametrize("name", ["", "a\nb"])
def test_a_council_needs_a_name(line, tmp_path, name):
    ran = line("init", tmp_path / "home", "--name", name, "--administrator", "a")
    assert ran.code == 6, ran.err
    assert not (tmp_path / "home.keys").exists()


@pytest.mark.parametrize("code", ["Jo Smith", "a/b", "../x", ""])
def test_what_cannot_be_a_persons_code(line, tmp_path, code):
    ran = line("init", tmp_path / "home", "--name", "Ashmere", "--administrator", code or " ")
    assert ran.code == 6
    assert not (tmp_path / "home").exists()
