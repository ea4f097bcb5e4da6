"""The task list of a draft: its parts, how far each is, and where each fault is mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ......actions import AgreementFault
from .besides import Besides
from .data import Datasets
from .document import Path, at, mapping, same, text
from .joins import joins_of
from .outputs import Aggregate, Outputs, Records, SelfService
from .part import PartForm
from .parties import Days, Law, Parties, Safeguards, Subject
from .quality import Quality


@dataclass(frozen=True, slots=True)
class Part:
    """A part that has one page: its form, its title, what it says, and whether it is owed."""

    form: type[PartForm]
    title: Any
    lead: Any
    owed: bool = True

    @property
    def keys(self) -> tuple[Path, ...]:
        """Return where in the document the part stands."""
        return tuple((*self.form.path, key) for key in self.form.keys)


PARTS: Mapping[str, Part] = {
    "parties": Part(
        Parties,
        gettext_lazy("Parties, and who signs"),
        gettext_lazy("Those who share data, and those who get answers."),
    ),
    "law": Part(
        Law,
        gettext_lazy("Why the law allows it"),
        gettext_lazy(
            "This is a help in writing, not legal advice. What is not here is written in words."
        ),
    ),
    "days": Part(
        Days, gettext_lazy("Title and days"), gettext_lazy("What people call it, and how long.")
    ),
    "subject": Part(
        Subject,
        gettext_lazy("Whom it counts"),
        gettext_lazy("What “fewer than” counts: each is counted once, in however many rows."),
    ),
    "datasets": Part(
        Datasets,
        gettext_lazy("Which datasets it gives"),
        gettext_lazy("Each then has its columns on a page of its own."),
    ),
    "quality": Part(
        Quality,
        gettext_lazy("The least quality"),
        gettext_lazy("Nothing is sealed below it. Leave empty what need not be looked at."),
        owed=False,
    ),
    "outputs": Part(
        Outputs,
        gettext_lazy("What may come out"),
        gettext_lazy("Each kind then has a page of its own."),
    ),
    "groups": Part(
        Aggregate,
        gettext_lazy("Totals and averages of groups"),
        gettext_lazy("Exact answers for named organisations, of groups that are large enough."),
    ),
    "self-service": Part(
        SelfService,
        gettext_lazy("Self-service"),
        gettext_lazy(
            "Answers for many, from a fitted table: what anybody can guess of one subject stays "
            "under the bound that you state, whatever is asked."
        ),
    ),
    "rows": Part(
        Records,
        gettext_lazy("Rows for a named act"),
        gettext_lazy("Rows leave for one act, to those whom you name. Two people approve it."),
    ),
    "safeguards": Part(
        Safeguards,
        gettext_lazy("Objections and training"),
        gettext_lazy("Who is left out, and what whoever asks has learned."),
        owed=False,
    ),
    "besides": Part(
        Besides,
        gettext_lazy("What it says besides"),
        gettext_lazy(
            "For its document, which people read and sign; the engine does not need it. What the "
            "use, its canvas and its assessment know is not asked again."
        ),
        owed=False,
    ),
}
_KINDS = {"aggregate": "groups", "self_service": "self-service", "records": "rows"}
_KNOWN = frozenset({"agreement", "use", "joins", "at_the_end"}) | {
    key for part in PARTS.values() if not part.form.path for key in part.form.keys
}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list; ``state`` is a code, ``code`` names it within its page."""

    code: str
    title: Any
    hint: str
    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Mending:
    """A fault as the list tells it, and the page on which it is mended; empty where there is none.

    ``task`` is the code of the line that it belongs to.
    """

    says: str
    address: str
    task: str
    fault: AgreementFault


def not_in_form(document: Mapping[str, Any]) -> list[str]:
    """Return the entries of a document that no part of the form is of."""
    return [str(key) for key in document if key not in _KNOWN]


def mendings(name: str, document: Any, faults: Iterable[AgreementFault]) -> list[Mending]:
    """Return each fault with where it is mended."""
    return [_mending(name, document, fault) for fault in faults]


def _mending(name: str, document: Any, fault: AgreementFault) -> Mending:
    task, address = _home_of(name, document, fault.place)
    place = " › ".join(_in_words(task, fault.place))
    says = _("Nothing is said yet.") if fault.missing else fault.says
    return Mending(f"{place}: {says}" if place else says, address, task, fault)


def _in_words(task: str, place: Path) -> list[str]:
    """Return a place as the pages call it: the title of its part, then the entries within it."""
    if task not in PARTS:
        return [one.replace("_", " ") if one in _KNOWN else one for one in place]
    part = PARTS[task]
    above = next((len(key) for key in part.keys if place[: len(key)] == key), 0)
    inside = place[above if len(part.keys) == 1 else max(0, above - 1) :]
    return [str(part.title), *(one.replace("_", " ") for one in inside)]


