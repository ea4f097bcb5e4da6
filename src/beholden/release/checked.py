"""A table that was checked for release: what may be shown, and what the second person must know."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from io import StringIO
from typing import Any

from .grid import ALL, Place
from .risks import Risk

CONFIDENTIAL = "[c]"
NOT_AVAILABLE = "[x]"
_FORMULA = ("=", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the table as checked.

    ``at`` has a label for each dimension (``All`` in totals); ``values`` has a number for each
    measure, None where it is withheld or, in the total of an average, not available. ``reason`` is
    empty for a cell that is shown. ``change`` says how it differs from the earlier release.
    """

    at: Place
    values: tuple[float | int | None, ...]
    reason: str = ""
    says: str = ""
    change: str = ""

    @property
    def shown(self) -> bool:
        """Return whether the cell is shown."""
        return not self.reason

    @property
    def total(self) -> bool:
        """Return whether the cell is a total of others."""
        return ALL in self.at


@dataclass(frozen=True, slots=True)
class Checked:
    """A table after disclosure control: nothing in it is an exact withheld value.

    ``facts`` holds, for the second person: name (empty where none was given), cells, shown,
    withheld (cells by reason), smallest_group, because, round_to, largest_risk, method, and changes
    since the earlier release.
    """

    dimensions: tuple[str, ...]
    measures: tuple[str, ...]
    subject: str
    rows: tuple[Row, ...]
    findings: tuple[Risk, ...]
    facts: Mapping[str, Any]

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the names of the published columns: dimensions, then measures."""
        return self.dimensions + self.measures

    def published(self) -> Iterator[tuple[str, ...]]:
        """Yield each row as it is published: ``[c]`` where withheld, ``[x]`` where not available.

        The symbols are those of the Government Analysis Function (Symbols in tables, 2023). The
        reason is not published: it would tell the small cells from those that guard them.
        """
        for row in self.rows:
            blank = NOT_AVAILABLE if row.shown else CONFIDENTIAL
            numbers = (blank if value is None else in_figures(value) for value in row.values)
            yield (*map(safe_text, row.at), *numbers)

    def to_csv(self) -> str:
        """Return the table as it is published, as CSV (RFC 4180)."""
        text = StringIO()
        writer = csv.writer(text)
        writer.writerow(map(safe_text, self.columns))
        writer.writerows(self.published())
        return text.getvalue()

    def to_dict(self) -> dict[str, Any]:
        """Return the checked table as plain data that JSON can hold."""
        return {
            "dimensions": list(self.dimensions),
            "measures": list(self.measures),
            "subject": self.subject,
            "rows": [_row_to_dict(row) for row in self.rows],
            "findings": [finding.to_dict() for finding in self.findings],
            "facts": dict(self.facts),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Checked:
        """Return the checked table that ``to_dict`` wrote."""
        return cls(
            tuple(data["dimensions"]),
            tuple(data["measures"]),
            data["subject"],
            tuple(_row_from_dict(row) for row in data["rows"]),
            tuple(Risk(f["name"], f["says"], tuple(f["at"])) for f in data["findings"]),
            data["facts"],
        )


def in_figures(value: float | int) -> str:
    """Return a number in plain figures, without a point where it is whole."""
    return str(int(value)) if value == int(value) else repr(float(value))


def for_reading(value: float | int) -> str:
    """Return a number as a person reads it: with a comma between the thousands."""
    return f"{int(value):,}" if value == int(value) else f"{float(value):,}"


def _row_to_dict(row: Row) -> dict[str, Any]:
    return {**asdict(row), "at": list(row.at), "values": list(row.values)}


def _row_from_dict(data: Mapping[str, Any]) -> Row:
    return Row(
        tuple(data["at"]), tuple(data["values"]), data["reason"], data["says"], data["change"]
    )


def safe_text(label: str) -> str:
    """Return a label that a spreadsheet will not run as a formula."""
    runs = label.startswith(_FORMULA) or (label[:1] in "+-" and not label[1:2].isdigit())
    return "'" + label if label and runs else label
