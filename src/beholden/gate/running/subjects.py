"""Subjects' rows of a sealed extract, for what is made from them at sealing and never shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from beholden.kernel import Measure, Terms

from ..extract.extracts import Extract
from ..extract.keys import Keys
from ..extract.sql_text import quoted
from .engine import run
from .limits import Isolation, Limits


@dataclass(frozen=True, slots=True)
class _Rows:
    """A plan of plain rows: it has no cells, and what it gives is never treated or shown."""

    sql: str
    dimensions: tuple[str, ...] = ()
    measures: tuple[Measure, ...] = ()
    subject: str = ""
    smallest_group: int = 0
    because: str = ""
    round_to: int = 1
    largest_share: float = 1.0


def subject_rows(
    extract: Extract,
    terms: Terms,
    *,
    dataset: str,
    columns: Sequence[str],
    named: str,
    keys: Keys,
    limits: Limits,
    isolation: Isolation | None = None,
) -> pa.Table:
    """Return the rows of one sealed dataset: its subject's pseudonym as ``named``, and columns.

    They are read in the jailed engine like any question. They are for making a fitted table while
    sealing and go no further. Raises what ``run`` raises.
    """
    subject = quoted(terms.subject_column)
    chosen = ", ".join((f"{subject} AS {quoted(named)}", *map(quoted, columns)))
    sql = f"SELECT {chosen} FROM {quoted(dataset)} WHERE {subject} IS NOT NULL"  # noqa: S608
    return run(_Rows(sql), extract, keys=keys, limits=limits, isolation=isolation).table
