"""Migrations back and forward with rows in the tables: what both forms can hold stays as it was."""

from __future__ import annotations

import pkgutil
from typing import Any

from beholden.records import databases, migrations

from . import story

OLDEST = "0007"
NAMES = sorted(found.name for found in pkgutil.iter_modules(migrations.__path__))


def _rows(alias: str) -> dict[str, Any]:
    """Return how many rows each table has."""
    from django.db import connections

    connection, counted = connections[alias], {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("records_"):
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                counted[table] = cursor.fetchone()[0]
    return counted


def test_a_told_story_goes_back_step_by_step_and_forward_again(register: str) -> None:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    with databases.at_work(register):
        story.whole_case()
    before, undone = _rows(register), []
    assert sum(1 for rows in before.values() if rows) > len(before) / 2

    def compare(action: str, migration: Any = None, fake: bool = False) -> None:
        if action == "unapply_success":
            undone.append(migration.name)
            now = _rows(register)
            assert {table: now[table] for table in now if table in before} == {
                table: before[table] for table in now if table in before
            }, migration.name

    # Gone back in one plan, since each plan begins with working out every state that there was.
    steps = [name for name in NAMES if name[:4] >= OLDEST]
    MigrationExecutor(connections[register], compare).migrate([("records", steps[0])])
    assert undone == steps[:0:-1]
    kept = set(_rows(register))
    databases.migrate(register)
    after = _rows(register)
    assert set(after) == set(before)
    assert {table: after[table] for table in kept & set(before)} == {
        table: before[table] for table in kept & set(before)
    }
