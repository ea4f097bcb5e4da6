"""Scheduled questions: asked as their scheduler is then, written down, kept sealed, ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from beholden.actions import Council, saved_alone, work_once
from beholden.actions.scheduling import kept
from beholden.kernel import BadInput, HeldClock, NotFound, Refused, Unavailable

from ..ashmere import ADMIN, ANALYST, CODES, DAY, DPO, HEALTH, QUESTION, REFUSED, Case
from ..councils import copied, entries_of, opened

USE, MANY = "warm-homes", CODES["many"]
END = DAY + timedelta(days=111)


def on(council: Council, days: int) -> Council:
    """Return the council as it is so many days later."""
    return council.holding(HeldClock.on(DAY + timedelta(days=days)))


def scheduled(council: Council, *, by: str = ANALYST, every: str = "day", **more: Any) -> int:
    number = council.save_question(by=by, use=USE, title="By place", question=QUESTION)
    more = {"until": END, **more}
    return council.schedule_question(by=by, use=USE, number=number, every=every, **more)


def worked(council: Council) -> set[str]:
    done = work_once(council, worker="worker-test")
    assert done.failed == ()
    return {name for name in done.done if name.startswith("question/")}


def seen(council: Council, number: int, *, by: str = ANALYST) -> Any:
    return next(one for one in council.scheduled_questions(by=by, use=USE) if one.number == number)


def answer(council: Council, number: int, *, by: str = ANALYST) -> Any:
    return council.scheduled_answer(by=by, use=USE, schedule=number)


def runs_of(council: Council, number: int) -> list[tuple[date, bool]]:
    from beholden.records.models import ScheduleRun

    with council.at_work():
        rows = ScheduleRun.objects.filter(schedule=number)
        return list(rows.values_list("due", "receipt__allowed"))


def test_no_list_reads_what_is_kept(sealed):
    number = scheduled(sealed)
    worked(sealed)
    lists = (
        lambda: sealed.scheduled_questions(by=ANALYST, use=USE),
        lambda: sealed.saved_questions(by=ANALYST, use=USE),
    )
    for look in lists:
        with sealed.at_work(), CaptureQueriesContext(connections[sealed.alias]) as asked:
            look()
        assert "schedulerun" in str(asked.captured_queries)
        assert '"answer",' not in str(asked.captured_queries)
        assert '"answer" FROM' not in str(asked.captured_queries)
    with sealed.at_work(), CaptureQueriesContext(connections[sealed.alias]) as asked:
        (alone,) = saved_alone(sealed, by=ANALYST, use=USE)
    assert alone.title == "By place"
    assert "schedule" not in str(asked.captured_queries)
    assert seen(sealed, number).last.kept


def test_it_asks_for_each_of_its_days_and_keeps_the_newest_answer(sealed):
    number = scheduled(sealed, every="week", on=4)  # DAY is a Thursday
    asked = sealed.ask(by=ANALYST, use=USE, question=QUESTION)
    assert worked(sealed) == {f"question/{number}"}
    assert worked(sealed) == set()
    told = entries_of(sealed)[-1]
    assert (told["act"], told["by"]) == ("question-answered", "Analyst")
    assert told["facts"]["schedule"] == number
    assert answer(sealed, number).table.equals(asked.table)
    assert answer(sealed, number).receipt.id == seen(sealed, number).last.receipt
    assert worked(on(sealed, 6)) == set()
    # Three days were missed: it asks once, and what was kept before is gone.
    late = on(sealed, 22)
    assert worked(late) == {f"question/{number}"}
    assert runs_of(late, number) == [(DAY, True), (DAY + timedelta(days=21), True)]
    newest, first = seen(late, number).runs
    assert (newest.kept, first.kept) == (True, False)
    assert seen(late, number).next_due == DAY + timedelta(days=28)
    assert answer(late, number).receipt.id == newest.receipt
    # Residents see that it was asked by a schedule; the clock going back asks nothing twice.
    assert sorted(one.scheduled for one in late.public_use(name=USE).receipts) == [
        False,
        True,
        True,
    ]
    assert worked(sealed) == set()


def test_who_may_see_and_read_it(sealed):
    number = scheduled(sealed)
    worked(sealed)
    others = seen(sealed, number, by=MANY)
    assert (others.mine, others.runs, others.next_due) == (False, (), None)
    assert others.office == "Analyst"
    with pytest.raises(Refused, match="for who scheduled it"):
        answer(sealed, number, by=MANY)
    for who in ("owner", "resident", "dpo"):
        with pytest.raises(Refused):
            sealed.scheduled_questions(by=CODES[who], use=USE)
        with pytest.raises(Refused):
            answer(sealed, number, by=CODES[who])
    with pytest.raises(NotFound):
        answer(sealed, number + 1)
    # Any named analyst may stop it, as they may take its question off the list.
    sealed.unschedule_question(by=MANY, use=USE, schedule=number)
    assert seen(sealed, number).ended == "It was stopped."
    assert worked(on(sealed, 1)) == set()
    with pytest.raises(NotFound):
        sealed.unschedule_question(by=ANALYST, use=USE, schedule=number)
    assert sealed.awaiting(by=ANALYST) == ()


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ({"every": "year"}, "every day, every week or every month"),
        ({"every": "week", "on": 8}, "no such day"),
        ({"every": "month", "on": 32}, "no such day"),
        ({"every": "day", "on": 1}, "no such day"),
        ({"every": "month", "on": -1}, "no such day"),
        ({"until": END + timedelta(days=1)}, "The agreement ends on 31 March 2027"),
        ({"starts": DAY - timedelta(days=1)}, "cannot begin in the past"),
        ({"until": DAY - timedelta(days=1)}, "would never ask"),
        ({"every": "week", "on": 3, "until": DAY + timedelta(days=5)}, "would never ask"),
    ],
)
def test_days_that_cannot_be(agreed_question, said, because):
    council, number = agreed_question
    before = len(entries_of(council))
    with pytest.raises(BadInput, match=because):
        council.schedule_question(
            by=ANALYST, use=USE, number=number, **{"every": "day", "until": END, **said}
        )
    assert len(entries_of(council)) == before


@pytest.fixture(scope="module")
def agreed_question(told, tmp_path_factory):
    """Give a council with a saved question that nothing is asked of."""
    council = opened(copied(told("until_sealed", DAY), tmp_path_factory.mktemp("saved")))
    yield council, council.save_question(by=ANALYST, use=USE, title="One", question=QUESTION)
    council.close()


def test_who_may_schedule(agreed_question):
    council, number = agreed_question
    said = {"use": USE, "every": "day", "until": END}
    for who in ("owner", "resident", "dpo", "publisher"):
        with pytest.raises(Refused):
            council.schedule_question(by=CODES[who], number=number, **said)
    with pytest.raises(NotFound):
        council.schedule_question(by=ANALYST, number=number + 1, **said)
    council.schedule_question(by=ANALYST, number=number, **said)
    with pytest.raises(BadInput, match="already"):
        council.schedule_question(by=ANALYST, number=number, **said)
    council.schedule_question(by=MANY, number=number, **said)


def test_a_refusal_that_may_pass_is_told_and_asked_again(sealed):
    number = scheduled(sealed)
    sealed.suspend_agreement(by=CODES["officer"], agreement="warm-homes-2026", because="A doubt.")
    worked(sealed)
    told = entries_of(sealed)[-1]
    assert (told["act"], told["facts"]["schedule"]) == ("question-refused", number)
    (item,) = sealed.awaiting(by=ANALYST)
    assert (item.kind, item.of) == ("schedule", f"{USE}/{number}")
    assert "suspended" in item.why
    assert seen(sealed, number).running
    with pytest.raises(NotFound):
        answer(sealed, number)
    # Why somebody was refused is their own affair.
    assert seen(sealed, number, by=MANY).last is None
    sealed.resume_agreement(by=DPO, agreement="warm-homes-2026", because="No doubt.")
    tomorrow = on(sealed, 1)
    assert worked(tomorrow) == {f"question/{number}"}
    assert answer(tomorrow, number).table.num_rows
    assert tomorrow.awaiting(by=ANALYST) == ()
    # The board asked for another look by a day; after it the gate says no, and says why.
    later = on(sealed, 54)
    worked(later)
    assert seen(later, number).last.outcome == "refused"
    assert "look" in seen(later, number).last.why
    with pytest.raises(Refused):
        answer(later, number)


def test_it_is_decided_as_its_scheduler_is_then(sealed):
    number = scheduled(sealed)
    courses = ["asking-about-council-data"]
    sealed.require_training(by=DPO, statement={"requires": {"question-ask": courses}})
    worked(sealed)
    assert seen_run(sealed, number) == (False, "refusal", "the calendar")
    assert entries_of(sealed)[-1]["clauses"] == ["schedules"]
    roles = {"office": "Analyst", "organisation": HEALTH, "roles": ["publisher"]}
    sealed.require_training(by=DPO, statement={"requires": {}})
    sealed.add_person(by=ADMIN, code=ANALYST, **roles)
    tomorrow = on(sealed, 1)
    worked(tomorrow)
    assert seen_run(tomorrow, number) == (False, "refusal", "the calendar")
    sealed.add_person(by=ADMIN, code=ANALYST, **{**roles, "roles": ["analyst"]})
    after = on(sealed, 2)
    worked(after)
    assert seen(after, number).last.outcome == "answered"


def seen_run(council: Council, number: int) -> tuple[bool, str, str]:
    """Return of the newest run: whether it was allowed, what is kept of a no, in which role."""
    from beholden.records.models import ScheduleRun

    with council.at_work():
        receipt = ScheduleRun.objects.filter(schedule=number).latest("due").receipt
    kind = next((one for one in ("refusal", "stopped") if one in receipt.facts), "")
    return receipt.allowed, kind, receipt.facts["by_role"]


def _why(council: Council, number: int) -> str:
    from beholden.records.models import ScheduleRun

    with council.at_work():
        facts = ScheduleRun.objects.filter(schedule=number).latest("due").receipt.facts
    return str(facts["refusal"]["what"])


def test_it_ends_when_its_scheduler_has_left(sealed):
    number = scheduled(sealed)
    sealed.let_person_go(by=ADMIN, code=ANALYST)
    worked(sealed)
    told = entries_of(sealed)[-1]
    assert (told["act"], told["by"]) == ("question-refused", "the calendar")
    assert told["facts"]["schedules_ended"] == [number]
    assert told["clauses"] == ["schedules"]  # that somebody left is not public
    assert "left" in _why(sealed, number)
    assert not seen(sealed, number, by=MANY).running
    assert worked(on(sealed, 1)) == set()


def test_it_ends_with_the_agreement_and_nothing_is_readable(sealed):
    number = scheduled(sealed)
    worked(sealed)
    sealed_answer = _kept(sealed, number)
    assert sealed_answer
    assert b"Millbrook" not in sealed_answer
    sealed.end_agreement(by=DPO, agreement="warm-homes-2026", because="A test.")
    assert _kept(sealed, number) == b""
    _put_back(sealed, number, sealed_answer)  # as from a backup of the records
    with pytest.raises((Refused, NotFound)):
        answer(sealed, number)
    with pytest.raises(NotFound), sealed.at_work():
        kept.opened_answer(sealed, _run(sealed, number))
    tomorrow = on(sealed, 1)
    worked(tomorrow)
    assert not seen_of_mine(tomorrow, number).running
    (item,) = tomorrow.awaiting(by=ANALYST)
    assert "The agreement has ended" in item.why
    assert on(sealed, 40).awaiting(by=ANALYST) == ()
    assert worked(on(sealed, 2)) == set()


def _run(council: Council, number: int) -> Any:
    from beholden.records.models import ScheduleRun

    with council.at_work():
        runs = ScheduleRun.objects.select_related("receipt__extract")
        return runs.filter(schedule=number).latest("due")


def _kept(council: Council, number: int) -> bytes:
    return bytes(_run(council, number).answer)


def _put_back(council: Council, number: int, answer: bytes) -> None:
    """Write an answer back past the guard, as only who has the database itself could."""
    from django.db import connections

    with council.at_work(), connections[council.alias].cursor() as cursor:
        cursor.execute("DROP TRIGGER run_keeps_what_it_was")
        cursor.execute(
            "UPDATE records_schedulerun SET answer = %s WHERE schedule_id = %s", [answer, number]
        )


def seen_of_mine(council: Council, number: int) -> Any:
    """Return a schedule as "my work" reads it: of a use that gives no answers any more too."""
    from beholden.actions.scheduling.showing import views_of
    from beholden.records.models import Schedule

    with council.at_work():
        (found,) = views_of(Schedule.objects.filter(pk=number), ANALYST, council.clock.today())
        return found


def test_an_answer_goes_with_the_extract_that_it_is_from(sealed):
    number = scheduled(sealed)
    worked(sealed)
    sealed.seal(by=DPO, use=USE)
    assert _kept(sealed, number) == b""
    assert not seen(sealed, number).last.kept
    with pytest.raises(NotFound, match="kept no longer"):
        answer(sealed, number)
    worked(on(sealed, 1))
    assert answer(on(sealed, 1), number).table.num_rows


def test_what_is_too_large_is_not_kept(sealed, monkeypatch):
    monkeypatch.setattr(kept, "MOST_BYTES", 10)
    number = scheduled(sealed)
    worked(sealed)
    assert seen(sealed, number).last.outcome == "answered"
    with pytest.raises(NotFound, match="kept no longer"):
        answer(sealed, number)


def test_a_question_that_is_dropped_takes_its_schedules_along(sealed):
    number = scheduled(sealed)
    question = seen(sealed, number).question
    sealed.drop_question(by=MANY, use=USE, number=question)
    assert seen(sealed, number).ended == "The saved question was taken off the list."
    assert worked(sealed) == set()


def test_a_limit_is_written_down_and_a_machine_at_fault_is_tried_again(sealed, monkeypatch):
    from beholden.actions import asking
    from beholden.kernel import OutOfLimits

    number = scheduled(sealed)
    real = asking.run_plan

    def raising(fault: Exception) -> Any:
        def run(*_: Any, **__: Any) -> Any:
            raise fault

        return run

    monkeypatch.setattr(asking, "run_plan", raising(Unavailable("The disk is full.")))
    done = work_once(sealed, worker="worker-test")
    assert [one.job for one in done.failed] == [f"question/{number}"]
    assert runs_of(sealed, number) == []
    assert entries_of(sealed)[-1]["facts"]["schedule"] == number
    monkeypatch.setattr(asking, "run_plan", raising(OutOfLimits("It took too long.")))
    tomorrow = on(sealed, 1)
    worked(tomorrow)
    assert seen(tomorrow, number).last.outcome == "stopped"
    monkeypatch.setattr(asking, "run_plan", real)
    after = on(sealed, 2)
    worked(after)
    assert seen(after, number).last.outcome == "answered"


def test_it_asks_no_more_after_its_last_day(sealed):
    number = scheduled(sealed, until=DAY + timedelta(days=1))
    worked(sealed)
    assert worked(on(sealed, 2)) == set()
    late = on(sealed, 2)
    told = seen(late, number)
    assert (told.running, told.missed, told.next_due) == (False, DAY + timedelta(days=1), None)
    # Nothing is left to be stopped, and it may be scheduled anew.
    said = {"by": ANALYST, "use": USE, "number": told.question, "every": "day", "until": END}
    again = late.schedule_question(**said)
    assert worked(late) == {f"question/{again}"}
    with pytest.raises(BadInput, match="already"):
        late.schedule_question(**said)


def test_a_question_that_may_not_be_asked_is_not_scheduled(sealed):
    from beholden.records.models import Person, SavedQuestion

    with sealed.at_work():
        saved = SavedQuestion.objects.create(
            use_id=_use(),
            title="Of before",
            question=REFUSED,
            saved_by=Person.objects.get(code=ANALYST),
            saved_at=sealed.clock.now(),
        )
    with pytest.raises(Refused):
        sealed.schedule_question(by=ANALYST, use=USE, number=saved.pk, every="day", until=END)


def _use() -> int:
    from beholden.records.models import DataUse

    return int(DataUse.objects.get(name=USE).pk)


def test_a_new_version_of_the_agreement_is_asked_under(sealed):
    """The schedule outlives the version that it was made under; the answer is of the new one."""
    number = scheduled(sealed)
    said = Case(sealed.directory.with_name("stated")).agreement
    said["outputs"]["aggregate"]["smallest_group"] = 15
    sealed.state_agreement(by=DPO, document=said)
    for who in ("revenues", "housing", "partner"):
        sealed.sign_agreement(by=CODES[who], agreement="warm-homes-2026")
    worked(sealed)
    assert seen(sealed, number).last.outcome == "stopped"  # nothing is sealed under it yet
    sealed.seal(by=DPO, use=USE)
    tomorrow = on(sealed, 1)
    worked(tomorrow)
    assert answer(tomorrow, number).receipt.terms_hash
    assert seen(tomorrow, number).running


def test_an_analyst_with_self_service_alone_changes_nothing_of_others(told, tmp_path):
    """Their office may ask exactly; this agreement gives their organisation no exact answers."""
    council = opened(copied(told("until_open_to_staff", DAY), tmp_path))
    number, other = scheduled(council), "code-other-analyst"
    question = seen(council, number).question
    council.add_person(
        by=ADMIN, code=other, office="Analyst", organisation="Planning", roles=["analyst"]
    )
    said = {"by": other, "use": USE}
    before = len(entries_of(council))
    for act in (
        lambda: council.unschedule_question(**said, schedule=number),
        lambda: council.drop_question(**said, number=question),
        lambda: council.save_question(
            **said,
            title="Mine",
            question="select neighbourhood, count(*) from council_tax group by 1",
        ),
        lambda: council.schedule_question(**said, number=question, every="day", until=END),
        lambda: council.saved_questions(**said),
        lambda: council.scheduled_questions(**said),
    ):
        with pytest.raises(Refused, match="for the named analysts"):
            act()
    assert len(entries_of(council)) == before
    assert seen(council, number).running
    council.close()
