"""The tour has each picture that its program takes, and leads to pages that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser.routes import PARAMETER

from beholden.doors.web.routes import EVERY_ROUTE

from .stops import STOPS, Stop

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "tour.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"!\[[^\]]+\]\(pictures/tour/([\w-]+)\.webp\)", PAGE)
NAMED = sorted(set(re.findall(r"`(/[\w/{}-]*)`", PAGE)))
ROUTES = [re.compile("/" + PARAMETER.sub("[^/]+", route.path)) for route in EVERY_ROUTE]
MOST_BYTES = 900_000


def size_of(picture: bytes) -> tuple[int, int]:
    """Return width and height of a WebP picture in the extended form, which Chromium writes."""
    assert (picture[:4], picture[8:16]) == (b"RIFF", b"WEBPVP8X")
    width, height = (int.from_bytes(picture[at : at + 3], "little") + 1 for at in (24, 27))
    return width, height


def test_the_page_shows_each_stop_of_the_tour_in_its_order() -> None:
    kept = [path.stem for path in (DOCS / "pictures" / "tour").iterdir()]
    assert [stop.name for stop in STOPS] == SHOWN
    assert sorted(kept) == sorted(SHOWN)


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_a_picture_is_whole_and_as_large_as_its_window(stop: Stop) -> None:
    picture = (DOCS / "pictures" / "tour" / f"{stop.name}.webp").read_bytes()
    assert len(picture) == 8 + int.from_bytes(picture[4:8], "little")
    assert size_of(picture) == (stop.mode.width, stop.height)
    assert len(picture) > 8_000, "an empty page"


def test_the_whole_tour_is_small_enough_to_be_looked_at_anywhere() -> None:
    assert sum(path.stat().st_size for path in DOCS.glob("pictures/tour/*")) <= MOST_BYTES


@pytest.mark.parametrize("path", sorted({*NAMED, *(stop.path for stop in STOPS)}))
def test_a_page_that_the_tour_names_is_there(path: str) -> None:
    assert [route.pattern for route in ROUTES if route.fullmatch(path)]


def test_the_page_names_pages() -> None:
    assert len(NAMED) >= len(STOPS) // 2
