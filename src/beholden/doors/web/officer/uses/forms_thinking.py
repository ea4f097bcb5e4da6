"""Forms of triage and of one area of the ethics canvas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .....actions import TriageQuestion
from ...forms import DayField, GovukForm, Radios
from ..forms import long_text

_NOT_KNOWN = "not-known"


class TriageForm(GovukForm):
    """The questions that the statement of a use leaves open; what nobody answers is not known."""

    def __init__(self, *args: Any, questions: Iterable[TriageQuestion] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in questions:
            choices = [(choice.code, gettext(choice.says)) for choice in one.choices]
            self.fields[one.code] = forms.ChoiceField(
                label=gettext(one.asks),
                choices=[*choices, (_NOT_KNOWN, _("Not known yet"))],
                widget=Radios,
                initial=_NOT_KNOWN,
                required=False,
            )

    def answers(self) -> dict[str, str]:
        """Return what was answered."""
        return {k: v for k, v in self.cleaned_data.items() if v not in ("", _NOT_KNOWN)}


_STATUSES = (
    ("in progress", _("In progress")),
    ("for review", _("For review")),
    ("complete", _("Complete")),
)


def plain(answer: Any) -> str | None:
    """Return an answer as the one text that it was typed as; None where it has several parts.

    Some prompts ask for lists or for yes and no, and keep a text as the first part of one.
    """
    if isinstance(answer, list) and len(answer) == 1:
        (answer,) = answer
    if isinstance(answer, Mapping) and len(answer) == 1:
        ((part, said),) = answer.items()
        answer = said if part in _TYPED else None
    return answer if isinstance(answer, str) else None


_TYPED = ("text", "title", "basis")


class AreaForm(GovukForm):
    """One area of the canvas: what it says, whose it is, and what is to be done."""

    def __init__(self, *args: Any, prompts: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prompts = list(prompts)
        asked = {f"says_{code}": long_text(a, rows=5, required=False) for code, a in self._prompts}
        self.fields = {**asked, **self.fields}
        for name in asked:
            self.fields[name].widget.attrs["class"] = "govuk-textarea"

    status = forms.ChoiceField(label=_("How far is it?"), choices=_STATUSES, widget=Radios)
    owner = forms.CharField(
        label=_("Which office answers for this area?"), required=False, max_length=200
    )
    why_not = long_text(
        _("If it is left open for good: why?"),
        hint=_("Leave this empty where the area is answered."),
        rows=2,
        required=False,
    )
    notes = long_text(_("Notes"), rows=2, required=False)
    action = forms.CharField(
        label=_("Something to be done because of it"),
        help_text=_("With an office and a day it is undertaken once you save."),
        required=False,
        max_length=2000,
    )
    action_by_whom = forms.CharField(label=_("By which office?"), required=False, max_length=200)
    action_by = DayField(label=_("By which day?"), required=False)

    def said(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return the area as it is stated; what is not typed anew stays in the shape it has."""
        data = self.cleaned_data
        held = dict(before.get("answers", {}))
        for code, _asks in self._prompts:
            typed = data[f"says_{code}"].strip()
            held[code] = typed if typed != plain(held.get(code, "")) else held.get(code, "")
        answers = {code: answer for code, answer in held.items() if answer}
        words = {name: data[name].strip() for name in ("owner", "why_not", "notes")}
        actions = [*before.get("actions", ()), *self._action()]
        return {
            **({"answers": answers, "status": data["status"]} if answers else {}),
            **{name: text for name, text in words.items() if text},
            **({"actions": actions} if actions else {}),
        }

    def _action(self) -> list[dict[str, Any]]:
        data = self.cleaned_data
        if not data.get("action"):
            return []
        day = data.get("action_by")
        whom = data.get("action_by_whom", "")
        if day:
            return [{"what": data["action"], "owner": whom, "by": day.isoformat()}]
        return [{"what": data["action"], **({"who": whom} if whom else {})}]
