"""Areas on a plane: where each is drawn, hatched and labelled. Pure geometry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import ceil, cos, floor, radians

from .values import MILLIONTHS, Area, Point

Spot = tuple[float, float]
Drawn = tuple[Spot, ...]  # a ring as it is drawn
Span = tuple[float, float]  # from left to right
_ROWS_FOR_A_LABEL = 9
_SHORTEST_LINE = 1.5  # turned by an eighth: about a unit of the drawing


@dataclass(frozen=True, slots=True)
class Plane:
    """How degrees become the units of a drawing: straight, as over a place so small they may be."""

    west: float
    north: float
    across: float  # units in a millionth of a degree eastwards
    down: float
    width: float
    height: float
    left: float

    def of(self, point: Point) -> Spot:
        """Return where a point is drawn, to a tenth of a unit."""
        east, north = point
        return (
            round(self.left + (east - self.west) * self.across, 1),
            round((self.north - north) * self.down, 1),
        )

    def rings(self, area: Area) -> tuple[Drawn, ...]:
        """Return the outlines and holes of an area as they are drawn."""
        return tuple(tuple(map(self.of, ring)) for ring in area.rings)


def plane_for(areas: Sequence[Area], *, width: float, most_height: float) -> Plane:
    """Return the plane on which areas fill a width, or a height where they are taller."""
    points = [point for area in areas for ring in area.rings for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = max(0.05, cos(radians((south + north) / 2 / MILLIONTHS)))
    wide, tall = max(1.0, (east - west) * squeeze), max(1.0, float(north - south))
    down = min(width / wide, most_height / tall)
    left = (width - wide * down) / 2
    return Plane(west, north, down * squeeze, down, width, tall * down, left)


def spans(rings: Sequence[Drawn], at: float) -> list[Span]:
    """Return where a level line at a height runs within rings: from left to right, in pairs."""
    crossed = sorted(_crossings(rings, at))
    return list(zip(crossed[::2], crossed[1::2], strict=False))


def _crossings(rings: Sequence[Drawn], at: float) -> Iterator[float]:
    for ring in rings:
        for one, other in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (one[1] <= at) != (other[1] <= at):
                yield one[0] + (at - one[1]) * (other[0] - one[0]) / (other[1] - one[1])


def hatching(rings: Sequence[Drawn], *, apart: float) -> Iterator[tuple[Spot, Spot]]:
    """Yield slanting lines within rings, at the same places whichever the area.

    One that is too short to be seen is left out, so that a jagged outline has no more lines than
    there is room for.
    """
    # Turned by an eighth, they are level.
    turned = [tuple((x - y, x + y) for x, y in ring) for ring in rings]
    heights = [y for ring in turned for _x, y in ring]
    for step in range(ceil(min(heights) / apart), floor(max(heights) / apart) + 1):
        level = step * apart
        for left, right in spans(turned, level):
            if right - left >= _SHORTEST_LINE:
                yield (
                    ((level + left) / 2, (level - left) / 2),
                    ((level + right) / 2, (level - right) / 2),
                )


@dataclass(frozen=True, slots=True)
class Room:
    """Where there is room for words within an area: its middle and its width at each height."""

    x: float
    y: float
    width: float
    height: float


def room_within(rings: Sequence[Drawn], *, width: float, height: float) -> Room | None:
    """Return the widest place within rings for words of some size, or None."""
    xs = [x for ring in rings for x, _y in ring]
    ys = [y for ring in rings for _x, y in ring]
    top, bottom = min(ys), max(ys)
    if bottom - top < height or max(xs) - min(xs) < width:
        return None
    rows = [
        top + height / 2 + (bottom - top - height) * at / (_ROWS_FOR_A_LABEL - 1)
        for at in range(_ROWS_FOR_A_LABEL)
    ]
    middle = (top + bottom) / 2
    found = [room for y in rows for room in _rooms(rings, y, height) if room.width >= width]
    # Of places about as wide the one nearest the middle reads best.
    return max(
        found,
        key=lambda room: room.width * (1 - 0.5 * abs(room.y - middle) / (bottom - top)),
        default=None,
    )


def _rooms(rings: Sequence[Drawn], y: float, height: float) -> Iterator[Room]:
    """Yield where words fit at a height: within the rings at their top, middle and foot."""
    found = spans(rings, y)
    for of in (y - height / 2, y + height / 2):
        found = list(_narrowed(found, spans(rings, of)))
    for left, right in found:
        yield Room((left + right) / 2, y, right - left, height)


def _narrowed(found: Sequence[Span], others: Sequence[Span]) -> Iterator[Span]:
    """Yield of each span its widest part within others, of which it meets few: both are in order.

    What has no such part is left out.
    """
    first = 0
    for left, right in found:
        while first < len(others) and others[first][1] <= left:
            first += 1
        ahead = (others[at] for at in range(first, len(others)))
        parts = [(max(left, a), min(right, b)) for a, b in takewhile(_begins_before(right), ahead)]
        if parts:
            yield max(parts, key=lambda span: span[1] - span[0])


def _begins_before(end: float) -> Callable[[Span], bool]:
    return lambda span: span[0] < end
