"""What the examples of the pages share with the other tests of a run."""

from pathlib import Path

import pytest

from . import commands


@pytest.fixture(scope="session", autouse=True)
def tables_of_the_run(shared_folder: Path) -> None:
    """Let homes that the examples begin have the tables that were made once for all tests."""
    commands.TEMPLATES.append(shared_folder)
