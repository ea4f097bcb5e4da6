"""What a resident asks of the council, the receipt for it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import RequestKind
from ..form_pages import done_or_told, page
from ..public.kept import kept
from ..sign_in.limits import allowed
from ..visits import Visit
from .codes import personal
from .forms_resident import (
    ComplaintForm,
    FollowForm,
    HouseholdQuestionForm,
    ObjectionForm,
    OptOutForm,
    RequestForm,
)

_RECEIPT, _IN_A_DAY, _FOLLOWED_IN_A_DAY = "resident_receipt", "10/d/key", "50/d/key"


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of request as its page tells of it."""

    kind: RequestKind
    form: type[RequestForm]
    title: Any
    lead: Any


ASKED = {
    one.kind.value: one
    for one in (
        Asked(
            RequestKind.HOUSEHOLD_QUESTION,
            HouseholdQuestionForm,
            gettext_lazy("Was my household part of a use of data?"),
            gettext_lazy("You are told of each use as far as it tells of nobody else."),
        ),
        Asked(
            RequestKind.OBJECTION,
            ObjectionForm,
            gettext_lazy("Leave my household out of one use"),
            gettext_lazy(
                "You are left out from the next time that its data are put together. Where its "
                "agreement does not allow that, you are told why."
            ),
        ),
        Asked(
            RequestKind.OPT_OUT,
            OptOutForm,
            gettext_lazy("Leave my household out of a kind of use"),
            gettext_lazy("It holds for uses to come as well."),
        ),
        Asked(
            RequestKind.COMPLAINT,
            ComplaintForm,
            gettext_lazy("Complain about how the council uses data"),
            gettext_lazy(
                "You may also complain to the Information Commissioner, who oversees every council "
                "(ico.org.uk)."
            ),
        ),
    )
}


@personal
def choose(request: Visit) -> HttpResponse:
    """Show what a resident may ask for, and the way back to what they asked."""
    return page(request, "resident/your_household.html", ways=ASKED)


@personal
def ask(request: Visit, kind: str) -> HttpResponse:
    """Ask for one thing; an officer answers once they have seen who asks."""
    about = ASKED.get(kind)
    if about is None:
        raise Http404
    uses = [(one.name, one.title) for one in kept(request, request.council.public_uses)]
    initial = {"use": request.GET.get("use", "")}
    form = about.form(request.POST or None, uses=uses, initial=initial)
    if request.method == "POST" and form.is_valid() and _not_too_many(request, form):
        filed = done_or_told(form, lambda: _file(request, kind, form))
        if filed:
            request.session[_RECEIPT] = filed
            return redirect("request-receipt")
    complaints_kept = request.council.list_spans()["complaints"]
    return page(
        request, "resident/ask.html", form=form, about=about, complaints_kept=complaints_kept
    )


@personal
def receipt(request: Visit) -> HttpResponse:
    """Show the receipt of what was asked last."""
    name = request.session.get(_RECEIPT)
    return page(request, "resident/receipt.html", name=name) if name else redirect("your-household")


@personal
def follow(request: Visit) -> HttpResponse:
    """Show what became of a request to whoever filed it; the address holds no receipt."""
    form = FollowForm(request.POST or None, initial={"receipt": request.session.get(_RECEIPT)})
    found = None
    if request.method == "POST" and form.is_valid() and _not_too_often(request, form):
        said = form.cleaned_data["receipt"]
        found = done_or_told(
            form, lambda: request.council.follow_request(receipt=said, asker=str(request.resident))
        )
    about = ASKED[found.kind] if found else None
    return page(request, "resident/follow.html", form=form, found=found, about=about)


def _file(request: Visit, kind: str, form: RequestForm) -> str:
    return str(
        request.council.file_request(kind=kind, text=form.as_text(), asker=str(request.resident))
    )


def _not_too_many(request: Visit, form: RequestForm) -> bool:
    if allowed(request, "resident_request", _IN_A_DAY, key=request.resident or ""):
        return True
    form.add_error(None, _("You have asked ten times today. Ask again tomorrow"))
    return False


def _not_too_often(request: Visit, form: FollowForm) -> bool:
    if allowed(request, "resident_follow", _FOLLOWED_IN_A_DAY, key=request.resident or ""):
        return True
    form.add_error(None, _("You have looked fifty times today. Look again tomorrow"))
    return False
