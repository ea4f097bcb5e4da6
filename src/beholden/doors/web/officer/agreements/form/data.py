"""Which datasets are given, which of their rows, and each column's role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import fields
from .document import at, mapping, put, text
from .known import Known
from .part import PartForm

ROLES = (
    ("withheld", gettext_lazy("Withheld"), gettext_lazy("Not in the extract at all.")),
    (
        "identity",
        gettext_lazy("Identity"),
        gettext_lazy("Tells one subject from another, and is never shown."),
    ),
    (
        "join",
        gettext_lazy("Join"),
        gettext_lazy("A key on which datasets are joined; it is never shown."),
    ),
    ("dimension", gettext_lazy("Dimension"), gettext_lazy("May choose, group and be shown.")),
    (
        "measure",
        gettext_lazy("Measure"),
        gettext_lazy("May be summed or averaged over groups; it is never shown for one."),
    ),
)
_CHOICES = [(code, title) for code, title, _says in ROLES]
_COLUMN = "column-"


class Datasets(PartForm):
    """Which datasets are given."""

    keys = ("datasets",)
    datasets = fields.any_of(
        gettext_lazy("Which datasets does it give?"),
        (),
        gettext_lazy("Only what the purpose needs. Every column is withheld until you say not."),
    )

    def build(self) -> None:
        """Offer the datasets there are."""
        known = self.known.datasets
        named = fields.named_first(map(str, mapping(self.held.get("datasets"))), known)
        choices = [(one, self._says(one)) for one in named]
        self.choose_from("datasets", choices)

    def _says(self, name: str) -> str:
        one = self.known.datasets.get(name)
        if one is None:
            return name
        return _("%(name)s, held by %(steward)s") % {"name": name, "steward": one.steward}

    def read(self) -> dict[str, Any]:
        """Return the datasets that are named."""
        return {"datasets": list(mapping(self.held.get("datasets")))}

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the datasets; of a new one everything is withheld."""
        held = mapping(self.held.get("datasets"))
        return {"datasets": {name: held.get(name, {"columns": {}}) for name in said["datasets"]}}

    def field_of(self, place: tuple[str, ...]) -> str:  # noqa: ARG002 (there is one)
        """Return the one field: faults of one dataset are told on its own page."""
        return "datasets"


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One row of the table of columns; ``to_say`` asks for what its role needs."""

    name: str
    kind: str
    means: str
    field: forms.BoundField
    named: bool
    done: str


class Dataset(PartForm):
    """One dataset: its columns with their roles, and which of its rows are given."""

    keys = ("rows", "reference", "contract", "columns")
    rows = fields.words(
        gettext_lazy("Only rows where"),
        gettext_lazy(
            "A condition on its columns, such as: closed is null. Other rows are never in the "
            "extract. Leave it empty for all rows."
        ),
        rows=2,
        code=True,
    )
    reference = fields.yes(
        gettext_lazy("Nobody is in it: it is a table of days, places or things"),
        gettext_lazy("Its columns are dimensions, which may be listed."),
    )
    contract = fields.words(
        gettext_lazy("The version of its contract that the parties mean"),
        gettext_lazy("Such as 2.0.0. Leave it empty for the newest when the agreement is offered."),
    )

    def __init__(
        self, document: Mapping[str, Any], known: Known, data: Any = None, *, dataset: str
    ) -> None:
        self.dataset, self.path = dataset, ("datasets", dataset)
        super().__init__(document, known, data)

    def build(self) -> None:
        """Ask for the role of each column that the dataset has, or that the document makes."""
        known = self.known.columns(self.dataset)
        self._known = {one.name: one for one in known}
        named = list(map(str, mapping(self.held.get("columns"))))
        self._names = [*self._known, *(name for name in named if name not in self._known)]
        roles = {}
        for name in self._names:
            asks = _("The role of %(column)s") % {"column": name}
            roles[_field(name)] = fields.one_of(asks, _CHOICES, listed=True)
        self.fields = roles | self.fields

    def read(self) -> dict[str, Any]:
        """Return the roles, and what is said of the rows."""
        held = self.held
        roles = {_field(name): self._role(name) for name in self._names}
        return {
            **roles,
            "rows": text(held.get("rows")),
            "reference": held.get("reference") is True,
            "contract": text(at(held, ("contract", "version"))),
        }

    def _role(self, name: str) -> str:
        return text(at(self.held, ("columns", name, "role"))) or "withheld"

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the columns, each in its role with what else is said of it, and the rows."""
        held = mapping(self.held.get("columns"))
        order = [*held, *(name for name in self._names if name not in held)]
        columns = {name: _in_role(held.get(name), said[_field(name)]) for name in order}
        reference = said["reference"] or (False if "reference" in self.held else None)
        version = said["contract"]
        contract = {**mapping(self.held.get("contract")), "version": version} if version else None
        return {
            "rows": said["rows"] or None,
            "reference": reference,
            "contract": contract,
            "columns": {name: one for name, one in columns.items() if one is not None},
        }

    def saved(self) -> dict[str, Any]:
        """Return the document with this dataset, which keeps its columns though it gives none."""
        document = super().saved()
        inside = (*self.path, "columns")
        emptied = document != self.document and at(document, inside) is None
        return put(document, inside, {}) if emptied else document

    def field_of(self, place: tuple[str, ...]) -> str:
        """Return the role of the column that a fault names, or the field of its entry."""
        named = next((one for one in place[2:] if one in self._names), "")
        return _field(named) if named else super().field_of(place)

    @property
    def table(self) -> Iterator[ColumnRow]:
        """Yield the rows of the table of columns."""
        means = self.known.means(self.dataset)
        for name in self._names:
            one = self._known.get(name)
            said = mapping(at(self.held, ("columns", name)))
            yield ColumnRow(
                name=name,
                kind=one.kind if one else "",
                means=means.get(name, ""),
                field=self[_field(name)],
                named=bool(said) and said.get("role") != "withheld",
                done=_done_to(said),
            )

    @property
    def others(self) -> list[forms.BoundField]:
        """Return the fields that are of no column."""
        return [self[name] for name in ("rows", "reference", "contract")]