def _home_of(name: str, document: Any, place: Path) -> tuple[str, str]:
    """Return the task that a place belongs to, and the address at which it is filled in."""
    first = place[0] if place else ""
    if first == "joins":
        number = _number_of_join(document, place)
        return f"join-{number}", reverse("officer-draft-join", args=[name, number])
    if first == "datasets" and len(place) > 1 and place[1] in mapping(document.get("datasets")):
        return f"dataset-{place[1]}", _address_in(name, document, place)
    code = _code_of(document, place)
    return (code, reverse("officer-draft-part", args=[name, code])) if code else ("", "")


def _address_in(name: str, document: Any, place: Path) -> str:
    """Return the page of a dataset, or of the column of it that a place names."""
    dataset, column = place[1], place[2] if len(place) > 2 else ""
    said = mapping(at(document, ("datasets", dataset, "columns")))
    column = column if column != "columns" else (place[3] if len(place) > 3 else "")
    if column in said:
        return column_address(name, dataset, column)
    return reverse("officer-draft-dataset", args=[name, dataset])


def column_address(name: str, dataset: str, column: str) -> str:
    """Return the page of a column; its name may be any text."""
    page = reverse("officer-draft-column", args=[name, dataset])
    return f"{page}?column={quote(column, safe='')}"


def _number_of_join(document: Any, place: Path) -> int:
    joins = joins_of(document)
    keys = [text(mapping(one).get("key")) for one in joins]
    said = place[1] if len(place) > 1 else ""
    if said in keys:
        return keys.index(said) + 1
    return int(said) if said.isdecimal() and 0 < int(said) <= len(joins) else 1


def _code_of(document: Any, place: Path) -> str:
    kind = place[1] if place[:1] == ("outputs",) and len(place) > 1 else ""
    if kind in _KINDS and kind in mapping(document.get("outputs")):
        return _KINDS[kind]
    return next(
        (code for code, part in PARTS.items() if any(place[: len(k)] == k for k in part.keys)), ""
    )


def sections(
    name: str, document: Any, faults: Sequence[Mending]
) -> Iterator[tuple[Any, list[Task]]]:
    """Yield the tasks of a draft under their headings."""
    plain = {code: _plain(name, document, code, faults) for code in PARTS}
    outputs = mapping(document.get("outputs"))
    kinds = [plain[code] for kind, code in _KINDS.items() if kind in outputs]
    yield (
        _("Who shares data, and why they may"),
        [plain[code] for code in ("parties", "law", "days", "subject")],
    )
    yield (
        _("What is shared"),
        [
            plain["datasets"],
            *_datasets(name, document, faults),
            *_joins(name, document, faults),
            plain["quality"],
        ],
    )
    yield _("What may come out"), [plain["outputs"], *kinds, plain["safeguards"]]
    yield _("For people to read"), [plain["besides"]]


def _plain(name: str, document: Any, code: str, faults: Sequence[Mending]) -> Task:
    part = PARTS[code]
    said = any(not same(at(document, key), None) for key in part.keys)
    address = reverse("officer-draft-part", args=[name, code])
    state = _state(code, faults, said=said, owed=part.owed)
    return Task(code, part.title, "", address, state)


def _state(code: str, faults: Sequence[Mending], *, said: bool, owed: bool) -> str:
    own = [one.fault for one in faults if one.task == code]
    if own:
        missing = all(one.missing for one in own)
        return "to_do" if missing or not said else "to_mend"
    return "done" if said else "to_do" if owed else "if_it_is_needed"


def _datasets(name: str, document: Any, faults: Sequence[Mending]) -> Iterator[Task]:
    for dataset, given in mapping(document.get("datasets")).items():
        columns = mapping(mapping(given).get("columns"))
        named = [one for one, said in columns.items() if mapping(said).get("role") != "withheld"]
        code = f"dataset-{dataset}"
        yield Task(
            code,
            _("The columns of %(dataset)s") % {"dataset": dataset},
            ", ".join(map(str, named)) or _("Everything is withheld"),
            reverse("officer-draft-dataset", args=[name, dataset]),
            _state(code, faults, said=bool(columns), owed=True),
        )


def _joins(name: str, document: Any, faults: Sequence[Mending]) -> Iterator[Task]:
    joins = joins_of(document)
    for number, join in enumerate(joins, start=1):
        code = f"join-{number}"
        among = mapping(join).get("among")
        yield Task(
            code,
            _("Join on %(key)s") % {"key": text(mapping(join).get("key")) or "…"},
            ", ".join(map(str, among)) if isinstance(among, Mapping | list) else "",
            reverse("officer-draft-join", args=[name, number]),
            _state(code, faults, said=True, owed=True),
        )
    yield Task(
        "join-new",
        _("Allow another join") if joins else _("Allow a join"),
        _("Nothing else may be joined."),
        reverse("officer-draft-join", args=[name, len(joins) + 1]),
        "if_it_is_needed",
    )
