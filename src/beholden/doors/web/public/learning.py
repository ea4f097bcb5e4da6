"""Courses for residents."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..form_pages import page
from ..visits import Visit
from .documents import or_404
from .kept import kept, kept_as_json


def courses(request: Visit) -> HttpResponse:
    """Show the courses for residents."""
    shown = kept(request, request.council.public_courses)
    return page(request, "public/courses.html", courses=shown)


def courses_json(request: Visit) -> HttpResponse:
    """Give the courses for residents as data."""
    return kept_as_json(request, request.council.public_courses)


def course(request: Visit, code: str) -> HttpResponse:
    """Show one course for residents, with its questions and their answers folded."""
    with or_404():
        shown = kept(request, request.council.public_course, code=code)
    way = [(_("Courses for residents"), reverse("courses"))]
    return page(request, "public/course.html", course=shown, breadcrumbs=way)


def course_json(request: Visit, code: str) -> HttpResponse:
    """Give one course for residents as data."""
    with or_404():
        return kept_as_json(request, request.council.public_course, code=code)