def _field(column: str) -> str:
    return f"{_COLUMN}{fields.handle(column)}"


def _in_role(said: Any, role: str) -> Any:
    """Return what is said of a column in this role, without what another role alone may have."""
    if said is None:
        return {"role": role} if role and role != "withheld" else None
    held = mapping(said)
    if held.get("role", "withheld") == role:
        return said
    if role == "withheld":
        return None
    counted = {role, held.get("role")} <= {"dimension", "measure"}
    without = (
        *(() if counted else ("functions",)),
        *(() if role == "dimension" else ("treatment", "bands", "of")),
    )
    return {"role": role} | {k: v for k, v in held.items() if k not in ("role", *without)}


def _done_to(said: Mapping[str, Any]) -> str:
    """Return in a few words what is said of a column besides its role."""
    treatment = said.get("treatment")
    kind = next(iter(treatment), "") if isinstance(treatment, Mapping) else text(treatment)
    functions = ", ".join(map(str, said.get("functions") or ()))
    lacks = said.get("role") == "measure" and not functions
    parts = [
        _("Say what may be worked out of it") if lacks else functions,
        _("made from %(column)s") % {"column": said["of"]} if said.get("of") else "",
        "" if kind in ("", "clear", "withheld") else str(TREATED.get(kind, kind)),
        _("in bands") if said.get("bands") else "",
    ]
    return "; ".join(part for part in parts if part)


TREATED = {
    "pseudonymised": gettext_lazy("pseudonymised"),
    "age": gettext_lazy("age band"),
    "postcode": gettext_lazy("part of the postcode"),
    "date": gettext_lazy("part of the date"),
    "number": gettext_lazy("band of numbers"),
    "look_up": gettext_lazy("looked up"),
}


class MadeColumn(PartForm):
    """A column that the dataset has not: made coarser from one that it has."""

    name = fields.words(
        gettext_lazy("What is the new column called?"), gettext_lazy("Such as age_band.")
    )
    of = fields.one_of(gettext_lazy("From which column is it made?"), (), listed=True)

    def __init__(
        self, document: Mapping[str, Any], known: Known, data: Any = None, *, dataset: str
    ) -> None:
        self.dataset, self.path = dataset, ("datasets", dataset, "columns")
        super().__init__(document, known, data)

    def build(self) -> None:
        """Offer the columns that the dataset has."""
        names = [one.name for one in self.known.columns(self.dataset)]
        self.choose_from("of", [(one, one) for one in names])
        for field in self.fields.values():
            field.required = True

    def clean_name(self) -> str:
        """See that no column has the name already."""
        name = str(self.cleaned_data["name"])
        taken = {one.name for one in self.known.columns(self.dataset)} | set(map(str, self.held))
        if name in taken:
            raise ValidationError(_("There is a column of this name; give this one another"))
        return name

    def read(self) -> dict[str, Any]:
        """Return nothing: it is a new one."""
        return {"name": "", "of": ""}

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the new column; what is done to it is said next."""
        return {said["name"]: {"role": "dimension", "of": said["of"]}} if said["name"] else {}

    def saved(self) -> dict[str, Any]:
        """Return the document with the new column at the end of its dataset."""
        made = self.write(self.cleaned_data)
        return put(self.document, self.path, {**self.held, **made})
