"""Rounding of what is shown: subjects to the agreement's base, amounts to significant figures."""

from __future__ import annotations

import math
from decimal import Decimal

from ..question.plans import AMOUNT_FIGURES

# Sums of doubles differ in their last figures from run to run; shown figures do not.
EXACT_FIGURES = 12


def rounded_count(count: int, base: int) -> int:
    """Return a number of subjects to the nearest multiple of a base, halves upwards."""
    return (2 * count + base) // (2 * base) * base


def rounded_down(count: int, base: int) -> int:
    """Return a number of subjects to the multiple of a base that is not above it."""
    return count // base * base


def rounded_amount(amount: int | float | Decimal, base: int) -> float | int | Decimal:
    """Return a sum or an average as it is shown beside counts that are rounded to a base.

    Three significant figures where counts are rounded; otherwise whole numbers and decimals stand
    as they are and doubles keep twelve figures.
    """
    if base > 1:
        return _figures(float(amount), AMOUNT_FIGURES)
    return _figures(amount, EXACT_FIGURES) if isinstance(amount, float) else amount


def _figures(amount: float, figures: int) -> float:
    if amount == 0 or not math.isfinite(amount):
        return amount
    return round(amount, figures - 1 - math.floor(math.log10(abs(amount))))
