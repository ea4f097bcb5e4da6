"""People on Spark: Splink's Spark engine finds and scores the pairs, with a model learnt before.

The model is learnt on the driver by DuckDB from a bounded sample of pairs, so that the same rows
give the same parameters on a cluster and on one machine.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from beholden.kernel import Unavailable

from .deciding import decided, register
from .session import need_pyspark

if TYPE_CHECKING:
    import pyarrow as pa

_OF_SPLINK = "__splink__"
_PEOPLE = "people"


def score_pairs_on_spark(
    spark: Any,
    people: pa.Table,
    model: Mapping[str, Any],
    *,
    columns: Sequence[str],
    keep: str,
) -> pa.Table:
    """Return the pairs that a trained model finds among people, scored by Spark.

    ``people`` are prepared rows with ``unique_id``; ``model`` is what Splink's
    ``save_model_to_json`` returns for a linker on DuckDB; ``columns`` are those of Splink's result
    that are wanted, and ``keep`` the condition (SQL) on pairs that come back to the driver. Scores
    equal those of DuckDB but for the order in which logarithms are added. The session's own tables
    and functions are not touched, and nothing is written outside Spark's memory and spill.

    Raise Unavailable where pyspark is missing or Spark stops before it is done.
    """
    need_pyspark()
    from pyspark.errors import PySparkException

    session = spark.newSession()
    with _silenced(), _cleaned(session):
        try:
            scored = _scored(session, people, model)
            kept = session.table(scored).where(keep).select(*columns)
            pairs: pa.Table = kept.toArrow()
        except PySparkException:
            # Spark's words may quote a value, so they are not passed on.
            raise _stopped() from None
    return pairs


def _scored(session: Any, people: pa.Table, model: Mapping[str, Any]) -> str:
    """Return the name of the table of all scored pairs."""
    import splink

    tasks = session.sparkContext.defaultParallelism
    # Each blocking rule reads the rows twice, so they are spread and held first.
    spread = session.createDataFrame(people).repartition(tasks).persist()
    engine: Any = splink.SparkAPI  # Splink does not annotate this class
    api = engine(
        spark_session=session,
        break_lineage_method="persist",
        num_partitions_on_repartition=_partitions(session, tasks),
        register_udfs_automatically=False,
    )
    source = api.register(spread, table_name=_PEOPLE)
    linker = splink.Linker(source, _in_words_of_spark(session, model), log_level=None)
    return str(linker.inference.predict().physical_name)


def _partitions(session: Any, tasks: int) -> int:
    """Return into how many parts Splink deals the pairs: what is set for shuffles, or all tasks."""
    return max(tasks, int(session.conf.get("spark.sql.shuffle.partitions")))


def _in_words_of_spark(session: Any, model: Mapping[str, Any]) -> dict[str, Any]:
    translated = [decided(comparison) for comparison in model["comparisons"]]
    register(session, [decision for _, decision in translated if decision])
    return {
        **model,
        "sql_dialect": "spark",
        "comparisons": [comparison for comparison, _ in translated],
        "blocking_rules_to_generate_predictions": [
            {**rule, "sql_dialect": "spark", "blocking_rule": blocking_rule(rule["blocking_rule"])}
            for rule in model["blocking_rules_to_generate_predictions"]
        ],
    }


def blocking_rule(rule: str) -> str:
    """Return a rule of DuckDB's SQL in Spark's: slices of text become substrings."""
    import sqlglot
    from sqlglot import exp

    def sliced(node: exp.Expression) -> exp.Expression:
        if not isinstance(node, exp.Bracket) or not isinstance(node.expressions[0], exp.Slice):
            return node
        first = node.expressions[0].this
        last = node.expressions[0].expression
        if isinstance(first, exp.Neg):
            return exp.Right(this=node.this, expression=first.this)
        length = exp.Literal.number(int(last.name) - int(first.name) + 1)
        return exp.Substring(this=node.this, start=first, length=length)

    return sqlglot.parse_one(rule, read="duckdb").transform(sliced).sql("spark")


@contextmanager
def _cleaned(session: Any) -> Iterator[None]:
    """Drop Splink's tables of this session when done, so that no person stays in memory."""
    try:
        yield
    finally:
        for table in session.catalog.listTables():
            if table.isTemporary and table.name.startswith((_OF_SPLINK, _PEOPLE)):
                session.catalog.uncacheTable(table.name)
                session.catalog.dropTempView(table.name)


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep Splink's messages from the screen."""
    logger = logging.getLogger("splink")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


def _stopped() -> Unavailable:
    return Unavailable(
        "Linking people on Spark stopped before it was done.",
        why="A worker or the driver ran out of memory, or lacks a package that Beholden needs.",
        next_step="Look into the log of the workers; give executors more memory, or more of them.",
    )
