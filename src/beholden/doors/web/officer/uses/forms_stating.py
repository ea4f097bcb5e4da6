"""Stating a use: what it is for, and what it may lead to in rows that can be added to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .....actions import offices_to_name
from ...forms import DayField, GovukForm, Radios
from ...telling import choices_of
from ..forms import long_text

_YES_NO = (("yes", _("Yes")), ("no", _("No")))
ROWS = "consequences"  # before the names of the fields of each row
LIKELIHOODS = ("remote", "unlikely", "possible", "likely", "certain")
SEVERITIES = ("minimal", "minor", "moderate", "major", "severe")
STANCES = ("act", "influence", "monitor")


def _one_of(codes: tuple[str, ...], empty: Any) -> list[tuple[str, Any]]:
    return [("", empty), *choices_of(codes)]


class ConsequenceForm(GovukForm):
    """One consequence that is foreseen."""

    never_kept = "it is a row of the statement, and comes back with it"
    what = long_text(_("What may happen?"), rows=2)
    affects = forms.CharField(label=_("Who is affected?"), required=False)
    kind = forms.ChoiceField(
        label=_("Is it good or bad for them?"),
        choices=(("positive", _("Good")), ("negative", _("Bad"))),
        widget=Radios,
    )
    intended = forms.ChoiceField(label=_("Is it intended?"), choices=_YES_NO, widget=Radios)
    likelihood = forms.ChoiceField(
        label=_("How likely is it?"), choices=_one_of(LIKELIHOODS, _("Not said")), required=False
    )
    severity = forms.ChoiceField(
        label=_("How much would it matter to them?"),
        choices=_one_of(SEVERITIES, _("Not said")),
        required=False,
    )
    response = long_text(
        _("What is done about it?"),
        hint=_("How it is made more likely if it is good, or less if it is bad."),
        rows=2,
        required=False,
    )
    measure = forms.CharField(
        label=_("What is counted, and the target"),
        help_text=_("Such as: households helped; target 400"),
        required=False,
    )
    who = forms.CharField(
        label=_("Which office does it?"),
        help_text=_("With a day below, the office undertakes it once the use is approved."),
        required=False,
    )
    by = DayField(label=_("By which day?"), required=False)
    stance = forms.ChoiceField(
        label=_("What is the stance?"),
        choices=_one_of(STANCES, _("Not said")),
        required=False,
    )

    def stated(self) -> dict[str, Any]:
        """Return the consequence as a statement has it."""
        said = {k: v for k, v in self.cleaned_data.items() if v and k not in _APART}
        response = self.cleaned_data.get("response")
        way = "encourage" if said["kind"] == "positive" else "mitigate"
        day = self.cleaned_data.get("by")
        return {
            **said,
            "intended": self.cleaned_data["intended"] == "yes",
            **({way: response} if response else {}),
            **({"by": day.isoformat()} if day else {}),
        }


_APART = ("intended", "response", "by", "DELETE")


class _Rows(BaseFormSet):  # type: ignore[type-arg]
    """Rows of consequences, each of which can be taken out; one that says nothing is none."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        return super()._construct_form(i, **kwargs, empty_permitted=True)  # type: ignore[misc]

    def add_fields(self, form: Any, index: int | None) -> None:
        """Give each row its box to take it out, dressed like the others."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Take this one out")
        form.fields["DELETE"].widget.attrs["class"] = "govuk-checkboxes__input"

    def stated(self) -> list[dict[str, Any]]:
        """Return the consequences as a statement has them, without those that are taken out."""
        said = (form for form in self.forms if form.has_changed())
        return [form.stated() for form in said if not form.cleaned_data.get("DELETE")]


# Who sends more than a page ever offers is told so, and is not shown a thousand empty rows for it.
Consequences = formset_factory(
    ConsequenceForm,
    formset=_Rows,
    extra=0,
    can_delete=True,
    max_num=50,
    absolute_max=100,
    validate_max=True,
)


class StatementForm(GovukForm):
    """What data are wanted for; ``rows`` are the consequences, checked with it."""

    use = forms.SlugField(
        label=_("Short name"),
        help_text=_("In small letters, digits and hyphens, such as warm-homes. It never changes."),
        max_length=80,
    )
    title = forms.CharField(label=_("Title"), max_length=300)
    purpose = long_text(
        _("What is it for?"), hint=_("One or two sentences that a resident understands."), rows=3
    )
    why_data = long_text(
        _("Why can it not be reached without these data?"),
        hint=_(
            "Owed where personal data are used, as are the next two and a harm that is weighed."
        ),
        rows=3,
        required=False,
    )
    owner = forms.CharField(
        label=_("Which office owns it?"), help_text=_("It answers for the use and its canvas.")
    )
    accountable_officer = forms.CharField(
        label=_("Which office decides?"),
        help_text=_("The accountable officer: somebody else than whoever states the use."),
    )
    people_affected = forms.CharField(
        label=_("Whom does it affect, and about how many?"), required=False, max_length=200
    )
    personal_data = forms.ChoiceField(
        label=_("Are personal data used?"),
        help_text=_("Data about people or households. Then a full review is owed."),
        choices=_YES_NO,
        widget=Radios,
    )
    special_category = forms.ChoiceField(
        label=_("Are any of a special category?"),
        help_text=_("Such as health, ethnicity, religion or sexual life."),
        choices=_YES_NO,
        widget=Radios,
    )
    made_up = forms.BooleanField(label=_("The data are made up"), required=False)

    def __init__(self, *args: Any, stated: str = "", rows: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        if stated:
            del self.fields["use"]
        self._name = stated
        offer_offices(self, "owner", "accountable_officer")

    def working_title(self, typed: Mapping[str, Sequence[str]]) -> str:
        """Return the title that is typed of a use that has none yet."""
        titles = () if self._name else typed.get("title", ())
        return next((one.strip() for one in titles), "")

    def take_up(self, typed: MultiValueDict[str, Any]) -> None:
        """Hold what was typed earlier, in as many rows as there were."""
        super().take_up(typed)
        self.rows = Consequences(typed, prefix=ROWS)
        for row in self.rows.forms:
            row.take_up(typed)

    def record(self, today: date) -> Iterator[tuple[str, tuple[str, str]]]:
        """Yield what the record says, its consequences among it."""
        yield from super().record(today)
        stated = self.rows.initial or () if self.rows is not None else ()
        for number, one in enumerate(stated, start=1):
            if one:
                label = gettext("Consequence %(number)s") % {"number": number}
                yield f"{ROWS}-{number}", (label, _in_one_text(one))

    def clean(self) -> dict[str, Any]:
        """Check the rows together with the rest."""
        if self.rows is not None and not self.rows.is_valid():
            raise ValidationError(_("Mend what is marked in the consequences"))
        return self.cleaned_data

    @property
    def faults(self) -> list[tuple[str, str]]:
        """Return the faults of the form and of its rows, each with the field to go to."""
        own = [one for one in super().faults if one[1] in self._own_words()]
        rows = [one for row in self.rows.forms for one in row.faults] if self.rows else []
        return own + rows or super().faults

    def _own_words(self) -> set[str]:
        marker = str(_("Mend what is marked in the consequences"))
        return {str(e) for errors in self.errors.values() for e in errors} - {marker}

    def statement(self) -> dict[str, Any]:
        """Return the use as a statement that the library takes."""
        said: Mapping[str, Any] = self.cleaned_data
        words = {k: v for k, v in said.items() if isinstance(v, str) and v and k not in _FLAGS}
        return {
            **words,
            "use": self._name or said["use"],
            **{flag: said[flag] == "yes" for flag in _FLAGS},
            "made_up": said["made_up"],
            "consequences": self.rows.stated() if self.rows else [],
        }


def offer_offices(form: GovukForm, *entries: str) -> None:
    """Let each of these be answered by the offices that may answer for a use, where there are any.

    A council that has nobody yet who may types what it will be called.
    """
    held = offices_to_name()
    for entry in entries:
        if held[entry]:
            typed = form.fields[entry]
            form.fields[entry] = forms.ChoiceField(label=typed.label, help_text=typed.help_text)
            named = [(one, one) for one in held[entry]]
            form.choose_from(entry, [("", gettext("Choose one")), *named])
    form.dress()


def _in_one_text(row: Mapping[str, Any]) -> str:
    return "; ".join(str(said) for said in row.values() if said not in ("", None))


_FLAGS = ("personal_data", "special_category")
