"""What a reviewer sends of a pair, and of a sample to be drawn."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms import GovukForm, Radios

# Each answer: what the record says, the word on the button, and the key that presses it.
ANSWERS = (
    ("same", _("The same"), "1"),
    ("different", _("Not the same"), "2"),
    ("cannot tell", _("Cannot tell"), "3"),
)


_OF_PEOPLE = (
    ("matched", _("Those that were linked: how many of the links are right")),
    ("unmatched", _("Those that nearly were: how many links were missed")),
)


class AnswerForm(GovukForm):
    """One answer about one pair: no page's address holds a row or a place."""

    never_kept = "one button is the answer"
    row = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    candidate = forms.CharField(max_length=120, widget=forms.HiddenInput)
    linkage = forms.CharField(max_length=200, widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Are they the same?"),
        choices=[(code, says) for code, says, _key in ANSWERS],
        error_messages={"required": _("Say whether they are the same")},
    )

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return what the summary says; its fields are hidden, so it leads to the page's top."""
        told = (str(error) for errors in self.errors.values() for error in errors)
        return [("main-content", error) for error in told]


class DrawForm(GovukForm):
    """A random sample: of which rows, and how many."""

    never_kept = "a sample is drawn by one choice and one number"
    of = forms.ChoiceField(
        label=_("Of which rows?"),
        choices=[
            ("matched", _("Those that were matched: how many of the matches are right")),
            ("unmatched", _("Those that were not: how many matches were missed")),
        ],
        initial="matched",
        widget=Radios,
    )
    number = forms.IntegerField(
        label=_("How many pairs?"),
        help_text=_(
            "About 400 tell the share of right matches within two in a hundred. "
            "You decide them all before there is an estimate."
        ),
        min_value=1,
        max_value=5_000,
        initial=400,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    by_score = forms.BooleanField(
        label=_("Draw more where the scores leave doubt"),
        help_text=_("A stratified sample: the interval is narrower for the same work."),
        required=False,
    )

    def __init__(self, *args: object, of_people: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if of_people:
            self.fields["of"] = forms.ChoiceField(
                label=_("Of which pairs?"), choices=_OF_PEOPLE, initial="matched", widget=Radios
            )
