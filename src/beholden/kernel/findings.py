"""Faults in data are values, never exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class QualityDimension(StrEnum):
    """The six dimensions of data quality (Government Data Quality Framework, 2020, part 3)."""

    COMPLETENESS = "completeness"
    UNIQUENESS = "uniqueness"
    CONSISTENCY = "consistency"
    TIMELINESS = "timeliness"
    VALIDITY = "validity"
    ACCURACY = "accuracy"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in data, at a place, without the value that is at fault.

    ``row`` counts data rows from 1 (the header is not a row); None means the whole column or table.
    """

    code: str
    dimension: QualityDimension
    message: str
    dataset: str = ""
    column: str | None = None
    row: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        return {
            "code": self.code,
            "dimension": self.dimension.value,
            "message": self.message,
            "dataset": self.dataset,
            "column": self.column,
            "row": self.row,
        }


@dataclass(frozen=True, slots=True)
class Repair:
    """One cell that was changed on the way in: where and by which rule, never what it held."""

    rule: str
    column: str
    row: int
