"""One column: its role, what may be worked out of it, and what is done to its values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import fields
from .data import ROLES
from .document import at, day, mapping, number, put, text, texts
from .known import Known
from .part import PartForm

_FUNCTIONS = (
    ("sum", gettext_lazy("Its sum")),
    ("avg", gettext_lazy("Its average")),
    ("count", gettext_lazy("How many have a value")),
    ("stddev", gettext_lazy("Its standard deviation")),
    ("variance", gettext_lazy("Its variance")),
)
_PLAIN = ("clear", "withheld")
_WAYS = (
    ("plain", gettext_lazy("Nothing: they are sealed as they are")),
    (
        "pseudonymised",
        gettext_lazy("Pseudonymised: a number stands for each, which no other use has"),
    ),
    ("bands", gettext_lazy("Grouped: labels stand for values")),
    ("age", gettext_lazy("A date of birth becomes an age band")),
    ("postcode", gettext_lazy("A postcode becomes a part of it")),
    ("date", gettext_lazy("A day becomes its month, quarter or year")),
    ("number", gettext_lazy("A number becomes a band")),
    ("look_up", gettext_lazy("A value becomes what stands beside it in another dataset")),
)
_TITLES = {
    "bands": gettext_lazy("Grouped"),
    "age": gettext_lazy("Age band"),
    "postcode": gettext_lazy("Part of the postcode"),
    "date": gettext_lazy("Month, quarter or year"),
    "number": gettext_lazy("Band of numbers"),
    "look_up": gettext_lazy("Looked up in another dataset"),
}
_OF_WAY = {
    "bands": ("bands",),
    "age": ("age_as_of", "age_width", "age_top", "age_from"),
    "postcode": ("postcode",),
    "date": ("date",),
    "number": ("number_width", "number_top", "number_from"),
    "look_up": ("look_up_dataset", "look_up_key", "look_up_value"),
}
# By the kind of a column the ways that fit it, told before the others.
_FITTING = {
    "date_of_birth": ("age", "date"),
    "date": ("date", "age"),
    "postcode": ("postcode",),
    "number": ("number",),
    "uprn": ("look_up",),
    "category": ("bands",),
    "boolean": ("bands",),
}
_STEPS = gettext_lazy("Or bands by name, one on each line, with where each begins: adult: 16")


class Column(PartForm):
    """A column of a dataset that the document gives, or may give."""

    keys = ("role", "functions", "of", "treatment", "bands")
    places: ClassVar[Mapping[str, str]] = {
        "treatment": "way",
        "as_of": "age_as_of",
        "width": "age_width",
        "top": "age_top",
        "from": "age_from",
    }
    role = fields.one_of(gettext_lazy("What may it be used for?"), ())
    functions = fields.any_of(
        gettext_lazy("What may be worked out of it?"),
        (),
        gettext_lazy("Of a measure, or of a dimension that is a number."),
    )
    of = fields.one_of(gettext_lazy("From which column is it made?"), (), listed=True)
    way = fields.one_of(
        gettext_lazy("What is done to its values, before anything is sealed?"),
        _WAYS,
        gettext_lazy(
            "Only a dimension is made coarser; what tells subjects apart is always pseudonymised."
        ),
    )
    bands = fields.words(
        gettext_lazy("Labels with their values"),
        gettext_lazy(
            "One label on each line, such as: warm: A, B, C. Other values are sealed as nothing."
        ),
        rows=4,
    )
    age_as_of = fields.a_day(gettext_lazy("The age is taken on"))
    age_width = fields.number(gettext_lazy("How many years are in a band?"))
    age_top = fields.number(gettext_lazy("From which age on is everybody in one band?"))
    age_from = fields.one_a_line(_STEPS)
    postcode = fields.one_of(
        gettext_lazy("It becomes"),
        [
            ("sector", gettext_lazy("its sector, such as AB1 2")),
            ("district", gettext_lazy("its district, such as AB1")),
            ("area", gettext_lazy("its area, such as AB")),
        ],
    )
    date = fields.one_of(
        gettext_lazy("It becomes"),
        [
            ("month", gettext_lazy("its month")),
            ("quarter", gettext_lazy("its quarter")),
            ("year", gettext_lazy("its year")),
        ],
    )
    number_width = fields.number(gettext_lazy("How wide is a band?"))
    number_top = fields.number(gettext_lazy("From which number on is everything in one band?"))
    number_from = fields.one_a_line(_STEPS)
    look_up_dataset = fields.one_of(gettext_lazy("In which dataset?"), (), listed=True)
    look_up_key = fields.words(gettext_lazy("By which of its columns?"))
    look_up_value = fields.words(gettext_lazy("Which of its columns is taken instead?"))

    def __init__(
        self,
        document: Mapping[str, Any],
        known: Known,
        data: Any = None,
        *,
        dataset: str,
        column: str,
    ) -> None:
        self.dataset, self.column = dataset, column
        self.path = ("datasets", dataset, "columns", column)
        super().__init__(document, known, data)

    def build(self) -> None:
        """Offer what the council has."""
        columns = self.known.columns(self.dataset)
        self._own = next((one for one in columns if one.name == self.column), None)
        functions = dict(_FUNCTIONS)
        named = fields.named_first(texts(self.held.get("functions")), functions)
        of = fields.named_first(texts(self.held.get("of")), [one.name for one in columns])
        looked = at(self.held, ("treatment", "look_up", "dataset"))
        datasets = fields.named_first(texts(looked), self.known.datasets)
        for name, choices in (
            ("role", [(code, f"{title}. {says}") for code, title, says in ROLES]),
            ("functions", [(one, functions.get(one, one)) for one in named]),
            ("of", [("", _("It is the column itself")), *((one, one) for one in of)]),
            ("look_up_dataset", [("", _("Not said")), *((one, one) for one in datasets)]),
        ):
            self.choose_from(name, choices)
        if self._own is not None and "of" not in self.held:
            del self.fields["of"]

    def read(self) -> dict[str, Any]:
        """Return everything that is said of the column."""
        held = self.held
        treatment = held.get("treatment")
        kind = next(iter(treatment), "") if isinstance(treatment, Mapping) else text(treatment)
        way = "plain" if kind in ("", *_PLAIN) else kind
        return {
            "role": text(held.get("role")) or "withheld",
            "functions": texts(held.get("functions")),
            "of": text(held.get("of")),
            "way": "bands" if held.get("bands") and way == "plain" else way,
            "bands": fields.labelled_lines(_bands(held)),
            **self._ages(mapping(at(held, ("treatment", "age")))),
            **_parts(held),
        }

    def _ages(self, age: Mapping[str, Any]) -> dict[str, Any]:
        steps = {key: number(age.get(key)) for key in ("width", "top")}
        return {
            "age_as_of": day(age.get("as_of")),
            **{f"age_{key}": said for key, said in steps.items()},
            "age_from": _steps_read(age),
        }

    def clean_bands(self) -> str:
        """Return the bands as typed; raise ValidationError for a line without a label."""
        fields.from_labelled_lines(self.cleaned_data["bands"])
        return str(self.cleaned_data["bands"])

    def clean_age_from(self) -> str:
        """Return the steps as typed; raise ValidationError for one without a number."""
        _steps(self.cleaned_data["age_from"])
        return str(self.cleaned_data["age_from"])

    def clean_number_from(self) -> str:
        """Return the steps as typed; raise ValidationError for one without a number."""
        _steps(self.cleaned_data["number_from"])
        return str(self.cleaned_data["number_from"])

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the column as the document has it."""
        way = said["way"] or "plain"
        before = self.held.get("treatment")
        plain = before if before in _PLAIN and said["role"] == self.held.get("role") else None
        treated = {"plain": plain, "bands": plain, "pseudonymised": "pseudonymised"}
        return {
            "role": said["role"] or "withheld",
            "functions": said["functions"] or None,
            "of": said.get("of") or None,
            "treatment": treated[way] if way in treated else {way: _made(way, said)},
            "bands": self._bands(said) if way == "bands" else None,
        }

    def _bands(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the bands, with each value as the document has it where it has it already."""
        held = mapping(self.held.get("bands"))
        written = {_as_text(value): value for some in held.values() for value in _values(some)}
        bands = fields.from_labelled_lines(said["bands"])
        return {label: [written.get(one, one) for one in some] for label, some in bands.items()}

    def saved(self) -> dict[str, Any]:
        """Return the document with this column; a withheld one that said nothing is not named."""
        document = super().saved()
        said = at(document, self.path)
        unsaid = not self.held and said == {"role": "withheld"}
        return put(document, self.path, None) if unsaid else document

    @property
    def groups(self) -> Iterator[tuple[Any, bool, list[Any]]]:
        """Yield the role and the way, then each way by itself, those that fit the column first."""
        first = [name for name in ("role", "functions", "of", "way") if name in self.fields]
        yield "", True, [self[name] for name in first]
        fitting = _FITTING.get(self._kind, ())
        for way in (*fitting, *(one for one in _OF_WAY if one not in fitting)):
            inside = [self[name] for name in _OF_WAY[way]]
            faulty = any(field.errors for field in inside)
            yield _TITLES[way], faulty or self["way"].value() == way, inside

    @property
    def _kind(self) -> str:
        of = text(self.held.get("of"))
        columns = {one.name: one.kind for one in self.known.columns(self.dataset)}
        return columns.get(of or self.column, "")

    def field_of(self, place: tuple[str, ...]) -> str:
        """Return the field of a fault; the bands of numbers have fields of their own."""
        found = super().field_of(place)
        numbers = "number" in place and found.startswith("age_")
        return found.replace("age_", "number_") if numbers else found


def _bands(held: Mapping[str, Any]) -> dict[str, list[str]]:
    bands = mapping(held.get("bands"))
    return {str(label): list(map(_as_text, _values(some))) for label, some in bands.items()}


def _values(some: Any) -> list[Any]:
    return some if isinstance(some, list) else []


def _as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parts(held: Mapping[str, Any]) -> dict[str, Any]:
    treatment = held.get("treatment")
    numbers = mapping(at(treatment, ("number",)))
    looked = mapping(at(treatment, ("look_up",)))
    return {
        "postcode": text(at(treatment, ("postcode",))),
        "date": text(at(treatment, ("date",))),
        "number_width": number(numbers.get("width")),
        "number_top": number(numbers.get("top")),
        "number_from": _steps_read(numbers),
        **{f"look_up_{key}": text(looked.get(key)) for key in ("dataset", "key", "value")},
    }


def _steps_read(said: Mapping[str, Any]) -> str:
    steps = mapping(said.get("from"))
    return fields.lines_of(f"{label}: {low}" for label, low in steps.items())


def _steps(typed: str) -> dict[str, Any]:
    """Return where each band begins; raise ValidationError for a line that does not say it."""
    found: dict[str, Any] = {}
    for line in fields.from_lines(typed):
        label, colon, low = line.rpartition(":")
        said = fields.Number().to_python(low) if colon and label.strip() else None
        if said is None:
            raise ValidationError(_("Write each line as: name, a colon, and a number"))
        found[label.strip()] = said
    return found


def _made(way: str, said: Mapping[str, Any]) -> Any:
    """Return a treatment as the document has it."""
    if way in ("postcode", "date"):
        return said[way]
    if way == "look_up":
        made = {key: said[f"look_up_{key}"] for key in ("dataset", "key", "value")}
        return {key: one for key, one in made.items() if one}
    made = {
        "width": said[f"{way}_width"],
        "top": said[f"{way}_top"],
        "from": _steps(said[f"{way}_from"]),
    }
    if way == "age" and said["age_as_of"]:
        made["as_of"] = said["age_as_of"].isoformat()
    return {key: one for key, one in made.items() if one is not None and one != {}}
