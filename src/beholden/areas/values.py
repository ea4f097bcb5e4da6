"""Areas as values: a code, a name, and outlines in millionths of a degree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from beholden.kernel import Finding

Point = tuple[int, int]  # east and north in millionths of a degree (WGS84), about 0.1 m
Ring = tuple[Point, ...]  # the first point is not said again at the end
Polygon = tuple[Ring, ...]  # its outline, then its holes
MILLIONTHS = 1_000_000
MOST_AREAS = 2_000  # of one set


@dataclass(frozen=True, slots=True)
class Area:
    """One ward, LSOA or neighbourhood."""

    code: str
    name: str
    polygons: tuple[Polygon, ...]

    @property
    def rings(self) -> Iterator[Ring]:
        """Yield every outline and every hole."""
        return (ring for polygon in self.polygons for ring in polygon)


@dataclass(frozen=True, slots=True)
class AreasRead:
    """Areas as they were read and made fit to be drawn, with what was found amiss.

    ``points_read`` and ``points`` count the points of outlines before and after; ``detail`` is the
    size in metres of what was left out as too small to be seen.
    """

    areas: tuple[Area, ...]
    findings: tuple[Finding, ...]
    points_read: int
    points: int
    detail: int


@dataclass(frozen=True, slots=True)
class NamedAreas:
    """A kept set of areas by the labels alone: what a column of a table is looked up in."""

    name: str
    version: int
    labels: tuple[tuple[str, str], ...]  # code and name of each


def twice_the_size(ring: Ring) -> int:
    """Return twice the size that a ring encloses, negative where it runs clockwise."""
    following = (*ring[1:], *ring[:1])
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))
