"""How much of a source is read before reading stops."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 2**20


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """The bounds of one reading, in bytes, characters, columns and rows.

    ``file_bytes`` bounds the file as stored and what an Excel file unpacks to, ``unpacked_times``
    as many times that what a Parquet file does, which is made to be small; ``record_bytes`` one
    row of text as it stands in the file; ``field_bytes`` one cell, in UTF-8; ``ragged_share`` the
    share of rows (0–1) that may have too few or too many cells.
    """

    file_bytes: int = 4096 * MIB
    record_bytes: int = 8 * MIB
    field_bytes: int = MIB
    columns: int = 4096
    excel_rows: int = 1_048_576
    ragged_share: float = 0.1
    unpacked_times: int = 2

    @property
    def unpacked_bytes(self) -> int:
        """Return how many bytes a Parquet file may unpack to."""
        return self.file_bytes * self.unpacked_times


def limits_of(largest_mib: int | None) -> ReadLimits:
    """Return the bounds of a reading with files of at most so many MiB; the usual where None."""
    return ReadLimits() if largest_mib is None else ReadLimits(file_bytes=largest_mib * MIB)
