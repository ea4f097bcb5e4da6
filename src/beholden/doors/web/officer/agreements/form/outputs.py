"""What may come out: groups for named analysts, rows for a named act, self-service for many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import fields
from .document import listed, mapping, number, put, text, texts
from .part import PartForm
from .parties import whom_choices, whom_read, whom_written

_ALL_STAFF = "all staff"
_KINDS = (
    (
        "aggregate",
        gettext_lazy(
            "Totals and averages of groups, for named organisations: exact, but rounded, and "
            "nothing of a small group"
        ),
    ),
    (
        "self_service",
        gettext_lazy(
            "Self-service for a wide audience, from a sealed fitted table: each number with its "
            "error, and a bound on what anybody may guess"
        ),
    ),
    ("records", gettext_lazy("Rows, to named people, for one named act")),
    ("none", gettext_lazy("Nothing may come out")),
)
_BEGUN: Mapping[str, dict[str, Any]] = {"records": {"approved_by": "two people"}}


class Outputs(PartForm):
    """Which kinds of output there are; each is then filled in on its own page."""

    keys = ("outputs",)
    outputs = fields.any_of(
        gettext_lazy("What may come out?"),
        _KINDS,
        gettext_lazy("What is not named may not come out."),
    )

    def clean(self) -> dict[str, Any]:
        """See that nothing is not chosen beside something."""
        chosen = self.cleaned_data.get("outputs", [])
        if "none" in chosen and len(chosen) > 1:
            self.add_error("outputs", ValidationError(_("Choose what may come out, or nothing")))
        return self.cleaned_data

    def read(self) -> dict[str, Any]:
        """Return the kinds that are named."""
        said = self.held.get("outputs")
        return {"outputs": ["none"] if said == "none" else list(mapping(said))}

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the outputs, each with what it says already."""
        if said["outputs"] == ["none"]:
            return {"outputs": "none"}
        held = mapping(self.held.get("outputs"))
        kinds = [kind for kind, _says in _KINDS if kind in said["outputs"]]
        order = [one for one in held if one in kinds] + [one for one in kinds if one not in held]
        return {"outputs": {kind: held.get(kind, _BEGUN.get(kind, {})) for kind in order}}

    @property
    def shows_all(self) -> bool:
        """Return whether every output that is named is one that there is."""
        said = self.held.get("outputs")
        known = {kind for kind, _says in _KINDS}
        shown = said in (None, "", "none") or isinstance(said, Mapping)
        return shown and set(mapping(said)) <= known - {"none"}

    def saved(self) -> dict[str, Any]:
        """Return the document with these outputs; one that is new has nothing in it yet."""
        if self.cleaned_data == self.read():
            return dict(self.document)
        return put(self.document, ("outputs",), self.write(self.cleaned_data)["outputs"])


class _Output(PartForm):
    """One kind of output, with who may have it."""

    to = fields.any_of(gettext_lazy("Who may have it?"), ())
    others = fields.one_a_line(
        gettext_lazy("Others who may have it"), gettext_lazy("One on each line.")
    )
    audience: tuple[str, ...] = ()

    def build(self) -> None:
        """Offer the parties first, then the other organisations and groups."""
        said = [*listed(self.held.get("to")), *listed(self.document.get("between"))]
        choices = whom_choices(self, said, *self.audience)
        self.choose_from("to", choices)

    def _to(self) -> dict[str, Any]:
        return {"to": whom_read(self.held.get("to")), "others": ""}

    def _given(self, *roles: str) -> list[str]:
        """Return the columns that the document gives in one of these roles."""
        datasets = mapping(self.document.get("datasets")).values()
        given = [mapping(mapping(one).get("columns")) for one in datasets]
        return list(
            dict.fromkeys(
                name
                for columns in given
                for name, said in columns.items()
                if mapping(said).get("role") in roles
            )
        )


class Aggregate(_Output):
    """Totals and averages of groups."""

    path = ("outputs", "aggregate")
    keys = ("to", "smallest_group", "round_to", "largest_share")
    smallest_group = fields.number(
        gettext_lazy("The smallest group that is shown"),
        gettext_lazy("No group of fewer is shown. At least 3 where the data are personal."),
    )
    round_to = fields.number(
        gettext_lazy("Numbers are rounded to the nearest"),
        gettext_lazy("Such as 5. Leave it empty for no rounding."),
    )
    largest_share = fields.number(
        gettext_lazy("The largest share of a sum, in 100, that one may make up"),
        gettext_lazy("A sum with a larger share is withheld. 50 where nothing is said."),
        percent=True,
    )

    def read(self) -> dict[str, Any]:
        """Return who may have it, and the three numbers."""
        return {**self._to(), **{key: number(self.held.get(key)) for key in self.keys[1:]}}

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return them."""
        to = whom_written(said["to"], said["others"]) or None
        return {"to": to, **{key: said[key] for key in self.keys[1:]}}


class Records(_Output):
    """Rows, for named people and one act."""

    path = ("outputs", "records")
    keys = ("to", "for", "columns", "approved_by")
    places: ClassVar[Mapping[str, str]] = {"for": "act", "approved_by": "to"}
    act = fields.words(gettext_lazy("For which one act?"), gettext_lazy("Such as: offer letters."))
    columns = fields.any_of(
        gettext_lazy("Which columns do the rows hold?"),
        (),
        gettext_lazy("The rows are given once two people have approved it."),
    )

    def build(self) -> None:
        """Offer the columns that the agreement gives."""
        super().build()
        given = self._given("identity", "join", "dimension", "measure")
        named = fields.named_first(texts(self.held.get("columns")), given)
        self.choose_from("columns", [(one, one) for one in named])

    def read(self) -> dict[str, Any]:
        """Return who may have them, for what, and which columns."""
        held = self.held
        return {**self._to(), "act": text(held.get("for")), "columns": texts(held.get("columns"))}

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return them; two people approve it, always."""
        to = whom_written(said["to"], said["others"]) or None
        rest = {"for": said["act"] or None, "columns": said["columns"] or None}
        return {"to": to, **rest, "approved_by": "two people"}


