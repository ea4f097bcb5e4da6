"""Borders made plainer: each stretch between two corners once, for both of its sides.

Outlines are cut into stretches at the points where borders part. A stretch that two areas share is
one stretch, so whatever is left out of it is left out on both sides, and no gap or overlap comes of
it. Its points are left out by how little they change (Visvalingam and Whyatt, Line generalisation
by repeated elimination of points, 1993), which takes no longer for a border made to be slow.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import cos, inf, radians, sqrt

from .crossing import crosses_itself
from .values import MILLIONTHS, Area, Point, Polygon, Ring, twice_the_size

# The longer side of a map is told apart in so many parts: twice what a large screen shows of it.
PARTS_OF_A_MAP = 1_500
MOST_POINTS = 6_000
_METRES = 111_320 / MILLIONTHS  # in a millionth of a degree of latitude
_HALVINGS = 8
Stretch = tuple[Point, ...]
Weights = tuple[float, ...]


Side = tuple[Stretch, bool]  # a stretch, and whether it is gone along as it is or backwards
Sides = tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Borders:
    """Areas, and each one's outlines and holes as the sides that they are made of."""

    areas: tuple[Area, ...]
    polygons: tuple[tuple[tuple[Sides, ...], ...], ...]  # of each area, in its order

    @property
    def rings(self) -> Iterator[Sides]:
        """Yield every outline and every hole."""
        return (sides for area in self.polygons for polygon in area for sides in polygon)


@dataclass(frozen=True, slots=True)
class Plainer:
    """Areas with plainer borders, how many points they have, and the detail left out in metres."""

    areas: tuple[Area, ...]
    points: int
    detail: int


def borders_of(areas: Sequence[Area]) -> Borders:
    """Return areas with their outlines cut into stretches."""
    turned = tuple(map(_turned, areas))
    corners = _corners(ring for area in turned for ring in area.rings)
    cut = [
        tuple(tuple(tuple(_sides(ring, corners)) for ring in polygon) for polygon in area.polygons)
        for area in turned
    ]
    return Borders(turned, tuple(cut))


def lie_on_one_another(borders: Borders) -> bool:
    """Return whether areas overlap where their borders meet: a stretch has one area on each side.

    Overlaps of outlines that share no stretch are not looked for.
    """
    gone = Counter(side for sides in borders.rings for side in sides)
    return any(times > 1 for times in gone.values())


def made_plainer(borders: Borders, *, most_points: int = MOST_POINTS) -> Plainer:
    """Return areas with borders of at most about ``most_points`` points; none loses its outline.

    Where an outline would close upon itself or cross itself, its stretches keep more of their
    points, down to all of them.
    """
    gone = {side for sides in borders.rings for side in sides}
    weights = {stretch: _weights(stretch) for stretch in {stretch for stretch, _way in gone}}
    least = _least(borders.areas, weights, most_points)
    kept = _settled(borders, weights, least)
    areas = tuple(
        replace(area, polygons=tuple(_drawn(polygons, kept, gone, least)))
        for area, polygons in zip(borders.areas, borders.polygons, strict=True)
    )
    used = {point for area in areas for ring in area.rings for point in ring}
    detail = round(sqrt(least) * _METRES)
    return Plainer(areas, len(used), detail)


def _turned(area: Area) -> Area:
    """Return an area with its outlines anticlockwise and its holes clockwise (RFC 7946, 3.1.6)."""
    return replace(area, polygons=tuple(map(_polygon_turned, area.polygons)))


def _polygon_turned(polygon: Polygon) -> Polygon:
    outline, *holes = polygon
    return (_going(outline, anticlockwise=True), *(_going(h, anticlockwise=False) for h in holes))


def _going(ring: Ring, *, anticlockwise: bool) -> Ring:
    return ring if (twice_the_size(ring) > 0) == anticlockwise else ring[::-1]


def _corners(rings: Iterable[Ring]) -> set[Point]:
    """Return the points at which borders part: not every outline has the same two beside it."""
    beside: dict[Point, frozenset[Point]] = {}
    corners: set[Point] = set()
    for ring in rings:
        for at, point in enumerate(ring):
            both = frozenset((ring[at - 1], ring[(at + 1) % len(ring)]))
            if beside.setdefault(point, both) != both:
                corners.add(point)
    return corners


def _sides(ring: Ring, corners: set[Point]) -> Iterator[Side]:
    """Yield the stretches of a ring, each in the one form that it has from either side."""
    cuts = [at for at, point in enumerate(ring) if point in corners]
    if not cuts:
        cuts = [ring.index(min(ring))]
    round_trip = (*ring[cuts[0] :], *ring[: cuts[0] + 1])
    ends = [cut - cuts[0] for cut in cuts[1:]] + [len(ring)]
    start = 0
    for end in ends:
        stretch = round_trip[start : end + 1]
        other_way = stretch[::-1]
        yield (stretch, True) if stretch <= other_way else (other_way, False)
        start = end


