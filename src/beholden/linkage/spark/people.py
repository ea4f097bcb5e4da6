"""Linking people with the weighing of pairs done by Spark; all else is one machine's own code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from beholden.kernel import Unavailable

from ..people import PeopleLinks, PersonColumns, link_people
from .pairs import score_pairs_on_spark
from .session import need_pyspark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def link_people_on_spark(
    spark: Any,
    tables: Mapping[str, DataFrame | pa.Table],
    *,
    columns: PersonColumns | Mapping[str, PersonColumns] | None = None,
    row_ids: Mapping[str, str] | None = None,
    **asked: Any,
) -> PeopleLinks:
    """Return which rows are about the same person, as ``link_people`` does, with Spark weighing.

    ``tables`` are DataFrames or Arrow tables by name. Of a DataFrame whose columns are stated, only
    those (and its column of ``row_ids``) are fetched to the driver, in Spark's order of rows: sort
    it where ``row`` must mean the same each time, or name ``row_ids``. ``asked`` is whatever else
    ``link_people`` takes. Pairs are chosen and the model is learnt on the driver, so persons,
    reasons and report are those of one machine; a score may differ in its last digits.

    Raise what ``link_people`` raises, and Unavailable where pyspark is missing, the session is not
    on the driver (Spark Connect), or Spark stops before it is done.
    """
    need_pyspark()
    _need_driver(spark)
    fetched = {
        name: _fetched(table, _of_need(name, columns, row_ids)) for name, table in tables.items()
    }
    weigh = partial(score_pairs_on_spark, spark)
    return link_people(fetched, columns=columns, row_ids=row_ids, weigh=weigh, **asked)


def _need_driver(spark: Any) -> None:
    from pyspark.sql import SparkSession

    if not isinstance(spark, SparkSession):
        raise Unavailable(
            "People cannot be linked through Spark Connect.",
            why="The driver itself chooses the pairs and gives the workers their functions.",
            next_step="Run it as a job on the cluster: spark-submit.",
        )


def _of_need(
    name: str,
    columns: PersonColumns | Mapping[str, PersonColumns] | None,
    row_ids: Mapping[str, str] | None,
) -> frozenset[str] | None:
    """Return the columns that are stated for a table, or None where they must be found."""
    stated = columns if isinstance(columns, PersonColumns) else (columns or {}).get(name)
    if stated is None:
        return None
    return frozenset(stated.used()) | {(row_ids or {}).get(name, "")}


def _fetched(table: DataFrame | pa.Table, wanted: frozenset[str] | None) -> pa.Table:
    """Return the rows on the driver; a stated column that is not there is told of later."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    if isinstance(table, pa.Table):
        return table
    kept = [name for name in table.columns if wanted is None or name in wanted]
    try:
        return table.select(*("`" + name.replace("`", "``") + "`" for name in kept)).toArrow()
    except (PySparkException, Py4JError):
        # Spark's words may quote a value, so they are not passed on.
        raise Unavailable(
            "The rows of people could not be fetched to the driver.",
            why="Spark could not read them, or the driver has too little memory for them.",
            next_step="Try count() on each DataFrame; raise spark.driver.maxResultSize.",
        ) from None
