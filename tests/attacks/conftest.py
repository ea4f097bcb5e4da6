from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from attacks.parish import Parish, opened


@pytest.fixture(scope="session")
def parish(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parish]:
    """Give the made-up council, sealed once for all attacks of a run."""
    with opened(tmp_path_factory.mktemp("parish")) as made_up:
        yield made_up


@pytest.fixture
def bare_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty working directory: a file that appears in it was written by an attack."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
