"""The rows of a gazetteer in batches, from a table or a Parquet file, as the kernel reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from beholden.kernel import BadInput, NotFound

from .columns import AddressColumns
from .texts import as_bytes, folded, joined, packed_postcodes
from .uprns import whole_uprns

if TYPE_CHECKING:
    from .build import Batch, Batches

BATCH = 100_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where the rows are: a table or a Parquet file, and which columns are read.

    ``own`` tells that the numbers are places in a list of identifiers, not UPRNs.
    """

    data: pa.Table | Path
    columns: AddressColumns
    uprn: str
    own: bool = False

    def tables(self) -> Iterator[pa.Table]:
        """Yield the rows in small tables, always the same ones."""
        wanted = [self.uprn, *self.columns.address]
        wanted += [self.columns.postcode] if self.columns.postcode else []
        if isinstance(self.data, pa.Table):
            table = self.data.select(list(dict.fromkeys(wanted)))
            for first in range(0, table.num_rows, BATCH):
                yield table.slice(first, BATCH)
            return
        for batch in parquet(self.data).iter_batches(BATCH, columns=list(dict.fromkeys(wanted))):
            yield pa.Table.from_batches([batch])


@dataclass(slots=True)
class Left:
    """How many rows were left out, and why.

    ``without_uprn`` has those whose UPRN is none or lost its last digits too; ``without_address``
    those alone that have a UPRN.
    """

    without_uprn: int = 0
    without_address: int = 0
    invalid_uprn: int = 0
    lost_uprn: int = 0
    told: bool = False
    _lock: Lock = field(default_factory=Lock)

    @property
    def missing_uprn(self) -> int:
        """Return how many rows say no UPRN at all."""
        return self.without_uprn - self.invalid_uprn - self.lost_uprn

    def count(self, without_uprn: int, without_address: int, invalid_uprn: int) -> None:
        """Add what one batch left out."""
        with self._lock:
            self.without_uprn += without_uprn
            self.without_address += without_address
            self.invalid_uprn += invalid_uprn


def parquet(path: Path) -> pq.ParquetFile:
    """Open a Parquet file; raise NotFound or BadInput where that cannot be."""
    try:
        return pq.ParquetFile(path)
    except FileNotFoundError as error:
        raise NotFound(f"There is no file {path.name}.") from error
    except (pa.ArrowInvalid, OSError) as error:
        raise BadInput(
            f"The file {path.name} is not a Parquet file that can be read.",
            next_step="Write the gazetteer as Parquet, or read it as a table first.",
        ) from error


def _read(table: pa.Table, source: Source, left: Left | None) -> Batch:
    from .build import Batch

    told = table.column(source.uprn).combine_chunks()
    uprns = told if source.own else whole_uprns(told)
    texts = folded(joined(table, source.columns.address))
    known, readable = pc.is_valid(uprns), pc.match_substring_regex(texts, "[A-Z0-9]")
    if left is not None:
        empty = pc.sum(pc.and_not(known, readable)).as_py() or 0
        left.count(uprns.null_count, empty, uprns.null_count - told.null_count)
    kept = pc.and_(known, readable)
    if not pc.all(kept).as_py():
        table, uprns, texts = table.filter(kept), uprns.filter(kept), texts.filter(kept)
    codes = packed_postcodes(table, source.columns.postcode)
    return Batch(as_bytes(texts), codes, np.asarray(uprns.to_numpy(zero_copy_only=False)))


def batches_of(source: Source, left: Left) -> Batches:
    """Return what yields the batches of a source, each to be read where it is called.

    What is left out is counted in the first reading only.
    """

    def batches() -> Iterator[Callable[[], Batch]]:
        told, left.told = left.told, True
        for table in source.tables():
            yield partial(_read, table, source, None if told else left)

    return batches
