"""Homes: odd folders, odd settings, what cannot be begun, and a log that lost its head."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest
from actions.ashmere import QUESTION

from beholden.ledger import Signer

ASKED = ("--name", "Ashmere (made up)", "--administrator", "admin")


@pytest.mark.parametrize("name", ["a#b", "a?b", "a%20b", "ä b"])
def test_a_folder_whose_name_means_something_in_an_address(line, tmp_path, name):
    assert line("init", tmp_path / name, *ASKED).code == 0
    line.home = tmp_path / name
    assert line("person", "list", "--json").json[0]["code"] == "admin"
    assert (tmp_path / name / "records.sqlite3").is_file()
    assert {p.name for p in tmp_path.iterdir()} == {name, f"{name}.keys"}


@pytest.mark.parametrize(
    "database",
    [
        "sqlite:///records.sqlite3?mode=memory",
        "sqlite:///records.sqlite3#x",
        "sqlite://host/x",
        "sqlite:///",
        "postgresql://localhost",
        "postgresql://localhost:port/x",
        "postgresql://[::1/x",
    ],
)
def test_what_is_no_address_of_a_database(line, tmp_path, database):
    ran = line("init", tmp_path / "home", *ASKED, "--database", database)
    assert ran.code == 6, ran.err
    assert list(tmp_path.iterdir()) == []


def test_keys_within_the_home(line, tmp_path):
    ran = line("init", tmp_path / "home", *ASKED, "--keys", tmp_path / "home" / "keys")
    assert ran.code == 6
    assert "within the home" in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fault", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_a_home_half_begun_is_cleared(line, tmp_path, fault):
    with patch.object(Signer, "create", side_effect=fault):
        ran = line("init", tmp_path / "home", *ASKED)
    assert ran.code in {9, 130}
    assert not (tmp_path / "home.keys").exists()
    assert list((tmp_path / "home").iterdir()) == []
    assert line("init", tmp_path / "home", *ASKED).code == 0


@pytest.mark.parametrize(
    ("number", "full"),
    [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EIO, False), (errno.EMFILE, False)],
)
def test_only_a_full_disk_is_called_full(line, tmp_path, number, full):
    with patch.object(Signer, "create", side_effect=OSError(number, os.strerror(number))):
        ran = line("init", tmp_path / "home", *ASKED)
    assert ran.code == 9
    assert ("The disk would not take" in ran.err) is full
    assert os.strerror(number) in ran.err


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("seconds = -1", "[ask] seconds"),
        ("seconds = nan", "[ask] seconds"),
        ('seconds = "many"', "[ask] seconds"),
        ("seconds = true", "[ask] seconds"),
        ("memory_mb = 0.5", "[ask] memory_mb"),
        ("rows = 0", "[ask] rows"),
        ("row = 5", "[ask] row is no setting"),
    ],
)
def test_limits_that_cannot_be(at_home, setting, said):
    settings = at_home.home / "council.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.split("[ask]")[0] + f"[ask]\n{setting}\n", encoding="utf-8")
    ran = at_home("ask", "warm-homes", QUESTION)
    assert ran.code == 8, ran.err
    assert said in ran.err


@pytest.mark.parametrize(("old", "new"), [('name = "', "name = 5 # "), ("[ask]", "ask = 5\n[x]")])
def test_settings_of_another_kind(at_home, old, new):
    settings = at_home.home / "council.toml"
    text = settings.read_text(encoding="utf-8")
    text = f"ask = 5\n{text.split('[ask]')[0]}" if old == "[ask]" else text.replace(old, new, 1)
    settings.write_text(text, encoding="utf-8")
    assert at_home("use", "list").code == 8


def test_records_that_are_cut_short(at_home):
    for name in ("records.sqlite3-wal", "records.sqlite3-shm"):
        (at_home.home / name).unlink(missing_ok=True)
    records = at_home.home / "records.sqlite3"
    records.write_bytes(records.read_bytes()[:6_000])
    ran = at_home("use", "list")
    assert ran.code == 8, ran.err


def test_a_log_whose_checkpoint_is_gone_is_damaged(at_home):
    (at_home.home / "ledger" / "checkpoint").unlink()
    ran = at_home("ledger", "verify")
    assert ran.code == 8, ran.err
    assert "checkpoint is missing" in ran.err


def test_no_log_at_all(at_home, tmp_path):
    assert at_home("ledger", "verify", tmp_path).code == 7


def test_growing_from_an_earlier_checkpoint(at_home, tmp_path):
    kept = tmp_path / "kept"
    kept.write_bytes((at_home.home / "ledger" / "checkpoint").read_bytes())
    assert at_home("ask", "warm-homes", QUESTION).code == 0
    assert at_home("ledger", "verify", "--since", kept).code == 0
    later = tmp_path / "later"
    later.write_bytes((at_home.home / "ledger" / "checkpoint").read_bytes())
    copy = Path(shutil.copytree(at_home.home / "ledger", tmp_path / "copy"))
    (copy / "checkpoint").write_bytes(kept.read_bytes())
    assert at_home("ledger", "verify", copy).code == 0, "the files alone cannot tell"
    (at_home.home / "ledger" / "checkpoint").write_bytes(kept.read_bytes())
    assert at_home("ledger", "verify").code == 8, "the home itself can"
    put_back = at_home("ledger", "verify", copy, "--since", later)
    assert put_back.code == 8
    assert "put back" in put_back.err
    (tmp_path / "none").write_text("no checkpoint")
    assert at_home("ledger", "verify", "--since", tmp_path / "none").code == 6
