"""The order in which the rows of a sealed table lie: that of their own contents.

First comes the subject's pseudonym, then a digest of the whole row, so it says nothing of the
source's order. Texts make a sort dear: one of few values is carried through it as the number of its
value, and is itself again afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .sql_text import quoted

_FEW = 64
_LOOKED_AT = 10_000
_KEPT = "texts of few values"


@dataclass(frozen=True, slots=True)
class FewTexts:
    """The text columns of a table that have few values, each with the SQL of the list of them."""

    lists: Mapping[str, str]

    @classmethod
    def of(cls, connection: Any, table: str, names: Sequence[str]) -> FewTexts:
        """Return which of some text columns these are; the values stay in the engine."""
        for rows in (f"(FROM {table} LIMIT {_LOOKED_AT})", table):  # most of many are soon told
            names = _few_in(connection, rows, names)
        if names:
            lists = (f"list(DISTINCT {n} ORDER BY {n}) FILTER ({n} NOT NULL)" for n in _all(names))
            connection.execute(
                f"SET VARIABLE {quoted(_KEPT)} = (SELECT [{', '.join(lists)}] FROM {table})"  # noqa: S608
            )
        return cls({name: f"getvariable('{_KEPT}')[{n}]" for n, name in enumerate(names, 1)})

    def number(self, name: str) -> str:
        """Return the SQL of what is carried of a column: its own value, or the number of that."""
        if name not in self.lists:
            return quoted(name)
        place = f"list_position({self.lists[name]}, {quoted(name)})"
        return f"CAST({place} AS UTINYINT) AS {quoted(name)}"

    def value(self, name: str) -> str:
        """Return the SQL of a column's own value, from what was carried."""
        if name not in self.lists:
            return quoted(name)
        return f"{self.lists[name]}[{quoted(name)}] AS {quoted(name)}"


def _few_in(connection: Any, rows: str, names: Sequence[str]) -> list[str]:
    """Return the columns that have some value in these rows, but few."""
    if not names:
        return []
    counts = ", ".join(f"count(DISTINCT {name})" for name in _all(names))
    found = connection.execute(f"SELECT {counts} FROM {rows}").fetchall()[0]  # noqa: S608
    return [name for name, count in zip(names, found, strict=True) if 0 < count <= _FEW]


def _all(names: Sequence[str]) -> list[str]:
    return [quoted(name) for name in names]


def in_order(selected: str, names: Sequence[str], *, first: str, few: FewTexts) -> str:
    """Return the query of the same rows and columns in their order."""
    carried, given = (", ".join(map(way, names)) for way in (few.number, few.value))
    # To compare every column of every row would cost more than all else that sealing does.
    keys = f"{quoted(first)}, hash({', '.join(_all(names))})"
    return f"SELECT {given} FROM (FROM (SELECT {carried} FROM ({selected})) ORDER BY {keys})"  # noqa: S608
