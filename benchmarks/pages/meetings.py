"""Meetings of the board for the copied uses: each as the first was, with a dozen uses on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import count
from typing import Any

from .unit import Row, Unit, select

_ON_ONE = 12
_OF_A_MEETING = ("records_boardattendance", "records_boardminutes")


class Meetings:
    """Gathers the uses that were advised on, and gives the rows of the meetings that did so."""

    def __init__(self, records: sqlite3.Connection) -> None:
        told = select(records, "SELECT * FROM records_boardmeeting WHERE state = 'minuted'")
        self._first = told[0] if told else None
        self._heard: list[tuple[Any, list[Any], Row]] = []
        self._items: dict[str, tuple[Row, list[Row]]] = {}
        self._parts: dict[str, list[Row]] = {}
        self._next: dict[str, Any] = {}
        if self._first:
            self._read(records, self._first["id"])

    def _read(self, records: sqlite3.Connection, meeting: int) -> None:
        for table in (*_OF_A_MEETING, "records_boarditem"):
            self._parts[table] = select(
                records,
                f'SELECT * FROM "{table}" WHERE meeting_id = ?',
                (meeting,),
            )
        for table in (*self._parts, "records_boardmeeting", "records_advicegiven"):
            (most,) = records.execute(f'SELECT max(id) FROM "{table}"').fetchone()
            self._next[table] = count((most or 0) + 1)
        names = dict(records.execute("SELECT id, name FROM records_datause"))
        for item in self._parts["records_boarditem"]:
            given = select(records, "SELECT * FROM records_advicegiven WHERE item_id = ?",
                           (item["id"],))  # fmt: skip
            self._items[names.get(item["use_id"], "")] = (item, given)

    @property
    def first_day(self) -> str:
        """Return the day of the first meeting in ISO 8601; empty where there was none."""
        return str(self._first["on"]) if self._first else ""

    def advises_on(self, use: str) -> bool:
        """Return whether a use was on the agenda of the first meeting."""
        return use in self._items

    def day_of(self, place: int) -> str:
        """Return the day of the meeting that hears the copy at a place in their order."""
        first = date.fromisoformat(self.first_day)
        return (first - timedelta(days=place // _ON_ONE + 1)).isoformat()

    def hear(self, use: str, unit: Unit, keys: Mapping[tuple[str, Any], Any]) -> None:
        """Put a copy of a use on an agenda, if the use itself was on one."""
        if use in self._items:
            advice = [keys["records_advice", row["id"]] for row in unit.rows["records_advice"]]
            (row,) = unit.rows["records_datause"]
            self._heard.append((keys["records_datause", row["id"]], advice, row))

    def rows(self) -> dict[str, list[Row]]:
        """Return the rows of the meetings by table; the first are nearest to the first meeting."""
        found: dict[str, list[Row]] = {}
        for start in range(0, len(self._heard), _ON_ONE):
            on = self.day_of(start)
            self._meeting(on, self._heard[start : start + _ON_ONE], found)
        return found

    def _meeting(self, on: str, heard: list[Any], found: dict[str, list[Row]]) -> None:
        assert self._first is not None
        pk = next(self._next["records_boardmeeting"])
        found.setdefault("records_boardmeeting", []).append({**self._first, "id": pk, "on": on})
        for table in _OF_A_MEETING:
            found.setdefault(table, []).extend(
                {**row, "id": next(self._next[table]), "meeting_id": pk}
                for row in self._parts[table]
            )
        for place, (use, advice, row) in enumerate(heard, start=1):
            item = next(self._next["records_boarditem"])
            like, given = self._items[row["name"]]
            new = {**like, "id": item, "meeting_id": pk, "number": place, "use_id": use}
            found.setdefault("records_boarditem", []).append(new)
            found.setdefault("records_advicegiven", []).extend(
                {**one, "id": next(self._next["records_advicegiven"]), "item_id": item,
                 "advice_id": of}
                for one, of in zip(given, advice, strict=False)
            )  # fmt: skip
