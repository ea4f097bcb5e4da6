"""The board's conditions in the register: terms, undertakings, and what a refusal makes of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beholden.actions import asking, conditions_known
from beholden.actions.conditions_put import conditions_accepted
from beholden.kernel import BadInput, Refused, Unavailable, UndertakingState
from beholden.records import reading

from .ashmere import ANALYST, CODES, DAY, DPO, Case, approve
from .councils import copied, entries_of, opened

OFFICER, SECRETARY = CODES["officer"], CODES["secretary"]
DUE = DAY + timedelta(days=10)
UNDERTAKE = {
    "undertake": "Have ten residents read the letter",
    "owner": "Head of Revenues",
    "by": DUE.isoformat(),
}
APART = {"never_together": ["tenure", "neighbourhood"]}


def advise(council, case, condition, *, meeting=-2, point=1):
    said = {"point": point, "text": "A point.", "condition": condition}
    council.record_advice(
        by=SECRETARY, statement={**case.advice, "meeting": case.on(meeting), "says": [said]}
    )


def decide(council, case, answer, *, meeting=-2, on=-1):
    answers = {f"{case.on(-28)}/{n}": "accepted" for n in (1, 2, 3)}
    statement = {
        **case.decision,
        "on": case.on(on),
        "on_advice": {**answers, f"{case.on(meeting)}/1": answer},
    }
    council.decide_use(by=OFFICER, statement=statement)


@pytest.fixture
def case(tmp_path):
    return Case(tmp_path / "stated")


def undertakings(council):
    with council.at_work():
        return reading.undertakings("warm-homes")


def test_what_an_accepted_point_asks_for_is_undertaken_and_stops_the_use(on_each_database, case):
    council = on_each_database
    advise(council, case, UNDERTAKE)
    assert undertakings(council) == ()
    decide(council, case, "accepted")
    (given,) = undertakings(council)
    assert (given.text, given.owner, given.by, given.stops) == (
        UNDERTAKE["undertake"], "Head of Revenues", DUE, True,
    )  # fmt: skip
    assert (given.origin, given.origin_of) == ("advice", "advice of 8 December 2026, point 1")
    assert entries_of(council)[-1]["facts"]["undertakings"] == [1]
    home = council.directory
    council.close()
    council = opened(home, DUE + timedelta(days=1))
    with pytest.raises(Refused, match="has not been done in time"):
        council.ask(by=ANALYST, use="warm-homes", question="select count(*) from council_tax")
    council.close()


def test_what_a_refused_point_asks_for_is_not_undertaken(sealed, case):
    advise(sealed, case, UNDERTAKE)
    decide(sealed, case, "refused: the letter is sent already")
    assert undertakings(sealed) == ()


def test_a_later_decision_that_refuses_sets_it_aside_and_one_that_accepts_gives_it_anew(
    on_each_database, case
):
    council = on_each_database
    advise(council, case, UNDERTAKE)
    decide(council, case, "accepted")
    decide(council, case, "refused: no letter is sent", on=0)
    (given,) = undertakings(council)
    assert given.state_on(DAY) is UndertakingState.WITHDRAWN
    assert given.ended.because == "refused: no letter is sent"
    decide(council, case, "accepted", on=0)
    states = [one.state_on(DAY) for one in undertakings(council)]
    assert states == [UndertakingState.WITHDRAWN, UndertakingState.OPEN]
    decide(council, case, "accepted", on=0)
    assert len(undertakings(council)) == 2


def test_what_is_done_is_not_undertaken_again_by_a_later_decision(sealed, case):
    advise(sealed, case, UNDERTAKE)
    decide(sealed, case, "accepted")
    sealed.close_undertaking(by=OFFICER, undertaking="warm-homes/1", because="Done.")
    decide(sealed, case, "accepted", on=0)
    (given,) = undertakings(sealed)
    assert given.state_on(DUE + timedelta(days=1)) is UndertakingState.DONE


def test_columns_that_the_board_keeps_apart_are_kept_apart_in_questions_and_releases(agreed, case):
    advise(agreed, case, APART)
    decide(agreed, case, "accepted")
    terms = agreed.state_agreement(by=DPO, document=case.agreement)
    assert terms.kept_apart[0].because == "advice of 8 December 2026, point 1"
    for who in ("revenues", "housing", "partner"):
        agreed.sign_agreement(by=CODES[who], agreement="warm-homes-2026")
    agreed.seal(by=DPO, use="warm-homes")
    cross = "select tenure, count(*) from council_tax where neighbourhood = 'Millbrook' group by 1"
    with pytest.raises(Refused) as no:
        agreed.ask(by=ANALYST, use="warm-homes", question=cross)
    assert no.value.refusal.clause == "conditions › never_together"
    alone = agreed.ask(
        by=ANALYST, use="warm-homes", question="select tenure, count(*) from council_tax group by 1"
    )
    assert alone.receipt.shown == 2
    told = agreed.public_use(name="warm-homes")
    assert "No answer uses tenure and neighbourhood together." in {
        point.condition for point in told.advice
    }
    (kept,) = [c for c in told.agreements[-1].conditions if "together" in c]
    assert "tenure and neighbourhood" in kept


def test_an_answer_of_before_is_not_released_under_terms_that_keep_apart(agreed, case):
    """A release is decided anew, under the terms of the agreement that its answer came from."""
    agreed.seal(by=DPO, use="warm-homes")
    cross = "select tenure, neighbourhood, count(*) from council_tax group by all"
    receipt = agreed.ask(by=ANALYST, use="warm-homes", question=cross).receipt
    advise(agreed, case, APART)
    decide(agreed, case, "accepted")
    agreed.state_agreement(by=DPO, document=case.agreement)
    for who in ("revenues", "housing", "partner"):
        agreed.sign_agreement(by=CODES[who], agreement="warm-homes-2026")
    with pytest.raises(Refused):
        agreed.request_release(by=ANALYST, receipt=receipt.id, name="table", title="Table")


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"be": "careful"}, "{never_together: [ethnicity, ward]}"),
        ("be careful", "{never_together: [ethnicity, ward]}"),
        ({"never_together": ["tenure"]}, "says › 0 › condition"),
        ({"undertake": "Something"}, "says › 0 › condition"),
        ({**UNDERTAKE, "else": "hope"}, "says › 0 › condition"),
    ],
)
def test_a_condition_that_cannot_be_kept_to_is_refused_with_the_list(sealed, case, condition, said):
    with pytest.raises(BadInput) as caught:
        advise(sealed, case, condition)
    assert said in caught.value.why


def test_each_condition_says_how_it_is_written_and_what_it_does():
    import yaml

    rows = conditions_known()
    assert [row["becomes"] for row in rows].count("an undertaking") == 1
    for row in rows:
        assert row["condition"] in yaml.safe_load(row["written"])
        assert row["does"].endswith(".")


def test_each_condition_as_it_is_written_can_be_advised(founded, case):
    import yaml

    from beholden.actions.statements import plain_data

    approve(founded, case)
    for number, row in enumerate(conditions_known(), start=1):
        written = plain_data(yaml.safe_load(row["written"]))
        advise(founded, case, written, meeting=-2 - number)
    with founded.at_work():
        assert len(reading.use("warm-homes").advice) == 1 + len(conditions_known())


# A condition that is accepted while an agreement is in force


PLACES = "select neighbourhood, count(*) from council_tax group by 1"


def accepted(council, case, condition):
    """Have the board put a condition, and the officer accept it; the agreement stays as it is."""
    advise(council, case, condition)
    decide(council, case, "accepted")


def shown(council, question=PLACES):
    return council.ask(by=ANALYST, use="warm-homes", question=question).receipt.shown


def test_a_condition_binds_the_agreement_that_is_in_force(on_each_database, case):
    council = on_each_database
    assert shown(council) > 0
    accepted(council, case, {"smallest_group": 100, "when": ["neighbourhood"]})
    assert shown(council) == 0
    (point,) = [p for p in council.public_use(name="warm-homes").advice if "100" in p.condition]
    assert point.holds == "It holds from 9 December 2026 on, under every agreement of this use."
    (held,) = council.public_use(name="warm-homes").agreements
    assert any("100" in says for says in held.conditions)


def test_what_is_withheld_is_refused_at_once_and_left_out_of_the_next_seal(sealed, case):
    tenure = "select tenure, count(*) from council_tax group by 1"
    assert shown(sealed, tenure) > 0
    accepted(sealed, case, {"withhold": ["tenure"]})
    with pytest.raises(Refused):
        shown(sealed, tenure)
    assert shown(sealed) > 0
    extract = sealed.seal(by=DPO, use="warm-homes")
    with sealed.at_work():
        signed = reading.use("warm-homes").in_force
    assert extract.terms_hash != signed.terms_hash
    assert shown(sealed) > 0


def test_an_answer_under_terms_that_changed_meanwhile_is_not_kept(sealed, case, monkeypatch):
    """A condition is accepted while a question runs: its answer is neither shown nor kept."""
    run = asking._worked_out

    def slowly(*args, **said):
        ran = run(*args, **said)
        accepted(sealed, case, {"withhold": ["tenure"]})
        return ran

    monkeypatch.setattr(asking, "_worked_out", slowly)
    tenure = "select tenure, count(*) from council_tax group by 1"
    with pytest.raises(Unavailable, match="changed while the question ran"):
        shown(sealed, tenure)
    assert entries_of(sealed)[-1]["act"] == "question-stopped"


def test_a_receipt_names_the_terms_that_decided_as_an_extract_does(sealed, case):
    def receipt():
        return sealed.ask(by=ANALYST, use="warm-homes", question=PLACES).receipt

    signed = receipt().terms_hash
    accepted(sealed, case, {"withhold": ["tenure"]})
    now = receipt().terms_hash
    assert now != signed
    assert entries_of(sealed)[-1]["facts"]["terms"] == now
    assert sealed.seal(by=DPO, use="warm-homes").terms_hash == now


def test_a_later_refusal_does_not_loosen_what_was_signed(sealed, case):
    before = shown(sealed)
    answers = {"1": "accepted", "2": "refused: too strict", "3": "accepted"}
    said = {**case.decision, "on_advice": answers, "because": "Second thoughts."}
    sealed.decide_use(by=OFFICER, statement=said)
    assert shown(sealed) == before


@pytest.mark.parametrize(
    "answer", [None, "refused: not now"], ids=["that nobody answered", "that was refused"]
)
def test_advice_changes_no_agreement(sealed, case, answer):
    tenure = "select tenure, count(*) from council_tax group by 1"
    said = [{"withhold": ["tenure"]}, {"until": case.on(2)}]
    for meeting, condition in zip((-3, -2), said, strict=True):
        advise(sealed, case, condition, meeting=meeting)
    if answer:
        answers = {f"{case.on(-28)}/{n}": "accepted" for n in (1, 2, 3)}
        answers |= {f"{case.on(meeting)}/1": answer for meeting in (-3, -2)}
        statement = {**case.decision, "on": case.on(-1), "on_advice": answers}
        sealed.decide_use(by=OFFICER, statement=statement)
    home = sealed.directory
    sealed.close()
    council = opened(home, DAY + timedelta(days=3))
    assert shown(council, tenure) > 0
    assert list(council.keys_directory.glob("extract-*.key"))
    assert ends_asked(council) == []
    council.close()


def ends_asked(council):
    """Return the agreements that are found to be ended by what was accepted."""
    from beholden.actions.agreeing.asked_ends import asked_to_end_before
    from beholden.records.models import Agreement

    with council.at_work():
        found = Agreement.objects.filter(asked_to_end_before(council.clock.today()))
        return [one.name for one in found]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"{day}/1": "accepted"}, True),
        ({"{day}/1": "Refused: no"}, False),
        ({"{day}/1": ""}, False),
        ({"{day}/2": "accepted"}, False),
        ({"1": "accepted"}, True),
        ({"1": "refused: no", "{day}/1": "accepted"}, True),
        ({"1": "accepted", "{day}/1": "refused: no"}, False),
        ({}, False),
    ],
)
def test_an_end_is_found_as_the_newest_decision_answers_it(on_each_database, case, answers, found):
    """What the database finds is what is worked out of the same records."""
    from beholden.records.models import DataUse

    council = on_each_database
    advise(council, case, {"until": case.on(-1)})
    with council.at_work():
        use = DataUse.objects.get(name="warm-homes")
        newest = use.decisions.order_by("-id").first()
        newest.pk, newest.on, newest.recorded_at = None, case.on(-1), council.clock.now()
        newest.on_advice = {key.format(day=case.on(-2)): said for key, said in answers.items()}
        newest.save(force_insert=True)
        put = [one for one in conditions_accepted(use) if "until" in one]
    assert bool(put) == found
    assert bool(ends_asked(council)) == found


def test_an_end_that_the_board_asks_for_ends_the_agreement_and_its_extract(sealed, case):
    accepted(sealed, case, {"until": case.on(2)})
    home = sealed.directory
    sealed.close()
    council = opened(home, DAY + timedelta(days=2))
    assert shown(council) > 0
    council.close()
    council = opened(home, DAY + timedelta(days=3))
    with pytest.raises(Refused, match="ended"):
        shown(council)
    assert not list(council.keys_directory.glob("extract-*.key"))
    council.close()


def test_a_fitted_table_answers_nobody_once_the_board_closes_it(told, tmp_path):
    council = opened(copied(told("until_open_to_staff", DAY), tmp_path))
    case = Case(tmp_path / "stated")
    accepted(council, case, {"no_output": ["self_service"]})
    with pytest.raises(Refused):
        council.ask(by=CODES["looker"], use="warm-homes", question=PLACES)
    extract = council.seal(by=DPO, use="warm-homes")
    with council.at_work():
        current = next(e for e in reading.use("warm-homes").extracts if e.id == extract.id)
    assert current.state == "current"
    assert not council.path("extracts", f"{extract.id}.fitted").exists()
    assert shown(council) > 0
    council.close()
