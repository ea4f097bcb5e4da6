"""The forms of residents: where a code is sent, the code, and what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ....actions import OptOutKind
from ....kernel import SystemClock, day_in_words
from ...sending import EMAIL, TEXT
from ..forms import DayField, GovukForm, Radios
from ..templatetags.shown import said

# A council that serves Wales answers in the language in which it was asked.
_IN_WELSH = "Asked on the Welsh pages: answer in Welsh"
_MOBILE = re.compile(r"(?:\+44|0044|0)7\d{9}")


class AskCodeForm(GovukForm):
    """Asks for an e-mail address, or the number of a mobile telephone where texts can be sent."""

    never_kept = "a resident has no account to come back to"
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

    never_kept = "a resident has no account to come back to"
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


def _reach() -> forms.CharField:
    return forms.CharField(
        label=_("How to reach you"),
        help_text=_("An e-mail address, a telephone number, or where to write to."),
        max_length=300,
    )


def _long_text(label: Any, *, hint: Any = "", required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=3000,
        widget=forms.Textarea({"rows": 5}),
    )


class RequestForm(GovukForm):
    """Asks what an officer needs to answer one kind of request; ``read_as`` is how they read it."""

    never_kept = "a resident has no account to come back to"
    read_as: tuple[tuple[str, str], ...] = ()

    def __init__(self, *args: Any, uses: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(use := self.fields.get("use"), forms.ChoiceField):
            none = _("Choose a use") if use.required else _("None of them")
            use.choices = [("", none), *uses]

    def as_text(self) -> str:
        """Return it as the officer reads it, line by line."""
        said = ((title, self.told(name)) for name, title in self.read_as)
        lines = [f"{title}: {what}" for title, what in said if what]
        return "\n".join([*lines, *([_IN_WELSH] if get_language() == "cy" else [])])

    def told(self, name: str) -> str:
        """Return what was typed or chosen in one field."""
        return str(self.cleaned_data.get(name) or "")


class _OfAHousehold(RequestForm):
    household = forms.CharField(
        label=_("Your household"),
        help_text=_("Its address with the postcode, or its UPRN."),
        max_length=300,
    )


class HouseholdQuestionForm(_OfAHousehold):
    """Asks since when and until when somebody lived there: they are told of that time."""

    since = DayField(
        label=_("Since when have you lived there?"),
        help_text=_("For example, 27 3 2024"),
        not_after=SystemClock().today,
    )
    until = DayField(
        label=_("Until when, if you live there no more?"),
        required=False,
        not_after=SystemClock().today,
    )
    reach = _reach()
    more = _long_text(_("Anything else that we should know"), required=False)
    read_as = (
        ("household", "Household"),
        ("since", "Lived there"),
        ("reach", "Reach"),
        ("more", "More"),
    )

    def clean(self) -> dict[str, Any]:
        """Return what was typed; the days are in their order."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", _("This is before the first day"))
        return said

    def told(self, name: str) -> str:
        """Return the days together."""
        if name == "since":
            since, until = self.cleaned_data["since"], self.cleaned_data["until"]
            return f"{day_in_words(since)} to {day_in_words(until) if until else 'now'}"
        return super().told(name)


class ObjectionForm(_OfAHousehold):
    """Asks which use somebody objects to."""

    use = forms.ChoiceField(label=_("Which use do you object to?"))
    reach = _reach()
    more = _long_text(_("Anything else that we should know"), required=False)
    field_order = ("use", "household", "reach", "more")
    read_as = (
        ("use", "Use"),
        ("household", "Household"),
        ("reach", "Reach"),
        ("more", "More"),
    )


class OptOutForm(_OfAHousehold):
    """Asks of which kind of use somebody is to be left out."""

    of = forms.ChoiceField(label=_("What do you opt out of?"), widget=Radios)
    reach = _reach()
    more = _long_text(_("Anything else that we should know"), required=False)
    field_order = ("of", "household", "reach", "more")
    read_as = (
        ("of", "Opts out of"),
        ("household", "Household"),
        ("reach", "Reach"),
        ("more", "More"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(one.value, said(one.sentence)) for one in OptOutKind]
        self.choose_from("of", kinds)


class ComplaintForm(RequestForm):
    """Asks what somebody complains of; nobody need say where they live."""

    use = forms.ChoiceField(label=_("Which use is it about?"), required=False)
    what = _long_text(
        _("What do you complain of?"),
        hint=_("What happened, when, and what should be put right."),
        required=True,
    )
    reach = _reach()
    read_as = (
        ("use", "Use"),
        ("what", "Complaint"),
        ("reach", "Reach"),
    )


class FollowForm(GovukForm):
    """Asks for the receipt of an earlier request."""

    never_kept = "a resident has no account to come back to"
    receipt = forms.CharField(
        label=_("Your receipt"),
        help_text=_("It begins with “request-”. You were shown it when you asked."),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
