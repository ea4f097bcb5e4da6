"""Strings to numbers, booleans and days, where every value of a column fits without loss."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import dates, patterns
from .describing import Description, describe
from .kinds import ColumnKind, as_boolean_pair

_WHOLE = "^(?:0|-?[1-9][0-9]{0,17})$"
_DECIMAL = "^-?(?:0|[1-9][0-9]{0,14})(?:\\.[0-9]+)?$"
_MOST_DIGITS = 15
_LABELS = (ColumnKind.UPRN, ColumnKind.NHS_NUMBER, ColumnKind.PHONE)


def typed(
    table: pa.Table, *, before: pa.Table | None = None, known: Description | None = None
) -> pa.Table:
    """Return the table with its columns in the narrowest type that loses nothing.

    A column of strings becomes int64, double, bool or date32 where every value fits; leading
    noughts, more than 15 digits, times of day and labels (UPRN, NHS number, telephone, references)
    keep a column a string. Whole numbers that are labels by kind become strings. What is ``known``
    of the table as it was before is not looked for again.
    """
    for place, column in enumerate(describe(table, before=before, known=known).columns):
        values = table[column.name]
        if pa.types.is_string(values.type):
            new = _typed_strings(values, column.kind)
        elif column.kind in _LABELS:
            new = _labels(values)
        else:
            continue
        table = table.set_column(place, column.name, new)
    return table


def _typed_strings(values: pa.ChunkedArray, kind: ColumnKind) -> pa.ChunkedArray:
    encoded = values.combine_chunks().dictionary_encode()
    distinct = encoded.dictionary
    if not len(distinct):
        return values
    if kind is ColumnKind.NUMBER:
        narrow = _numbers(distinct)
    elif kind is ColumnKind.BOOLEAN:
        narrow = _booleans(distinct)
    elif kind in (ColumnKind.DATE, ColumnKind.DATE_OF_BIRTH):
        narrow = _days(distinct)
    else:
        return values
    return values if narrow is None else pa.chunked_array([narrow.take(encoded.indices)])


def _numbers(distinct: pa.Array) -> pa.Array | None:
    if patterns.fits(distinct, _WHOLE).all():
        return pc.cast(distinct, pa.int64())
    digits = pc.utf8_length(pc.replace_substring_regex(distinct, "[^0-9]", ""))
    if patterns.fits(distinct, _DECIMAL).all() and pc.max(digits).as_py() <= _MOST_DIGITS:
        return pc.cast(distinct, pa.float64())
    return None


def _booleans(distinct: pa.Array) -> pa.Array | None:
    pair = as_boolean_pair(distinct)
    if pair is None:
        return None
    return pc.equal(pc.utf8_lower(pc.utf8_trim_whitespace(distinct)), pair[0])


def _days(distinct: pa.Array) -> pa.Array | None:
    days, _ = dates.days_of(distinct)
    if np.isnat(days).any() or dates.has_time(distinct).any():
        return None
    return pa.array(days, pa.date32())


def _labels(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return whole numbers as text; numbers with a fraction stay as they are."""
    if pa.types.is_integer(values.type):
        return values.cast(pa.string())
    if pa.types.is_floating(values.type):
        whole = pc.all(pc.equal(pc.floor(values), values)).as_py()
        return values.cast(pa.int64()).cast(pa.string()) if whole else values
    return values
