"""A dataset's contract as values: steward, retention, columns and the quality that was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .kinds import ColumnKind

OPERATORS = (
    "mustBe",
    "mustNotBe",
    "mustBeGreaterThan",
    "mustBeGreaterOrEqualTo",
    "mustBeLessThan",
    "mustBeLessOrEqualTo",
    "mustBeBetween",
    "mustNotBeBetween",
)
METRICS = ("nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount")


@dataclass(frozen=True, slots=True)
class ContractRule:
    """One agreed measure of quality, in the words of the Open Data Contract Standard.

    ``metric`` is one of nullValues, missingValues, invalidValues, duplicateValues and rowCount;
    ``unit`` is rows or percent (0–100); ``value`` is a number, or two for the between operators.
    """

    metric: str
    operator: str
    value: Any
    unit: str = "rows"
    dimension: str | None = None
    description: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContractColumn:
    """One column as agreed; ``type`` is the standard's logical type (string, integer, date …)."""

    name: str
    type: str = "string"
    kind: ColumnKind | None = None
    required: bool = False
    unique: bool = False
    primary_key: bool = False
    classification: str | None = None
    description: str | None = None
    rules: tuple[ContractRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Contract:
    """The contract of one dataset.

    ``retention`` and ``frequency`` are a number and a unit in words, such as ``6 years`` and
    ``1 month``; ``rules`` are those on the table as a whole.
    """

    name: str
    steward: str
    columns: tuple[ContractColumn, ...]
    purpose: str | None = None
    retention: str | None = None
    frequency: str | None = None
    version: str = "1.0.0"
    status: str = "active"
    rules: tuple[ContractRule, ...] = ()

    def column(self, name: str) -> ContractColumn | None:
        """Return what is agreed of a column, or None; capital letters do not count."""
        wanted = name.casefold()
        return next((column for column in self.columns if column.name.casefold() == wanted), None)

    @property
    def frequency_days(self) -> int | None:
        """Return in how many days the dataset must be updated, or None where that is not agreed."""
        if self.frequency is None:
            return None
        number, _, unit = self.frequency.partition(" ")
        return int(float(number) * DAYS[unit.removesuffix("s")])


DAYS = {"day": 1, "week": 7, "month": 31, "year": 366}
