"""The councils that these tests act on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from actions.councils import (  # noqa: F401 (fixtures)
    agreed,
    copied,
    founded,
    on_each_database,
    sealed,
    sealed_today,
    told,
)
from filelock import FileLock

from beholden.actions import open_council

from .furnished import furnish_wholly


@pytest.fixture(scope="session")
def furnished_wholly(told: Callable[[str, date], Path], shared_folder: Path) -> Path:  # noqa: F811
    """Give the folder of a council with one of everything, told once in a run; copy it."""
    folder = shared_folder / f"furnished-wholly-{date.today()}"
    with FileLock(f"{folder}.lock"):
        if not (folder / "whole").exists():
            folder.mkdir()
            council = open_council(
                copied(told("until_published_and_refused", date.today()), folder)
            )
            furnish_wholly(council)
            council.close()
            (folder / "whole").touch()
    return folder
