"""Which pairs of rows are worth comparing: the rarest shared keys first, until the budget is spent.

A key is a value that a row has, or several together (surname with year of birth). Rows that share a
key are a block. How telling a key is depends on how few rows share it, not on its kind, so
blocks of every kind are ranked by size and taken from the smallest on while the pairs in them fit
the budget. Common values are thus left out in a large table and used in a small one, and the
same keys suit a list of a street and one of a county.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .trust import BY_NAMES, BY_OTHERS

if TYPE_CHECKING:
    import duckdb

_NAMES = ("word", "first", "surname", "sound")
FEW_PAIRS = 100_000
MOST_PAIRS_PER_ROW = 20
LARGEST_BLOCK = 500
ROWS_TO_TRY = 1_000

# ``word`` is any one word of a name, ``day`` the date of birth in either order of day and month.
# Each key is a tuple of prepared columns, or of SQL over them.
_INITIAL = "first[1]"
KEYS: tuple[tuple[str, ...], ...] = (
    ("nhs",),
    ("nino",),
    ("email",),
    ("mailbox",),
    ("phone",),
    ("birth",),
    ("uprn",),
    ("premise",),
    ("day", "surname"),
    ("birth", "first_key"),
    ("birth", "sound"),
    ("birth", "postcode"),
    ("birth", "district"),
    ("birth", "birth_place"),
    ("birth", "town"),
    ("birth", "numbers"),
    ("word", "birth"),
    ("word",),
    ("word", "year"),
    ("word", "postcode"),
    ("word", "district"),
    ("word", "birth_place"),
    ("word", "town"),
    ("word", "day_month"),
    ("word", "street"),
    ("first_key", "surname"),
    ("first_key", "surname", "year"),
    ("first_key", "surname", "district"),
    ("first_key", "surname", "birth_place"),
    ("first_key", "surname", "town"),
    ("first_key", "sound"),
    ("first_key", "sound", "year"),
    ("first_key", "sound", "district"),
    ("first_key", "uprn"),
    ("first_key", "premise"),
    ("first_key", "postcode"),
    ("sound", "premise"),
    ("sound", "postcode"),
    ("sound", "day_month"),
    (_INITIAL, "postcode", "year"),
    (_INITIAL, "sound", "year"),
    ("postcode", "year"),
    ("postcode", "day_month"),
    ("postcode", "birth_place"),
    ("numbers", "street"),
    ("surname[1:4]", "first[1:3]"),
    ("surname[1:4]", "first[1:3]", "district"),
    ("surname[1:3]", "first[1:2]", "year"),
    ("birth_place", "year", "first_key"),
    ("birth_place", "year", "occupation"),
    ("postcode", "occupation"),
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """How pairs were chosen: keys used, rows of the largest block taken, and how many pairs.

    ``passed_over`` names the keys of which some blocks were too large. The pairs are in the
    table ``candidates`` of the connection, in the form that Splink takes.
    """

    used: tuple[str, ...]
    passed_over: tuple[str, ...]
    largest: int
    pairs: int


def choose_pairs(
    connection: duckdb.DuckDBPyConnection, *, rows: int, filled: frozenset[str]
) -> Candidates:
    """Write the table ``candidates`` of pairs to compare, from the table ``people``.

    ``filled`` names the columns of ``people`` that hold a value; where ``fresh`` is one of them,
    each pair has a fresh row.
    """
    keys = [key for key in KEYS if _columns(key) <= filled]
    if not keys:
        return Candidates(used=(), passed_over=(), largest=0, pairs=0)
    fresh = "fresh" in filled
    budget = max(FEW_PAIRS, MOST_PAIRS_PER_ROW * rows)
    _write_keys(connection, keys, fresh=fresh)
    largest = _largest_block(connection, budget, fresh=fresh)
    _write_pairs(connection, largest, fresh=fresh)
    pairs = int(connection.sql("SELECT count(*) FROM candidates").fetchall()[0][0])
    sizes = connection.sql("SELECT kind, max(n) FROM blocks GROUP BY kind ORDER BY kind").fetchall()
    names = [told(key) for key in keys]
    return Candidates(
        used=tuple(names[kind] for kind, _ in sizes),
        passed_over=tuple(names[kind] for kind, most in sizes if most > largest),
        largest=largest,
        pairs=pairs,
    )


def told(key: Sequence[str]) -> str:
    """Return a key in words."""
    return " and ".join(part.replace("_", " ") for part in key)


def _columns(key: Sequence[str]) -> frozenset[str]:
    plain = {part.split("[")[0] for part in key}
    return frozenset({"word": "names", "day": "birth"}.get(part, part) for part in plain)


def _sort(key: Sequence[str]) -> int:
    """Return whether a key has a name in it."""
    return BY_NAMES if any(part.startswith(_NAMES) for part in key) else BY_OTHERS


def _write_keys(
    connection: duckdb.DuckDBPyConnection, keys: Sequence[tuple[str, ...]], *, fresh: bool
) -> None:
    """Write ``keys`` (row, kind, key, fresh) and ``blocks`` (kind, key, n, pairs) worth a look."""
    flag = "fresh" if fresh else "true"
    parts = " UNION ALL ".join(_key_sql(kind, key, flag) for kind, key in enumerate(keys))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE keys AS {parts}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE blocks AS "
        "SELECT any_value(kind) AS kind, key, count(*) AS n, count(*) FILTER (fresh) AS new, "
        "new * (n - new) + new * (new - 1) // 2 AS pairs "
        "FROM keys GROUP BY key HAVING n > 1 AND new > 0"
    )


def _key_sql(kind: int, key: Sequence[str], flag: str) -> str:
    source = "people"
    if "word" in key:
        source = "(SELECT *, unnest(names) AS word FROM people)"
    if "day" in key:
        source = (
            "(SELECT *, unnest(list_distinct([birth, coalesce(birth_swapped, birth)])) AS day "
            "FROM people)"
        )
    known = " AND ".join(f"{part} IS NOT NULL AND {part} <> ''" for part in key)
    return (
        f"SELECT unique_id AS row, {kind} AS kind, hash({kind}, {', '.join(key)}) AS key, "  # noqa: S608
        f"{_sort(key)} AS sort, {flag} AS fresh FROM {source} WHERE {known}"
    )


def _largest_block(connection: duckdb.DuckDBPyConnection, budget: int, *, fresh: bool) -> int:
    """Return the largest size of block such that the blocks up to it hold ``budget`` pairs.

    A pair that shares many keys counts once, for its smallest block; how many there are of each
    size is estimated from the pairs of ROWS_TO_TRY rows, chosen by a hash of their number.
    """
    sizes = connection.sql(
        "WITH tried AS (SELECT unique_id AS row FROM people "  # noqa: S608 - whole numbers
        f"{'WHERE fresh ' if fresh else ''}ORDER BY hash(unique_id) LIMIT {ROWS_TO_TRY}), "
        f"small AS (SELECT keys.row, key, n FROM keys JOIN blocks USING (key) "
        f"WHERE n <= {LARGEST_BLOCK}), "
        "least AS (SELECT min(one.n) AS n FROM small AS one JOIN tried USING (row) "
        "JOIN small AS other USING (key) WHERE one.row <> other.row GROUP BY one.row, other.row) "
        "SELECT n, count(*) * (SELECT count(*) FROM people"
        f"{' WHERE fresh' if fresh else ''}) / (SELECT count(*) FROM tried) "
        f"{'' if fresh else '/ 2 '}AS pairs FROM least GROUP BY n ORDER BY n"
    ).fetchall()
    largest, spent = 2, 0.0
    for size, pairs in sizes:
        spent += float(pairs)
        if spent > budget:
            break
        largest = int(size)
    return largest


def _write_pairs(connection: duckdb.DuckDBPyConnection, largest: int, *, fresh: bool) -> None:
    """Write each pair once; its ``match_key`` says which sorts of keys brought it (``trust``)."""
    either = "AND (one.fresh OR other.fresh)" if fresh else ""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE candidates AS "  # noqa: S608 - whole numbers of this room
        "WITH small AS (SELECT keys.* FROM keys JOIN blocks USING (key) "
        f"WHERE n <= {largest}) "
        "SELECT CAST(bit_or(one.sort) AS VARCHAR) AS match_key, "
        "one.row AS join_key_l, other.row AS join_key_r "
        "FROM small AS one JOIN small AS other USING (key) "
        f"WHERE one.row < other.row {either} GROUP BY one.row, other.row"
    )
