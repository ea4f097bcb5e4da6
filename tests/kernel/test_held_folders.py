"""A held folder goes with its holder, even where that one is killed, and never before."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from pathlib import Path

import pytest

from beholden.kernel import HeldFolder, sweep_folders

HOLDING = """
import sys
from beholden.kernel import HeldFolder
held = HeldFolder("made-up-")
(held.path / "content").write_text("x")
print(held.path, flush=True)
sys.stdin.read()
"""


FORKING = """
import os, sys
from beholden.kernel import HeldFolder
held = HeldFolder("made-up-")
child = os.fork()
if child == 0:
    sys.exit()
os.waitpid(child, 0)
print(held.path.exists(), flush=True)
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def test_it_goes_when_it_is_let_go_of_or_nobody_has_it(temporary: Path) -> None:
    held, forgotten = HeldFolder("made-up-"), HeldFolder("made-up-")
    assert held.path.stat().st_mode & 0o777 == 0o700
    held.let_go()
    held.let_go()
    del forgotten
    gc.collect()
    assert list(temporary.iterdir()) == []


def test_one_of_a_killed_holder_is_swept_and_one_of_a_living_is_not(temporary: Path) -> None:
    mine = HeldFolder("made-up-")
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"TMPDIR": str(temporary), "PYTHONPATH": ":".join(sys.path)},
    ) as other:
        assert other.stdout is not None
        theirs = Path(other.stdout.readline().strip())
        assert sweep_folders("made-up-") == 0
        other.kill()
    assert theirs.exists()
    assert sweep_folders("made-up-") == 1
    assert set(temporary.iterdir()) == {mine.path}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_leaves_the_folder_to_its_parent(temporary: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", FORKING],
        capture_output=True,
        text=True,
        env={"TMPDIR": str(temporary), "PYTHONPATH": ":".join(sys.path)},
    )
    assert told.stdout == "True\n"
    assert list(temporary.iterdir()) == []


def test_where_there_are_no_locks_no_folder_is_left(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def no_locks(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with pytest.raises(OSError, match="No locks"):
        HeldFolder("made-up-")
    assert list(temporary.iterdir()) == []


def test_what_only_looks_like_one_is_left(temporary: Path) -> None:
    (temporary / "made-up-file").touch()
    (temporary / "made-up-folder").mkdir()
    (temporary / "made-up-link").symlink_to(temporary / "made-up-folder")
    assert sweep_folders("made-up-") == 0
    assert len(list(temporary.iterdir())) == 3
