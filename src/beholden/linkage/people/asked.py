"""What is asked of a linkage, checked before any work: tables, threshold, kind, decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from beholden.kernel import BadInput

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_THRESHOLD = 0.95
KINDS = ("many-to-many", "one-to-one", "many-to-one")
_DECIDED = ("dataset_l", "row_l", "dataset_r", "row_r", "same")


def check_asked(
    tables: Mapping[str, pa.Table], *, threshold: float, error_rate: float | None, kind: str
) -> None:
    """Raise BadInput where there is no table, or threshold, error rate or kind cannot be."""
    if not tables:
        raise BadInput("There is no table to link.", next_step="Name one table or several.")
    if not 0 < threshold <= 1:
        raise BadInput(
            "The threshold for linking people cannot be used.",
            why="It is a probability: over 0 and at most 1.",
            next_step=f"Leave it at {DEFAULT_THRESHOLD}, or name another between 0 and 1.",
        )
    if error_rate is not None and threshold != DEFAULT_THRESHOLD:
        raise BadInput(
            "A threshold and an error rate were both stated.",
            why="The error rate chooses the threshold.",
            next_step="State one of the two.",
        )
    _check_kind(kind, len(tables))


def _check_kind(kind: str, tables: int) -> None:
    if kind not in KINDS:
        raise BadInput(
            "There is no such kind of linkage.",
            why=f"The kinds are {', '.join(KINDS)}.",
            next_step="Choose one of them; many-to-many asks nothing of the lists.",
        )
    if kind != KINDS[0] and tables != 2:
        raise BadInput(
            f"A {kind} linkage cannot be made of these tables.",
            why=f"It is between two tables, and {tables} were given.",
            next_step="Give two tables; the second is the one that has each person once.",
        )


def read_decisions(
    decided: pa.Table | None, tables: Mapping[str, pa.Table]
) -> list[tuple[int, int, bool | None]]:
    """Return reviewers' decisions as pairs of rows, counted over all tables in their order.

    The table has ``dataset_l``, ``row_l``, ``dataset_r``, ``row_r`` (rows from 0) and ``same``;
    null in it says that nobody can tell, and takes back what was said of the pair at earlier loads.
    Raise BadInput where a column or a row is not there, a pair is of one row, or two decisions
    contradict each other.
    """
    if decided is None:
        return []
    if not set(_DECIDED) <= set(decided.column_names):
        raise _cannot_use(f"There must be the columns {', '.join(_DECIDED)}.")
    start, at = {}, 0
    for name, table in tables.items():
        start[name] = at
        at += table.num_rows
    said: dict[tuple[int, int], bool | None] = {}
    for entry in decided.select(_DECIDED).to_pylist():
        ends = [_place(entry, side, tables, start) for side in "lr"]
        pair = min(ends), max(ends)
        if pair[0] == pair[1] or not isinstance(entry["same"], bool | None):
            raise _cannot_use("Each is of two rows, and says true, false or null.")
        if said.setdefault(pair, entry["same"]) != entry["same"]:
            raise _cannot_use("A pair of rows was told apart and found the same.")
    return [(one, other, same) for (one, other), same in said.items()]


def _place(
    entry: Mapping[str, object],
    side: str,
    tables: Mapping[str, pa.Table],
    start: Mapping[str, int],
) -> int:
    name, row = entry[f"dataset_{side}"], entry[f"row_{side}"]
    if not isinstance(name, str) or name not in tables:
        raise _cannot_use("A table that they name is not among those linked.")
    if not isinstance(row, int) or not 0 <= row < tables[name].num_rows:
        raise _cannot_use(f"A row that they name is not in {name}.")
    return start[name] + row


def _cannot_use(why: str) -> BadInput:
    return BadInput(
        "The reviewers' decisions cannot be used.",
        why=why,
        next_step="Give the decisions on rows of the tables that are linked.",
    )
