"""A ledger with one thing changed: verify names the entry or the range. One fault a row."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput, NotFound
from beholden.ledger import Fault, Signer, TileLog, Verification, leaf_hash, verify
from beholden.ledger.entries import decode_bundle, encode_bundle
from beholden.ledger.tree import fold

from .conftest import acts

SIZE = 700  # two full tiles and one of 188
Change = Callable[[Path], None]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, signer: Signer) -> Path:
    """Return a log of 700 entries, written in three appends, whose checkpoints lie beside it."""
    log = TileLog(tmp_path_factory.mktemp("whole") / "ledger")
    for end in (100, 650, SIZE):
        log.append(acts(end - log.size, log.size), signer)
        (log.directory.parent / f"checkpoint-{end}").write_text(str(log.checkpoint()))
    return log.directory


@pytest.fixture
def ledger(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "ledger"))


def byte(name: str, at: int) -> Change:
    def change(ledger: Path) -> None:
        content = bytearray((ledger / name).read_bytes())
        content[at] ^= 1
        (ledger / name).write_bytes(content)

    return change


def another_signature(ledger: Path) -> None:
    """Put another base64 letter near the end, so that it still reads as a signature."""
    content = (ledger / "checkpoint").read_text()
    put = "B" if content[-10] != "B" else "C"
    (ledger / "checkpoint").write_text(content[:-10] + put + content[-9:])


def bundle(name: str, edit: Callable[[list[bytes]], list[bytes]]) -> Change:
    def change(ledger: Path) -> None:
        entries, _ = decode_bundle((ledger / name).read_bytes())
        (ledger / name).write_bytes(encode_bundle(edit(entries)))

    return change


def without(name: str) -> Change:
    return lambda ledger: (ledger / name).unlink()


def cut(name: str, count: int) -> Change:
    return lambda ledger: (ledger / name).write_bytes((ledger / name).read_bytes()[:-count])


def changed_with_its_tile(ledger: Path) -> None:
    """Change entry 300 and its hash, so that entry and tile agree."""
    bundle("tile/entries/001", lambda e: [*e[:44], b"forged", *e[45:]])(ledger)
    tile = bytearray((ledger / "tile/0/001").read_bytes())
    tile[44 * 32 : 45 * 32] = leaf_hash(b"forged")
    (ledger / "tile/0/001").write_bytes(tile)


def changed_with_all_tiles(ledger: Path) -> None:
    """Change entry 300 and every hash above it; only the signature is beyond reach."""
    changed_with_its_tile(ledger)
    tile = (ledger / "tile/0/001").read_bytes()
    above = bytearray((ledger / "tile/1/000.p/2").read_bytes())
    above[32:] = fold([tile[i : i + 32] for i in range(0, len(tile), 32)])
    (ledger / "tile/1/000.p/2").write_bytes(above)


def first_byte_of_entry(index: int) -> int:
    return len(encode_bundle(acts(index % 256, index - index % 256))) + 2


EDGE = "tile/entries/002.p/188"

# what was done, the entry that is named (None: a range or the whole), words of the fault
CHANGES = [
    pytest.param(
        byte("tile/entries/001", first_byte_of_entry(300)), 300, "Entry 300 is", id="a byte of 300"
    ),
    pytest.param(
        byte("tile/entries/000", first_byte_of_entry(0)), 0, "Entry 0 is", id="a byte of the first"
    ),
    pytest.param(byte(EDGE, -1), 699, "Entry 699 is", id="a byte of the last"),
    pytest.param(
        byte("tile/entries/001", first_byte_of_entry(300) - 1),
        300,
        "differs from entry 300 on",
        id="a byte of a length",
    ),
    pytest.param(
        byte("tile/0/001", 44 * 32), None, "wrong for entries 300 to 300", id="a byte of a tile"
    ),
    pytest.param(
        byte("tile/0/002.p/188", 0), None, "wrong for entries 512 to 512", id="a byte of the edge"
    ),
    pytest.param(
        byte("tile/1/000.p/2", 32), None, "wrong for entries 256 to 511", id="a byte of level 1"
    ),
    pytest.param(
        bundle("tile/entries/001", lambda e: e[:44] + e[45:]),
        300,
        "does not hold the 256 entries that were written; it differs from entry 300 on",
        id="an entry deleted",
    ),
    pytest.param(
        bundle("tile/entries/001", lambda e: [*e[:44], b"new", *e[44:]]),
        300,
        "does not hold the 256 entries that were written; it differs from entry 300 on",
        id="an entry inserted",
    ),
    pytest.param(
        bundle(EDGE, lambda e: [*e, b"new"]), 699, "does not hold the 188", id="one more at the end"
    ),
    pytest.param(
        bundle(EDGE, lambda e: e[:-1]), 699, "differs from entry 699 on", id="the last deleted"
    ),
    pytest.param(cut(EDGE, 3), 699, "differs from entry 699 on", id="the last cut short"),
    pytest.param(
        lambda d: (d / EDGE).write_bytes(b""), 512, "from entry 512", id="a bundle emptied"
    ),
    pytest.param(without("tile/entries/001"), 256, "entries 256 to 511", id="a bundle taken away"),
    pytest.param(without("tile/0/001"), None, "entries 256 to 511", id="a tile taken away"),
    pytest.param(without("tile/0/002.p/188"), None, "512 to 699", id="the edge taken away"),
    pytest.param(without("tile/1/000.p/2"), None, "entries 0 to 699", id="level 1 taken away"),
    pytest.param(cut("tile/0/001", 32), None, "entries 256 to 511", id="a tile cut short"),
    pytest.param(
        changed_with_its_tile, None, "Entries 256 to 511 are not", id="an entry and its tile"
    ),
    pytest.param(
        changed_with_all_tiles, None, "do not lead to the root", id="an entry and all above it"
    ),
    pytest.param(
        byte("tile/entries/002.p/138", -1),
        None,
        "earlier file tile/entries/002.p/138",
        id="earlier",
    ),
    pytest.param(
        byte("tile/0/002.p/138", 0), None, "earlier file tile/0/002", id="an earlier tile"
    ),
    pytest.param(without("checkpoint"), None, "checkpoint is missing", id="no checkpoint"),
    pytest.param(without("verifier.key"), None, "public key is missing", id="no public key"),
    pytest.param(byte("verifier.key", 3), None, "key is missing or not whole", id="another key"),
    pytest.param(another_signature, None, "signature of the ch", id="a letter of the signature"),
    pytest.param(byte("checkpoint", 3), None, "signature of the ch", id="a byte of the origin"),
    pytest.param(byte("checkpoint", -1), None, "not a signed checkpoint", id="the last newline"),
]


def listed(found: Verification) -> str:
    return "\n".join(f"{f.entry}: {f.what}" for f in found.faults)


@pytest.mark.parametrize(("change", "entry", "words"), CHANGES)
def test_a_change_is_found_and_named(
    ledger: Path, change: Change, entry: int | None, words: str
) -> None:
    change(ledger)
    found = verify(ledger)
    assert not found.ok
    assert [f.entry for f in found.faults if words in f.what] == [entry], listed(found)
    assert len(found.faults) == 1, listed(found)


def test_a_whole_ledger_has_no_fault(ledger: Path, signer: Signer, whole: Path) -> None:
    for key in (None, str(signer.key)):
        for earlier in (100, 650, SIZE):
            note = (whole.parent / f"checkpoint-{earlier}").read_text()
            found = verify(ledger, key, since=note)
            assert (found.ok, found.faults, found.size, found.beyond) == (True, (), SIZE, 0)


def test_entries_in_another_order_are_both_named(ledger: Path) -> None:
    bundle("tile/entries/001", lambda e: [*e[:44], e[45], e[44], *e[46:]])(ledger)
    assert [fault.entry for fault in verify(ledger).faults] == [300, 301]


def test_bundles_in_another_order_are_found(ledger: Path) -> None:
    first, second = ledger / "tile/entries/000", ledger / "tile/entries/001"
    content = first.read_bytes()
    first.write_bytes(second.read_bytes())
    second.write_bytes(content)
    found = verify(ledger)
    assert len(found.faults) == 100  # as many as are listed
    assert found.faults[0] == Fault(0, "Entry 0 is not what was written.")


def test_a_size_changed_in_the_checkpoint_is_found(ledger: Path) -> None:
    note = (ledger / "checkpoint").read_text()
    (ledger / "checkpoint").write_text(note.replace("\n700\n", "\n512\n"))
    found = verify(ledger)
    assert "signature of the checkpoint is not right" in listed(found)
    assert "do not lead to the root" in listed(found)


def test_a_huge_size_in_the_checkpoint_ends_soon(ledger: Path) -> None:
    note = (ledger / "checkpoint").read_text()
    (ledger / "checkpoint").write_text(note.replace("\n700\n", f"\n{'9' * 18}\n"))
    assert len(verify(ledger).faults) == 100


def test_a_forger_with_a_key_of_his_own_is_found_by_the_right_key(
    tmp_path: Path, signer: Signer
) -> None:
    forger = Signer.create(tmp_path / "forger.key", signer.key.origin)
    forged = TileLog(tmp_path / "ledger")
    forged.append(acts(SIZE), forger)
    assert verify(forged.directory).ok  # believed: the key lies with it
    found = verify(forged.directory, str(signer.key))
    assert "signature of the checkpoint is not right" in listed(found)


@pytest.mark.parametrize(
    ("kept", "now"), [(SIZE, 650), (SIZE, 100), (650, 100)], ids=["by 50", "by 600", "by 550"]
)
def test_a_ledger_put_back_is_found_by_whoever_kept_a_checkpoint(
    ledger: Path, whole: Path, kept: int, now: int
) -> None:
    shutil.copy(whole.parent / f"checkpoint-{now}", ledger / "checkpoint")
    found = verify(ledger)
    assert found.ok
    assert found.beyond > 0  # files that this checkpoint does not cover
    found = verify(ledger, since=(whole.parent / f"checkpoint-{kept}").read_text())
    assert found.faults == (
        Fault(now, f"The ledger was put back: it had {kept} entries and now has {now}."),
    )


def test_another_history_signed_by_the_council_itself_is_found_by_a_kept_checkpoint(
    tmp_path: Path, signer: Signer, whole: Path
) -> None:
    other = TileLog(tmp_path / "ledger")
    other.append([b"another past", *acts(SIZE + 50)], signer)
    assert verify(other.directory, str(signer.key)).ok
    note = (whole.parent / "checkpoint-650").read_text()
    found = verify(other.directory, str(signer.key), since=note)
    assert [f.what for f in found.faults] == [
        "The first 650 entries are not those that were signed earlier."
    ]


def test_an_earlier_checkpoint_must_be_signed_by_the_key(ledger: Path, whole: Path) -> None:
    note = (whole.parent / "checkpoint-650").read_text().replace("\n650\n", "\n651\n")
    with pytest.raises(BadInput, match="earlier checkpoint is not one of this ledger"):
        verify(ledger, since=note)


def test_a_key_that_is_none_is_refused(ledger: Path) -> None:
    with pytest.raises(BadInput, match="not the public key"):
        verify(ledger, "ashmere.example/ledger")


def test_a_folder_without_a_ledger(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no ledger in this folder"):
        verify(tmp_path)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_byte_can_be_changed_unseen(
    whole: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any bit of any file of the ledger; a changed bit of an entry's own bytes names that entry."""
    names = sorted(str(p.relative_to(whole)) for p in whole.rglob("*") if p.is_file())
    name = data.draw(st.sampled_from([n for n in names if n != ".append.lock"]))
    content = bytearray((whole / name).read_bytes())
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    ledger = Path(shutil.copytree(whole, tmp_path_factory.mktemp("changed") / "ledger"))
    (ledger / name).write_bytes(content)
    found = verify(ledger)
    shutil.rmtree(ledger.parent)
    assert not found.ok
    if name in ("tile/entries/000", "tile/entries/001", EDGE):
        start = int(name[13:16]) * 256
        sizes = [2 + len(entry) for entry in acts(min(256, SIZE - start), start)]
        entry = start + next(i for i in range(len(sizes)) if at < sum(sizes[: i + 1]))
        assert found.faults[0].entry == entry


def test_progress_is_told_by_bundle(whole: Path) -> None:
    told: list[tuple[str, int, int]] = []
    verify(whole, progress=lambda step, done, total: told.append((step, done, total)))
    assert told == [("verify", 1, 3), ("verify", 2, 3), ("verify", 3, 3)]


def test_a_verification_as_plain_data(ledger: Path) -> None:
    byte(EDGE, -1)(ledger)
    assert verify(ledger).to_dict() == {
        "ok": False,
        "size": SIZE,
        "root": (ledger / "checkpoint").read_text().splitlines()[2],
        "faults": ({"entry": 699, "what": "Entry 699 is not what was written."},),
        "beyond": 0,
        "vouched": (),
        "key": (ledger / "verifier.key").read_text().strip(),
        "believed": "",
    }
