"""Records as they stand after all their changes: inserts, updates and deletes in their order."""

# ruff: noqa: S608 (the names and paths are of this room; no value of data is put into SQL)

from __future__ import annotations

from pathlib import Path
from typing import Any

from .formats import Format
from .layouts import KEYS, TABLES
from .store import Tables, quoted

# Keys that a record may lack: then it stands for itself.
_MAY_BE_MISSING = {"lpi_key", "udprn", "org_key", "class_key"}
# A UPRN may have several delivery points and a delivery point several UPRNs in OS NGD Address.
_OWN_KEYS = {(Format.NGD_ADDRESS, "points"): ("udprn", "uprn")}
_BY_DAY = {Format.NGD_ADDRESS, Format.ADDRESSBASE, Format.ADDRESSBASE_CORE, Format.ADDRESSBASE_PLUS}


def _columns(table: str) -> str:
    """Return a table's columns with UPRNs as whole numbers."""
    numbers = {"uprn", "parent"}
    return ", ".join(f"uprn_of({c}) AS {c}" if c in numbers else c for c in TABLES[table])


def _keys(table: str, form: Format) -> str:
    names = _OWN_KEYS.get((form, table), KEYS[table])
    return ", ".join(
        f"coalesce({name}, 'line ' || line)" if name in _MAY_BE_MISSING else name for name in names
    )


def _new(tables: Tables, table: str) -> str:
    return f"""SELECT {_columns(table)}, upper(coalesce(change, 'I')) AS change,
      coalesce(try_cast(place AS BIGINT), epoch(try_cast(place AS DATE))::BIGINT, 0) AS place,
      volume, line FROM read_parquet({quoted(tables.path(table))})"""


def _kept(folder: Path, table: str) -> str:
    columns = ", ".join(TABLES[table])
    return f"""SELECT {columns}, 'I' AS change, -1 AS place, -1 AS volume,
      -1 - row_number() OVER () AS line FROM read_parquet({quoted(folder / f"{table}.parquet")})"""


def settle(
    connection: Any, tables: Tables, table: str, *, form: Format, kept: Path | None = None
) -> dict[str, int]:
    """Make the table of records as they stand at last; return counts of what was odd, by code.

    ``kept`` is the folder of the records as they stood before.
    """
    counts = _without_uprn(connection, tables, table, form)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW incoming AS {_new(tables, table)}")
    named = "uprn IS NOT NULL" if "uprn" in TABLES[table] else "usrn IS NOT NULL"
    rows = f"SELECT * FROM incoming WHERE {named}"
    if kept is not None:
        rows += f" UNION ALL {_kept(kept, table)}"
    keys = _keys(table, form)
    columns = ", ".join(TABLES[table])
    if kept is None and _is_plain(connection, rows, keys):
        connection.execute(f"CREATE TABLE {table} AS SELECT {columns} FROM ({rows})")
        return counts
    order = ["place", "volume", "line"] if form in _BY_DAY else ["volume", "place", "line"]
    counts |= _odd_changes(connection, rows, keys, ", ".join(order))
    backwards = ", ".join(f"{name} DESC" for name in order)
    connection.execute(f"""CREATE TABLE {table} AS SELECT {columns} FROM (
        SELECT * FROM ({rows})
        QUALIFY row_number() OVER (PARTITION BY {keys} ORDER BY {backwards}) = 1)
        WHERE change <> 'D'""")
    return counts


def _counted(table: str, form: Format) -> str:
    """Return which rows of a table count, so that a row delivered counts once in all of them."""
    if form not in _BY_DAY | {Format.PLAIN} or table == "blpus":
        return "true"
    if form is Format.NGD_ADDRESS:
        # Delivery points and alternate addresses go nowhere else; only the latter are named.
        return {"points": "true", "singles": "ident <> ''"}.get(table, "false")
    return "false"


def _without_uprn(connection: Any, tables: Tables, table: str, form: Format) -> dict[str, int]:
    if "uprn" not in TABLES[table]:
        return {}
    unread = f"""FROM read_parquet({quoted(tables.path(table))})
      WHERE uprn_of(uprn) IS NULL AND {_counted(table, form)}"""
    missing, lost, invalid = connection.execute(f"""
        SELECT count(*) FILTER (word(uprn) IS NULL), count(*) FILTER (is_lost(trim(uprn))),
          count(*) FILTER (word(uprn) IS NOT NULL AND NOT coalesce(is_lost(trim(uprn)), false))
        {unread}""").fetchone()
    return {"no-uprn": missing, "lost-precision": lost, "invalid-uprn": invalid}


def _is_plain(connection: Any, rows: str, keys: str) -> bool:
    """Return whether all rows are inserts of different records."""
    total, changes, different = connection.execute(f"""
        SELECT count(*), count(*) FILTER (change NOT IN ('I', 'S')), count(DISTINCT hash({keys}))
        FROM ({rows})""").fetchone()
    return bool(not changes and total == different)


def _odd_changes(connection: Any, rows: str, keys: str, order: str) -> dict[str, int]:
    repeated, unknown, changed = connection.execute(f"""
        SELECT count(*) FILTER (change = 'I' AND before <> 'D'),
          count(*) FILTER (change IN ('U', 'D') AND coalesce(before, 'D') = 'D'),
          count(*) FILTER (change IN ('U', 'D'))
        FROM (SELECT change, volume,
            lag(change) OVER (PARTITION BY {keys} ORDER BY {order}) AS before
          FROM ({rows})) WHERE volume >= 0""").fetchone()
    return {"repeated-insert": repeated, "change-of-unknown": unknown, "changes": changed}
