"""Who signs, why the law allows it, from when until when, and whom it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ......actions import code_of_law, law_in_codes
from . import fields
from .document import at, day, listed, mapping, text, texts
from .part import PartForm

_GROUP = "group:"


def whom_choices(form: PartForm, said: Any, *more: str) -> list[tuple[str, str]]:
    """Return the organisations and groups that a document names, then those there are."""
    organisations = (*form.known.organisations, *more)
    known = [*organisations, *(_GROUP + name for name in form.known.groups)]
    return [(one, _whom(form, one)) for one in fields.named_first(whom_read(said), known)]


def _whom(form: PartForm, one: str) -> str:
    if not one.startswith(_GROUP):
        return one
    name = one.removeprefix(_GROUP)
    members = form.known.groups.get(name, ())
    return _("The group %(name)s: %(members)s") % {"name": name, "members": ", ".join(members)}


def whom_read(said: Any) -> list[str]:
    """Return what a document says of parties, as the values of a field."""
    return [
        one if isinstance(one, str) else _GROUP + text(mapping(one).get("group"))
        for one in listed(said)
    ]


def whom_written(chosen: list[str], others: str) -> list[Any]:
    """Return parties as a document says them."""
    groups = [{"group": one.removeprefix(_GROUP)} for one in chosen if one.startswith(_GROUP)]
    plain = [one for one in chosen if not one.startswith(_GROUP)]
    more = [one for one in fields.from_lines(others) if one not in plain]
    if not groups:
        return [*plain, *more]
    given = [
        {"group": one.removeprefix(_GROUP)} if one.startswith(_GROUP) else one for one in chosen
    ]
    return [*given, *more]


class Parties(PartForm):
    """Which organisations sign, and whether each is bound by its own signature."""

    keys = ("between", "severally")
    between = fields.any_of(
        gettext_lazy("Which organisations are its parties?"),
        (),
        gettext_lazy("Every one of them signs. Whoever holds a dataset must be among them."),
    )
    others = fields.one_a_line(
        gettext_lazy("Other organisations"), gettext_lazy("One on each line.")
    )
    severally = fields.yes(
        gettext_lazy("Each is bound as soon as it has signed itself"),
        gettext_lazy("Otherwise nothing is asked until all have signed."),
    )

    def build(self) -> None:
        """Offer the organisations for which somebody signs, and the groups."""
        held = self.held.get("between")
        choices = [(one, self._signed_by(one, says)) for one, says in whom_choices(self, held)]
        self.choose_from("between", choices)

    def _signed_by(self, one: str, says: str) -> str:
        offices = self.known.signing.get(one, ())
        if one.startswith(_GROUP):
            return says
        who = ", ".join(offices) if offices else _("nobody may sign for it yet")
        return f"{says} ({who})"

    def read(self) -> dict[str, Any]:
        """Return the parties."""
        held = self.held
        return {
            "between": whom_read(held.get("between")),
            "others": "",
            "severally": held.get("severally") is True,
        }

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parties, and that they join severally where they do."""
        severally = said["severally"] or (False if "severally" in self.held else None)
        return {"between": whom_written(said["between"], said["others"]), "severally": severally}


_ENTRIES = ("annex_1", "article_9", "schedule_1", "article_10", "power")
_ASKS = {
    "annex_1": gettext_lazy("Which recognised legitimate interest is it?"),
    "article_9": gettext_lazy("Which condition allows data of a special category?"),
    "schedule_1": gettext_lazy("Which condition of the Data Protection Act 2018 is met?"),
    "article_10": gettext_lazy("Why may data about crime be used?"),
    "power": gettext_lazy("Which legal power or gateway is it?"),
}


