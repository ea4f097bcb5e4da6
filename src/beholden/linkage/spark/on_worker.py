"""What a worker does: gather rows, match them as one machine does, hand them back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .index_file import IndexFile

if TYPE_CHECKING:
    import pyarrow as pa

    from ..addresses.columns import AddressColumns

# A call of the matcher has a cost of its own, so rows are gathered over Spark's batches.
ROWS_AT_ONCE = 50_000


@dataclass(frozen=True, slots=True)
class Matching:
    """What each worker must know: the index, the columns, the threshold and how many threads."""

    index: IndexFile
    columns: AddressColumns
    threshold: float
    threads: int

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Give, for the batches of one partition, the rows of ``match_addresses``."""
        for rows in gathered(batches, at_least=ROWS_AT_ONCE):
            yield from self._matched(rows).to_batches()

    def _matched(self, rows: pa.Table) -> pa.Table:
        from ..addresses.match import match_addresses

        return match_addresses(
            rows, self.index.opened(), threshold=self.threshold, threads=self.threads,
            columns=self.columns,
        )  # fmt: skip


def gathered(batches: Iterable[pa.RecordBatch], *, at_least: int) -> Iterator[pa.Table]:
    """Return the batches as tables of ``at_least`` so many rows; the last one may have fewer."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        held.append(batch)
        rows += batch.num_rows
        if rows >= at_least:
            yield pa.Table.from_batches(held)
            held, rows = [], 0
    if rows:
        yield pa.Table.from_batches(held)
