"""The British National Grid to degrees, beside what Ordnance Survey itself gives."""

from __future__ import annotations

from math import cos, hypot, radians

import pytest

from beholden.areas.british_grid import is_on_grid, to_degrees

# OSTN15 test points of Ordnance Survey (OSTN15_OSGM15_TestInput/Output): easting and northing,
# with latitude and longitude in ETRS89.
POINTS = [
    (91492.146, 11318.804, 49.92226393730, -6.29977752014),
    (250359.811, 62016.569, 50.43885825610, -4.10864563561),
    (331534.564, 431920.794, 53.77911025760, -3.04045490691),
    (651409.804, 313177.450, 52.65800783220, 1.71607397363),
    (299721.891, 967202.992, 58.58120461280, -3.72631021121),
    (421300.525, 1072147.239, 59.53470794490, -1.62516964320),
]


@pytest.mark.parametrize(("east", "north", "latitude", "longitude"), POINTS)
def test_a_point_is_where_ordnance_survey_has_it_to_some_metres(east, north, latitude, longitude):
    found_longitude, found_latitude = to_degrees(east, north)
    down = (found_latitude - latitude) * 111_320
    across = (found_longitude - longitude) * 111_320 * cos(radians(latitude))
    assert hypot(across, down) < 6


@pytest.mark.parametrize(
    ("east", "north", "on"),
    [(0, 0, True), (700_000, 1_300_000, True), (-1, 5, False), (5, 1_300_001, False)],
)
def test_what_lies_on_the_grid(east, north, on):
    assert is_on_grid(east, north) is on