class Law(PartForm):
    """Why the law allows it: by the codes of the law, told in words, or in other words."""

    keys = ("personal_data", "lawful_basis")
    personal_data = fields.one_of(
        gettext_lazy("Do the data describe people or households?"),
        [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))],
    )

    def build(self) -> None:
        """Offer the codes of the law, each in words."""
        if self.known.use.personal_data and self.held.get("personal_data", True) is True:
            del self.fields["personal_data"]  # as its use says already
        choices = self._choices("article_6")
        self.fields["article_6"] = fields.one_of(_("What is the lawful basis?"), choices)
        for entry in _ENTRIES:
            asks = _ASKS[entry]
            self.fields[entry] = fields.any_of(asks, self._choices(entry))
            self.fields[f"{entry}_words"] = fields.one_a_line(
                _("In other words"), _("An Act and its section, one on each line.")
            )

    def _choices(self, entry: str) -> list[tuple[str, Any]]:
        """Return the codes of an entry; one that the document names in words is chosen by them."""
        named = {code_of_law(entry, one): one for one in self._named(entry)}
        known = [one for one in law_in_codes() if one["entry"] == entry]
        choices = {named.get(one["code"], one["code"]): _law(one) for one in known}
        unknown = [one for one in self._named(entry) if one not in choices]
        named_first = [] if entry == "article_6" else self._named(entry)
        order = fields.named_first(named_first, [*choices, *unknown])
        told = choices | {one: one for one in unknown}
        return [(one, told[one]) for one in order if one not in unknown or entry == "article_6"]

    def _named(self, entry: str) -> list[str]:
        return texts(at(self.held, ("lawful_basis", entry)))

    def read(self) -> dict[str, Any]:
        """Return the codes that are ticked, and what is said in other words."""
        answers: dict[str, Any] = {"article_6": text(at(self.held, ("lawful_basis", "article_6")))}
        for entry in _ENTRIES:
            known = {value for value, _says in self.fields[entry].choices}  # type: ignore[attr-defined]
            named = self._named(entry)
            answers[entry] = [one for one in named if one in known]
            others = [one for one in named if one not in known]
            answers[f"{entry}_words"] = fields.lines_of(others)
        return answers | {
            "personal_data": "no" if self.held.get("personal_data") is False else "yes"
        }

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the lawful basis with the entries that say something."""
        entries = {
            entry: [*said[entry], *fields.from_lines(said[f"{entry}_words"])] for entry in _ENTRIES
        }
        basis = {"article_6": said["article_6"], **{k: _one_or(v) for k, v in entries.items()}}
        personal = True if self.held.get("personal_data") is True else None
        return {
            "personal_data": False if said.get("personal_data") == "no" else personal,
            "lawful_basis": {entry: one for entry, one in basis.items() if one},
        }

    @property
    def groups(self) -> Iterator[tuple[Any, bool, list[Any]]]:
        """Yield the first question, then each other one by itself: few of them are owed."""
        first = [name for name in ("personal_data", "article_6") if name in self.fields]
        yield "", True, [self[name] for name in first]
        for entry in ("power", *_ENTRIES[:-1]):
            pair = [self[entry], self[f"{entry}_words"]]
            answered = bool(self[entry].value() or self[f"{entry}_words"].value())
            owed = entry == "power" or any(field.errors for field in pair)
            owed |= entry == "article_9" and self.known.use.special_category
            yield _ASKS[entry], answered or owed, pair


def _one_or(said: list[str]) -> Any:
    return said[0] if len(said) == 1 else said


def _law(code: Mapping[str, str]) -> str:
    says, source = code["says"], code["source"]
    return says if says == source else f"{says} ({source})"


class Days(PartForm):
    """What it is called, and the first and the last day."""

    keys = ("title", "from", "until")
    places: ClassVar[Mapping[str, str]] = {"from": "first", "until": "last"}
    title = fields.words(gettext_lazy("What is it called?"))
    first = fields.a_day(gettext_lazy("On which day may the first question be asked?"))
    last = fields.a_day(
        gettext_lazy("On which day may the last question be asked?"),
        gettext_lazy("After it the key is destroyed, and nothing that was sealed can be read."),
    )

    def read(self) -> dict[str, Any]:
        """Return the title and the days."""
        held = self.held
        first, last = day(held.get("from")), day(held.get("until"))
        return {"title": text(held.get("title")), "first": first, "last": last}

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the title and the days as a document has them."""
        first, last = said["first"], said["last"]
        return {
            "title": said["title"] or None,
            "from": first.isoformat() if first else None,
            "until": last.isoformat() if last else None,
        }


_SUBJECTS = (
    ("household", gettext_lazy("Households: each UPRN is one")),
    ("person", gettext_lazy("People, who are linked first")),
    ("other", gettext_lazy("Something else")),
)


class Subject(PartForm):
    """What “fewer than” counts."""

    keys = ("subject",)
    places: ClassVar[Mapping[str, str]] = {"subject": "counts"}
    counts = fields.one_of(gettext_lazy("Whom or what does it count?"), _SUBJECTS)
    what = fields.words(
        gettext_lazy("Something else: the word for one"), gettext_lazy("Such as: library.")
    )
    column = fields.words(
        gettext_lazy("Something else: the column that tells one from another"),
        gettext_lazy("A column whose role is identity or join."),
    )

    def read(self) -> dict[str, Any]:
        """Return what is counted."""
        said = self.held.get("subject")
        if isinstance(said, str) and said in ("household", "person"):
            return {"counts": said, "what": "", "column": ""}
        held = mapping(said)
        what = said if isinstance(said, str) else text(held.get("what"))
        return {
            "counts": "other" if what or held else "",
            "what": what,
            "column": text(held.get("column")),
        }

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return the subject: its word, with its column where that is not known by the word."""
        if said["counts"] != "other":
            return {"subject": said["counts"] or None}
        what, column = said["what"], said["column"]
        return {"subject": {"what": what, "column": column} if column else what or None}


class Safeguards(PartForm):
    """Who is left out, and what an analyst must have learned."""

    keys = ("objections", "training")
    objections = fields.one_of(
        gettext_lazy("Are those who object left out?"),
        [
            ("left out", gettext_lazy("Yes, from the next seal on")),
            ("not left out", gettext_lazy("No: the law does not ask it here")),
        ],
    )
    training = fields.any_of(gettext_lazy("Which courses must an analyst have passed?"), ())

    def build(self) -> None:
        """Offer the courses there are."""
        named = fields.named_first(texts(self.held.get("training")), self.known.courses)
        choices = [(code, self.known.courses.get(code, code)) for code in named]
        self.choose_from("training", choices)

    def read(self) -> dict[str, Any]:
        """Return what holds where nothing is said."""
        said = text(self.held.get("objections"))
        return {"objections": said or "left out", "training": texts(self.held.get("training"))}

    def write(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """Return what is said; what holds anyway is left unsaid where it was."""
        objections = said["objections"] or "left out"
        unsaid = objections == "left out" and "objections" not in self.held
        return {"objections": None if unsaid else objections, "training": said["training"] or None}
