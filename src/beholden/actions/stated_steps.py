"""The steps that a folder of stated files amounts to: what is stated beside what is on record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

from .. import gate, intake
from ..kernel import BadInput, BeholdenError, Terms, checked_name, fingerprint
from .agreements import compile_for, named_in, state_agreement
from .board.advising import record_advice
from .considering.canvases import areas_to_fill, canvas_alone_changed, fill_canvas
from .considering.designs import advise_on_dpia, is_on_record, review_design
from .considering.outcomes import record_outcome
from .datasets import KEY_COLUMNS, columns_by_dataset, fingerprint_of, is_same_table, register
from .home import Home
from .looking_again import review_use, terms_as_stated
from .people import add_person, check_person, gives_own_role, person_as_stated
from .rights import Right
from .stated_files import data_file, files_in, said_made_up, title_of, with_canvas
from .statements import checked, read_statement
from .uses import decide_use, state_use

# What one folder states once: of two, each run would undo the other.
STATED_ONCE = frozenset({"add person", "register dataset", "state use", "offer agreement"})


@dataclass(frozen=True)
class Step:
    """One thing that the folder states: what it is, whether it is new, and who may do it.

    ``says`` is the fingerprint of all that is stated; ``about`` is what the step makes or changes,
    and ``rests_on`` what has to be there before it. ``fault`` is why it was refused.
    """

    act: str
    name: str
    file: str
    right: Right
    change: str  # new, changed, same
    do: Callable[[], Any] = field(repr=False, compare=False)
    says: str = ""
    about: str = ""
    rests_on: frozenset[str] = frozenset()
    waits_for: str = ""
    office: str = ""
    organisation: str = ""
    is_done: bool = False
    fault: BeholdenError | None = field(default=None, compare=False)

    @property
    def to_do(self) -> bool:
        """Return whether there is something to do, by this person."""
        return self.change != "same" and not self.waits_for

    def to_dict(self) -> dict[str, str]:
        """Return the step as plain data."""
        return {
            "act": self.act,
            "name": self.name,
            "file": self.file,
            "change": self.change,
            "waits_for": self.waits_for,
            "refused": self.fault.what if self.fault else "",
        }


def people_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield a step for each person that the file states."""
    for stated in checked(read_statement(file), schema="people")["people"]:
        check_person(stated["code"], stated["roles"])
        held = person_as_stated(stated["code"])
        wanted = {
            **{k: v for k, v in stated.items() if k != "code"},
            "roles": sorted(set(stated["roles"])),
            "active": True,
        }
        yield Step(
            act="add person",
            name=stated["code"],
            file=file.name,
            right=Right.PERSON_ADD,
            change=_change(held, wanted),
            says=fingerprint(stated),
            about=f"person {stated['code']}",
            waits_for=_another_administrator(by, stated),
            do=partial(add_person, home, by=by, **stated),
        )


def _another_administrator(by: str, stated: Mapping[str, Any]) -> str:
    return "another administrator" if gives_own_role(by, stated["code"], stated["roles"]) else ""


def dataset_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the step of registering what a contract's file states."""
    from ..records.models import DatasetVersion

    statement = read_statement(file)
    contract = intake.read_contract(file)
    name = checked_name(contract.name, of="a dataset")
    source = data_file(file, statement)
    versions = DatasetVersion.objects.select_related("dataset")
    latest = versions.filter(dataset__name=name).order_by("-number").first()
    said: dict[str, Any] = {
        "steward": contract.steward,
        "title": title_of(statement),
        "retention": contract.retention,
        "made_up": said_made_up(statement),
    }
    content = fingerprint_of(source)
    yield Step(
        act="register dataset",
        name=name,
        file=f"datasets/{file.name}",
        right=Right.DATASET_REGISTER,
        organisation=latest.dataset.steward if latest else contract.steward,
        change=_dataset_change(home, latest, source, content=content, said=said),
        says=fingerprint([statement, content]),
        about=f"dataset {name}",
        do=partial(register, home, by=by, source=source, name=name, contract=contract, **said),
    )


