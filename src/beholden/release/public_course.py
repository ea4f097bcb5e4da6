"""Courses for residents as public pages: they may be read, and tried, without signing in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .pages import render

# Within a tag only: as text a page may speak of anything.
_RUNS = re.compile(r"<(?:script|iframe|img|[^>]*\son\w+\s*=|[^>]*javascript:)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PublicCourse:
    """A course as anybody may read it; ``body`` is HTML that its maker answers for."""

    code: str
    title: str
    version: int
    minutes: int
    body: str


def courses_page(council: str, courses: Sequence[PublicCourse]) -> str:
    """Return the page that lists the courses for residents."""
    return render("courses.html", courses=courses, made_up=False, council=council)


def course_page(council: str, course: PublicCourse) -> str:
    """Return the page of one course. Raises ValueError for a body that could run something."""
    from markupsafe import Markup

    if _RUNS.search(course.body):
        raise ValueError("this is no text that may stand in a page")
    body = Markup(course.body)  # noqa: S704  checked above, and made without HTML of others
    return render("course.html", course=course, body=body, made_up=False, council=council)
