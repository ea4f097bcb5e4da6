"""Keys for programs: opened for oneself, shown once, listed and closed, under one's account."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import Council, KeyOpened, Right
from ....actions.api_keys import LONGEST_DAYS
from ....records import reading
from ...api.openapi import BASE
from ...api.operations import OPERATIONS
from ..form_pages import done_or_told, moved_on, page
from ..forms import Checkboxes, DayField, GovukForm, Radios
from ..officers import Officer
from ..paging import said_in_query
from ..routing import Route, holding
from ..telling import day_in_words
from ..visits import OfficerVisit
from ..whole_addresses import whole
from .act_page import ActPage, acted

_ASKING = (Right.QUESTION_ASK, Right.SELF_SERVICE_ASK)
# What a program can do at all: the acts that the API has, and the questions of a feed of OData.
_OF_PROGRAMS = frozenset(_ASKING).union(
    *(one.needs for one in OPERATIONS if isinstance(one.needs, frozenset))
)
_USUAL_DAYS = 90
# Which form a key was opened with: sent again, as where the page of the key is loaded anew, it
# opens no second one. The key itself is kept nowhere, so it cannot be shown after a redirect.
_SHEET = "sheet_of_key"


class KeyForm(GovukForm):
    """What a key is for, what it may do, for which use, and until when."""

    never_kept = "it gives a secret, once, after asking who it is"
    purpose = forms.CharField(
        label=gettext_lazy("What is the key for?"),
        help_text=gettext_lazy("Such as: the weekly workbook of the housing team."),
        max_length=200,
    )
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("What may a program do with it?"),
        help_text=gettext_lazy("Without any of these it reads what you may read, and no more."),
        widget=Checkboxes,
        required=False,
    )
    use = forms.ChoiceField(
        label=gettext_lazy("For which use?"),
        help_text=gettext_lazy("One is safest: a key that gets lost opens that use alone."),
        required=False,
    )
    until = DayField(
        label=gettext_lazy("What is its last day?"),
        help_text=gettext_lazy("At most a year ahead."),
    )
    sheet = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(
        self,
        *args: Any,
        officer: Officer,
        uses: list[tuple[str, str]],
        today: date,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.today = today
        rights: Any = self.fields["rights"]
        rights.choices = [(one.value, _(one.sentence)) for one in _carried(officer)]
        use: Any = self.fields["use"]
        use.choices = [("", _("Every use that I may work on")), *uses]

    def clean_until(self) -> date:
        """Return the last day; raises ValidationError for one that is past or too far ahead."""
        until: date = self.cleaned_data["until"]
        if not self.today <= until <= self.today + timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Name a day from today to a year ahead"))
        return until


def _carried(officer: Officer) -> list[Right]:
    """Return what a key of somebody's may carry: asking first, which most keys are for."""
    theirs = [one for one in Right if one in officer.rights & _OF_PROGRAMS]
    return sorted(theirs, key=lambda one: one not in _ASKING)


