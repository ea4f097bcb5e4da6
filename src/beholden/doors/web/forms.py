"""Forms as GOV.UK Frontend draws them: label, hint, error and field, whatever the field is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.forms.utils import ErrorDict
from django.forms.widgets import Input
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _


class GovukRenderer(TemplatesSetting):
    """Draws forms from our own templates."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"


_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.RadioSelect, ""),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (Input, "govuk-input"),
)


class GovukForm(forms.Form):
    """A form whose fields carry the classes, and the names of hint and error, that they need."""

    template_name = "forms/form.html"
    # Why what is typed into it is never kept half-filled, where it is not; else it comes back.
    never_kept: ClassVar[str] = ""
    _is_taken_up = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Give each field its classes; again, after a form has added fields of its own."""
        for field in self.fields.values():
            _dress(field)

    def choose_from(self, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Let a field be answered by one of these alone, or where it takes several by these."""
        # Django's types know of no field that it has choices.
        self.fields[field].choices = choices  # type: ignore[attr-defined]

    def full_clean(self) -> None:
        """Look at what was typed; what was left empty is named by its label."""
        for field in self.fields.values():
            _name_in_faults(field)
        super().full_clean()

    @property
    def comes_back(self) -> bool:
        """Return whether it may be kept half-filled: it takes more than one line, or one choice.

        A file is never kept; a form with nothing else does not come back.
        """
        typed = [one for one in self.fields.values() if not isinstance(one, forms.FileField)]
        shown = [one for one in typed if not one.widget.is_hidden]
        long = any(isinstance(one.widget, forms.Textarea) for one in shown)
        return not self.never_kept and (long or len(shown) > 1)

    def working_title(self, typed: Mapping[str, Sequence[str]]) -> str:  # noqa: ARG002
        """Return what somebody calls the thing that they are making; empty where it has a name.

        A form that was begun is found again by it.
        """
        return ""

    def take_up(self, typed: MultiValueDict[str, Any]) -> None:
        """Hold what somebody typed earlier, and look at nothing of it yet.

        A field that there was not then holds what the record says.
        """
        for name, field in self.fields.items():
            said = self.get_initial_for_field(field, name)
            if isinstance(field.widget, Input | forms.Textarea) and isinstance(said, str):
                typed.setdefault(self.add_prefix(name), said)
        self.data, self.is_bound, self._is_taken_up = typed, True, True
        self._errors, self.cleaned_data = ErrorDict(), {}

    def is_valid(self) -> bool:
        """Return whether what was typed is as it should be: of what was taken up, nobody knows."""
        return not self._is_taken_up and super().is_valid()

    def record(self, today: date) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield what the record says in each field, by its name: the label, and the text.

        A day that stands there because it is today is no part of the record.
        """
        for name, field in self.fields.items():
            said = self.get_initial_for_field(field, name)
            if not field.widget.is_hidden and said != today:
                yield self.add_prefix(name), (str(field.label or name), _in_words(field, said))

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return what the error summary says: the id of the field to go to, and the sentence."""
        first = next(iter(self.fields), "")
        found = []
        for name, errors in self.errors.items():
            field = self[name] if name in self.fields else self[first] if first else None
            where = place_of(field) if field else "main-content"
            found += [(where or "main-content", str(error)) for error in errors]
        return found


def _in_words(field: forms.Field, said: Any) -> str:
    """Return what a field holds as somebody reads it."""
    if isinstance(said, list | tuple):
        return ", ".join(_in_words(field, one) for one in said)
    choices = getattr(field, "choices", ())
    named = {str(code): str(says) for code, says in choices if not isinstance(says, list | tuple)}
    return "" if said is None else named.get(str(said), str(said))


