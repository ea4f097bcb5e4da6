"""A crowd of officers at once, in real processes: no lost update, no half act, no gap in the log.

Each officer is a thread with a connection of its own, and the threads are spread over processes: a
database cannot tell two hundred connections from two hundred programs, and a small machine has no
room for the second. Twenty act on SQLite, forty on PostgreSQL; two hundred with
``--hypothesis-profile=attack``, as in ``make attack``.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from actions import ashmere
from actions.ashmere import CODES, DAY, DPO, HOUSING, Case, uprn
from actions.councils import copied, entries_of, faults_in_whole, opened
from attacks.sizes import sized
from processes import PROCESSES
from waiting import PATIENCE

from beholden.actions import Council
from beholden.kernel import BeholdenError

WORKERS = {"sqlite": 4, "postgresql": sized(suite=4, full=8)}
OFFICERS = {"sqlite": 20, "postgresql": sized(suite=40, full=200)}
NEXT, SHARED, DIRECTOR = "next-winter", "shared", "Director of Resources"
ROLES = (
    ("use_owner", "Revenues and Benefits"),
    ("board_secretary", "Democratic Services"),
    ("accountable_officer", "Resources"),
    ("data_protection_officer", "Legal"),
    ("steward", HOUSING),
)
_turns = itertools.count()
Act = Callable[[Council, str, int, Path], Any]


def code(number: int) -> str:
    return f"code-crowd-{number}"


def _subjects(folder: Path, number: int) -> Path:
    path = folder / f"subject-{number}.txt"
    path.write_text(uprn(number), "utf-8")
    return path


def state(council: Council, by: str, number: int, folder: Path) -> None:
    """State a use of one's own."""
    council.state_use(by=by, statement={**Case(folder).use, "use": f"use-{number}"})


def fill(council: Council, by: str, number: int, folder: Path) -> None:
    """Fill the same area of the same use, in versions."""
    council.fill_canvas(by=by, use="warm-homes", areas={"review": f"{by} {next(_turns)}"})


def advise(council: Council, by: str, number: int, folder: Path) -> None:
    """Write down what one more meeting said of the same use."""
    case = Case(folder)
    advice = {**case.advice, "use": SHARED, "meeting": case.on(-100 - number)}
    council.record_advice(by=by, statement=advice)


def decide(council: Council, by: str, number: int, folder: Path) -> None:
    """Decide on the same use once more."""
    said = {**Case(folder).decision, "because": f"The need is urgent ({number})."}
    council.decide_use(by=by, statement=said)


def object_to(council: Council, by: str, number: int, folder: Path) -> None:
    """Add a subject of one's own to the list that all share."""
    council.add_objections(by=by, use="warm-homes", subjects=_subjects(folder, number))


def answer(council: Council, by: str, number: int, folder: Path) -> None:
    """Give one more of the day's answers: a number that all add to."""
    council.uses_of_subject(by=by, identifier=uprn(number % 100), since=date(2020, 1, 1))


def sign(council: Council, by: str, number: int, folder: Path) -> None:
    """Give the signature that one of them can give."""
    council.sign_agreement(by=by, agreement=NEXT)


ACTS: dict[str, tuple[Act, ...]] = {
    "use_owner": (state, fill, fill),
    "board_secretary": (advise,),
    "accountable_officer": (decide,),
    "data_protection_officer": (object_to, answer, answer),
    "steward": (sign, sign),
}


@contextmanager
def crowded(
    request: pytest.FixtureRequest, kind: str, told: Any, folder: Path
) -> Iterator[Council]:
    """Give a council with a sealed extract, an agreement to be signed, and many officers."""
    if kind == "sqlite":
        council = opened(copied(told("until_sealed", DAY), folder))
        yield _prepared(council, kind)
        council.close()
        return
    with request.getfixturevalue("postgres").fresh() as url:
        council = ashmere.until_sealed(folder / "home", database=url)
        yield _prepared(council, kind)
        council.close()


def _prepared(council: Council, kind: str) -> Council:
    from beholden.records.models import Person, PersonRole

    case = Case(council.directory)
    document = {**case.agreement, "agreement": NEXT, "from": case.on(112), "until": case.on(200)}
    council.state_agreement(by=DPO, document=document)
    council.state_use(by=CODES["owner"], statement={**case.use, "use": SHARED})
    with council.at_work():
        at, giver = council.clock.now(), Person.objects.get(code=CODES["admin"])
        for number in range(OFFICERS[kind]):
            role, organisation = ROLES[number % len(ROLES)]
            person = Person.objects.create(
                code=code(number),
                office=DIRECTOR if role == "accountable_officer" else f"Officer {number}",
                organisation=organisation,
                added_at=at,
            )
            PersonRole.objects.create(person=person, role=role, given_at=at, given_by=giver)
    return council


