"""The board's advice, point by point, each with its condition; rows are added without a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..forms import DayField, GovukForm

_MOST = 20
ADD = "add"
_NOTHING = (None, "", False, [None, None, None], ["", "", ""])
_LISTS = ("never_together", "withhold", "no_output")
_DAYS = ("review_by", "until", "undertake")
_KINDS = (
    ("", _("No condition: advice in words")),
    ("smallest_group", _("A table shows no group smaller than …")),
    ("review_by", _("The use is looked at again by a day, or stops")),
    ("until", _("The agreement ends by a day")),
    ("never_together", _("Columns that are never asked together")),
    ("withhold", _("Columns that are withheld")),
    ("no_output", _("Kinds of output that there are not")),
    ("undertake", _("An office undertakes something by a day")),
)


class PointForm(GovukForm):
    """One point of advice. What a condition needs depends on its kind."""

    never_kept = "it is a point of the advice, and comes back with it"
    text = forms.CharField(
        label=_("What the board advises"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    kind = forms.ChoiceField(label=_("Condition"), choices=_KINDS, required=False)
    value = forms.CharField(
        label=_("What the condition is"),
        help_text=_(
            "The number of the smallest group; the columns, as dataset.column with commas "
            "between; aggregate, self_service or records; or what is undertaken."
        ),
        required=False,
    )
    day = DayField(label=_("By which day, where there is one"), required=False)
    owner = forms.CharField(
        label=_("Which office undertakes it"), required=False, help_text=_("For an undertaking.")
    )
    tell = forms.BooleanField(
        label=_("If it is not done, the public page tells (otherwise the use stops)"),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the condition of the chosen kind needs."""
        data = self.cleaned_data
        kind = data.get("kind")
        if (kind or data.get("value")) and not data.get("text"):
            self.add_error("text", _now("Say what the board advises"))
        if kind in _DAYS and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _now("Say by which day"))
        if kind and kind not in ("review_by", "until") and not data.get("value"):
            self.add_error("value", _now("Say what the condition is"))
        if kind == "smallest_group" and data.get("value") and not data["value"].isdecimal():
            self.add_error("value", _now("The smallest group is a number, such as 10"))
        if kind == "undertake" and not data.get("owner"):
            self.add_error("owner", _now("Say which office undertakes it"))
        return data

    @property
    def of_the_condition(self) -> list[forms.BoundField]:
        """Return the fields that a condition needs, of which most points have none."""
        return [self[name] for name in self.fields if name != "text"]

    @property
    def has_condition(self) -> bool:
        """Return whether anything is said of a condition, or wrong with it."""
        return any(one.errors or one.value() not in _NOTHING for one in self.of_the_condition)

    def said(self, point: int) -> dict[str, Any]:
        """Return the point as ``record_advice`` takes it."""
        kind = self.cleaned_data["kind"]
        told = {"point": point, "text": self.cleaned_data["text"]}
        return {**told, "condition": _condition(kind, self.cleaned_data)} if kind else told


def _condition(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    if kind in _LISTS:
        return {kind: [part.strip() for part in data["value"].split(",") if part.strip()]}
    if kind == "smallest_group":
        return {kind: int(data["value"])}
    if kind == "undertake":
        otherwise = {"else": "tell"} if data["tell"] else {}
        by = data["day"].isoformat()
        return {kind: data["value"], "owner": data["owner"], "by": by, **otherwise}
    return {kind: data["day"].isoformat(), **({"else": "stop"} if kind == "review_by" else {})}


class AdviceForm(GovukForm):
    """All points of the advice on a use, and what members who dissent asked to have kept."""

    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_MOST, initial=3)
    dissent = forms.CharField(
        label=_("Dissent"),
        help_text=_("What a member who did not agree asked to have written down. One a line."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def __init__(self, data: Any = None) -> None:
        """Begin with three points; the button for another asks for one more."""
        adding = data is not None and ADD in data
        super().__init__(None if adding else data)
        self.points = self._points(data, self._number(data) + adding)
        self.initial = {"rows": len(self.points)}
        if adding:
            self.initial["dissent"] = data.get("dissent", "")
            self._say_no_faults()

    @staticmethod
    def _points(data: Any, number: int) -> list[PointForm]:
        return [
            PointForm(data, prefix=f"point-{one}", use_required_attribute=False)
            for one in range(1, min(number, _MOST) + 1)
        ]

    def take_up(self, typed: MultiValueDict[str, Any]) -> None:
        """Hold what was typed earlier, in as many points as there were."""
        super().take_up(typed)
        self.points = self._points(typed, self._number(typed))
        self._say_no_faults()

    def _say_no_faults(self) -> None:
        for point in self.points:
            point._errors = forms.utils.ErrorDict()  # what was typed is kept, and not judged yet

    @staticmethod
    def _number(data: Any) -> int:
        given = "" if data is None else str(data.get("rows", ""))
        return max(1, int(given)) if given.isdecimal() and len(given) < 4 else 3

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return the faults of every point; where there is none, those of the advice as a whole."""
        of_points = [fault for point in self.points for fault in point.faults]
        told = [str(error) for errors in self.errors.values() for error in errors]
        return of_points or [("main-content", error) for error in told]

    def clean(self) -> dict[str, Any]:
        """Have each point judged too; a fault of one is a fault of the whole."""
        judged = [point.is_valid() for point in self.points]
        if not all(judged):
            raise forms.ValidationError(_now("Put right the points below"))
        if not any(point.cleaned_data["text"] for point in self.points):
            raise forms.ValidationError(_now("Write at least one point of advice"))
        return self.cleaned_data

    def statement(self, *, use: str, on: str) -> dict[str, Any]:
        """Return the advice as ``record_advice`` takes it; points without words are left out."""
        told = [point for point in self.points if point.cleaned_data["text"]]
        lines = self.cleaned_data["dissent"].splitlines()
        dissent = [{"text": line.strip()} for line in lines if line.strip()]
        stated = {"use": use, "meeting": on}
        says = [point.said(number) for number, point in enumerate(told, start=1)]
        return {**stated, "says": says, **({"dissent": dissent} if dissent else {})}
