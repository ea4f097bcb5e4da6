"""Where a use is: a list of uses says it in the words of the public page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beholden.actions import status_in_list
from beholden.records import reading

from .ashmere import CODES, DAY, DPO, Case, agree, approve, register
from .councils import opened
from .test_crisis import FLOOD, advise, decide, opened_use

AGREEMENT = {"agreement": "warm-homes-2026", "because": "A test."}


def in_list(council, name: str = "warm-homes") -> str:
    with council.at_work():
        (found,) = [one for one in reading.uses() if one.name == name]
    return status_in_list(found, council.clock.today())


def both(council, name: str = "warm-homes") -> str:
    """Return the words of the list, which are those of the page."""
    assert in_list(council, name) == council.public_use(name=name).status
    return in_list(council, name)


def test_a_use_is_under_review_approved_in_use_suspended_and_ended(founded):
    case = Case(founded.directory.with_name("stated"))
    register(founded, case)
    founded.state_use(by=CODES["owner"], statement=case.use)
    assert both(founded) == "Under review"
    approve(founded, case)
    assert both(founded) == "Approved"
    agree(founded, case)
    assert both(founded) == "In use"
    founded.suspend_agreement(by=DPO, **AGREEMENT)
    assert both(founded) == "Suspended"
    founded.resume_agreement(by=CODES["officer"], **AGREEMENT)
    assert both(founded) == "In use"
    founded.end_agreement(by=DPO, **AGREEMENT)
    assert both(founded) == "Ended"


def test_a_declined_use_and_one_whose_last_day_has_passed(sealed):
    home = sealed.directory
    after = Case(home.with_name("stated")).day + timedelta(days=400)
    later = sealed.holding(type(sealed.clock).on(after))
    assert both(later) == "Ended", "before the calendar has written it down as well"
    no = {**Case(home.with_name("stated")).decision, "decides": False}
    sealed.decide_use(by=CODES["officer"], statement=no)
    assert both(sealed) == "Ended"


@pytest.mark.parametrize(
    ("yes", "says"), [(None, "Opened in a crisis"), (True, "In use"), (False, "Ended")]
)
def test_a_use_that_was_opened_in_a_crisis(agreed, yes, says):
    opened_use(agreed)
    if yes is not None:
        advise(agreed, DAY)
        decide(agreed, DAY, yes=yes)
    assert both(agreed, FLOOD) == says


def test_a_crisis_whose_review_is_overdue(agreed):
    opened_use(agreed)
    home = agreed.directory
    agreed.close()
    late = opened(home, DAY + timedelta(days=14))
    assert both(late, FLOOD) == "Opened in a crisis, review overdue"
    late.close()
