"""The order in which the rows of a sealed table lie: that of their own contents.

First comes the name of a key, then a digest of the whole row, so it says nothing of the source's
order. Texts make a sort dear, and all that groups by them: one of few values is carried through it
as the number of its value, and stored as the engine's enumeration of them. The engine takes such a
column for its text wherever it is compared or worked with, so a question knows nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .building import or_changed
from .sql_text import literal, quoted

_FEW = 64
_LOOKED_AT = 10_000


@dataclass(frozen=True, slots=True)
class FewTexts:
    """The text columns of a table that have few values, each with the SQL of them, in order.

    ``counts`` says how many values each has.
    """

    texts: Mapping[str, str]
    counts: Mapping[str, int]

    @classmethod
    def of(cls, connection: Any, table: str, names: Sequence[str]) -> FewTexts:
        """Return which of some text columns these are."""
        lists: dict[str, list[str]] = {}
        for rows in (f"(FROM {table} LIMIT {_LOOKED_AT})", table):  # most of many are soon told
            lists = _few_in(connection, rows, names)
            names = list(lists)
        texts = {name: ", ".join(map(literal, few)) for name, few in lists.items()}
        return cls(texts, {name: len(few) for name, few in lists.items()})

    def kinds(self) -> dict[str, str]:
        """Return the types as which these columns are stored: enumerations, in the texts' order."""
        return {name: f"ENUM({texts})" for name, texts in self.texts.items()}

    def number(self, name: str, kind: str) -> str:
        """Return the SQL of what is carried of a column: its own value, or the number of that."""
        own = quoted(name)
        if name in self.texts:
            place = or_changed(f"list_position([{self.texts[name]}], {own})")
            return f"CAST(CASE WHEN {own} NOT NULL THEN {place} END AS UTINYINT) AS {own}"
        if kind in ("FLOAT", "DOUBLE"):
            # 0.0 and -0.0 have one digest, so they would lie in the source's order.
            return f"CASE WHEN {own} = 0 THEN CAST(0 AS {kind}) ELSE {own} END AS {own}"
        return own

    def value(self, name: str) -> str:
        """Return the SQL of a column's own value, from what was carried."""
        if name not in self.texts:
            return quoted(name)
        every = f"CAST([{self.texts[name]}] AS {self.kinds()[name]}[])"
        return f"{every}[{quoted(name)}] AS {quoted(name)}"


def _few_in(connection: Any, rows: str, names: Sequence[str]) -> dict[str, list[str]]:
    """Return the values of the columns that have some in these rows, but few."""
    few = _when(connection, rows, names, "count(DISTINCT {0})", lambda count: 0 < count <= _FEW)
    lists = "list(DISTINCT {0} ORDER BY {0}) FILTER ({0} NOT NULL)"
    # The engine reads SQL up to the first character of number nought.
    return _when(connection, rows, list(few), lists, lambda texts: "\0" not in "".join(texts))


def _when(connection: Any, rows: str, names: Sequence[str], told: str, fits: Any) -> dict[str, Any]:
    """Return what is told of each column, where that fits."""
    if not names:
        return {}
    each = ", ".join(told.format(quoted(name)) for name in names)
    found = connection.execute(f"SELECT {each} FROM {rows}").fetchall()[0]  # noqa: S608
    return {name: one for name, one in zip(names, found, strict=True) if fits(one)}


def ordered(rows: str, names: Sequence[str], *, first: str, few: FewTexts) -> str:
    """Return the query that gives rows, as they are carried, in the order of their table."""
    # To compare every column of every row would cost more than all else that sealing does.
    keys = f"{quoted(first)}, hash({', '.join(map(quoted, names))})"
    return f"SELECT {', '.join(map(few.value, names))} FROM (FROM ({rows}) ORDER BY {keys})"  # noqa: S608
