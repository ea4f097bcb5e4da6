"""Spans: stated by one, and where less is kept than was, confirmed by another."""

from __future__ import annotations

import pytest

from beholden.kernel import BadInput, HeldClock, NotFound, Refused

from ..ashmere import CODES, DAY, DPO
from ..councils import entries_of, faults_in_whole, opened
from .conftest import shorten

OFFICER = CODES["officer"]


@pytest.mark.parametrize(("of", "days"), [("everything", 1), ("members", -1), ("members", 10**6)])
def test_a_span_that_makes_no_sense_is_refused(sealed, of, days):
    with pytest.raises(BadInput, match="span"):
        sealed.state_span(by=DPO, of=of, days=days)


def test_a_longer_span_holds_once_it_is_stated(sealed):
    assert sealed.list_spans()["members"] == 730
    assert sealed.state_span(by=DPO, of="members", days=900)
    assert sealed.list_spans()["members"] == 900
    assert sealed.holding(HeldClock.on(DAY)).list_spans()["members"] == 900


def test_a_concealment_may_be_made_to_end_sooner_by_one(sealed):
    assert sealed.state_span(by=DPO, of="concealment", days=10)
    assert sealed.list_spans()["concealment"] == 10


@pytest.mark.parametrize("of", ["members", "complaints"])
def test_nobody_shortens_what_is_kept_alone(on_each_database, of):
    council = on_each_database
    before = council.list_spans()[of]
    assert not council.state_span(by=DPO, of=of, days=0)
    assert (council.list_spans()[of], council.waiting_spans()) == (before, {of: 0})
    with pytest.raises(Refused) as refused:
        council.confirm_span(by=DPO, of=of)
    assert refused.value.refusal.clause == "S9 two people"
    assert council.list_spans()[of] == before
    assert council.confirm_span(by=OFFICER, of=of) == 0
    assert (council.list_spans()[of], council.waiting_spans()) == (0, {})
    acts = [(e["act"], e["facts"]["days"]) for e in entries_of(council)[-2:]]
    assert acts == [("span-stated", 0), ("span-confirmed", 0)]


def test_nothing_is_destroyed_before_the_second_persons_word(sealed):
    sealed.end_agreement(by=DPO, agreement="warm-homes-2026", because="Done.")
    sealed.state_span(by=DPO, of="members", days=0)
    home = sealed.directory
    sealed.close()
    later = opened(home, DAY.replace(day=DAY.day + 5))
    assert list(later.keys_directory.glob("members-*.key"))
    assert faults_in_whole(later) == []
    later.confirm_span(by=OFFICER, of="members")
    later.close()
    later = opened(home, DAY.replace(day=DAY.day + 5))
    assert not list(later.keys_directory.glob("members-*.key"))
    later.close()


def test_what_waits_is_stated_once_and_goes_for_what_is_stated_later(sealed):
    sealed.state_span(by=DPO, of="members", days=30)
    entries = len(entries_of(sealed))
    sealed.state_span(by=DPO, of="members", days=30)
    assert len(entries_of(sealed)) == entries
    sealed.state_span(by=DPO, of="members", days=730)
    assert sealed.waiting_spans() == {}
    with pytest.raises(NotFound, match="waits"):
        sealed.confirm_span(by=OFFICER, of="members")
    assert sealed.list_spans()["members"] == 730


def test_of_two_shorter_spans_each_is_confirmed_by_itself(sealed):
    shorten(sealed, "members", 100)
    assert not sealed.state_span(by=DPO, of="members", days=50)
    assert sealed.list_spans()["members"] == 100
    assert sealed.confirm_span(by=OFFICER, of="members") == 50
