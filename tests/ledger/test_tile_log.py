"""A log in files: its layout, what it gives back, what it proves, and what it refuses to append."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput, Damaged, NotFound, Unavailable
from beholden.ledger import (
    EMPTY_ROOT,
    Signer,
    TileLog,
    VerifierKey,
    leaf_hash,
    read_checkpoint,
    verify,
    verify_consistency,
    verify_inclusion,
)
from beholden.ledger.tiles import ENTRIES, place_at, tile_path, width_at

from . import reference
from .conftest import acts


def files(log: TileLog) -> list[str]:
    found = (log.directory / "tile").rglob("*")
    return sorted(str(p.relative_to(log.directory)) for p in found if p.is_file())


def fresh(tmp_path_factory: pytest.TempPathFactory) -> TileLog:
    return TileLog(tmp_path_factory.mktemp("log"))


@pytest.mark.parametrize(
    ("place", "width", "path"),
    [
        ((0, 0), 256, "tile/0/000"),
        ((0, 0), 1, "tile/0/000.p/1"),
        ((1, 999), 256, "tile/1/999"),
        ((0, 1000), 256, "tile/0/x001/000"),
        ((ENTRIES, 1234067), 256, "tile/entries/x001/x234/067"),  # the specification's example
        ((63, 1234067), 8, "tile/63/x001/x234/067.p/8"),
    ],
)
def test_paths_of_tiles(place: tuple[int, int], width: int, path: str) -> None:
    assert tile_path(place, width) == path
    assert place_at(path) == (place, width)


@pytest.mark.parametrize("path", ["tile/64/000", "tile/0/1", "tile/0/x001", "tile/x/000", "tile"])
def test_what_is_no_path_of_a_tile(path: str) -> None:
    assert place_at(path) is None


@pytest.mark.parametrize(
    ("size", "widths"),
    [  # the specification's examples: tiles of each level, full and partial
        (70_000, {(0, 272): 256, (0, 273): 112, (1, 0): 256, (1, 1): 17, (2, 0): 1, (2, 1): 0}),
        (256, {(0, 0): 256, (0, 1): 0, (1, 0): 1, (2, 0): 0}),
    ],
)
def test_widths_of_tiles(size: int, widths: dict[tuple[int, int], int]) -> None:
    assert {place: width_at(size, place) for place in widths} == widths


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (1, ["tile/0/000.p/1", "tile/entries/000.p/1"]),
        (256, ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]),
        (
            600,
            [
                *["tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2"],
                *["tile/entries/000", "tile/entries/001", "tile/entries/002.p/88"],
            ],
        ),
    ],
)
def test_the_files_of_a_log(log: TileLog, signer: Signer, size: int, expected: list[str]) -> None:
    log.append(acts(size), signer)
    assert files(log) == expected
    assert (log.directory / "checkpoint").read_text() == str(log.checkpoint())
    assert VerifierKey.parse((log.directory / "verifier.key").read_text()) == signer.key


def test_partial_tiles_stay_until_the_full_one_is_there(log: TileLog, signer: Signer) -> None:
    log.append(acts(254), signer)
    log.append(acts(1, 254), signer)
    assert files(log)[:2] == ["tile/0/000.p/254", "tile/0/000.p/255"]
    log.append(acts(1, 255), signer)
    assert files(log) == ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]


def test_a_log_that_was_never_begun(log: TileLog) -> None:
    assert (log.size, log.root, list(log.entries())) == (0, EMPTY_ROOT, [])
    with pytest.raises(NotFound, match="no checkpoint yet"):
        log.checkpoint()


def test_a_log_may_begin_with_nothing(log: TileLog, signer: Signer) -> None:
    checkpoint = log.append([], signer)
    assert (checkpoint.size, checkpoint.root) == (0, EMPTY_ROOT)
    assert verify(log.directory, str(signer.key)).ok


@settings(max_examples=25, deadline=None)
@given(steps=st.lists(st.integers(1, 300), min_size=1, max_size=4), data=st.data())
def test_a_log_is_the_tree_of_its_entries(
    tmp_path_factory: pytest.TempPathFactory, signer: Signer, steps: list[int], data: st.DataObject
) -> None:
    log, entries = fresh(tmp_path_factory), acts(sum(steps))
    for step in steps:
        log.append(entries[log.size : log.size + step], signer)
    old = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, old - 1))
    assert list(TileLog(log.directory).entries()) == entries
    assert log.root == reference.mth(entries)
    assert log.root_at(old) == reference.mth(entries[:old])
    assert list(log.inclusion_proof(index, size=old)) == reference.path(index, entries[:old])
    assert list(log.consistency_proof(old)) == reference.proof(old, entries)
    assert verify(log.directory, str(signer.key)).faults == ()
    shutil.rmtree(log.directory)


def test_a_log_of_three_levels(log: TileLog, signer: Signer) -> None:
    log.append(acts(65_530), signer)
    before = log.checkpoint()
    log.append(acts(300, 65_530), signer)
    leaf = leaf_hash(log.entry(65_535))
    proof = log.inclusion_proof(65_535)
    assert verify_inclusion(leaf, index=65_535, size=65_830, proof=proof, root=log.root)
    assert verify_consistency(
        old_size=before.size,
        old_root=before.root,
        size=log.size,
        root=log.root,
        proof=log.consistency_proof(before.size),
    )
    assert (log.directory / "tile/2/000.p/1").stat().st_size == 32
    assert verify(log.directory, str(signer.key), since=str(before)).ok


def test_entries_are_given_back_by_index_and_span(log: TileLog, signer: Signer) -> None:
    log.append(acts(600), signer)
    assert log.entry(0) == acts(1)[0]
    assert log.entry(599) == acts(1, 599)[0]
    assert list(log.entries(250, 520)) == acts(270, 250)
    assert list(log.entries(590, 9_999)) == acts(10, 590)
    assert list(log.entries(7, 7)) == []


@pytest.mark.parametrize("index", [-1, 5])
def test_an_entry_that_is_not_there(log: TileLog, signer: Signer, index: int) -> None:
    log.append(acts(5), signer)
    with pytest.raises(NotFound, match="no such entry"):
        log.entry(index)


@pytest.mark.parametrize("size", [-1, 6])
def test_a_size_that_never_was(log: TileLog, signer: Signer, size: int) -> None:
    log.append(acts(5), signer)
    with pytest.raises(BadInput, match="has not had this size"):
        log.root_at(size)


def test_a_reader_sees_the_log_as_it_was_until_it_looks_again(log: TileLog, signer: Signer) -> None:
    log.append(acts(100), signer)
    reader = TileLog(log.directory)
    log.append(acts(500, 100), signer)  # the reader's partial tiles give way to full ones
    assert (reader.size, list(reader.entries())) == (100, acts(100))
    assert reader.root == reference.mth(acts(100)) == reader.root_at(100)
    reader.refresh()
    assert reader.size == 600


def test_what_is_there_already_is_not_added_twice(log: TileLog, signer: Signer) -> None:
    log.append(acts(10), signer)
    first = log.checkpoint()
    assert log.append(acts(10), signer, at=0) == first
    assert log.append(acts(4, 3), signer, at=3) == first
    log.append(acts(5, 8), signer, at=8)
    assert list(log.entries()) == acts(13)


def test_another_object_may_make_a_call_again(log: TileLog, signer: Signer) -> None:
    late = TileLog(log.directory)
    log.append(acts(10), signer)
    assert late.append(acts(10), signer, at=0) == log.checkpoint()
    assert late.size == 10


def refused_appends() -> list[object]:
    too_long = b"x" * 65_536
    return [
        pytest.param([too_long], None, BadInput, "between 1 and 65,535 bytes", id="too long"),
        pytest.param([b""], None, BadInput, "between 1 and 65,535 bytes", id="empty"),
        pytest.param([b"x", b""], None, BadInput, "between 1", id="the second is empty"),
        pytest.param(
            [b"x"], 4, Damaged, "other entries than these", id="another entry stands there"
        ),
        pytest.param(acts(5)[::-1], 0, Damaged, "other entries", id="another order"),
        pytest.param([b"x"], 6, Damaged, "shorter than it should be", id="beyond the end"),
        pytest.param([b"x"], -1, Damaged, "shorter", id="before the beginning"),
    ]


@pytest.mark.parametrize(("entries", "at", "error", "words"), refused_appends())
def test_an_append_that_is_refused_writes_nothing(
    log: TileLog,
    signer: Signer,
    entries: list[bytes],
    at: int | None,
    error: type[Exception],
    words: str,
) -> None:
    log.append(acts(5), signer)
    before = (log.checkpoint(), files(log))
    with pytest.raises(error, match=words):
        log.append(entries, signer, at=at)
    assert (TileLog(log.directory).checkpoint(), files(log)) == before


def test_a_checkpoint_that_moved_is_noticed(log: TileLog, signer: Signer) -> None:
    log.append(acts(5), signer)
    late = TileLog(log.directory)
    log.append([b"first"], signer)
    for at in (None, 5):
        with pytest.raises(Unavailable, match="in the meantime"):
            late.append([b"second"], signer, at=at)
    late.refresh()
    late.append([b"second"], signer)
    assert list(late.entries(5)) == [b"first", b"second"]


def test_a_log_held_by_another_is_unavailable(log: TileLog, signer: Signer) -> None:
    log.append(acts(5), signer)
    with (
        FileLock(log.directory / ".append.lock"),
        pytest.raises(Unavailable, match="Another process is writing"),
    ):
        log.append([b"x"], signer)
    assert log.append([b"x"], signer).size == 6


def test_another_private_key_is_refused(log: TileLog, signer: Signer, tmp_path: Path) -> None:
    log.append(acts(5), signer)
    other = Signer.create(tmp_path / "other.key", signer.key.origin)
    with pytest.raises(BadInput, match="not the one that signs this ledger"):
        log.append([b"x"], other)


@pytest.mark.parametrize(
    ("name", "content"),
    [("verifier.key", None), ("verifier.key", b"x"), ("checkpoint", None), ("checkpoint", b"x")],
)
def test_nothing_is_appended_without_key_and_checkpoint(
    log: TileLog, signer: Signer, name: str, content: bytes | None
) -> None:
    log.append(acts(5), signer)
    (log.directory / name).unlink()
    if content is not None:
        (log.directory / name).write_bytes(content)
    with pytest.raises(Damaged):
        log.append([b"x"], signer)
    assert verify(log.directory, str(signer.key)).ok is (name == "verifier.key")


def test_nothing_is_signed_on_top_of_a_changed_tile(log: TileLog, signer: Signer) -> None:
    log.append(acts(300), signer)
    tile = log.directory / "tile/0/001.p/44"
    tile.write_bytes(tile.read_bytes()[:-1] + b"\x00")
    with pytest.raises(Damaged, match="do not agree with its signed checkpoint"):
        TileLog(log.directory).append([b"x"], signer)


def test_a_log_that_was_put_back_while_we_looked_is_refused(log: TileLog, signer: Signer) -> None:
    old = log.append(acts(5), signer)
    log.append(acts(5, 5), signer)
    (log.directory / "checkpoint").write_text(str(old))
    with pytest.raises(Damaged, match="gone back or was replaced"):
        log.append([b"x"], signer)


@pytest.mark.parametrize("name", ["tile/entries/000.p/5", "tile/0/000.p/5"])
def test_a_missing_file_is_named_with_its_entries(log: TileLog, signer: Signer, name: str) -> None:
    log.append(acts(5), signer)
    (log.directory / name).unlink()
    reader = TileLog(log.directory)
    with pytest.raises(Damaged, match="entries 0 to 4"):
        _ = reader.entry(2), reader.inclusion_proof(2)


def test_a_file_that_cannot_be_read_is_unavailable(log: TileLog, signer: Signer) -> None:
    log.append(acts(5), signer)
    bundle = log.directory / "tile/entries/000.p/5"
    bundle.unlink()
    bundle.mkdir()
    with pytest.raises(Unavailable, match="cannot be read"):
        log.entry(0)
    with pytest.raises(Unavailable, match="cannot be read"):
        verify(log.directory)


def test_the_checkpoint_is_signed_for_its_origin(log: TileLog, signer: Signer) -> None:
    checkpoint = log.append(acts(3), signer)
    assert read_checkpoint(checkpoint.note, signer.key) == checkpoint
    assert checkpoint.note.splitlines()[:2] == ["ashmere.example/ledger", "3"]


def test_one_entry_more_takes_as_many_files_as_the_log_has_levels(
    log: TileLog, signer: Signer
) -> None:
    """The work of an append does not grow with the log: 70,000 entries, and three files change."""
    log.append(acts(70_000), signer)
    before, begun = set(files(log)), time.time_ns()
    log.append([b"one more"], signer)
    assert set(files(log)) - before == {"tile/0/273.p/113", "tile/entries/273.p/113"}
    touched = [p for p in (log.directory / "tile").rglob("*") if p.stat().st_mtime_ns > begun]
    assert len([p for p in touched if p.is_file()]) <= 2
