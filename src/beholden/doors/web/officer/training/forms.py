"""The forms of training: a course to publish, and who must take one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from .....actions import NEVER_NEED_TRAINING, Right
from ...forms import Checkboxes, DayField, GovukForm
from ..forms import long_text


class CourseForm(GovukForm):
    """The text of a course, as its file has it."""

    text = long_text(
        gettext_lazy("The course, in Markdown"),
        hint=gettext_lazy(
            "A head between two lines of ---, then sections that begin with ## and questions "
            "that begin with ### Question. To change one, give it the next version."
        ),
        rows=30,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].strip = False  # type: ignore[attr-defined]
        self.fields["text"].widget.attrs["class"] += " beholden-code-field"


class RequireForm(GovukForm):
    """Before which acts a course must have been passed."""

    rights = forms.MultipleChoiceField(
        label=gettext_lazy("Before which acts must it have been passed?"),
        help_text=gettext_lazy(
            "Whoever may do them and has not is refused, and led to the course."
        ),
        choices=[
            (one.value, gettext_lazy(one.sentence))
            for one in Right
            if one not in NEVER_NEED_TRAINING
        ],
        widget=Checkboxes,
        required=False,
    )
    begins = DayField(
        label=gettext_lazy("From which day?"),
        help_text=gettext_lazy(
            "Give people time. Without a day it holds from today, or from the day of what is "
            "stated already and is to come."
        ),
        required=False,
    )
    grace_days = forms.IntegerField(
        label=gettext_lazy("For how many days does an older certificate still count?"),
        help_text=gettext_lazy("After a new version of a course has come out; of every course."),
        min_value=0,
        max_value=365,
        widget=forms.NumberInput({"class": "govuk-input--width-4"}),
    )
