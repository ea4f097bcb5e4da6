"""A long list in parts, and several on one page, each with its own number in the address."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from beholden.doors.web.paging import part_of


def test_lists_of_one_page_are_asked_for_apart_and_lead_back_to_themselves():
    request = RequestFactory().get("/", {"asked": "2", "timeline": "3"})
    asked = part_of(request, range(100), size=20, at="asked")
    timeline = part_of(request, range(100), size=20, at="timeline")
    assert (list(asked.items), list(timeline.items)) == ([*range(20, 40)], [*range(40, 60)])
    assert asked.after == "?asked=3&timeline=3#asked"
    assert timeline.before == "?asked=2&timeline=2#timeline"


def test_what_was_searched_for_stays_in_the_address():
    request = RequestFactory().get("/", {"find": "warm & dry", "page": "2"})
    part = part_of(request, range(60), size=20)
    assert part.before == "?find=warm+%26+dry&page=1"
    assert [one and one[0] for one in part.pages] == [1, 2, 3]


@pytest.mark.parametrize(
    ("asked", "number"),
    [("", 1), ("x", 1), ("0", 1), ("-1", 1), ("2", 2), ("3", 3), ("99", 3)],
)
def test_a_number_that_makes_no_sense_gives_the_nearest(asked, number):
    part = part_of(RequestFactory().get("/", {"page": asked}), range(60), size=20)
    assert part.number == number
