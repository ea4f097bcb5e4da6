"""DuckDB's own reading of what is about to run, walked with a second list.

Two parsers may see one text differently. Only regenerated text gets here, and it runs only if
DuckDB sees in it plain selects over the tables that were decided, with functions on the list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from .reading_engine import engine_that_reads
from .refusing import Words
from .repeating import MOST_LEVELS

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
# What may stand over treated cells, and over sealed tables only where these choose their rows.
_ABOVE = frozenset(
    {"SET_OPERATION_NODE", "DISTINCT_MODIFIER", "CROSS", "RIGHT", "FULL"}
    | {f"WINDOW_{name}" for name in ("RANK", "RANK_DENSE", "NTILE", "PERCENT_RANK", "CUME_DIST")}
    | {f"WINDOW_{name}" for name in ("FIRST_VALUE", "LAST_VALUE", "LEAD", "LAG")}
    | {"GROUPING_FUNCTION", "EMPTY", "WINDOW_NTH_VALUE"}
)
_FUNCTIONS = frozenset(
    """+ - * / // % || ~~ !~~ ~~* !~~* abs avg bool_or ceil ceiling concat contains count count_if
    count_star date_part date_trunc day floor greatest least left length lower max min mod month
    nullif quarter right round row_number starts_with prefix ^@ substring substr sum trim
    ltrim rtrim upper year not is_true row sqrt log10 stddev stddev_samp variance var_samp
    to_days to_weeks to_months to_quarters to_years trunc typeof
    any_value list_sum list_value""".split()  # noqa: SIM905
)
_JOINS = frozenset({"RIGHT", "FULL", "CROSS"})
_OVER = frozenset(
    """rank dense_rank percent_rank cume_dist ntile first_value last_value first last lag lead
    nth_value grouping median mode quantile_cont quantile_disc stddev_pop var_pop kurtosis
    corr covar_samp covar_pop regr_slope regr_intercept regr_r2 regr_count arg_max arg_min
    ln log exp pow power sign listagg string_agg concat_ws format replace lpad rpad split_part
    strpos instr strftime reverse monthname dayname""".split()  # noqa: SIM905
)


Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Lists:
    """What DuckDB may read in a text: its kinds of node, of join, and functions.

    ``fine`` are the kinds of node that were found to be on the list: most of a text is alike.
    """

    classes: frozenset[str]
    types: frozenset[str]
    joins: frozenset[str]
    references: frozenset[str]
    functions: frozenset[str]
    fine: set[tuple[str, ...]] = field(default_factory=set)

    def looking(self, tables: frozenset[str], unknown: list[Node]) -> Callable[[Node], Node]:
        """Return what looks at a part of what was read, and keeps those that are not allowed."""

        def look_at(node: Node) -> Node:
            get = node.get
            kind = str(get("type", "STAR"))
            said = (
                kind,
                get("class", "CONSTANT"),
                get("join_type", "INNER"),
                get("ref_type", "REGULAR"),
                get("function_name", "abs"),
            )
            allowed = (
                (said in self.fine or self._is_fine(said))
                and (kind != "BASE_TABLE" or node["table_name"] in tables)
                and (_NEVER.isdisjoint(node) or not any(map(get, _NEVER)))
            )
            if not allowed:
                unknown.append(node)
            return node

        return look_at

    def _is_fine(self, said: tuple[str, ...]) -> bool:
        lists = (self.types, self.classes, self.joins, self.references, self.functions)
        fine = all(word in known for word, known in zip(said, lists, strict=True))
        if fine:
            self.fine.add(said)
        return fine


_NEVER = frozenset(
    {"at_clause", "catalog_name", "schema_name", "sample", "qualify", "export_state"}
)
_OWN_TABLES = frozenset(
    {"_rows", "_by_subject", "_sizes", "_sets", "_sized"}
    | {f"_by_row_{n}" for n in range(1, MOST_LEVELS + 1)}
)
_NARROW = _Lists(_CLASSES, _TYPES, frozenset({"INNER", "LEFT"}), frozenset({"REGULAR"}), _FUNCTIONS)
_WIDE = _Lists(
    _CLASSES | _ABOVE,
    _TYPES | _ABOVE,
    _JOINS | {"INNER", "LEFT"},
    _JOINS | {"REGULAR"},
    _FUNCTIONS | _OVER,
)
_SETS = frozenset({"bitstring_agg", "bit_count", "&"})
_WITH_SETS = tuple(
    replace(lists, functions=lists.functions | _SETS, fine=set()) for lists in (_NARROW, _WIDE)
)
# All texts of a question at once: to ask the engine costs as much as to read a short one.
ASK = "SELECT json_serialize_sql(text) FROM unnest($1) AS asked(text)"


@dataclass(frozen=True, slots=True)
class Written:
    """A text that is about to run, and the tables that it may name.

    ``above`` is for what stands over treated cells: more kinds of SQL may stand there. ``within``
    is for cells whose rows are chosen by what is treated in the same statement, ``noted`` for those
    whose subjects may be counted by sets.
    """

    sql: str
    tables: Collection[str]
    above: bool = False
    within: bool = False
    noted: bool = False

    def is_on_the_list(self, read: str) -> bool:
        """Return whether what DuckDB read in the text is one query, every part on the list."""
        known = frozenset(self.tables) if self.above else frozenset(self.tables) | _OWN_TABLES
        lists = (_NARROW, _WIDE)[self.above or self.within]
        if self.noted:
            lists = _WITH_SETS[lists is _WIDE]
        unknown: list[Node] = []
        # Each part of what was read is looked at as it is taken in, the innermost first.
        whole = json.loads(read, object_hook=lists.looking(known, unknown))
        return not (whole.get("error") or len(whole.get("statements", ())) != 1 or unknown)


def check_second_reading(texts: Sequence[Written], words: Words) -> None:
    """Raise Refused unless DuckDB reads each text as one query, every part of it on the list."""
    if not are_on_the_list(texts):
        raise words.not_sql("a part of SQL that is not on the list")


def are_on_the_list(texts: Sequence[Written]) -> bool:
    """Return whether DuckDB reads each text as one query, every part of it on the list."""
    asked = [text.sql for text in texts]
    read = engine_that_reads().cursor().execute(ASK, [asked]).fetchall()
    return all(text.is_on_the_list(row[0]) for text, row in zip(texts, read, strict=True))
