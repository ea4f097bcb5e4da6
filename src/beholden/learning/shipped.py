"""The courses that come with Beholden: a beginning, which each council makes its own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from .course import Course
from .reading import read_course


@cache
def shipped_courses() -> tuple[Course, ...]:
    """Return the courses that come with Beholden, by code."""
    folder = files(__package__).joinpath("courses")
    texts = [one.read_text("utf-8") for one in folder.iterdir() if one.name.endswith(".md")]
    return tuple(sorted(map(read_course, texts), key=lambda course: course.code))
