"""The proof of one entry, as somebody keeps it: the text of C2SP tlog-proof."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.kernel import BadInput, Damaged
from beholden.ledger import EntryProof, Folder, Signer, TileLog, TileReader

from .conftest import acts

SIZES = [1, 2, 3, 255, 256, 257, 700]


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory, signer: Signer) -> dict[int, TileLog]:
    made = {}
    for size in SIZES:
        log = TileLog(tmp_path_factory.mktemp("logs") / str(size))
        log.append(acts(size), signer)
        made[size] = log
    return made


def proof(log: TileLog, index: int) -> EntryProof:
    reader = TileReader(Folder(log.directory), log.size)
    return EntryProof.of(reader, log.checkpoint(), index)


@pytest.mark.parametrize("size", SIZES)
def test_every_entry_is_proved_by_the_text_and_the_key_alone(logs, signer: Signer, size: int):
    for index in range(0, size, max(1, size // 40)):
        read = EntryProof.parse(str(proof(logs[size], index)))
        checkpoint, vouched = read.check(signer.key)
        assert (checkpoint.size, read.entry, vouched) == (size, acts(1, index)[0], ())


def test_the_text_is_that_of_the_specification(logs):
    lines = str(proof(logs[3], 2)).split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 2"
    assert len(lines[3]) == 44  # one hash: entries 0 and 1 together
    assert lines[4] == ""
    assert "\n".join(lines[5:]) == logs[3].checkpoint().note


FAULTS: dict[str, Callable[[EntryProof], EntryProof]] = {
    "another entry": lambda p: EntryProof(b"x", p.index, p.path, p.checkpoint),
    "another index": lambda p: EntryProof(p.entry, p.index + 1, p.path, p.checkpoint),
    "an index beyond": lambda p: EntryProof(p.entry, 10**9, p.path, p.checkpoint),
    "a hash left out": lambda p: EntryProof(p.entry, p.index, p.path[1:], p.checkpoint),
    "a hash too many": lambda p: EntryProof(p.entry, p.index, (*p.path, bytes(32)), p.checkpoint),
    "another order": lambda p: EntryProof(p.entry, p.index, p.path[::-1], p.checkpoint),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_was_changed_proves_nothing(logs, signer: Signer, fault: str):
    with pytest.raises(Damaged, match="does not lead from this entry"):
        FAULTS[fault](proof(logs[257], 100)).check(signer.key)


def test_a_checkpoint_that_was_changed_or_is_anothers_proves_nothing(logs, signer, tmp_path):
    whole = proof(logs[257], 100)
    changed = EntryProof(whole.entry, 100, whole.path, whole.checkpoint.replace("257", "258"))
    with pytest.raises(Damaged, match="signature of the checkpoint"):
        changed.check(signer.key)
    other = Signer.create(tmp_path / "key", signer.key.origin)
    with pytest.raises(Damaged, match="signature of the checkpoint"):
        whole.check(other.key)


def test_an_entry_that_is_not_there(logs):
    with pytest.raises(BadInput, match="no such entry"):
        proof(logs[3], 3)


@pytest.mark.parametrize(
    "change",
    [
        ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"),
        ("index 2", "index 02"),
        ("index 2", "index two"),
        ("extra ", "extra"),
        ("\n\n", "\n"),
        ("=\n\nashmere", "\n\nashmere"),
    ],
)
def test_what_is_no_proof(logs, change: tuple[str, str]):
    text = str(proof(logs[3], 2)).replace(*change)
    with pytest.raises(BadInput, match="not a proof of an entry"):
        EntryProof.parse(text)


@given(st.text())
def test_any_text_is_read_or_refused(text: str):
    with pytest.raises(BadInput):
        EntryProof.parse(text)


def test_a_file_that_was_changed_gives_no_proof_that_holds(tmp_path: Path, signer: Signer):
    log = TileLog(tmp_path / "ledger")
    log.append(acts(5), signer)
    tile = log.directory / "tile/0/000.p/5"
    tile.write_bytes(bytes(160))
    with pytest.raises(Damaged):
        proof(log, 1).check(signer.key)