class CloseForm(GovukForm):
    """Which key is closed."""

    key = forms.ChoiceField(label=gettext_lazy("Which key?"), widget=Radios)

    def __init__(self, *args: Any, keys: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("key", keys)


def keys(request: OfficerVisit) -> HttpResponse:
    """List one's own keys that are open; whoever adds people sees those of others too."""
    held = request.council.list_api_keys(by=request.officer.code)
    rows = [(one, [_(Right(code).sentence) for code in one["rights"]]) for one in held]
    mine = request.officer.code
    context = {
        "own": [row for row in rows if row[0]["person"] == mine],
        "others": [row for row in rows if row[0]["person"] != mine],
        "breadcrumbs": _way()[:1],
    }
    return render(request, "officer/keys/keys.html", context)


def _opened(request: OfficerVisit) -> HttpResponse:
    """Open a key for a program of one's own, and show it once."""
    about = _about(
        title=_("Open a key for a program"),
        button=_("Open the key"),
        told=_("The key is open."),
        lead=(
            _(
                "A program that has the key acts as you, with the rights that you tick and no "
                "others. What it does is in the log as your office’s."
            ),
        ),
    )
    form = KeyForm(
        request.POST if request.method == "POST" else None,
        officer=request.officer,
        uses=_uses(request),
        today=request.council.clock.today(),
        initial=_begun(request),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        sheet = said.pop("sheet")
        if sheet and request.session.get(_SHEET) == sheet:
            return moved_on(request, "account-keys", told=_("That key was opened, and shown once."))
        key = done_or_told(form, lambda: _made(request.council, by=request.officer.code, **said))
        if key is not None:
            request.session[_SHEET] = sheet
            return _shown(request, key, said)
    return page(request, about.template, form=form, about=about, breadcrumbs=about.breadcrumbs)


# A key outlives the session in which it was opened, so who it is is asked again, as before a
# second factor changes.
open_one: Any = reauthentication_required(app="keys")(_opened)


def _made(council: Council, *, by: str, use: str, **said: Any) -> KeyOpened:
    return council.open_api_key(by=by, uses=[use] if use else [], **said)


def _uses(request: OfficerVisit) -> list[tuple[str, str]]:
    """Return the uses that a key may be for: every one inside, else those to ask under."""
    council, by = request.council, request.officer.code
    known: Any = reading.uses_named() if request.officer.inside else council.uses_to_ask(by=by)
    return sorted(((one.name, one.title) for one in known), key=lambda one: one[1].lower())


def _begun(request: OfficerVisit) -> dict[str, Any]:
    """Return what the form begins with: asking, where the use that it is for was said."""
    use = said_in_query(request, "use")
    asks = [one.value for one in _ASKING if request.officer.may(one)][:1] if use else []
    until = request.council.clock.today() + timedelta(days=_USUAL_DAYS)
    return {"use": use, "rights": asks, "until": until, "sheet": secrets.token_urlsafe(16)}


def _shown(request: OfficerVisit, key: KeyOpened, said: dict[str, Any]) -> HttpResponse:
    asks = set(said["rights"]) & set(_ASKING)
    feed = reverse("odata-use-service", args=[said["use"]]) if said["use"] and asks else ""
    context = {
        "key": key,
        "feed": whole(request, feed) if feed else "",
        "api": whole(request, BASE),
        "breadcrumbs": _way(),
    }
    return render(request, "officer/keys/shown.html", context)


def close(request: OfficerVisit) -> HttpResponse:
    """Close a key at once: one's own or, for whoever adds people, anybody's."""
    held = request.council.list_api_keys(by=request.officer.code)
    about = _about(
        title=_("Close a key"),
        button=_("Close it"),
        told=_("The key is closed. It opens nothing any more."),
        warning=_("Whatever program has it can do nothing from now on. It cannot be opened again."),
        why_not="" if held else _("No key is open."),
    )
    return acted(
        request,
        CloseForm,
        about,
        lambda form: request.council.close_api_key(by=request.officer.code, **form.cleaned_data),
        form_options={"keys": [(one["key"], _said_of(one, request.officer)) for one in held]},
        initial={"key": said_in_query(request, "key")},
    )


def _said_of(key: dict[str, Any], officer: Officer) -> str:
    until = _("%(purpose)s, until %(day)s") % {
        "purpose": key["purpose"],
        "day": day_in_words(key["until"]),
    }
    return until if key["person"] == officer.code else f"{until} ({key['person']})"


def _about(**said: Any) -> ActPage:
    return ActPage(to=("account-keys",), breadcrumbs=_way(), **said)


def _way() -> list[tuple[str, str]]:
    return [
        (_("Your account"), reverse("mfa_index")),
        (_("Keys for programs"), reverse("account-keys")),
    ]


_OPENS = holding(Right.API_KEY_OPEN)

ROUTES = (
    Route("your-account/keys/", keys, "account-keys", _OPENS),
    Route("your-account/keys/open/", open_one, "account-key-open", _OPENS, True),
    Route("your-account/keys/close/", close, "account-key-close", _OPENS, True),
)
