"""S6: after the end nothing can be read, whatever was copied; S7: uses do not match."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta

import pytest

from beholden import gate
from beholden.kernel import BadInput, HeldClock, Refused, Terms, Unavailable

from .ashmere import ANALYST, CODES, DAY, DPO, QUESTION, Case
from .councils import entries_of, faults_in_whole, opened

AGREEMENT = "warm-homes-2026"


def current(council):
    from beholden.records.models import Extract

    with council.at_work():
        record = Extract.objects.select_related("agreement").get(state="current")
    terms = Terms.from_dict(record.agreement.terms)
    return gate.Extract.from_dict(record.facts), terms


def ask(council):
    return council.ask(by=ANALYST, use="warm-homes", question=QUESTION)


def assert_gone(council, extract):
    assert not council.keys.has(extract.id)
    assert not council.path("extracts", f"{extract.id}.sealed").exists()
    with pytest.raises(Refused) as refused:
        ask(council)
    assert "the agreement has ended" in refused.value.refusal.what
    with pytest.raises(Refused):
        council.seal(by=DPO, use="warm-homes")


def test_a_copy_of_the_extract_cannot_be_opened_after_the_end(sealed, tmp_path):
    extract, terms = current(sealed)
    copy = tmp_path / "copy.sealed"
    shutil.copyfile(sealed.path(str(extract.path)), copy)
    plan = gate.decide(QUESTION, terms, today=DAY).plan
    kept = replace(extract, path=copy)
    assert gate.run(plan, kept, keys=sealed.keys).table.num_rows == 3
    sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    with pytest.raises(Refused):
        gate.run(plan, kept, keys=sealed.keys)
    assert_gone(sealed, extract)
    assert faults_in_whole(sealed) == []


def test_the_last_day_still_answers_and_the_next_does_not(sealed):
    _, terms = current(sealed)
    last = sealed.holding(HeldClock.on(terms.review_by - timedelta(days=1)))
    assert ask(last).receipt.shown == 2
    with pytest.raises(Refused) as refused:
        ask(sealed.holding(HeldClock.on(terms.review_by)))
    assert "review" in str(refused.value)


@pytest.mark.parametrize("how", ["at the opening", "at a question", "at a seal"])
def test_the_calendar_ends_an_agreement(sealed, how):
    extract, terms = current(sealed)
    after = terms.ends + timedelta(days=1)
    council = sealed.holding(HeldClock.on(after))
    if how == "at the opening":
        council = opened(sealed.directory, after)
    elif how == "at a question":
        with pytest.raises(Refused):
            ask(council)
    else:
        with pytest.raises(Refused):
            council.seal(by=DPO, use="warm-homes")
    assert_gone(council, extract)
    ends = [e for e in entries_of(council) if e["act"] == "agreement-ended"]
    assert [(e["by"], e["facts"]["extracts_destroyed"]) for e in ends] == [
        ("the calendar", [extract.id])
    ]


def test_the_calendar_ends_an_agreement_once(sealed):
    _, terms = current(sealed)
    after = terms.ends + timedelta(days=1)
    for _ in range(2):
        opened(sealed.directory, after).keep_dates()
    assert [e["act"] for e in entries_of(sealed)].count("agreement-ended") == 1


def test_an_agreement_ends_once(sealed):
    sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    with pytest.raises(BadInput):
        sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="Again.")


def test_a_kill_between_the_record_and_the_key_is_made_good(sealed):
    extract, _ = current(sealed)
    key = sealed.keys.read(extract.id)
    sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    # As if the process had been killed before it destroyed the key.
    (sealed.keys_directory / f"{extract.id}.key").write_bytes(key)
    assert_gone(opened(sealed.directory), extract)


def test_once_it_ended_nobody_is_told_to_wait_for_signatures(sealed):
    sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    with pytest.raises(Refused) as refused:
        sealed.seal(by=DPO, use="warm-homes")
    assert f"{AGREEMENT} is ended." in refused.value.refusal.why
    assert "sign" not in refused.value.refusal.next_step


def test_sealing_anew_destroys_the_earlier_extract(sealed):
    extract, _ = current(sealed)
    new = sealed.seal(by=DPO, use="warm-homes")
    assert new.version == 2
    assert not sealed.keys.has(extract.id)
    assert ask(sealed).receipt.shown == 2
    assert faults_in_whole(sealed) == []


def test_a_question_that_the_seal_overtook_is_asked_again(sealed, monkeypatch):
    from beholden.actions import asking

    run = asking.run_plan

    def overtaken(home, plan, record, **more):
        monkeypatch.setattr(asking, "run_plan", run)
        sealed.seal(by=DPO, use="warm-homes")
        return run(home, plan, record, **more)

    monkeypatch.setattr(asking, "run_plan", overtaken)
    with pytest.raises(Unavailable) as later:
        ask(sealed)
    assert later.value.next_step == "Ask again."
    assert ask(sealed).receipt.shown == 2


def test_an_answer_that_comes_after_the_end_is_not_given(sealed, monkeypatch):
    from beholden.actions import asking

    run = asking.run_plan

    def too_late(home, plan, record, **more):
        cells = run(home, plan, record, **more)
        sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
        return cells

    monkeypatch.setattr(asking, "run_plan", too_late)
    with pytest.raises(Refused) as refused:
        ask(sealed)
    assert "ended" in refused.value.refusal.what


def test_a_new_version_in_force_ends_the_extract_of_the_earlier(sealed):
    extract, _ = current(sealed)
    changed = Case(sealed.directory).agreement
    changed["until"] = "2027-02-28"
    sealed.state_agreement(by=DPO, document=changed)
    assert ask(sealed).receipt.shown == 2, "an offer changes nothing"
    for who in ("revenues", "housing", "partner"):
        sealed.sign_agreement(by=CODES[who], agreement=AGREEMENT)
    assert not sealed.keys.has(extract.id)
    assert sealed.seal(by=DPO, use="warm-homes").version == 2
    assert ask(sealed).receipt.shown == 2


def test_pseudonyms_of_two_uses_do_not_match(sealed):
    """S7, as far as the home keeps it: each use has a secret of its own, drawn apart."""
    secrets = [sealed.keys.use_secret(use) for use in ("warm-homes", "another-use")]
    assert len(set(secrets)) == 2
    sealed.seal(by=DPO, use="warm-homes")
    assert sealed.keys.use_secret("warm-homes") == secrets[0]
