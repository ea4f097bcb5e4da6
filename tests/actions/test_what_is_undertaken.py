"""What is undertaken once is told wherever it belongs; nothing is stated a second time."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from served_pages import use_page

from beholden.actions import (
    actions_in,
    canvas_rows,
    compared_row,
    conditions_in,
    told_of_unheld_offices,
)
from beholden.kernel import BadInput, Refused, UndertakingState
from beholden.records import reading

from .ashmere import CODES, DAY, HARM, Case
from .councils import entries_of, records_of

OWNER, OFFICER, SECRETARY, DESIGNER = (
    CODES[code] for code in ("owner", "officer", "secretary", "designer")
)
DUE = DAY + timedelta(days=10)
THREAT = {
    "what": "A household takes the letter as a threat",
    "kind": "negative",
    "intended": False,
    "mitigate": "The letter names no debt",
    "who": "Warm Homes manager",
    "by": DUE.isoformat(),
    "stance": "act",
}
HELP = {
    "what": "Households are offered help",
    "kind": "positive",
    "intended": True,
    "encourage": "Write in plain English",
    "who": "Warm Homes manager",
    "by": (DUE + timedelta(days=1)).isoformat(),
}
NOT_MET = {"finding": "not met", "text": "There is no way out of the contract."}
EXPORT = {"what": "Agree an export", "who": "Head of Revenues", "by": DUE.isoformat()}


@pytest.fixture
def case(tmp_path):
    return Case(tmp_path / "stated")


def test_offices_that_nobody_holds_are_told_of_wherever_something_is_to_be_done(founded):
    by = {"by": DUE.isoformat()}
    asked = {"undertake": "Ask readers", "owner": "Head of Nowhere", **by}
    advice = {"says": [{"point": 1, "text": "Well."}, {"point": 2, "condition": asked}]}
    areas = {"review": "Said.", "sharing": {"actions": [{"text": "Ask", "owner": "Nobody", **by}]}}
    stated = [THREAT, HELP, HARM, EXPORT, *conditions_in(advice), *actions_in(areas)]
    with founded.at_work():
        told = told_of_unheld_offices(stated)
        assert "these offices today: Head of Nowhere; Nobody; Warm Homes manager. So" in told
        assert "this office today: Warm Homes manager. So" in told_of_unheld_offices([HELP])
        undated = {key: said for key, said in THREAT.items() if key != "by"}
        assert told_of_unheld_offices([EXPORT, undated]) == ""


def test_an_office_whose_holder_may_not_say_that_it_is_done_is_told_of_too(founded):
    stated = [{**EXPORT, "who": "Analyst"}]
    with founded.at_work():
        assert "this office today: Analyst. So" in told_of_unheld_offices(stated)


def advised(council, case, *consequences):
    foreseen = [*consequences, HARM]  # what is weighed, and nobody undertakes anything about
    council.state_use(by=OWNER, statement={**case.use, "consequences": foreseen})
    council.advise_on_dpia(by=CODES["dpo"], statement=case.dpia_advice)
    council.record_advice(by=SECRETARY, statement=case.advice)
    return council


def decide(council, case, *, yes=True):
    council.decide_use(by=OFFICER, statement={**case.decision, "decides": yes})


def review(council, case, *conditions, on=-30):
    statement = {
        **case.design_review,
        "on": case.on(on),
        "findings": {**case.design_review["findings"], "exit": NOT_MET},
        "verdict": "approved with conditions",
        "conditions": list(conditions),
    }
    council.review_design(by=DESIGNER, statement=statement)


def held(council):
    with council.at_work():
        return reading.undertakings("warm-homes")


# Consequences


def test_a_yes_has_undertaken_what_is_done_about_each_consequence(founded, case):
    monitored = {k: v for k, v in THREAT.items() if k not in ("who", "by")}
    council = advised(founded, case, HELP, {**monitored, "what": "Nobody answers"}, THREAT)
    assert held(council) == ()
    decide(council, case)
    first, second = held(council)
    assert (first.text, first.owner, first.by) == (
        "Write in plain English", "Warm Homes manager", DUE + timedelta(days=1),
    )  # fmt: skip
    assert (second.text, second.owner, second.by) == (
        "The letter names no debt", "Warm Homes manager", DUE,
    )  # fmt: skip
    assert [(one.stops, one.origin, one.origin_of) for one in (first, second)] == [
        (False, "consequence", "1"), (False, "consequence", "3"),
    ]  # fmt: skip
    assert entries_of(council)[-1]["facts"]["undertakings"] == [1, 2]


def test_a_no_has_nothing_undertaken(founded, case):
    council = advised(founded, case, THREAT)
    decide(council, case, yes=False)
    assert held(council) == ()


def test_a_second_yes_has_nothing_undertaken_twice(founded, case):
    council = advised(founded, case, THREAT)
    decide(council, case)
    council.close_undertaking(by=OFFICER, undertaking="warm-homes/1", because="It names none.")
    decide(council, case)
    (given,) = held(council)
    assert given.state_on(DUE + timedelta(days=1)) is UndertakingState.DONE


def test_what_was_undertaken_by_hand_in_the_same_words_is_not_undertaken_again(founded, case):
    council = advised(founded, case, THREAT)
    given = {"use": "warm-homes", "text": THREAT["mitigate"], "owner": THREAT["who"]}
    council.state_undertaking(by=OWNER, statement={**given, "by": THREAT["by"]})
    decide(council, case)
    assert len(held(council)) == 1


def test_the_state_stands_beside_the_consequence_wherever_that_is_told(founded, case):
    council = advised(founded, case, HELP, THREAT)
    told = "warm-homes/2: {} (Warm Homes manager, by 20 December 2026)"
    assert f"{DUE.day} {DUE:%B %Y}" == "20 December 2026"
    decide(council, case)
    for state in ("open", "done"):
        if state == "done":
            council.close_undertaking(by=OFFICER, undertaking="warm-homes/2", because="Done.")
        said = told.format(state)
        assert council.public_use(name="warm-homes").consequences[1].undertaken == said
        assert f"Undertaken as {said}" in use_page(council, "warm-homes")
        measures = council.use_document(kind="dpia", use="warm-homes").parts[5]
        assert measures.grids[0].rows[0][-1] == said
        row = compared_row(council.compare_outcomes(use="warm-homes")[1])
        assert row["undertaken"] == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, ""),
        ({"who": None}, "without an owner (who)"),
        ({"by": None}, "without a day (by)"),
        ({"who": None, "by": None}, "without an owner (who) and a day (by)"),
        ({"who": None, "by": None, "stance": "monitor"}, ""),
    ],
)
def test_acting_without_owner_or_day_is_told_as_missing_and_is_no_error(
    founded, case, changes, said
):
    stated = {k: v for k, v in {**THREAT, **changes}.items() if v is not None}
    council = advised(founded, case, stated)
    missing = council.use_document(kind="paper", use="warm-homes").missing
    found = [one for one in missing if "is to be acted on" in one]
    assert len(found) == bool(said)
    assert all(f"Consequence 1 is to be acted on, {said}:" in one for one in found)
    decide(council, case)


# Design reviews


def test_conditions_of_the_design_are_undertaken_from_the_yes_on(founded, case):
    council = advised(founded, case)
    review(council, case, {"what": "Tell the board"}, {**EXPORT, "else": "stop"})
    assert held(council) == ()
    decide(council, case)
    (given,) = held(council)
    assert (given.text, given.owner, given.by, given.stops) == (
        "Agree an export", "Head of Revenues", DUE, True,
    )  # fmt: skip
    assert (given.origin, given.origin_of) == (
        "design-review", f"{case.on(-30)}, condition 2",
    )  # fmt: skip
    (shown,) = council.public_use(name="warm-homes").design_reviews
    assert shown.conditions == (
        "Tell the board",
        "Agree an export, Head of Revenues, 20 December 2026. Otherwise the use stops."
        " (undertaken as warm-homes/1: open (Head of Revenues, by 20 December 2026))",
    )


def test_a_design_reviewed_after_the_yes_binds_at_once_and_once(founded, case):
    council = advised(founded, case)
    decide(council, case)
    review(council, case, EXPORT, on=-1)
    review(council, case, EXPORT, on=0)
    decide(council, case)
    (given,) = held(council)
    assert not given.stops
    assert given.origin_of == f"{case.on(-1)}, condition 1"


def test_what_an_earlier_review_asked_for_is_not_undertaken(founded, case):
    council = advised(founded, case)
    review(council, case, EXPORT)
    council.review_design(by=DESIGNER, statement={**case.design_review, "on": case.on(-1)})
    decide(council, case)
    assert held(council) == ()


def test_else_needs_an_owner_and_a_day(founded, case):
    council = advised(founded, case)
    with pytest.raises(BadInput):
        review(council, case, {"what": "Agree an export", "else": "stop"})


def test_a_use_stops_where_a_condition_of_its_design_lapses(sealed, case):
    review(sealed, case, {**EXPORT, "by": case.on(-1), "else": "stop"})
    with pytest.raises(Refused, match="has not been done in time"):
        sealed.seal(by=CODES["dpo"], use="warm-homes")


# The canvas

LETTER = {"text": "Have ten residents read the letter", "owner": "Warm Homes manager"}
LETTER |= {"by": DUE.isoformat(), "else": "stop"}


def fill(council, *actions, by=OWNER, area="mitigations"):
    said = {area: {"says": "The letter names no debt.", "actions": list(actions)}}
    return council.fill_canvas(by=by, use="warm-homes", areas=said).areas


def area_shown(council):
    areas = council.public_use(name="warm-homes").canvas
    return next(one.actions for one in areas if one.actions)


@pytest.fixture
def stated(founded, case):
    founded.state_use(by=OWNER, statement=case.use)
    return founded


def test_an_action_with_owner_and_day_is_undertaken_in_the_same_act(stated):
    entries = len(entries_of(stated))
    assert fill(stated, LETTER) == ("mitigations",)
    (given,) = held(stated)
    assert (given.text, given.owner, given.by, given.stops) == (
        LETTER["text"], LETTER["owner"], DUE, True,
    )  # fmt: skip
    assert (given.origin, given.origin_of) == ("canvas", "mitigations")
    (entry,) = entries_of(stated)[entries:]
    assert (entry["act"], entry["facts"]["undertakings"]) == ("canvas-filled", [1])


def test_saying_it_again_changes_nothing_and_the_area_names_it(stated):
    fill(stated, LETTER)
    assert fill(stated, LETTER) == ()
    named = {"what": LETTER["text"], "who": LETTER["owner"], "undertaking": "warm-homes/1"}
    assert fill(stated, named) == ()
    assert len(held(stated)) == 1


def test_an_area_tells_where_each_of_its_undertakings_is(stated):
    fill(stated, LETTER, {"what": "Nothing yet"})
    by_hand = {"use": "warm-homes", "text": "Ask again", "owner": "Head of Revenues"}
    by_hand |= {"by": DUE.isoformat(), "from": {"canvas": "mitigations"}}
    stated.state_undertaking(by=OWNER, statement=by_hand)
    stated.close_undertaking(by=OFFICER, undertaking="warm-homes/1", because="They read it.")
    told = (
        "Have ten residents read the letter, by the Warm Homes manager"
        " (warm-homes/1: done (Warm Homes manager, by 20 December 2026))",
        "Nothing yet",
        "Ask again (warm-homes/2: open (Head of Revenues, by 20 December 2026))",
    )
    assert area_shown(stated) == told
    with stated.at_work():
        view = reading.use("warm-homes")
    states = [
        canvas_rows(view, day)[7]["actions"][2].split(": ")[1][:6]
        for day in (DUE, DUE + timedelta(days=1))
    ]
    assert states == ["open (", "lapsed"]
    assert tuple(canvas_rows(view, DUE)[7]["actions"]) == told


def test_a_use_that_is_stated_with_an_action_has_it_undertaken_once(founded, case):
    said = {**case.use["canvas"], "mitigations": {"says": "No debt.", "actions": [LETTER]}}
    for title in ("One", "Two"):
        founded.state_use(by=OWNER, statement={**case.use, "canvas": said, "title": title})
    (given,) = held(founded)
    assert given.name == "warm-homes/1"


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ({"what": "x", "undertaking": "warm-homes/7"}, "actions › 1 › undertaking"),
        ({"what": "x", "undertaking": "another-use/1"}, "actions › 1 › undertaking"),
        ({"text": "x", "by": "2026-12-20"}, "actions › 1 › owner"),
        ({"text": "x", "owner": "o", "by": "soon"}, "actions › 1 › by"),
        ({"text": "x", "owner": "o", "by": "2026-12-01"}, "last day was 2026-12-01"),
        ({"text": "x", "owner": "o"}, "does not say what is to be done"),
        ({"what": "x", "else": "stop"}, "actions › 1 › else"),
        ({**LETTER, "else": "hope"}, "actions › 1 › else"),
        ({**LETTER, "undertaking": "warm-homes/1"}, "actions › 1 › by"),
        ({**LETTER, "owner": "o" * 201}, "actions › 1 › who"),
    ],
)
def test_what_cannot_be_undertaken_leaves_the_area_as_it_was(stated, action, said):
    before = records_of(stated)
    with pytest.raises(BadInput) as caught:
        fill(stated, action)
    assert said in f"{caught.value} {caught.value.why}"
    assert records_of(stated) == before


def test_another_day_for_what_was_undertaken_is_not_taken(stated):
    fill(stated, LETTER)
    with pytest.raises(BadInput, match="was given already, and not like this"):
        fill(stated, {**LETTER, "by": (DUE + timedelta(days=1)).isoformat()})


def test_who_may_not_give_an_undertaking_gives_none_through_the_canvas(stated):
    before = records_of(stated)
    with pytest.raises(Refused):
        fill(stated, LETTER, by=CODES["revenues"])
    assert records_of(stated) == before
    assert fill(stated, {"what": "x"}, by=CODES["revenues"]) == ("mitigations",)


def test_a_canvas_of_another_council_is_taken_over_without_its_undertakings(stated):
    fill(stated, LETTER)
    text = stated.export_canvas(use="warm-homes").replace("warm-homes/1", "warm-homes/9")
    filled = stated.import_canvas(by=OWNER, use="warm-homes", text=text)
    assert filled.left_out == ("mitigations: the name of an undertaking that is not on record",)


# What the board asked for, in the agreement and what is given to others


WITHHOLD, CLOSE = {"withhold": ["rating"]}, {"no_output": ["records"]}
APART = {"never_together": ["tenure", "neighbourhood"]}


def advise_and_decide(council, case, answers, *conditions):
    says = [
        {"point": number, "text": "A point.", "condition": condition}
        for number, condition in enumerate(conditions, start=1)
    ]
    statement = {**case.advice, "meeting": case.on(-2), "says": says}
    council.record_advice(by=SECRETARY, statement=statement)
    answered = {f"{case.on(-28)}/{n}": "accepted" for n in (1, 2, 3)}
    answered |= {f"{case.on(-2)}/{n}": answer for n, answer in enumerate(answers, start=1)}
    council.decide_use(by=OFFICER, statement={**case.decision, "on_advice": answered})


def test_accepted_conditions_and_undertakings_are_in_the_agreement_and_the_exports(agreed, case):
    undertake = {"undertake": "Ask the tenants", "owner": "Head of Housing", "by": DUE.isoformat()}
    accepted = ["accepted", "accepted", "accepted", "refused: it would hide the need"]
    conditions = (APART, undertake, CLOSE, WITHHOLD)
    advise_and_decide(agreed, case, accepted, *conditions)
    agreed.state_agreement(by=CODES["dpo"], document=case.agreement)
    told = agreed.public_use(name="warm-homes").agreements[-1].conditions
    clause = "advice of 8 December 2026, point "
    assert any("together" in one and f"({clause}1)" in one for one in told)
    assert f"Nothing comes out as records ({clause}3)." in told
    assert not any("rating" in one for one in told)

    policy = exported(agreed, "odrl")
    said = [one.get("dcterms:description", "") for one in policy["odrl:prohibition"]]
    assert said[1:] == [f"{clause}1", f"Nothing comes out as records. ({clause}3)"]
    apart, closed = (one["odrl:constraint"][0] for one in policy["odrl:prohibition"][1:])
    assert apart["odrl:rightOperand"] == APART["never_together"]
    assert closed["odrl:leftOperand"] == {"@id": "beholden:output"}
    duty = policy["odrl:obligation"][-1]
    assert (duty["dcterms:description"], duty["beholden:state"], duty["beholden:otherwise"]) == (
        "Ask the tenants", "open", "stop",
    )  # fmt: skip

    method = exported(agreed, "dea")["agreement"]["data"]["method"]
    for sentence in (
        " together.",
        "Nothing comes out as records.",
        "Head of Housing, by 2026-12-20: Ask the tenants (open). Otherwise the use stops.",
    ):
        assert sentence in method

    dpia = agreed.use_document(kind="dpia", use="warm-homes").parts[5]
    measures = dpia.fields[0].answers[-1].text
    assert "together" in measures
    assert "rating" not in measures
    assert dpia.grids[-1].rows == (
        ("warm-homes/1", "Ask the tenants", "Head of Housing", "20 December 2026",
         "the use stops", "open"),
    )  # fmt: skip


def exported(council, kind):
    return json.loads(council.export(kind=kind, name="warm-homes-2026").text)


@pytest.mark.parametrize(
    ("answer", "binds"), [("accepted", True), ("refused: it would hide the need", False)]
)
def test_a_condition_that_came_after_an_agreement_is_told_of_it_where_it_binds(
    agreed, case, answer, binds
):
    advise_and_decide(agreed, case, [answer], WITHHOLD)
    (one,) = agreed.public_use(name="warm-homes").agreements
    assert any("may not be used" in condition for condition in one.conditions) == binds


def test_what_was_withdrawn_is_nobodys_duty(agreed, case):
    given = {"use": "warm-homes", "text": "Ask", "owner": "Head of Housing", "by": DUE.isoformat()}
    agreed.state_undertaking(by=OWNER, statement=given)
    agreed.ask_withdrawal(by=OFFICER, undertaking="warm-homes/1", because="No letter is sent.")
    agreed.agree_undertaking(by=SECRETARY, undertaking="warm-homes/1", because="Yes.")
    duties = exported(agreed, "odrl")["odrl:obligation"]
    assert not any("beholden:state" in one for one in duties)
