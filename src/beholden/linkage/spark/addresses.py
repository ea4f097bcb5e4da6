"""Addresses in, UPRNs out, on the workers of a Spark cluster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from beholden.kernel import BadInput, Unavailable

from ..addresses.columns import AddressColumns, check_columns, find_columns
from ..addresses.gazetteer import Gazetteer
from ..addresses.match import DEFAULT_THRESHOLD, match_addresses
from .index_file import IndexFile, seen, ship
from .on_worker import Matching
from .session import need_pyspark

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def match_addresses_on_spark(
    addresses: DataFrame,
    gazetteer_path: Path | str,
    *,
    threshold: float = DEFAULT_THRESHOLD,
    columns: AddressColumns | None = None,
    shipped: bool = True,
    threads: int = 1,
) -> DataFrame:
    """Return a DataFrame with a UPRN for each address, or none, as ``match_addresses`` does.

    The columns and their values are those of ``match_addresses``; rows carry ``unique_id`` (null
    where the row has none), because a DataFrame has no order. ``gazetteer_path`` is an index that
    ``Gazetteer.save`` wrote, on the driver. Spark ships it to every worker once a session; with
    ``shipped=False`` the same path must be readable on every worker, as on a shared mount, and
    nothing is copied. ``threads`` are those of one task (``spark.task.cpus``). Only the id and the
    address columns leave Spark. Nothing runs until an action is taken on the result; what goes
    wrong on a worker then is told in plain words by ``worker_errors``.

    Raise Unavailable where pyspark is missing, NotFound and Damaged for the index, BadInput where
    columns are missing, no column is the id, or the threshold is not 0–1.
    """
    need_pyspark()
    from pyspark.sql.pandas.types import from_arrow_schema

    read = _columns(addresses, columns)
    path = Path(gazetteer_path)
    gazetteer = Gazetteer.open(path)
    renamed, plain = _renamed(addresses, read)
    empty = match_addresses(_empty(renamed.columns), gazetteer, threshold=threshold, columns=plain)
    index = _index(addresses, path, shipped=shipped)
    work = Matching(index, plain, threshold, threads)
    found: DataFrame = renamed.mapInArrow(work, from_arrow_schema(empty.schema))
    return found


def _renamed(addresses: Any, columns: AddressColumns) -> tuple[Any, AddressColumns]:
    """Return the columns of need under plain names: Spark's mapInArrow takes no others."""
    from pyspark.sql import functions

    lines = tuple(f"address_{at}" for at in range(len(columns.address)))
    plain = AddressColumns("id", lines, "postcode" if columns.postcode else None, None)
    named = [(columns.id, "id"), *zip(columns.address, lines, strict=True)]
    named += [(columns.postcode, "postcode")] if columns.postcode else []
    return addresses.select(*(functions.col(_quoted(str(c))).alias(to) for c, to in named)), plain


def _quoted(column: str) -> str:
    return "`" + column.replace("`", "``") + "`"


def _empty(names: list[str]) -> pa.Table:
    return pa.Table.from_arrays([pa.array([], pa.string()) for _ in names], names=names)


def _columns(addresses: Any, columns: AddressColumns | None) -> AddressColumns:
    """Return the columns to be used, found by their names where none are stated."""
    shape = _empty(addresses.columns)
    columns = columns or find_columns(shape)
    check_columns(shape, columns)
    if columns.id is None:
        raise BadInput(
            "No column of these addresses can be read as the row's id.",
            why="Rows of a DataFrame have no order, so a match is told by its row's id.",
            next_step="Add a column unique_id, or name one: AddressColumns(id=…, …).",
        )
    return columns


def _index(addresses: Any, path: Path, *, shipped: bool) -> IndexFile:
    if not shipped:
        return seen(path, shipped=False)
    from pyspark.sql.classic.dataframe import DataFrame as ClassicDataFrame

    if not isinstance(addresses, ClassicDataFrame):
        raise Unavailable(
            "The gazetteer index cannot be shipped through Spark Connect.",
            why="Only a session on the driver itself can give files to the workers.",
            next_step="Put the index where every worker can read it and pass shipped=False.",
        )
    return ship(addresses.sparkSession, path)
