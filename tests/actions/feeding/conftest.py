"""Councils whose agreement gives rows, at several moments of a feed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from beholden.actions import Council

from ..councils import copied, opened
from . import fed


@pytest.fixture(scope="session")
def with_rows(shared_folder: Path, told: Callable[[str, date], Path]) -> Path:
    """Tell the case once, with rows in its agreement, and give the folder."""
    folder = shared_folder / f"with-rows-{fed.TODAY}"
    with FileLock(f"{folder}.lock"):
        if not (folder / "whole").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            home = copied(told("until_sealed", fed.TODAY), folder)
            fed.with_rows_in_its_agreement(opened(home, fed.TODAY)).close()
            (folder / "whole").touch()
    return folder


@pytest.fixture
def sealed_with_rows(with_rows: Path, tmp_path: Path, postgres) -> Iterator[Council]:
    """Give a council with rows to give, and a server that they may be put on."""
    home = copied(with_rows, tmp_path)
    with postgres.feeds() as settings:
        fed.name_server(home, settings)
        council = opened(home, fed.TODAY)
        yield council
        council.close()


@pytest.fixture
def with_feed(sealed_with_rows: Council) -> Council:
    """Give a council with an open feed that nobody reads yet."""
    return fed.opened_feed(sealed_with_rows)
