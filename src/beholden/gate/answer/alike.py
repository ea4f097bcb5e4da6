"""Whether a number tells something of each of a group: all of it are alike in what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from beholden.kernel import SUBJECTS, Measure

from ..question.plans import GROUP, LOST, SPREADS


def is_of_all(row: Mapping[str, Any], measure: Measure) -> bool:
    """Return whether all of a group are in a filter, or alike in what numbers beside it tell.

    All are alike in an amount of which nobody has any, and in a spread of nought.
    """
    whole = row.get(GROUP) == row.get(measure.subjects, row[SUBJECTS])
    if (measure.chooses and whole) or row.get(measure.left_out) == 0:
        return True
    return measure.column is not None and _is_nothing(row, measure)


def _is_nothing(row: Mapping[str, Any], measure: Measure) -> bool:
    """Return whether each adds nought, or none is away from the mean but by what doubles lose."""
    value, total = row[measure.name], row[measure.total]
    if value is None or total is None:
        return False
    if measure.function not in SPREADS:
        return bool(total == 0)
    spread = float(value) if measure.function == "variance" else float(value) ** 2
    return spread <= LOST * float(total)
