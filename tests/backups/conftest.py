"""The councils that are backed up here, and a backup that the tests share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from actions.ashmere import ADMIN, DAY
from actions.councils import (  # noqa: F401
    agreed,
    copied,
    founded,
    on_each_database,
    opened,
    sealed,
    told,
)


@pytest.fixture(scope="session")
def taken(
    told: Callable[[str, date], Path],  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """Give a folder with a home, its backup and that of its keys; it is only read."""
    folder = tmp_path_factory.mktemp("taken")
    council = opened(copied(told("until_sealed", DAY), folder))
    council.backup(by=ADMIN, to=folder / "one", keys_to=folder / "two")
    council.close()
    return folder


@pytest.fixture
def store(taken: Path, tmp_path: Path) -> Path:
    """Give the two backups, to be changed by one test."""
    for name in ("one", "two"):
        shutil.copytree(taken / name, tmp_path / name)
    return tmp_path
