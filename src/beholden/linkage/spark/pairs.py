"""People on Spark: Splink's Spark engine weighs the pairs, with a model that was learnt before.

Which pairs are worth comparing is chosen, and what agreement is worth is learnt, on the driver by
DuckDB, so that a cluster looks at the same pairs with the same parameters as one machine.
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
_PEOPLE, _CANDIDATES = "people", "candidates"
# The candidates are given, so no rule looks for others; Splink wants one all the same.
_NO_RULE = {"blocking_rule": "l.unique_id = r.unique_id", "sql_dialect": "spark"}


def score_pairs_on_spark(
    spark: Any,
    people: pa.Table,
    candidates: pa.Table,
    model: Mapping[str, Any],
    *,
    columns: Sequence[str],
    keep: str,
) -> pa.Table:
    """Return those of the candidate pairs that are worth keeping, weighed by Spark.

    ``people`` are prepared rows with ``unique_id``; ``candidates`` are pairs of them in Splink's
    form (``match_key``, ``join_key_l``, ``join_key_r``); ``model`` is what Splink's
    ``save_model_to_json`` returns for a trained linker on DuckDB. ``columns`` are those of Splink's
    result that are wanted (names or SQL expressions), and ``keep`` the condition (SQL) on pairs
    that come back to the driver. Weights equal those of DuckDB but for the last digits; the order
    of rows is not fixed. The session's own tables and functions are not touched, and nothing is
    written outside Spark's memory and spill.

    Raise Unavailable where pyspark is missing or Spark stops before it is done.
    """
    need_pyspark()
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    session = spark.newSession()
    with _silenced(), _cleaned(session):
        try:
            weighed = session.table(_weighed(session, people, candidates, model))
            pairs: pa.Table = weighed.where(keep).selectExpr(*columns).toArrow()
        except (PySparkException, Py4JError):
            # Spark's words may quote a value, so they are not passed on.
            raise _stopped() from None
    return pairs


def _weighed(session: Any, people: pa.Table, candidates: pa.Table, model: Mapping[str, Any]) -> str:
    """Return the name of the table of all candidates with their weights."""
    import splink

    parts = _parts(session)
    engine: Any = splink.SparkAPI  # Splink does not annotate this class
    api = engine(
        spark_session=session,
        break_lineage_method="persist",
        num_partitions_on_repartition=parts,
        register_udfs_automatically=False,
    )
    rows, pairs = (
        api.register(session.createDataFrame(table).repartition(parts).persist(), table_name=name)
        for table, name in ((people, _PEOPLE), (candidates, _CANDIDATES))
    )
    linker = splink.Linker(rows, _in_words_of_spark(session, model), log_level=None)
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    return str(linker.inference.predict().physical_name)


def _parts(session: Any) -> int:
    """Return into how many parts rows are dealt: what is set for shuffles, or all tasks."""
    tasks = int(session.sparkContext.defaultParallelism)
    return max(tasks, int(session.conf.get("spark.sql.shuffle.partitions")))


def _in_words_of_spark(session: Any, model: Mapping[str, Any]) -> dict[str, Any]:
    translated = [decided(comparison) for comparison in model["comparisons"]]
    register(session, [decision for _, decision in translated if decision])
    return {
        **model,
        "sql_dialect": "spark",
        "comparisons": [comparison for comparison, _ in translated],
        "blocking_rules_to_generate_predictions": [_NO_RULE],
    }


@contextmanager
def _cleaned(session: Any) -> Iterator[None]:
    """Drop Splink's tables of this session when done, so that no person stays in memory."""
    try:
        yield
    finally:
        for table in session.catalog.listTables():
            if table.isTemporary and table.name.startswith((_OF_SPLINK, _PEOPLE, _CANDIDATES)):
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
