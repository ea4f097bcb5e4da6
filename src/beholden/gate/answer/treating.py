"""From exact cells to an answer: small groups and dominated cells withheld, the rest rounded.

Pure: the answer is a function of the cells and the plan. A row under the smallest group is left
out, so that its dimensions do not tell that somebody is in it; a single number that is taken over
too few or over all of a group, or that one subject makes up most of, is left blank in a row that
is shown: a filter in which all are tells of each of them, as one in which nobody is does. What the
question asks on top (order, ratios, having, a limit) is worked out from what is then left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from beholden.kernel import SUBJECTS, Cells, Measure

from ..question.plans import AMOUNT_FIGURES, GROUP, Plan
from ..question.refusing import plural
from .alike import is_of_all
from .rounding import rounded_amount, rounded_count, rounded_down
from .totals import Treated, blank_totals

if TYPE_CHECKING:
    import pyarrow as pa

    from ..running.limits import Cancel, Isolation

Row = Mapping[str, Any]

# The engine sums whole numbers into 128 bits, which come as decimals without a fraction.
_WIDE = (38, 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an analyst is shown.

    ``table`` has the visible columns in the order asked. ``shown`` counts its rows; ``withheld``
    counts, by reason, rows that were left out and single numbers that were left blank.
    ``subjects`` is the sum of the subjects of the groups that may be shown, rounded down: who is
    in two groups counts in both.
    """

    table: pa.Table
    shown: int
    withheld: Mapping[str, int]
    subjects: int
    notes: tuple[str, ...]


def treat(
    *parts: Cells, plan: Plan, cancel: Cancel | None = None, isolation: Isolation | None = None
) -> Answer:
    """Return the answer that a plan's exact cells give, one table of them for each of its parts.

    Raises BadQuestion where the part of the question above the cells cannot be worked out, and
    OutOfLimits where it takes longer than ten seconds, gives more than 64 MiB or is cancelled.
    """
    from ..running.engine import finish

    withheld: Counter[str] = Counter()
    tables: dict[str, pa.Table] = {}
    groups: dict[str, Treated] = {}
    subjects = 0
    for part, cells in zip(plan.parts, parts, strict=True):
        if part.is_reference:
            tables[part.name] = cells.table
            continue
        large, small = _parted(cells, withheld)
        shown = [_treated(row, cells, withheld) for row in large]
        groups[part.name] = Treated(cells, large, shown, small)
        subjects += sum(map(_group_size, large))
    blank_totals(plan.parts, groups, withheld)
    tables |= {name: _as_table(group.shown, group.cells) for name, group in groups.items()}
    table = _told_numbers(finish(plan.finish, tables, cancel=cancel, isolation=isolation))
    return Answer(
        table=table,
        shown=table.num_rows,
        withheld=dict(withheld),
        subjects=rounded_down(subjects, plan.round_to),
        notes=_notes(plan, withheld),
    )


def _parted(
    cells: Cells, withheld: Counter[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the rows of enough subjects and the others, which are counted as withheld."""
    rows = cells.table.to_pylist()
    # Nobody is in no group by dimensions; a whole in which nobody is may be told as nought.
    least = max(_least(cells), 1 if cells.dimensions else 0)
    large = [row for row in rows if _group_size(row) >= least]
    small = [row for row in rows if _group_size(row) < least]
    if small:
        withheld[_too_few(cells)] += len(small)
    return large, small


def _least(cells: Cells) -> int:
    """Return the fewest subjects that may be shown; none where one by itself may be."""
    return cells.smallest_group if cells.smallest_group > 1 else 0


def _group_size(row: Row) -> int:
    return int(row[GROUP] if GROUP in row else row[SUBJECTS])


def _too_few(cells: Cells) -> str:
    return f"fewer than {cells.smallest_group} {plural(cells.subject)}"


def _treated(row: Row, cells: Cells, withheld: Counter[str]) -> dict[str, Any]:
    shown: dict[str, Any] = {name: row[name] for name in cells.dimensions}
    for measure in cells.measures:
        reason = _reason(row, measure, cells)
        if reason:
            withheld[reason] += 1
        shown[measure.name] = None if reason else _rounded(row[measure.name], measure, cells)
    return shown


def _reason(row: Row, measure: Measure, cells: Cells) -> str | None:
    """Return why one number of a row that is large enough is withheld, or None.

    One reason does for too few and for all but too few, or all: which of them it is would tell of
    each of the group what the blank keeps.
    """
    least = _least(cells)
    few = row.get(measure.subjects, row[SUBJECTS]) < least or 0 < row.get(measure.rest, 0) < least
    if few or (least and is_of_all(row, measure)):
        return f"{_too_few(cells)} in it, or left out of it"
    if measure.column is not None and _dominated(row, measure, cells.largest_share):
        return f"one {cells.subject} makes up most of it"
    return None


def _dominated(row: Row, measure: Measure, largest_share: float) -> bool:
    largest, total = row[measure.largest], row[measure.total]
    if largest is None or total is None or not isfinite(total):
        return True
    return not (isfinite(row[measure.name] or 0) and float(largest) <= largest_share * float(total))


def _rounded(value: Any, measure: Measure, cells: Cells) -> Any:
    if value is None:
        return None
    rounded: Callable[[Any, int], Any] = rounded_count if measure.column is None else rounded_amount
    return rounded(value, cells.round_to)


def _as_table(rows: list[dict[str, Any]], cells: Cells) -> pa.Table:
    """Return treated rows as a table: dimensions keep their types, rounded amounts are doubles."""
    import pyarrow as pa

    schema = {name: cells.table.schema.field(name).type for name in cells.dimensions}
    for measure in cells.measures:
        own = cells.table.schema.field(measure.name).type
        amount = measure.column is not None and cells.round_to > 1
        schema[measure.name] = pa.float64() if amount else own
    if not schema:
        return pa.table({SUBJECTS: pa.array([None] * len(rows), pa.int64())})
    return pa.table(
        {name: pa.array([row[name] for row in rows], kind) for name, kind in schema.items()}
    )


def _told_numbers(table: pa.Table) -> pa.Table:
    """Return wide whole numbers as 64-bit integers, or as doubles where they are larger.

    What is infinite or no number, such as the logarithm of nought, is nothing, like a division by
    nought.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    for place, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            column = table.column(place)
            finite = pc.if_else(pc.is_finite(column), column, pa.scalar(None, field.type))
            table = table.set_column(place, field.name, finite)
        if pa.types.is_decimal(field.type) and (field.type.precision, field.type.scale) == _WIDE:
            column = table.column(place)
            largest = max((abs(v) for v in column.to_pylist() if v is not None), default=0)
            kind = pa.int64() if largest < 2**63 else pa.float64()
            table = table.set_column(place, field.name, column.cast(pa.string()).cast(kind))
    return table


def _notes(plan: Plan, withheld: Counter[str]) -> tuple[str, ...]:
    subjects = plural(plan.subject)
    notes = [f"Counts are of {subjects}, each once, however many rows it has."]
    parts = sum(not part.is_reference for part in plan.parts)
    if parts > 1:
        notes.append(f"This question has {parts} parts; each is treated by itself.")
    if plan.round_to > 1:
        notes.append(f"Numbers of {subjects} are rounded to the nearest {plan.round_to}.")
        if any(m.column for m in plan.measures):
            notes.append(f"Sums and averages have {AMOUNT_FIGURES} significant figures.")
    if withheld:
        notes.append(
            f"Withheld: {'; '.join(f'{n} × {why}' for why, n in withheld.items())}"
            f" ({plan.because})."
        )
    return tuple(notes)
