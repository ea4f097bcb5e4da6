"""Which cells may not be shown for what they say themselves, and what a second person must see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from beholden.kernel import Cells

from .grid import ALL, Amount, ExactCell, Grid, Place, additive
from .guessing import guesses
from .rules import Rules

_SPREADS = ("stddev", "var")


class Reason(StrEnum):
    """Why a cell is withheld, in the names of the Statbarns list; Secondary guards the others."""

    LOW_COUNT = "LowCount"
    DOMINANCE = "Dominance"
    CLASS_DISCLOSURE = "ClassDisclosure"
    LOW_DOF = "LowDOF"
    DIFFERENCING = "Differencing"
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
    return min(cells.largest_share, rules.dominance_share)


def primaries(grid: Grid, cells: Cells, rules: Rules) -> dict[Place, Reason]:
    """Return every cell, inner or total, that is a risk in itself, with the first reason found."""
    found = {at: _primary(grid, cell, cells, rules) for at, cell in grid.cells.items()}
    told = {at: reason for at, reason in found.items() if reason is not None}
    alike = [risk.at for risk in whole_groups(grid, rules) if rules.whole_groups == "withheld"]
    alike += [at for at, often in guesses(grid).items() if 100 * often > rules.times_in_100]
    return {**dict.fromkeys(alike, Reason.CLASS_DISCLOSURE), **told}


def reasons_in_words(cells: Cells, rules: Rules) -> dict[Reason, str]:
    """Return what each reason means for this table, as a second person reads it."""
    group = f"fewer than {smallest_group(cells, rules)} {subjects_in_words(cells.subject)}"
    from_agreement = cells.smallest_group >= rules.low_count and cells.because
    because = f" ({cells.because})" if from_agreement else " (the council's thresholds)"
    share = f"{largest_share(cells, rules):.0%}"
    return {
        Reason.LOW_COUNT: f"It describes {group}, or none{because}.",
        Reason.DOMINANCE: f"One {cells.subject} makes up more than {share} of an amount, or "
        f"{rules.dominance_n} of them more than {rules.dominance_k:.0%}, or the largest could be "
        f"told to within {rules.dominance_p:.0%} by the next.",
        Reason.CLASS_DISCLOSURE: "It would tell of one of them what nearly all or nearly none of "
        f"them have, so that a guess is right more than {rules.times_in_100} times in 100, or "
        "always.",
        Reason.LOW_DOF: f"A spread over so few has under {rules.low_dof} degrees of freedom.",
        Reason.DIFFERENCING: "Beside another number of this table or of an earlier release, it "
        f"would tell of {group}.",
        Reason.SECONDARY: "Shown, it would let a withheld cell be worked out from the totals.",
    }


def whole_groups(grid: Grid, rules: Rules) -> Iterator[Risk]:
    """Yield a risk for every group whose subjects all fall in one category, or in one filter.

    Where the dimension has two categories this is the 0 % or 100 % of class disclosure.
    """
    if rules.whole_groups == "ignored":
        return
    yield from _whole_counts(grid)
    for i, labels in enumerate(grid.labels):
        if len(labels) < 2:
            continue
        for at, cell in grid.cells.items():
            if at[i] == ALL and cell.subjects:
                yield from _whole_group(grid, at, i)


def _whole_counts(grid: Grid) -> Iterator[Risk]:
    """Yield a risk for every group of whom a filtered count counts everybody, or nobody."""
    for i in sorted(grid.filtered):
        if grid.measures[i].column is not None:
            continue
        for at, cell in grid.cells.items():
            who = {cell.subjects: "everybody", 0: "nobody"}.get(cell.amounts[i].subjects)
            if cell.subjects and who:
                share = "100 %" if who == "everybody" else "0 %"
                says = f"{who} in this group is counted as {grid.measures[i].name} ({share})"
                yield Risk("ClassDisclosure", says, at)


def _whole_group(grid: Grid, at: Place, i: int) -> Iterator[Risk]:
    places = ((*at[:i], label, *at[i + 1 :]) for label in grid.labels[i])
    filled = [place for place in places if grid.cells[place].subjects]
    if len(filled) == 1:
        says = f"everybody in this group has the same {grid.dimensions[i]} (100 %)"
        yield Risk("ClassDisclosure", says, filled[0])


def _primary(grid: Grid, cell: ExactCell, cells: Cells, rules: Rules) -> Reason | None:
    least = smallest_group(cells, rules)
    taken_over = (cell.subjects, *(amount.subjects for amount in cell.amounts))
    if any(_low_count(subjects, least, rules) for subjects in taken_over):
        return Reason.LOW_COUNT
    if any(_tells_the_rest(grid, cell, i, least) for i in range(len(cell.amounts))):
        return Reason.DIFFERENCING
    if any(
        dominated(amount, largest_share(cells, rules), rules)
        for amount, measure in zip(cell.amounts, cells.measures, strict=True)
        if measure.column is not None
    ):
        return Reason.DOMINANCE
    if any(
        amount.subjects - 1 < rules.low_dof
        for amount, measure in zip(cell.amounts, cells.measures, strict=True)
        if measure.function.lower().startswith(_SPREADS)
    ):
        return Reason.LOW_DOF
    return None


def _tells_the_rest(grid: Grid, cell: ExactCell, i: int, least: int) -> bool:
    """Return whether a filtered number, less another of its cell, may be that of too few.

    Inner cells state by how few at the least. What a total of one filter leaves out is the sum of
    what its cells leave out; of several it is known for counts only, from the totals themselves.
    """
    amount, measure = cell.amounts[i], grid.measures[i]
    if not cell.total and 0 < amount.rest < least:
        return True
    if measure.column is None:
        return _few_apart(grid, cell, amount, least)
    if not cell.total or not additive(measure):
        return False
    few = amount.rest if i in grid.alone else amount.least_rest
    return 0 < few < least


def _few_apart(grid: Grid, cell: ExactCell, amount: Amount, least: int) -> bool:
    if 0 < cell.subjects - amount.subjects < least:
        return True
    others = (cell.amounts[j] for j in grid.filtered if grid.measures[j].column is None)
    return 0 < amount.least_rest < least and any(
        0 < abs(other.subjects - amount.subjects) < least for other in others
    )


def _low_count(subjects: int, least: int, rules: Rules) -> bool:
    if subjects == 0:
        return least > 1 and rules.zeros == "withheld"
    return subjects < least


def dominated(amount: Amount, share: float, rules: Rules) -> bool:
    """Return whether a few contributors make up too much of an amount, or one can be told closely.

    The (n, k) rule for one contributor and for n, and the p % rule: the largest is told too closely
    where the second largest, who knows their own, is left with less than p of it (Hundepool and
    others, Statistical Disclosure Control, 2012, section 4.2).
    """
    few = amount.of_the_largest(rules.dominance_n) > rules.dominance_k * amount.size
    others = amount.size - amount.of_the_largest(2)
    close = others < rules.dominance_p * amount.largest
    return amount.largest > 0 and (few or close or amount.largest > share * amount.size)


def counts_by_reason(reasons: Mapping[Place, Reason]) -> dict[str, int]:
    """Return how many cells are withheld for each reason, in the order of the reasons."""
    held = list(reasons.values())
    return {reason.value: held.count(reason) for reason in Reason if reason in held}
