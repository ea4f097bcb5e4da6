"""Made-up tables for one question: its own constants are often among their values.

The checkout's few rows seldom meet the conditions of a question, and two empty answers are equal
whatever is wrong. So for each question the tables are made anew, with values near the constants
that the question compares each column with, keys that meet, and returns of sales that there are.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import sqlglot
from sqlglot import exp

from .agreements import DS_NUMBERS, DS_TABLES, DS_THINGS
from .texts import Schema

FACTS, THINGS, DAYS = 2500, 24, 60
_COMPARISONS = (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Between, exp.In, exp.Like)
_WORDS = ["North", "South", "Blue", "Green", "7"]
_H_HOMES = {"partkey": "part", "suppkey": "supplier", "custkey": "customer", "orderkey": "orders",
            "nationkey": "nation", "regionkey": "region"}  # fmt: skip
Rows = list[dict[str, Any]]


def made_up_for(text: str, given: Schema, *, seed: int) -> duckdb.DuckDBPyConnection:
    """Return a database with made-up tables of a schema for one question."""
    world = _World(given, _constants(text), random.Random(seed))
    connection = duckdb.connect()
    for table, columns in given.items():
        rows = world.rows(table)
        kinds = {name: _arrow(name, kind) for name, kind in columns.items()}
        held = pa.table({n: pa.array([row[n] for row in rows], k) for n, k in kinds.items()})
        connection.register("held", held)
        connection.execute(f"CREATE TABLE {table} AS FROM held")
        connection.unregister("held")
    return connection


def _constants(text: str) -> dict[str, list[str]]:
    """Return the constants that a question compares each column with."""
    found: dict[str, list[str]] = defaultdict(list)
    for node in sqlglot.parse_one(text, read="duckdb").find_all(*_COMPARISONS):
        constants = [part.name for part in node.find_all(exp.Literal)]
        for column in node.find_all(exp.Column):
            found[column.name.lower()] += constants
    return found


class _World:
    """The rows of every table, made once: things first, then what refers to them."""

    def __init__(self, given: Schema, constants: dict[str, list[str]], draw: random.Random) -> None:
        self.given, self.constants, self.draw = given, constants, draw
        self.made: dict[str, Rows] = {}

    def rows(self, table: str) -> Rows:
        """Return the rows of a table."""
        if table not in self.made:
            self.made[table] = self._make(table)
        return self.made[table]

    def _make(self, table: str) -> Rows:
        returned = {f"{k}r": f"{k}s" for k in "scw"}
        letters = next((k for k, name in DS_TABLES.items() if name == table), "")
        if letters in returned:
            return self._returns(table, letters, returned[letters])
        size = {"date_dim": DAYS, "nation": 6, "region": 3, "inventory": FACTS}.get(table, THINGS)
        size = FACTS if letters or table in ("lineitem", "orders", "partsupp") else size
        rows = [self._row(table, number) for number in range(1, size + 1)]
        return _apart(rows, table, letters)

    def _row(self, table: str, number: int) -> dict[str, Any]:
        row = {
            name: self._value(table, name, kind, number) for name, kind in self.given[table].items()
        }
        if table == "date_dim":
            self._fit_day(row, number)
        return row

    def _fit_day(self, row: dict[str, Any], number: int) -> None:
        """Let no two rows be of one day, and months and weeks follow from their days."""
        days = [d for d in map(_day, self.constants["d_date"]) if d] or [date(2000, 1, 1)]
        row["d_date"] = days[number % len(days)] + timedelta(days=number // len(days))
        row["d_week_seq"] = 100 + row["d_date"].toordinal() // 7 % 60
        if not self.constants["d_month_seq"]:
            row["d_month_seq"] = (row["d_year"] or 0) * 12 + (row["d_moy"] or 0)

    def _value(self, table: str, name: str, kind: str, number: int) -> Any:
        home = self._home(table, name) if kind != "string" else None
        if home == "own":
            return number
        if home is not None:
            size = DAYS if home == "date_dim" else {"nation": 6, "region": 3}.get(home, THINGS)
            size = FACTS // 3 if home == "orders" else size
            return self.draw.randint(1, size) if self.draw.random() > 0.03 else None
        if name.endswith("number") and kind != "string":
            return self.draw.randint(1, FACTS // 3)
        if self.draw.random() < 0.02:
            return None
        constants = self.constants[name]
        if constants and self.draw.random() < 0.85:
            return self._near(constants, name, kind)
        return self._anything(name, kind)

    def _home(self, table: str, name: str) -> str | None:
        """Return the table whose key a column is: ``own`` for that of its own table."""
        for end, (other, key) in DS_THINGS.items():
            if name == key:
                return "own"
            if name.endswith(f"_{end}"):
                return other
        end = name.partition("_")[2]
        other_h = _H_HOMES.get(end)
        return "own" if other_h == table else other_h

    def _near(self, constants: list[str], name: str, kind: str) -> Any:
        chosen = self.draw.choice(constants)
        if _is_day(name, kind):
            day = _day(chosen) or next(filter(None, map(_day, constants)), date(2000, 1, 1))
            return day + timedelta(days=self.draw.randint(-3, 25))
        if kind == "string":
            return chosen.replace("%", self.draw.choice(["", "x "]))
        numbers = [float(c) for c in constants if re.fullmatch(r"[0-9.]+", c)] or [1.0]
        number = self.draw.choice(numbers) + self.draw.choice([0, 0, 0, 1, 2, -1])
        if len(numbers) > 1 and self.draw.random() < 0.5:
            number = self.draw.uniform(min(numbers), max(numbers))
        return round(number, 2) if kind == "double" else round(number)

    def _anything(self, name: str, kind: str) -> Any:
        if _is_day(name, kind):
            return date(1995, 1, 1) + timedelta(days=self.draw.randint(0, 2500))
        if kind == "string":
            return self.draw.choice(_WORDS)
        return self.draw.randint(1, 12) if kind != "double" else self.draw.randint(100, 9999) / 100

    def _returns(self, table: str, letters: str, sold: str) -> Rows:
        """Return a row for four sales in ten, of the same item, number and customer."""
        found: Rows = []
        for sale in self.rows(DS_TABLES[sold]):
            if self.draw.random() < 0.4:
                row = self._row(table, len(found) + 1)
                number = DS_NUMBERS[letters]
                row[f"{letters}_item_sk"] = sale[f"{sold}_item_sk"]
                row[f"{letters}_{number}_number"] = sale[f"{sold}_{number}_number"]
                if letters == "sr":
                    row["sr_customer_sk"] = sale["ss_customer_sk"]
                found.append(row)
        return found


def _apart(rows: Rows, table: str, letters: str) -> Rows:
    """Return rows no two of which have the same key, and each of which has one."""
    number = f"{letters}_{DS_NUMBERS[letters]}_number" if letters in DS_NUMBERS else ""
    keys = {
        "lineitem": ("l_orderkey", "l_linenumber"),
        "partsupp": ("ps_partkey", "ps_suppkey"),
        "inventory": ("inv_date_sk", "inv_item_sk", "inv_warehouse_sk"),
    }.get(table, (f"{letters}_item_sk", number) if number else ())
    held: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in keys) if keys else (len(held),)
        if None not in key:
            held.setdefault(key, row)
    return list(held.values())


def _is_day(name: str, kind: str) -> bool:
    return kind == "string" and name.endswith("date")


def _day(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
    return date(*map(int, found.groups())) if found else None


def _arrow(name: str, kind: str) -> pa.DataType:
    if _is_day(name, kind):
        return pa.date32()
    return {"string": pa.string(), "double": pa.float64()}.get(kind, pa.int64())
