"""Councils and command lines for the tests of review."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from actions import ashmere
from actions.councils import copied, founded, opened, told  # noqa: F401 (fixtures)
from cli.conftest import line  # noqa: F401 (a fixture)

from beholden.actions import Council

from .agreed_uses import with_two_uses_that_link
from .doubtful import matched, registered


@pytest.fixture(scope="session")
def prepared(told, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """Make a council once whose accounts are matched to a gazetteer, some of them in doubt."""
    folder = tmp_path_factory.mktemp("prepared")
    council = opened(copied(told("begin", ashmere.DAY), folder))
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


@pytest.fixture(scope="session")
def two_uses_agreed(told, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811
    """Make a council once with two uses whose signed agreements link the same two lists."""
    folder = tmp_path_factory.mktemp("two-uses")
    council = opened(copied(told("begin", ashmere.DAY), folder))
    with_two_uses_that_link(council)
    council.close()
    return folder


@pytest.fixture
def two_uses(two_uses_agreed: Path, tmp_path: Path) -> Iterator[Council]:
    """Give a council with two uses whose signed agreements link the same two lists."""
    council = opened(copied(two_uses_agreed, tmp_path))
    yield council
    council.close()


@pytest.fixture
def columns_read(monkeypatch: pytest.MonkeyPatch) -> list[list[str] | None]:
    """Give a list that fills with the columns asked of each dataset's data (None: all)."""
    import pyarrow.parquet as pq

    read: list[list[str] | None] = []
    whole = pq.read_table

    def spy(source, *args, columns=None, **more):
        if str(source).endswith("data.parquet"):
            read.append(columns)
        return whole(source, *args, columns=columns, **more)

    monkeypatch.setattr(pq, "read_table", spy)
    return read
