"""Forms of what comes after the decision: looking again, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...forms import DayField, GovukForm, Radios
from ..forms import long_text


class ReviewForm(GovukForm):
    """Looking again at a use."""

    continues = forms.ChoiceField(
        label=_("Does it go on?"),
        choices=(("yes", _("Yes")), ("no", _("No: its agreements end now"))),
        widget=Radios,
    )
    because = long_text(_("Why?"), hint=_("The reason is public. Name nobody in it."))
    on = DayField(label=_("On which day was it looked at?"))
    next_review = DayField(
        label=_("By which day is it looked at again?"),
        help_text=_("From that day on nothing is asked without it. Leave it empty for none."),
        required=False,
    )

    def statement(self, use: str, office: str) -> dict[str, Any]:
        """Return the review as a statement."""
        said = self.cleaned_data
        following = said.get("next_review")
        return {
            "use": use,
            "by": office,
            "on": said["on"].isoformat(),
            "continues": said["continues"] == "yes",
            "because": said["because"],
            **({"next_review": following.isoformat()} if following else {}),
        }


class OutcomeForm(GovukForm):
    """What came of a use, beside what was foreseen of it."""

    on = DayField(label=_("On which day was this found?"))
    unforeseen = long_text(
        _("What happened that nobody had foreseen?"),
        hint=_("Leave it empty where nothing did."),
        rows=3,
        required=False,
    )
    unforeseen_kind = forms.ChoiceField(
        label=_("Was it good or bad for those affected?"),
        choices=(("positive", _("Good")), ("negative", _("Bad"))),
        widget=Radios,
        required=False,
    )
    unforeseen_done = long_text(_("What was done about it?"), rows=2, required=False)

    def __init__(
        self, *args: Any, foreseen: Iterable[str] = (), measures: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._foreseen, self._measures = list(foreseen), list(measures)
        asked: dict[str, Any] = {"on": self.fields.pop("on")}
        for number, what in enumerate(self._measures, start=1):
            asked[f"measure_{number}"] = _figure(what)
        for number, what in enumerate(self._foreseen, start=1):
            asked[f"happened_{number}"] = _happened(what)
            asked[f"actual_{number}"] = _said(_("What came of it?"))
            asked[f"done_{number}"] = _said(_("What was done about it?"))
        self.fields = {**asked, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Ask for a kind where something unforeseen is told."""
        if self.cleaned_data.get("unforeseen") and not self.cleaned_data.get("unforeseen_kind"):
            self.add_error("unforeseen_kind", _("Say whether it was good or bad"))
        return self.cleaned_data

    def statement(self, use: str) -> dict[str, Any]:
        """Return the outcome as a statement; what is left empty is not said."""
        said = self.cleaned_data
        figures = {
            what: said[f"measure_{number}"]
            for number, what in enumerate(self._measures, start=1)
            if said.get(f"measure_{number}")
        }
        came = [*self._came(), *self._unforeseen()]
        return {
            "use": use,
            "on": said["on"].isoformat(),
            **({"measure": figures} if figures else {}),
            **({"consequences": came} if came else {}),
        }

    def _came(self) -> Iterable[dict[str, Any]]:
        said = self.cleaned_data
        for number in range(1, len(self._foreseen) + 1):
            happened = said.get(f"happened_{number}")
            words = {w: said.get(f"{w}_{number}", "") for w in ("actual", "done")}
            if happened or any(words.values()):
                yield {
                    "of": number,
                    **({"happened": _TRUTH[happened]} if happened else {}),
                    **{name: text for name, text in words.items() if text},
                }

    def _unforeseen(self) -> Iterable[dict[str, Any]]:
        said = self.cleaned_data
        if said.get("unforeseen"):
            done = said.get("unforeseen_done")
            yield {
                "what": said["unforeseen"],
                "foreseen": False,
                "kind": said["unforeseen_kind"],
                "intended": False,
                **({"done": done} if done else {}),
            }


_TRUTH: dict[str, Any] = {"yes": True, "no": False, "not known": "not known"}


def _figure(what: str) -> Any:
    field = forms.CharField(
        label=what, help_text=_("The figure that was measured."), required=False
    )
    field.widget.attrs["class"] = "govuk-input govuk-input--width-10"
    return field


def _happened(what: str) -> Any:
    choices = (
        ("yes", _("It happened")),
        ("no", _("It did not happen")),
        ("not known", _("It is not known")),
    )
    return forms.ChoiceField(label=what, choices=choices, widget=Radios, required=False)


def _said(label: Any) -> Any:
    field = long_text(label, rows=2, required=False)
    field.widget.attrs["class"] = "govuk-textarea"
    return field
