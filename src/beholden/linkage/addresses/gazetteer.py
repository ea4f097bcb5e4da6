"""The gazetteer: addresses with their UPRNs, made ready to be looked up."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import BadInput, Finding, Progress, QualityDimension, silent

from .columns import AddressColumns, check_columns, find_columns
from .rows import Left, Source, batches_of
from .storage import damaged, open_arrays, save_arrays
from .uprns import invalid_uprns, lost_uprns, plain_uprns

if TYPE_CHECKING:
    from .shapes import I64, Array, Index

_COMPLETE, _UNIQUE = QualityDimension.COMPLETENESS, QualityDimension.UNIQUENESS
_ACCURATE, _VALID = QualityDimension.ACCURACY, QualityDimension.VALIDITY


_LOST = "whose UPRN lost its last digits in a spreadsheet (as 1.00012E+11), left out"
_INVALID = "with a UPRN that is none (1 to 12 digits), left out"


def _finding(code: str, count: int, words: str, kind: QualityDimension) -> tuple[Finding, ...]:
    if not count:
        return ()
    return (Finding(code, kind, f"{_rows(count)} {words}.", dataset="gazetteer"),)


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}"


def _columns(names: pa.Table, columns: AddressColumns | None) -> tuple[AddressColumns, str]:
    columns = columns or find_columns(names, of_places=True)
    check_columns(names, columns)
    uprn = columns.uprn or columns.id
    if uprn is None:
        raise BadInput(
            "No column of the gazetteer can be read as the UPRN.",
            why="No column is named uprn or unique_id.",
            next_step="Name it: AddressColumns(id=None, address=(…,), postcode=…, uprn=…).",
        )
    return columns, uprn


def _own_names(table: pa.Table, uprn: str) -> tuple[pa.Table, pa.LargeStringArray | None, int]:
    """Return the table with numbers for identifiers, and what they stand for unless they are UPRNs.

    Where an identifier has a letter, all are numbered in their order. The last is how many are
    none; of whole numbers they are counted where they are read.
    """
    if pa.types.is_integer(table.schema.field(uprn).type):
        return table, None, 0
    plain = plain_uprns(table, uprn)
    if pc.all(pc.match_substring_regex(plain.drop_null(), "^[0-9]{1,12}$")).as_py() is not False:
        numbers, names = pc.cast(plain, pa.int64()), None
    else:
        names = pc.unique(plain.drop_null())
        names = names.take(pc.sort_indices(names))
        numbers = pc.cast(pc.index_in(plain, value_set=names), pa.int64())
    invalid = invalid_uprns(table, uprn)
    return table.set_column(table.column_names.index(uprn), uprn, numbers), names, invalid


def _findings(left: Left, repeated: int) -> tuple[Finding, ...]:
    return (
        *_finding("lost-precision", left.lost_uprn, _LOST, _ACCURATE),
        *_finding("invalid-uprn", left.invalid_uprn, _INVALID, _VALID),
        *_finding("no-uprn", left.missing_uprn, "without a UPRN, left out", _COMPLETE),
        *_finding("no-address", left.without_address, "without an address, left out", _COMPLETE),
        *_finding("repeated-row", repeated, "the same as another", _UNIQUE),
    )


def _empty(left: Left) -> BadInput:
    """Return why no row could be used; that a spreadsheet cut off the UPRNs is told as that."""
    if left.lost_uprn:
        return BadInput(
            "The gazetteer is empty.",
            why=f"A spreadsheet cut off the UPRNs of {_rows(left.lost_uprn)} (as 1.00012E+11).",
            next_step="Export the UPRNs anew, as text or as whole numbers; no spreadsheet can "
            "bring them back.",
        )
    return BadInput(
        "The gazetteer is empty.",
        why="None of its rows has both a UPRN and an address.",
        next_step="Check which columns hold the UPRN and the address.",
    )


def _as_bytes(findings: tuple[Finding, ...]) -> Array:
    told = json.dumps([finding.to_dict() for finding in findings], separators=(",", ":"))
    return np.frombuffer(told.encode(), np.uint8)


def _of_bytes(told: Array | None) -> tuple[Finding, ...]:
    """Return the findings that were written; none of an index without any.

    Raises ValueError, KeyError or TypeError where they are not as ``_as_bytes`` writes them.
    """
    stated = json.loads(told.tobytes()) if told is not None else ()
    return tuple(
        Finding(**{**one, "dimension": QualityDimension(one["dimension"])}) for one in stated
    )


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """A gazetteer ready for look-ups: its index, what was left out and why (kept with it).

    Several rows may share a UPRN (other spellings of one address). ``names`` holds identifiers that
    are not UPRNs, in order; the index then holds places in it.
    """

    index: Index
    names: pa.LargeStringArray | None = None
    findings: tuple[Finding, ...] = ()
    _rooms: local = field(default_factory=local, repr=False, compare=False)

    @property
    def rows(self) -> int:
        """Return how many texts can be found."""
        return len(self.index.uprns)

    @property
    def places(self) -> int:
        """Return how many different UPRNs can be found."""
        return int(np.unique(self.index.uprns).size)

    @property
    def uprns(self) -> pa.Array:
        """Return the UPRNs that can be found, each once, in order of number."""
        return self.identifiers(np.unique(self.index.uprns))

    def identifiers(self, numbers: I64, mask: Array | None = None) -> pa.Array:
        """Return UPRNs as strings from their numbers in the index; null where ``mask`` is true."""
        if self.names is None:
            return pc.cast(pa.array(numbers, mask=mask), pa.string())
        return pc.cast(self.names.take(pa.array(numbers, mask=mask)), pa.string())

    def identifier(self, row: int) -> str | None:
        """Return the UPRN of one row of the index; None for -1, which stands for no row."""
        if row < 0:
            return None
        number = int(self.index.uprns[row])
        return str(number) if self.names is None else str(self.names[number].as_py())

    @classmethod
    def build(
        cls,
        table: pa.Table,
        *,
        columns: AddressColumns | None = None,
        threads: int | None = None,
        progress: Progress = silent,
    ) -> Gazetteer:
        """Return the gazetteer of a table.

        Rows without a UPRN or an address are left out, rows that repeat another are kept; both are
        told in ``findings``, each row that was left out once. Raises BadInput where columns
        are missing or hold no texts, or no row can be used.
        """
        columns, uprn = _columns(table, columns)
        numbered, names, invalid = _own_names(table, uprn)
        source = Source(numbered, columns, uprn, own=names is not None)
        left = Left(invalid_uprn=invalid, lost_uprn=lost_uprns(table, uprn))
        return cls._built(source, names, threads, progress, left)

    @classmethod
    def build_from(
        cls,
        path: Path | str,
        *,
        columns: AddressColumns | None = None,
        threads: int | None = None,
        progress: Progress = silent,
    ) -> Gazetteer:
        """Return the gazetteer of a Parquet file, which is read twice and never held in whole.

        Its UPRNs must be whole numbers. Raises as ``build`` does, and NotFound without the file.
        """
        from .rows import parquet

        file = parquet(Path(path))
        columns, uprn = _columns(file.schema_arrow.empty_table(), columns)
        if not pa.types.is_integer(file.schema_arrow.field(uprn).type):
            raise BadInput(
                "The UPRNs of this file are not whole numbers.",
                why="A file that is read in batches has to say what its UPRNs are.",
                next_step="Read it as a table, or write its UPRNs as integers.",
            )
        return cls._built(Source(Path(path), columns, uprn), None, threads, progress, Left())

    @classmethod
    def _built(
        cls, source: Source, names: Any, threads: int | None, progress: Progress, left: Left
    ) -> Gazetteer:
        from .build import build_index
        from .first_use import BUILDING, tell_first_use
        from .kernel_index import count_repeated

        tell_first_use(BUILDING, progress)
        batches = batches_of(source, left)
        index = build_index(batches, progress, threads=threads)
        if not len(index.uprns):
            raise _empty(left)
        repeated = count_repeated(
            index.row_starts, index.row_words, index.numbers, index.uprns, index.row_blocks
        )
        return cls(index, names, _findings(left, repeated))

    def look_up(self, text: str, *, postcode: str | None = None) -> dict[str, Any]:
        """Return what ``match_addresses`` says of one address, as a dictionary."""
        from .match import look_up

        return look_up(self, text, postcode=postcode)

    def save(self, path: Path | str) -> None:
        """Write the index to one file, whole or not at all."""
        table, rest = self.index.table, self.index._asdict()
        del rest["table"]
        arrays: dict[str, Array] = {"keys": table.keys, "values": table.values, **rest}
        if self.names is not None:
            _, offsets, letters = pa.concat_arrays([self.names]).buffers()
            arrays["name_offsets"] = np.frombuffer(offsets, np.int64)[: len(self.names) + 1]
            arrays["name_letters"] = np.frombuffer(letters, np.uint8)
        if self.findings:
            arrays["findings"] = _as_bytes(self.findings)
        save_arrays(Path(path), arrays)

    @classmethod
    def open(cls, path: Path | str, *, verify: bool = False) -> Gazetteer:
        """Open an index that ``save`` wrote, mapped into memory.

        A file of up to 256 MB is checked in whole, a larger one in samples, or in whole with
        ``verify``. Raises NotFound where there is no such file and Damaged where it is not as it
        was written or is of another version.
        """
        from .shapes import Index, Table

        arrays = open_arrays(Path(path), verify=verify)
        try:
            findings = _of_bytes(arrays.pop("findings", None))
            table = Table(arrays.pop("keys"), arrays.pop("values"))
            offsets, letters = arrays.pop("name_offsets", None), arrays.pop("name_letters", None)
            index = Index(table=table, **arrays)
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(Path(path), "It lacks a part.") from error
        if offsets is None:
            return cls(index, findings=findings)
        names = pa.LargeStringArray.from_buffers(
            len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(letters)
        )
        return cls(index, names, findings)
