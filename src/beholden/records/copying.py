"""Copying the records out of a database while others write, and into an empty one.

SQLite copies itself (its online backup). Of PostgreSQL each table is copied as CSV, all of them as
they stood at one moment (``COPY`` in one transaction, REPEATABLE READ): no program of the server's
own version is needed, and the account that runs Beholden may do it.
"""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from ..kernel import BadInput, Damaged, Unavailable
from .assuming import assume_ways_in
from .databases import at_work, migrate
from .refusing import refusing

SQLITE, POSTGRESQL = "sqlite", "postgresql"
FILE = "records.sqlite3"
_APP = "records"
_PIECE = 1 << 16
# Accounts are in the same database, where pages are served; in the order in which they are filled.
_ACCOUNTS = (
    "accounts_account",
    "account_emailaddress",
    "mfa_authenticator",
    "socialaccount_socialaccount",
)
_WAYS_IN = "records_wayin"
# Who is signed in, and how often something was tried, is never brought back to life.
_PASSING = ("django_session", "accounts_passing")


def kind_of(alias: str) -> str:
    """Return which kind of database it is: ``sqlite`` or ``postgresql``."""
    from django.db import connections

    vendor: str = connections[alias].vendor
    return vendor


def newest_migration(alias: str) -> str:
    """Return the name of the newest migration that a database has."""
    from django.db import connections
    from django.db.migrations.recorder import MigrationRecorder

    with refusing():
        applied = MigrationRecorder(connections[alias]).applied_migrations()
    return max((name for app, name in applied if app == _APP), default="")


def copy_out(alias: str, to: Path) -> None:
    """Copy the records as they stand at one moment into files of a folder; others may write on.

    Raises Unavailable where the disk is full or the database does not answer.
    """
    to.mkdir(mode=0o700, exist_ok=True)
    if kind_of(alias) == SQLITE:
        _copy_file(alias, to / FILE)
    else:
        with refusing():
            _copy_tables(alias, to)


def _copy_file(alias: str, to: Path) -> None:
    from django.db import connections

    name = connections[alias].settings_dict["NAME"]
    try:
        with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
            _forget_passing(copy)
            # Without a log beside it: the copy is one file.
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as fault:
        full = "full" in str(fault)
        raise Unavailable(
            "The records could not be copied.",
            why="The disk is full." if full else "Their database did not give them.",
            next_step="Make room." if full else "Run the command again.",
        ) from None
    os.chmod(to, 0o600)


def forget_passing(file: Path) -> None:
    """Take the sessions out of a copied SQLite file: nobody is signed in who was so then."""
    with closing(sqlite3.connect(file)) as records:
        _forget_passing(records)


def _forget_passing(records: sqlite3.Connection) -> None:
    records.execute("PRAGMA secure_delete=ON")  # nor can they be read out of the file
    there = {name for (name,) in records.execute("SELECT name FROM sqlite_master")}
    for table in sorted(there.intersection(_PASSING)):
        records.execute(f'DELETE FROM "{table}"')  # noqa: S608 (a name of ours)
    records.commit()


def _copy_tables(alias: str, to: Path) -> None:
    from django.db import connections, transaction

    connection = connections[alias]
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        for table in (*_tables(connection), *_account_tables(connection)):
            statement = f'COPY "{table}" TO STDOUT (FORMAT csv, HEADER)'
            (to / f"{table}.csv").touch(0o600)
            with cursor.copy(statement) as copy, (to / f"{table}.csv").open("wb") as file:
                for piece in copy:
                    file.write(piece)


def _tables(connection: Any) -> list[str]:
    names = connection.introspection.table_names()
    return sorted(name for name in names if name.startswith(f"{_APP}_"))


def _account_tables(connection: Any) -> list[str]:
    there = set(connection.introspection.table_names())
    return [table for table in _ACCOUNTS if table in there]


def refuse_unknown(alias: str, migration: str) -> None:
    """Raise BadInput where records are of a newer form than this version of Beholden knows."""
    from django.db import connections
    from django.db.migrations.loader import MigrationLoader

    known = MigrationLoader(connections[alias], ignore_no_migrations=True).disk_migrations
    if (_APP, migration) not in known:
        raise BadInput(
            "These records were written by another version of Beholden.",
            why="They have a form that this version does not know.",
            next_step="Bring the backup back with the version that made it, or a later one.",
        )


def refuse_taken(alias: str) -> None:
    """Raise BadInput where a database already holds anything."""
    from django.db import connections

    with refusing():
        if connections[alias].introspection.table_names():
            raise BadInput(
                "There is something in the database for the records already.",
                why="Nothing is written over.",
                next_step="Make an empty database and name it with --database.",
            )


