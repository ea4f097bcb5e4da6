"""A backup holds one moment of a home, and a home that is brought back proves itself first."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from actions.ashmere import ADMIN, ANALYST, DAY, DPO, QUESTION
from actions.councils import copied, entries_of, faults_in_whole, opened, records_of
from processes import PROCESSES
from waiting import PATIENCE

from beholden.actions import Council, restore
from beholden.kernel import (
    BadInput,
    Damaged,
    NotFound,
    Refused,
    Unavailable,
)

from .stored import brought_back, in_records, left_in, rewritten

AGREEMENT = "warm-homes-2026"


def test_a_home_comes_back_whole(on_each_database, request, tmp_path):
    council = on_each_database
    before = records_of(council)
    done = council.backup(by=ADMIN, to=tmp_path / "one", keys_to=tmp_path / "two")
    assert entries_of(council)[-1]["facts"]["manifest"] == done.manifest
    with _empty_database(council, request) as database:
        brought_back(tmp_path, database=database)
        back = opened(tmp_path / "back")
        assert faults_in_whole(back) == []
        last = entries_of(back)[-1]
        assert last["act"] == "home-restored"
        assert last["facts"]["manifest"] == done.manifest
        now = records_of(back)
        assert {name for name in before if before[name] != now[name]} == {
            "LedgerEntry",
            "LedgerHead",
        }
        assert set(before["LedgerEntry"]) < set(now["LedgerEntry"])
        asked = back.ask(by=ANALYST, use="warm-homes", question=QUESTION)
        assert asked.receipt.shown == 2
        assert _triggers_off(back) == []
        back.close()


def _empty_database(council: Council, request: pytest.FixtureRequest) -> Any:
    from contextlib import nullcontext

    if council.database.startswith("sqlite"):
        return nullcontext("")
    return request.getfixturevalue("postgres").fresh(migrated=False)


def test_a_postgresql_database_with_something_in_it_is_left_alone(postgres, tmp_path):
    from actions import ashmere

    with postgres.fresh() as url, postgres.fresh(migrated=False) as empty:
        council = ashmere.begin(tmp_path / "home", database=url)
        council.backup(by=ADMIN, to=tmp_path / "one", keys_to=tmp_path / "two")
        with pytest.raises(BadInput, match="in the database"):
            brought_back(tmp_path, database=url)
        with pytest.raises(BadInput, match="were in PostgreSQL"):
            brought_back(tmp_path)
        # What fails later leaves the database as empty as it was.
        with pytest.raises(Refused):
            brought_back(tmp_path, database=empty, by="code-analyst")
        with psycopg.connect(empty) as plain:
            assert not plain.execute("SELECT 1 FROM pg_class WHERE relname ~ 'records_'").fetchall()
        assert left_in(tmp_path) == {"home", "home.keys", "one", "two"}
        assert faults_in_whole(council) == []
        council.close()


def _triggers_off(council: Council) -> list[Any]:
    from django.db import connections

    if council.database.startswith("sqlite"):
        return []
    with council.at_work(), connections[council.alias].cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'O'")
        return list(cursor.fetchall())


def test_no_key_is_in_the_backup_of_a_home(taken):
    keys = [file.read_bytes() for file in (taken / "two/keys").iterdir()]
    kept = [file for file in (taken / "one").rglob("*") if file.is_file()]
    assert keys
    assert not [f for f in kept for key in keys if len(key) == 32 and key in f.read_bytes()]
    names = {file.name for file in (taken / "two/keys").iterdir()}
    assert not names - {"ledger-checkpoint"} & {file.name for file in kept}


def test_backups_are_closed_to_other_accounts(taken):
    for root in (taken / "one", taken / "two"):
        for path in (root, *root.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_backup_while_others_act_is_of_one_moment(founded, tmp_path):
    stop, done = threading.Event(), []

    def act() -> None:
        while not stop.is_set():
            founded.add_person(
                by=ADMIN,
                code=f"new-{len(done)}",
                office="Analyst",
                organisation="New",
                roles=["analyst"],
            )
            done.append(1)
        founded.close()

    others = threading.Thread(target=act)
    others.start()
    for number in range(3):
        place = tmp_path / f"store-{number}"
        place.mkdir()
        founded.backup(by=ADMIN, to=place / "one", keys_to=place / "two")
    stop.set()
    others.join(PATIENCE)
    assert done
    for number in range(3):
        brought_back(tmp_path / f"store-{number}")
        back = opened(tmp_path / f"store-{number}/back")
        assert faults_in_whole(back) == []
        back.close()


# What is done to a backup, and what is then said of it.
def _change(store: Path) -> None:
    with next((store / "one/home/datasets").rglob("data.parquet")).open("r+b") as file:
        file.seek(100)
        file.write(b"x")


def _remove(store: Path) -> None:
    next((store / "one/home/extracts").glob("*.sealed")).unlink()


def _link(store: Path) -> None:
    file = store / "one/home/council.toml"
    file.rename(store / "elsewhere")
    file.symlink_to(store / "elsewhere")


def _lead_out(store: Path) -> None:
    rewritten(store, files={"../elsewhere": "sha256:0"})


def _cut_manifest(store: Path) -> None:
    file = store / "one/manifest.json"
    file.write_text(file.read_text("utf-8")[:50], "utf-8")


def _change_entry(store: Path) -> None:
    in_records(
        store,
        "UPDATE records_ledgerentry SET body = replace(body, 'Administrator', 'Other')"
        ' WHERE "index" = 3',
    )
    rewritten(store)


def _take_entry(store: Path) -> None:
    in_records(store, 'DELETE FROM records_ledgerentry WHERE "index" = 5')
    rewritten(store)


def _change_ledger(store: Path) -> None:
    bundles = (store / "one/home/ledger/tile/entries").rglob("000.p/*")
    bundle = max(bundles, key=lambda one: int(one.name))  # those before it are not read any more
    bundle.write_bytes(bundle.read_bytes().replace(b"Housing", b"Hovsing", 1))
    rewritten(store)


def _other_root(store: Path) -> None:
    rewritten(store, entries=1)


def _change_key(store: Path) -> None:
    next((store / "two/keys").glob("extract-*.key")).write_bytes(bytes(32))


DAMAGED = [
    (_change, "not as it was written"),
    (_remove, "is not there"),
    (_link, "is not there"),
    (_lead_out, "outside itself"),
    (_cut_manifest, "cannot be read"),
    (_change_entry, "not what the log holds"),
    (_take_entry, "not in the records"),
    (_change_ledger, "."),  # whatever the walk of its tree says
    (_other_root, "manifest tells of"),
    (_change_key, "not as it was written"),
]


@pytest.mark.parametrize(("damage", "said"), DAMAGED, ids=lambda one: getattr(one, "__name__", ""))
def test_a_backup_that_was_changed_is_found_out(store, damage, said):
    damage(store)
    before = left_in(store)
    with pytest.raises(Damaged) as caught:
        brought_back(store)
    assert said in str(caught.value)
    assert left_in(store) == before


def test_a_backup_from_before_a_kept_checkpoint_is_refused(sealed, tmp_path):
    council = sealed
    council.backup(by=ADMIN, to=tmp_path / "one", keys_to=tmp_path / "two")
    (extract,) = council.path("extracts").glob("*.sealed")
    council.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    entries = len(entries_of(council))
    for seen, told in (
        (council.path("ledger/checkpoint"), "only a copy of the ledger could tell"),
        (council.path("ledger"), "agreement-ended"),
    ):
        with pytest.raises(Refused) as caught:
            brought_back(tmp_path, seen=seen)
        assert told in str(caught.value)
        assert "lack 2 acts" in str(caught.value)
        assert not (tmp_path / "back").exists()
    done = brought_back(tmp_path, seen=council.path("ledger"), lose_acts=True)
    assert done.lost.entries == 2
    back = opened(tmp_path / "back")
    assert not back.keys.has(extract.stem), "the log that was seen says that it ended"
    assert faults_in_whole(back) == []
    first = entries_of(back)[entries - 2]
    assert first["act"] == "home-restored"
    assert first["facts"]["lost"]["to"] == entries - 1
    assert first["facts"]["extracts_destroyed"] == [extract.stem]
    assert (back.keys_directory / f"lost-checkpoint-{entries}").is_file()
    back.close()


def test_keys_that_were_not_lost_know_of_later_acts(sealed, tmp_path):
    sealed.backup(by=ADMIN, to=tmp_path / "one")
    sealed.close()
    with pytest.raises(Refused, match="lack 1 act"):
        brought_back(tmp_path, keys=sealed.keys_directory)
    sealed.backup(by=ADMIN, to=tmp_path / "later")
    shutil.rmtree(tmp_path / "one")
    (tmp_path / "later").rename(tmp_path / "one")
    with pytest.raises(Refused, match="lack 1 act"):
        brought_back(tmp_path, keys=sealed.keys_directory)


def test_old_keys_beside_newer_records_bring_nothing_back(sealed, tmp_path):
    (extract,) = sealed.path("extracts").glob("*.sealed")
    sealed.backup(by=ADMIN, to=tmp_path / "before", keys_to=tmp_path / "two")
    sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    sealed.backup(by=ADMIN, to=tmp_path / "one")
    assert (tmp_path / f"two/keys/{extract.stem}.key").is_file()
    done = brought_back(tmp_path)
    assert done.keys_left == (extract.stem,)
    assert not list((tmp_path / "back.keys").glob("extract-*.key"))


def test_a_forked_ledger_is_never_brought_back(store, told, tmp_path):
    """Somebody with the council's key signed another history of the same length."""
    home = copied(told("begin", DAY), tmp_path / "other")
    shutil.copy(store / "two/keys/ledger-signing.key", home.with_name("home.keys"))
    for left in ("ledger", "home.keys/ledger-checkpoint"):
        path = tmp_path / "other" / ("home/ledger" if left == "ledger" else left)
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    other = opened(home)
    with pytest.raises(Damaged, match="not the one that was signed"):
        brought_back(store, seen=other.path("ledger/checkpoint"), lose_acts=True)
    other.close()


