"""What deciding gives back: the decision, and the plan of what runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from beholden.kernel import AggregateOutput, Clause, GroupRule, Measure, Population, Refusal

from ..noted import Noted

CELLS = "cells"
GROUP = "_group"
# Where numbers of subjects are rounded, an exact sum would give them away by division.
AMOUNT_FIGURES = 3
# A sum above this, or none at all, is what a number without bounds leaves; it is not shown.
LARGEST_AMOUNT = "1.7e308"
SPREADS = ("stddev", "variance")
# A spread that is less of a sum of squares than this is what working in doubles leaves of nought.
LOST = 1e-12


@dataclass(frozen=True, slots=True)
class Part:
    """One table of cells that a question needs, asked of the sealed tables by itself.

    ``sql`` gives the cells: dimensions, measures and the hidden columns by which they are treated.
    ``name`` is the table that they are for the finish, ``datasets`` the sealed tables it reads.
    ``totals_of`` names the parts whose groups add up to those of this one; ``is_reference`` says
    that it lists a dataset in which nobody is, as it is. ``whom`` tells whom the cells are of: only
    a release asks, and it costs as much as deciding. ``quicker`` gives a text for the same cells of
    an extract of which something is noted.
    """

    name: str
    sql: str
    dimensions: tuple[str, ...]
    measures: tuple[Measure, ...]
    datasets: tuple[str, ...]
    totals_of: tuple[str, ...] = ()
    is_reference: bool = False
    whom: Callable[[], Population] | None = field(default=None, repr=False, compare=False)
    quicker: Callable[[Noted], str] | None = field(default=None, repr=False, compare=False)

    def given(self, noted: Noted) -> Part:
        """Return the same part for an extract of which this is noted."""
        return replace(self, sql=self.quicker(noted)) if self.quicker and noted else self

    @property
    def population(self) -> Population | None:
        """Return whom the cells are of, or None where that is not known of one table alone."""
        return self.whom() if self.whom else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What runs for one question, in two halves.

    Each of ``parts`` is asked of the sealed tables and treated. ``finish`` is asked of the treated
    cells and gives the columns of ``output`` in the order that was asked for, so nothing in it can
    see more than the analyst may. ``rule`` is the group rule that holds for the whole question:
    the strictest of any dimension in it.
    """

    parts: tuple[Part, ...]
    finish: str
    output: tuple[str, ...]
    subject: str
    rule: GroupRule
    aggregate: AggregateOutput

    def given(self, noted: Noted) -> Plan:
        """Return what to run of an extract of which this is noted: the cells are the same.

        What is decided and kept on record is the plan itself: what is noted, as whether a key
        stands once, is a fact of the data, which neither says. How long an answer takes may depend
        on it.
        """
        return replace(self, parts=tuple(part.given(noted) for part in self.parts))

    def apart(self) -> tuple[Plan, ...]:
        """Return one plan for each part: what the sealed engine runs."""
        return tuple(replace(self, parts=(part,)) for part in self.parts)

    @property
    def sql(self) -> str:
        """Return what is asked of the sealed tables, one statement for each part."""
        return "\n;\n".join(part.sql for part in self.parts)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Return the dimensions of the cells, those of every part."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.dimensions))

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Return the measures of the cells, those of every part."""
        return tuple(dict.fromkeys(measure for part in self.parts for measure in part.measures))

    @property
    def datasets(self) -> tuple[str, ...]:
        """Return the sealed tables that are read."""
        return tuple(dict.fromkeys(name for part in self.parts for name in part.datasets))

    @property
    def population(self) -> Population | None:
        """Return whom the cells are of; None where there are several tables of them."""
        return self.parts[0].population if len(self.parts) == 1 else None

    @property
    def smallest_group(self) -> int:
        """Return how many distinct subjects a cell must have to be shown."""
        return self.rule.size

    @property
    def because(self) -> str:
        """Return the clause that sets the smallest group, in words."""
        return self.rule.because

    @property
    def round_to(self) -> int:
        """Return the base to which numbers of subjects are rounded."""
        return self.aggregate.round_to

    @property
    def largest_share(self) -> float:
        """Return the largest share of a sum that one subject may have (0–1)."""
        return self.aggregate.largest_share


@dataclass(frozen=True, slots=True)
class Decision:
    """Yes with a plan, or no with a refusal; and the clauses of the agreement that it rests on."""

    question: str
    allowed: bool
    refusal: Refusal | None
    clauses: tuple[Clause, ...]
    plan: Plan | None
