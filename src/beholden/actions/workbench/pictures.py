"""The picture of an answer: which of its columns are drawn, by what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ... import release, selfservice
from ..asking import Answered
from .kinds import is_number

_MOST_BARS = 40
_MOST_COLOURS = 6
_NOTHING = "(no value)"


def picture_of(answered: Answered, *, title: str, measure: str = "") -> str:
    """Return the chart of an answer as SVG: a number of it by its first one or two groups.

    ``measure`` is the column that a map beside it shows; without one the first number is drawn.
    Empty where there is nothing to draw: no number, no group, one row, or too many to be read.
    """
    shape = _shape(answered, measure)
    if shape is None:
        return ""
    amount, label, colour = shape
    rows = [_drawn(row, shape) for row in answered.table.to_pylist()]
    return release.chart_svg(rows, x=amount, y=label, colour=colour or None, title=title)


def _shape(answered: Answered, measure: str) -> tuple[str, str, str] | None:
    """Return the columns of the length, the label and the colour of the bars."""
    table = answered.table
    numbers = [field.name for field in table.schema if is_amount(field)]
    groups = [field.name for field in table.schema if not is_number(field.type)]
    if not numbers or not 1 <= len(groups) <= 2 or not 2 <= table.num_rows <= 4 * _MOST_BARS:
        return None
    sizes = {name: len(set(table.column(name).to_pylist())) for name in groups}
    label = max(groups, key=lambda name: sizes[name])
    colour = next((name for name in groups if name != label), "")
    fits = sizes[label] <= _MOST_BARS and sizes.get(colour, 0) <= _MOST_COLOURS
    return (measure or numbers[0], label, colour) if fits else None


def is_amount(field: Any) -> bool:
    """Return whether a column of an answer holds what was asked for, and not how far it is off."""
    return is_number(field.type) and not field.name.endswith(selfservice.WITHIN)


def _drawn(row: Mapping[str, Any], shape: Sequence[str]) -> dict[str, Any]:
    amount, *groups = shape
    number = row[amount]
    drawn = {name: _in_words(row[name]) for name in groups if name}
    return {**drawn, amount: None if number is None else float(number)}


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _NOTHING if value is None else str(value)
