"""What deciding gives back: the decision, and the plan of what runs."""

from __future__ import annotations

from dataclasses import dataclass

from beholden.kernel import AggregateOutput, Clause, GroupRule, Measure, Population, Refusal

CELLS = "cells"
GROUP = "_group"


@dataclass(frozen=True, slots=True)
class Plan:
    """What runs for one question, in two halves.

    ``sql`` is asked of the sealed tables and gives the cells: dimensions, measures and the hidden
    columns by which they are treated. ``finish`` is asked of the treated cells (a table named
    ``cells``) and gives the columns of ``output`` in the order that was asked for, so nothing in it
    can see more than the analyst may. ``rule`` is the group rule that holds for this question,
    ``datasets`` the sealed tables that are read, ``population`` whom the cells are of.
    """

    sql: str
    finish: str
    dimensions: tuple[str, ...]
    measures: tuple[Measure, ...]
    output: tuple[str, ...]
    subject: str
    rule: GroupRule
    aggregate: AggregateOutput
    datasets: tuple[str, ...]
    population: Population | None = None

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
