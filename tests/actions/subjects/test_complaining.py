"""Complaints: a clock of 30 days, a text that only few may read and nobody for ever."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from beholden.actions.subjects.complaint_words import clock_of
from beholden.kernel import BadInput, Damaged, HeldClock, NotFound, Refused

from ..ashmere import CODES, DAY, DPO
from ..councils import entries_of, faults_in_whole, opened, records_of
from .conftest import shorten

SAID = "zqxcomplaint: I am J. Doe (made up) of 1 Mill Lane and I never agreed."
NOTE = "zqxnote: we wrote to you on Monday."


def record(council: Any, **more: Any) -> str:
    statement = {
        "kind": "use of data",
        "use": "warm-homes",
        "channel": "letter",
        "received": DAY.isoformat(),
        "text": SAID,
        **more,
    }
    return council.record_complaint(
        by=DPO, statement={k: v for k, v in statement.items() if v is not None}
    )


def take(council: Any, name: str, step: str, **more: Any) -> None:
    council.take_complaint_step(by=DPO, complaint=name, step=step, **more)


def handle(council: Any, name: str) -> None:
    take(council, name, "acknowledged", note=NOTE)
    take(council, name, "informed")
    take(council, name, "decided", outcome="upheld")
    take(council, name, "closed")


def view(council: Any, name: str) -> Any:
    from beholden.records import reading

    with council.at_work():
        return next(v for v in reading.complaints(council.clock.today()) if v.id == name)


CLOCK = [
    (0, None, 30, False),
    (30, None, 0, False),
    (31, None, -1, True),
    (40, 30, None, False),
]


@pytest.mark.parametrize(("day", "acknowledged", "left", "overdue"), CLOCK)
def test_the_days_are_counted_from_the_day_after(day, acknowledged, left, overdue):
    answered = DAY + timedelta(days=acknowledged) if acknowledged is not None else None
    clock = clock_of(DAY, acknowledged=answered, today=DAY + timedelta(days=day))
    assert (clock.days_left, clock.overdue) == (left, overdue)
    assert clock.due == DAY + timedelta(days=30)


def test_a_complaint_goes_from_its_record_to_its_end(on_each_database):
    council = on_each_database
    name = record(council)
    assert (view(council, name).days_left, view(council, name).outcome) == (30, "")
    handle(council, name)
    told = view(council, name)
    assert (told.days_left, told.outcome, told.closed) == (None, "upheld", DAY)
    read = council.read_complaint(by=DPO, complaint=name)
    assert read.text == SAID
    assert read.notes[0] == ("acknowledged", DAY.isoformat(), NOTE)
    assert faults_in_whole(council) == []


def test_neither_the_ledger_nor_the_register_has_what_was_written(sealed):
    name = record(sealed)
    handle(sealed, name)
    kept = json.dumps(entries_of(sealed)) + str(records_of(sealed))
    assert "zqx" not in kept.replace("zqxmarker", "")
    acts = [(e["act"], e["use"], e["facts"]) for e in entries_of(sealed)[-5:]]
    day = DAY.isoformat()
    about = {"kind": "use of data", "received": day}
    assert acts == [
        (
            "complaint-recorded",
            "warm-homes",
            {**about, "acknowledge_by": (DAY + timedelta(days=30)).isoformat()},
        ),
        ("complaint-acknowledged", "warm-homes", {**about, "on": day}),
        ("complaint-informed", "warm-homes", {**about, "on": day}),
        ("complaint-decided", "warm-homes", {**about, "on": day, "outcome": "upheld"}),
        ("complaint-closed", "warm-homes", {**about, "on": day}),
    ]


def test_the_database_alone_does_not_give_the_text(sealed):
    from beholden.records.models import Complaint

    name = record(sealed)
    with sealed.at_work():
        assert SAID.encode() not in bytes(Complaint.objects.get(pk=name).text)
    (sealed.keys_directory / f"{name}.key").write_bytes(b"0" * 32)
    with pytest.raises(Damaged):
        sealed.read_complaint(by=DPO, complaint=name)


def test_the_calendar_finds_one_overdue_once_and_lists_it_first(sealed):
    from beholden.records import reading

    late, early = record(sealed), record(sealed, received="2026-12-01", use=None)
    take(sealed, early, "acknowledged")
    home = sealed.directory
    sealed.close()
    for _ in range(2):
        later = opened(home, DAY + timedelta(days=31))
        overdue = [e for e in entries_of(later) if e["act"] == "complaint-overdue"]
        with later.at_work():
            first, second = reading.complaints(later.clock.today())
        later.close()
        assert [(e["by"], e["use"]) for e in overdue] == [("the calendar", "warm-homes")]
        assert (first.id, first.overdue, first.days_left) == (late, True, -1)
        assert second.id == early
    again = opened(home, DAY + timedelta(days=32))
    take(again, late, "acknowledged")
    assert not view(again, late).overdue
    with again.at_work():
        (year,) = reading.complaints_by_year()
    again.close()
    assert (year.year, year.received, year.acknowledged_late) == (2026, 0, 0)


def test_what_the_public_is_told_is_rounded(sealed):
    from beholden.records import reading

    for _ in range(4):
        record(sealed, use=None)
    with sealed.at_work():
        (year,) = reading.complaints_by_year()
    assert (year.received, year.acknowledged_late, year.upheld) == (5, 0, 0)


def test_old_texts_are_forgotten_and_their_keys_destroyed(sealed):
    name, still_open = record(sealed), record(sealed)
    handle(sealed, name)
    shorten(sealed, "complaints", 10)
    home = sealed.directory
    sealed.close()
    later = opened(home, DAY + timedelta(days=11))
    with pytest.raises(NotFound):
        later.read_complaint(by=DPO, complaint=name)
    assert later.read_complaint(by=DPO, complaint=still_open).text == SAID
    assert [p.stem for p in later.keys_directory.glob("complaint-*.key")] == [still_open]
    assert [e["act"] for e in entries_of(later)][-1] == "complaint-forgotten"
    later.close()


def test_a_key_without_a_complaint_is_swept(sealed):
    sealed.keys.create("complaint-0123456789abcdef")
    home = sealed.directory
    sealed.close()
    later = opened(home)
    assert not list(later.keys_directory.glob("complaint-*.key"))
    later.close()


def test_a_complaint_that_is_not_recorded_leaves_no_key(sealed):
    with pytest.raises(NotFound):
        record(sealed, use="no-such")
    assert not list(sealed.keys_directory.glob("complaint-*.key"))


STATEMENTS = [
    ({"kind": "weather"}, "cannot be read"),
    ({"text": ""}, "cannot be read"),
    ({"text": None}, "cannot be read"),
    ({"received": (DAY + timedelta(days=1)).isoformat()}, "still to come"),
]


@pytest.mark.parametrize(("said", "why"), STATEMENTS)
def test_a_statement_that_does_not_fit_is_refused(sealed, said, why):
    with pytest.raises(BadInput, match=why) as caught:
        record(sealed, **said)
    assert "zqx" not in str(caught.value)


# What was done before, the step, what is said of it, and why it is refused.
OUT_OF_ORDER = [
    ([], "decided", {"outcome": "upheld"}, "not acknowledged yet"),
    ([], "informed", {}, "not acknowledged yet"),
    (["acknowledged"], "closed", {}, "not decided yet"),
    (["acknowledged"], "acknowledged", {}, "acknowledged already"),
    (["acknowledged"], "decided", {}, "has an outcome"),
    (["acknowledged"], "informed", {"outcome": "upheld"}, "has an outcome"),
    ([], "overdue", {}, "no such step"),
    ([], "acknowledged", {"on": DAY + timedelta(days=1)}, "still to come"),
    ([], "acknowledged", {"on": DAY - timedelta(days=1)}, "before what came before"),
]


@pytest.mark.parametrize(("before", "step", "said", "why"), OUT_OF_ORDER)
def test_steps_come_in_their_order(sealed, before, step, said, why):
    name = record(sealed)
    for one in before:
        take(sealed, name, one)
    with pytest.raises(BadInput, match=why):
        take(sealed, name, step, **said)


def test_after_it_is_closed_nothing_is_done(sealed):
    name = record(sealed)
    handle(sealed, name)
    with pytest.raises(BadInput, match="closed already"):
        take(sealed, name, "informed")


def test_who_decided_on_the_use_does_not_decide_on_a_complaint_about_it(sealed):
    sealed.add_person(
        by=CODES["admin"],
        code=CODES["officer"],
        office="Director of Resources",
        organisation="Resources",
        roles=["accountable_officer", "data_protection_officer"],
    )
    name = record(sealed)
    take(sealed, name, "acknowledged")
    decide = {"complaint": name, "step": "decided", "outcome": "not upheld"}
    with pytest.raises(Refused) as refused:
        sealed.take_complaint_step(by=CODES["officer"], **decide)
    assert refused.value.refusal.clause == "S9 two people"
    sealed.take_complaint_step(by=DPO, **decide)


def test_the_day_may_be_an_earlier_one(sealed):
    name = record(sealed, received="2026-12-01")
    later = sealed.holding(HeldClock.on(DAY + timedelta(days=3)))
    take(later, name, "acknowledged", on=date(2026, 12, 5))
    assert view(later, name).acknowledged == date(2026, 12, 5)
