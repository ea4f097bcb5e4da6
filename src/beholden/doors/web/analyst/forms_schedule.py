"""The form of a schedule: how often a saved question is asked, from when until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import WEEKDAYS, Every
from ..forms import DayField, GovukForm, Radios

_OFTEN = (
    (Every.DAY.value, gettext_lazy("Every day")),
    (Every.WEEK.value, gettext_lazy("Every week")),
    (Every.MONTH.value, gettext_lazy("Every month")),
)
_SAME = ("", gettext_lazy("that of the first day"))


class ScheduleForm(GovukForm):
    """On which days a saved question is asked by itself."""

    every = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=_OFTEN,
        widget=Radios,
        error_messages={"required": gettext_lazy("Choose how often it is asked")},
    )
    weekday = forms.ChoiceField(
        label=gettext_lazy("On which day of the week?"),
        help_text=gettext_lazy("Where it is asked every week."),
        choices=[_SAME, *((str(at), day) for at, day in enumerate(WEEKDAYS, 1))],
        required=False,
    )
    day = forms.IntegerField(
        label=gettext_lazy("On which day of the month?"),
        help_text=gettext_lazy(
            "Where it is asked every month: 1 to 31. Where a month is shorter, its last day is "
            "meant. Leave it empty for that of the first day."
        ),
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "govuk-input govuk-input--width-2"}
        ),
    )
    starts = DayField(
        label=gettext_lazy("First day"),
        error_messages={"required": gettext_lazy("Enter the first day")},
    )
    until = DayField(
        label=gettext_lazy("Last day"),
        error_messages={"required": gettext_lazy("Enter the last day")},
    )

    def __init__(self, *args: Any, ends: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = _("The agreement ends on %(day)s.") % {"day": ends}

    def said(self) -> dict[str, Any]:
        """Return what was chosen, as the act takes it."""
        said = self.cleaned_data
        on = {Every.WEEK.value: said["weekday"], Every.MONTH.value: said["day"]}
        return {
            "every": said["every"],
            "on": int(on.get(said["every"]) or 0),
            "starts": said["starts"],
            "until": said["until"],
        }
