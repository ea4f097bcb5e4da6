"""For auditors: what is on record checked, receipts read; and who vouches for the log outside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import Right
from ....records import reading
from ..form_pages import done_or_told, page
from ..forms import GovukForm, Radios
from ..paging import said_in_query
from ..routing import Route, holding
from ..visits import OfficerVisit
from .act_page import ActPage, acted
from .forms import NothingToFillIn
from .ways import Crumbs, from_my_work

_MOST_SHOWN = 500


class ReceiptsForm(GovukForm):
    """Whose receipts are read."""

    use = forms.ChoiceField(label=gettext_lazy("Of which use?"), required=False)

    def __init__(self, *args: Any, uses: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("use", [("", _("Every use")), *uses])


def audit(request: OfficerVisit) -> HttpResponse:
    """Check the register against the log, and that two people acted; record what was found."""
    form = NothingToFillIn(request.POST if request.method == "POST" else None)
    checks = None
    if request.method == "POST" and form.is_valid():
        checks = done_or_told(form, lambda: request.council.audit(by=request.officer.code))
    context = {
        "form": form,
        "checks": checks,
        "faults": sum(len(one.faults) for one in checks or ()),
        "breadcrumbs": _way(),
    }
    return page(request, "officer/auditing/audit.html", **context)


def receipts(request: OfficerVisit) -> HttpResponse:
    """Read the receipts of questions as they were typed; that they were read is in the log."""
    known = sorted(((one.name, one.title) for one in reading.uses_named()), key=lambda one: one[1])
    form = ReceiptsForm(request.POST if request.method == "POST" else None, uses=known)
    rows: Any = None
    if request.method == "POST" and form.is_valid():
        use = form.cleaned_data["use"] or None
        by = request.officer.code
        rows = done_or_told(form, lambda: request.council.read_receipts(by=by, use=use) or ())
    context = {
        "form": form,
        "read": rows is not None,
        "number": len(rows or ()) if rows is not True else 0,
        "rows": list(reversed(rows))[:_MOST_SHOWN] if isinstance(rows, tuple) else (),
        "breadcrumbs": _way(),
    }
    return page(request, "officer/auditing/receipts.html", **context)


class WitnessForm(GovukForm):
    """The public key that a witness gave out."""

    key = forms.CharField(
        label=gettext_lazy("The public key that the witness gave out"),
        help_text=gettext_lazy("One line, such as witness.example/w1+7e136b5c+BAAB…"),
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class LetGoForm(GovukForm):
    """Which witness goes."""

    name = forms.ChoiceField(label=gettext_lazy("Which witness?"), widget=Radios)

    def __init__(self, *args: Any, names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("name", [(one, one) for one in names])


def witnesses(request: OfficerVisit) -> HttpResponse:
    """Show who vouches for the log from outside, and for how much of it."""
    context = {"held": request.council.witnesses(), "size": request.council.log.size}
    context["breadcrumbs"] = _way()
    return render(request, "officer/auditing/witnesses.html", context)


def name_witness(request: OfficerVisit) -> HttpResponse:
    """Name a witness by its public key."""
    about = ActPage(
        title=_("Name a witness"),
        button=_("Name it"),
        told=_("It is named: its signature on the log is believed from now on."),
        to=("officer-witnesses",),
        breadcrumbs=_to_witnesses(),
        lead=(
            _(
                "A witness outside the council signs that the log has only grown, so that nobody "
                "here can show some people another log. Take its key from the witness itself."
            ),
        ),
    )
    return acted(
        request,
        WitnessForm,
        about,
        lambda form: request.council.name_witness(by=request.officer.code, **form.cleaned_data),
    )


def let_witness_go(request: OfficerVisit) -> HttpResponse:
    """Record that a witness vouches for the log no longer."""
    names = [one.key.origin for one in request.council.witnesses()]
    about = ActPage(
        title=_("Let a witness go"),
        button=_("Let it go"),
        told=_("It is gone: what it signs is not believed any more."),
        to=("officer-witnesses",),
        breadcrumbs=_to_witnesses(),
        why_not="" if names else _("This council has named no witness."),
    )
    return acted(
        request,
        LetGoForm,
        about,
        lambda form: request.council.let_witness_go(by=request.officer.code, **form.cleaned_data),
        form_options={"names": names},
        initial={"name": said_in_query(request, "name")},
    )


def _way() -> Crumbs:
    return from_my_work()


def _to_witnesses() -> list[tuple[str, str]]:
    return [*_way(), (_("Witnesses of the log"), reverse("officer-witnesses"))]


_NAMES = holding(Right.WITNESS_NAME)

ROUTES = (
    Route("work/audit/", audit, "officer-audit", holding(Right.AUDIT_RECORD), True),
    Route("work/receipts/", receipts, "officer-receipts", holding(Right.RECEIPT_READ), True),
    Route("work/witnesses/", witnesses, "officer-witnesses", _NAMES),
    Route("work/name-a-witness/", name_witness, "officer-witness-name", _NAMES, True),
    Route("work/let-a-witness-go/", let_witness_go, "officer-witness-let-go", _NAMES, True),
)
