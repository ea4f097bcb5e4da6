"""More of everything: copies of a council's uses, with their questions, releases and entries.

The acts of a council take hours for a hundred thousand entries. So a use that was told by its acts
is copied, row by row, under another name: its hashes are made anew, its releases have their files,
and each act has its entry in the ledger, which is then published and signed as ever.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, cycle
from typing import Any

from beholden.actions import Council
from beholden.actions.log_keeping import publish_entries

from .copied import Copy, Wording
from .copied_files import Files
from .meetings import Meetings
from .unit import Row, Table, Unit, tables, uses_in

_PIECE = 20_000
_LARGEST = 5  # so many times as often the uses that were told by their acts are asked


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is to be in all."""

    uses: int
    releases: int
    entries: int


@dataclass(frozen=True, slots=True, order=True)
class _Due:
    """A unit to be copied at a moment; ``turn`` tells the several of one copy apart, from 1 on."""

    at: datetime
    number: int
    turn: int
    unit: Unit = field(compare=False)
    copy: Copy = field(compare=False)

    @property
    def is_life(self) -> bool:
        return self.turn == 0


def multiply(council: Council, size: Size, *, days: int = 0) -> None:
    """Bring a council on SQLite to a size by copies, spread over the ``days`` after its last act.

    The council is open again afterwards, and its public log is up to it.
    """
    council.close()
    file = council.directory / "records.sqlite3"
    with closing(sqlite3.connect(file)) as records, _without_triggers(records):
        _Copying(records, council).bring_to(size, days)
    publish_entries(council)


@contextmanager
def _without_triggers(records: sqlite3.Connection) -> Iterator[None]:
    """Let rows be added past the triggers, which watch over acts; all of it, or nothing."""
    records.execute("BEGIN IMMEDIATE")
    found = records.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in found:
        records.execute(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in found:
        records.execute(statement)
    broken = records.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise AssertionError(f"rows that refer to nothing: {broken[:5]}")
    records.commit()


class _Copying:
    """Copies units of uses into the records and the home."""

    def __init__(self, records: sqlite3.Connection, council: Council) -> None:
        self._records = records
        self._uses = uses_in(records)
        self._files = Files(council, self._uses)
        self._meetings = Meetings(records)
        days = [self._meetings.first_day] if self._meetings.first_day else []
        self._wording = {use.name: Wording(use, self._files, days) for use in self._uses}
        self._tables = {table.name: table for table in tables()}
        self._next = {one.name: count(self._most(one) + 1) for one in self._tables.values()
                      if one.counted}  # fmt: skip
        self._index = int(records.execute("SELECT size FROM records_ledgerhead").fetchone()[0])
        self._rows: dict[str, list[Row]] = {}

    def bring_to(self, size: Size, days: int) -> None:
        """Copy until there is as much as was asked for."""
        for due in sorted(self._plan(size, days)):
            self._add(due)
            if sum(map(len, self._rows.values())) > _PIECE:
                self._flush()
        for table, rows in self._meetings.rows().items():
            self._rows.setdefault(table, []).extend(rows)
        self._flush()
        self._records.execute("UPDATE records_ledgerhead SET size = ?", (self._index,))

    def _plan(self, size: Size, days: int) -> list[_Due]:
        """Return what is copied when: each use once, then questions and releases over the days."""
        (last,) = self._records.execute("SELECT max(written_at) FROM records_ledgerentry")
        begun = datetime.fromisoformat(last[0]).replace(tzinfo=UTC, microsecond=0)
        kinds = cycle(self._uses)
        wanted = range(1, size.uses - len(self._uses) + 1)
        copies = [Copy(next(kinds), number) for number in wanted]
        advised = [one for one in copies if self._meetings.advises_on(one.of.name)]
        for place, one in enumerate(advised):
            one.days[self._meetings.first_day] = self._meetings.day_of(place)
        lives = [
            _Due(begun + timedelta(minutes=one.number), one.number, 0, one.of.life, one)
            for one in copies
        ]
        # Those that were told by their acts are asked most: theirs are the pages that are opened.
        asked = [Copy(use, 0) for use in self._uses for _ in range(_LARGEST)] + copies
        spread = _Spread(asked, begun + timedelta(minutes=len(copies) + 1), days)
        held = sum(len(use.releases) for use in self._uses)
        releases = spread.of("releases", size.releases - held)
        entries = self._index + sum(len(one.unit.entries) for one in (*lives, *releases))
        return [*lives, *releases, *spread.of("questions", size.entries - entries)]

    def _add(self, due: _Due) -> None:
        copy, wording = due.copy, self._wording[due.copy.of.name]
        texts = wording.of_unit(copy, due.unit, turn=due.turn, at=due.at)
        keys = copy.keys if due.is_life else dict(copy.keys)
        if due.is_life:
            copy.texts.update(texts)
            self._files.link_extracts(due.unit, texts)
        for table, rows in due.unit.rows.items():
            for row in rows:
                new = wording.said(row, texts)
                self._put(self._tables[table], row, new, keys)
        if due.is_life:
            self._meetings.hear(copy.of.name, due.unit, keys)
        for one in due.unit.entries:
            new = {**wording.said(one, texts), "index": self._index}
            self._rows.setdefault("records_ledgerentry", []).append(new)
            self._index += 1

    def _put(self, table: Table, old: Row, new: Row, keys: dict[tuple[str, Any], Any]) -> None:
        """Take a row, with a key of its own, the keys of what it refers to, and its entry."""
        if table.counted:
            new[table.key] = keys[table.name, old[table.key]] = next(self._next[table.name])
        for column, to in table.refers.items():
            new[column] = keys.get((to, old[column]), new[column])
        if table.name == "records_receipt":
            facts = json.loads(new["facts"])
            new["facts"] = json.dumps(
                {**facts, "entry": self._index} if "entry" in facts else facts
            )
        self._rows.setdefault(table.name, []).append(new)

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            if not rows:
                continue
            names = list(rows[0])
            columns = ", ".join(f'"{name}"' for name in names)
            marks = ", ".join("?" * len(names))
            self._records.executemany(
                f'INSERT INTO "{table}" ({columns}) VALUES ({marks})',
                [[row[name] for name in names] for row in rows],
            )
        self._rows = {}

    def _most(self, table: Table) -> int:
        found = self._records.execute(f'SELECT max("{table.key}") FROM "{table.name}"')
        return int(found.fetchone()[0] or 0)


@dataclass(frozen=True, slots=True)
class _Spread:
    """Deals units out to copies in turn, evenly over the days."""

    asked: Sequence[Copy]
    first: datetime
    days: int

    def of(self, kind: str, wanted: int) -> list[_Due]:
        """Return so many questions or releases; none where no use has any."""
        able = [one for one in self.asked if getattr(one.of, kind)]
        if not able or wanted <= 0:
            return []
        apart = timedelta(days=self.days) / wanted if self.days else timedelta(seconds=1)
        return [self._due(able, kind, turn, self.first + apart * turn) for turn in range(wanted)]

    def _due(self, able: list[Copy], kind: str, turn: int, at: datetime) -> _Due:
        copy = able[turn % len(able)]
        units = getattr(copy.of, kind)
        unit = units[turn // len(able) % len(units)]
        # To the second, as entries are; of one second the turn tells.
        return _Due(at.replace(microsecond=0), copy.number, turn + 1, unit, copy)
