"""Councils and command lines for the tests of review."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from actions import ashmere
from actions.councils import founded, opened, told  # noqa: F401 (fixtures)
from cli.conftest import line  # noqa: F401 (a fixture)

from beholden.actions import Council

from .doubtful import matched, registered


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a council once whose accounts are matched to a gazetteer, some of them in doubt."""
    folder = tmp_path_factory.mktemp("prepared")
    council = ashmere.begin(folder / "home")
    matched(registered(council, folder))
    council.close()
    return folder


@pytest.fixture
def council(prepared: Path, tmp_path: Path) -> Iterator[Council]:
    """Give a council with accounts matched to a gazetteer, some in doubt."""
    for name in ("home", "home.keys"):
        shutil.copytree(prepared / name, tmp_path / name)
    council = opened(tmp_path / "home")
    yield council
    council.close()
