"""What was undertaken: done, lapsed, given more time; what lapses stops its use at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from beholden.kernel import BadInput, NotFound, Refused, Undertaking, UndertakingEvent
from beholden.kernel import UndertakingState as State
from beholden.kernel import UndertakingStep as Step
from beholden.records import reading

from .ashmere import ANALYST, CODES, DAY, DPO, QUESTION, until_requested
from .councils import entries_of, opened, records_of

OFFICER, OWNER, SECRETARY = CODES["officer"], CODES["owner"], CODES["secretary"]
DUE = DAY + timedelta(days=10)
AFTER = DUE + timedelta(days=1)
NAME = "warm-homes/1"


def stated(**changes):
    return {
        "use": "warm-homes",
        "text": "Have ten residents read the letter.",
        "owner": "Head of Revenues",
        "by": DUE.isoformat(),
        "else": "stop",
        "from": {"consequence": "2"},
        **changes,
    }


def on(council, day):
    home = council.directory
    council.close()
    return opened(home, day)


def ask(council):
    return council.ask(by=ANALYST, use="warm-homes", question=QUESTION)


def held(council) -> Undertaking:
    with council.at_work():
        return reading.undertaking(NAME)


def stopped(act) -> bool:
    """Return whether an act is refused because of the undertaking; anything else is a fault."""
    try:
        act()
    except Refused as no:
        if no.refusal.clause != f"undertakings › {NAME}":
            raise
        return "Have ten residents read the letter." in no.refusal.why
    return False


@pytest.fixture
def given(sealed):
    assert sealed.state_undertaking(by=OWNER, statement=stated()) == NAME
    yield sealed
    sealed.close()


# The state, by pure rule


def undertaking(*events, by=DUE, stops=True) -> Undertaking:
    at = opened_at = None
    told = tuple(UndertakingEvent(s, at, "Office", "Why", until) for s, until in events)
    return Undertaking("u", 1, "t", "o", by, stops, "other", "", "s", opened_at, told)


LATER = DUE + timedelta(days=30)


@pytest.mark.parametrize(
    ("events", "day", "state"),
    [
        ((), DUE, State.OPEN),
        ((), AFTER, State.LAPSED),
        (((Step.LAPSED, DUE),), AFTER, State.LAPSED),
        (((Step.DONE, None),), AFTER, State.DONE),
        (((Step.LAPSED, DUE), (Step.DONE, None)), AFTER, State.DONE),
        (((Step.TIME_ASKED, LATER),), AFTER, State.LAPSED),
        (((Step.TIME_ASKED, LATER), (Step.TIME_GIVEN, LATER)), AFTER, State.OPEN),
        (((Step.TIME_ASKED, LATER), (Step.TIME_GIVEN, LATER)), LATER, State.OPEN),
        (
            ((Step.TIME_ASKED, LATER), (Step.TIME_GIVEN, LATER)),
            LATER + timedelta(days=1),
            State.LAPSED,
        ),
        (((Step.WITHDRAWAL_ASKED, None),), AFTER, State.LAPSED),
        (((Step.WITHDRAWAL_ASKED, None), (Step.WITHDRAWN, None)), AFTER, State.WITHDRAWN),
        (((Step.SET_ASIDE, None),), AFTER, State.WITHDRAWN),
        # Whatever a clock says afterwards.
        (((Step.LAPSED, DUE),), DUE, State.LAPSED),
        (((Step.LAPSED, DUE), (Step.DONE, None)), DUE, State.DONE),
        (((Step.LAPSED, DUE), (Step.TIME_ASKED, LATER)), DUE, State.LAPSED),
        (
            ((Step.LAPSED, DUE), (Step.TIME_ASKED, LATER), (Step.TIME_GIVEN, LATER)),
            DUE,
            State.OPEN,
        ),
    ],
)
def test_the_state_follows_from_the_day_and_what_was_recorded(events, day, state):
    assert undertaking(*events).state_on(day) is state
    assert undertaking(*events).stops_on(day) is (state is State.LAPSED)
    assert not undertaking(*events, stops=False).stops_on(day)


# What lapses stops the use


def test_a_use_stops_on_the_day_after_and_the_calendar_writes_it_once(on_each_database):
    council = on_each_database
    council.state_undertaking(by=OWNER, statement=stated())
    release = until_requested(council)
    council = on(council, DUE)
    assert not stopped(lambda: ask(council))
    council = on(council, AFTER)
    for act in (
        lambda: ask(council),
        lambda: council.seal(by=DPO, use="warm-homes"),
        lambda: council.request_release(
            by=ANALYST, receipt=receipt_of(council), name="table", title="Table"
        ),
        lambda: council.review_release(
            by=CODES["reviewer"], release_id=release, approve=True, because="Safe."
        ),
    ):
        assert stopped(act)
    assert not council.explain(by=ANALYST, use="warm-homes", question=QUESTION).allowed
    council.keep_dates()
    lapsed = [e for e in entries_of(council) if e["act"] == "undertaking-lapsed"]
    assert [(e["by"], e["use"], e["facts"]["until"]) for e in lapsed] == [
        ("the calendar", "warm-homes", DUE.isoformat())
    ]
    assert lapsed[0]["clauses"] == ["undertakings › warm-homes/1"]
    council.close()


def receipt_of(council) -> str:
    with council.at_work():
        return next(r.id for r in reading.receipts("warm-homes") if r.allowed)


def test_what_was_approved_before_is_not_published_while_the_use_is_stopped(given):
    release = until_requested(given)
    given.review_release(by=CODES["reviewer"], release_id=release, approve=True, because="Safe.")
    council = on(given, AFTER)
    publish = lambda: council.publish(by=CODES["publisher"], release_id=release)  # noqa: E731
    assert stopped(publish)
    council.close_undertaking(by=OWNER, undertaking=NAME, because="Ten read it.")
    assert publish().state == "published"
    council.close()


def test_a_release_may_be_declined_while_the_use_is_stopped(given):
    release = until_requested(given)
    council = on(given, AFTER)
    declined = council.review_release(
        by=CODES["reviewer"], release_id=release, approve=False, because="Too small."
    )
    assert declined.state == "declined"
    council.close()


def test_the_day_itself_stops_whatever_the_calendar_wrote(given, monkeypatch):
    """Between midnight and the next look at the calendar nothing is answered either."""
    from beholden.actions import agreements

    monkeypatch.setattr(agreements, "keep_undertakings", lambda _home: None)
    council = on(given, AFTER)
    assert stopped(lambda: ask(council))
    assert not any(event.step is Step.LAPSED for event in held(council).events)
    council.close()


def test_an_answer_is_not_kept_where_the_day_passes_while_it_is_worked_out(given, monkeypatch):
    from beholden.actions import asking

    was = asking._worked_out

    def over_midnight(home, **asked):
        ran = was(home, **asked)
        monkeypatch.setattr(asking, "_worked_out", was)
        moved = home.holding(opened_clock(AFTER))
        monkeypatch.setattr(asking, "_kept", lambda _home, *of, **kept: kept_by(moved, *of, **kept))
        return ran

    kept_by = asking._kept
    monkeypatch.setattr(asking, "_worked_out", over_midnight)
    council = on(given, DUE)
    assert stopped(lambda: ask(council))
    with council.at_work():
        assert not any(r.allowed for r in reading.receipts("warm-homes"))
    council.close()


def opened_clock(day):
    from beholden.kernel import HeldClock

    return HeldClock.on(day)


def test_one_that_only_tells_stops_nothing(sealed):
    sealed.state_undertaking(by=OWNER, statement=stated(**{"else": "tell"}))
    council = on(sealed, AFTER)
    assert held(council).state_on(AFTER) is State.LAPSED
    assert not stopped(lambda: ask(council))
    council.close()


def test_what_has_lapsed_does_not_revive_when_the_clock_is_set_back(on_each_database):
    council = on_each_database
    council.state_undertaking(by=OWNER, statement=stated())
    late = on(council, AFTER)
    late.keep_dates()
    back = on(late, DUE)
    assert stopped(lambda: ask(back))
    assert held(back).state_on(DUE) is State.LAPSED
    back.close_undertaking(by=OWNER, undertaking=NAME, because="Ten read it.")
    assert not stopped(lambda: ask(back))
    back.close()


# It goes on when it is done, or when two people give it more time


def test_a_use_goes_on_once_it_is_done(given):
    council = on(given, AFTER)
    assert stopped(lambda: ask(council))
    council.close_undertaking(by=OWNER, undertaking=NAME, because="Ten read it.")
    assert not stopped(lambda: ask(council))
    assert entries_of(council)[-2]["facts"] == {
        "undertaking": 1,
        "step": "done",
        "office": "Head of Revenues",
        "because": "Ten read it.",
    }
    with pytest.raises(BadInput, match="has ended"):
        council.close_undertaking(by=OWNER, undertaking=NAME, because="Again.")
    council.close()


def more_time(council, until=LATER, by=OFFICER):
    council.ask_more_time(by=by, undertaking=NAME, until=until, because="Half-term.")


def test_two_people_give_more_time_and_then_it_lapses_again(on_each_database):
    council = on_each_database
    council.state_undertaking(by=OWNER, statement=stated())
    council = on(council, AFTER)
    more_time(council)
    assert stopped(lambda: ask(council))
    step = council.agree_undertaking(by=DPO, undertaking=NAME, because="Little is at stake.")
    assert step is Step.TIME_GIVEN
    assert held(council).due == LATER
    assert not stopped(lambda: ask(council))
    with pytest.raises(BadInput, match="Nothing was asked for"):
        council.agree_undertaking(by=SECRETARY, undertaking=NAME, because="Me too.")
    council = on(council, LATER + timedelta(days=1))
    assert stopped(lambda: ask(council))
    told = [event.until for event in held(council).events if event.step is Step.LAPSED]
    assert told == [DUE, LATER]
    council.close()


def test_two_people_withdraw_one(given):
    given.ask_withdrawal(by=OFFICER, undertaking=NAME, because="No letter is sent.")
    assert held(given).state_on(AFTER) is State.LAPSED
    given.agree_undertaking(by=SECRETARY, undertaking=NAME, because="The board was told.")
    assert held(given).state_on(AFTER) is State.WITHDRAWN


def test_nobody_agrees_to_what_they_asked(given):
    council = given
    council.add_person(
        by=CODES["admin"],
        code=OFFICER,
        office="Director of Resources",
        organisation="Resources",
        roles=["accountable_officer", "data_protection_officer"],
    )
    more_time(council)
    with pytest.raises(Refused) as no:
        council.agree_undertaking(by=OFFICER, undertaking=NAME, because="I do.")
    assert no.value.refusal.clause == "S9 two people"
    assert held(council).due == DUE


def test_time_that_has_passed_meanwhile_is_not_given(given):
    more_time(given, until=DUE + timedelta(days=2))
    council = on(given, DUE + timedelta(days=3))
    with pytest.raises(BadInput, match="still to come"):
        council.agree_undertaking(by=DPO, undertaking=NAME, because="Yes.")
    council.close()


def test_only_the_officer_of_the_use_asks_for_more_time(given):
    with pytest.raises(Refused, match="answered for by another officer"):
        more_time(given, by=CODES["many"])


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("owner", True),  # the office that undertook it
        ("officer", True),  # who answers for the use
        ("secretary", True),  # to whom it is reported back
        ("dpo", True),
        ("revenues", False),
        ("many", False),
    ],
)
def test_who_may_say_that_it_is_done(given, who, may):
    done = lambda: given.close_undertaking(  # noqa: E731
        by=CODES[who], undertaking=NAME, because="Done."
    )
    if may:
        done()
    else:
        with pytest.raises(Refused, match="another office's"):
            done()
    assert (held(given).ended is not None) == may


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": (DAY - timedelta(days=1)).isoformat()}, "lapsed before it was given"),
        ({"by": "soon"}, "by"),
        ({"else": "hope"}, "else"),
        ({"text": ""}, "text"),
        ({"from": {"hearsay": "x"}}, "from"),
        ({"done": "Already."}, "One undertaking is stated and not yet done"),
    ],
)
def test_what_cannot_be_undertaken_is_not_recorded(sealed, changes, said):
    before = records_of(sealed)
    with pytest.raises(BadInput) as caught:
        sealed.state_undertaking(by=OWNER, statement=stated(**changes))
    assert said in f"{caught.value} {caught.value.why}"
    assert records_of(sealed) == before


@pytest.mark.parametrize("name", ["warm-homes/2", "warm-homes", "warm-homes/x", "/1", "no/1"])
def test_what_is_not_there_is_not_found(given, name):
    with pytest.raises(NotFound):
        given.close_undertaking(by=OWNER, undertaking=name, because="Done.")


def test_a_reason_is_always_given(given):
    with pytest.raises(BadInput, match="with its reason"):
        given.close_undertaking(by=OWNER, undertaking=NAME, because=" ")
    with pytest.raises(BadInput, match="with its reason"):
        given.ask_more_time(by=OFFICER, undertaking=NAME, until=date(2027, 5, 1), because="")
