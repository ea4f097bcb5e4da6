"""Backup and restore as commands: what they print, as a table and as data, and how they end."""

from __future__ import annotations

from pathlib import Path

from actions.ashmere import ADMIN, QUESTION


def test_a_home_is_backed_up_and_brought_back(at_home, tmp_path: Path):
    admin = at_home.by(ADMIN)
    said = admin("backup", tmp_path / "one", "--keys-to", tmp_path / "two")
    assert said.code == 0
    assert "sha256:" in said.out
    again = admin("backup", tmp_path / "one", "--json")
    assert (again.code, again.error["kind"]) == (6, "bad-input")
    done = admin(
        "restore", tmp_path / "one", tmp_path / "back", "--keys", tmp_path / "two", "--json"
    )
    assert done.json["acts_lost"] == 0
    assert done.json["entries_proved"] > 20
    assert done.err == ""
    asked = at_home("ask", "warm-homes", QUESTION, "--home", tmp_path / "back", "--json")
    assert asked.code == 0


def test_a_backup_that_is_older_says_what_would_be_lost(at_home, tmp_path: Path):
    admin = at_home.by(ADMIN)
    admin("backup", tmp_path / "one", "--keys-to", tmp_path / "two")
    seen = at_home.home / "ledger"
    asked = [tmp_path / "one", tmp_path / "back", "--keys", tmp_path / "two", "--seen", seen]
    said = admin("restore", *asked)
    assert said.code == 3
    assert "home-backed-up" in said.err
    assert "--lose-acts" in said.err
    assert admin("restore", *asked, "--lose-acts", "--json").json["acts_lost"] == 1


def test_nobody_but_the_administrator_may(at_home, tmp_path: Path):
    assert at_home("backup", tmp_path / "one").code == 3
    assert not (tmp_path / "one").exists()
