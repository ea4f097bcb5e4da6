"""The forms of residents: where a code is sent, the code, and what is asked."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from ....actions import RequestKind
from ...sending import EMAIL, TEXT
from ..forms import DayField, GovukForm, Radios

_MOBILE = re.compile(r"(?:\+44|0044|0)7\d{9}")


class AskCodeForm(GovukForm):
    """Asks for an e-mail address, or the number of a mobile telephone where texts can be sent."""

    address = forms.CharField(max_length=254)

    def __init__(self, *args: Any, may_text: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._may_text = may_text
        self.fields["address"].label = (
            _("E-mail address or UK mobile number") if may_text else _("E-mail address")
        )
        self.fields["address"].widget.attrs.update(autocomplete="email", spellcheck="false")

    def clean_address(self) -> str:
        """Return the address in one form; ``kind`` says which it is."""
        said = self.cleaned_data["address"].strip()
        number = re.sub(r"[\s()-]", "", said)
        if self._may_text and _MOBILE.fullmatch(number):
            self.kind = TEXT
            return f"+44{number[-10:]}"
        self.kind = EMAIL
        try:
            validate_email(said)
        except ValidationError:
            raise ValidationError(_("Enter an address that a code can be sent to")) from None
        return str(said).lower()


class EnterCodeForm(GovukForm):
    """Asks for the six digits."""

    code = forms.CharField(
        label=_("The six digits"),
        max_length=12,
        widget=forms.TextInput(
            {
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "class": "govuk-input--width-10",
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the digits alone."""
        return re.sub(r"\s", "", str(self.cleaned_data["code"]))


class RequestForm(GovukForm):
    """Asks what is wanted, for which household, and how to reach whoever asks."""

    kind = forms.ChoiceField(
        label=_("What do you ask for?"),
        widget=Radios,
        choices=(
            (RequestKind.HOUSEHOLD_QUESTION.value, _("Was my household part of a use of data?")),
            (RequestKind.OBJECTION.value, _("Leave my household out of one use")),
            (RequestKind.OPT_OUT.value, _("Leave my household out of a kind of use")),
            (RequestKind.COMPLAINT.value, _("I complain")),
        ),
    )
    household = forms.CharField(
        label=_("Your household"),
        help_text=_("Its address with the postcode, or its UPRN."),
        max_length=300,
    )
    since = DayField(
        label=_("Since when have you lived there?"), help_text=_("For example, 27 3 2024")
    )
    until = DayField(label=_("Until when, if you live there no more?"), required=False)
    reach = forms.CharField(
        label=_("How to reach you"),
        help_text=_("An officer writes or calls, to see that you live there, and then answers."),
        max_length=300,
    )
    more = forms.CharField(
        label=_("Anything else that we should know"),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"rows": 5}),
    )

    def clean(self) -> dict[str, Any]:
        """Return what was typed; the days are in their order."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", _("This is before the first day"))
        return said

    def as_text(self) -> str:
        """Return it as the officer reads it."""
        said = self.cleaned_data
        lines = [
            f"Household: {said['household']}",
            f"Lived there: {said['since'].isoformat()} to {said['until'] or 'now'}",
            f"Reach: {said['reach']}",
        ]
        return "\n".join([*lines, *([said["more"]] if said["more"] else [])])
