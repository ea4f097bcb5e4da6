"""The board's conditions in the register: terms, undertakings, and what a refusal makes of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from beholden.actions import conditions_known
from beholden.kernel import BadInput, Refused, UndertakingState
from beholden.records import reading

from .ashmere import ANALYST, CODES, DAY, DPO, Case, approve
from .councils import entries_of, opened

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
