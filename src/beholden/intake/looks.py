"""A table as the checks look at it: by distinct values, so that each is judged once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from . import dates, patterns
from .contract import Contract, ContractColumn
from .describing import Description
from .kinds import ColumnKind, is_identifier_name

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Faults:
    """The rows of a column that a check found at fault, of how many cells that it examined.

    ``rows`` is a mask over the table's rows, or None where the column or the table as a whole is
    at fault; ``message`` says more than the check's own sentence where it must.
    """

    column: str | None
    rows: Mask | None
    examined: int
    message: str = ""


@dataclass(frozen=True)
class ColumnLook:
    """One column: its distinct ``values``, and in ``codes`` for each row its place among them."""

    name: str
    kind: ColumnKind
    column: pa.ChunkedArray

    @cached_property
    def is_text(self) -> bool:
        """Return whether the column holds strings."""
        return bool(pa.types.is_string(self.column.type))

    @cached_property
    def _encoded(self) -> pa.DictionaryArray:
        column = self.column
        if pa.types.is_nested(column.type):
            column = pa.chunked_array([pa.array([str(v) for v in column.to_pylist()], pa.string())])
        whole = pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)
        return whole.dictionary_encode()

    @cached_property
    def values(self) -> pa.Array:
        """Return the distinct values without null."""
        return self._encoded.dictionary

    @cached_property
    def codes(self) -> Codes:
        """Return each row's place in ``values``; -1 is null. Shape: rows."""
        places = pc.fill_null(self._encoded.indices, -1)
        return np.asarray(places.to_numpy(zero_copy_only=False), dtype=np.int64)

    @cached_property
    def filled(self) -> Mask:
        """Return which rows hold something: not null, not blank, not a stand-in such as N/A."""
        held = self.codes >= 0
        return held & ~self.over(self.is_blank | self.is_placeholder)

    @cached_property
    def is_blank(self) -> Mask:
        """Return which distinct values are only white space."""
        return self._fits("^[\\s\\x{a0}]*$")

    @cached_property
    def is_placeholder(self) -> Mask:
        """Return which distinct values stand in for a value that is not known."""
        return self._fits(patterns.PLACEHOLDER)

    @cached_property
    def days(self) -> tuple[npt.NDArray[np.datetime64], npt.NDArray[np.int8]]:
        """Return each row's day (NaT: none) and the form in which it is written (-1: none)."""
        if self.is_text:
            days, forms = dates.days_of(self.values, named=True)
        else:
            days = np.asarray(pc.cast(self.values, pa.date32()).to_numpy(zero_copy_only=False))
            forms = np.zeros(len(days), dtype=np.int8)
        return np.append(days, dates.NOT_A_DATE)[self.codes], np.append(forms, -1)[self.codes]

    def over(self, judged: Mask) -> Mask:
        """Return a judgement of the distinct values as one of the rows; null rows are False."""
        return np.append(judged, False)[self.codes]

    def examined(self) -> int:
        """Return how many rows hold something."""
        return int(self.filled.sum())

    def faults(self, judged: Mask) -> Faults:
        """Return the filled rows whose value is judged at fault."""
        return Faults(self.name, self.over(judged) & self.filled, self.examined())

    def _fits(self, pattern: str) -> Mask:
        if not self.is_text:
            return np.zeros(len(self.values), dtype=np.bool_)
        return patterns.fits(self.values, pattern)


@dataclass(frozen=True)
class TableLook:
    """All columns of a table, the day of the check, and the contract if there is one."""

    columns: Sequence[ColumnLook]
    rows: int
    today: date
    contract: Contract | None = None

    def of_kind(self, *kinds: ColumnKind) -> Iterator[ColumnLook]:
        """Yield the columns of any of these kinds."""
        return (column for column in self.columns if column.kind in kinds)

    def texts(self) -> Iterator[ColumnLook]:
        """Yield the columns of strings."""
        return (column for column in self.columns if column.is_text)

    def named(self, name: str) -> ColumnLook | None:
        """Return the column of a name, or None; capital letters do not count."""
        wanted = name.casefold()
        return next((column for column in self.columns if column.name.casefold() == wanted), None)

    def agreed(self, column: ColumnLook) -> ContractColumn | None:
        """Return what the contract says of a column, or None."""
        return self.contract.column(column.name) if self.contract else None


def look_at(
    table: pa.Table, description: Description, *, today: date, contract: Contract | None
) -> TableLook:
    """Return a table as the checks look at it; nothing is judged before a check asks."""
    kinds = {column.name: column.kind for column in description.columns}
    columns = []
    for name in table.column_names:
        kind = kinds.get(name, ColumnKind.TEXT)
        column = table[name]
        if pa.types.is_large_string(column.type) or pa.types.is_dictionary(column.type):
            column = column.cast(pa.string())
        columns.append(ColumnLook(name, kind, column))
    return TableLook(tuple(columns), table.num_rows, today, contract)


def combined(columns: Sequence[ColumnLook], rows: int) -> Codes:
    """Return one number for each row, the same for two rows that agree in all columns."""
    codes = np.zeros(rows, dtype=np.int64)
    for column in columns:
        both = codes * (len(column.values) + 1) + column.codes + 1
        codes = recoded(pa.array(both))
    return codes


def recoded(values: pa.Array) -> Codes:
    """Return for each value its place among the distinct ones, -1 for null."""
    places = pc.fill_null(values.dictionary_encode().indices, -1)
    return np.asarray(places.to_numpy(zero_copy_only=False), dtype=np.int64)


def repeats(codes: Codes) -> Mask:
    """Return which places hold a number that an earlier place holds; -1 never repeats."""
    again = np.ones(len(codes), dtype=np.bool_)
    again[np.unique(codes, return_index=True)[1]] = False
    return again & (codes >= 0)


def differs_from_first(keys: Codes, values: Codes) -> Mask:
    """Return which places hold another value than the first place of the same key."""
    known = (keys >= 0) & (values >= 0)
    answer = np.zeros(len(keys), dtype=np.bool_)
    if known.any():
        _, first, inverse = np.unique(keys[known], return_index=True, return_inverse=True)
        answer[known] = values[known] != values[known][first][inverse]
    return answer


def is_labelled_identifier(column: ColumnLook) -> bool:
    """Return whether a column's name or kind says that a value stands for one record."""
    kinds = (ColumnKind.NHS_NUMBER, ColumnKind.NINO)
    return column.kind in kinds or is_identifier_name(column.name)
