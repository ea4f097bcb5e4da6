"""What the public page "your say" tells: what residents may do, and counts that tell of nobody."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from datetime import date, timedelta
from typing import Any

import pytest

from beholden.actions.public_address import PublicAddress
from beholden.kernel import DAYS_TO_ACKNOWLEDGE, HeldClock

from ..ashmere import CODES, DAY, DPO, uprn

NEXT_MONTH = date(DAY.year + DAY.month // 12, DAY.month % 12 + 1, 1)
ALL_KINDS = ("not-required-by-law", "agreed", "research-and-planning")


def opted_out(council: Any, who: Any, how_many: int, kind: str = "agreed") -> None:
    file = who(*(uprn(i) for i in range(how_many)))
    council.add_opt_outs(by=DPO, kind=kind, subjects=file)


def fewer_than(council: Any, on: date = NEXT_MONTH, kind: str = "agreed") -> int:
    told = council.holding(HeldClock.on(on)).your_say()
    (count,) = [one.fewer_than for one in told.opt_outs if one.kind == kind]
    return count


def complained(council: Any, how_many: int, outcome: str = "", received: date = DAY) -> None:
    about = {"kind": "other", "channel": "letter", "received": received.isoformat(), "text": "x"}
    for _ in range(how_many):
        name = council.record_complaint(by=DPO, statement=about)
        if outcome:
            for step, more in (("acknowledged", {}), ("decided", {"outcome": outcome})):
                council.take_complaint_step(by=DPO, complaint=name, step=step, **more)


def concealed(council: Any, *, pages: bool) -> None:
    until = DAY + timedelta(days=30)
    name = council.state_concealment(
        by=DPO, use="warm-homes", reason="crime", until=until, pages=pages
    )
    council.confirm_concealment(by=CODES["officer"], concealment=name)


def test_every_way_is_told_with_a_link_and_the_clock_of_complaints(sealed):
    told = sealed.your_say()
    assert [way.code for way in told.ways] == ["object", "opt-out", "ask", "complain"]
    assert all(way.title and way.how and way.link_text for way in told.ways)
    assert len({way.link_text for way in told.ways}) == len(told.ways)
    assert told.days_to_acknowledge == DAYS_TO_ACKNOWLEDGE == 30
    assert f"{DAYS_TO_ACKNOWLEDGE} days" in told.ways[-1].how
    with pytest.raises(FrozenInstanceError):
        told.council = "another"


def test_where_to_write_is_told_as_the_council_states_it(sealed):
    officer, general = "data-protection@ashmere.example", "data@ashmere.example"
    post = "Data-protection officer, Town Hall, Ashmere"
    for stated, told in (
        (PublicAddress(), ("", "")),
        (PublicAddress(email=general), (general, "")),
        (PublicAddress(email=general, data_protection=officer, post=post), (officer, post)),
    ):
        say = replace(sealed, public=stated).your_say()
        assert (say.email, say.post) == told


def test_it_has_a_form_in_json_that_loses_nothing(on_each_database):
    told = on_each_database.your_say()
    read = json.loads(json.dumps(told.to_dict()))
    assert read["council"] == told.council
    assert read["ways"][0]["code"] == "object"
    (seal,) = read["seals"]
    assert seal == {
        "use": "warm-homes",
        "title": told.seals[0].title,
        "version": 1,
        "sealed_on": DAY.isoformat(),
        "kinds": list(ALL_KINDS),
    }


def test_complaints_are_counted_by_year_and_outcome_in_fives(on_each_database):
    council = on_each_database
    complained(council, 4, "upheld")
    complained(council, 3, "partly upheld")
    complained(council, 6, "not upheld")
    complained(council, 8)
    complained(council, 3, received=date(DAY.year - 1, 1, 31))
    before, now = council.your_say().complaints
    assert (before.year, before.received, before.undecided) == (DAY.year - 1, 5, 5)
    told = (now.received, now.upheld, now.not_upheld, now.undecided)
    assert told == (20, 5, 5, 10)


# How many opt out, and what is told: never that one more or one fewer did.
TENS = [(0, 10), (1, 10), (9, 10), (10, 20), (19, 20)]


@pytest.mark.parametrize(("how_many", "tens"), TENS)
def test_opt_outs_are_told_in_tens(sealed, who, how_many, tens):
    if how_many:
        opted_out(sealed, who, how_many)
    assert fewer_than(sealed) == tens
    assert fewer_than(sealed, kind="research-and-planning") == 10


def test_opt_outs_are_told_as_they_stood_when_the_month_began(on_each_database, who):
    council = on_each_database
    opted_out(council, who, 12)
    assert (fewer_than(council, DAY), fewer_than(council)) == (10, 20)
    later = council.holding(HeldClock.on(NEXT_MONTH + timedelta(days=3)))
    later.withdraw_opt_outs(by=DPO, kind="agreed", subjects=who(*(uprn(i) for i in range(12))))
    assert fewer_than(council, NEXT_MONTH + timedelta(days=9)) == 20
    assert fewer_than(council, NEXT_MONTH + timedelta(days=40)) == 10


def test_that_somebody_opted_out_on_a_day_is_seen_nowhere(sealed, who):
    before = sealed.your_say()
    opted_out(sealed, who, 25)
    assert sealed.your_say() == before


def test_concealments_are_told_by_reason_and_a_concealed_use_is_not_named(on_each_database):
    council = on_each_database
    before = council.your_say()
    assert {one.holding for one in before.concealments} == {0}
    assert "warm-homes" in json.dumps(before.to_dict())
    concealed(council, pages=True)
    told = council.your_say()
    assert {one.reason: one.holding for one in told.concealments}["crime"] == 1
    assert told.seals == ()
    assert "warm-homes" not in json.dumps(told.to_dict())
    assert before.seals[0].title not in json.dumps(told.to_dict())
    assert council.uses_reached() == ()


def test_what_is_concealed_from_residents_alone_stays_as_public_as_its_page(sealed):
    before = sealed.your_say().seals, sealed.uses_reached()
    concealed(sealed, pages=False)
    assert (sealed.your_say().seals, sealed.uses_reached()) == before
