"""An agreement along its pages: written, offered, answered, signed, stopped, compared, ended."""

from __future__ import annotations

import pytest
from actions.ashmere import CODES, Case
from hypothesis import given
from hypothesis import strategies as st

from beholden.actions import written_as_yaml
from beholden.actions.agreeing.word_changes import pieces_of
from beholden.actions.agreeing.wording import rewordings
from beholden.records import reading

from .test_uses_pages import errors_link_to_fields, told

ONE = "/work/agreements/warm-homes-2026/"


@pytest.fixture
def case(served) -> Case:
    return Case(served.directory.with_name("said"), served.clock.today())


def state(served, name="warm-homes-2026") -> str:
    with served.at_work():
        return reading.agreement(name).state


def test_a_next_version_is_written_kept_and_offered_as_it_was_read(served, as_officer, case):
    owner, dpo = as_officer("owner"), as_officer("dpo")
    as_yaml = "/work/write-an-agreement/as-yaml/"
    begun = owner.get(f"{as_yaml}?agreement=warm-homes-2026").content.decode()
    assert "agreement: warm-homes-2026" in begun
    wrong = owner.post(as_yaml, {"document": "use: ["})
    assert wrong.status_code == 422
    assert errors_link_to_fields(wrong)
    document = {**case.agreement, "title": "Warm homes, again"}
    text = written_as_yaml(document)
    assert owner.post(as_yaml, {"document": text}).status_code == 302
    draft = "/work/drafts/warm-homes-2026/"
    assert "Change it as YAML" in told(owner.get(draft))
    assert "Its author alone may change it." in told(dpo.get(draft))
    stale = dpo.post(draft + "offer/", {"seen": "sha256:" + "0" * 64})
    assert (stale.status_code, "not the one that was read" in told(stale)) == (422, True)
    with served.at_work():
        (held,) = reading.drafts()
    assert dpo.post(draft + "offer/", {"seen": held.fingerprint}).status_code == 302
    assert state(served) == "offered"
    page = told(dpo.get(ONE + "from/1/to/2/"))
    assert "Warm homes, again</ins>" in page


def test_parties_answer_each_for_their_own(served, as_officer, case):
    served.state_agreement(by=CODES["dpo"], document={**case.agreement, "title": "Again"})
    housing = as_officer("housing")
    assert "Sign</a>" in told(housing.get(ONE))
    empty = housing.post(ONE + "ask-for-changes/", {"because": ""})
    assert (empty.status_code, errors_link_to_fields(empty)) == (422, True)
    housing.post(ONE + "ask-for-changes/", {"because": "Say less."})
    assert "“Say less.”" in told(as_officer("dpo").get(ONE))
    for who in ("revenues", "housing", "partner"):
        assert as_officer(who).post(ONE + "sign/").status_code == 302, who
    assert state(served) == "in_force"
    with served.at_work():
        assert len(reading.agreement("warm-homes-2026").signatures) == 3


def test_who_stops_it_does_not_let_it_go_on(served, as_officer):
    dpo, officer = as_officer("dpo"), as_officer("officer")
    assert dpo.post(ONE + "suspend/", {"because": "A doubt."}).status_code == 302
    assert state(served) == "suspended"
    assert "somebody else lets it go on" in told(dpo.get(ONE + "resume/"))
    assert dpo.post(ONE + "resume/", {"because": "Sorry."}).status_code == 200
    assert state(served) == "suspended"
    assert officer.post(ONE + "resume/", {"because": "It was none."}).status_code == 302
    assert state(served) == "in_force"
    assert dpo.post(ONE + "end/", {"because": "Enough."}).status_code == 302
    assert state(served) == "ended"


# Acts that are not theirs: nothing is offered, and nothing happens.
@pytest.mark.parametrize(
    ("who", "act"),
    [
        ("analyst", "sign"),
        ("analyst", "suspend"),
        ("owner", "end"),
        ("revenues", "sign"),
        ("revenues", "decline"),
        ("dpo", "withdraw"),
        ("dpo", "resume"),
    ],
)
def test_what_is_not_theirs_is_not_done(served, as_officer, who, act):
    size, client = served.log.size, as_officer(who)
    page = told(client.get(ONE + act + "/"))
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    client.post(f"{ONE}{act}/", {"because": "x"})
    assert (served.log.size, state(served)) == (size, "in_force")


@pytest.mark.parametrize("who", ["member", "auditor", "resident"])
def test_who_is_outside_sees_no_agreement_but_their_own(served, as_officer, who):
    """A partner's organisation is a party; theirs is none, and they learn of nothing."""
    client, partner = as_officer(who), as_officer("partner")
    assert "warm-homes" not in told(client.get("/work/agreements/"))
    assert "warm-homes-2026" in told(partner.get("/work/agreements/"))
    for page in ("", "versions/1/", "versions/1/print/", "from/1/to/1/", "sign/"):
        assert client.get(ONE + page).status_code == 404, page
        assert partner.get(ONE + page).status_code == 200, page
    for page in ("/work/uses/", "/work/datasets/", "/work/undertakings/", "/work/agreements.ics"):
        assert client.get(page).status_code == 403, page
        assert partner.get(page).status_code == 403, page


def test_the_calendar_is_one_that_programs_read(as_officer):
    answer = as_officer("dpo").get("/work/agreements.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\n")


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_that_stay_and_go_give_both_texts_back(old, new):
    pieces = pieces_of(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new


def test_a_place_that_says_other_words_is_told_word_by_word():
    old = {"between": ["Housing"], "sharing": {"contact": "the old office"}, "from": "2026-01-01"}
    new = {"between": ["Housing", "Health"], "sharing": {"contact": "the new office"}, "until": "x"}
    changed = {one.place: one.pieces for one in rewordings(old, new)}
    assert set(changed) == {"between", "sharing › contact", "from", "until"}
    assert [(p.kind, p.text) for p in changed["sharing › contact"]] == [
        ("same", "the "),
        ("gone", "old "),
        ("new", "new "),
        ("same", "office"),
    ]


@pytest.mark.parametrize("party", ["dpo", "partner"])
def test_a_data_share_request_is_answered_for_a_version(as_officer, party):
    # That strangers are told nothing of it is in tests/web/everybody.
    address = "/work/agreements/warm-homes-2026/versions/{}/share-request/"
    answer = as_officer(party).get(address.format(1))
    assert answer.status_code == 200
    assert "data share request" in told(answer).lower()
    assert as_officer(party).get(address.format(9)).status_code == 404
