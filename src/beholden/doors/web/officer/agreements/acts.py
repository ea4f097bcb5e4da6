"""What is done with an agreement: signed, answered, stopped, let go on, ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ... import telling
from ...forms import GovukForm
from ...visits import OfficerVisit
from ..act_page import ActPage, acted
from ..forms import Because, NothingToFillIn
from .listing import crumbs, refuse_closed


@dataclass(frozen=True, slots=True)
class _Act:
    """One act as its page tells of it; ``does`` takes the council, and what the act needs."""

    title: Any
    button: Any
    told: Any
    lead: Any
    does: Callable[[Any, str, str, str], Any]
    form: type[GovukForm] = Because
    warning: Any = ""


ACTS: dict[str, _Act] = {
    "sign": _Act(
        gettext_lazy("Sign the agreement"),
        gettext_lazy("Sign for your organisation"),
        gettext_lazy("Signed."),
        gettext_lazy(
            "You sign the newest version as it is. Read its document first. Once every party has "
            "signed and its first day has come, it is in force."
        ),
        lambda council, by, name, _why: council.sign_agreement(by=by, agreement=name),
        form=NothingToFillIn,
    ),
    "ask-for-changes": _Act(
        gettext_lazy("Ask for changes"),
        gettext_lazy("Ask for them"),
        gettext_lazy("Your organisation has asked for changes."),
        gettext_lazy(
            "Say what should be changed. Everybody may read it; the author answers with a next "
            "version. What was signed stays signed."
        ),
        lambda council, by, name, why: council.ask_for_changes(by=by, agreement=name, text=why),
    ),
    "decline": _Act(
        gettext_lazy("Decline the agreement"),
        gettext_lazy("Decline it"),
        gettext_lazy("Your organisation has declined it."),
        gettext_lazy("Your organisation will not sign this version. It may still sign it later."),
        lambda council, by, name, why: council.decline_agreement(
            by=by, agreement=name, because=why
        ),
    ),
    "withdraw": _Act(
        gettext_lazy("Withdraw the signature"),
        gettext_lazy("Withdraw it now"),
        gettext_lazy("Your organisation has withdrawn."),
        gettext_lazy("Your organisation's signature is withdrawn at once."),
        lambda council, by, name, why: council.withdraw_from_agreement(
            by=by, agreement=name, because=why
        ),
        warning=gettext_lazy(
            "Its data are destroyed. Unless the parties join severally, the agreement is over for "
            "everybody, and what was sealed cannot be read again."
        ),
    ),
    "suspend": _Act(
        gettext_lazy("Suspend the agreement"),
        gettext_lazy("Stop it now"),
        gettext_lazy("It is suspended: nothing is asked under it."),
        gettext_lazy(
            "From this moment nothing is asked, sealed or told under it. The extract is kept, so "
            "that a second person can let it go on."
        ),
        lambda council, by, name, why: council.suspend_agreement(
            by=by, agreement=name, because=why
        ),
    ),
    "resume": _Act(
        gettext_lazy("Let the agreement go on"),
        gettext_lazy("Let it go on"),
        gettext_lazy("It goes on."),
        gettext_lazy("Asking goes on from this moment. Whoever stopped it may not do this."),
        lambda council, by, name, why: council.resume_agreement(by=by, agreement=name, because=why),
    ),
    "end": _Act(
        gettext_lazy("End the agreement"),
        gettext_lazy("End it now"),
        gettext_lazy("It has ended."),
        gettext_lazy("Every version of it that is open ends now, before its date."),
        lambda council, by, name, why: council.end_agreement(by=by, agreement=name, because=why),
        warning=gettext_lazy(
            "The keys of its extracts are destroyed. What was sealed cannot be read again."
        ),
    ),
}


def act(request: OfficerVisit, name: str, code: str) -> HttpResponse:
    """Do one act on an agreement; who may not learns why before they try."""
    if code not in ACTS:
        raise Http404
    council, officer, one = request.council, request.officer, ACTS[code]
    refuse_closed(officer, name)
    found = council.agreement_acts(by=officer.code, agreement=name)
    mine = next((possible for possible in found if possible.act == code), None)
    why_not = (
        telling.told(mine.why_not)
        if mine
        else _("This is not yours to do now, or not in its state.")
    )
    about = ActPage(
        title=str(one.title),
        button=str(one.button),
        told=str(one.told),
        to=("officer-agreement", name),
        breadcrumbs=crumbs(name),
        lead=(name, str(one.lead)),
        warning=str(one.warning),
        why_not=why_not,
    )
    return acted(
        request,
        one.form,
        about,
        lambda form: one.does(council, officer.code, name, form.cleaned_data.get("because", "")),
    )
