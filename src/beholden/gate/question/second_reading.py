"""DuckDB's own reading of what is about to run, walked with a second list.

Two parsers may see one text differently. Only regenerated text gets here, and it runs only if
DuckDB sees in it plain selects over the tables that were decided, with functions on the list.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from .refusing import Words

if TYPE_CHECKING:
    import duckdb

_CLASSES = frozenset(
    {"BETWEEN", "CASE", "CAST", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT"}
    | {"FUNCTION", "OPERATOR", "STAR", "TYPE", "WINDOW", "SUBQUERY"}
)
_TYPES = frozenset(
    {"BASE_TABLE", "JOIN", "SUBQUERY", "SELECT_NODE", "ORDER_MODIFIER", "LIMIT_MODIFIER"}
    | {"ORDER_DEFAULT", "ASCENDING", "DESCENDING", "INNER", "LEFT", "REGULAR", "CTE_NODE"}
    | {"COLUMN_REF", "VALUE_CONSTANT", "FUNCTION", "TYPE", "CASE_EXPR", "OPERATOR_CAST"}
    | {"COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_LESSTHAN", "COMPARE_GREATERTHAN"}
    | {"COMPARE_LESSTHANOREQUALTO", "COMPARE_GREATERTHANOREQUALTO", "COMPARE_BETWEEN"}
    | {"COMPARE_DISTINCT_FROM", "COMPARE_NOT_DISTINCT_FROM", "COMPARE_IN", "COMPARE_NOT_IN"}
    | {"CONJUNCTION_AND", "CONJUNCTION_OR", "OPERATOR_NOT", "OPERATOR_IS_NULL"}
    | {"OPERATOR_IS_NOT_NULL", "OPERATOR_COALESCE", "OPERATOR_NULLIF", "WINDOW_ROW_NUMBER"}
    | {"STAR", "OPERATOR_TRY", "WINDOW_AGGREGATE", "ANY"}
)
# What may stand over treated cells, and never over the sealed tables.
_ABOVE = frozenset(
    {"SET_OPERATION_NODE", "DISTINCT_MODIFIER", "CROSS", "RIGHT", "FULL"}
    | {"SUBQUERY", "SCALAR", "EXISTS", "NOT_EXISTS", "ANY"}
    | {f"WINDOW_{name}" for name in ("RANK", "RANK_DENSE", "NTILE", "PERCENT_RANK", "CUME_DIST")}
    | {f"WINDOW_{name}" for name in ("FIRST_VALUE", "LAST_VALUE", "LEAD", "LAG")}
    | {"GROUPING_FUNCTION", "EMPTY"}
)
_FUNCTIONS = frozenset(
    """+ - * / // % || ~~ !~~ ~~* !~~* abs avg bool_or ceil ceiling concat contains count count_if
    count_star date_part date_trunc day floor greatest least left length lower max min mod month
    nullif quarter right round row_number starts_with prefix ^@ substring substr sum trim upper
    year not is_true to_days to_weeks to_months to_quarters to_years trunc""".split()  # noqa: SIM905
)
_JOINS = frozenset({"RIGHT", "FULL", "CROSS"})
_OVER = frozenset(
    """rank dense_rank percent_rank cume_dist ntile first_value last_value first last lag lead
    grouping""".split()  # noqa: SIM905
)
_NEVER = ("at_clause", "catalog_name", "schema_name", "sample", "qualify", "export_state")
_OWN_TABLES = frozenset({"_rows", "_by_subject"})
_ASK = "SELECT json_serialize_sql($1)"


def check_second_reading(
    sql: str, *, tables: Collection[str], words: Words, above: bool = False
) -> None:
    """Raise Refused unless DuckDB reads the text as one query, every part of it on the list.

    ``above`` is for what stands over treated cells: more kinds of SQL may stand there.
    """
    read = _as_read(sql)
    statements = read.get("statements", ())
    known = frozenset(tables) if above else frozenset(tables) | _OWN_TABLES
    extra = _ABOVE if above else frozenset()
    fine = all(_fine(node, known, extra) for node in _nodes(read))
    if read.get("error") or len(statements) != 1 or not fine:
        raise words.not_sql("a part of SQL that is not on the list")


def _as_read(sql: str) -> dict[str, Any]:
    row = _connection().cursor().execute(_ASK, [sql]).fetchone()
    read: dict[str, Any] = json.loads(row[0]) if row else {}
    return read


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """Return a connection that holds nothing and may reach nothing; it only parses."""
    import duckdb

    return duckdb.connect(
        ":memory:",
        config={
            "threads": 1,
            "enable_external_access": False,
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
            "lock_configuration": True,
        },
    )


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            yield item
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)


def _fine(node: dict[str, Any], tables: frozenset[str], extra: frozenset[str]) -> bool:
    return (
        node.get("class", "CONSTANT") in _CLASSES | extra
        and str(node.get("type", "STAR")) in _TYPES | extra
        and node.get("join_type", "INNER") in {"INNER", "LEFT", *(extra & _JOINS)}
        and node.get("ref_type", "REGULAR") in {"REGULAR", *(extra & _JOINS)}
        and node.get("function_name", "abs") in _FUNCTIONS | (_OVER if extra else frozenset())
        and (node.get("type") != "BASE_TABLE" or node["table_name"] in tables)
        and not any(node.get(part) for part in _NEVER)
    )
