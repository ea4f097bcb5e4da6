"""A map: what is withheld is told as withheld, never as a number; words for who cannot see it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from math import cos, sin, tau

import pytest
from counting import calls_of
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.areas import Area, Figures, draw_map, draw_outlines
from beholden.areas.classes import ABOVE, BELOW, SEQUENTIAL
from beholden.areas.drawing import INK, PAPER, SOFT, _is_dark

from .made import squares

AREAS = squares(4, 3, bends=5)
CODES = [area.code for area in AREAS]
SVG = "{http://www.w3.org/2000/svg}"


def drawn(numbers, **other):
    figures = Figures("households", "neighbourhood", numbers, **other)
    return draw_map(AREAS, figures, title="Households (made up)")


def titles(svg: str) -> dict[str, str]:
    told = [one.text for one in ET.fromstring(svg).iter(f"{SVG}title")][1:]
    return dict(one.split(": ") for one in told)


def words(svg: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{SVG}text")]


def test_each_area_says_its_number_or_why_it_has_none():
    numbers = {CODES[0]: 0.0, CODES[1]: 1200.0, CODES[2]: None}
    told = titles(drawn(numbers).svg)
    names = [area.name for area in AREAS]
    assert len(told) == len(AREAS)
    assert (told[names[0]], told[names[1]]) == ("0", "1,200")
    assert told[names[2]] == "withheld"
    assert told[names[3]] == "no row in the table"


def test_the_legend_says_each_kind_in_words_with_how_many_areas():
    made = drawn({CODES[0]: 0.0, CODES[1]: 9.0, CODES[2]: None, CODES[3]: None})
    legend = ["9 (1 area)", "0 (1 area)", "Withheld (2 areas)", "No row in the table (8 areas)"]
    assert [one for one in words(made.svg) if "area" in one] == legend
    assert "; ".join(legend) in made.description
    assert "Households, by neighbourhood" in words(made.svg)
    assert "Largest: Place 0-1, 9. Smallest shown: Place 0-0, 0." in made.description


def test_of_an_answer_that_withheld_some_a_missing_row_may_be_one_of_them():
    made = draw_map(AREAS, Figures("n", "area", {CODES[0]: 3.0}, leaves_out=True), title="Some")
    assert "No row, or withheld" in made.description
    assert "No row in the table" not in made.description


@settings(max_examples=30, deadline=None)
@given(st.lists(st.none() | st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=12))
def test_what_is_withheld_is_hatched_and_no_class_is_made_of_it(values):
    numbers = dict(zip(CODES, values, strict=False))
    made = drawn(numbers)
    root = ET.fromstring(made.svg)
    hatched = [p for p in root.iter(f"{SVG}path") if p.get("fill") == "none"]
    withheld = sum(value is None for value in values)
    assert len(hatched) == withheld + (withheld > 0)  # one more in the legend
    without = drawn({code: value for code, value in numbers.items() if value is not None})
    classes = re.compile(r"^[-\d.,]+(?: to .*)? \(\d+ areas?\)$")
    assert list(filter(classes.match, words(made.svg))) == list(
        filter(classes.match, words(without.svg))
    )


def test_counts_are_warned_of_and_what_is_not_on_the_map_is_named():
    assert not drawn({CODES[0]: 1.0}).says[1:]
    says = drawn({CODES[0]: 1.0}, adds_up=True, not_on_map=("Unknown",)).says
    assert says[1].startswith("These are counts or sums: where more people live")
    assert says[2] == "In the table and not on the map: Unknown."
    assert drawn({CODES[0]: 1.0}, adds_up=None).says[1].startswith("Where these are sums: ")


def test_a_map_has_a_title_and_a_description_and_fetches_and_runs_nothing():
    made = drawn({CODES[0]: 1.0})
    root = ET.fromstring(made.svg)
    assert root.get("role") == "img"
    assert [root[0].tag, root[0].text] == [f"{SVG}title", "Households (made up)"]
    assert [root[1].tag, root[1].text] == [f"{SVG}desc", made.description]
    assert not re.search(r"href|url\(|<script|<image|@import|\son\w+=", made.svg)
    assert "forced-color-adjust:none" in made.svg


def test_hostile_names_are_text():
    area = Area("X", '<b onload="x">&\x00', AREAS[0].polygons)
    figures = Figures("n<i>", "c&", {"X": 3.0}, ("</svg>",))
    made = draw_map([area, AREAS[1]], figures, title="<t>", credit="© <c>")
    root = ET.fromstring(made.svg)
    assert {one.tag for one in root.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "rect", "g", "path", "text")
    }


def test_whose_boundaries_they_are_stands_under_the_map():
    whose = "Contains OS data © Crown copyright and database right 2026. " * 3
    figures = Figures("n", "ward", {})
    svg = draw_map(AREAS, figures, title="t", credit=whose).svg
    assert whose.split() == " ".join(words(svg)).split()[-len(whose.split()) :]
    assert "No number is shown" in draw_map(AREAS, figures, title="t").description


def test_a_map_is_small():
    made = draw_map(squares(12, 12, bends=10), Figures("n", "ward", {}), title="A map of 144 areas")
    assert len(made.svg) < 90_000


def test_four_times_as_jagged_an_area_takes_about_four_times_as_long():
    plain, jagged = (calls_of(lambda n=n: hatched_star(n), at_most=400_000) for n in (600, 2_400))
    assert jagged < 5 * plain


def test_a_jagged_area_has_no_more_hatching_than_there_is_room_for():
    assert len(hatched_star(2_400)) < 40_000


def hatched_star(points: int) -> str:
    """Draw an area of so many points, every second of them far within, that has no number."""
    turns = [(at * tau / points, 50_000 if at % 2 else 15_000) for at in range(points)]
    ring = tuple((round(r * cos(a)), round(52_000_000 + r * sin(a))) for a, r in turns)
    figures = Figures("n", "ward", {"S": None})
    return draw_map([Area("S", "Star (made up)", ((ring,),))], figures, title="t").svg


def test_areas_alone_are_drawn_with_their_names():
    svg = draw_outlines(AREAS, title="Places")
    assert {area.name for area in AREAS} <= set(titles_alone(svg))


def titles_alone(svg: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{SVG}title")]


@pytest.mark.parametrize("colour", [*SEQUENTIAL, *BELOW, *ABOVE])
def test_words_are_read_on_every_colour_and_each_outline_is_seen(colour):
    ink, outline = (PAPER, PAPER) if _is_dark(colour) else (INK, SOFT)
    assert contrast(ink, colour) >= 4.5
    assert contrast(outline, colour) >= 3


def test_classes_are_told_apart_by_lightness():
    for scale in (SEQUENTIAL, BELOW, ABOVE[::-1]):
        steps = list(scale) if scale is SEQUENTIAL else sorted(scale, key=luminance, reverse=True)
        light = [luminance(one) for one in steps]
        assert all((a + 0.05) / (b + 0.05) > 1.25 for a, b in pairwise(light))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
