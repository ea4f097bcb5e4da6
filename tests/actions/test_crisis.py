"""A use opened in a crisis: by two people, for some days, with a review that ends it or stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
import yaml
from served_pages import use_page

from beholden.actions import work_once
from beholden.actions.crisis.form import _quoted
from beholden.actions.self_service import standing_to_ask, still_given
from beholden.kernel import BadInput, NotFound, Refused
from beholden.records import reading

from .ashmere import (
    ADMIN,
    ANALYST,
    CANVAS,
    CODES,
    DAY,
    DPO,
    QUESTION,
    REVENUES,
    SIGNED_OFF,
    Case,
    write_yaml,
)
from .councils import entries_of, opened

OWNER, OFFICER, SECRETARY = CODES["owner"], CODES["officer"], CODES["secretary"]
FLOOD = "flood-2026"
URGENT = "Lives are at risk tonight."
NOT_SAID = ("agreement", "use", "from", "until", "between", "at_the_end")


def flood(**changes):
    """Return the one page on which a flood is stated."""
    agreement = {k: v for k, v in Case(None).agreement.items() if k not in NOT_SAID}
    said = {
        "crisis": FLOOD,
        "title": "Finding who needs help after the flood",
        "purpose": "So that wardens can call on homes that are cold and in debt.",
        "why_now": "The river came over Mill Lane in the night, and the heating is off.",
        "owner": "Head of Revenues",
        "accountable_officer": "Director of Resources",
        "personal_data": True,
        "made_up": True,
        "days": 20,
        "review_within": 14,
        "agreement": agreement,
    }
    return {**said, **changes}


def on(council, day):
    """Return the same council on another day."""
    home = council.directory
    council.close()
    return opened(home, day)


def ask(council, question=QUESTION):
    return council.ask(by=ANALYST, use=FLOOD, question=question).table.to_pylist()


def shown(council) -> int:
    return council.ask(by=ANALYST, use=FLOOD, question=QUESTION).receipt.shown


def opened_use(council, **changes):
    council.ask_opening(by=OWNER, statement=flood(**changes))
    return council.confirm_opening(by=DPO, use=FLOOD, because=URGENT)


def advise(council, day, **condition):
    """Have the use stated in full, assessed, and advised on."""
    kept = ("title", "purpose", "owner", "accountable_officer")
    full = {**Case(None).use, "use": FLOOD, "canvas": {}, **{k: flood()[k] for k in kept}}
    council.state_use(by=OWNER, statement=full)
    assessed = {**Case(None).dpia_advice, "use": FLOOD, "on": day.isoformat()}
    council.advise_on_dpia(by=DPO, statement=assessed)
    point = {"point": 1, "text": "Go on.", **({"condition": condition} if condition else {})}
    said = {"use": FLOOD, "meeting": day.isoformat(), "quorum": True, "says": [point]}
    council.record_advice(by=SECRETARY, statement=said)


def decide(council, day, *, yes=True):
    if yes:
        council.fill_canvas(by=OWNER, use=FLOOD, areas=CANVAS)
    said = {
        "use": FLOOD,
        "by": "Director of Resources",
        "on": day.isoformat(),
        "decides": yes,
        "because": "The board's advice is followed.",
        "on_advice": {"1": "accepted"},
        "dpia": SIGNED_OFF,
    }
    council.decide_use(by=OFFICER, statement=said)


@pytest.fixture
def council(on_each_database):
    return on_each_database


@pytest.fixture
def flooded(sealed):
    """Give a council in which a use was opened in a crisis and sealed."""
    opened_use(sealed)
    sealed.seal(by=DPO, use=FLOOD)
    return sealed


def test_two_officers_open_a_use_and_it_is_asked_the_same_hour(council):
    council.ask_opening(by=OWNER, statement=flood())
    with pytest.raises(Refused):
        council.seal(by=DPO, use=FLOOD)  # nothing is done before the second person
    assert council.confirm_opening(by=DPO, use=FLOOD, because=URGENT) == DAY + timedelta(days=13)
    council.seal(by=DPO, use=FLOOD)
    assert [row["neighbourhood"] for row in ask(council)]
    confirmed = next(e for e in entries_of(council) if e["act"] == "crisis-opened")
    assert confirmed["facts"]["until"] == (DAY + timedelta(days=19)).isoformat()
    assert confirmed["clauses"] == ["crisis › days", "crisis › review_within"]
    assert confirmed["facts"]["offices"] == ["Head of Revenues", "Data-protection officer"]


REFUSED = {
    "by whoever decides at the review": (OFFICER, {}, "crisis › accountable_officer"),
    "by somebody without the right": (ANALYST, {}, "rights › crisis-ask"),
    "under a name that is taken": (OWNER, {"crisis": "warm-homes"}, "uses › statement"),
}


@pytest.mark.parametrize(("by", "changes", "clause"), REFUSED.values(), ids=REFUSED)
def test_a_crisis_is_not_stated(sealed, by, changes, clause):
    with pytest.raises(Refused) as no:
        sealed.ask_opening(by=by, statement=flood(**changes))
    assert no.value.refusal.clause == clause
    with pytest.raises(NotFound):
        sealed.confirm_opening(by=DPO, use=FLOOD, because=URGENT)


BAD = {
    "more than thirty days": {"days": 31},
    "no day at all": {"days": 0},
    "a review after its end": {"days": 5, "review_within": 6},
    "no reason": {"why_now": ""},
    "a secret that is not personal": {"personal_data": False, "special_category": True},
    "days of its own": {"agreement": {**flood()["agreement"], "until": "2030-01-01"}},
    "a column that no dataset has": {
        "agreement": {
            **flood()["agreement"],
            "datasets": {"council_tax": {"columns": {"x": {"role": "dimension"}}}},
            "joins": [],
        }
    },
}  # fmt: skip


@pytest.mark.parametrize("changes", BAD.values(), ids=BAD)
def test_a_bad_statement_is_told_and_nothing_is_kept(sealed, changes):
    before = len(entries_of(sealed))
    with pytest.raises(BadInput):
        sealed.ask_opening(by=OWNER, statement=flood(**changes))
    assert len(entries_of(sealed)) == before
    with sealed.at_work():
        assert FLOOD not in [use.name for use in reading.uses()]


def test_nobody_confirms_what_they_asked_for(sealed):
    roles = ("use_owner", "data_protection_officer")
    sealed.add_person(
        by=ADMIN, code="code-both", office="Head of both", organisation=REVENUES, roles=roles
    )
    sealed.ask_opening(by="code-both", statement=flood())
    with pytest.raises(Refused) as no:
        sealed.confirm_opening(by="code-both", use=FLOOD, because=URGENT)
    assert no.value.refusal.clause == "S9 two people"


def test_a_crisis_is_confirmed_once(flooded):
    with pytest.raises(BadInput, match="opened already"):
        flooded.confirm_opening(by=DPO, use=FLOOD, because=URGENT)


def test_it_is_open_to_the_last_day_of_its_review_and_then_destroyed(flooded):
    council = on(flooded, DAY + timedelta(days=13))
    assert ask(council)
    with council.at_work():
        extract = reading.use(FLOOD).extracts[-1].id
    assert council.keys.has(extract)
    council = on(council, DAY + timedelta(days=14))
    with pytest.raises(Refused):
        ask(council)
    assert not council.keys.has(extract)
    with pytest.raises(Refused):
        council.seal(by=DPO, use=FLOOD)
    lapsed = [e for e in entries_of(council) if e["act"] == "crisis-lapsed"]
    assert [e["by"] for e in lapsed] == ["the calendar"]
    assert lapsed[0]["clauses"] == ["crisis › review_within"]
    assert lapsed[0]["facts"]["extracts_destroyed"] == [extract]
    council.close()


def test_a_review_in_time_keeps_it_to_its_last_day_and_no_longer(flooded):
    advise(flooded, DAY)
    decide(flooded, DAY)
    council = on(flooded, DAY + timedelta(days=19))
    assert ask(council)
    council = on(council, DAY + timedelta(days=20))
    with pytest.raises(Refused):
        ask(council)
    council.close()


def test_a_condition_that_is_accepted_holds_at_once(flooded):
    assert shown(flooded) > 0
    advise(flooded, DAY, smallest_group=100, when=["neighbourhood"])
    decide(flooded, DAY)
    assert shown(flooded) == 0


def test_what_was_answered_before_it_is_not_shown_again(flooded):
    number = flooded.save_question(by=ANALYST, use=FLOOD, title="By place", question=QUESTION)
    until = DAY + timedelta(days=19)
    schedule = flooded.schedule_question(
        by=ANALYST, use=FLOOD, number=number, every="month", until=until
    )
    work_once(flooded, worker="worker-test")
    kept = {"by": ANALYST, "use": FLOOD, "schedule": schedule}
    receipt = flooded.scheduled_answer(**kept).receipt.id
    asked = {"by": ANALYST, "use": FLOOD, "question": QUESTION}
    assert still(flooded, receipt)
    advise(flooded, DAY, smallest_group=100, when=["neighbourhood"])
    decide(flooded, DAY)
    with pytest.raises(NotFound, match=r"terms have changed[^$]*Ask the saved question again"):
        flooded.scheduled_answer(**kept)
    assert not still(flooded, receipt)
    anew = flooded.ask(**asked).receipt.id
    assert still(flooded, anew)


def still(council, receipt):
    standing = standing_to_ask(council, by=ANALYST, use=FLOOD)
    return still_given(council, standing, question=QUESTION, receipt=receipt)


def test_a_no_at_the_review_ends_it_now(flooded):
    advise(flooded, DAY)
    decide(flooded, DAY, yes=False)
    with pytest.raises(Refused):
        ask(flooded)


def test_what_the_officer_has_decided_is_not_opened_on_top_of_it(sealed):
    sealed.ask_opening(by=OWNER, statement=flood())
    advise(sealed, DAY)
    decide(sealed, DAY, yes=False)
    with pytest.raises(Refused, match="decided"):
        sealed.confirm_opening(by=DPO, use=FLOOD, because=URGENT)


def test_an_auditor_finds_no_fault_in_a_crisis(flooded):
    assert [one for one in flooded.audit(by=CODES["auditor"]) if one.faults] == []


def test_no_other_crisis_of_an_officer_while_a_review_is_overdue(flooded):
    council = on(flooded, DAY + timedelta(days=14))
    with pytest.raises(Refused) as no:
        council.ask_opening(by=OWNER, statement=flood(crisis="flood-again"))
    assert no.value.refusal.clause == "crisis › review_within"
    advise(council, DAY + timedelta(days=14))
    decide(council, DAY + timedelta(days=14))
    assert council.ask_opening(by=OWNER, statement=flood(crisis="flood-again")) == "flood-again"
    council.close()


def test_after_its_review_the_parties_sign_what_follows(flooded):
    advise(flooded, DAY)
    decide(flooded, DAY)
    document = {**Case(None).agreement, "agreement": FLOOD, "use": FLOOD}
    flooded.state_agreement(by=DPO, document=document)
    for code in ("revenues", "housing", "partner"):
        state = flooded.sign_agreement(by=CODES[code], agreement=FLOOD)
    assert state == "in_force"
    flooded.seal(by=DPO, use=FLOOD)
    council = on(flooded, DAY + timedelta(days=40))
    assert ask(council)
    council.close()


def test_the_parties_are_those_who_hold_the_data_and_who_asks(flooded):
    with flooded.at_work():
        parties = reading.use(FLOOD).agreements[-1].parties
    assert set(parties) == {REVENUES, "Housing"}


def test_what_was_opened_may_be_stated_in_full_but_not_for_something_else(flooded):
    full = {**Case(None).use, "use": FLOOD}
    kept = ("title", "purpose", "owner", "accountable_officer")
    flooded.state_use(by=OWNER, statement={**full, **{k: flood()[k] for k in kept}})
    with pytest.raises(Refused, match="opened for"):
        flooded.state_use(by=OWNER, statement=full)


def test_a_crisis_is_stated_and_confirmed_in_files(sealed, tmp_path):
    word = {"use": FLOOD, "by": "Data-protection officer", "because": URGENT}
    write_yaml(tmp_path / "stated/uses/flood.crisis.yaml", flood())
    write_yaml(tmp_path / "stated/uses/flood.confirmation.yaml", word)

    def changes(by):
        done = sealed.apply(by=by, directory=tmp_path / "stated")
        return {step.act: step.is_done for step in done}

    assert changes(OWNER) == {"state crisis": True, "confirm crisis": False}
    assert changes(DPO) == {"state crisis": False, "confirm crisis": True}
    assert changes(DPO) == {"state crisis": False, "confirm crisis": False}


def test_the_review_is_a_third_persons(flooded):
    advise(flooded, DAY)
    flooded.add_person(
        by=ADMIN,
        code=DPO,
        office="Director of Resources",
        organisation="Legal",
        roles=["accountable_officer", "data_protection_officer"],
    )
    flooded.fill_canvas(by=OWNER, use=FLOOD, areas=CANVAS)
    said = {**Case(None).decision, "use": FLOOD, "on_advice": {"1": "accepted"}}
    with pytest.raises(Refused) as no:
        flooded.decide_use(by=DPO, statement=said)
    assert no.value.refusal.clause == "S9 two people"
    flooded.decide_use(by=OFFICER, statement=said)


def test_another_officers_name_is_no_way_round_a_review_that_is_owed(flooded):
    late = on(flooded, DAY + timedelta(days=20))
    other = flood(crisis="flood-2027", accountable_officer="Another director")
    with pytest.raises(Refused, match="earlier crisis"):
        late.ask_opening(by=OWNER, statement=other)
    late.close()


def test_the_form_is_begun_with_what_is_registered(sealed):
    form = sealed.crisis_form(datasets=["council_tax", "energy_certificates"])
    assert "        uprn: {role: join}\n" in form
    assert "        # tenure: {role: dimension}\n" in form
    assert "        # arrears: {role: measure, functions: [sum, avg]}\n" in form
    assert " name:" not in form.split("  datasets:")[1]
    assert "  joins: {key: uprn, among: [council_tax, energy_certificates]}\n" in form


def test_it_is_public_from_the_first_minute_and_says_what_is_owed(sealed):
    sealed.ask_opening(by=OWNER, statement=flood())
    asked = sealed.public_use_as_data(name=FLOOD)
    assert asked["crisis"]["review"].endswith("so nothing may be done yet.")
    sealed.confirm_opening(by=DPO, use=FLOOD, because=URGENT)
    page = use_page(sealed, FLOOD)
    assert sealed.public_use_as_data(name=FLOOD)["status"] == "Opened in a crisis"
    assert flood()["why_now"] in page
    assert f"until 29 December 2026: {URGENT}" in page
    assert "The full review is owed by 23 December 2026" in page
    assert not any(code in page for code in CODES.values())
    late = on(sealed, DAY + timedelta(days=14))
    assert late.public_use_as_data(name=FLOOD)["status"] == "Opened in a crisis, review overdue"
    late.close()


@pytest.mark.parametrize("name", ["council tax", "no", "a: b", "#1", 'say "x"', "Housing, Care"])
def test_a_form_reads_back_as_it_was_registered(name):
    assert yaml.safe_load(f"{{of: [{_quoted(name)}]}}") == {"of": [name]}


def test_a_form_needs_a_dataset(sealed):
    with pytest.raises(BadInput, match="No dataset"):
        sealed.crisis_form(datasets=[])
