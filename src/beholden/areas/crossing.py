"""Whether an outline crosses itself."""

from __future__ import annotations

from .values import Point, Ring

# A ring made to be slow is not looked at to its end: an edge of a real one meets few others.
_LOOKS_AN_EDGE = 60


def crosses_itself(ring: Ring) -> bool:
    """Return whether two edges of a ring that are no neighbours have a point in common.

    Edges are looked at from west to east, each beside those that begin before it ends. Of a ring
    on which that would take long, the rest is not looked at.
    """
    edges = sorted(
        (min(ring[at - 1], ring[at]), max(ring[at - 1], ring[at])) for at in range(len(ring))
    )
    open_edges: list[tuple[Point, Point]] = []
    looks = _LOOKS_AN_EDGE * len(edges)
    for edge in edges:
        looks -= len(open_edges)
        if looks < 0:
            return False
        open_edges = [one for one in open_edges if one[1][0] >= edge[0][0]]
        if any(_meet(one, edge) for one in open_edges):
            return True
        open_edges.append(edge)
    return False


def _meet(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    (a, b), (c, d) = one, other
    if max(a[1], b[1]) < min(c[1], d[1]) or max(c[1], d[1]) < min(a[1], b[1]):
        return False
    common = {a, b} & {c, d}
    if common:
        # Neighbours meet in their corner; they cross only where one lies on the other.
        (corner,) = common if len(common) == 1 else (a,)
        ends = ({a, b} | {c, d}) - common
        return len(common) == 2 or _lie_along(corner, *ends)
    return _side(a, b, c) * _side(a, b, d) <= 0 and _side(c, d, a) * _side(c, d, b) <= 0


def _lie_along(corner: Point, one: Point, other: Point) -> bool:
    ahead = (one[0] - corner[0]) * (other[0] - corner[0])
    ahead += (one[1] - corner[1]) * (other[1] - corner[1])
    return _side(corner, one, other) == 0 and ahead > 0


def _side(a: Point, b: Point, c: Point) -> int:
    turn = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    return (turn > 0) - (turn < 0)
