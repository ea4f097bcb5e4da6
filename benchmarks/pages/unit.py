"""What belongs together in the records of one use: its life, each question, each release.

Rows are taken as they lie in the SQLite file; whatever refers to the use, directly or over another
row, is its own.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]
# Kept of the one use alone: members are in sealed files, and what feeds hold is in another server.
_NOT_COPIED = frozenset(
    {"MembersKept", "AnswersOfDay", "Feed", "FeedAccess", "BoardItem", "AdviceGiven", "StoodAside",
     "MeetingPaper", "LedgerEntry", "LedgerHead", "ScheduleRun"}
)  # fmt: skip
# A release with its question; what nobody released of a question is a unit of its own.
_OF_A_RELEASE = ("records_receipt", "records_release", "records_releaseareas")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the records: its key, and the tables that its columns refer to."""

    name: str
    key: str
    counted: bool
    refers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Unit:
    """Rows by table that are copied together, with the entries that the ledger has of them."""

    rows: Mapping[str, list[Row]]
    entries: tuple[Row, ...]

    @property
    def named(self) -> list[str]:
        """Return the keys of its rows that are texts, such as ``answer-…``."""
        keys = (row.get("id") for rows in self.rows.values() for row in rows)
        return [key for key in keys if isinstance(key, str)]


@dataclass(frozen=True, slots=True)
class Use:
    """One use: what happened to it once, and the questions and releases that may be repeated."""

    name: str
    title: str
    life: Unit
    questions: tuple[Unit, ...] = ()
    releases: tuple[Unit, ...] = ()
    hashes: tuple[str, ...] = ()

    @property
    def units(self) -> tuple[Unit, ...]:
        """Return its life, its questions and its releases."""
        return (self.life, *self.questions, *self.releases)


def tables() -> list[Table]:
    """Return the tables that a use's records are in, in the order in which they may be filled."""
    from django.apps import apps

    found = {}
    for model in apps.get_app_config("records").get_models():
        if model.__name__ not in _NOT_COPIED:
            options = model._meta
            refers = {
                str(one.column): one.remote_field.model._meta.db_table
                for one in options.local_fields
                if one.remote_field
            }
            key = options.pk
            counted = key.get_internal_type() == "BigAutoField"
            found[options.db_table] = Table(options.db_table, str(key.column), counted, refers)
    return list(_in_order(found))


def _in_order(found: dict[str, Table]) -> Iterator[Table]:
    done: set[str] = set()
    while left := [table for name, table in found.items() if name not in done]:
        for table in left:
            if all(
                to in done or to not in found or to == table.name for to in table.refers.values()
            ):
                done.add(table.name)
                yield table


def uses_in(records: sqlite3.Connection) -> list[Use]:
    """Return every use of the records, with its rows and entries."""
    names = records.execute("SELECT name FROM records_datause ORDER BY name").fetchall()
    return [_use(records, name) for (name,) in names]


def _use(records: sqlite3.Connection, name: str) -> Use:
    rows = _rows_of(records, name)
    entries = select(records, "SELECT * FROM records_ledgerentry WHERE use = ?", (name,))
    releases = [_release(one, rows, entries) for one in rows.get("records_release", ())]
    answered = {row["id"] for unit in releases for row in unit.rows["records_receipt"]}
    questions = [
        Unit({"records_receipt": [one]}, _entries_of(one, entries))
        for one in rows.get("records_receipt", ())
        if one["id"] not in answered
    ]
    apart = {entry["index"] for unit in (*releases, *questions) for entry in unit.entries}
    life = Unit(
        {t: r for t, r in rows.items() if t not in _OF_A_RELEASE},
        tuple(one for one in entries if one["index"] not in apart),
    )
    agreements = rows.get("records_agreement", ())
    hashes = {one[name] for one in agreements for name in ("terms_hash", "document_hash")}
    return Use(
        name,
        rows["records_datause"][0]["title"],
        life,
        tuple(questions),
        tuple(releases),
        tuple(sorted(one for one in hashes if one)),
    )


def _rows_of(records: sqlite3.Connection, name: str) -> dict[str, list[Row]]:
    """Return the rows of a use by table, following what refers to it."""
    held: dict[str, list[Row]] = defaultdict(list)
    held["records_datause"] = select(
        records, "SELECT * FROM records_datause WHERE name = ?", (name,)
    )
    keys = {"records_datause": [row["id"] for row in held["records_datause"]]}
    for table in tables():
        for column, to in table.refers.items():
            if keys.get(to) and table.name not in held:
                marks = ", ".join("?" * len(keys[to]))
                found = select(
                    records,
                    f'SELECT * FROM "{table.name}" WHERE "{column}" IN ({marks})',
                    tuple(keys[to]),
                )
                if found:
                    held[table.name] = found
                    keys[table.name] = [row[table.key] for row in found]
    return dict(held)


def _release(release: Row, rows: Mapping[str, list[Row]], entries: list[Row]) -> Unit:
    (receipt,) = [one for one in rows["records_receipt"] if one["id"] == release["receipt_id"]]
    told = tuple(one for one in entries if release["id"] in one["body"])
    on_areas = [
        one for one in rows.get("records_releaseareas", ()) if one["release_id"] == release["id"]
    ]
    return Unit(
        {
            "records_receipt": [receipt],
            "records_release": [release],
            "records_releaseareas": on_areas,
        },
        (*_entries_of(receipt, entries), *told),
    )


def _entries_of(receipt: Row, entries: list[Row]) -> tuple[Row, ...]:
    index = json.loads(receipt["facts"]).get("entry")
    return tuple(one for one in entries if one["index"] == index)


def select(records: sqlite3.Connection, statement: str, values: tuple[Any, ...] = ()) -> list[Row]:
    """Return the rows that a statement finds, each by the names of its columns."""
    found = records.execute(statement, values)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found]
