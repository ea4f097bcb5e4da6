"""What the tests of the demonstration share: one of them, and a command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from demonstration import Demonstrated, Ended, demonstrated_once

from beholden.doors.cli import main

Command = Callable[..., Ended]


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


@pytest.fixture(scope="session")
def demonstrated(shared_folder: Path) -> Demonstrated:
    return demonstrated_once(shared_folder)
