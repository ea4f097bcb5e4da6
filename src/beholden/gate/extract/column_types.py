"""Types at sealing: yes/no texts become booleans, numeric texts numbers, bands and steps labels.

The type of a sealed column is a function of the permitted rows alone (property S1).
"""

from __future__ import annotations

from typing import Any

from beholden.kernel import BadInput, ColumnRole, ColumnTerms

from .coarsening import coarsened
from .sql_text import literal, quoted, trimmed

_TRUE, _FALSE = "('yes', 'true', 'y')", "('no', 'false', 'n')"
_INTEGER = r"[+-]?[0-9]{1,18}"
_DECIMAL = r"[+-]?[0-9]*\.?[0-9]+|[+-]?[0-9]+\."
_MOST_DIGITS = 38
WHOLE = "BIGINT"
_WHOLE_KINDS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}
)


def canonical_key(sql: str, kind: str) -> str:
    """Return the SQL of a key's one form: 100023, 100023.0 and ' 100023' are one subject.

    That is its text, or for whole numbers of up to 64 bits the number that the text would say.
    """
    if kind in _WHOLE_KINDS:
        return f"CAST({sql} AS {WHOLE})"
    if kind in ("FLOAT", "DOUBLE") or kind.startswith("DECIMAL"):
        whole = f"CAST(CAST({sql} AS HUGEINT) AS VARCHAR)"
        is_whole = f"{sql} = trunc({sql}) AND abs({sql}) < 1e30"
        return f"CASE WHEN {is_whole} THEN {whole} ELSE {trimmed(sql)} END"
    return trimmed(sql)


def as_yes_no(sql: str) -> str:
    """Return the SQL that reads yes, true, y and no, false, n in any case; the rest is null."""
    text = f"lower(trim({sql}))"
    return f"(CASE WHEN {text} IN {_TRUE} THEN true WHEN {text} IN {_FALSE} THEN false END)"


def as_label(sql: str, bands: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    """Return the SQL that gives the label of a value's band; null outside every band."""
    arms = " ".join(
        f"WHEN CAST({sql} AS VARCHAR) IN ({', '.join(map(literal, values))}) THEN {literal(label)}"
        for label, values in bands
        if values
    )
    return f"(CASE {arms} ELSE NULL END)" if arms else "CAST(NULL AS VARCHAR)"


def sealed_value(connection: Any, table: str, column: ColumnTerms, *, dataset: str) -> str:
    """Return the SQL of a dimension or a measure as it is sealed from a staged table.

    Raises BadInput, with the count of cells, where a measure holds what is not a number.
    """
    name = quoted(column.name)
    if column.bands:
        return as_label(name, column.bands)
    kind = column_type(connection, table, name)
    if column.treatment:
        return coarsened(name, kind, column.treatment)
    if column.role is ColumnRole.MEASURE:
        return _number(connection, table, column, kind=kind, dataset=dataset)
    if kind == "VARCHAR" and _all_yes_no(connection, table, name):
        return as_yes_no(name)
    return name


def column_type(connection: Any, table: str, name: str) -> str:
    """Return the type of a column, whose name is quoted, as DuckDB writes it."""
    rows = connection.execute(f"DESCRIBE SELECT {name} FROM {table}").fetchall()  # noqa: S608
    return str(rows[0][1])


def _all_yes_no(connection: Any, table: str, name: str) -> bool:
    """Return whether a text column has some value and every one is yes or no.

    The first other value ends the search, so most columns cost nothing.
    """
    filled = f"{trimmed(name)} IS NOT NULL"
    other = f"SELECT 1 FROM {table} WHERE {filled} AND {as_yes_no(name)} IS NULL LIMIT 1"  # noqa: S608
    if connection.execute(other).fetchall():
        return False
    some = f"SELECT 1 FROM {table} WHERE {filled} LIMIT 1"  # noqa: S608
    return bool(connection.execute(some).fetchall())


def _number(connection: Any, table: str, column: ColumnTerms, *, kind: str, dataset: str) -> str:
    name = quoted(column.name)
    if kind == "BOOLEAN":
        return f"CAST({name} AS INTEGER)"
    if kind != "VARCHAR":
        return name
    if _all_yes_no(connection, table, name):
        return f"CAST({as_yes_no(name)} AS INTEGER)"
    number = _number_type(connection, table, name, f"{dataset}.{column.name}")
    return f"CAST({trimmed(name)} AS {number})"


def _number_type(connection: Any, table: str, name: str, place: str) -> str:
    """Return the narrowest of BIGINT, DECIMAL and DOUBLE that reads every cell without loss."""
    row = connection.execute(
        f"""SELECT count(v), count(*) FILTER (regexp_full_match(v, '{_INTEGER}')),
            count(*) FILTER (regexp_full_match(v, '{_DECIMAL}')),
            max(length(regexp_extract(v, '^[+-]?([0-9]*)', 1))),
            max(length(regexp_extract(v, '\\.([0-9]*)', 1))),
            count(*) FILTER (isfinite(TRY_CAST(v AS DOUBLE)))
            FROM (SELECT {trimmed(name)} AS v FROM {table})"""  # noqa: S608
    ).fetchall()[0]
    cells, integers, decimals, whole, scale, finite = (int(value or 0) for value in row)
    if integers == cells:
        return "BIGINT"
    if decimals == cells and max(whole, 1) + scale <= _MOST_DIGITS:
        return f"DECIMAL({max(whole, 1) + scale}, {scale})"
    if finite == cells:
        return "DOUBLE"
    raise BadInput(
        f"{cells - finite:,} cells of {place} cannot be read as numbers.",
        why="The agreement gives this column as a measure.",
        next_step="Repair these cells in the dataset (beholden check names their rows), then seal.",
    )
