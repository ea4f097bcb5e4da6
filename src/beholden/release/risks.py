"""Which cells may not be shown for what they say themselves, and what a second person must see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from beholden.kernel import Cells

from .grid import ALL, ExactCell, Grid, Place
from .rules import Rules

_SPREADS = ("stddev", "var")


class Reason(StrEnum):
    """Why a cell is withheld, in the names of the Statbarns list; Secondary guards the others."""

    LOW_COUNT = "LowCount"
    DOMINANCE = "Dominance"
    LOW_DOF = "LowDOF"
    SECONDARY = "Secondary"


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that the second person must see before approving, without any withheld number.

    ``name`` is a risk of the Statbarns list; ``at`` is the place of the group, empty for the table.
    """

    name: str
    says: str
    at: Place = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the risk as plain data."""
        return {**asdict(self), "at": list(self.at)}


def subjects_in_words(subject: str) -> str:
    """Return the plural of the word for a subject: people, households, properties."""
    if subject == "person":
        return "people"
    return subject[:-1] + "ies" if subject.endswith("ty") else subject + "s"


def smallest_group(cells: Cells, rules: Rules) -> int:
    """Return the smallest group that may be published: the stricter of agreement and thresholds."""
    return max(cells.smallest_group, rules.low_count)


def largest_share(cells: Cells, rules: Rules) -> float:
    """Return the largest share of an amount that one subject may have (0–1)."""
    return min(cells.largest_share, rules.dominance_k)


def primaries(grid: Grid, cells: Cells, rules: Rules) -> dict[Place, Reason]:
    """Return every cell, inner or total, that is a risk in itself, with the first reason found."""
    found = {at: _primary(cell, cells, rules) for at, cell in grid.cells.items()}
    return {at: reason for at, reason in found.items() if reason is not None}


def reasons_in_words(cells: Cells, rules: Rules) -> dict[Reason, str]:
    """Return what each reason means for this table, as a second person reads it."""
    group = f"fewer than {smallest_group(cells, rules)} {subjects_in_words(cells.subject)}"
    from_agreement = cells.smallest_group >= rules.low_count and cells.because
    because = f" ({cells.because})" if from_agreement else " (the council's thresholds)"
    share = f"{largest_share(cells, rules):.0%}"
    return {
        Reason.LOW_COUNT: f"It describes {group}, or none{because}.",
        Reason.DOMINANCE: f"One {cells.subject} makes up more than {share} of an amount, or could "
        f"be told to within {rules.dominance_p:.0%}.",
        Reason.LOW_DOF: f"A spread over so few has under {rules.low_dof} degrees of freedom.",
        Reason.SECONDARY: "Shown, it would let a withheld cell be worked out from the totals.",
    }


def whole_groups(grid: Grid, rules: Rules) -> Iterator[Risk]:
    """Yield a risk for every group whose subjects all fall in one category of a dimension.

    Where the dimension has two categories this is the 0 % or 100 % of class disclosure.
    """
    if rules.whole_groups == "ignored":
        return
    for i, labels in enumerate(grid.labels):
        if len(labels) < 2:
            continue
        for at, cell in grid.cells.items():
            if at[i] == ALL and cell.subjects:
                yield from _whole_group(grid, at, i)


def _whole_group(grid: Grid, at: Place, i: int) -> Iterator[Risk]:
    places = ((*at[:i], label, *at[i + 1 :]) for label in grid.labels[i])
    filled = [place for place in places if grid.cells[place].subjects]
    if len(filled) == 1:
        says = f"everybody in this group has the same {grid.dimensions[i]} (100 %)"
        yield Risk("ClassDisclosure", says, filled[0])


def _primary(cell: ExactCell, cells: Cells, rules: Rules) -> Reason | None:
    if _low_count(cell.subjects, smallest_group(cells, rules), rules):
        return Reason.LOW_COUNT
    if any(
        dominated(amount.largest, amount.size, largest_share(cells, rules), rules.dominance_p)
        for amount, measure in zip(cell.amounts, cells.measures, strict=True)
        if measure.column is not None
    ):
        return Reason.DOMINANCE
    if cell.subjects - 1 < rules.low_dof and any(
        m.function.lower().startswith(_SPREADS) for m in cells.measures
    ):
        return Reason.LOW_DOF
    return None


def _low_count(subjects: int, least: int, rules: Rules) -> bool:
    if subjects == 0:
        return least > 1 and rules.zeros == "withheld"
    return subjects < least


def dominated(largest: float, size: float, share: float, p: float) -> bool:
    """Return whether one contributor makes up too much of an amount, or could be told too closely.

    The (n, k) rule with n = 1, and the p % rule against somebody who contributes nothing
    (Hundepool and others, Statistical Disclosure Control, 2012, section 4.2).
    """
    return largest > 0 and (largest > share * size or size - largest < p * largest)


def counts_by_reason(reasons: Mapping[Place, Reason]) -> dict[str, int]:
    """Return how many cells are withheld for each reason, in the order of the reasons."""
    held = list(reasons.values())
    return {reason.value: held.count(reason) for reason in Reason if reason in held}
