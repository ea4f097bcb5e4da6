"""The statement of how accessible the pages are, which every public body in the UK must have.

It follows the model statement of Commission Implementing Decision (EU) 2018/1523, which the Public
Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 keep.
"""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from ..form_pages import page
from ..visits import Visit
from .documents import as_json

# What the tests of this software hold every page to (tests/web/public/test_accessibility.py says
# by which test): nothing may be claimed here that no test would find broken.
CHECKED = (
    gettext_noop(
        "A program (axe-core) looks at every page on a phone, and at one of each kind at a desk "
        "and in colours of the visitor's own, and finds no fault against WCAG 2.2, levels A and AA."
    ),
    gettext_noop(
        "The Tab key goes through every page in the order of reading, leaves nothing out, and "
        "shows where it is; the way past the bar comes first."
    ),
    gettext_noop("Every kind of page works without JavaScript, or says what of it does not."),
    gettext_noop("No page must be scrolled sideways on a screen that is 360 pixels wide."),
    gettext_noop(
        "Every page has a title that names it and the council, one first heading, headings in "
        "their order, and says its language."
    ),
    gettext_noop("The HTML of every page is valid."),
)
# What is known to fall short, of the software itself.
KNOWN = (
    gettext_noop(
        "On the pages in Welsh, what officers wrote stands in the language in which they wrote it, "
        "and is not marked so everywhere: a screen reader may say it in the wrong voice (WCAG "
        "2.2, 3.1.2, language of parts)."
    ),
)


def statement(request: Visit) -> HttpResponse:
    """Show the statement, with what the council stated of its own pages."""
    return page(
        request,
        "public/accessibility.html",
        stated=request.council.accessibility,
        email=_email(request),
        checked=[_(one) for one in CHECKED],
        known=[_(one) for one in KNOWN],
    )


def statement_json(request: Visit) -> HttpResponse:
    """Give the statement as data; ``falls_short`` is what is known of the software itself."""
    said = {"complies": "in part", "with": "WCAG 2.2 AA", "checked": CHECKED, "falls_short": KNOWN}
    stated = asdict(request.council.accessibility)
    return as_json({**said, "council": {**stated, "email": _email(request)}})


def _email(request: Visit) -> str:
    """Return whom to tell: as the statement names them, or who answers for data."""
    public = request.council.public
    return request.council.accessibility.email or public.email or public.for_residents
