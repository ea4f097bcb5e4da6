"""One pass over what is due: claims, failures that wait and stop nothing, a missing worker."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from actions.ashmere import ADMIN, ANALYST, DAY, DPO
from actions.councils import copied, opened

from beholden.actions import HOURLY, Council, Regular, work_once
from beholden.actions.jobs import kinds
from beholden.actions.jobs.claims import LEASE, claim, finish
from beholden.actions.jobs.kinds import LONGEST_WAIT, OURS, wait_after
from beholden.actions.scheduling.rhythm import Every
from beholden.actions.sent_once import KEPT
from beholden.actions.sent_once import claim as send_once
from beholden.doors.worker import PAGES
from beholden.kernel import HeldClock, Unavailable

USE = "warm-homes"
NOON = datetime(2026, 12, 10, 12, tzinfo=UTC)


def at(council: Council, moment: datetime) -> Council:
    return council.holding(HeldClock(moment))


def later(council: Council, **by: float) -> Council:
    return at(council, council.clock.now() + timedelta(**by))


def work(council: Council, *also: Regular, **more: Any) -> Any:
    return work_once(council, worker="worker-test", also=also, **more)


@pytest.fixture(scope="module")
def council(told, tmp_path_factory):
    """Give a council with nothing sealed; its tests work on jobs of their own."""
    council = opened(copied(told("begin", DAY), tmp_path_factory.mktemp("home")))
    yield council
    council.close()


@pytest.mark.parametrize(
    ("done", "now", "daily", "hourly"),
    [
        (None, NOON, True, True),
        (NOON, NOON, False, False),
        (NOON, NOON + timedelta(minutes=59), False, False),
        (NOON, NOON + timedelta(hours=1), False, True),
        (NOON, datetime(2026, 12, 11, 0, 0, tzinfo=UTC), True, True),
        (NOON, NOON + timedelta(days=90), True, True),
        (NOON, NOON - timedelta(minutes=1), True, True),  # the clock went back
    ],
)
def test_when_a_regular_job_is_due(done, now, daily, hourly):
    def due(every: timedelta | None) -> bool:
        return Regular("a", "b", print, every).due(done, now) <= now

    assert (due(None), due(HOURLY)) == (daily, hourly)


def test_each_failure_waits_longer_up_to_a_bound():
    waits = [wait_after(n) for n in range(1, 40)]
    assert waits[:4] == [timedelta(minutes=m) for m in (1, 2, 4, 8)]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_what_was_done_is_not_due_again_and_the_next_is_told(council):
    first = work(council)
    assert set(first.done) == {one.name for one in OURS}
    again = work(council)
    assert (again.done, again.failed) == ((), ())
    assert again.next_due == council.clock.now() + HOURLY
    tomorrow = work(later(council, days=1))
    assert set(tomorrow.done) == {one.name for one in OURS}


def test_a_job_that_fails_waits_and_stops_no_other(council):
    done: list[str] = []
    faults = [Unavailable("The server is away."), ZeroDivisionError("a value")]

    def fails(_: Any) -> None:
        if faults:
            raise faults.pop(0)
        done.append("fails")

    jobs = (
        Regular("fails", "do what fails", fails),
        Regular("goes", "go", lambda _: done.append("goes")),
    )
    came = work(council, *jobs)
    assert [(one.job, one.tell) for one in came.failed] == [("fails", "The server is away.")]
    assert done == ["goes"]
    assert came.next_due == council.clock.now() + timedelta(minutes=1)
    assert work(council, *jobs).failed == ()  # it waits
    came = work(later(council, minutes=1), *jobs)
    (failed,) = came.failed
    assert failed.tell.startswith("A fault in Beholden: ZeroDivisionError at test_passing.py:")
    assert "a value" not in failed.tell
    assert work(later(council, minutes=2), *jobs).failed == ()
    assert "fails" in work(later(council, minutes=3), *jobs).done
    assert done == ["goes", "fails"]


def test_a_claim_keeps_others_off_until_it_is_over(council):
    assert claim(council, "a-job", worker="one")
    assert not claim(council, "a-job", worker="two")
    assert not claim(later(council, minutes=9), "a-job", worker="two")
    # Its worker was killed: another takes over, and the first, if it lives, settles nothing.
    after = later(council, seconds=LEASE.total_seconds())
    assert claim(after, "a-job", worker="two")
    finish(after, "a-job", worker="one")
    assert not claim(after, "a-job", worker="three")
    # The clock went back by a day: a claim from the future holds nobody up.
    assert claim(later(council, days=-1), "a-job", worker="three")


def test_what_another_worker_did_meanwhile_is_left(council):
    done: list[str] = []
    other = Regular("second", "be second", lambda _: done.append("second"))

    def first(home: Any) -> None:
        finish_by_another(home, "second")

    job = Regular("first", "be first", first)
    assert "second" not in work(council, job, other).done
    assert done == []


def finish_by_another(home: Any, name: str) -> None:
    assert claim(home, name, worker="another")
    finish(home, name, worker="another")


def test_a_worker_that_is_told_to_end_begins_nothing_more(council):
    begun: list[str] = []

    def told() -> bool:
        return len(begun) == 1

    jobs = [Regular(f"j{n}", "work", lambda _, n=n: begun.append(str(n))) for n in range(3)]
    assert work(later(council, days=2), *jobs, stopping=told).done[-1:] == ("j0",)
    assert begun == ["0"]


def test_idempotency_keys_are_forgotten(council):
    from beholden.records.models import SentOnce

    send_once(council, by=ADMIN, key="key-of-a-test", request=b"a request")
    over = later(council, seconds=KEPT.total_seconds() + 1)
    assert "requests" in work(over).done
    with council.at_work():
        assert not SentOnce.objects.exists()


def test_sessions_and_codes_that_are_over_are_forgotten(council):
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    from beholden.doors.accounts.models import ResidentCode

    with council.at_work():
        for key, hours in (("over", -1), ("stands", 1)):
            about = timezone.now() + timedelta(hours=hours)
            Session.objects.create(session_key=key, session_data="", expire_date=about)
            about = council.clock.now() + timedelta(hours=hours)
            ResidentCode.objects.create(asked=key, address="a", code="b", expires=about)
    assert "sessions" in work(council, *PAGES).done
    with council.at_work():
        assert [one.session_key for one in Session.objects.all()] == ["stands"]
        assert [one.asked for one in ResidentCode.objects.all()] == ["stands"]


def test_an_end_that_nobody_was_there_for(sealed):
    """What a day ends is ended by the worker, though nobody opens the home or a page."""
    from beholden.records.models import Agreement, Extract

    with sealed.at_work():
        extract = Extract.objects.get(state="current").pk
    assert sealed.keys.has(extract)
    over = later(sealed, days=112)
    assert "dates" in work(over).done
    assert not sealed.keys.has(extract)
    with sealed.at_work():
        assert Agreement.objects.get().state == "ended"


def test_who_is_told_that_no_worker_runs(sealed):
    number = sealed.save_question(
        by=ANALYST, use=USE, title="One", question="select count(*) from council_tax"
    )
    today = sealed.clock.now()
    assert not sealed.worker_state().missed  # none ran yet, and none is needed
    assert sealed.awaiting(by=ADMIN) == ()
    sealed.schedule_question(
        by=ANALYST, use=USE, number=number, every=Every.DAY, until=DAY + timedelta(days=3)
    )
    assert not at(sealed, today + timedelta(minutes=59)).worker_state().missed
    late = at(sealed, today + timedelta(minutes=61))
    state = late.worker_state()
    assert (state.last_ran, state.missed) == (None, True)
    assert "question/1" in {one.job for one in state.overdue}
    (item,) = late.awaiting(by=ADMIN)
    assert (item.kind, "ask the question of schedule 1" in item.why) == ("worker", True)
    assert late.awaiting(by=DPO) == ()
    work(late)
    assert not late.worker_state().missed
    assert late.awaiting(by=ADMIN) == ()
    assert later(late, days=1).worker_state().missed


def test_what_fails_again_and_again_is_told(council, monkeypatch):
    def fails(_: Any) -> None:
        raise Unavailable("The disk is full.")

    failing = tuple(replace(one, do=fails) if one.name == "sweeping" else one for one in OURS)
    monkeypatch.setattr(kinds, "OURS", failing)
    tenth = later(council, days=9)
    assert [one.job for one in work(tenth).failed] == ["sweeping"]
    (told,) = tenth.worker_state().failing
    assert (told.job, told.failures, told.tell) == ("sweeping", 1, "The disk is full.")


def test_sessions_that_cannot_be_forgotten_are_told(council):
    def fails(_: Any) -> None:
        raise Unavailable("The disk is full.")

    day = later(council, days=20)
    work(day, *(replace(one, do=fails) for one in PAGES))
    (told,) = day.worker_state().failing
    assert (told.job, told.says) == ("sessions", PAGES[0].says)
