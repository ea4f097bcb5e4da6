"""Applying a folder of stated files: read all, show a plan, do what one's rights allow.

    people.yaml                   people and their roles
    datasets/NAME.odcs.yaml       a dataset in the Open Data Contract Standard, with its file
    uses/NAME.yaml                a data use
    uses/NAME.advice.yaml         the board's advice on it
    uses/NAME.decision.yaml       the accountable officer's decision
    uses/NAME.outcome.yaml        what came of it
    agreements/NAME.yaml          an agreement

Files and pages go through the same actions, so each officer applies the folder in turn: what
belongs to another office waits for it. Applying again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

from .. import gate, intake
from ..kernel import BadInput, NotFound, Progress, Refused, silent
from .acting import person_named
from .agreements import compile_for, state_agreement
from .datasets import fingerprint_of, register
from .home import Home
from .people import add_person, person_as_stated
from .rights import Right, offices_that_may, role_that_may
from .statements import checked, read_statement
from .uses import decide_use, record_advice, record_outcome, state_use


@dataclass(frozen=True)
class Step:
    """One thing that the folder states: what it is, whether it is new, and who may do it."""

    act: str
    name: str
    file: str
    right: Right
    change: str  # new, changed, same
    waits_for: str = ""
    office: str = ""
    do: Callable[[], Any] | None = field(default=None, repr=False, compare=False)

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
        }


def plan_statements(home: Home, *, by: str, directory: Path) -> tuple[Step, ...]:
    """Read a whole folder and say what applying it would do; raise BadInput at the first fault.

    Nothing is changed, and nothing will be where any one file cannot be read.
    """
    if not directory.is_dir():
        raise BadInput(
            "There is no such folder to apply.",
            why=f"{directory.name} is not a folder.",
            next_step="Name the folder that holds datasets, uses and agreements.",
        )
    with home.at_work():
        person = person_named(by)
        roles = frozenset(person.roles.values_list("role", flat=True))
        office = person.office
        steps = tuple(_steps(home, by, directory))
    if not steps:
        raise BadInput(
            "There is nothing to apply in this folder.",
            why="It has no people.yaml and no files in datasets, uses or agreements.",
            next_step="See the how-to guide on stating a council in files.",
        )
    return tuple(_with_waiting(step, roles, office) for step in steps)


def apply(home: Home, *, by: str, directory: Path, progress: Progress = silent) -> tuple[Step, ...]:
    """Do what the folder states and this person may do; return every step as it ended.

    Each step is one act, whole or absent, so an interrupted run is finished by the next.
    """
    steps = plan_statements(home, by=by, directory=directory)
    done = []
    for number, step in enumerate(steps):
        progress(f"{step.act} {step.name}", number, len(steps))
        done.append(_done(step) if step.to_do else step)
    progress("applied", len(steps), len(steps))
    return tuple(done)


def _done(step: Step) -> Step:
    try:
        if step.do is not None:
            step.do()
    except (Refused, NotFound) as fault:
        # Something before it has still to be done by another office.
        return replace(step, waits_for=fault.what.rstrip("."))
    return step


def _with_waiting(step: Step, roles: frozenset[str], office: str) -> Step:
    if step.change == "same":
        return step
    if step.office and step.office != office:
        return replace(step, waits_for=f"the {step.office}")
    if role_that_may(roles, step.right) is None:
        return replace(step, waits_for=offices_that_may(step.right))
    return step


def _steps(home: Home, by: str, directory: Path) -> Iterator[Step]:
    yield from _people(home, by, directory)
    yield from _datasets(home, by, directory)
    yield from _uses(home, by, directory)
    for kind in ("advice", "decision"):
        yield from _about_uses(home, by, directory, kind)
    yield from _agreements(home, by, directory)
    yield from _about_uses(home, by, directory, "outcome")


def _people(home: Home, by: str, directory: Path) -> Iterator[Step]:
    file = directory / "people.yaml"
    if not file.is_file():
        return
    for stated in checked(read_statement(file), schema="people")["people"]:
        held = person_as_stated(stated["code"])
        wanted = {k: v for k, v in stated.items() if k != "code"} | {
            "roles": sorted(stated["roles"])
        }
        yield Step(
            act="add person",
            name=stated["code"],
            file=file.name,
            right=Right.PERSON_ADD,
            change=_change(held, wanted),
            do=partial(add_person, home, by=by, **stated),
        )


def _datasets(home: Home, by: str, directory: Path) -> Iterator[Step]:
    from ..records.models import DatasetVersion

    for file in _files(directory / "datasets", ".odcs.yaml"):
        contract, statement = intake.read_contract(file), read_statement(file)
        source = _data_file(file, statement)
        versions = DatasetVersion.objects.filter(dataset__name=contract.name).order_by("-number")
        latest = versions.first()
        held = latest.source_fingerprint if latest else None
        yield Step(
            act="register dataset",
            name=contract.name,
            file=f"datasets/{file.name}",
            right=Right.DATASET_REGISTER,
            change=_change(held, fingerprint_of(source)),
            do=partial(
                register,
                home,
                by=by,
                source=source,
                name=contract.name,
                steward=contract.steward,
                retention=contract.retention or "",
                made_up=_is_made_up(statement),
                contract=contract,
            ),
        )


def _uses(home: Home, by: str, directory: Path) -> Iterator[Step]:
    from ..records.models import DataUse

    for file in _use_files(directory):
        stated = checked(_with_canvas(file), schema="use")
        held = DataUse.objects.filter(name=stated["use"]).first()
        yield Step(
            act="state use",
            name=stated["use"],
            file=f"uses/{file.name}",
            right=Right.USE_STATE,
            change=_change(held.statement if held else None, stated),
            do=partial(state_use, home, by=by, statement=stated),
        )


_ABOUT_USES: dict[str, tuple[str, Right, Callable[..., Any]]] = {
    "advice": ("record advice", Right.ADVICE_RECORD, record_advice),
    "decision": ("decide on use", Right.USE_DECIDE, decide_use),
    "outcome": ("record outcome", Right.OUTCOME_RECORD, record_outcome),
}


def _about_uses(home: Home, by: str, directory: Path, kind: str) -> Iterator[Step]:
    act, right, action = _ABOUT_USES[kind]
    for file in _files(directory / "uses", f".{kind}.yaml"):
        stated = checked(read_statement(file), schema=kind)
        yield Step(
            act=act,
            name=stated["use"],
            file=f"uses/{file.name}",
            right=right,
            office=stated["by"] if kind == "decision" else "",
            change="same" if _is_recorded(kind, stated) else "new",
            do=partial(action, home, by=by, statement=stated),
        )


def _agreements(home: Home, by: str, directory: Path) -> Iterator[Step]:
    documents = {file: read_statement(file) for file in _files(directory / "agreements", ".yaml")}
    _refuse_disagreements(documents)
    for file, document in documents.items():
        yield Step(
            act="offer agreement",
            name=str(document.get("agreement")),
            file=f"agreements/{file.name}",
            right=Right.AGREEMENT_STATE,
            change=_agreement_change(document),
            do=partial(state_agreement, home, by=by, document=document),
        )


def _refuse_disagreements(documents: dict[Path, dict[str, Any]]) -> None:
    terms = {
        file.name: gate.compile_terms(
            document, purpose="", stewards=dict.fromkeys(_datasets_in(document), "-"), columns=None
        )
        for file, document in documents.items()
    }
    for (first, a), (second, b) in combinations(terms.items(), 2):
        if a.use == b.use and a.starts <= b.ends and b.starts <= a.ends:
            faults = gate.disagreements(a, b)
            raise BadInput(
                f"The agreements {first} and {second} speak of the same use and the same days.",
                why="The gate obeys one agreement at a time. " + "; ".join(faults),
                next_step="Make one agreement of the two, or let one end before the other begins.",
                ask="the data-protection officer",
            )


def _datasets_in(document: Mapping[str, Any]) -> Iterable[str]:
    """Return the datasets that a document names; they may be registered later in the same run."""
    stated = document.get("datasets")
    return stated if isinstance(stated, Mapping) else ()


def _agreement_change(document: dict[str, Any]) -> str:
    from ..records.models import Agreement

    versions = Agreement.objects.select_related("use").filter(name=document["agreement"])
    held = versions.order_by("-version").first()
    if held is None:
        return "new"
    if held.document != document:
        return "changed"
    # The board may have advised again since: then the same document has other terms.
    return _change(held.terms_hash, compile_for(held.use, document).hash)


def _is_recorded(kind: str, stated: dict[str, Any]) -> bool:
    from ..records.models import Advice, Decision, Outcome

    use = stated["use"]
    if kind == "advice":
        held = Advice.objects.filter(use__name=use, meeting=stated["meeting"]).first()
        return held is not None and _same_advice(held, stated)
    if kind == "decision":
        return Decision.objects.filter(
            use__name=use, on=stated["on"], yes=stated["decides"], because=stated["because"]
        ).exists()
    statement = {k: v for k, v in stated.items() if k != "use"}
    outcomes = Outcome.objects.filter(use__name=use, on=stated["on"])
    return any(outcome.statement == statement for outcome in outcomes)


def _same_advice(held: Any, stated: dict[str, Any]) -> bool:
    recorded = [(p.point, p.text, p.condition) for p in held.points.order_by("point")]
    says = sorted(stated["says"], key=lambda said: said["point"])
    wanted = [(said["point"], said["text"], said.get("condition")) for said in says]
    if recorded != wanted:
        raise BadInput(
            f"The advice of {stated['meeting']} was recorded already, in other words.",
            why="What the board said is never changed afterwards.",
            next_step="Put the file back as it was; new advice belongs to a new meeting.",
            ask="the secretary of the data ethics board",
        )
    return True


def _with_canvas(file: Path) -> dict[str, Any]:
    stated = read_statement(file)
    canvas = stated.get("canvas")
    if isinstance(canvas, str):
        inside = (file.parent / canvas).resolve()
        if file.parent.resolve() not in inside.parents:
            raise BadInput(
                f"The canvas that {file.name} names is outside its folder.",
                next_step="Put the canvas beside the use.",
            )
        stated["canvas"] = read_statement(inside)
    return stated


def _data_file(file: Path, statement: Mapping[str, Any]) -> Path:
    """Return the file that a dataset's contract names as its local server."""
    servers = statement.get("servers")
    path = servers[0].get("path") if isinstance(servers, list) and servers else None
    source = file.parent / str(path)
    if path and source.is_file():
        return source
    raise BadInput(
        f"The file of data that {file.name} speaks of is not there.",
        why="Its servers section names " + (f"{Path(str(path)).name}." if path else "none."),
        next_step="Write `servers: [{server: file, type: local, path: ../data/FILE}]`.",
    )


def _is_made_up(statement: Mapping[str, Any]) -> bool:
    """Return whether a dataset's file says, as a custom property, that nobody in it exists."""
    properties = statement.get("customProperties") or []
    return any(one.get("property") == "madeUp" and one.get("value") for one in properties)


def _use_files(directory: Path) -> Iterable[Path]:
    others = tuple(f".{kind}.yaml" for kind in (*_ABOUT_USES, "canvas"))
    return [f for f in _files(directory / "uses", ".yaml") if not f.name.endswith(others)]


def _files(folder: Path, ending: str) -> list[Path]:
    return sorted(f for f in folder.glob(f"*{ending}") if f.is_file())


def _change(held: Any, wanted: Any) -> str:
    if held is None:
        return "new"
    return "same" if held == wanted else "changed"
