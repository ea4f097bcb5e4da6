"""The gazetteer: addresses with their UPRNs, made ready to be looked up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import BadInput, Finding, Progress, QualityDimension, silent

from .columns import AddressColumns, check_columns, find_columns
from .storage import damaged, open_arrays, save_arrays
from .texts import folded, joined, read_texts, strings
from .uprns import plain_uprns

if TYPE_CHECKING:
    from .shapes import Index

_COMPLETE = QualityDimension.COMPLETENESS


def _finding(code: str, count: int, words: str, kind: QualityDimension) -> tuple[Finding, ...]:
    if not count:
        return ()
    verb = "rows" if count > 1 else "row"
    return (Finding(code, kind, f"{count} {verb} {words}.", dataset="gazetteer"),)


def _columns(table: pa.Table, columns: AddressColumns | None) -> tuple[AddressColumns, str]:
    columns = columns or find_columns(table)
    check_columns(table, columns)
    uprn = columns.uprn or columns.id
    if uprn is None:
        raise BadInput(
            "No column of the gazetteer can be read as the UPRN.",
            why="No column is named uprn or unique_id.",
            next_step="Name it: AddressColumns(id=None, address=(…,), postcode=…, uprn=…).",
        )
    return columns, uprn


def _usable(table: pa.Table, columns: AddressColumns, uprn: str) -> tuple[pa.Table, pa.Array, Any]:
    """Return the rows that have a UPRN and words, once each; their UPRNs; what was left out."""
    uprns = plain_uprns(table, uprn)
    texts = folded(joined(table, columns.address))
    readable = pc.match_substring_regex(texts, "[A-Z0-9]")
    has_uprn = pc.is_valid(uprns)
    kept = pc.and_(has_uprn, readable)
    postcodes = strings(table, columns.postcode) if columns.postcode else pa.nulls(len(texts))
    rows = pa.table({"uprn": uprns, "text": texts, "postcode": postcodes})
    rows = rows.append_column("row", pa.array(np.arange(table.num_rows)))
    firsts = rows.filter(kept).group_by(["uprn", "text", "postcode"]).aggregate([("row", "min")])
    chosen = pc.take(firsts["row_min"], pc.sort_indices(firsts["row_min"]))
    repeated = pc.sum(kept).as_py() or 0
    findings = (
        *_finding("no-uprn", pc.sum(pc.invert(has_uprn)).as_py() or 0, "without a UPRN", _COMPLETE),
        *_finding(
            "no-address", pc.sum(pc.invert(readable)).as_py() or 0, "without an address", _COMPLETE
        ),
        *_finding(
            "repeated-row", repeated - len(chosen), "the same as another",
            QualityDimension.UNIQUENESS,
        ),
    )  # fmt: skip
    return table.take(chosen), uprns.take(chosen), findings


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """A gazetteer ready for look-ups: its index, the UPRN of each place, what was left out and why.

    ``uprns`` are in order; a place of the index is a position in it. Several rows may share a UPRN
    (other spellings of one address). ``rows`` counts the texts that can be found.
    """

    index: Index
    uprns: pa.LargeStringArray
    findings: tuple[Finding, ...] = ()

    @property
    def rows(self) -> int:
        """Return how many texts can be found."""
        return len(self.index.places)

    @classmethod
    def build(
        cls,
        table: pa.Table,
        *,
        columns: AddressColumns | None = None,
        progress: Progress = silent,
    ) -> Gazetteer:
        """Return the gazetteer of a table.

        Rows without a UPRN or an address, and rows that repeat another, are left out and told in
        ``findings``. Raises BadInput where columns are missing or no row can be used.
        """
        from .build import build_index

        columns, uprn = _columns(table, columns)
        kept, uprns, findings = _usable(table, columns, uprn)
        if not kept.num_rows:
            raise BadInput(
                "The gazetteer is empty.",
                why="None of its rows has both a UPRN and an address.",
                next_step="Check which columns hold the UPRN and the address.",
            )
        known = pc.unique(uprns)
        known = known.take(pc.sort_indices(known))
        numbers = np.asarray(pc.index_in(uprns, value_set=known), dtype=np.uint32)
        texts, postcodes = read_texts(kept, columns)
        return cls(build_index(texts, postcodes, numbers, progress), known, findings)

    def save(self, path: Path | str) -> None:
        """Write the index to one file, whole or not at all."""
        table, rest = self.index.table, self.index._asdict()
        del rest["table"]
        _, offsets, letters = self.uprns.buffers()
        where = np.frombuffer(offsets, np.int64)[
            self.uprns.offset : self.uprns.offset + len(self.uprns) + 1
        ]
        arrays = {"keys": table.keys, "values": table.values, **rest}
        arrays["uprn_offsets"] = where - where[0]
        arrays["uprn_letters"] = np.frombuffer(letters, np.uint8)[where[0] : where[-1]]
        save_arrays(Path(path), arrays)

    @classmethod
    def open(cls, path: Path | str) -> Gazetteer:
        """Open an index that ``save`` wrote, mapped into memory.

        Raises NotFound where there is no such file and Damaged where it is not as it was written or
        is of another version.
        """
        from .shapes import Index, Table

        arrays = open_arrays(Path(path))
        try:
            table = Table(arrays.pop("keys"), arrays.pop("values"))
            offsets, letters = arrays.pop("uprn_offsets"), arrays.pop("uprn_letters")
            index = Index(table=table, **arrays)
        except (KeyError, TypeError) as error:
            raise damaged(Path(path), "It lacks a part.") from error
        uprns = pa.LargeStringArray.from_buffers(
            len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(letters)
        )
        return cls(index, uprns)
