"""The form of a question in SQL."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import GovukForm


class QuestionForm(GovukForm):
    """A question as its asker writes it."""

    never_kept = "a question is saved to its use, and asked from there"
    question = forms.CharField(
        label=_("Your question, in SQL"),
        help_text=_("One SELECT over the tables below: counts, sums and averages of groups."),
        widget=forms.Textarea(
            attrs={
                "rows": 8,
                "spellcheck": "false",
                "autocapitalize": "off",
                "autocomplete": "off",
                "class": "beholden-sql",
            }
        ),
        error_messages={"required": _("Write a question")},
    )
    title = forms.CharField(
        label=_("Title of the saved question"),
        help_text=_("Every named analyst of this use sees it. Name nobody in it."),
        required=False,
        max_length=200,
    )


class ReleaseForm(GovukForm):
    """What a table is called when it leaves the council."""

    name = forms.SlugField(
        label=_("Short name of the table"),
        help_text=_("Lower-case letters, numbers and hyphens, such as homes-in-arrears."),
        max_length=60,
        error_messages={"required": _("Give the table a short name")},
    )
    title = forms.CharField(
        label=_("Title"),
        help_text=_("What the public page says above the table."),
        max_length=200,
        error_messages={"required": _("Give the table a title")},
    )
