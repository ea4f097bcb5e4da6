"""The way back from the pages of work that no bar has: from what awaits somebody."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

Crumbs = list[tuple[str, str]]


def from_my_work(*on: tuple[str, str]) -> Crumbs:
    """Return the way from somebody's work on to a page: what each place is called, and where."""
    return [(_("My work"), reverse("my-work")), *on]
