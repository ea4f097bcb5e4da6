"""Forms of those who judge a use: design review, advice on the assessment, decision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ...forms import DayField, GovukForm, Radios
from ..forms import long_text

DESIGN_PARTS = (
    ("architecture", _("Architecture: does it fit what the council runs, without a second copy?")),
    ("security", _("Security: who reaches what, how is it kept, how is a breach noticed?")),
    ("open-standards", _("Open standards: are formats and interfaces open ones?")),
    ("exit", _("Exit: can everything be taken out, and the supplier be left?")),
    ("retention", _("Retention: what is kept for how long, and what destroys it?")),
)
_FINDINGS = (
    ("met", _("Met")),
    ("not met", _("Not met")),
    ("not applicable", _("Not applicable")),
)
_VERDICTS = (
    ("approved", _("Approved")),
    ("approved with conditions", _("Approved with conditions")),
    ("not approved", _("Not approved")),
)
_RISKS = (("low", _("Low")), ("medium", _("Medium")), ("high", _("High")))
_MOST_CONDITIONS = 3


class DesignForm(GovukForm):
    """What the design authority found, part by part."""

    on = DayField(label=_("On which day?"))
    verdict = forms.ChoiceField(label=_("What is the verdict?"), choices=_VERDICTS, widget=Radios)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts: dict[str, Any] = {}
        for code, asks in DESIGN_PARTS:
            parts[f"{code}_finding"] = forms.ChoiceField(
                label=asks, choices=_FINDINGS, widget=Radios
            )
            parts[f"{code}_text"] = long_text(_("What was found?"), rows=2)
            parts[f"{code}_text"].widget.attrs["class"] = "govuk-textarea"
        for number in range(1, _MOST_CONDITIONS + 1):
            parts |= _condition(number)
        on, verdict = self.fields.pop("on"), self.fields.pop("verdict")
        self.fields = {"on": on, **_until_conditions(parts), "verdict": verdict, **_rest(parts)}

    def statement(self, use: str) -> dict[str, Any]:
        """Return the review as a statement."""
        said = self.cleaned_data
        conditions = [c for n in range(1, _MOST_CONDITIONS + 1) for c in self._stated(n)]
        return {
            "use": use,
            "on": said["on"].isoformat(),
            "findings": {
                code: {"finding": said[f"{code}_finding"], "text": said[f"{code}_text"]}
                for code, _asks in DESIGN_PARTS
            },
            "verdict": said["verdict"],
            **({"conditions": conditions} if conditions else {}),
        }

    def _stated(self, number: int) -> Iterable[dict[str, Any]]:
        said = self.cleaned_data
        if said.get(f"condition_{number}"):
            who, by = said.get(f"condition_{number}_who"), said.get(f"condition_{number}_by")
            yield {
                "what": said[f"condition_{number}"],
                **({"who": who} if who else {}),
                **({"by": by.isoformat()} if by else {}),
            }


def _condition(number: int) -> dict[str, Any]:
    what = long_text(_("Condition %(number)s") % {"number": number}, rows=2, required=False)
    what.widget.attrs["class"] = "govuk-textarea"
    who = forms.CharField(label=_("By which office?"), required=False, max_length=200)
    who.widget.attrs["class"] = "govuk-input"
    name = f"condition_{number}"
    by = DayField(label=_("By which day?"), required=False)
    return {name: what, f"{name}_who": who, f"{name}_by": by}


def _until_conditions(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: field for name, field in parts.items() if not name.startswith("condition_")}


def _rest(parts: dict[str, Any]) -> dict[str, Any]:
    return {name: field for name, field in parts.items() if name.startswith("condition_")}


class DpiaAdviceForm(GovukForm):
    """The data-protection officer's advice on an impact assessment."""

    says = long_text(_("What do you advise?"), hint=_("It is public. Name nobody in it."))
    proceed = forms.ChoiceField(
        label=_("Should it go ahead?"),
        choices=(("yes", _("Yes")), ("with measures", _("With measures")), ("no", _("No"))),
        widget=Radios,
    )
    residual_risk = forms.ChoiceField(
        label=_("Which risk to people stays once every measure is taken?"),
        choices=_RISKS,
        widget=Radios,
    )
    on = DayField(label=_("On which day?"))

    def statement(self, use: str) -> dict[str, Any]:
        """Return the advice as a statement."""
        said = dict(self.cleaned_data)
        proceed = {"yes": True, "no": False}.get(said["proceed"], said["proceed"])
        return {**said, "use": use, "on": said["on"].isoformat(), "proceed": proceed}


