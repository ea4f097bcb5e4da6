"""A register that the tests of one file share; each takes back what it does to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from databases import fresh_sqlite

from beholden.records import databases


@pytest.fixture(scope="module", autouse=True)
def begun_quickly() -> None:
    """Leave the migrations as they are: they are tested here."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def shared_register(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Give the alias of a fresh database for the tests of one file; once on each kind."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        yield from _connected(fresh_sqlite(template, tmp_path_factory.mktemp("register")))
    else:
        with request.getfixturevalue("postgres").fresh() as url:
            yield from _connected(url)


def _connected(url: str) -> Iterator[str]:
    alias = databases.connect(url)
    yield alias
    databases.disconnect(alias)
