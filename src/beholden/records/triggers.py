"""Triggers from one table of faults, written for SQLite and for PostgreSQL.

A guard names a change that the database itself refuses. The migrations hold the tables of guards;
``refusing`` holds the words in which people hear of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Change(StrEnum):
    """What may be done to a row."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"


@dataclass(frozen=True, slots=True)
class Guard:
    """One change that is refused.

    ``fault`` is SQL over NEW and OLD, true where the change is to be refused and read alike by both
    databases (``IS DISTINCT FROM`` is turned into SQLite's ``IS NOT``). ``name`` is all that the
    database's error says, so no value can be in it.
    """

    name: str
    table: str
    change: Change
    fault: str = "true"


def changed(*columns: str) -> str:
    """Return the fault of touching any of these columns."""
    return " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in columns)


def moved(column: str, *allowed: tuple[str, str]) -> str:
    """Return the fault of a state that moves otherwise than from one to the next as allowed."""
    steps = " OR ".join(
        f"(OLD.\"{column}\" = '{before}' AND NEW.\"{column}\" = '{after}')"
        for before, after in allowed
    )
    return f"({changed(column)}) AND NOT ({steps})"


def only_added_to(table: str) -> tuple[Guard, ...]:
    """Return the guards of a table whose rows never change and never go."""
    return (
        Guard(f"{table}_never_changed", f"records_{table}", Change.UPDATE),
        never_deleted(table),
    )


def never_deleted(table: str) -> Guard:
    """Return the guard of a table whose rows never go."""
    return Guard(f"{table}_never_deleted", f"records_{table}", Change.DELETE)


def put_up(guards: Iterable[Guard], schema_editor: Any) -> None:
    """Create the triggers of these guards in the database that is being migrated."""
    write = _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL
    for guard in guards:
        for statement in write.created(guard):
            schema_editor.execute(statement, params=None)


def take_down(guards: Iterable[Guard], schema_editor: Any) -> None:
    """Drop the triggers of these guards."""
    write = _SQLITE if schema_editor.connection.vendor == "sqlite" else _POSTGRESQL
    for guard in guards:
        for statement in write.dropped(guard):
            schema_editor.execute(statement, params=None)


class _Sqlite:
    def created(self, guard: Guard) -> list[str]:
        fault = guard.fault.replace("IS DISTINCT FROM", "IS NOT")
        return [
            f'CREATE TRIGGER "{guard.name}" BEFORE {guard.change} ON "{guard.table}" '
            f"FOR EACH ROW WHEN {fault} "
            f"BEGIN SELECT RAISE(ABORT, '{guard.name}'); END"
        ]

    def dropped(self, guard: Guard) -> list[str]:
        return [f'DROP TRIGGER "{guard.name}"']


class _Postgresql:
    def created(self, guard: Guard) -> list[str]:
        statements = [
            f'CREATE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql AS $$ '
            f"BEGIN IF {guard.fault} THEN RAISE EXCEPTION '{guard.name}' USING "
            f"ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{guard.name}'; END IF; "
            f"RETURN {'OLD' if guard.change is Change.DELETE else 'NEW'}; END $$",
            f'CREATE TRIGGER "{guard.name}" BEFORE {guard.change} ON "{guard.table}" '
            f'FOR EACH ROW EXECUTE FUNCTION "{guard.name}"()',
        ]
        if guard.change is Change.DELETE:
            # TRUNCATE deletes without a row's trigger; the function is the same.
            statements.append(
                f'CREATE TRIGGER "{guard.name}_at_once" BEFORE TRUNCATE ON "{guard.table}" '
                f'FOR EACH STATEMENT EXECUTE FUNCTION "{guard.name}"()'
            )
        return statements

    def dropped(self, guard: Guard) -> list[str]:
        # With the function go its triggers.
        return [f'DROP FUNCTION "{guard.name}"() CASCADE']


_SQLITE = _Sqlite()
_POSTGRESQL = _Postgresql()
