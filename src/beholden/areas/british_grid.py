"""The British National Grid to degrees: eastings and northings become WGS84.

Sources: Ordnance Survey, A Guide to Coordinate Systems in Great Britain (version 3.6, 2020),
annexes B and C: the inverse of the transverse Mercator projection on the Airy 1830 ellipsoid, then
a Helmert transformation, which is right to about five metres anywhere. That is less than what a map
of areas shows; nothing is measured by it.
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

_AIRY = (6_377_563.396, 6_356_256.909)
_WGS84 = (6_378_137.000, 6_356_752.3141)
_SCALE = 0.9996012717
_ORIGIN_NORTH, _ORIGIN_EAST = radians(49), radians(-2)
_FALSE_EAST, _FALSE_NORTH = 400_000.0, -100_000.0
_HUNDREDTH_OF_A_MILLIMETRE = 0.00001
# From OSGB36 to WGS84: metres, parts in a million and seconds of arc.
_SHIFT = (446.448, -125.157, 542.060)
_STRETCH = -20.4894e-6
_TURN = tuple(radians(seconds / 3600) for seconds in (0.1502, 0.2470, 0.8421))

MOST_EAST, MOST_NORTH = 700_000, 1_300_000


def is_on_grid(east: float, north: float) -> bool:
    """Return whether metres lie within the British National Grid."""
    return 0 <= east <= MOST_EAST and 0 <= north <= MOST_NORTH


def to_degrees(east: float, north: float) -> tuple[float, float]:
    """Return the longitude and latitude (WGS84) of an easting and a northing."""
    latitude, longitude = _unprojected(east, north)
    x, y, z = _shifted(_in_space(latitude, longitude))
    return _on_the_ground(x, y, z)


def _unprojected(east: float, north: float) -> tuple[float, float]:
    """Return latitude and longitude in radians on the Airy ellipsoid (annex C.2)."""
    a, b = _AIRY
    squared = 1 - (b / a) ** 2
    latitude = _ORIGIN_NORTH + (north - _FALSE_NORTH) / (a * _SCALE)
    while abs(left := north - _FALSE_NORTH - _arc(latitude)) > _HUNDREDTH_OF_A_MILLIMETRE:
        latitude += left / (a * _SCALE)
    bend = 1 - squared * sin(latitude) ** 2
    nu = a * _SCALE / sqrt(bend)
    rho = a * _SCALE * (1 - squared) / bend**1.5
    eta = nu / rho - 1
    t, secant, d = tan(latitude), 1 / cos(latitude), (east - _FALSE_EAST) / nu
    up = t / 2 - d**2 * t / 24 * (5 + 3 * t**2 + eta - 9 * t**2 * eta)
    up += d**4 * t / 720 * (61 + 90 * t**2 + 45 * t**4)
    across = 1 - d**2 / 6 * (nu / rho + 2 * t**2)
    across += d**4 / 120 * (5 + 28 * t**2 + 24 * t**4)
    across -= d**6 / 5040 * (61 + 662 * t**2 + 1320 * t**4 + 720 * t**6)
    return latitude - up * d**2 * nu / rho, _ORIGIN_EAST + secant * d * across


def _arc(latitude: float) -> float:
    """Return the length of the meridian from the true origin (annex C.1, M)."""
    a, b = _AIRY
    n = (a - b) / (a + b)
    less, more = latitude - _ORIGIN_NORTH, latitude + _ORIGIN_NORTH
    parts = (
        (1 + n + 5 / 4 * n**2 + 5 / 4 * n**3) * less
        - (3 * n + 3 * n**2 + 21 / 8 * n**3) * sin(less) * cos(more)
        + (15 / 8 * n**2 + 15 / 8 * n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )
    return b * _SCALE * parts


def _in_space(latitude: float, longitude: float) -> tuple[float, float, float]:
    a, b = _AIRY
    squared = 1 - (b / a) ** 2
    nu = a / sqrt(1 - squared * sin(latitude) ** 2)
    flat = nu * cos(latitude)
    return flat * cos(longitude), flat * sin(longitude), (1 - squared) * nu * sin(latitude)


def _shifted(point: tuple[float, float, float]) -> tuple[float, float, float]:
    x, y, z = point
    (dx, dy, dz), (rx, ry, rz), one = _SHIFT, _TURN, 1 + _STRETCH
    return (
        dx + one * x - rz * y + ry * z,
        dy + rz * x + one * y - rx * z,
        dz - ry * x + rx * y + one * z,
    )


def _on_the_ground(x: float, y: float, z: float) -> tuple[float, float]:
    a, b = _WGS84
    squared = 1 - (b / a) ** 2
    flat = hypot(x, y)
    latitude = atan2(z, flat * (1 - squared))
    for _ in range(6):  # each step is some hundred times nearer
        nu = a / sqrt(1 - squared * sin(latitude) ** 2)
        latitude = atan2(z + squared * nu * sin(latitude), flat)
    return degrees(atan2(y, x)), degrees(latitude)
