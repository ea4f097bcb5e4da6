"""Appends that are cut short, by a full disk or a kill, or that run side by side."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from waiting import PATIENCE

from beholden.kernel import Unavailable
from beholden.ledger import Signer, TileLog, files, verify

from .conftest import ORIGIN, acts


class Cut(BaseException):
    """The power has failed: nothing below may catch it."""


class Saw:
    """Lets a number of writes to the disk pass, then raises."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
        self.left, self.error = -1, error
        # Waiting for the disk is left out: nothing here depends on it, and it is what takes long.
        for name, write in (("fsync", lambda handle: None), ("replace", os.replace)):
            monkeypatch.setattr(os, name, self._sawn(write))

    def _sawn(self, write: object) -> object:
        def sawn(*given: object) -> object:
            self.left -= 1
            if self.left == -1:
                raise self.error
            return write(*given)  # type: ignore[operator]

        return sawn


APPENDS = [(0, 1), (0, 300), (200, 56), (255, 1), (300, 700)]


@pytest.mark.parametrize(("size", "more"), APPENDS)
@pytest.mark.parametrize(
    "error", [Cut(), OSError(errno.ENOSPC, "No space left on device")], ids=["power", "full disk"]
)
def test_an_append_cut_at_any_write_leaves_the_log_as_it_was(
    tmp_path: Path,
    signer: Signer,
    monkeypatch: pytest.MonkeyPatch,
    size: int,
    more: int,
    error: BaseException,
) -> None:
    """Cut before each write in turn; each time other entries go in next, then the right ones."""
    saw, cuts = Saw(monkeypatch, error), 0
    while True:
        log = TileLog(tmp_path / f"cut-{cuts}")
        log.append(acts(size), signer)
        saw.left = cuts
        try:
            log.append([b"lost %d" % i for i in range(more)], signer)
        except (Cut, Unavailable):
            saw.left = -1
        else:
            break
        reopened = TileLog(log.directory)
        if reopened.size == size:  # else it was cut after the checkpoint had its name
            assert verify(log.directory, str(signer.key)).ok
            reopened.append([b"next"], signer)
            reopened.append(acts(more, size), signer)
            assert list(reopened.entries(size)) == [b"next", *acts(more, size)]
        found = verify(log.directory, str(signer.key))
        assert (found.faults, found.beyond) == ((), 0)
        cuts += 1
    assert cuts > 5  # drafts, names and folders of a bundle, a tile and the checkpoint


def test_a_full_disk_is_unavailable_and_says_what_to_do(
    tmp_path: Path, signer: Signer, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = TileLog(tmp_path / "ledger")
    log.append(acts(5), signer)
    Saw(monkeypatch, OSError(errno.ENOSPC, "No space left on device")).left = 0
    with pytest.raises(Unavailable, match="No space left on device") as full:
        log.append([b"x"], signer)
    assert "do the same again" in full.value.next_step
    assert log.size == 5


CHILD = """
import sys
from beholden.ledger import Signer, TileLog
log = TileLog(sys.argv[1])
signer = Signer.open(sys.argv[2])
print("ready", flush=True)
while log.size < 100_000:
    log.append([b"act %d" % i for i in range(log.size, log.size + int(sys.argv[3]))], signer)
"""


@pytest.fixture
def key(tmp_path: Path) -> Path:
    Signer.create(tmp_path / "ledger.key", ORIGIN)
    return tmp_path / "ledger.key"


@pytest.mark.parametrize("batch", [1, 90, 700])
def test_a_process_killed_while_it_appends_leaves_a_whole_log(
    tmp_path: Path, key: Path, batch: int
) -> None:
    """Killed five times in the middle of its work, each time begun again where the log stood."""
    directory, size = tmp_path / "ledger", 0
    for pause in (0.0, 0.03, 0.011, 0.047, 0.023):
        command = [sys.executable, "-c", CHILD, str(directory), str(key), str(batch)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            while TileLog(directory).size == size:
                time.sleep(0.001)
            time.sleep(pause)
            child.send_signal(signal.SIGKILL)
        log = TileLog(directory)
        assert log.size > size
        assert log.size % batch == 0
        assert list(log.entries()) == [b"act %d" % i for i in range(log.size)]
        assert verify(directory).faults == ()
        size = log.size
    TileLog(directory).append([b"after"], Signer.open(key))
    found = verify(directory)
    assert (found.ok, found.size) == (True, size + 1)


WRITER = """
import sys
from beholden.kernel import Unavailable
from beholden.ledger import Signer, TileLog
log = TileLog(sys.argv[1])
signer = Signer.open(sys.argv[2])
written = 0
while written < 60:
    try:
        log.refresh()
        log.append([f"{sys.argv[3]} {written}".encode()], signer)
        written += 1
    except Unavailable:
        pass
"""


def test_two_processes_at_once_lose_nothing(tmp_path: Path, key: Path) -> None:
    directory = tmp_path / "ledger"
    children = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(directory), str(key), name])
        for name in ("left", "right")
    ]
    assert [child.wait(timeout=PATIENCE) for child in children] == [0, 0]
    written = [entry.decode() for entry in TileLog(directory).entries()]
    assert [e for e in written if e.startswith("left")] == [f"left {i}" for i in range(60)]
    assert [e for e in written if e.startswith("right")] == [f"right {i}" for i in range(60)]
    assert verify(directory).ok


READER = """
import sys
from beholden.ledger import TileLog, verify
seen = 0
while seen < 600:
    log = TileLog(sys.argv[1])
    entries = list(log.entries())
    assert entries == [b"act %d" % i for i in range(log.size)], log.size
    assert log.root_at(log.size) == log.root
    found = verify(sys.argv[1])
    assert found.ok, found.faults
    seen = log.size
"""


def test_a_reader_beside_a_writer_never_sees_half(tmp_path: Path, signer: Signer) -> None:
    log = TileLog(tmp_path / "ledger")
    log.append([b"act 0"], signer)
    reader = subprocess.Popen([sys.executable, "-c", READER, str(log.directory)])
    while log.size < 600:
        log.append([b"act %d" % i for i in range(log.size, log.size + 7)], signer)
    assert reader.wait(timeout=PATIENCE) == 0


LIMITED = """
import resource, signal, sys
from beholden.kernel import Unavailable
from beholden.ledger import Signer, TileLog
log, signer = TileLog(sys.argv[1]), Signer.open(sys.argv[2])
log.append([b"first"], signer)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
try:
    log.append([b"x" * 50_000], signer)
except Unavailable as error:
    sys.exit(error.exit_code)
"""


def test_a_file_that_the_system_will_not_write(tmp_path: Path, key: Path) -> None:
    """The system itself refuses in the middle of a file, as it does on a full disk."""
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "ledger"), str(key)]
    assert subprocess.run(command, check=False).returncode == Unavailable.exit_code
    assert list(TileLog(tmp_path / "ledger").entries()) == [b"first"]
    assert verify(tmp_path / "ledger").ok


def test_files_are_on_the_disk_before_they_have_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *given, real=real, name=name: (done.append(name), real(*given))
        )
    targets = {tmp_path / "a" / "b": b"1", tmp_path / "c": b"2"}
    files.write_files(targets, drafts=tmp_path / ".drafts")
    assert {path: path.read_bytes() for path in targets} == targets
    assert done[:4] == ["fsync", "fsync", "replace", "replace"]
    assert set(done[4:]) == {"fsync"}  # the folders that hold the names
