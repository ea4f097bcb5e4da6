"""What every room's tests may ask for."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from databases import Postgres, begun_from, fresh_sqlite, migrated_file, running_postgres
from hypothesis import HealthCheck, settings
from quick_folder import prefer_memory
from scheduling import ByFile, longest_first

from beholden.records import databases

prefer_memory()

# The pages' settings are those of the records and more, so that one process can try both. They are
# for this process alone: a command that a test starts chooses its own.
os.environ["DJANGO_SETTINGS_MODULE"] = "beholden.doors.web.settings"
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]

# Half the time of a command's start is compiling its modules. Some machines tell Python to keep
# nothing of that (images of containers do); what the tests start has it kept, as it is by default.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# A machine that is busy with other work is no fault of the code: no example has a time limit, nor
# has the making of examples. The suite tries the same ones every time, so it fails for a change.
settings.register_profile(
    "beholden", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
# `make attack` tries more, and others each time: tests/attacks/sizes.py says how many.
settings.register_profile(
    "attack", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=False
)
settings.load_profile("beholden")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """Give each worker whole files, whatever ``--dist`` says."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    longest_first(items)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no rubbish while tests are looked for.

    What is made then stays, so nothing would be found; a fifth of each worker's beginning went on
    that.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish() -> None:
    """Look for rubbish from here on seldom, and only in what the tests make.

    Where texts of questions are read, that was a seventh of the work.
    """
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    atexit.register(gc.unfreeze)  # or DuckDB tells at the end of what it takes for leaked


@pytest.fixture(scope="module", autouse=True)
def settings_are_not_handed_on() -> Iterator[None]:
    """Forget after each file which settings, and whose key, a command chose in this process.

    They are in the environment, which whatever a later test starts is given.
    """
    yield
    for name in ("DJANGO_SETTINGS_MODULE", "BEHOLDEN_SECRET_KEY", "BEHOLDEN_SERVED_HOME"):
        os.environ.pop(name, None)


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Give a folder that all workers of one test run share."""
    own = tmp_path_factory.getbasetemp()
    return own if worker_id == "master" else own.parent


@pytest.fixture(scope="session")
def postgres(shared_folder: Path, testrun_uid: str) -> Iterator[Postgres]:
    """Run a PostgreSQL server for the whole run."""
    data = Path(tempfile.gettempdir()) / f"beholden-postgres-{testrun_uid}"
    with running_postgres(data, lock=shared_folder / "postgres.lock") as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(shared_folder: Path) -> Path:
    """Make a migrated SQLite file, to be copied."""
    return migrated_file(shared_folder)


@pytest.fixture(scope="module", autouse=True)
def begun_quickly(shared_folder: Path) -> Iterator[None]:
    """Let the homes that the tests begin have their tables copied; not where those are tested."""
    with begun_from(shared_folder):
        yield


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a fresh, migrated database's address; the test runs once on each kind."""
    if request.param == "sqlite":
        yield fresh_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
    else:
        with request.getfixturevalue("postgres").fresh() as url:
            yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database that no migration has touched; once on each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        with request.getfixturevalue("postgres").fresh(migrated=False) as url:
            yield url


@pytest.fixture
def register(database_url: str) -> Iterator[str]:
    """Give the alias of a fresh council's database, at work for the length of the test."""
    alias = databases.connect(database_url)
    with databases.at_work(alias):
        yield alias
    databases.disconnect(alias)
