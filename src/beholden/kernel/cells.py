"""Cells: exact aggregates, with what disclosure control must know of each.

They never leave the council.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SUBJECTS = "_subjects"


@dataclass(frozen=True, slots=True)
class Measure:
    """One aggregate of a table: its output name, its function, and the column it is taken over.

    ``column`` is None for a count of subjects.
    """

    name: str
    function: str
    column: str | None = None

    @property
    def subjects(self) -> str:
        """Return the name of the hidden column with the subjects that this number is taken over."""
        return f"_subjects_{self.name}"

    @property
    def rest(self) -> str:
        """Return the name of the hidden column with the subjects by whom a filter differs.

        They are those of the group whom the measure's own filter leaves out, wholly or in part, so
        that the number and the one without the filter cannot be told apart by fewer.
        """
        return f"_rest_{self.name}"

    @property
    def largest(self) -> str:
        """Return the name of the hidden column with the largest contribution of one subject."""
        return f"_largest_{self.name}"

    @property
    def total(self) -> str:
        """Return the name of the hidden column with the sum of all contributions' sizes."""
        return f"_total_{self.name}"


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of exact cells.

    ``table`` has one row per cell: the dimension columns, one column per measure with its own exact
    value, ``_subjects`` (the fewest distinct subjects behind any number of the row),
    ``_subjects_NAME`` for each measure, ``_rest_NAME`` where a measure has a filter, and for each
    measure over a column ``_largest_NAME`` and ``_total_NAME`` (sizes of contributions by subject).
    """

    dimensions: tuple[str, ...]
    measures: tuple[Measure, ...]
    subject: str
    smallest_group: int
    because: str
    round_to: int
    largest_share: float
    table: pa.Table
