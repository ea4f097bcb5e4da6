"""Rows on their way from a source into its sealed table: keys go in, pseudonyms come out.

They pass as Arrow, many thousands at a time. A function of ours inside the engine's own query would
be called for two thousand keys at once, by threads that wait for one another: that costs half as
much again as all else that sealing does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import BeholdenError, Damaged, Unavailable

from .ordering import MISSED
from .pseudonyms import NamedKeys

_ROWS = 122_880  # what the engine puts together in a table of its own
# The engine's faults while its rows pass come as an OSError that begins with their kind.
_KINDS = {
    "Out of Memory Error": duckdb.OutOfMemoryException,
    "IO Error": duckdb.IOException,
}
# What making pseudonyms may come to besides pseudonyms.
_FAULTS = (
    MemoryError,
    pa.ArrowException,
    ArithmeticError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


class NamedRows:
    """The rows of a query with pseudonyms in the place of keys, to be read once.

    ``few`` are the columns of which the numbers of texts are carried.
    """

    def __init__(
        self, query: Any, keys: Mapping[str, NamedKeys], *, few: Collection[str] = ()
    ) -> None:
        self._read = query.to_arrow_reader(_ROWS)
        self._keys = keys
        self._few = few
        self._fault: BaseException | None = None

    def reader(self) -> pa.RecordBatchReader:
        """Return what an engine can read these rows from."""
        schema = self._read.schema
        for name in self._keys:
            place = schema.get_field_index(name)
            schema = schema.set(place, pa.field(name, pa.int64()))
        return pa.RecordBatchReader.from_batches(schema, self._batches(schema))

    def refuse_failure(self) -> None:
        """Raise what stopped the rows, as what it is and not as a fault of who read them."""
        if self._fault is not None:
            raise self._fault from None

    def _batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        try:
            for batch in self._read:
                yield self._named(batch, schema)
        except OSError as error:
            kinds = (kind for begins, kind in _KINDS.items() if str(error).startswith(begins))
            self._fault = next(kinds, duckdb.Error)(str(error))
            raise
        except (KeyboardInterrupt, SystemExit, BeholdenError) as stop:
            self._fault = stop
            raise
        except _FAULTS as fault:
            self._fault = _not_made(short=isinstance(fault, MemoryError))
            raise

    def _named(self, batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
        for name in self._few:
            if pc.any(pc.equal(batch.column(name), MISSED)).as_py():
                raise _changed()
        columns = [
            _pseudonyms(self._keys[name], column) if name in self._keys else column
            for name, column in zip(schema.names, batch.columns, strict=True)
        ]
        return pa.RecordBatch.from_arrays(columns, schema=schema)


def _pseudonyms(keys: NamedKeys, column: pa.Array) -> pa.Array:
    """Return the pseudonyms of a column of keys; a missing key has none."""
    if not column.null_count:
        return keys.of(column)
    names = keys.of(column.drop_null())
    return pc.replace_with_mask(pa.nulls(len(column), pa.int64()), column.is_valid(), names)


def _changed() -> Damaged:
    return Damaged(
        "A file of a dataset was changed while it was sealed, so nothing was sealed.",
        why="It was read more than once, and not each time the same stood in it.",
        next_step="Register the dataset again, then seal.",
    )


def _not_made(*, short: bool) -> Unavailable:
    return Unavailable(
        "The pseudonyms of a key could not be made, so nothing was sealed.",
        why="There is not memory enough." if short else "Their maker stopped at a value.",
        next_step="Close other work or seal on a larger machine."
        if short
        else "Check the datasets (beholden check), then seal again.",
        ask="the administrator",
    )
