"""The forms of training: a paper with its questions, a course to publish, who must take one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .....actions import NEVER_NEED_TRAINING, Attempt, Right
from ...forms import Checkboxes, DayField, GovukForm, Radios
from ...templatetags.shown import inline
from ..forms import long_text


class PaperForm(GovukForm):
    """The questions of one attempt, in its own order, with the options in theirs."""

    def __init__(self, *args: Any, attempt: Attempt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._paper = {f"question_{place}": one for place, one in enumerate(attempt.paper, 1)}
        self.fields |= dict(_fields(attempt))
        self.dress()

    @property
    def answers(self) -> dict[int, list[int]]:
        """Return the numbers of the options chosen, by the number of the question."""
        return {
            asked.number: sorted(map(int, self.cleaned_data[name]))
            for name, asked in self._paper.items()
        }


class _One(forms.ChoiceField):
    """One option; its value is a list of one, as of a question with several."""

    def clean(self, value: Any) -> list[str]:
        """Return the option that was chosen; raise ValidationError for none."""
        return [super().clean(value)]


def _fields(attempt: Attempt) -> Iterator[tuple[str, forms.Field]]:
    for place, asked in enumerate(attempt.paper, 1):
        question = attempt.course.questions[asked.number - 1]
        several = question.has_several
        kind: Any = forms.MultipleChoiceField if several else _One
        yield (
            f"question_{place}",
            kind(
                label=inline(f"{place}. {question.prompt}"),
                help_text=_("Several are right.") if several else "",
                choices=[(str(n), inline(question.options[n - 1].text)) for n in asked.order],
                widget=Checkboxes if several else Radios,
                error_messages={"required": _("Answer question %(n)s") % {"n": place}},
            ),
        )


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
