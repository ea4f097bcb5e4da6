"""An agreement is stopped at once by one officer, and goes on by another."""

from __future__ import annotations

import pytest

from beholden.kernel import BadInput, Refused
from beholden.records import reading

from ..ashmere import ANALYST, CODES, DPO, QUESTION, Case, until_requested
from ..councils import entries_of, faults_in_whole, state_of

AGREEMENT, OFFICER = "warm-homes-2026", CODES["officer"]
WHY = "The wrong column was delivered."


def suspend(council, by=DPO):
    council.suspend_agreement(by=by, agreement=AGREEMENT, because=WHY)


def resume(council, by=OFFICER):
    council.resume_agreement(by=by, agreement=AGREEMENT, because="Delivered anew.")


def ask(council):
    return council.ask(by=ANALYST, use="warm-homes", question=QUESTION)


def clause_of(act, council) -> str:
    with pytest.raises(Refused) as refused:
        act(council)
    return refused.value.refusal.clause


def test_nothing_is_asked_or_sealed_while_it_is_suspended_and_the_extract_is_kept(on_each_database):
    council = on_each_database
    suspend(council)
    for act in (ask, lambda c: c.seal(by=DPO, use="warm-homes")):
        assert clause_of(act, council) == "agreements › state"
    said = council.explain(by=ANALYST, use="warm-homes", question=QUESTION)
    assert WHY in said.refusal.why
    assert faults_in_whole(council) == []
    resume(council)
    assert ask(council).receipt.shown == 2
    acts = [(e["act"], e["by"], e["facts"].get("because")) for e in entries_of(council)]
    assert ("agreement-suspended", "Data-protection officer", WHY) in acts
    assert ("agreement-resumed", "Accountable officer", "Delivered anew.") in acts


def test_nobody_lets_go_on_what_they_stopped(sealed):
    suspend(sealed)
    before = state_of(sealed)
    with pytest.raises(Refused) as refused:
        resume(sealed, by=DPO)
    assert refused.value.refusal.clause == "S9 two people"
    assert state_of(sealed) == before


def test_it_is_public_in_which_state_an_agreement_is(sealed):
    suspend(sealed, by=OFFICER)
    page = sealed.public_use(name="warm-homes")
    assert page.status == "Suspended"
    assert "The agreement was suspended: nothing is asked for now" in {
        e.what for e in page.timeline
    }
    with sealed.at_work():
        standing = reading.agreement(AGREEMENT).suspension
    assert (standing.because, standing.by_office) == (WHY, "Director of Resources")


def test_a_question_that_is_overtaken_is_not_answered(sealed, monkeypatch):
    from beholden.actions import asking

    run = asking.run_plan

    def overtaken(home, plan, record, **more):
        cells = run(home, plan, record, **more)
        suspend(sealed)
        return cells

    monkeypatch.setattr(asking, "run_plan", overtaken)
    assert clause_of(ask, sealed) == "agreements › state"


def test_an_approved_release_waits(sealed):
    release = until_requested(sealed)
    sealed.review_release(by=CODES["reviewer"], release_id=release, approve=True, because="Safe.")
    suspend(sealed)
    assert (
        clause_of(lambda c: c.publish(by=CODES["publisher"], release_id=release), sealed)
        == "agreements › state"
    )
    resume(sealed)
    assert sealed.publish(by=CODES["publisher"], release_id=release).state == "published"


def test_a_next_version_does_not_go_round_a_suspension(sealed, tmp_path):
    suspend(sealed)
    sealed.state_agreement(by=DPO, document=Case(tmp_path).agreement)
    for who in ("revenues", "housing", "partner"):
        state = sealed.sign_agreement(by=CODES[who], agreement=AGREEMENT)
    assert state == "offered"
    assert clause_of(ask, sealed) == "agreements › state"
    resume(sealed)
    sealed.keep_dates()
    with sealed.at_work():
        states = {one.version: one.state for one in reading.agreements()}
    assert states == {1: "superseded", 2: "in_force"}


def test_what_is_suspended_ends_all_the_same(sealed):
    suspend(sealed)
    sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="It will not be mended.")
    assert not list(sealed.keys_directory.glob("extract-*.key"))
    with pytest.raises(BadInput, match="cannot be resumed"):
        resume(sealed)


@pytest.mark.parametrize("because", ["", "  "])
def test_a_reason_is_owed(sealed, because):
    before = state_of(sealed)
    with pytest.raises(BadInput):
        sealed.suspend_agreement(by=DPO, agreement=AGREEMENT, because=because)
    assert state_of(sealed) == before
