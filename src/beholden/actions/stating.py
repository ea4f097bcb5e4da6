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
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

from .. import gate, intake
from ..kernel import BadInput, NotFound, Progress, Refused, Terms, checked_name, silent
from .acting import person_named
from .agreements import compile_for, named_in, state_agreement
from .datasets import KEY_COLUMNS, columns_by_dataset, fingerprint_of, register
from .home import Home
from .people import add_person, check_person, person_as_stated
from .rights import Right, offices_that_may, role_that_may
from .stated_files import data_file, files_in, is_made_up, use_files, with_canvas
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
    """Read a whole folder and say what applying it would do; raise BadInput with every fault.

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
        steps = _steps(home, by, directory)
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
    with home.applying():
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


def _steps(home: Home, by: str, directory: Path) -> list[Step]:
    """Return every step that a folder states; raise BadInput that lists every fault in it."""
    steps: list[Step] = []
    faults: list[str] = []
    for file, make in _files_with_steps(home, by, directory):
        try:
            steps += make(file)
        except BadInput as fault:
            faults.append(_fault_in(file, directory, fault))
    if not faults:
        # What agreements say of one another needs every one of them to be readable.
        faults += _disagreements(directory)
    if faults:
        raise _unusable(faults)
    return steps


_Maker = Callable[[Path], Iterable[Step]]


def _files_with_steps(home: Home, by: str, directory: Path) -> Iterator[tuple[Path, _Maker]]:
    """Yield the files in the order in which what they state is done, each with its reader."""
    people = directory / "people.yaml"
    if people.exists():
        yield people, partial(_people, home, by)
    for file in files_in(directory / "datasets", ".odcs.yaml"):
        yield file, partial(_dataset, home, by)
    for file in use_files(directory):
        yield file, partial(_use, home, by)
    for kind in ("advice", "decision"):
        for file in files_in(directory / "uses", f".{kind}.yaml"):
            yield file, partial(_about_use, home, by, kind)
    for file in files_in(directory / "agreements", ".yaml"):
        yield file, partial(_agreement, home, by)
    for file in files_in(directory / "uses", ".outcome.yaml"):
        yield file, partial(_about_use, home, by, "outcome")


def _fault_in(file: Path, directory: Path, fault: BadInput) -> str:
    why = fault.why.replace("\n", "\n  ")
    return f"{file.relative_to(directory)}: {fault.what}" + (f"\n    {why}" if why else "")


def _unusable(faults: list[str]) -> BadInput:
    many = "a fault" if len(faults) == 1 else f"faults in {len(faults)} places"
    return BadInput(
        f"This folder cannot be applied: it has {many}.",
        why="\n  ".join(faults),
        next_step="Mend what is named, then apply the folder again; nothing was changed.",
    )


def _people(home: Home, by: str, file: Path) -> Iterator[Step]:
    for stated in checked(read_statement(file), schema="people")["people"]:
        check_person(stated["code"], stated["roles"])
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


def _dataset(home: Home, by: str, file: Path) -> Iterator[Step]:
    from ..records.models import DatasetVersion

    statement = read_statement(file)
    contract = intake.read_contract(file)
    source = data_file(file, statement)
    versions = DatasetVersion.objects.select_related("dataset")
    latest = versions.filter(dataset__name=contract.name).order_by("-number").first()
    held = (
        (latest.source_fingerprint, latest.dataset.steward, latest.dataset.retention)
        if latest
        else None
    )
    retention = contract.retention or ""
    yield Step(
        act="register dataset",
        name=contract.name,
        file=f"datasets/{file.name}",
        right=Right.DATASET_REGISTER,
        change=_change(held, (fingerprint_of(source), contract.steward, retention)),
        do=partial(
            register,
            home,
            by=by,
            source=source,
            name=contract.name,
            steward=contract.steward,
            retention=retention,
            made_up=is_made_up(statement),
            contract=contract,
        ),
    )


def _use(home: Home, by: str, file: Path) -> Iterator[Step]:
    from ..records.models import DataUse

    stated = checked(with_canvas(file), schema="use")
    checked_name(stated["use"], of="a use")
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


def _about_use(home: Home, by: str, kind: str, file: Path) -> Iterator[Step]:
    act, right, action = _ABOUT_USES[kind]
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


def _agreement(home: Home, by: str, file: Path) -> Iterator[Step]:
    document = read_statement(file)
    named_in(document)
    known = _columns_known(file.parent.parent, _datasets_in(document))
    _compiled(document, columns=known)
    yield Step(
        act="offer agreement",
        name=document["agreement"],
        file=f"agreements/{file.name}",
        right=Right.AGREEMENT_STATE,
        change=_agreement_change(document),
        do=partial(state_agreement, home, by=by, document=document),
    )


def _compiled(document: Mapping[str, Any], *, columns: Any) -> Terms:
    stewards = dict.fromkeys(_datasets_in(document), "-")
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


def _disagreements(directory: Path) -> Iterator[str]:
    """Yield each pair of agreements that speak of the same use and the same days."""
    files = files_in(directory / "agreements", ".yaml")
    terms = {file.name: _compiled(read_statement(file), columns=None) for file in files}
    for (first, a), (second, b) in combinations(terms.items(), 2):
        if a.use == b.use and a.starts <= b.ends and b.starts <= a.ends:
            faults = gate.disagreements(a, b)
            said = "They disagree: " + " ".join(faults) if faults else "They agree."
            yield (
                f"The agreements {first} and {second} speak of the same use and the same days, "
                f"and the gate obeys one at a time. {said}"
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


def _change(held: Any, wanted: Any) -> str:
    if held is None:
        return "new"
    return "same" if held == wanted else "changed"
