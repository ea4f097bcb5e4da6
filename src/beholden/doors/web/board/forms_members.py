"""What the secretary states of one member: seat, term, and what they declare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..forms import DayField, GovukForm

_BLANK_ROWS = 2


class MemberForm(GovukForm):
    """One member of the board; without a seat they are not on it."""

    seat = forms.ChoiceField(label=_("Which seat?"), required=False)
    starts = DayField(label=_("From which day?"), required=False)
    ends = DayField(label=_("Until which day?"), required=False)

    def __init__(
        self,
        *args: Any,
        seats: Iterable[tuple[str, str]] = (),
        stated: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = {**_now_stated(stated or {}), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        none = [("", _now("None: not on the board"))]
        self.choose_from("seat", [*none, *seats])
        self._rows = len((stated or {}).get("interests", ())) + _BLANK_ROWS
        for row in range(1, self._rows + 1):
            self.fields |= _interest(row)
        self.dress()

    def clean(self) -> dict[str, Any]:
        """Ask for the term of who has a seat, and for the words of an interest that touches."""
        data = self.cleaned_data
        for name in ("starts", "ends"):
            if data.get("seat") and not data.get(name) and name not in self.errors:
                self.add_error(name, _now("Say by day, month and year"))
        for row in range(1, self._rows + 1):
            if data.get(f"touches-{row}") and not data.get(f"interest-{row}"):
                self.add_error(f"interest-{row}", _now("Say what the member declares"))
        return data

    def member(self, person: str) -> dict[str, Any] | None:
        """Return the member as a statement of the board has them; None for who has no seat."""
        data = self.cleaned_data
        if not data["seat"]:
            return None
        interests = list(self._interests())
        return {
            "person": person,
            "seat": data["seat"],
            "from": data["starts"].isoformat(),
            "until": data["ends"].isoformat(),
            **({"interests": interests} if interests else {}),
        }

    def _interests(self) -> Iterator[dict[str, Any]]:
        for row in range(1, self._rows + 1):
            text = self.cleaned_data[f"interest-{row}"]
            touches = self.cleaned_data[f"touches-{row}"].split(",")
            named = [one.strip() for one in touches if one.strip()]
            if text:
                yield {"text": text, **({"touches": named} if named else {})}


def _now_stated(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form begins with."""
    days = {"starts": stated.get("from"), "ends": stated.get("until")}
    rows: dict[str, str] = {}
    for row, one in enumerate(stated.get("interests", ()), start=1):
        rows[f"interest-{row}"] = one["text"]
        rows[f"touches-{row}"] = ", ".join(one.get("touches", ()))
    terms = {name: date.fromisoformat(day) for name, day in days.items() if day}
    return {"seat": stated.get("seat", ""), **terms, **rows}


def _interest(row: int) -> dict[str, forms.Field]:
    return {
        f"interest-{row}": forms.CharField(
            label=_now("What they declare (%(row)s)") % {"row": row},
            help_text=_("It is public."),
            required=False,
            max_length=1000,
        ),
        f"touches-{row}": forms.CharField(
            label=_now("What it touches (%(row)s)") % {"row": row},
            help_text=_("Departments, organisations or short names of uses, with commas between."),
            required=False,
        ),
    }