def named(council: Council, folder: Path) -> dict[str, str]:
    """Do each act once, alone, and return the name that the ledger gives it."""
    alone = {
        state: CODES["owner"],
        fill: CODES["owner"],
        advise: CODES["secretary"],
        decide: CODES["officer"],
        object_to: DPO,
        sign: CODES["revenues"],
    }
    names = {}
    for act, by in alone.items():
        before = len(entries_of(council))
        act(council, by, 1_000, folder)
        (entry,) = entries_of(council)[before:]
        names[act.__name__] = entry["act"]
    return names


def _work(home: Path, officers: range, ready: Any, told: Path) -> None:
    """Let each of some officers do their acts in a thread of its own; write how each ended."""
    council, outcomes = opened(home), []

    def one(number: int) -> None:
        for act in ACTS[ROLES[number % len(ROLES)][0]]:
            try:
                act(council, code(number), number, home.parent)
            except BeholdenError as fault:
                outcomes.append((act.__name__, number, f"{type(fault).__name__}: {fault.what}"))
            except BaseException as fault:  # noqa: BLE001 (each is told, whatever it is)
                outcomes.append((act.__name__, number, f"! {type(fault).__name__}: {fault}"))
            else:
                outcomes.append((act.__name__, number, "done"))
        council.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in officers]
    ready.wait(PATIENCE)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    told.write_text(json.dumps(outcomes))


def let_loose(council: Council, kind: str) -> list[tuple[str, int, str]]:
    """Let the crowd act at once; return how each act ended."""
    home, workers = council.directory, WORKERS[kind]
    council.close()
    ready = PROCESSES.Barrier(workers)
    told = [home.with_name(f"outcomes-{worker}") for worker in range(workers)]
    children = [
        PROCESSES.Process(
            target=_work, args=(home, range(worker, OFFICERS[kind], workers), ready, told[worker])
        )
        for worker in range(workers)
    ]
    for child in children:
        child.start()
    for child in children:
        child.join(PATIENCE)
    assert [child.exitcode for child in children] == [0] * workers
    return [tuple(one) for file in told for one in json.loads(file.read_text())]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_crowd_loses_nothing(request, told, tmp_path, kind):
    with crowded(request, kind, told, tmp_path) as council:
        names = named(council, tmp_path)
        before = entries_of(council)
        outcomes = let_loose(council, kind)
        wanted = sum(len(ACTS[ROLES[n % len(ROLES)][0]]) for n in range(OFFICERS[kind]))
        assert len(outcomes) == wanted, "every act ended, so none waits for another for ever"
        assert [said for *_, said in outcomes if said.startswith("!")] == []
        done = Counter(act for act, _, said in outcomes if said == "done")
        written = Counter(entry["act"] for entry in entries_of(council)[len(before) :])
        assert written == Counter({names[act]: n for act, n in done.items() if act in names})
        # Whoever could act did: one signature can be given, and each decision is one.
        assert done["sign"] == 1
        failed = Counter((act, said) for act, _, said in outcomes if said != "done")
        assert all(done[act.__name__] for acts in ACTS.values() for act in acts), failed
        _nothing_is_lost(council, outcomes)
        assert faults_in_whole(council) == []  # the log from its files, and against the records


def _nothing_is_lost(council: Council, outcomes: list[tuple[str, int, str]]) -> None:
    """Check that what succeeded is there, and that what failed left nothing."""
    from beholden.records.models import AnswersOfDay, DataUse, LedgerEntry, Objection

    done = {act: {n for a, n, said in outcomes if a == act and said == "done"} for act in
            {a for a, *_ in outcomes}}  # fmt: skip
    answered = sum(said == "done" for act, _, said in outcomes if act == "answer")
    filled = sum(said == "done" for act, _, said in outcomes if act == "fill")
    with council.at_work():
        assert set(DataUse.objects.filter(name__regex=r"^use-[0-9]{1,3}$").values_list(
            "name", flat=True)) == {f"use-{n}" for n in done["state"]}  # fmt: skip
        assert Objection.objects.count() == len(done["object_to"]) + 1  # and that of the trial
        assert sum(AnswersOfDay.objects.values_list("answers", flat=True)) == answered
        indexes = list(LedgerEntry.objects.order_by("index").values_list("index", flat=True))
        assert indexes == list(range(len(indexes)))
    history = council.area_history(use="warm-homes", area="review")
    assert len(history) >= filled + 1
