"""Comparisons decided by DuckDB inside Spark's workers, so that they come out as on one machine.

Spark's own functions, and those of the library that Splink brings for it, round and count
differently: Jaro–Winkler with an odd number of transpositions, letters beyond ASCII. So a level of
a comparison that is more than a plain equality stays in DuckDB's SQL, and a worker asks DuckDB
which level holds for the rows of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = "pairs"


@dataclass(frozen=True, slots=True)
class Decision:
    """Which of some conditions holds first: a function of columns, run by DuckDB on a batch.

    ``columns`` are the arguments in order; ``conditions`` are in DuckDB's SQL. The answer is the
    position of the first that is true, from 0; null where none is.
    """

    name: str
    columns: tuple[str, ...]
    conditions: tuple[str, ...]

    def __call__(self, *columns: pa.Array) -> pa.Array:
        """Return the position of the first condition that holds, for each row."""
        import pyarrow as pa

        connection = _duckdb()
        rows = pa.table(dict(zip(self.columns, columns, strict=True)))
        connection.register(_ROWS, rows)
        try:
            found = connection.sql(self._sql()).to_arrow_table().column(0)
        finally:
            connection.unregister(_ROWS)
        return found.combine_chunks()

    def _sql(self) -> str:
        when = " ".join(f"WHEN {sql} THEN {at}" for at, sql in enumerate(self.conditions))
        return f"SELECT (CASE {when} END)::INTEGER AS level FROM {_ROWS}"  # noqa: S608 - this room's SQL

    def call(self) -> str:
        """Return Spark's SQL that asks for this decision."""
        return f"{self.name}({', '.join(self.columns)})"


@lru_cache(maxsize=1)
def _duckdb() -> Any:
    """Return this worker's DuckDB: one thread, because Spark gives each worker one core."""
    import duckdb

    connection = duckdb.connect(":memory:")
    connection.execute("SET threads = 1")
    connection.execute("SET enable_progress_bar = false")
    return connection


def decided(comparison: Mapping[str, Any]) -> tuple[dict[str, Any], Decision | None]:
    """Return a comparison in Spark's words, and the decision that it asks for (None: none).

    ``comparison`` is one of a Splink model that was saved with DuckDB's SQL. Plain equalities stay
    as they are: both engines agree on them, and Splink reads term frequencies off them.
    """
    levels = [dict(level) for level in comparison["comparison_levels"]]
    conditions = [level["sql_condition"] for level in levels]
    if all(map(_is_plain, conditions)):
        return {**comparison, "comparison_levels": levels}, None
    # What is written "ELSE" is reached when nothing before it holds: Spark finds that out itself.
    asked = tuple("TRUE" if sql == "ELSE" else sql for sql in conditions)
    decision = Decision(f"level_of_{comparison['output_column_name']}", _columns(asked), asked)
    for at, level in enumerate(levels):
        if not _is_plain(conditions[at]):
            level["sql_condition"] = f"{decision.call()} = {at}"
    return {**comparison, "comparison_levels": levels}, decision


def _columns(conditions: Sequence[str]) -> tuple[str, ...]:
    import sqlglot
    from sqlglot import exp

    parsed = (sqlglot.parse_one(sql, read="duckdb") for sql in conditions)
    return tuple(sorted({c.name for tree in parsed for c in tree.find_all(exp.Column)}))


def _is_plain(condition: str) -> bool:
    """Return whether a condition is made of equalities and nulls alone."""
    import sqlglot
    from sqlglot import exp

    if condition == "ELSE":
        return True
    plain = (
        exp.Column, exp.Identifier, exp.EQ, exp.And, exp.Or, exp.Not, exp.Is, exp.Null, exp.Paren,
    )  # fmt: skip
    return all(
        isinstance(node, plain) for node in sqlglot.parse_one(condition, read="duckdb").walk()
    )


def register(spark: Any, decisions: Sequence[Decision]) -> None:
    """Make the decisions known to a Spark session by their names."""
    functions = import_module("pyspark.sql.functions")  # its types do not know arrow_udf yet
    for decision in decisions:
        spark.udf.register(decision.name, functions.arrow_udf(_function(decision), "int"))


def _function(decision: Decision) -> Callable[..., Any]:
    """Return the decision as a function whose annotations tell Spark that it takes arrays."""
    import pyarrow as pa

    def level(*columns: pa.Array) -> pa.Array:
        return decision(*columns)

    level.__annotations__ = {"columns": pa.Array, "return": pa.Array}
    return level
