"""The page of a course: what could run is refused, what only speaks of it is shown."""

from __future__ import annotations

import pytest

from beholden.actions import PublicCourse
from beholden.learning.reading import markdown

RUNS = (
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>x</p>",
    '<a href=" javascript:alert(1)">x</a>',
    '<a title="x" OnFocus="alert(1)" href="/">x</a>',
    "<img src=x>",
    "<svg/onload=alert(1)>",
    "<iframe src=x></iframe>",
)
SPEAKS = (
    "Never type `<script>` into a form.",
    '[A link](https://ashmere.example "x onclick=1") to read.',
    "[Another](https://ashmere.example/?q=javascript:x) link.",
    "onclick=alert(1) is no answer; nor is javascript:alert(1).",
)


def page(body: str) -> str:
    return PublicCourse("c", "A course", 1, 5, body).body


@pytest.mark.parametrize("body", RUNS)
def test_a_body_that_could_run_is_refused(body: str) -> None:
    with pytest.raises(ValueError, match="no text that may stand"):
        page(body)


@pytest.mark.parametrize("text", SPEAKS)
def test_what_only_speaks_of_it_is_shown(text: str) -> None:
    assert "<p>" in page(markdown().render(text))