def _dataset_change(
    home: Home, latest: Any, source: Path, *, content: str, said: Mapping[str, Any]
) -> str:
    if latest is None:
        return "new"
    stated = {key: value for key, value in said.items() if value is not None}
    if any(getattr(latest.dataset, key) != value for key, value in stated.items()):
        return "changed"
    if latest.source_fingerprint == content:
        return "same"
    with suppress(BadInput):  # told when it is registered
        return "same" if is_same_table(home, latest, source) else "changed"
    return "changed"


def use_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the step of stating a use."""
    from ..records.models import DataUse

    stated = checked(with_canvas(file), schema="use")
    checked_name(stated["use"], of="a use")
    held = DataUse.objects.filter(name=stated["use"]).first()
    if held is not None and canvas_alone_changed(held, stated):
        yield _canvas_step(home, by, file, held, stated)
        return
    yield Step(
        act="state use",
        name=stated["use"],
        file=f"uses/{file.name}",
        right=Right.USE_STATE,
        change=_change(held.statement if held else None, stated),
        says=fingerprint(stated),
        about=f"use {stated['use']}",
        do=partial(state_use, home, by=by, statement=stated),
    )


def _canvas_step(home: Home, by: str, file: Path, held: Any, stated: Mapping[str, Any]) -> Step:
    """Return the step of saying something new in the canvas of a use that was advised on."""
    areas = areas_to_fill(held, stated["canvas"])
    return Step(
        act="fill canvas",
        name=held.name,
        file=f"uses/{file.name}",
        right=Right.CANVAS_FILL,
        change="changed" if areas else "same",
        says=fingerprint(stated["canvas"]),
        about=f"use {held.name}",
        do=partial(fill_canvas, home, by=by, use=held.name, areas=areas),
    )


_ABOUT_USES: dict[str, tuple[str, Right, Callable[..., Any]]] = {
    "design-review": ("review design", Right.DESIGN_REVIEW, review_design),
    "dpia-advice": ("advise on DPIA", Right.DPIA_ADVISE, advise_on_dpia),
    "advice": ("record advice", Right.ADVICE_RECORD, record_advice),
    "decision": ("decide on use", Right.USE_DECIDE, decide_use),
    "review": ("review use", Right.USE_REVIEW, review_use),
    "outcome": ("record outcome", Right.OUTCOME_RECORD, record_outcome),
}


def said_of_use(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the step of recording advice on a use, a decision, a review, or an outcome."""
    kind = file.name.split(".")[-2]
    act, right, action = _ABOUT_USES[kind]
    stated = checked(read_statement(file), schema=kind)
    about = f"use {checked_name(stated['use'], of='a use')}"
    yield Step(
        act=act,
        name=stated["use"],
        file=f"uses/{file.name}",
        right=right,
        office=stated["by"] if kind in ("decision", "review") else "",
        change="same" if _is_recorded(kind, stated) else "new",
        says=fingerprint(stated),
        about=about,
        rests_on=frozenset({about}),
        do=partial(action, home, by=by, statement=stated),
    )


def agreement_stated(home: Home, by: str, file: Path) -> Iterator[Step]:
    """Yield the step of offering an agreement."""
    document = gate.written_out(read_statement(file), dict(home.groups))
    name, use = named_in(document)
    named = gate.named_datasets(document)
    known = _columns_known(file.parent.parent, named)
    _compiled(document, columns=known)
    yield Step(
        act="offer agreement",
        name=name,
        file=f"agreements/{file.name}",
        right=Right.AGREEMENT_STATE,
        change=_agreement_change(document),
        says=fingerprint(document),
        about=f"agreement {name}",
        rests_on=frozenset(
            {f"use {use}", *(f"dataset {d}" for d in gate.named_datasets(document))}
        ),
        do=partial(state_agreement, home, by=by, document=document),
    )


