"""One small demonstration, run once through the command line, for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from beholden.doors.cli import main

HOUSEHOLDS = 600


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@dataclass(frozen=True)
class Demonstrated:
    """A demonstration's folder and what the command printed."""

    folder: Path
    ended: Ended

    @property
    def report(self) -> str:
        return (self.folder / "report.html").read_text(encoding="utf-8")


def run_command(capsys: pytest.CaptureFixture[str], *arguments: str) -> Ended:
    code = 0
    try:
        main(list(arguments))
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    printed = capsys.readouterr()
    return Ended(code, printed.out, printed.err)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    return lambda *arguments: run_command(capsys, *arguments)


@pytest.fixture(scope="package")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Demonstrated:
    import contextlib
    import io

    folder = tmp_path_factory.mktemp("demonstration") / "demo"
    out, err, code = io.StringIO(), io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            main(["demo", "--households", str(HOUSEHOLDS), "--directory", str(folder)])
        except SystemExit as leaving:
            code = int(leaving.code or 0)
    return Demonstrated(folder, Ended(code, out.getvalue(), err.getvalue()))
