"""One small demonstration, run once in a test run by the command line, for whoever needs it."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from beholden.doors.cli import main

HOUSEHOLDS = 600


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Demonstrated:
    """A demonstration's folder, a copy of it that no test touches, and what the command printed."""

    folder: Path
    untouched: Path
    ended: Ended

    @property
    def report(self) -> str:
        return (self.folder / "report.html").read_text(encoding="utf-8")


def demonstrated_once(shared: Path) -> Demonstrated:
    """Return the demonstration of this test run, made by whichever worker asks first."""
    whole, told = shared / "demonstration", shared / "demonstration" / "ended.json"
    folder, untouched = whole / "demo", whole / "untouched"
    with FileLock(shared / "demonstration.lock"):
        if not told.exists():
            shutil.rmtree(whole, ignore_errors=True)
            whole.mkdir()
            ended = _run(folder)
            shutil.copytree(folder, untouched)
            told.write_text(json.dumps(asdict(ended)), encoding="utf-8")
    return Demonstrated(folder, untouched, Ended(**json.loads(told.read_text(encoding="utf-8"))))


def _run(folder: Path) -> Ended:
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(["demo", "--households", str(HOUSEHOLDS), "--directory", str(folder)])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    return Ended(code, out.getvalue(), err.getvalue())