class SelfService(_Output):
    """Answers for a wide audience, from a sealed fitted table."""

    audience = (_ALL_STAFF,)
    path = ("outputs", "self_service")
    places: ClassVar[Mapping[str, str]] = {"known": "known_to_all"}
    keys = (
        *("to", "measures", "by", "guess_bound", "known", "caps", "tables", "seals_a_year"),
        *("share", "of"),
    )
    measures = fields.any_of(
        gettext_lazy("What may be asked for?"),
        (),
        gettext_lazy("Dimensions that are yes or no, and amounts that are cut."),
    )
    by = fields.one_a_line(
        gettext_lazy("By which dimensions?"),
        gettext_lazy("One on each line, the most important first."),
    )
    known_to_all = fields.one_a_line(
        gettext_lazy("Which of them are known of everybody anyway?"),
        gettext_lazy("Such as the ward of an address. Numbers by these alone are exact."),
    )
    guess_bound = fields.number(
        gettext_lazy("How often in 100 may anybody guess right at most?"),
        gettext_lazy(
            "Between 51 and 99. 50 is a coin toss. It holds for who knows all the others, for any "
            "number of questions."
        ),
    )
    caps = fields.one_a_line(
        gettext_lazy("Where is each amount cut?"),
        gettext_lazy("One on each line, such as: arrears: 2000"),
    )
    tables = fields.one_a_line(
        gettext_lazy("Which tables matter most?"),
        gettext_lazy("One or two dimensions on each line, such as: ward, rating"),
    )
    seals_a_year = fields.number(
        gettext_lazy("How often a year may it be sealed anew?"),
        gettext_lazy("The more often, the larger the error. Once where nothing is said."),
    )
    share = fields.number(
        gettext_lazy("How much, in 100, of its subjects’ allowance for a year may it use up?"),
        gettext_lazy("All of it where nothing is said; then no other agreement has self-service."),
    )
    of = fields.one_of(gettext_lazy("Whose subjects are counted?"), (), listed=True)

    def build(self) -> None:
        """Offer the columns and the datasets that the agreement gives."""
        super().build()
        given = self._given("dimension", "measure")
        named = fields.named_first(texts(self.held.get("measures")), given)
        self.choose_from("measures", [(one, one) for one in named])
        datasets = fields.named_first(
            texts(self.held.get("of")), mapping(self.document.get("datasets"))
        )
        first = ("", _("Those of the dataset that gives the first dimension"))
        choices = [first, *((one, one) for one in datasets)]
        self.choose_from("of", choices)

    def clean_caps(self) -> str:
        """Return the caps as they are typed; raise ValidationError for one that is no number."""
        _caps(self.cleaned_data["caps"])
        return str(self.cleaned_data["caps"])

    def read(self) -> dict[str, Any]:
        """Return everything that is said."""
        held = self.held
        caps = {k: [str(v)] for k, v in mapping(held.get("caps")).items() if number(v) is not None}
        tables = [", ".join(texts(one)) for one in listed(held.get("tables"))]
        return {
            **self._to(),
            "measures": texts(held.get("measures")),
            "by": fields.lines_of(texts(held.get("by"))),
            "known_to_all": fields.lines_of(texts(held.get("known"))),
            "guess_bound": _in_100(held.get("guess_bound")),
            "caps": fields.labelled_lines(caps),
            "tables": fields.lines_of(tables),
            "seals_a_year": number(held.get("seals_a_year")),
            "share": _in_100(held.get("share")),
            "of": text(held.get("of")),
        }

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return everything that says something."""
        return {
            "to": whom_written(said["to"], said["others"]) or None,
            "measures": said["measures"] or None,
            "by": fields.from_lines(said["by"]) or None,
            "guess_bound": _of_100(said["guess_bound"]),
            "known": fields.from_lines(said["known_to_all"]) or None,
            "caps": _caps(said["caps"]) or None,
            "tables": [
                [one.strip() for one in line.split(",") if one.strip()]
                for line in fields.from_lines(said["tables"])
            ]
            or None,
            "seals_a_year": said["seals_a_year"],
            "share": _of_100(said["share"]),
            "of": said["of"] or None,
        }


def _in_100(said: Any) -> int | None:
    """Return the number of ``60 in 100``."""
    first, _, rest = text(said).partition(" ")
    return int(first) if rest == "in 100" and first.isdecimal() else None


def _of_100(said: Any) -> str | None:
    return None if said is None else f"{said} in 100"


def _caps(said: str) -> dict[str, Any]:
    """Return the caps that are typed; raise ValidationError for one that is no number."""
    lines = fields.from_labelled_lines(said)
    return {name: fields.Number().to_python(values[0]) for name, values in lines.items()}
