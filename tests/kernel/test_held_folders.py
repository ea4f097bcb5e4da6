"""A held folder goes with its holder, even where that one is killed, and never before."""

from __future__ import annotations

import gc
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


def test_what_only_looks_like_one_is_left(temporary: Path) -> None:
    (temporary / "made-up-file").touch()
    (temporary / "made-up-folder").mkdir()
    (temporary / "made-up-link").symlink_to(temporary / "made-up-folder")
    assert sweep_folders("made-up-") == 0
    assert len(list(temporary.iterdir())) == 3
