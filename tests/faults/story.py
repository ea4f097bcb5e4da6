"""Every act of a council once, in an order in which each can be done; the people are made up.

A step finds what it needs in the home itself, so that any process can do it on any copy.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from actions import ashmere, test_board, test_crisis, test_training, test_undertakings
from actions.ashmere import (
    ADMIN,
    ANALYST,
    CODES,
    DAY,
    DPO,
    QUESTION,
    REVENUES,
    STEWARD_OF,
    STEWARDS,
    Case,
    uprn,
    write_yaml,
)
from learning.written import COURSE

from beholden.actions import Council, Typed, make_witness
from beholden.actions.under_review import reviewed_key

USE, AGREEMENT, NEXT = "warm-homes", "warm-homes-2026", "next-winter"
OWNER, OFFICER, SECRETARY = CODES["owner"], CODES["officer"], CODES["secretary"]
LOOKER, STEWARD, HOUSING = CODES["looker"], CODES["revenues"], CODES["housing"]
WITNESS = "archive.example/w1"
Doing = Callable[[Council, Path], Any]


@dataclass(frozen=True)
class Step:
    """One act by its name as a method, and how it is done on a council in a folder."""

    act: str
    do: Doing


def begin(folder: Path) -> None:
    """Make the home of a council with its people, and the files that the story reads."""
    stated = folder / "stated"
    ashmere.begin(folder / "home").close()
    ashmere.write_data(stated / "data")
    _write_visits(stated / "visits.csv")
    ashmere.places_file(stated)
    (stated / "subjects.txt").write_text(f"{uprn(1)}\n{uprn(2)}\n", "utf-8")
    person = {
        "code": "code-late",
        "office": "Late",
        "organisation": "Late",
        "roles": ["analyst"],
    }
    write_yaml(stated / "folder/people.yaml", {"people": [person]})
    (stated / "witness.key").write_text(str(make_witness(folder / "witness", name=WITNESS)))


def _write_visits(path: Path) -> None:
    rows = [("forename", "surname", "date_of_birth")]
    for at, given in enumerate(("Amelia", "Bartholomew", "Clementine", "Desmond")):
        for on, family in enumerate(("Quartermain", "Rusbridger", "Thistlewood")):
            rows += [(given, family, f"19{40 + at * 3 + on}-03-{at + on + 1:02d}")] * 2
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _only(model: str, **where: Any) -> Any:
    from beholden.records import models

    return getattr(models, model).objects.filter(**where).latest("pk")


def _named(council: Council, model: str, **where: Any) -> Any:
    with council.at_work():
        return _only(model, **where).pk


def _case(folder: Path) -> Case:
    return Case(folder / "stated")


def _said(name: str) -> Callable[[Path], Any]:
    return lambda folder: getattr(_case(folder), name)


def _statement(act: str, by: str, name: str) -> Step:
    """Return the step of an act that takes one statement of the worked case."""
    said = _said(name)
    return Step(act, lambda c, f: getattr(c, act)(by=by, statement=said(f)))


def _call(act: str, by: str, **given: Any) -> Step:
    return Step(act, lambda c, _: getattr(c, act)(by=by, **given))


def _registered(name: str, steward: str) -> Step:
    return Step(
        "register",
        lambda c, f: c.register(
            by=STEWARD_OF[steward],
            source=f / f"stated/data/{name}.csv",
            name=name,
            steward=steward,
            made_up=True,
        ),
    )


def _subjects(act: str, **given: Any) -> Step:
    return Step(
        act, lambda c, f: getattr(c, act)(by=DPO, subjects=f / "stated/subjects.txt", **given)
    )


def _next_winter(folder: Path) -> dict[str, Any]:
    case = _case(folder)
    dates = {"from": case.on(112), "until": case.on(200)}
    return {**case.agreement, "agreement": NEXT, **dates}


def _pair(council: Council) -> dict[str, Any]:
    return council.list_review_sample(by=LOOKER, dataset="visits", key="person").pairs[0]


def _decide(council: Council, _: Path) -> Any:
    pair = _pair(council)
    return council.decide_pair(
        by=LOOKER,
        dataset="visits",
        key="person",
        row=pair["row"],
        candidate=pair["other"],
        answer="same",
    )


def _decide_table(council: Council, _: Path) -> Any:
    import pyarrow as pa

    pair = council.list_review_sample(by=LOOKER, dataset="visits", key="person").pairs
    (one, *_rest) = (
        pair or council.list_decided_pairs(by=LOOKER, dataset="visits", key="person").pairs
    )
    with council.at_work():
        linkage = reviewed_key(council, dataset="visits", column="person").names[0]
    table = pa.table(
        {
            "row": [str(one["row"])],
            "other": [str(one["other"])],
            "decision": ["cannot tell"],
            "linkage": [str(linkage)],
        }
    )
    return council.decide_pairs(by=LOOKER, dataset="visits", key="person", decisions=table)


def _hand_in(council: Council, _: Path) -> Any:
    attempt = council.begin_course(by=ANALYST, course=test_training.CODE)
    right = test_training.right_answers(attempt)
    return council.hand_in_course(by=ANALYST, attempt=attempt.id, answers=right)


def _release(council: Council) -> str:
    return str(_named(council, "Release"))


def _request(council: Council, _: Path) -> Any:
    receipt = _named(council, "Receipt", allowed=True)
    return council.request_release(
        by=ANALYST, receipt=receipt, name="warm-homes-table", title="Households"
    )


def _backup(council: Council, folder: Path) -> Any:
    place = folder / f"backup-{sum(1 for _ in folder.glob('backup-*'))}"
    return council.backup(by=ADMIN, to=place, keys_to=place.with_name(f"{place.name}.keys"))


def _rehearse(council: Council, folder: Path) -> Any:
    place = folder / f"rehearsal-{sum(1 for _ in folder.glob('rehearsal-*'))}"
    return council.rehearse(by=ANALYST, use=USE, to=place)


COMPLAINT = {
    "kind": "use of data",
    "use": USE,
    "channel": "letter",
    "received": DAY.isoformat(),
    "text": "I never agreed (made up).",
}

PEOPLE = [
    _call(
        "add_person",
        ADMIN,
        code="code-new",
        office="New",
        organisation="New",
        roles=["analyst", "reviewer"],
    ),
    _call("let_person_go", ADMIN, code="code-new"),
    _call("open_account", ADMIN, code=ANALYST, email="analyst@example.org"),
    _call(
        "add_person",
        ADMIN,
        code="code-deputy",
        office="Deputy",
        organisation="New",
        roles=["administrator"],
    ),
    _call("open_account", ADMIN, code=ADMIN, email="admin@example.org"),
    _call("reset_account", "code-deputy", code=ANALYST),
    _call("give_account", ADMIN, code=ANALYST),
    _call("close_account", ADMIN, code=ANALYST),
    _call("open_api_key", DPO, purpose="Figures", until=DAY),
    Step("close_api_key", lambda c, _: c.close_api_key(by=DPO, key=str(_named(c, "ApiKey")))),
    Step("add_person", lambda c, _: test_board.seat_members(c)),
    Step(
        "plan_statements", lambda c, f: c.plan_statements(by=ADMIN, directory=f / "stated/folder")
    ),
    Step("apply", lambda c, f: c.apply(by=ADMIN, directory=f / "stated/folder")),
]

DATA = [
    *(_registered(name, steward) for name, steward in STEWARDS.items()),
    Step("keep_areas", lambda c, f: ashmere.keep_places(c, source=f / "stated/places.geojson")),
    Step(
        "register",
        lambda c, f: c.register(
            by=STEWARD,
            source=f / "stated/visits.csv",
            name="visits",
            steward=REVENUES,
            made_up=True,
        ),
    ),
    _call("match", STEWARD, dataset="council_tax", gazetteer="gazetteer"),
    _call("link", STEWARD, datasets=["visits"]),
    _call("review_queue", LOOKER, dataset="visits", key="person"),
    _call("draw_review_sample", LOOKER, dataset="visits", number=1, key="person"),
    _call("list_review_sample", LOOKER, dataset="visits", key="person"),
    Step("decide_pair", _decide),
    _call("estimate_links", LOOKER, dataset="visits", key="person"),
    _call("list_decided_pairs", LOOKER, dataset="visits", key="person"),
    Step("decide_pairs", _decide_table),
]

DECIDING = [
    _statement("state_use", OWNER, "use"),
    _call("triage_use", DPO, use=USE, answers={"effect": "persons"}),
    _call("fill_canvas", DPO, use=USE, areas={"review": "Each winter."}),
    Step(
        "state_use",
        lambda c, f: c.state_use(
            by=OWNER, statement={**_case(f).use, "use": "warm-homes-again", "canvas": {}}
        ),
    ),
    Step(
        "import_canvas",
        lambda c, _: c.import_canvas(
            by=OWNER, use="warm-homes-again", text=c.export_canvas(use=USE)
        ),
    ),
    _statement("review_design", CODES["designer"], "design_review"),
    _statement("advise_on_dpia", DPO, "dpia_advice"),
    _statement("record_advice", SECRETARY, "advice"),
    _call("state_board", SECRETARY, statement=test_board.stated_board()),
    _call("plan_meeting", SECRETARY, statement=test_board.stated_meeting()),
    _call("make_papers", SECRETARY, meeting=test_board.MET),
    _call("hold_meeting", SECRETARY, statement=test_board.held()),
    _call("minute_meeting", SECRETARY, meeting=test_board.MET, text="# Minutes\n\nGo ahead."),
    Step(
        "decide_use",
        lambda c, f: c.decide_use(
            by=OFFICER,
            statement=_case(f).decision,
        ),
    ),
]

AGREEING = [
    Step("state_agreement", lambda c, f: c.state_agreement(by=DPO, document=_case(f).agreement)),
    *(
        _call("sign_agreement", CODES[who], agreement=AGREEMENT)
        for who in ("revenues", "housing", "partner")
    ),
    Step("draft_agreement", lambda c, f: c.draft_agreement(by=OWNER, document=_next_winter(f))),
    _call("discard_draft", OWNER, agreement=NEXT),
    Step("draft_agreement", lambda c, f: c.draft_agreement(by=OWNER, document=_next_winter(f))),
    _call("offer_draft", DPO, agreement=NEXT),
    _call("ask_for_changes", HOUSING, agreement=NEXT, text="Leave out the tenure."),
    _call("decline_agreement", CODES["partner"], agreement=NEXT, because="No time."),
]

SUBJECTS = [
    _subjects("add_objections", use=USE),
    _subjects("add_opt_outs", kind="agreed"),
    _call(
        "state_household_dataset",
        DPO,
        dataset="council_tax",
        columns=["liable_to"],
        because="Every household is.",
    ),
    _call("seal", DPO, use=USE),
    _call("uses_of_subject", DPO, identifier=uprn(5), since=date(2020, 1, 1)),
    _call("find_usage", DPO, identifier=uprn(5), since=date(2020, 1, 1)),
    _call("withdraw_household_dataset", DPO, dataset="council_tax"),
    _subjects("withdraw_objections", use=USE),
    _subjects("withdraw_opt_outs", kind="agreed"),
    _call("state_span", DPO, of="complaints", days=100),
    _call("confirm_span", OFFICER, of="complaints"),
    _call("state_concealment", DPO, use=USE, reason="crime", until=DAY + timedelta(days=30)),
    Step(
        "confirm_concealment",
        lambda c, _: c.confirm_concealment(by=OFFICER, concealment=str(_named(c, "Concealment"))),
    ),
    Step(
        "lift_concealment",
        lambda c, _: c.lift_concealment(by=DPO, concealment=str(_named(c, "Concealment"))),
    ),
    _call("record_complaint", DPO, statement=COMPLAINT),
    Step(
        "take_complaint_step",
        lambda c, _: c.take_complaint_step(
            by=DPO, complaint=str(_named(c, "Complaint")), step="acknowledged", note="We wrote."
        ),
    ),
    Step(
        "read_complaint",
        lambda c, _: c.read_complaint(by=DPO, complaint=str(_named(c, "Complaint"))),
    ),
    Step(
        "file_request",
        lambda c, _: c.file_request(kind="household-question", text="Were we in it? (made up)"),
    ),
    _call("list_requests", DPO),
    Step(
        "read_request",
        lambda c, _: c.read_request(by=DPO, request=str(_named(c, "ResidentRequest"))),
    ),
    Step(
        "close_request",
        lambda c, _: c.close_request(
            by=DPO, request=str(_named(c, "ResidentRequest")), outcome="answered", note="Told."
        ),
    ),
]

ANSWERS = [
    Step("rehearse", _rehearse),
    _call("rehearse_question", ANALYST, use=USE, question=QUESTION),
    _call("explain", ANALYST, use=USE, question=QUESTION),
    _call("ask", ANALYST, use=USE, question=QUESTION),
    Step("request_release", _request),
    Step(
        "review_release",
        lambda c, _: c.review_release(
            by=CODES["reviewer"], release_id=_release(c), approve=True, because="Safe."
        ),
    ),
    Step("publish", lambda c, _: c.publish(by=CODES["publisher"], release_id=_release(c))),
    _call("read_receipts", CODES["auditor"]),
    _call("audit", CODES["auditor"]),
]

AFTERWARDS = [
    _call("state_undertaking", OWNER, statement=test_undertakings.stated()),
    _call("state_undertaking", OWNER, statement=test_undertakings.stated(text="Another.")),
    _call(
        "ask_more_time",
        OFFICER,
        undertaking="warm-homes/1",
        until=DAY + timedelta(days=40),
        because="Half-term.",
    ),
    _call("agree_undertaking", DPO, undertaking="warm-homes/1", because="Little is at stake."),
    _call("ask_withdrawal", OFFICER, undertaking="warm-homes/1", because="No letter is sent."),
    _call("agree_undertaking", SECRETARY, undertaking="warm-homes/1", because="Told."),
    _call("close_undertaking", OWNER, undertaking="warm-homes/2", because="Ten read it."),
    _statement("review_use", OFFICER, "review"),
    _statement("record_outcome", OWNER, "outcome"),
    _call("suspend_agreement", OFFICER, agreement=AGREEMENT, because="A doubt."),
    _call("resume_agreement", DPO, agreement=AGREEMENT, because="No doubt."),
    _call("ask_opening", OWNER, statement=test_crisis.flood()),
    _call("confirm_opening", DPO, use=test_crisis.FLOOD, because=test_crisis.URGENT),
]

SAVING = [
    _call("save_question", ANALYST, use=USE, title="By neighbourhood", question=QUESTION),
    Step(
        "schedule_question",
        lambda c, _: c.schedule_question(
            by=ANALYST,
            use=USE,
            number=_named(c, "SavedQuestion"),
            every="week",
            until=DAY + timedelta(days=30),
        ),
    ),
    Step(
        "unschedule_question",
        lambda c, _: c.unschedule_question(by=ANALYST, use=USE, schedule=_named(c, "Schedule")),
    ),
    Step(
        "drop_question",
        lambda c, _: c.drop_question(by=ANALYST, use=USE, number=_named(c, "SavedQuestion")),
    ),
    _call("keep_begun_form", ANALYST, typed=Typed("/workbench/", "Half a thought")),
    Step(
        "drop_begun_form",
        lambda c, _: c.drop_begun_form(by=ANALYST, form=str(_named(c, "BegunForm"))),
    ),
]

LEARNING = [
    _call("publish_course", DPO, text=COURSE),
    _call("begin_course", ANALYST, course=test_training.CODE),
    Step(
        "read_section",
        lambda c, _: c.read_section(by=ANALYST, attempt=str(_named(c, "CourseAttempt")), section=1),
    ),
    Step("hand_in_course", _hand_in),
    Step(
        "show_certificate",
        lambda c, _: c.show_certificate(by=ANALYST, certificate=str(_named(c, "Certificate"))),
    ),
    _call(
        "require_training",
        DPO,
        statement={"requires": {"question-ask": [test_training.CODE]}},
    ),
    _call("training_status", DPO),
]

KEEPING = [
    Step(
        "name_witness",
        lambda c, f: c.name_witness(by=DPO, key=(f / "stated/witness.key").read_text()),
    ),
    _call("let_witness_go", DPO, name=WITNESS),
    Step("backup", _backup),
    _call("end_agreement", DPO, agreement=NEXT, because="A test."),
    _call("withdraw_from_agreement", HOUSING, agreement=AGREEMENT, because="It has changed."),
]

STORY: tuple[Step, ...] = (
    *PEOPLE,
    *DATA,
    *DECIDING,
    *AGREEING,
    *SUBJECTS,
    *ANSWERS,
    *SAVING,
    *AFTERWARDS,
    *LEARNING,
    *KEEPING,
)


def first_of_each() -> dict[str, int]:
    """Return where in the story each act is done first."""
    firsts: dict[str, int] = {}
    for at, step in enumerate(STORY):
        firsts.setdefault(step.act, at)
    return firsts
