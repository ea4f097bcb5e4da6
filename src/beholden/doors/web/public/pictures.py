"""Quality over time as a picture: where its lines go. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ....actions import ShownVersion

WIDTH, HEIGHT = 640, 200
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 16, 12, 28


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension of quality; ``points`` are x and y of each delivery that has a score."""

    name: str
    number: int
    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """Return the points as SVG's polyline has them."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Picture:
    """The lines, where the grid is (y and what it says), and where each delivery stands.

    A delivery is its x, what it is, and its score on each line.
    """

    lines: tuple[Line, ...]
    grid: tuple[tuple[float, int], ...]
    deliveries: tuple[tuple[float, ShownVersion, tuple[float | None, ...]], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = _LEFT
    right: int = WIDTH - _RIGHT
    foot: int = HEIGHT - 8


def lines_of(versions: Sequence[ShownVersion]) -> Picture | None:
    """Return the picture of the scores of each delivery; None where none has a score."""
    names = sorted({name for one in versions for name in one.scores})
    if not names:
        return None
    places = [_across(place, len(versions)) for place in range(len(versions))]
    return Picture(
        lines=tuple(
            _line(name, number, places, [one.scores.get(name) for one in versions])
            for number, name in enumerate(names, start=1)
        ),
        grid=tuple((_down(percent / 100), percent) for percent in (0, 50, 100)),
        deliveries=tuple(
            (x, one, tuple(one.scores.get(name) for name in names))
            for x, one in zip(places, versions, strict=True)
        ),
    )


def _line(name: str, number: int, places: Sequence[float], scores: Sequence[float | None]) -> Line:
    points = [
        (x, _down(score)) for x, score in zip(places, scores, strict=True) if score is not None
    ]
    return Line(name, number, tuple(points))


def _across(place: int, of: int) -> float:
    wide = WIDTH - _LEFT - _RIGHT
    return round(_LEFT + wide * (place / (of - 1) if of > 1 else 0.5), 1)


def _down(score: float) -> float:
    return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * min(max(score, 0.0), 1.0), 1)