def _compiled(document: Mapping[str, Any], *, columns: Any) -> Terms:
    stewards = dict.fromkeys(gate.named_datasets(document), "-")
    return gate.compile_terms(document, purpose="", stewards=stewards, columns=columns)


def _columns_known(directory: Path, names: Iterable[str]) -> dict[str, Any]:
    """Return the columns of each dataset that is registered or stated in the same folder.

    None stands for columns that nobody can know before the dataset is read.
    """
    known: dict[str, Any] = dict(columns_by_dataset(list(names)))
    for file in files_in(directory / "datasets", ".odcs.yaml"):
        with suppress(BadInput):  # told where the dataset itself is read
            read_statement(file)
            contract = intake.read_contract(file)
            stated = {column.name for column in contract.columns}
            known.setdefault(contract.name, stated | set(KEY_COLUMNS) if stated else None)
    return known


def disagreements(home: Home, directory: Path) -> Iterator[str]:
    """Yield each pair of agreements that speak of the same use and the same days."""
    files, groups = files_in(directory / "agreements", ".yaml"), dict(home.groups)
    stated = {file.name: gate.written_out(read_statement(file), groups) for file in files}
    terms = {name: _compiled(document, columns=None) for name, document in stated.items()}
    for (first, a), (second, b) in combinations(terms.items(), 2):
        if a.use == b.use and a.starts <= b.ends and b.starts <= a.ends:
            faults = gate.disagreements(a, b)
            said = "They disagree: " + " ".join(faults) if faults else "They agree."
            yield (
                f"The agreements {first} and {second} speak of the same use and the same days, "
                f"and the gate obeys one at a time. {said}"
            )


def _agreement_change(document: dict[str, Any]) -> str:
    from ..records.models import Agreement

    versions = Agreement.objects.select_related("use").filter(name=document["agreement"])
    held = versions.order_by("-version").first()
    if held is None:
        return "new"
    if held.document != document:
        return "changed"
    # The board may have advised again since: then the same document has other terms. What a review
    # changed holds without a new version.
    return _change(terms_as_stated(held).hash, compile_for(held.use, document).hash)


def _is_recorded(kind: str, stated: dict[str, Any]) -> bool:
    from ..records.models import Advice, Decision, Outcome, Review

    use = stated["use"]
    if kind in ("design-review", "dpia-advice"):
        return is_on_record(kind, stated)
    if kind == "advice":
        given = Advice.objects.filter(use__name=use, meeting=stated["meeting"]).first()
        return given is not None and _same_advice(given, stated)
    if kind == "decision":
        decided = Decision.objects.filter(
            use__name=use,
            on=stated["on"],
            yes=stated["decides"],
            because=stated["because"],
            office=stated["by"],
        )
        said = (stated.get("on_advice", {}), stated.get("dpia"))
        return any((one.on_advice, one.dpia) == said for one in decided)
    if kind == "review":
        held = {name: stated.get(name) for name in ("on", "continues", "because", "next_review")}
        return bool(Review.objects.filter(use__name=use, **held).exists())
    statement = {k: v for k, v in stated.items() if k != "use"}
    outcomes = Outcome.objects.filter(use__name=use, on=stated["on"])
    return any(outcome.statement == statement for outcome in outcomes)


def _same_advice(held: Any, stated: dict[str, Any]) -> bool:
    recorded = [(p.point, p.text, p.condition) for p in held.points.order_by("point")]
    says = sorted(stated["says"], key=lambda said: said["point"])
    wanted = [(said["point"], said["text"], said.get("condition")) for said in says]
    if (recorded, held.quorum) != (wanted, stated.get("quorum", True)):
        raise BadInput(
            f"The advice of {stated['meeting']} was recorded already, in other words.",
            why="What the board said is never changed afterwards.",
            next_step="Put the file back as it was; new advice belongs to a new meeting.",
            ask="the secretary of the data ethics board",
        )
    return True


def _change(held: Any, wanted: Any) -> str:
    if held is None:
        return "new"
    return "same" if held == wanted else "changed"
