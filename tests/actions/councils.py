"""Councils for the tests of acts, commands and pages: the small Ashmere at several moments.

A home is told once in a test run and copied: on SQLite its folder, on PostgreSQL its database too.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from databases import Postgres
from filelock import FileLock

from beholden.actions import Council, open_council
from beholden.kernel import HeldClock

from . import ashmere


@pytest.fixture(scope="session")
def told(shared_folder: Path) -> Callable[[str, date], Path]:
    """Give a function that tells the case up to a moment, once, and returns the folder."""

    def tell(moment: str, day: date) -> Path:
        folder = shared_folder / f"{moment}-{day}"
        with _once(folder) as untold:
            if untold:
                getattr(ashmere, moment)(folder / "home", day=day).close()
        return folder

    return tell


@contextmanager
def _once(folder: Path) -> Iterator[bool]:
    """Say whether what a folder is for is still to be done, while nobody else does it."""
    with FileLock(f"{folder}.lock"):
        undone = not (folder / "whole").exists()
        if undone:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        yield undone
        (folder / "whole").touch()


@contextmanager
def told_on_postgresql(
    postgres: Postgres, moment: str, *, shared: Path, to: Path
) -> Iterator[Council]:
    """Give a copy, database and all, of the case on PostgreSQL as it was told up to a moment."""
    folder, database = shared / f"{moment}-on-postgresql", f"told_{moment}"
    with _once(folder) as untold:
        if untold:
            url = postgres.make(database)
            getattr(ashmere, moment)(folder / "home", database=url).close()
    with postgres.fresh(copy_of=database) as url:
        settings = copied(folder, to) / "council.toml"
        said = settings.read_text(encoding="utf-8")
        settings.write_text(said.replace(postgres.url(database), url), encoding="utf-8")
        council = opened(settings.parent)
        yield council
        council.close()


def copied(told: Path, to: Path) -> Path:
    """Copy what was told; the keys lie beside the home, so they come along."""
    for name in ("home", "home.keys", "stated"):
        if (told / name).exists():
            shutil.copytree(told / name, to / name)
    return to / "home"


def opened(home: Path, day: date = ashmere.DAY) -> Council:
    return open_council(home, clock=HeldClock.on(day))


@pytest.fixture
def founded(told, tmp_path) -> Iterator[Council]:
    """Give a council with its people and nothing else."""
    council = opened(copied(told("begin", ashmere.DAY), tmp_path))
    yield council
    council.close()


@pytest.fixture
def agreed(told, tmp_path) -> Iterator[Council]:
    """Give a council with an agreement in force and nothing sealed."""
    council = opened(copied(told("until_agreed", ashmere.DAY), tmp_path))
    yield council
    council.close()


@pytest.fixture
def sealed(told, tmp_path) -> Iterator[Council]:
    """Give a council with a sealed extract."""
    council = opened(copied(told("until_sealed", ashmere.DAY), tmp_path))
    yield council
    council.close()


@pytest.fixture
def sealed_today(told, tmp_path) -> Path:
    """Give the home of a council whose agreement is in force on the machine's own day."""
    return copied(told("until_sealed", date.today()), tmp_path)


@pytest.fixture(params=["sqlite", "postgresql"])
def on_each_database(
    request: pytest.FixtureRequest, told, shared_folder: Path, tmp_path: Path
) -> Iterator[Council]:
    """Give a council with a sealed extract; the test runs once on each kind of database."""
    if request.param == "sqlite":
        council = opened(copied(told("until_sealed", ashmere.DAY), tmp_path))
        yield council
        council.close()
        return
    server = request.getfixturevalue("postgres")
    with told_on_postgresql(server, "until_sealed", shared=shared_folder, to=tmp_path) as council:
        yield council


def records_of(council: Council) -> dict[str, list[Any]]:
    """Return every row of every table of the register."""
    from django.apps import apps

    with council.at_work():
        return {
            model.__name__: sorted(map(str, model.objects.values_list()))
            for model in apps.get_app_config("records").get_models()
        }


def files_of(council: Council) -> set[str]:
    """Return every file of the home and of its keys, without the database and the locks."""
    kept = set()
    for root in (council.directory, council.keys_directory):
        for file in root.rglob("*"):
            name = file.relative_to(root.parent).as_posix()
            if file.is_file() and "records.sqlite3" not in name and not name.endswith(".lock"):
                kept.add(name)
    return kept


def state_of(council: Council) -> tuple[dict[str, list[Any]], set[str]]:
    """Return all that a council holds, to be compared."""
    return records_of(council), files_of(council)


def entries_of(council: Council) -> list[dict[str, Any]]:
    """Return the ledger's entries as the register has them."""
    from beholden.records.models import LedgerEntry

    with council.at_work():
        return [json.loads(e.body) for e in LedgerEntry.objects.order_by("index")]


def faults_in_whole(council: Council) -> list[str]:
    """Return what is not whole in a home: unrecorded files, missing files, keys, the ledger."""
    from beholden.records.models import DatasetVersion, Extract, LedgerHead, MembersKept, Release

    with council.at_work():
        versions = set(DatasetVersion.objects.values_list("path", flat=True))
        current = set(Extract.objects.filter(state="current").values_list("id", flat=True))
        published = set(Release.objects.filter(state="published").values_list("id", flat=True))
        members = set(
            MembersKept.objects.filter(destroyed_at=None).values_list("extract_id", flat=True)
        )
        size = LedgerHead.objects.get().size
    on_disk = {
        p.relative_to(council.directory).as_posix()
        for p in council.path("datasets").glob("*/v*/data.parquet")
    }
    sealed = {p.stem for p in council.path("extracts").iterdir()}
    keys = {p.stem for p in council.keys_directory.glob("extract-*.key")}
    kept = {p.stem for p in council.path("members").glob("*")}
    member_keys = {
        p.stem.removeprefix("members-") for p in council.keys_directory.glob("members-*.key")
    }
    checked = council.verify_ledger()
    pairs = {
        "datasets": (on_disk, versions),
        "extracts": (sealed, current),
        "keys": (keys, current),
        "members": (kept, members),
        "keys of members": (member_keys, members),
        "releases": ({p.name for p in council.path("releases").iterdir()}, published),
        "drafts of keys": ({p.name for p in council.keys_directory.glob(".*")}, set()),
        "the ledger's size": (checked.size, size),
        "the ledger": (checked.ok, True),
        "staging": ([p.name for p in council.path(".staging").glob("*") if p.is_dir()], []),
    }
    return [
        f"{what}: {there} is not {wanted}"
        for what, (there, wanted) in pairs.items()
        if there != wanted
    ]