def _weights(stretch: Stretch) -> Weights:
    """Return for each point how much of the border goes with it; its ends are always kept.

    Of a stretch that comes back to its beginning two points between are kept as well.
    """
    squeeze = cos(radians(stretch[0][1] / MILLIONTHS))
    weight = [inf] * len(stretch)
    before = list(range(-1, len(stretch) - 1))
    after = list(range(1, len(stretch) + 1))

    def size(at: int) -> float:
        a, b, c = stretch[before[at]], stretch[at], stretch[after[at]]
        return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2 * squeeze

    between = range(1, len(stretch) - 1)
    current = {at: size(at) for at in between}
    heap = [(size, at) for at, size in current.items()]
    heapq.heapify(heap)
    left, reached = len(between), 0.0
    keep = 2 if stretch[0] == stretch[-1] else 0
    while heap and left > keep:
        smallest, at = heapq.heappop(heap)
        if current.get(at) != smallest:
            continue
        del current[at]
        reached = max(reached, smallest)  # never less than what went before it
        weight[at] = reached
        left -= 1
        before[after[at]], after[before[at]] = before[at], after[at]
        for neighbour in (before[at], after[at]):
            if neighbour in current:
                current[neighbour] = size(neighbour)
                heapq.heappush(heap, (current[neighbour], neighbour))
    return tuple(weight)


def _least(areas: Sequence[Area], weights: Mapping[Stretch, Weights], most_points: int) -> float:
    """Return the weight from which on points are kept: what a map shows, and not too many."""
    points = [point for area in areas for ring in area.rings for point in ring]
    easts, norths = [point[0] for point in points], [point[1] for point in points]
    wide = (max(easts) - min(easts)) * cos(radians(max(norths) / MILLIONTHS))
    shown = max(wide, max(norths) - min(norths)) / PARTS_OF_A_MAP
    every = sorted((one for of in weights.values() for one in of if one < inf), reverse=True)
    ends = sum(one == inf for of in weights.values() for one in of)
    room = max(0, most_points - ends)
    return max(shown**2, every[room] if room < len(every) else 0.0)


def _settled(
    borders: Borders, weights: Mapping[Stretch, Weights], least: float
) -> dict[Stretch, Stretch]:
    """Return each stretch with what is kept of it, so that every outline still holds an area."""
    from_on = dict.fromkeys(weights, least)
    kept = {stretch: _kept(stretch, weights[stretch], least) for stretch in weights}
    for turn in range(_HALVINGS + 1):
        spoilt = [sides for sides in borders.rings if _is_spoilt(sides, kept)]
        tight = {stretch for sides in spoilt for stretch, _way in sides if kept[stretch] != stretch}
        if not tight:
            break
        for stretch in tight:
            from_on[stretch] = from_on[stretch] / 4 if turn < _HALVINGS else 0.0
            kept[stretch] = _kept(stretch, weights[stretch], from_on[stretch])
    return kept


def _kept(stretch: Stretch, weights: Weights, least: float) -> Stretch:
    return tuple(point for point, weight in zip(stretch, weights, strict=True) if weight >= least)


def _is_spoilt(sides: Sides, kept: Mapping[Stretch, Stretch]) -> bool:
    """Return whether an outline encloses nothing, or crosses itself and did not before."""
    ring = _joined(sides, kept)
    if len(ring) < 3 or twice_the_size(ring) == 0:
        return True
    return crosses_itself(ring) and not crosses_itself(_joined(sides))


def _joined(sides: Sides, kept: Mapping[Stretch, Stretch] | None = None) -> Ring:
    """Return a ring of its sides, of what is kept of them or whole."""
    stretches = ((stretch if kept is None else kept[stretch], way) for stretch, way in sides)
    return tuple(
        point for stretch, way in stretches for point in (stretch if way else stretch[::-1])[:-1]
    )


def _drawn(
    polygons: Sequence[tuple[Sides, ...]],
    kept: Mapping[Stretch, Stretch],
    gone: AbstractSet[Side],
    least: float,
) -> Iterator[Polygon]:
    """Yield the polygons of what is kept, without islands and pools too small to be seen."""
    drawn = [[(sides, _joined(sides, kept)) for sides in polygon] for polygon in polygons]
    largest = max((ring for one in drawn for _sides, ring in one), key=_size)

    def is_seen(sides: Sides, ring: Ring) -> bool:
        shared = any((stretch, not way) in gone for stretch, way in sides)
        return ring is largest or shared or _size(ring) >= 2 * least

    for (outline, outer), *holes in drawn:
        if is_seen(outline, outer):
            yield (outer, *(ring for sides, ring in holes if is_seen(sides, ring)))


def _size(ring: Ring) -> int:
    return abs(twice_the_size(ring))
