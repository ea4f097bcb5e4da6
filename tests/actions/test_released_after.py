"""What may leave after the end: nothing whose use or agreement was broken off."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from beholden.kernel import HeldClock, Refused, day_of

from .ashmere import ANALYST, CODES, DAY, DPO, Case
from .councils import opened
from .test_board_conditions import accepted
from .test_crisis import FLOOD, opened_use

QUESTION = "select tenure, count(*) from council_tax group by 1"
OFFICER, REVIEWER, PUBLISHER = CODES["officer"], CODES["reviewer"], CODES["publisher"]
NO = {"on": DAY.isoformat(), "decides": False}

BROKEN_OFF = {
    "the use was declined": lambda c: c.decide_use(
        by=OFFICER, statement={**Case(None).decision, **NO}
    ),
    "its review said no": lambda c: c.review_use(
        by=OFFICER, statement={**Case(None).review, "continues": False}
    ),
    "it was ended early": lambda c: c.end_agreement(
        by=DPO, agreement="warm-homes-2026", because="It goes too far."
    ),
    "a party withdrew": lambda c: c.withdraw_from_agreement(
        by=CODES["housing"], agreement="warm-homes-2026", because="It goes too far."
    ),
}


def asked_for(council, use="warm-homes", question=QUESTION):
    receipt = council.ask(by=ANALYST, use=use, question=question).receipt
    return council.request_release(by=ANALYST, receipt=receipt.id, name="tenures", title="T").id


def approve(council, release):
    return council.review_release(
        by=REVIEWER, release_id=release, approve=True, because="It may."
    ).state


def publish(council, release):
    return council.publish(by=PUBLISHER, release_id=release).state


def reviewed(council):
    """Record the review that the board asked for: nothing leaves while it is overdue."""
    said = {**Case(None).review, "on": council.clock.today().isoformat()}
    council.review_use(by=OFFICER, statement=said)


@pytest.mark.parametrize("end", BROKEN_OFF.values(), ids=BROKEN_OFF)
def test_what_was_broken_off_does_not_leave(sealed, end):
    waiting, approved = asked_for(sealed), asked_for(sealed)
    approve(sealed, approved)
    end(sealed)
    for act, release in ((approve, waiting), (publish, approved)):
        with pytest.raises(Refused) as caught:
            act(sealed, release)
        assert caught.value.refusal.clause == "releases › after the end"
    declined = sealed.review_release(
        by=REVIEWER, release_id=waiting, approve=False, because="It was broken off."
    )
    assert declined.state == "declined"


CROSSED = "select tenure, neighbourhood, count(*) from council_tax group by all"
TIGHTER = [
    ({"withhold": ["tenure"]}, "datasets"),
    ({"never_together": ["tenure", "neighbourhood"]}, "never_together"),
    ({"no_output": ["aggregate"]}, ""),
    ({"smallest_group": 500}, "conditions › smallest_group"),
]


@pytest.mark.parametrize(("condition", "clause"), TIGHTER, ids=[next(iter(c)) for c, _ in TIGHTER])
def test_what_a_condition_that_was_accepted_since_does_not_allow_does_not_leave(
    sealed, tmp_path, condition, clause
):
    waiting, approved = (asked_for(sealed, question=CROSSED) for _ in range(2))
    approve(sealed, approved)
    accepted(sealed, Case(tmp_path / "stated"), condition)
    for act, release in ((approve, waiting), (publish, approved)):
        with pytest.raises(Refused) as caught:
            act(sealed, release)
        assert clause in caught.value.refusal.clause


def test_what_a_condition_that_was_accepted_since_allows_leaves(sealed, tmp_path):
    release = asked_for(sealed)
    accepted(sealed, Case(tmp_path / "stated"), {"withhold": ["neighbourhood"]})
    assert approve(sealed, release) == "approved"
    assert publish(sealed, release) == "published"


def test_a_table_of_a_crisis_that_was_not_reviewed_in_time_does_not_leave(agreed):
    opened_use(agreed)
    agreed.seal(by=DPO, use=FLOOD)
    release = asked_for(agreed, FLOOD)
    approve(agreed, release)
    home = agreed.directory
    agreed.close()
    late = opened(home, DAY + timedelta(days=14))
    with pytest.raises(Refused, match="broken off"):
        publish(late, release)
    late.close()


def test_at_its_last_day_an_agreement_is_not_broken_off(sealed):
    release = asked_for(sealed)
    approve(sealed, release)
    home = sealed.directory
    sealed.close()
    after = opened(home, DAY + timedelta(days=112))
    reviewed(after)
    assert publish(after, release) == "published"
    after.close()


def test_what_ends_by_the_calendar_in_the_first_hour_of_a_summers_day_has_ended_in_time(
    sealed, monkeypatch
):
    """In UTC that hour is still the agreement's last day."""
    release = asked_for(sealed)
    approve(sealed, release)
    with sealed.at_work():
        from beholden.records.models import Agreement

        last = Agreement.objects.get(state="in_force").ends
    monkeypatch.setenv("TZ", "Europe/London")
    time.tzset()
    try:
        half_past = datetime(last.year, last.month, last.day, 23, 30, tzinfo=UTC)
        after = sealed.holding(HeldClock(half_past))
        reviewed(after)
        assert publish(after, release) == "published"
        assert day_of(half_past) > last, "the agreement had ended"
    finally:
        monkeypatch.undo()
        time.tzset()
