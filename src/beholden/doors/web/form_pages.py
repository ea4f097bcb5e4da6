"""A page with a form: shown, answered by one act of the library, and told when it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ...actions import told_of_unheld_offices
from ...kernel import BeholdenError
from . import commands, telling
from .coming_back import ComingBack

T = TypeVar("T")


def page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Return a page; one with a form that has faults is answered 422, with what was typed.

    A form that somebody has begun and not sent has in it what they had typed; where they ask that
    it be kept, it is, and they go on to where it is one of the tasks (``coming_back``).
    """
    form, begun = context.get("form"), ComingBack.of(request, context)
    if begun:
        if begun.keeps and done_or_told(form, begun.keep):  # type: ignore[arg-type]  # it has one
            return moved_on(request, begun.back, told=begun.told)
        context |= begun.context()
    status = 422 if isinstance(form, Form) and form.is_bound and form.errors else 200
    return render(request, template, context, status=status)


def done_or_told(form: Form, act: Callable[[], T]) -> T | None:
    """Do an act of the library; where it is refused, the form tells why and keeps what was typed.

    Returns what the act returned (True for None), or None where the form tells of a fault.
    """
    try:
        done = act()
    except BeholdenError as error:
        form.add_error(None, in_one_sentence(error))
        form.next_step = telling.told(error.next_step)  # type: ignore[attr-defined]
        return None
    return True if done is None else done  # type: ignore[return-value]


def in_one_sentence(error: BeholdenError) -> str:
    """Return an error as the summary of a form tells it."""
    ask = _("Ask %(whom)s") % {"whom": telling.told(error.ask)} if error.ask else ""
    parts = (telling.sentence(part) for part in (error.what, error.why, error.next_step))
    return commands.in_words(" ".join(part for part in (*parts, ask) if part))


def moved_on(
    request: HttpRequest, to: str, /, *args: Any, told: str, **kwargs: Any
) -> HttpResponse:
    """Go on to another page (POST, redirect, GET), which says what was done."""
    messages.success(request, told)
    on: HttpResponse = redirect(to, *args, **kwargs)
    return on


def look_at_unheld_offices(request: HttpRequest, owed: Iterable[Mapping[str, Any]]) -> None:
    """Tell whoever stated that something is done by offices that nobody holds; it stands so."""
    unheld = told_of_unheld_offices(owed)
    if unheld:
        messages.warning(request, telling.told(unheld))
