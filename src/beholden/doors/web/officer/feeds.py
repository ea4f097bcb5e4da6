"""Feeds over PostgreSQL: asked for, opened by a second person, read by whom access is given to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import ROLES, Right
from ....records import reading
from ..form_pages import done_or_told, page
from ..forms import GovukForm, Radios
from ..paging import part_of
from ..routing import INSIDE, Route, holding
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import Because, NothingToFillIn
from .people import handle_of
from .ways import from_my_work

_READERS = frozenset(role.code for role in ROLES if Right.QUESTION_ASK in role.rights)


class GiveForm(GovukForm):
    """Who is given access."""

    person = forms.ChoiceField(
        label=gettext_lazy("Who is to read the rows?"),
        help_text=gettext_lazy(
            "Somebody else than you, whom the agreement gives rows and who may ask."
        ),
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose a person")), *people]
        self.choose_from("person", choices)


class TakeForm(GovukForm):
    """Whose access is taken."""

    person = forms.ChoiceField(label=gettext_lazy("Whose access?"), widget=Radios)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("person", people)


def feeds(request: OfficerVisit) -> HttpResponse:
    """List the feeds of every use: what is asked for and open first."""
    rows = sorted(reading.feeds(), key=lambda one: one.closed_at is not None)
    context = {
        "part": part_of(request, rows),
        "has_server": bool(request.council.feed.database),
        "breadcrumbs": from_my_work(),
    }
    return render(request, "officer/feeds/list.html", context)


def feed(request: OfficerVisit, name: str) -> HttpResponse:
    """Show the feed of a use: where it is, what it has, who reads it, and how."""
    title, found = reading.title_of(name), [one for one in reading.feeds() if one.use == name]
    standing = next((one for one in found if one.closed_at is None), None)
    reads = [one for one in (standing.access if standing else ()) if one.ended_at is None]
    mine = next((one for one in reads if one.person == request.officer.code), None)
    context = {
        "name": name,
        "title": title,
        "feed": standing,
        "before": [one for one in found if one is not standing],
        "readers": reads,
        "mine": mine,
        "server": request.council.feed,
        "psql": _psql(request, mine.login) if mine else "",
        "breadcrumbs": _way(name)[:-1],
    }
    return render(request, "officer/feeds/feed.html", context)


def _psql(request: OfficerVisit, login: str) -> str:
    """Return what is typed to read a feed in psql, which asks for the password itself."""
    server = request.council.feed
    at = f"{server.reached_at or _('SERVER')}/{server.name}"
    return f'psql "postgresql://{login}@{at}?sslmode=require"'


def ask(request: OfficerVisit, name: str) -> HttpResponse:
    """Ask that the rows which the agreement gives be put into a feed."""
    return _because(
        request,
        name,
        request.council.ask_feed,
        title=_("Ask for a feed"),
        button=_("Ask for it"),
        told=_("It is asked for, and waits for a second person."),
        lead=(
            _(
                "A feed holds the rows that the agreement gives, for the people whom it names, in "
                "Power BI, Excel, Tableau or psql. Somebody else opens it."
            ),
        ),
    )


def close(request: OfficerVisit, name: str) -> HttpResponse:
    """Close a feed, or decline one that was asked for."""
    return _because(
        request,
        name,
        request.council.close_feed,
        title=_("Close the feed"),
        button=_("Close it"),
        told=_("It is closed: nobody is given its rows any more."),
        warning=_(
            "Every login to it ends and its rows leave the server. One that was only asked for is "
            "declined."
        ),
    )


def _because(
    request: OfficerVisit, name: str, act: Callable[..., Any], **said: Any
) -> HttpResponse:
    return acted(
        request,
        Because,
        _about(name, **said),
        lambda form: act(by=request.officer.code, use=name, **form.cleaned_data),
    )


def open_one(request: OfficerVisit, name: str) -> HttpResponse:
    """Open a feed that somebody else asked for, and fill it."""
    about = _about(
        name,
        title=_("Open the feed"),
        button=_("Open it"),
        told=_("It is open, and filled. Nobody reads it before they are given access."),
        known=_known(name),
        warning=_("Rows about people leave the extract for another server."),
    )
    by = request.officer.code
    return acted(
        request, NothingToFillIn, about, lambda _form: request.council.open_feed(by=by, use=name)
    )


def refresh(request: OfficerVisit, name: str) -> HttpResponse:
    """Fill an open feed anew."""
    about = _about(
        name,
        title=_("Fill the feed anew"),
        button=_("Fill it anew"),
        told=_("It is filled anew."),
        lead=(_("Sealing does so by itself. This is for a server that lost its rows."),),
    )
    by = request.officer.code
    return acted(
        request, NothingToFillIn, about, lambda _form: request.council.refresh_feed(by=by, use=name)
    )


def _known(name: str) -> tuple[tuple[str, str], ...]:
    """Return what whoever opens a feed must know of it."""
    asked = next((one for one in reading.feeds() if one.use == name and not one.closed_at), None)
    if asked is None:
        return ()
    return (
        (_("Asked for by"), asked.asked_by_office),
        (_("Because"), asked.because),
        (_("Under"), asked.agreement),
    )


def give(request: OfficerVisit, name: str) -> HttpResponse:
    """Give somebody else access to a feed, and show once what they connect with."""
    codes = {handle_of(one.code): one for one in reading.people() if _may_read(request, one)}
    about = _about(
        name,
        title=_("Give access to the feed"),
        button=_("Give access"),
        told=_("Access is given."),
        why_not="" if codes else _("Nobody else of the list may ask questions."),
    )
    form = GiveForm(
        request.POST if request.method == "POST" else None,
        people=[(key, f"{one.office}, {one.organisation}") for key, one in codes.items()],
    )
    if request.method == "POST" and codes and form.is_valid():
        person = codes[form.cleaned_data["person"]].code
        by = request.officer.code
        login = done_or_told(
            form, lambda: request.council.give_feed_access(by=by, use=name, person=person)
        )
        if login is not None:
            shown = {"login": login, "name": name, "psql": _psql(request, login.login)}
            shown["breadcrumbs"] = _way(name)
            return render(request, "officer/feeds/given.html", shown)
    return page(request, about.template, form=form, about=about, breadcrumbs=about.breadcrumbs)


def _may_read(request: OfficerVisit, person: reading.PersonView) -> bool:
    return (
        person.active and person.code != request.officer.code and bool(_READERS & {*person.roles})
    )


def take(request: OfficerVisit, name: str) -> HttpResponse:
    """Take somebody's access to a feed."""
    reads = [
        access
        for one in reading.feeds()
        if one.use == name and one.closed_at is None
        for access in one.access
        if access.ended_at is None
    ]
    codes = {handle_of(one.person): one.person for one in reads}
    people = [(handle_of(one.person), f"{one.office}, {one.organisation}") for one in reads]
    about = _about(
        name,
        title=_("Take access to the feed"),
        button=_("Take it"),
        told=_("The access is taken: the login opens nothing any more."),
        why_not="" if people else _("Nobody has access to this feed."),
    )
    return acted(
        request,
        TakeForm,
        about,
        lambda form: request.council.take_feed_access(
            by=request.officer.code, use=name, person=codes[form.cleaned_data["person"]]
        ),
        form_options={"people": people},
    )


