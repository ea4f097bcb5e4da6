"""Who may write a backup and has no keys changes nothing in it: it is signed, and the ledger tells.

What is changed here is what no entry of the ledger repeats: roles, advice, reasons, ends.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from actions.ashmere import ADMIN, DAY
from actions.councils import copied, entries_of, faults_in_whole, opened

from beholden import ledger
from beholden.actions.backups.manifests import MANIFEST, Manifest, read_manifest
from beholden.actions.backups.vouching import (
    BY_LEDGER,
    BY_SIGNATURE,
    SIGNED,
    vouched_by,
    write_signature,
)
from beholden.kernel import Damaged, Refused

from .stored import brought_back, hashed_again, in_records, left_in

FALSE = (
    "INSERT INTO records_personrole (person_id, role, given_at, given_by_id)"
    " SELECT id, 'accountable_officer', '2026-01-01', (SELECT min(person_id) FROM"
    " records_personrole WHERE role = 'administrator')"
    " FROM records_person WHERE code = 'code-analyst'",
    "DELETE FROM records_advicepoint",
    "UPDATE records_decision SET because = 'It was never advised against.'",
    "UPDATE records_agreement SET ends = '2036-01-01'",
)


@pytest.fixture
def seen(taken: Path) -> Path:
    """Give a copy of the ledger that tells of the backup."""
    return taken / "home/ledger"


def _refused(store: Path, *, saying: str, **asked: object) -> None:
    before = left_in(store)
    with pytest.raises(Damaged, match=saying):
        brought_back(store, **asked)
    assert left_in(store) == before


def test_what_somebody_changed_in_the_records_is_never_brought_back(store, seen):
    in_records(store, *FALSE)
    hashed_again(store)
    _refused(store, saying="not signed")
    _refused(store, saying="not signed", unsigned=True)
    _refused(store, saying="not signed", seen=seen, lose_acts=True)
    (store / "one" / SIGNED).unlink()
    with pytest.raises(Refused, match="nothing proves"):
        brought_back(store)
    _refused(store, saying="not the one that the ledger", seen=seen, lose_acts=True, unsigned=True)


def test_records_are_not_opened_before_the_signature_is_right(store):
    (store / "one/records/records.sqlite3").write_bytes(b"no database at all")
    hashed_again(store)
    _refused(store, saying="not signed")


def _by_another(store: Path, manifest: Manifest) -> None:
    own = ledger.Signer.open(store / "two/keys/ledger-signing.key").key
    (store / "one" / SIGNED).unlink()
    write_signature(store / "one", manifest, ledger.Signer.create(store / "other.key", own.origin))


def _by_a_checkpoint(store: Path, manifest: Manifest) -> None:
    shutil.copy(store / "one/home/ledger/checkpoint", store / "one" / SIGNED)


def _of_another_backup(store: Path, manifest: Manifest) -> None:
    hashed_again(store, taken="2026-01-01T00:00:00+00:00")


def _no_note(store: Path, manifest: Manifest) -> None:
    (store / "one" / SIGNED).write_bytes(b"\xff")


@pytest.mark.parametrize(
    ("forge", "said"),
    [
        (_by_another, "not signed"),
        (_by_a_checkpoint, "not signed"),
        (_of_another_backup, "not signed"),
        (_no_note, "cannot be read"),
    ],
)
def test_a_signature_for_something_else_is_none(store, forge, said):
    forge(store, read_manifest(store / "one", of="home"))
    _refused(store, saying=said, unsigned=True)


def test_the_manifest_is_signed_as_it_is_written_to_the_byte(store):
    file = store / "one" / MANIFEST
    file.write_text(json.dumps(json.loads(file.read_text("utf-8"))), "utf-8")
    _refused(store, saying="written otherwise")


def test_a_backup_does_not_come_back_with_the_keys_of_another_home(store, told):
    other = copied(told("begin", DAY), store / "elsewhere")
    _refused(store, saying="keys are of another home", keys=other.with_name("home.keys"))


def test_a_backup_from_before_they_were_signed_is_proved_by_a_copy_of_the_ledger(store, seen):
    (store / "one" / SIGNED).unlink()
    with pytest.raises(Refused, match="--unsigned"):
        brought_back(store, seen=seen / "checkpoint", lose_acts=True)
    assert left_in(store) == {"one", "two"}
    done = brought_back(store, seen=seen, lose_acts=True)
    assert done.proved_by == BY_LEDGER
    back = opened(store / "back")
    assert entries_of(back)[-1]["facts"]["proved_by"] == BY_LEDGER
    back.close()


def test_where_nothing_proves_it_somebody_says_so_and_the_ledger_tells(store):
    (store / "one" / SIGNED).unlink()
    done = brought_back(store, unsigned=True)
    back = opened(store / "back")
    assert done.proved_by == entries_of(back)[-1]["facts"]["proved_by"] == "nothing"
    assert faults_in_whole(back) == []
    back.close()


def test_a_signed_backup_that_the_ledger_tells_of_comes_back(store, seen):
    done = brought_back(store, seen=seen, lose_acts=True)
    assert (done.proved_by, done.lost.entries) == (BY_SIGNATURE, 1)
    back = opened(store / "back")
    assert entries_of(back)[-1]["facts"]["proved_by"] == BY_SIGNATURE
    # The next backup of what came back is signed with the same key.
    back.backup(by=ADMIN, to=store / "later")
    assert (store / "later" / SIGNED).is_file()
    back.close()


def test_two_backups_of_one_moment_are_both_told(store, seen):
    """Two may be taken at once, before the entry of either is written."""
    manifest = read_manifest(store / "one", of="home")
    key = ledger.Signer.open(store / "two/keys/ledger-signing.key").key
    told = list(ledger.TileLog(seen).entries())
    twin = json.loads(told[-1])
    twin["facts"]["manifest"] = "sha256:of-the-other"
    both = [*told, json.dumps(twin).encode()]
    assert vouched_by(manifest, None, key, seen=both) == BY_LEDGER
    with pytest.raises(Damaged, match="not the one"):
        vouched_by(manifest, None, key, seen=both[len(told) :])