class DecisionForm(GovukForm):
    """The decision on a use, with an answer to each point of the board's advice."""

    decides = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=(("yes", _("Yes: the use may go ahead")), ("no", _("No"))),
        widget=Radios,
    )
    because = long_text(_("Why?"), hint=_("The reason is public. Name nobody in it."))
    on = DayField(label=_("On which day?"))

    def __init__(
        self,
        *args: Any,
        points: Iterable[tuple[str, str]] = (),
        assessed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._points = list(points)
        answers = {}
        for number, (_key, says) in enumerate(self._points):
            answers[f"point_{number}"] = _accepted_or_refused(says)
            answers[f"point_{number}_why"] = _why_refused(_("If it is refused: why?"))
        if assessed:
            answers |= _sign_off()
        self._assessed = assessed
        on = self.fields.pop("on")
        self.fields = {**answers, **self.fields, "on": on}

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of each refusal."""
        names = [f"point_{n}" for n, _point in enumerate(self._points)]
        for name in [*names, *(["dpo_advice"] if self._assessed else [])]:
            if self.cleaned_data.get(name) == "refused" and not self.cleaned_data.get(
                f"{name}_why", ""
            ):
                self.add_error(f"{name}_why", ValidationError(_("Say why it is refused")))
        return self.cleaned_data

    def statement(self, use: str, office: str) -> dict[str, Any]:
        """Return the decision as a statement."""
        said = self.cleaned_data
        on_advice = {
            key: _answer(said, f"point_{n}", "refused")
            for n, (key, _says) in enumerate(self._points)
        }
        dpia = self._dpia()
        return {
            "use": use,
            "by": office,
            "on": said["on"].isoformat(),
            "decides": said["decides"] == "yes",
            "because": said["because"],
            **({"on_advice": on_advice} if on_advice else {}),
            **({"dpia": dpia} if dpia else {}),
        }

    def _dpia(self) -> dict[str, str]:
        if not self._assessed:
            return {}
        said = self.cleaned_data
        consulted = said.get("ico_consulted")
        plain = {name: said.get(name) for name in ("residual_risk", "measures_approved_by")}
        return {
            "dpo_advice": _answer(said, "dpo_advice", "overruled"),
            **{name: text for name, text in plain.items() if text},
            **({"ico_consulted": consulted.isoformat()} if consulted else {}),
        }


def _answer(said: dict[str, Any], name: str, no: str) -> str:
    return "accepted" if said[name] == "accepted" else f"{no}: {said[f'{name}_why']}"


def _accepted_or_refused(label: Any) -> forms.ChoiceField:
    choices = (("accepted", _("Accepted")), ("refused", _("Refused")))
    return forms.ChoiceField(label=label, choices=choices, widget=Radios)


def _why_refused(label: Any) -> Any:
    field = long_text(label, rows=2, required=False)
    field.widget.attrs["class"] = "govuk-textarea"
    return field


def _sign_off() -> dict[str, Any]:
    advice = _accepted_or_refused(_("The data-protection officer's advice on the assessment"))
    advice.choices = (("accepted", _("Accepted")), ("refused", _("Overruled")))
    risk = forms.ChoiceField(
        label=_("Which risk do you accept?"),
        choices=[("", _("Not said")), *_RISKS],
        required=False,
    )
    risk.widget.attrs["class"] = "govuk-select"
    measures = forms.CharField(
        label=_("Which office sees to the measures against the risks?"),
        help_text=_("A yes needs the risk that you accept, and this office."),
        required=False,
        max_length=200,
    )
    measures.widget.attrs["class"] = "govuk-input"
    consulted = DayField(
        label=_("On which day was the Information Commissioner consulted?"),
        help_text=_("It is owed where a high risk stays."),
        required=False,
    )
    return {
        "dpo_advice": advice,
        "dpo_advice_why": _why_refused(_("If it is overruled: why?")),
        "residual_risk": risk,
        "measures_approved_by": measures,
        "ico_consulted": consulted,
    }
