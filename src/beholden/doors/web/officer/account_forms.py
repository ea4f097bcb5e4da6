"""The forms of accounts: for whom one is opened, and how its one-time address is handed over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..forms import GovukForm, Radios

ONLY_SENT = gettext_lazy(
    "Its address is sent to them and shown to nobody: your account and that of who began it anew "
    "are joined by accounts that one opened for another, so both may be one person’s."
)
NOT_BY_YOU = gettext_lazy(
    "You began it anew, or your account and that of who did are joined by accounts that one opened "
    "for another; so another administrator gives it: two people are needed."
)


class HandOverForm(GovukForm):
    """How the one-time address gets to the person."""

    never_kept = "it gives a one-time address"
    by = forms.ChoiceField(
        label=gettext_lazy("How does the person get the address that sets their password?"),
        help_text=gettext_lazy("It works once, within 24 hours."),
        choices=[
            ("send", gettext_lazy("It is sent to their e-mail address")),
            ("show", gettext_lazy("It is shown to me once, and I hand it over by a way I trust")),
        ],
        widget=Radios,
        initial="send",
    )

    def __init__(self, *args: Any, sends: bool, only_sent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_sent = only_sent
        by: Any = self.fields["by"]
        if only_sent:
            by.choices = by.choices[:1]
        elif not sends:
            by.choices, by.initial = by.choices[1:], "show"
            by.help_text = _(
                "It works once, within 24 hours. Nothing is sent from here until council.toml says "
                "how, in [messages]: so hand it over yourself."
            )


class AccountForm(HandOverForm):
    """For whom an account is opened, and the address of their e-mail."""

    person = forms.ChoiceField(label=gettext_lazy("Whose account is it?"))
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        help_text=gettext_lazy(
            "They sign in with it. Administrators alone see it, and it is in no log."
        ),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    field_order = ("person", "email", "by")

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_from("person", people)