def place_of(field: forms.BoundField) -> str:
    """Return the id of what is filled in first: of several parts, the first one."""
    if isinstance(field.field.widget, Radios | Checkboxes | DayWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


# What forms say of faults, in our words and not in Django's.
_FAULTS = {
    "empty": _("The file is empty"),
    "missing": _("Choose a file"),
    "invalid_choice": _("Choose one of the answers that are listed"),
    "max_length": _("Write at most %(limit_value)d characters; these are %(show_value)d"),
    "min_value": _("Give a number of at least %(limit_value)s"),
    "max_value": _("Give a number of at most %(limit_value)s"),
}


def _name_in_faults(field: forms.Field) -> None:
    """Let the summary of errors say which field was left empty, unless the field does itself."""
    plain = forms.Field.default_error_messages["required"]
    field.error_messages |= {
        code: says for code, says in _FAULTS.items() if _is_djangos(field, code)
    }
    if isinstance(field, forms.IntegerField) and _is_djangos(field, "invalid"):
        field.error_messages["invalid"] = _("Enter a whole number, such as 12")
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = _("Enter an e-mail address, such as name@example.org")
    if isinstance(field, forms.FileField):
        field.error_messages["invalid"] = _("Choose the file anew: nothing of it came")
        field.error_messages["max_length"] = _("Give the file a shorter name")
    if isinstance(field, forms.SlugField):
        field.error_messages["invalid"] = _(
            "Write it in letters, digits and hyphens, without spaces: such as warm-homes-2026"
        )
    if field.label and field.error_messages.get("required") == plain:
        field.error_messages["required"] = _("Answer “%(label)s”") % {"label": field.label}


def _is_djangos(field: forms.Field, code: str) -> bool:
    """Return whether a field says nothing of its own of a fault."""
    said = field.error_messages.get(code)
    django = [kind for kind in type(field).__mro__ if kind.__module__.startswith("django.")]
    defaults = (vars(kind).get("default_error_messages", {}) for kind in django)
    return said is None or any(said is default.get(code) for default in defaults)


def _dress(field: forms.Field) -> None:
    if isinstance(field.widget, forms.CheckboxSelectMultiple | Radios | DayWidget):
        return
    for kind, name in _CLASSES:
        if isinstance(field.widget, kind):
            given = field.widget.attrs.get("class", "").split()
            field.widget.attrs["class"] = " ".join(dict.fromkeys([*name.split(), *given]))
            return


class Radios(forms.RadioSelect):
    """One of a few, all of them in sight."""

    template_name = "forms/radios.html"


class Checkboxes(forms.CheckboxSelectMultiple):
    """Any of a few, all of them in sight."""

    template_name = "forms/checkboxes.html"


class DayWidget(forms.MultiWidget):
    """A day in three fields: day, month, year."""

    template_name = "forms/day.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric"}
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({**number, "class": _day_class(2)}),
            "month": forms.TextInput({**number, "class": _day_class(2)}),
            "year": forms.TextInput({**number, "class": _day_class(4)}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: date | None) -> Sequence[int | None]:
        """Return a day's parts."""
        return (value.day, value.month, value.year) if value else (None, None, None)


def _day_class(width: int) -> str:
    return f"govuk-input govuk-date-input__input govuk-input--width-{width}"


_IN_FIGURES = _("Write day, month and year in figures, such as 27 3 2027")
_FIRST_YEAR = 1000  # what is shorter was meant as a year of this century, or the last


class DayField(forms.MultiValueField):
    """A day of the calendar, typed as people write it; ``not_after`` gives the last that may be."""

    widget = DayWidget

    def __init__(self, *, not_after: Callable[[], date] | None = None, **kwargs: Any) -> None:
        self.not_after = not_after
        in_figures = {"invalid": _IN_FIGURES}
        parts = tuple(forms.IntegerField(error_messages=in_figures) for _part in range(3))
        super().__init__(fields=parts, require_all_fields=True, **kwargs)
        self.widget.use_fieldset = True

    def compress(self, values: Sequence[int]) -> date | None:
        """Return the day; raise ValidationError where there is none such."""
        if not values:
            return None
        if None in values:  # of a day that need not be given, a part was
            raise ValidationError(_IN_FIGURES)
        if values[2] < _FIRST_YEAR:
            raise ValidationError(_("Write the year with four digits, such as 2027"))
        try:
            day = date(values[2], values[1], values[0])
        except (ValueError, OverflowError):
            raise ValidationError(_("Enter a real date, such as 27 3 2027")) from None
        if self.not_after and day > self.not_after():
            raise ValidationError(_("Give a day that is not in the future"))
        return day
