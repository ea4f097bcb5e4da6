"""Courses for residents: they may be read, and tried, without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from ... import learning
from ...kernel import NotFound
from ..home import Home
from ..learning.courses import CourseState, course_named, list_courses

_PUBLIC = "residents"
_RUNNING_TAGS = frozenset({"script", "iframe", "img", "object", "embed", "style", "svg"})


@dataclass(frozen=True, slots=True)
class PublicCourse:
    """A course as anybody may read it; ``body`` is HTML in which nothing runs."""

    code: str
    title: str
    version: int
    minutes: int
    body: str

    def __post_init__(self) -> None:
        """Raise ValueError for a body that could run something."""
        if _could_run(self.body):
            raise ValueError("this is no text that may stand in a page")


def public_courses(home: Home) -> tuple[PublicCourse, ...]:
    """Return every course for residents."""
    return tuple(_course(one) for one in list_courses(home) if one.course.audience == _PUBLIC)


def public_course(home: Home, *, code: str) -> PublicCourse:
    """Return a course for residents; raises NotFound for any other."""
    state = course_named(home, code)
    if state.course.audience != _PUBLIC:
        raise NotFound("There is no such course for residents.")
    return _course(state)


def _course(state: CourseState) -> PublicCourse:
    course = state.course
    body = learning.course_html(course)
    return PublicCourse(course.code, course.title, course.version, course.minutes, body)


class _Running(HTMLParser):
    """Finds what could run in a page; as text, or as the title of a link, it may say anything."""

    found = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        self.found |= tag in _RUNNING_TAGS or any(
            name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
            for name, value in attrs
        )


def _could_run(body: str) -> bool:
    running = _Running()
    running.feed(body)
    running.close()
    return running.found
