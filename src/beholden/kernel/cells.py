"""Cells: exact aggregates, with what disclosure control must know of each.

They never leave the council.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

SUBJECTS = "_subjects"


@dataclass(frozen=True, slots=True)
class Measure:
    """One aggregate of a table: its output name, its function, and the column it is taken over.

    ``column`` is None for a count of subjects. ``chooses`` says that it is taken over those of a
    group who are in a filter, and that what the group is grouped by does not say who they are.
    """

    name: str
    function: str
    column: str | None = None
    chooses: bool = field(default=False, compare=False)

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
    def left_out(self) -> str:
        """Return the name of the hidden column with the fewest by whom a number is told apart.

        They are those whom an amount's filter leaves out, or who are in one of two filters, or who
        add more to one amount than to another: nought where all are alike in something.
        """
        return f"_left_out_{self.name}"

    @property
    def largest(self) -> str:
        """Return the name of the hidden column with the largest contribution of one subject."""
        return f"_largest_{self.name}"

    @property
    def leading(self) -> str:
        """Return the name of the hidden column with the largest contributions, largest first."""
        return f"_leading_{self.name}"

    @property
    def total(self) -> str:
        """Return the name of the hidden column with the sum of all contributions' sizes."""
        return f"_total_{self.name}"


@dataclass(frozen=True, slots=True)
class Population:
    """Whom a table is of, in the words of its datasets, so that tables can be laid side by side.

    ``counted`` is the dataset whose subjects are counted. Every one of ``conditions`` holds;
    ``dimensions`` says what each dimension is, and ``filters`` what else holds for a measure: all
    are SQL in which a column is named with its dataset, never with an asker's own names.
    """

    counted: str
    conditions: tuple[str, ...] = ()
    dimensions: Mapping[str, str] = field(default_factory=dict)
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cells:
    """A table of exact cells.

    ``table`` has one row per cell: the dimension columns, one column per measure with its own exact
    value, ``_subjects`` (the fewest distinct subjects behind any number of the row),
    ``_subjects_NAME`` for each measure, ``_rest_NAME`` where a measure has a filter, and for each
    measure over a column ``_largest_NAME``, ``_leading_NAME`` (the five largest) and
    ``_total_NAME`` (sizes of contributions by subject). ``population`` is None where whoever made
    the cells does not say whom they are of.
    """

    dimensions: tuple[str, ...]
    measures: tuple[Measure, ...]
    subject: str
    smallest_group: int
    because: str
    round_to: int
    largest_share: float
    table: pa.Table
    population: Population | None = None
