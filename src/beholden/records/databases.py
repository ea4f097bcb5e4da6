"""Which database a council's records are in, and how a call reaches it.

One process may serve several councils' homes. Each gets an alias of its own; the alias at work is
held in a context variable, so threads and tasks do not see one another's.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlsplit

from filelock import FileLock

from ..kernel import BadInput
from .refusing import refusing

_at_work: ContextVar[str] = ContextVar("beholden_database", default="default")

# Names the lock under which a PostgreSQL database is migrated; any number that is always the same.
_MIGRATING = 0x6265686F6C64656E

# WAL lets readers go on while one writes; with IMMEDIATE two writers queue, not fail late. Without
# recursive triggers, INSERT OR REPLACE would take a row away unseen by the triggers on deletion.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
    ),
}


# To open a connection is more work than most pages are. A thread that serves pages keeps its own
# for so many seconds, and asks before each request whether it still stands.
_KEPT_OPEN = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


class CouncilRouter:
    """Sends every query to the database of the council at work."""

    def db_for_read(self, model: Any, **hints: Any) -> str:  # noqa: ARG002 (Django's)
        """Return the alias at work."""
        return _at_work.get()

    db_for_write = db_for_read

    def allow_relation(self, first: Any, second: Any, **_hints: Any) -> bool:
        """Allow relations within one database only."""
        return bool(first._state.db == second._state.db)


@contextmanager
def at_work(alias: str) -> Iterator[None]:
    """Send the queries of this block to one council's database."""
    token = _at_work.set(alias)
    try:
        yield
    finally:
        _at_work.reset(token)


def current_alias() -> str:
    """Return the alias of the council at work."""
    return _at_work.get()


def connect(url: str) -> str:
    """Make a database known to Django and return its alias.

    ``url`` is ``sqlite:///PATH`` or ``postgresql://…``; raises BadInput for anything else.
    """
    _set_up_django()
    from django.db import connections
    from django.db.utils import DEFAULT_DB_ALIAS

    alias = "council_" + hashlib.sha256(url.encode()).hexdigest()[:16]
    if alias not in connections.settings:
        databases = {DEFAULT_DB_ALIAS: connections.settings["default"], alias: _database(url)}
        connections.settings[alias] = connections.configure_settings(databases)[alias]
    return alias


@lru_cache(maxsize=1_000)  # every look into a home asks for it
def located(url: str, directory: Path) -> str:
    """Return the address of a database whose file is named from a folder; raises as ``connect``."""
    _database(url)
    parts = urlsplit(url)
    if parts.scheme != "sqlite":
        return url
    # Quoted, since a folder's name may hold what means something in an address (#, ?, %).
    return "sqlite:///" + quote(str(directory / unquote(parts.path)[1:]))


def migrate(alias: str) -> None:
    """Bring a database to the newest form of the records; a second process waits for the first.

    Raises Damaged or Unavailable where the database cannot be read or reached.
    """
    from django.core.management import call_command

    with refusing(), _one_at_a_time(alias):
        if not is_migrated(alias):
            call_command("migrate", database=alias, verbosity=0, interactive=False)


def is_migrated(alias: str) -> bool:
    """Return whether a database has every migration of the records; raises as ``migrate`` does."""
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    with refusing():
        executor = MigrationExecutor(connections[alias])
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def disconnect(alias: str) -> None:
    """Close this thread's connection to a council's database."""
    from django.db import connections

    connections[alias].close()


@contextmanager
def _one_at_a_time(alias: str) -> Iterator[None]:
    from django.db import connections

    connection = connections[alias]
    if connection.vendor == "sqlite":
        # Beside the file: SQLite's own lock is let go between one migration and the next.
        # It stays there: were it removed, one process could hold the old file and one the new.
        name = Path(connection.settings_dict["NAME"])
        with FileLock(name.with_name(f".{name.name}.migrating.lock")):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


def _set_up_django() -> None:
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beholden.records.settings")
    if not apps.ready:
        django.setup()


def _database(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port or ""
    except ValueError:  # what cannot be a host or a port
        raise _no_address("It is not the address of a database.") from None
    if parts.scheme == "sqlite":
        return _sqlite(parts)
    if parts.scheme in {"postgresql", "postgres"}:
        options = dict(parse_qsl(parts.query))
        if not parts.path.strip("/"):
            raise _no_address("It does not name the database.")
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path).lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(port),
            "OPTIONS": options,
            **_KEPT_OPEN,
        }
    raise _no_address(f"The address begins with {parts.scheme or 'nothing'}://.")


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    if parts.netloc or parts.query or parts.fragment or not parts.path.strip("/"):
        raise _no_address(
            "The address of a file has three slashes, then its path, and nothing after it; "
            "# and ? in a path are written %23 and %3F."
        )
    # Three slashes, then the path: sqlite:///relative or sqlite:////absolute.
    name = unquote(parts.path)[1:]
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": dict(_SQLITE_OPTIONS),
        **_KEPT_OPEN,
    }


def _no_address(why: str) -> BadInput:
    return BadInput(
        "The records cannot be kept in this kind of database.",
        why=why,
        next_step="Use sqlite:///PATH or postgresql://USER@HOST/NAME in council.toml.",
    )
