"""How many different values a sealed dimension has at most, where that costs nothing to know.

From it follows how many groups a question may have, and so whether a set of subjects may be kept
for each of them. Texts of few values were listed to be sorted; of whole numbers and days the engine
has the least and the greatest at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from beholden.kernel import ColumnRole, DatasetTerms

from .sql_text import quoted

MOST = 10_000  # more groups than these are told by no table of numbers
_SPANS = {
    "BOOLEAN": "max(2)",  # of all rows, as the others: one row comes back
    "DATE": "max({0}) - min({0}) + 1",
    **dict.fromkeys(
        ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"),
        "CAST(max({0}) AS HUGEINT) - min({0}) + 1",
    ),
}


def values_at_most(
    connection: Any, table: str, dataset: DatasetTerms, *, few: Mapping[str, int]
) -> dict[str, int]:
    """Return by dimension of a sealed table how many values it has at most, nothing left out.

    ``few`` are the texts that were found to have few values, and how many.
    """
    kinds = dict(row[:2] for row in connection.execute(f"DESCRIBE {table}").fetchall())
    given = [c.name for c in dataset.columns if c.role is ColumnRole.DIMENSION and c.name in kinds]
    spans = {name: _SPANS[kinds[name]] for name in given if kinds[name] in _SPANS}
    told = ", ".join(f"coalesce({sql.format(quoted(name))}, 0)" for name, sql in spans.items())
    found = connection.execute(f"SELECT {told} FROM {table}").fetchall()[0] if told else ()  # noqa: S608
    sizes = dict(zip(spans, map(int, found), strict=True))
    sizes |= {name: few[name] for name in given if name in few}
    return {name: size for name, size in sizes.items() if size <= MOST}
