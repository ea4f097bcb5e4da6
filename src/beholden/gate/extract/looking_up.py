"""Look-ups at sealing: one value stands for another, as a third dataset has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from beholden.kernel import BadInput, LookUp, Terms

from .column_types import canonical_key
from .sources import Opened, Source, open_source
from .sql_text import quoted, trimmed


def look_up_tables(
    connection: Any, terms: Terms, sources: Mapping[str, Source]
) -> dict[LookUp, str]:
    """Make, for each look-up of the terms, its table of ``value`` and ``instead``.

    Returns the tables' names. Raises BadInput where the dataset has no such column, or says two
    things of one value.
    """
    tables = {}
    for number, look_up in enumerate(terms.look_ups):
        opened = open_source(connection, sources[look_up.dataset], dataset=look_up.dataset)
        tables[look_up] = _table(connection, opened, look_up, name=quoted(f"look up {number}"))
    return tables


def _table(connection: Any, opened: Opened, look_up: LookUp, *, name: str) -> str:
    key, value = opened.column(look_up.key), opened.column(look_up.value)
    if key is None or value is None:
        raise BadInput(
            f"The dataset {look_up.dataset} does not have the columns of the look-up.",
            why=f"The agreement takes {look_up.value} from it, by {look_up.key}.",
            next_step=f"Register {look_up.dataset} with these columns, or change the agreement.",
            ask=look_up.steward,
        )
    connection.execute(
        f"CREATE TEMP TABLE {name} AS SELECT DISTINCT"  # noqa: S608
        f" CAST({canonical_key(key.sql, key.type)} AS VARCHAR) AS value,"
        f" {trimmed(value.sql)} AS instead FROM {opened.tables}"
    )
    connection.execute(f"DELETE FROM {name} WHERE value IS NULL OR instead IS NULL")  # noqa: S608
    _refuse_two_meanings(connection, name, look_up)
    return name


def _refuse_two_meanings(connection: Any, name: str, look_up: LookUp) -> None:
    twice = connection.execute(
        f"SELECT count(*) - count(DISTINCT value) FROM {name}"  # noqa: S608
    ).fetchall()[0][0]
    if twice:
        raise BadInput(
            f"{twice:,} values of {look_up.dataset}.{look_up.key} have more than one"
            f" {look_up.value}.",
            why="A look-up must say one thing of each value.",
            next_step=f"Repair {look_up.dataset}, register it again, then seal.",
            ask=look_up.steward,
        )
