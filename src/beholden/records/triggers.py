"""Triggers from one table of faults, written for SQLite and for PostgreSQL.

A guard names a change that the database itself refuses. The migrations hold the tables of guards;
``refusing`` holds the words in which people hear of them.
"""

# ruff: noqa: S608 (tables and columns are named by the migrations; no value is put into SQL)

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

_DAYS_FROM = re.compile(r"DAYS_FROM\(([^,()]+), ([^,()]+)\)")
# A day that there is, and not a number of days, nor 31 February, as SQLite would read it.
_SQLITE_DAY = r"CASE WHEN substr({0}, 1, 10) IS date({0}, '+0 days') THEN julianday(date({0})) END"
_TOO_MANY = 99999  # days
_ONE_MORE = re.compile(r"ONE_MORE\((\w+)\)")
_OF_LAST = re.compile(r"OF_LAST\(([^,()]+), (\w+)\)")


class Change(StrEnum):
    """What may be done to a table; SQLite cannot empty one at once but row by row."""

    INSERT = "INSERT"
    UPDATE = "UPDATE"
    DELETE = "DELETE"
    TRUNCATE = "TRUNCATE"


@dataclass(frozen=True, slots=True)
class Guard:
    """One change that is refused.

    ``fault`` is SQL over NEW and OLD, true where the change is to be refused and read alike by both
    databases (``IS DISTINCT FROM`` is turned into SQLite's ``IS NOT``; ``days_from`` and
    ``not_added_to`` into either's own). ``name``, or what it
    ``says`` instead, is all that the database's error says, so no value can be in it. A guard of
    ``sqlite_only`` refuses what PostgreSQL cannot be asked.
    """

    name: str
    table: str
    change: Change
    fault: str = "true"
    says: str = ""
    sqlite_only: bool = False


def changed(*columns: str) -> str:
    """Return the fault of touching any of these columns."""
    return " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in columns)


def days_from(earlier: str, later: str) -> str:
    """Return the days from one column's day to another's; each may be a day or a moment.

    Where either is none, or is written as SQLite does not read it, they are too many for anything:
    a program may read it as a day all the same, and no comparison with NULL refuses.
    """
    return f"DAYS_FROM({earlier}, {later})"


def more_than_a_day(column: str) -> str:
    """Return the fault of a column of days in which anything stands after the day."""
    text = f"CAST({column} AS text)"
    return f"{text} <> substr({text}, 1, 10)"


def not_added_to(column: str, **last: str) -> str:
    """Return the fault of a JSON list that is not what it was with one entry after it.

    ``last`` is what that entry must hold, in SQL by its name.
    """
    wrong = [f'OF_LAST(NEW."{column}", {name}) IS DISTINCT FROM {of}' for name, of in last.items()]
    return " OR ".join([f"NOT ONE_MORE({column})", *wrong])


def moved(column: str, *allowed: tuple[str, str]) -> str:
    """Return the fault of a state that moves otherwise than from one to the next as allowed."""
    steps = " OR ".join(
        f"(OLD.\"{column}\" = '{before}' AND NEW.\"{column}\" = '{after}')"
        for before, after in allowed
    )
    return f"({changed(column)}) AND NOT ({steps})"


def only_added_to(table: str) -> tuple[Guard, ...]:
    """Return the guards of a table whose rows never change and never go."""
    unchanged = Guard(f"{table}_never_changed", f"records_{table}", Change.UPDATE)
    return (unchanged, *never_deleted(table))


def never_deleted(table: str) -> tuple[Guard, ...]:
    """Return the guards of a table whose rows never go."""
    one_by_one = Guard(f"{table}_never_deleted", f"records_{table}", Change.DELETE)
    return (one_by_one, never_emptied(table))


def never_emptied(table: str) -> Guard:
    """Return the guard of a table that is not emptied at once."""
    return Guard(f"{table}_never_emptied", f"records_{table}", Change.TRUNCATE)