def _about(name: str, *, known: tuple[tuple[str, str], ...] = (), **said: Any) -> ActPage:
    """Return the page of an act on the feed of a use; raise NotFound where there is no such use."""
    use = (_("Use"), reading.title_of(name))
    return ActPage(to=("officer-feed", name), breadcrumbs=_way(name), known=(use, *known), **said)


def _way(name: str) -> list[tuple[str, str]]:
    return [
        (_("Uses"), reverse("officer-uses")),
        (name, reverse("officer-use", args=[name])),
        (_("Feed"), reverse("officer-feed", args=[name])),
    ]


_AT = "work/uses/<slug:name>/feed/"
_OPENS, _ACCESS = holding(Right.FEED_OPEN), holding(Right.FEED_ACCESS)

ROUTES = (
    Route("work/feeds/", feeds, "officer-feeds", INSIDE),
    Route(_AT, feed, "officer-feed", INSIDE),
    Route(f"{_AT}ask/", ask, "officer-feed-ask", holding(Right.FEED_ASK), True),
    Route(f"{_AT}open/", open_one, "officer-feed-open", _OPENS, True),
    Route(f"{_AT}fill-anew/", refresh, "officer-feed-refresh", _OPENS, True),
    Route(f"{_AT}close/", close, "officer-feed-close", holding(Right.FEED_CLOSE), True),
    Route(f"{_AT}give-access/", give, "officer-feed-give", _ACCESS, True),
    Route(f"{_AT}take-access/", take, "officer-feed-take", _ACCESS, True),
)
