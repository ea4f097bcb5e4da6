"""Courses for residents as public pages: they may be read, and tried, without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from .pages import render

_RUNNING_TAGS = frozenset({"script", "iframe", "img", "object", "embed", "style", "svg"})


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

    if _could_run(course.body):
        raise ValueError("this is no text that may stand in a page")
    body = Markup(course.body)  # noqa: S704  checked above, and made without HTML of others
    return render("course.html", course=course, body=body, made_up=False, council=council)
