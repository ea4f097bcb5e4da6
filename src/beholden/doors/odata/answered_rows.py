"""The rows of an answer as its set has them, each made when it is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, overload

from .entity_sets import KEY, EntitySet
from .filters import Row

if TYPE_CHECKING:
    import pyarrow as pa


class AnsweredRows(Sequence[Row]):
    """The rows of an answer, each value of the type that the model says."""

    def __init__(self, entity_set: EntitySet, table: pa.Table) -> None:
        self._set = entity_set
        self._table = table

    def __len__(self) -> int:
        """Return how many rows were answered."""
        return int(self._table.num_rows)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | Sequence[Row]:
        """Return a row, or those of a page."""
        if isinstance(at, int):
            return next(self._made(range(len(self))[at], 1))
        first, end, _ = at.indices(len(self))
        return list(self._made(first, max(0, end - first)))

    def __iter__(self) -> Iterator[Row]:
        """Yield every row."""
        return self._made(0, len(self))

    def _made(self, first: int, most: int) -> Iterator[Row]:
        columns = [column.value for column in self._set.columns]
        rows = self._table.slice(first, most).to_pylist()
        for number, row in enumerate(rows, start=first + 1):
            values = zip(columns, row.values(), strict=True)
            told = {one.name: _typed(one.type, value) for one, value in values}
            yield {KEY: number, **told} if self._set.keyed else told


def _typed(kind: str, value: Any) -> Any:
    if value is None or (kind == "Edm.Boolean" and isinstance(value, bool)):
        return value
    if kind == "Edm.Decimal":
        number = value if isinstance(value, int) else float(value)
        return number if isfinite(number) else None
    if kind == "Edm.Date":
        return value.date() if isinstance(value, datetime) else value
    return str(value).lower() if isinstance(value, bool) else str(value)
