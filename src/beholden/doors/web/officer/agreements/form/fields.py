"""The fields of an agreement's form: each gives what a document says, and none must be filled."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ......kernel import fingerprint
from ....forms import Checkboxes, DayField, Radios

_LONGEST_NUMBER = 40

Choices = Iterable[tuple[str, Any]]


class Number(forms.Field):
    """A number as it is written: a whole one, or one with a point."""

    def __init__(self, *, percent: bool = False, **kwargs: Any) -> None:
        self._percent = percent
        attrs = {"inputmode": "decimal", "class": "govuk-input govuk-input--width-5"}
        super().__init__(required=False, widget=forms.TextInput(attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return a number as it is typed; a share is so many in 100."""
        if isinstance(value, int | float):
            shown = Decimal(str(value)) * (100 if self._percent else 1)
            return f"{shown.normalize():f}" if self._percent else str(value)
        return value

    def to_python(self, value: Any) -> Any:
        """Return the number that was typed, or None."""
        typed = str(value or "").strip().removesuffix("%").strip()
        if not typed:
            return None
        try:
            said = Decimal(typed)
        except InvalidOperation:
            raise ValidationError(_("Enter a number, such as 10 or 0.5")) from None
        if not said.is_finite() or abs(said) > 1 << 53 or len(typed) > _LONGEST_NUMBER:
            raise ValidationError(_("Enter a smaller number"))
        if self._percent:
            return float(said / 100)
        return int(said) if said == said.to_integral() and "." not in typed else float(said)


class Words(forms.CharField):
    """Words as they are typed, on one line or several."""

    def to_python(self, value: Any) -> str:
        """Return the words with the line ends that files have."""
        return str(super().to_python(value)).replace("\r\n", "\n")


def words(label: Any, hint: Any = "", *, rows: int = 0, code: bool = False) -> Words:
    """Return a field for words: of one line, or of several rows."""
    attrs: dict[str, Any] = {"spellcheck": "false", "class": "beholden-code-field"} if code else {}
    widget = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
    return Words(label=label, help_text=hint, required=False, widget=widget)


def one_a_line(label: Any, hint: Any = "") -> Words:
    """Return a field for several things, one on each line."""
    return words(label, hint, rows=3)


def number(label: Any, hint: Any = "", *, percent: bool = False) -> Number:
    """Return a field for a number; a share is typed as so many in 100."""
    return Number(label=label, help_text=hint, percent=percent)


def a_day(label: Any, hint: Any = "") -> DayField:
    """Return a field for a day."""
    return DayField(label=label, help_text=hint, required=False)


def one_of(label: Any, choices: Choices, hint: Any = "", *, listed: bool = False) -> Any:
    """Return a field for one of a few: all in sight, or as a list to pick from."""
    widget = forms.Select if listed else Radios
    return forms.ChoiceField(
        label=label, help_text=hint, choices=list(choices), widget=widget, required=False
    )


def any_of(label: Any, choices: Choices, hint: Any = "") -> forms.MultipleChoiceField:
    """Return a field for any of a few."""
    return forms.MultipleChoiceField(
        label=label, help_text=hint, choices=list(choices), widget=Checkboxes, required=False
    )


def yes(label: Any, hint: Any = "") -> forms.BooleanField:
    """Return one box to tick."""
    return forms.BooleanField(label=label, help_text=hint, required=False)


def handle(name: str) -> str:
    """Return a name as a part of a field's own: what it is of stays the same, whatever comes."""
    plain = re.fullmatch(r"[A-Za-z0-9_.-]+", name)
    return name if plain else fingerprint(["field", name]).removeprefix("sha256:")[:16]


def named_first(named: Iterable[str], known: Iterable[str]) -> list[str]:
    """Return what a document names, in its order, then what else there is to choose."""
    return list(dict.fromkeys([*named, *known]))


def lines_of(said: Iterable[str]) -> str:
    """Return things as they are typed, one on each line."""
    return "\n".join(said)


def from_lines(typed: str) -> list[str]:
    """Return what was typed, one on each line."""
    return [line.strip() for line in typed.split("\n") if line.strip()]


def labelled_lines(said: Mapping[str, Iterable[str]]) -> str:
    """Return values under labels as they are typed, a label on each line: ``warm: A, B, C``."""
    return lines_of(f"{label}: {', '.join(map(_quoted, some))}" for label, some in said.items())


def from_labelled_lines(typed: str) -> dict[str, list[str]]:
    """Return values under their labels; raise ValidationError for a line that has none."""
    found = {}
    for line in from_lines(typed):
        label, colon, some = line.partition(":")
        if not (colon and label.strip() and some.strip()):
            raise ValidationError(_("Write each line as: label: value, value"))
        (values,) = csv.reader([some.strip()], skipinitialspace=True)
        found[label.strip()] = [value.strip() for value in values]
    return found


def _quoted(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if set(value) & set(',"') else value