@pytest.mark.parametrize("by", [ANALYST, DPO])
def test_only_the_administrator_may(sealed, store, by):
    with pytest.raises(Refused, match="right"):
        sealed.backup(by=by, to=store / "mine")
    with pytest.raises(Refused, match="right"):
        brought_back(store, by=by)
    assert left_in(store) == {"one", "two", "home", "home.keys", "stated"}


def test_a_stranger_brings_nothing_back(store):
    with pytest.raises(NotFound):
        brought_back(store, by="nobody")
    assert left_in(store) == {"one", "two"}


def test_where_a_backup_may_not_be(sealed, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full/file").touch()
    (tmp_path / "file").touch()
    before = records_of(sealed)
    for places in (
        {"to": tmp_path / "full"},
        {"to": tmp_path / "file"},
        {"to": tmp_path / "not-there/one"},
        {"to": sealed.directory / "one"},
        {"to": sealed.keys_directory / "one"},
        {"to": tmp_path / "one", "keys_to": tmp_path / "one"},
        {"to": tmp_path / "one", "keys_to": tmp_path / "one/two"},
        {"to": tmp_path / "one", "keys_to": sealed.directory / "two"},
    ):
        with pytest.raises(BadInput):
            sealed.backup(by=ADMIN, **places)
    assert records_of(sealed) == before
    assert left_in(tmp_path) == {"full", "file", "home", "home.keys", "stated"}


def test_where_a_home_may_not_be_brought_back(store):
    (store / "back").mkdir()
    (store / "back/file").touch()
    with pytest.raises(BadInput, match="already"):
        brought_back(store)
    (store / "back/file").unlink()
    (store / "back.keys").mkdir()
    (store / "back.keys/a.key").touch()
    with pytest.raises(BadInput, match="already"):
        brought_back(store)
    with pytest.raises(BadInput, match="inside the other"):
        brought_back(store, keys_to=store / "back/keys")
    with pytest.raises(BadInput, match="SQLite"):
        brought_back(store, keys_to=store / "other", database="postgresql://localhost/x")
    with pytest.raises(BadInput, match="backup of keys"):
        restore(store / "two", store / "back", keys=store / "two", keys_to=store / "o", by=ADMIN)
    with pytest.raises(NotFound, match="no backup"):
        restore(store, store / "back", keys=store / "two", keys_to=store / "o", by=ADMIN)
    brought_back(store, keys_to=store / "other")  # the empty folder will do


def test_records_of_a_newer_version_are_told_apart(store):
    rewritten(store, migration="9999_from_the_future")
    with pytest.raises(BadInput, match="another version"):
        brought_back(store)
    assert left_in(store) == {"one", "two"}


@pytest.mark.parametrize("call", ["fsync", "link", "rename"])
@pytest.mark.parametrize("number", [0, 1, 3, 8])
def test_a_disk_that_refuses_leaves_no_backup(sealed, tmp_path, call, number):
    before, beside = records_of(sealed), left_in(tmp_path)
    real, seen = getattr(os, call), []

    def refuse(*args: Any, **kwargs: Any) -> Any:
        seen.append(call)
        if len(seen) > number:
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    try:
        with patch(f"os.{call}", refuse):
            sealed.backup(by=ADMIN, to=tmp_path / "one", keys_to=tmp_path / "two")
    except Unavailable:
        assert records_of(sealed) == before
        assert left_in(tmp_path) == beside
    else:  # where links cannot be made, files are copied
        assert call == "link" or len(seen) <= number
    sealed.backup(by=ADMIN, to=tmp_path / "later")
    assert faults_in_whole(sealed) == []


def _killed(home: Path, fatal: int) -> None:
    real, seen = os.fsync, []

    def sync(descriptor: int) -> None:
        seen.append(descriptor)
        if len(seen) == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        real(descriptor)

    council = opened(home)
    os.fsync = sync
    council.backup(by=ADMIN, to=home.with_name("one"), keys_to=home.with_name("two"))


@pytest.mark.parametrize("fatal", [1, 5, 12])
def test_a_kill_leaves_no_backup_and_the_next_one_sweeps(told, tmp_path, fatal):
    home = copied(told("until_sealed", DAY), tmp_path)
    beside = left_in(tmp_path)
    child = PROCESSES.Process(target=_killed, args=(home, fatal))
    child.start()
    child.join(PATIENCE)
    assert child.exitcode == -signal.SIGKILL
    assert left_in(tmp_path) > beside
    assert not {"one", "two"} & left_in(tmp_path)
    council = opened(home)
    assert faults_in_whole(council) == []
    council.backup(by=ADMIN, to=tmp_path / "one", keys_to=tmp_path / "two")
    assert left_in(tmp_path) == beside | {"one", "two"}
    council.close()


def _refusing(store: Path, number: int) -> int:
    """Bring back while the call of that number is refused; return how many calls there were."""
    seen: list[str] = []

    def refusing(name: str) -> Any:
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            seen.append(name)
            if len(seen) == number + 1:
                raise OSError(28, "No space left on device")
            return real(*args, **kwargs)

        return call

    with ExitStack() as stack:
        for name in ("fsync", "rename", "mkdir"):
            stack.enter_context(patch(f"os.{name}", refusing(name)))
        brought_back(store)
    return len(seen)


def test_whatever_fails_in_bringing_back_leaves_nothing(store):
    calls = _refusing(store, -1)
    spread = {calls * part // 8 for part in range(8)} | set(range(calls - 7, calls - 1))
    for number in sorted(spread):
        for name in ("back", "back.keys"):
            shutil.rmtree(store / name, ignore_errors=True)
        with suppress(Unavailable):  # a folder that is there need not be made
            _refusing(store, number)
            continue
        assert left_in(store) == {"one", "two"}, f"{number} of {calls}"
    brought_back(store)
    back = opened(store / "back")
    assert faults_in_whole(back) == []
    back.close()


def test_the_settings_of_the_council_come_along(sealed, tmp_path):
    settings = sealed.path("council.toml")
    text = settings.read_text("utf-8") + '\n[public]\nemail = "data@ashmere.example"  # ours\n'
    settings.write_text(text.replace("seconds = 30", "seconds = 12"), "utf-8")
    sealed.backup(by=ADMIN, to=tmp_path / "one", keys_to=tmp_path / "two")
    brought_back(tmp_path, keys_to=tmp_path / "far")
    back = opened(tmp_path / "back")
    assert (back.limits.seconds, back.public.email) == (12, "data@ashmere.example")
    assert back.keys_directory == tmp_path / "far"
    assert "# ours" in back.path("council.toml").read_text("utf-8")
    back.close()
