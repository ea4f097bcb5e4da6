"""The form of a paper: the questions of one attempt, to be answered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from .....actions import Attempt
from ...forms import Checkboxes, GovukForm, Radios
from ...templatetags.shown import inline


class PaperForm(GovukForm):
    """The questions of one attempt, in its own order, with the options in theirs."""

    never_kept = "a paper is sat in one go, and another attempt asks other questions"

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
