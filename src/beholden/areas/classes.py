"""Numbers to a few classes, each with a colour and a line of the legend. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

MOST_CLASSES = 5
# Light to dark in one hue, told apart by lightness alone: by everybody, and on grey paper.
SEQUENTIAL = ("#E3EEF7", "#B5D3EC", "#7FB2DE", "#2E75B6", "#12436D")
# On either side of zero: orange below, blue above, the darker the further (safe for every kind of
# colour-blindness).
BELOW, ABOVE = ("#9A4A12", "#F2C08D"), ("#B5D3EC", "#12436D")
_AS_MANY = "Each class has about as many areas, as far as equal numbers let it."
_LARGEST_EXACT = 1e15
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Class:
    """One class: from which number to which, in words, and its colour."""

    low: float
    high: float
    says: str
    colour: str


@dataclass(frozen=True, slots=True)
class Classes:
    """The classes of a map in ascending order, and how they were made, in a sentence."""

    classes: tuple[Class, ...]
    how: str

    def of(self, value: float) -> Class:
        """Return the class that a number is in."""
        found = (one for one in reversed(self.classes) if value >= one.low)
        return next(found, self.classes[0])


def classes_of(values: Sequence[float]) -> Classes:
    """Return the classes of the numbers that are shown.

    Where some are below zero and some above, zero parts the classes. Otherwise they are of equal
    width, from zero where they can be; where that would leave one empty, or put most areas into
    one, they hold about equally many areas.
    """
    shown = sorted(values)
    if not shown:
        return Classes((), "No number is shown.")
    if shown[0] < 0 < shown[-1]:
        return _either_side_of_zero(shown)
    if len(set(shown)) > MOST_CLASSES:
        for low in (0.0, shown[0]):
            if low <= shown[0] and _is_even(equal := _equal_width(shown, low), shown):
                return equal
    return _equally_many(shown)


def _either_side_of_zero(shown: Sequence[float]) -> Classes:
    step = _round_step(max(-shown[0], shown[-1]) / 2)
    bounds = [-2 * step, -step, 0.0, step, 2 * step]
    return Classes(_between(bounds, (*BELOW, *ABOVE)), "Zero is where the colour changes.")


def _equal_width(shown: Sequence[float], low: float) -> Classes:
    high = shown[-1]
    step = _round_step((high - low) / MOST_CLASSES)
    start = floor(low / step) * step
    steps = ceil(_short((high - start) / step))
    bounds = [_short(start + step * at) for at in range(steps + 1)]
    return Classes(_between(bounds, _colours(len(bounds) - 1)), "The classes are of equal width.")


def _is_even(classes: Classes, shown: Sequence[float]) -> bool:
    """Return whether every class has an area and none has more than six in ten."""
    if len(classes.classes) > MOST_CLASSES:
        return False
    counts = [sum(classes.of(value) is one for value in shown) for one in classes.classes]
    return min(counts) > 0 and max(counts) <= 0.6 * len(shown)


def _equally_many(shown: Sequence[float]) -> Classes:
    groups = list(_groups(shown, min(MOST_CLASSES, len(set(shown)))))
    colours = _colours(len(groups))
    made = [
        Class(group[0], group[-1], _range(group[0], group[-1]), colour)
        for group, colour in zip(groups, colours, strict=True)
    ]
    few = len(groups) == len(set(shown))
    how = "Each number has its own class." if few else _AS_MANY
    return Classes(tuple(made), how)


def _groups(shown: Sequence[float], wanted: int) -> Iterator[list[float]]:
    """Yield about equally many numbers at a time, never parting equal ones."""
    different = sorted(set(shown))
    if len(different) <= wanted:
        yield from ([one] for one in different)
        return
    group: list[float] = []
    made = 0
    for at, value in enumerate(shown):
        left = (len(shown) - at + len(group)) / (wanted - made)
        if group and len(group) >= left and value != group[-1]:
            yield group
            group, made = [], made + 1
        group.append(value)
    yield group


def _round_step(width: float) -> float:
    """Return the next width that is easily read: 1, 2, 2.5 or 5 of a power of ten."""
    power = 10.0 ** floor(log10(width))
    return next(step * power for step in _STEPS if step * power >= width * (1 - 1e-9))


def _short(value: float) -> float:
    """Return a number without what counting in halves adds to it (0.1 + 0.2)."""
    return float(f"{value:.12g}")


def _between(bounds: Sequence[float], colours: Sequence[str]) -> tuple[Class, ...]:
    last = len(bounds) - 2
    return tuple(
        Class(low, high, _under(low, high) if at < last else _range(low, high), colour)
        for at, ((low, high), colour) in enumerate(zip(pairwise(bounds), colours, strict=True))
    )


def _colours(count: int) -> tuple[str, ...]:
    """Return so many colours from light to dark, as far apart as they can be."""
    if count == 1:
        return (SEQUENTIAL[2],)
    last = len(SEQUENTIAL) - 1
    return tuple(SEQUENTIAL[round(at * last / (count - 1))] for at in range(count))


def _range(low: float, high: float) -> str:
    return figure(low) if low == high else f"{figure(low)} to {figure(high)}"


def _under(low: float, high: float) -> str:
    return f"{figure(low)} to under {figure(high)}"


def figure(value: float) -> str:
    """Return a number as a map has it: thousands apart, to four figures where it is not whole."""
    if value == 0 or (value == int(value) and abs(value) < _LARGEST_EXACT):
        return f"{value:,.0f}"
    places = max(0, 3 - floor(log10(abs(value))))
    told = f"{value:,.{min(places, 15)}f}"
    return told.rstrip("0").rstrip(".") if "." in told else told
