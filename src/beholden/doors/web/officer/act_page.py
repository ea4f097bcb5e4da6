"""A page on which one act is done: what it does, a form, and where one is led afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from ..form_pages import done_or_told, look_at_unheld_offices, moved_on, page
from ..forms import GovukForm
from .ways import Crumbs

Done = Callable[[Any], Any]  # of the form, which is valid
Owed = Callable[[Any], Iterable[Mapping[str, Any]]]  # of the form; entries as they are stated


@dataclass(frozen=True, slots=True)
class ActPage:
    """One act as a page tells of it.

    ``lead`` are paragraphs, ``known`` pairs of what the record says already, ``warning`` what
    cannot be undone, ``why_not`` why whoever looks may not do it: then there is no form. ``to`` is
    the route, with its arguments, to which one is led.
    """

    title: str
    button: str
    told: str
    to: tuple[str, ...]
    breadcrumbs: Crumbs
    lead: tuple[str, ...] = ()
    known: tuple[tuple[str, str], ...] = ()
    warning: str = ""
    why_not: str = ""
    template: str = "officer/act.html"


def acted(
    request: HttpRequest,
    form_class: type[GovukForm],
    about: ActPage,
    act: Done,
    *,
    initial: Mapping[str, Any] | None = None,
    leads_to: Callable[[Any], tuple[str, ...]] | None = None,
    tells: Callable[[Any], str] | None = None,
    owes: Owed | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the page of an act, or do it and go on; a refusal is told with what was typed kept.

    ``leads_to`` is where one is led by what the act returned, such as the name of a new thing.
    ``tells`` is what is told beside, of the form; ``owes`` what the form has somebody do by a day.
    """
    posted = request.method == "POST" and not about.why_not
    data = (request.POST, request.FILES) if posted else ()
    form = form_class(*data, initial=dict(initial or {}), **context.pop("form_options", {}))
    if posted and form.is_valid():
        done = done_or_told(form, lambda: act(form))
        if done is not None:
            route, *args = leads_to(done) if leads_to else about.to
            told = f"{about.told} {tells(form)}" if tells else about.told
            on = moved_on(request, route, *args, told=told)
            look_at_unheld_offices(request, owes(form) if owes else ())
            return on
    return page(
        request, about.template, form=form, about=about, breadcrumbs=about.breadcrumbs, **context
    )
