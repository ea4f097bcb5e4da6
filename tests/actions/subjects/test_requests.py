"""Requests: filed by a resident who is on no list, read by few, forgotten a year after."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from beholden.actions import RequestKind
from beholden.kernel import BadInput, Damaged, NotFound, Refused

from ..ashmere import ANALYST, DAY, DPO
from ..councils import entries_of, faults_in_whole, files_of, opened, records_of, state_of

SAID = "zqxrequest: we are the Does (made up) of 1 Mill Lane since May 2024; 01632 960001."
NOTE = "zqxnote: we told you by telephone."


def file(council: Any, kind: str = "household-question") -> str:
    return str(council.file_request(kind=kind, text=SAID))


def close(council: Any, name: str, outcome: str = "answered") -> None:
    council.close_request(by=DPO, request=name, outcome=outcome, note=NOTE)


@pytest.mark.parametrize("kind", RequestKind)
def test_it_is_filed_read_and_closed(sealed, kind):
    name = file(sealed, kind)
    (view,) = sealed.list_requests(by=DPO)
    assert (view.id, view.kind, view.days_left, view.closed) == (name, kind, 30, None)
    outcome = "not verified" if kind is RequestKind.COMPLAINT else "answered"
    close(sealed, name, outcome)
    read = sealed.read_request(by=DPO, request=name)
    assert (read.kind, read.text, read.outcome, read.note) == (kind, SAID, outcome, NOTE)
    (view,) = sealed.list_requests(by=DPO)
    assert (view.days_left, view.overdue, view.outcome, view.closed) == (
        None,
        False,
        outcome,
        DAY,
    )


def test_a_complaint_is_closed_by_being_recorded_and_not_by_a_note(sealed):
    name, other = file(sealed, "complaint"), file(sealed)
    said = {"kind": "other", "channel": "form", "received": DAY.isoformat(), "text": SAID}
    before = state_of(sealed)
    for wrong in (
        lambda: close(sealed, name),
        lambda: sealed.record_complaint(by=DPO, statement={**said, "request": other}),
    ):
        with pytest.raises(BadInput):
            wrong()
    assert state_of(sealed) == before
    sealed.record_complaint(by=DPO, statement={**said, "request": name})
    assert sealed.read_request(by=DPO, request=name).outcome == "recorded"
    with pytest.raises(BadInput, match="closed already"):
        sealed.record_complaint(by=DPO, statement={**said, "request": name})


def test_it_is_the_same_on_each_database(on_each_database):
    name = file(on_each_database)
    close(on_each_database, name)
    assert on_each_database.read_request(by=DPO, request=name).text == SAID
    assert faults_in_whole(on_each_database) == []


def test_the_ledger_has_the_kind_and_the_receipt_and_nothing_that_was_written(sealed):
    name = file(sealed)
    close(sealed, name, "not verified")
    about = {"kind": "household-question", "receipt": name}
    assert [(e["act"], e["use"], e["by"], e["facts"]) for e in entries_of(sealed)[-2:]] == [
        ("request-filed", "", "Resident", about),
        ("request-closed", "", "Data-protection officer", {**about, "outcome": "not verified"}),
    ]
    kept = json.dumps(entries_of(sealed)) + str(records_of(sealed))
    assert "zqx" not in kept.replace("zqxmarker", "")


def test_the_database_alone_does_not_give_the_text(sealed):
    name = file(sealed)
    (sealed.keys_directory / f"{name}.key").write_bytes(b"0" * 32)
    with pytest.raises(Damaged):
        sealed.read_request(by=DPO, request=name)


@pytest.mark.parametrize("act", ["list", "read", "close"])
def test_no_other_office_learns_of_it(sealed, act):
    name = file(sealed)
    before = state_of(sealed)
    acts = {
        "list": lambda: sealed.list_requests(by=ANALYST),
        "read": lambda: sealed.read_request(by=ANALYST, request=name),
        "close": lambda: sealed.close_request(by=ANALYST, request=name, outcome="answered"),
    }
    with pytest.raises(Refused):
        acts[act]()
    assert state_of(sealed) == before


NOT_TAKEN = [
    ("weather", SAID, "no such kind"),
    ("objection", " \n ", "how to reach"),
    ("objection", "zqx" * 2000, "how to reach"),
]


@pytest.mark.parametrize(("kind", "text", "why"), NOT_TAKEN)
def test_what_is_no_request_is_not_kept(sealed, kind, text, why):
    before = state_of(sealed)
    with pytest.raises(BadInput, match=why) as caught:
        sealed.file_request(kind=kind, text=text)
    assert "zqx" not in str(caught.value)
    assert state_of(sealed) == before


def test_it_is_closed_once_with_an_outcome_that_there_is(sealed):
    name = file(sealed)
    with pytest.raises(BadInput, match="no such outcome"):
        close(sealed, name, "ignored")
    close(sealed, name)
    with pytest.raises(BadInput, match="closed already"):
        close(sealed, name, "withdrawn")
    with pytest.raises(NotFound):
        close(sealed, "request-0123456789abcdef")


def test_after_thirty_days_it_is_overdue_and_listed_first(sealed):
    late = file(sealed)
    home = sealed.directory
    sealed.close()
    later = opened(home, DAY + timedelta(days=31))
    early = file(later)
    first, second = later.list_requests(by=DPO)
    assert (first.id, first.overdue, first.days_left) == (late, True, -1)
    assert (second.id, second.overdue, second.days_left) == (early, False, 30)
    later.close()


def test_a_year_after_it_is_closed_its_key_is_destroyed(sealed):
    name, still_open = file(sealed), file(sealed)
    close(sealed, name)
    home = sealed.directory
    sealed.close()
    for days, keys in ((365, {name, still_open}), (367, {still_open})):
        later = opened(home, DAY + timedelta(days=days))
        assert {path.stem for path in later.keys_directory.glob("request-*.key")} == keys
        later.close()
    later = opened(home, DAY + timedelta(days=368))
    with pytest.raises(NotFound, match="kept no longer"):
        later.read_request(by=DPO, request=name)
    assert later.read_request(by=DPO, request=still_open).text == SAID
    forgotten = [e for e in entries_of(later) if e["act"] == "request-forgotten"]
    assert [(e["by"], e["facts"]["receipt"]) for e in forgotten] == [("the calendar", name)]
    later.close()


def test_a_key_without_a_request_is_swept(sealed):
    before = files_of(sealed)
    sealed.keys.create("request-0123456789abcdef")
    home = sealed.directory
    sealed.close()
    later = opened(home)
    assert files_of(later) == before
    later.close()


ASKER = "the mark of an address"


def test_whoever_filed_it_follows_it_and_sees_what_was_answered(sealed):
    receipt = sealed.file_request(kind="household-question", text=SAID, asker=ASKER)
    waits = sealed.follow_request(receipt=receipt, asker=ASKER)
    assert (waits.kind, waits.received, waits.closed) == ("household-question", DAY, None)
    assert waits.answer_by == DAY + timedelta(days=30)
    (view,) = sealed.list_requests(by=DPO)
    close(sealed, view.id)
    before = state_of(sealed)
    told = sealed.follow_request(receipt=f" {receipt.upper()} ", asker=ASKER)
    assert (told.closed, told.outcome, told.note) == (DAY, "answered", NOTE)
    assert state_of(sealed) == before


def test_a_receipt_is_of_use_to_nobody_else_and_who_asked_is_kept_nowhere(sealed):
    """The name within a receipt stands in the public log, so it alone may open nothing."""
    receipt = sealed.file_request(kind="objection", text=SAID, asker=ASKER)
    another = sealed.file_request(kind="objection", text=SAID, asker=ASKER)
    name, mark = receipt[:-11], receipt[-10:]
    assert str(entries_of(sealed)).count(name) == 1
    assert mark not in str(entries_of(sealed)) + str(records_of(sealed))
    tries = (
        (receipt, "another mark"),
        (name, ASKER),
        (f"{name}-", ASKER),
        (f"{name}-{'é' * 10}", ASKER),
        (name + another[-11:], ASKER),
        ("", ASKER),
        ("../../keys-aaaaaaaaaa", ASKER),
    )
    said = set()
    for typed, asker in tries:
        with pytest.raises(NotFound) as caught:
            sealed.follow_request(receipt=typed, asker=asker)
        said.add(str(caught.value))
    assert len(said) == 1


def test_a_request_that_is_forgotten_is_followed_no_more(sealed):
    receipt = sealed.file_request(kind="objection", text=SAID, asker=ASKER)
    close(sealed, receipt[:-11])
    home = sealed.directory
    sealed.close()
    later = opened(home, DAY + timedelta(days=367))
    with pytest.raises(NotFound, match="no request of yours"):
        later.follow_request(receipt=receipt, asker=ASKER)
    later.close()
