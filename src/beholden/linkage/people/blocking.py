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
MANY_PAIRS, PAIRS_PER_ROW_BEYOND = 4_000_000, 6
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
    per_row = min(MOST_PAIRS_PER_ROW * rows, MANY_PAIRS + PAIRS_PER_ROW_BEYOND * rows)
    sizes = _write_keys(connection, keys, fresh=fresh)
    largest = _largest_block(connection, max(FEW_PAIRS, per_row), fresh=fresh)
    _write_pairs(connection, largest, fresh=fresh)
    connection.execute("DROP TABLE keys")
    pairs = int(connection.sql("SELECT count(*) FROM candidates").fetchall()[0][0])
    return Candidates(
        used=tuple(told(key) for key, most in zip(keys, sizes, strict=True) if most > 1),
        passed_over=tuple(
            told(key) for key, most in zip(keys, sizes, strict=True) if most > largest
        ),
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
) -> list[int]:
    """Write ``keys`` (row, key, sort, fresh, n) of blocks worth a look; return the largest of each.

    A block is worth a look with two rows to LARGEST_BLOCK, of which one is fresh.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE keys "
        "(row BIGINT, key UBIGINT, sort UTINYINT, fresh BOOLEAN, n USMALLINT)"
    )
    sizes = []
    for kind, key in enumerate(keys):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE of_kind AS {_key_sql(kind, key, fresh)}")
        connection.execute(_BLOCKS)
        connection.execute(_WORTH_A_LOOK)
        most = connection.sql("SELECT coalesce(max(n), 0) FROM blocks").fetchall()[0][0]
        sizes.append(int(most))
    connection.execute("DROP TABLE of_kind")
    connection.execute("DROP TABLE blocks")
    return sizes


_BLOCKS = (
    "CREATE OR REPLACE TEMP TABLE blocks AS SELECT key, count(*) AS n FROM of_kind "
    "GROUP BY key HAVING n > 1 AND bool_or(fresh)"
)
_WORTH_A_LOOK = (
    "INSERT INTO keys SELECT row, key, sort, fresh, n FROM of_kind JOIN blocks USING (key) "  # noqa: S608
    f"WHERE n <= {LARGEST_BLOCK}"
)


def _key_sql(kind: int, key: Sequence[str], fresh: bool) -> str:
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
        f"SELECT unique_id AS row, hash({kind}, {', '.join(key)}) AS key, "  # noqa: S608
        f"{_sort(key)} AS sort, {'fresh' if fresh else 'true'} AS fresh "
        f"FROM {source} WHERE {known}"
    )


def _largest_block(connection: duckdb.DuckDBPyConnection, budget: int, *, fresh: bool) -> int:
    """Return the largest size of block such that the blocks up to it hold ``budget`` pairs.

    A pair that shares many keys counts once, for its smallest block; how many there are of each
    size is estimated from the pairs of ROWS_TO_TRY rows, chosen by a hash of their number.
    """
    new = " WHERE fresh" if fresh else ""
    sizes = connection.sql(
        f"WITH tried AS (SELECT unique_id AS row FROM people{new} "  # noqa: S608 - whole numbers
        f"ORDER BY hash(unique_id) LIMIT {ROWS_TO_TRY}), "
        "least AS (SELECT min(one.n) AS n FROM keys AS one JOIN tried USING (row) "
        "JOIN keys AS other USING (key) WHERE one.row <> other.row GROUP BY one.row, other.row) "
        f"SELECT n, count(*) * (SELECT count(*) FROM people{new}) "
        "/ (SELECT count(*) FROM tried) AS pairs FROM least GROUP BY n ORDER BY n"
    ).fetchall()
    twice = 1 if fresh else 2
    largest, spent = 2, 0.0
    for size, pairs in sizes:
        spent += float(pairs) / twice
        if spent > budget:
            break
        largest = int(size)
    return largest


def _write_pairs(connection: duckdb.DuckDBPyConnection, largest: int, *, fresh: bool) -> None:
    """Write each pair once; its ``match_key`` says which sorts of keys brought it (``trust``)."""
    either = "AND (one.fresh OR other.fresh)" if fresh else ""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE candidates AS "  # noqa: S608 - whole numbers of this room
        f"WITH small AS (SELECT * FROM keys WHERE n <= {largest}) "
        "SELECT CAST(bit_or(one.sort) AS VARCHAR) AS match_key, "
        "one.row AS join_key_l, other.row AS join_key_r "
        "FROM small AS one JOIN small AS other USING (key) "
        f"WHERE one.row < other.row {either} GROUP BY one.row, other.row"
    )
