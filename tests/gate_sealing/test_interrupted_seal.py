"""A seal that is killed or runs out of room leaves the old extract and nothing else."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from beholden.gate.extract.image import ROOMS
from beholden.kernel import Unavailable, sweep_folders
from gate_sealing.made_up import Bench, sealed_rows

CHILD = """
import sys, time
from pathlib import Path
from beholden.gate.extract import extracts
from gate_sealing.made_up import Bench

folder, stop_at = Path(sys.argv[1]), sys.argv[2]

def stop(step):
    if step == stop_at:
        print("there", flush=True)
        time.sleep(600)

def slow(encrypt):
    def parts(*given):
        for number, part in enumerate(encrypt(*given)):
            yield part
            stop(f"part {number}")
    return parts

extracts.encrypt = slow(extracts.encrypt)
rename = Path.replace
Path.replace = lambda self, to: (stop("rename"), rename(self, to))[1]
Bench(folder).seal(progress=lambda step, done, total: stop(step))
"""

POINTS = ["read council_tax", "seal energy_certificates", "encrypt", "part 0", "part 1", "rename"]


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_in_the_middle_leaves_the_old_extract_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    bench = Bench(tmp_path / "home")
    rooms = tmp_path / "rooms"
    rooms.mkdir()
    old = bench.seal()
    before = old.path.read_bytes()
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(bench.folder), point],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(rooms), "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == b"there\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert old.path.read_bytes() == before
    assert sealed_rows(old, bench.keys, "council_tax")
    assert b"Millbrook" not in _everything_under(rooms)
    monkeypatch.setattr("tempfile.tempdir", str(rooms))
    sweep_folders(ROOMS)
    assert list(rooms.iterdir()) == []
    again = bench.seal()
    assert sealed_rows(again, bench.keys, "council_tax") == sealed_rows(
        again, bench.keys, "council_tax"
    )
    assert list(again.path.parent.iterdir()) == [again.path]


def _everything_under(folder: Path) -> bytes:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in files)


def test_a_room_in_use_is_not_swept(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    swept = []
    bench.seal(progress=lambda step, done, total: swept.append(sweep_folders(ROOMS)))
    assert swept
    assert set(swept) == {0}
    assert list(tmp_path.glob("beholden-room-*")) == []


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let the kernel refuse files over a size, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("step", ["read council_tax", "encrypt"])
def test_a_full_disk_leaves_the_old_extract_and_no_new_key(bench: Bench, step: str) -> None:
    old = bench.seal()
    before = old.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fill_up(at: str, done: int, total: int) -> None:
        if at == step:
            resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))

    with largest_file(soft), pytest.raises(Unavailable, match="no room left"):
        bench.seal(progress=fill_up)
    assert old.path.read_bytes() == before
    assert list(old.path.parent.iterdir()) == [old.path]
    assert [path.name for path in bench.keys.directory.glob("*.key")] == [f"{old.id}.key"]


def test_no_room_for_a_memory_image_means_a_private_file_that_goes(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("beholden.gate.extract.image._memory_to_spare", lambda expected: False)
    modes = []

    def look(step: str, done: int, total: int) -> None:
        for room in tmp_path.glob("beholden-room-*"):
            modes.append(room.stat().st_mode & 0o777)
            assert not (room / "image").is_symlink()

    extract = bench.seal(progress=look)
    assert sealed_rows(extract, bench.keys, "council_tax")
    assert set(modes) == {0o700}
    assert list(tmp_path.glob("beholden-room-*")) == []
