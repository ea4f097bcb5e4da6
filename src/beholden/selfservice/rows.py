"""Subjects' rows: one row for each subject, whatever it had, and amounts cut at their caps.

How much one subject can move any table is bounded here and nowhere else: a subject has one row,
stands in one cell of each table, and gives each measure from 0 to 1 (a yes or no, or a share of
the cap).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import BadInput

from .grid import Codes
from .planning import AMOUNT_STEPS

Value = str | int | float | bool | None
SUBJECT = "_subject"
_MOST_CATEGORIES = 2000


@dataclass(frozen=True, slots=True)
class Subjects:
    """One row for each subject: categories as codes, and measures in whole steps."""

    domains: Mapping[str, tuple[Value, ...]]
    codes: Mapping[str, Codes]
    steps: Mapping[str, Codes]

    @property
    def count(self) -> int:
        """Return how many subjects there are."""
        return len(next(iter(self.codes.values())))


def one_row_each(
    parts: Sequence[pa.Table], *, dimensions: Sequence[str], caps: Mapping[str, float | None]
) -> pa.Table:
    """Return one row for each subject of the first part, with what the other parts say of it.

    Each part has ``_subject`` and some of the columns; a subject may have any number of rows in
    any part. Of a dimension the least value counts, of a yes or no any yes, of an amount the sum.
    """
    wanted = {name: "min" for name in dimensions}
    wanted |= {name: "max" if cap is None else "sum" for name, cap in caps.items()}
    merged = _by_subject(parts[0], wanted)
    for part in parts[1:]:
        merged = merged.join(_by_subject(part, wanted), SUBJECT, join_type="left outer")
    return merged


def _by_subject(part: pa.Table, wanted: Mapping[str, str]) -> pa.Table:
    columns = [name for name in part.column_names if name in wanted]
    grouped = part.group_by(SUBJECT, use_threads=False).aggregate(
        [(name, wanted[name]) for name in columns]
    )
    plain = {f"{name}_{wanted[name]}": name for name in columns}
    return grouped.rename_columns([plain.get(name, name) for name in grouped.column_names])


def coded(
    rows: pa.Table,
    *,
    domains: Mapping[str, tuple[Value, ...]],
    known: Sequence[str],
    caps: Mapping[str, float | None],
) -> Subjects:
    """Return subjects' rows as codes and whole steps.

    ``domains`` states values in their order: all of the dimensions that are not known of everybody;
    those that are known have the values that occur, in the order stated where one is. Any other
    value, and none, is the last category. Raises BadInput where a measure is of the wrong kind or a
    dimension has too many values.
    """
    values = {
        name: _occurring(rows.column(name), name, domains.get(name, ()))
        if name in known
        else domains[name]
        for name in (*known, *(n for n in domains if n not in known))
    }
    return Subjects(
        domains={name: (*held, None) for name, held in values.items()},
        codes={name: _codes(rows.column(name), held) for name, held in values.items()},
        steps={name: _steps(rows.column(name), name, cap) for name, cap in caps.items()},
    )


def _occurring(column: pa.ChunkedArray, name: str, stated: tuple[Value, ...]) -> tuple[Value, ...]:
    held = pc.unique(column.drop_null()).to_pylist()
    if len(held) > _MOST_CATEGORIES:
        raise BadInput(
            f"The dimension {name} has too many values for a fitted table.",
            why=f"It has more than {_MOST_CATEGORIES:,}.",
            next_step="Give it bands in the agreement, or leave it out of self_service › by.",
        )
    plain = [v if isinstance(v, str | int | float | bool) else str(v) for v in held]
    place = {value: number for number, value in enumerate(stated)}
    return tuple(sorted(plain, key=lambda v: (place.get(v, len(place)), str(type(v)), v)))


def _codes(column: pa.ChunkedArray, held: tuple[Value, ...]) -> Codes:
    """Return each value's place among those held; anything else is the place after the last."""
    place = {_text(value): number for number, value in enumerate(held)}
    dictionary = pc.dictionary_encode(column.combine_chunks())
    if isinstance(dictionary, pa.ChunkedArray):
        dictionary = dictionary.combine_chunks()
    places = [place.get(_text(v), len(held)) for v in dictionary.dictionary.to_pylist()]
    table = np.array([*places, len(held)], dtype=np.int64)
    codes: Codes = table[
        pc.fill_null(dictionary.indices, len(places)).to_numpy(zero_copy_only=False)
    ]
    return codes


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _steps(column: pa.ChunkedArray, name: str, cap: float | None) -> Codes:
    kind = column.type
    if cap is None and not pa.types.is_boolean(kind):
        raise BadInput(
            f"The measure {name} is neither a yes or no nor an amount with a cap.",
            why="How much one subject can move a number must be known before it is kept.",
            next_step=f"Name a cap for it (self_service › caps › {name}), or leave it out.",
        )
    if cap is None:
        return np.asarray(pc.fill_null(column, False).to_numpy(), dtype=np.int64)
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        raise BadInput(f"The measure {name} has a cap and is no amount.")
    amounts = np.nan_to_num(pc.fill_null(column, 0).to_numpy().astype(np.float64), nan=0.0)
    steps: Codes = np.rint(np.clip(amounts / cap, 0.0, 1.0) * AMOUNT_STEPS).astype(np.int64)
    return steps
