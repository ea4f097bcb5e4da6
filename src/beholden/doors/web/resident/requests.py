"""What a resident asks of the council, and the receipt for it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from ..form_pages import done_or_told, page
from ..sign_in.limits import allowed
from ..visits import Visit
from .codes import personal
from .forms_resident import RequestForm

_RECEIPT, _IN_A_DAY = "resident_receipt", "10/d/key"


@personal
def ask(request: Visit) -> HttpResponse:
    """Ask about one's household; an officer answers once they have seen who asks."""
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _not_too_many(request, form):
        kind, text = form.cleaned_data["kind"], form.as_text()
        filed = done_or_told(form, lambda: request.council.file_request(kind=kind, text=text))
        if filed:
            request.session[_RECEIPT] = filed
            return redirect("request-receipt")
    return page(request, "resident/your_household.html", form=form)


@personal
def receipt(request: Visit) -> HttpResponse:
    """Show the receipt of what was asked last."""
    name = request.session.get(_RECEIPT)
    return page(request, "resident/receipt.html", name=name) if name else redirect("your-household")


def _not_too_many(request: Visit, form: RequestForm) -> bool:
    if allowed(request, "resident_request", _IN_A_DAY, key=request.resident or ""):
        return True
    form.add_error(None, _("You have asked ten times today. Ask again tomorrow"))
    return False
