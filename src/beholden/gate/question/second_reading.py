"""DuckDB's own reading of what is about to run, walked with a second list.

Two parsers may see one text differently. Only regenerated text gets here, and it runs only if
DuckDB sees in it plain selects over the tables that were decided, with functions on the list.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
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
    | {"STAR", "OPERATOR_TRY", "WINDOW_AGGREGATE", "ANY", "EXISTS", "NOT_EXISTS"}
    | {"SET_OPERATION_NODE"}
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
    year not is_true row sqrt log10 stddev stddev_samp variance var_samp
    to_days to_weeks to_months to_quarters to_years trunc""".split()  # noqa: SIM905
)
_JOINS = frozenset({"RIGHT", "FULL", "CROSS"})
_OVER = frozenset(
    """rank dense_rank percent_rank cume_dist ntile first_value last_value first last lag lead
    grouping""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class _Lists:
    """What DuckDB may read in a text: its kinds of node, of join, and functions."""

    classes: frozenset[str]
    types: frozenset[str]
    joins: frozenset[str]
    references: frozenset[str]
    functions: frozenset[str]

    def allow(self, node: dict[str, Any], tables: frozenset[str]) -> bool:
        """Return whether a part of what was read is on the list."""
        get = node.get
        kind = str(get("type", "STAR"))
        return (
            kind in self.types
            and get("class", "CONSTANT") in self.classes
            and get("join_type", "INNER") in self.joins
            and get("ref_type", "REGULAR") in self.references
            and get("function_name", "abs") in self.functions
            and (kind != "BASE_TABLE" or node["table_name"] in tables)
            and not any(map(get, _NEVER))
        )


_NEVER = ("at_clause", "catalog_name", "schema_name", "sample", "qualify", "export_state")
_OWN_TABLES = frozenset({"_rows", "_by_subject"})
_NARROW = _Lists(_CLASSES, _TYPES, frozenset({"INNER", "LEFT"}), frozenset({"REGULAR"}), _FUNCTIONS)
_WIDE = _Lists(
    _CLASSES | _ABOVE,
    _TYPES | _ABOVE,
    _JOINS | {"INNER", "LEFT"},
    _JOINS | {"REGULAR"},
    _FUNCTIONS | _OVER,
)
_ASK = "SELECT json_serialize_sql($1)"


def check_second_reading(
    sql: str,
    *,
    tables: Collection[str],
    words: Words,
    above: bool = False,
    within: bool = False,
) -> None:
    """Raise Refused unless DuckDB reads the text as one query, every part of it on the list.

    ``above`` is for what stands over treated cells: more kinds of SQL may stand there. ``within``
    is for cells whose rows are chosen by what is treated in the same statement.
    """
    known = frozenset(tables) if above else frozenset(tables) | _OWN_TABLES
    lists = _WIDE if above or within else _NARROW
    row = _connection().cursor().execute(_ASK, [sql]).fetchone()
    unknown: list[dict[str, Any]] = []

    def look_at(node: dict[str, Any]) -> dict[str, Any]:
        if not lists.allow(node, known):
            unknown.append(node)
        return node

    # Each part of what was read is looked at as it is taken in, the innermost first.
    read = json.loads(row[0] if row else "{}", object_hook=look_at)
    if read.get("error") or len(read.get("statements", ())) != 1 or unknown:
        raise words.not_sql("a part of SQL that is not on the list")


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
