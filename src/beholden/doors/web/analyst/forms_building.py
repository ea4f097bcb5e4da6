"""The form by which a question is built: tables first, then numbers, groups and filters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ....actions import Chosen, Compares, Filter, How, Joined, Offer
from ..forms import Checkboxes, GovukForm, Radios

_WAYS = {
    How.BOTH: gettext_lazy("only those that are in it too"),
    How.ALL: gettext_lazy("all of them, with what it says of those that are in it"),
    How.WITHOUT: gettext_lazy("only those that are not in it"),
}
_FUNCTIONS = {
    "sum": gettext_lazy("the sum of %(column)s"),
    "avg": gettext_lazy("the average of %(column)s"),
    "count": gettext_lazy("how many have a value in %(column)s"),
    "stddev": gettext_lazy("the standard deviation of %(column)s"),
    "variance": gettext_lazy("the variance of %(column)s"),
}
_WITH = "with-"
_ANY = ("", gettext_lazy("any"))
_ORDERED = ("number", "day")


class TablesForm(GovukForm):
    """From which table, joined with which others and how. It is read from the address."""

    never_kept = "what is chosen stands in the page's address"

    def __init__(self, offer: Offer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from"] = forms.ChoiceField(
            label=_("Count those in"),
            widget=Radios,
            choices=[(name, name) for name in offer.starts],
            initial=offer.start,
        )
        for join in offer.joins:
            self.fields[f"{_WITH}{join.table}"] = forms.ChoiceField(
                label=_("And %(table)s") % {"table": join.table},
                required=False,
                widget=forms.Select(attrs={"class": "govuk-select"}),
                choices=[("", _("leave it out")), *((how.value, _WAYS[how]) for how in join.ways)],
                initial=next(
                    (k.joined.how for k in offer.links if k.joined.table == join.table), ""
                ),
            )


def tables_named(said: Mapping[str, str]) -> tuple[Joined, ...]:
    """Return the tables that an address says are joined; which of them are offered is seen later.

    What may be joined depends on the table to begin with, so one chosen anew starts afresh.
    """
    if said.get("was", said.get("from")) != said.get("from"):
        return ()
    ways = {how.value: how for how in How}
    named = {name.removeprefix(_WITH): how for name, how in said.items() if name.startswith(_WITH)}
    return tuple(Joined(table, ways[how]) for table, how in named.items() if how in ways)


class ChoicesForm(GovukForm):
    """Numbers, groups and filters, of what is offered for the tables."""

    never_kept = "what is chosen stands in the page's address"

    def __init__(self, offer: Offer, subject: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.fields["numbers"] = forms.MultipleChoiceField(
            label=_("What do you want to know?"),
            widget=Checkboxes,
            choices=[(n.code, _number(n, subject)) for n in offer.numbers],
            initial=["count"],
            error_messages={"required": _("Choose at least one number")},
        )
        self.fields["groups"] = forms.MultipleChoiceField(
            label=_("For each…"),
            help_text=_("Every group that is large enough is one row. Choose none for one total."),
            widget=Checkboxes,
            required=False,
            choices=[(place.code, _place(offer, place)) for place in offer.places],
        )
        for at, place in enumerate(offer.places):
            self.fields.update(_filter_fields(at, place))
        self.fields["order"] = forms.ChoiceField(
            label=_("In which order?"),
            widget=Radios,
            choices=[("groups", _("by group")), ("largest", _("the largest number first"))],
            initial="groups",
        )
        self.fields["most"] = forms.IntegerField(
            label=_("At most how many rows?"),
            help_text=_("Leave it empty for all."),
            required=False,
            min_value=1,
            max_value=10_000,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "class": "govuk-input govuk-input--width-5"}
            ),
        )

    @property
    def filters(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """Return the fields of each filter with its name, and whether one says anything."""
        found = []
        for at, place in enumerate(self.offer.places):
            fields = [self[name] for name in self.fields if name.startswith(f"only-{at}-")]
            says = any(field.value() not in (None, "", []) or field.errors for field in fields)
            found.append((_place(self.offer, place), says, fields))
        return found

    def chosen(self) -> Chosen:
        """Return what was chosen."""
        said = self.cleaned_data
        return Chosen(
            numbers=tuple(said["numbers"]),
            groups=tuple(said["groups"]),
            filters=tuple(self._filters()),
            largest_first=said["order"] == "largest",
            most=said["most"] or 0,
        )

    def _filters(self) -> Iterator[Filter]:
        for at, place in enumerate(self.offer.places):
            for compares in Compares:
                said = self.cleaned_data.get(f"only-{at}-{compares.value}")
                if said:
                    yield Filter(place.code, compares, _values(said))
            unknown = self.cleaned_data.get(f"only-{at}-known")
            if unknown:
                yield Filter(place.code, Compares(unknown))


def _values(said: Any) -> tuple[str, ...]:
    """Return the values of a field: those ticked, or one on each line."""
    lines = said if isinstance(said, list) else str(said).splitlines()
    return tuple(line for line in lines if line.strip())


def _filter_fields(at: int, place: Any) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields by which a column chooses, for the kind of its values."""
    column = place.column
    if column.kind == "choice":
        yield f"only-{at}-one-of", _ticked([(value, value) for value in column.values])
    elif column.kind == "yes-no":
        yield f"only-{at}-one-of", _one([_ANY, ("yes", _("yes")), ("no", _("no"))])
    elif column.kind in _ORDERED:
        yield f"only-{at}-at-least", _typed(_("From"), column.kind)
        yield f"only-{at}-at-most", _typed(_("Up to"), column.kind)
    else:
        yield f"only-{at}-one-of", _lines(_("Only these, one on each line"))
        yield f"only-{at}-none-of", _lines(_("None of these, one on each line"))
    known = [_ANY, ("present", _("only with a value")), ("missing", _("only without a value"))]
    yield f"only-{at}-known", _one(known, label=_("Where there is no value"))


def _ticked(choices: list[tuple[str, str]]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Only these"), required=False, widget=Checkboxes, choices=choices
    )


def _one(choices: Any, label: str = "") -> forms.Field:
    return forms.ChoiceField(
        label=label or _("Only these"), required=False, widget=forms.Select, choices=choices
    )


def _typed(label: str, kind: str) -> forms.Field:
    hint = _("Such as 2026-03-31.") if kind == "day" else ""
    attrs = {"class": "govuk-input govuk-input--width-10"}
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs=attrs),
    )


def _lines(label: str) -> forms.Field:
    return forms.CharField(
        label=label,
        required=False,
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )


def _number(number: Any, subject: str) -> str:
    if not number.column:
        return _("how many (each %(subject)s counted once)") % {"subject": subject}
    return _FUNCTIONS[number.function] % {"column": f"{number.table}.{number.column}"}


def _place(offer: Offer, place: Any) -> str:
    return f"{place.table}.{place.column.name}" if offer.links else str(place.column.name)