def never_replaced(table: str, key: str = "id", **unique: str) -> tuple[Guard, ...]:
    """Return the guards of a table of which no row takes another's place.

    SQLite's INSERT OR REPLACE deletes what is in the way, and unless a connection asks for
    recursive triggers no trigger on deletion hears of it. In the way may be a row of the same
    ``key``, of the same hidden number, or one that a ``unique`` constraint forbids: by the
    constraint's name, SQL that is true of such a row. The error says what it would say without.
    """
    name = f"records_{table}"
    same_key = f'rowid = NEW.rowid OR "{key}" = NEW."{key}"'
    found = [(f"{table}_not_replaced", as_unique(table, key), same_key)]
    found += [(f"{one}_not_replaced", one, same) for one, same in unique.items()]
    return tuple(
        Guard(
            guard,
            name,
            Change.INSERT,
            f'EXISTS (SELECT 1 FROM "{name}" WHERE {same})',
            says=says,
            sqlite_only=True,
        )
        for guard, says, same in found
    )


def as_unique(table: str, column: str) -> str:
    """Return what SQLite itself says where a column must be unique and is not."""
    return f"UNIQUE constraint failed: records_{table}.{column}"


def never_moved(table: str) -> Guard:
    """Return the guard of a table whose rows never move to another's place (see above)."""
    fault = f"NEW.rowid IS NOT OLD.rowid OR {changed('id')}"
    says = as_unique(table, "id")
    name = f"{table}_not_moved"
    return Guard(name, f"records_{table}", Change.UPDATE, fault, says=says, sqlite_only=True)


def put_up(guards: Iterable[Guard], schema_editor: Any) -> None:
    """Create the triggers of these guards in the database that is being migrated."""
    write = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
    for guard in guards:
        for statement in write(guard):
            schema_editor.execute(statement, params=None)


def take_down(guards: Iterable[Guard], schema_editor: Any) -> None:
    """Drop the triggers of these guards."""
    sqlite = schema_editor.connection.vendor == "sqlite"
    for guard in guards:
        if guard.sqlite_only and not sqlite:
            continue
        # PostgreSQL drops a trigger with its function.
        drop = f'TRIGGER IF EXISTS "{guard.name}"' if sqlite else f'FUNCTION "{guard.name}" CASCADE'
        schema_editor.execute(f"DROP {drop}", params=None)


def _sqlite(guard: Guard) -> list[str]:
    if guard.change is Change.TRUNCATE:
        return []
    fault = guard.fault.replace("IS DISTINCT FROM", "IS NOT")
    later, earlier = (_SQLITE_DAY.format(place) for place in (r"\2", r"\1"))
    fault = _DAYS_FROM.sub(rf"COALESCE(({later}) - ({earlier}), {_TOO_MANY})", fault)
    fault = _ONE_MORE.sub(
        r"""(json_remove(NEW."\1", '$[#-1]') IS json(COALESCE(OLD."\1", '[]')))""", fault
    )
    fault = _OF_LAST.sub(r"json_extract(\1, '$[#-1].\2')", fault)
    return [
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.change} ON "{guard.table}" '
        f"FOR EACH ROW WHEN {fault} BEGIN SELECT RAISE(ABORT, '{guard.says or guard.name}'); END"
    ]


def _postgresql(guard: Guard) -> list[str]:
    if guard.sqlite_only:
        return []
    row = "OLD" if guard.change is Change.DELETE else "NEW"
    each = "STATEMENT" if guard.change is Change.TRUNCATE else "ROW"
    days = rf"COALESCE(CAST(\2 AS date) - CAST(\1 AS date), {_TOO_MANY})"
    fault = _DAYS_FROM.sub(days, guard.fault)
    fault = _ONE_MORE.sub(
        r"""((NEW."\1" - -1) IS NOT DISTINCT FROM COALESCE(OLD."\1", '[]'))""", fault
    )
    fault = _OF_LAST.sub(r"(\1 -> -1 ->> '\2')", fault)
    return [
        f'CREATE FUNCTION "{guard.name}"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"IF {fault} THEN RAISE EXCEPTION '{guard.name}' "
        f"USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = '{guard.name}'; END IF; "
        f"RETURN {row}; END $$",
        f'CREATE TRIGGER "{guard.name}" BEFORE {guard.change} ON "{guard.table}" '
        f'FOR EACH {each} EXECUTE FUNCTION "{guard.name}"()',
    ]