def bring_in(alias: str, source: Path, migration: str) -> None:
    """Fill an empty PostgreSQL database with the tables of a folder; all of them, or none.

    The form is that of the migration under which they were copied; later ones follow. Raises
    BadInput where the database is not empty, Damaged where the files are not of that form.
    """
    from django.core.management import call_command

    refuse_unknown(alias, migration)
    refuse_taken(alias)
    try:
        with refusing():
            call_command("migrate", _APP, migration, database=alias, verbosity=0)
        fill(alias, source)
    except BaseException:
        empty(alias)
        raise


def fill(alias: str, source: Path) -> None:
    """Fill the empty tables of the form in which a folder's were copied; later forms follow.

    Raises Damaged where the folder's are of another form.
    """
    with refusing():
        _fill(alias, source)
    with at_work(alias):
        migrate(alias)
        _fill_accounts(alias, source)


def empty(alias: str) -> None:
    """Take out of a PostgreSQL database what was brought into it."""
    from django.core.management import call_command
    from django.db import connections

    with refusing():
        call_command("migrate", _APP, "zero", database=alias, verbosity=0)
        left = connections[alias].introspection.table_names()
        with connections[alias].cursor() as cursor:
            for table in (*left, "django_migrations"):
                cursor.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')


def _fill(alias: str, source: Path) -> None:
    from django.core.management.color import no_style
    from django.db import connections, transaction

    connection = connections[alias]
    tables = _tables(connection)
    kept = {file.name for file in source.glob("*.csv")} - {f"{name}.csv" for name in _ACCOUNTS}
    if {f"{table}.csv" for table in tables} != kept:
        raise Damaged(
            "The tables of this backup are not those of its form.",
            next_step="Take the backup before it.",
        )
    with transaction.atomic(using=alias), connection.cursor() as cursor:
        with _unwatched(cursor, tables):
            cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in tables))
            for table in tables:
                _fill_table(cursor, table, source / f"{table}.csv")
        for statement in connection.ops.sequence_reset_sql(no_style(), _models(tables)):
            cursor.execute(statement)


def _fill_accounts(alias: str, source: Path) -> None:
    """Bring back who may sign in; raise Unavailable where this process keeps no accounts."""
    from django.apps import apps
    from django.core.management.color import no_style
    from django.db import connections, transaction

    connection = connections[alias]
    kept = [table for table in _ACCOUNTS if (source / f"{table}.csv").is_file()]
    if set(kept) - set(_account_tables(connection)):
        raise Unavailable(
            "The accounts of this backup cannot be brought back by this process.",
            why="It does not keep accounts: the settings of the pages were not chosen.",
            next_step="Use `beholden restore`.",
        )
    models = [model for model in apps.get_models() if model._meta.db_table in kept]
    with refusing(), transaction.atomic(using=alias), connection.cursor() as cursor:
        with _unwatched(cursor, kept):
            for table in kept:
                _fill_table(cursor, table, source / f"{table}.csv")
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
        # A backup that has them says itself who opened what, and of whom nobody did.
        if _ACCOUNTS[0] in kept and not (source / f"{_WAYS_IN}.csv").is_file():
            _assume_ways_in(cursor)


def _assume_ways_in(cursor: Any) -> None:
    """Say of each account what migration 0038 says of those that it finds.

    It found none here, since accounts are brought back after it.
    """
    from .models import Person, PersonRole, WayIn

    cursor.execute(f"SELECT person FROM {_ACCOUNTS[0]}")  # noqa: S608 (a name of ours)
    signing_in = [code for (code,) in cursor.fetchall()]
    # An account that was taken away before goes past its guard here, as it does in 0038.
    with _unwatched(cursor, [_WAYS_IN]):
        assume_ways_in(
            people=Person.objects.all(),
            roles=PersonRole.objects.all(),
            ways=WayIn.objects.all(),
            signing_in=signing_in,
        )


@contextmanager
def _unwatched(cursor: Any, tables: list[str]) -> Iterator[None]:
    """Fill tables without their triggers.

    These watch over acts, and the rows went past them when they were written. What one row says of
    another is checked before they stand again.
    """
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _fill_table(cursor: Any, table: str, file: Path) -> None:
    with file.open("r", encoding="utf-8", newline="") as head:
        columns = ", ".join(f'"{name}"' for name in next(csv.reader(head), []) if '"' not in name)
    statement = f'COPY "{table}" ({columns}) FROM STDIN (FORMAT csv, HEADER)'
    with cursor.copy(statement) as copy, file.open("rb") as rows:
        while piece := rows.read(_PIECE):
            copy.write(piece)


def _models(tables: list[str]) -> list[Any]:
    from django.apps import apps

    found = apps.get_app_config(_APP).get_models(include_auto_created=True)
    return [model for model in found if model._meta.db_table in tables]
