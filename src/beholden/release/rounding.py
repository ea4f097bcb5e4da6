"""Rounding: of counts to a base, of amounts to significant figures."""

from __future__ import annotations

from math import floor, isfinite, log10

from .checked import Checked


def to_base(value: float, base: int) -> int:
    """Return the nearest multiple of a base, halves upwards."""
    return base * floor(value / base + 0.5)


def to_figures(value: float, figures: int) -> float:
    """Return a number with so many significant figures (0, and what is not finite, give 0)."""
    if value == 0 or not isfinite(value):
        return 0.0
    return round(value, figures - 1 - floor(log10(abs(value))))


def in_words(checked: Checked) -> str:
    """Return how the numbers of a table were rounded."""
    base = checked.facts["round_to"]
    counts, others = checked.facts["counts"], len(checked.measures)
    told = [f"Counts are rounded to the nearest {base}."] if base > 1 and counts else []
    if others > len(counts):
        figures = checked.facts["significant_figures"]
        told.append(f"Amounts and averages are rounded to {figures} significant figures.")
    return " ".join(told)
