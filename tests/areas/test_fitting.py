"""Which column of a table holds areas, and which kept areas they are."""

from __future__ import annotations

import pytest

from beholden.areas import NamedAreas, fit

WARDS = NamedAreas("wards", 2, (("E01", "Castle"), ("E02", "Riverside"), ("E03", "St  Mary's")))
PLACES = NamedAreas(
    "places", 1, (("P1", "Castle"), ("P2", "Old Town"), ("P3", "Mill"), ("P4", "Mill"))
)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"ward": ["Castle", "Riverside"]}, ("ward", "wards", {"E01", "E02"}, ())),
        ({"ward": ["E01", "e03"]}, ("ward", "wards", {"E01", "E03"}, ())),
        ({"ward": [" castle ", "st mary's"]}, ("ward", "wards", {"E01", "E03"}, ())),
        ({"ward": ["Castle"] * 5 + ["Riverside"]}, ("ward", "wards", {"E01", "E02"}, ())),
        (
            {"ward": ["Castle", "Riverside", "St Mary's", "Unknown"]},
            ("ward", "wards", {"E01", "E02", "E03"}, ("Unknown",)),
        ),
        (
            {"tenure": ["Owner", "Castle"], "place": ["P1", "P2", "P3"]},
            ("place", "places", {"P1", "P2", "P3"}, ()),
        ),
        # Both sets have a Castle: the one in which fewer areas are left out fits better.
        ({"a": ["Castle", "E02"], "b": ["P1", "P2"]}, ("a", "wards", {"E01", "E02"}, ())),
    ],
)
def test_a_column_that_holds_areas_is_found(columns, expected):
    found = fit(columns, [PLACES, WARDS])
    assert found is not None
    assert (found.column, found.areas.name, set(found.codes.values()), found.not_on_map) == expected


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"ward": []},
        {"ward": ["Castle"]},  # one area is no map
        {"ward": ["Castle", "Riverside", "Elsewhere", "Nowhere"]},  # half are not on it
        {"ward": ["Mill", "Old Town"]},  # two areas have the first name: it stands for neither
        {"ward": ["Castle", "castle", "Riverside"]},  # one area, two numbers
        {"ward": ["Castle", "E01"]},
    ],
)
def test_what_is_no_column_of_areas(columns):
    assert fit(columns, [WARDS, PLACES]) is None
    assert fit(columns, []) is None
