"""A use is triaged, its canvas filled in, and no yes comes before it was thought through."""

from __future__ import annotations

import pytest

from beholden.actions import TaskState
from beholden.kernel import BadInput, NotFound, Refused
from beholden.records import reading

from .ashmere import ADMIN, CANVAS, CODES, HARM, SIGNED_OFF, Case
from .councils import entries_of, state_of

OWNER, OFFICER, SECRETARY, DPO = (CODES[c] for c in ("owner", "officer", "secretary", "dpo"))
PLAIN = {
    "use": "library-hours",
    "title": "Seeing which wards have few library hours",
    "purpose": "So that opening hours can be shared out fairly.",
    "owner": "Head of Revenues",
    "accountable_officer": "Director of Resources",
    "personal_data": False,
}
CALM = {
    "effect": "services",
    "automated": "no",
    "surprise": "no",
    "explain": "yes",
    "publish": "all",
    "answerable": "yes",
    "system": "no",
    "groups": "no",
    "missing": "no",
    "harm": "little",
}
YES = {
    "use": "library-hours",
    "by": "Director of Resources",
    "on": "2026-12-01",
    "decides": True,
    "because": "No personal data are used.",
}


def view(council, name="library-hours"):
    with council.at_work():
        return reading.use(name)


def state(council, **changes):
    return council.state_use(by=OWNER, statement={**PLAIN, **changes})


def test_the_shortest_use_without_personal_data_is_stated_and_decided(founded):
    assert state(founded, triage=CALM) == "light"
    founded.decide_use(by=OFFICER, statement=YES)
    assert view(founded).state == "approved"


def test_a_use_names_offices_that_somebody_holds_who_may_answer_for_it(founded):
    with pytest.raises(BadInput, match="decides on data uses") as caught:
        state(founded, accountable_officer="Director of Resorces")
    assert "Director of Resources" in caught.value.why
    assert "Director of Resorces" not in str(caught.value), "it may be a person's name"
    with pytest.raises(BadInput, match="owns data uses") as caught:
        state(founded, owner="Analyst")
    assert "Head of Revenues" in caught.value.why
    assert "beholden person add" in caught.value.next_step
    with pytest.raises(NotFound):
        view(founded)


def test_an_office_whose_holder_has_left_is_named_no_more_and_what_is_stated_stays(founded):
    state(founded)
    founded.let_person_go(by=ADMIN, code=OFFICER)
    with pytest.raises(BadInput, match="decides on data uses"):
        state(founded, title="Another title")
    assert view(founded).accountable_officer == "Director of Resources"
    founded.let_person_go(by=ADMIN, code=CODES["many"])
    # Nobody is left who may decide: a council that has none yet is asked for none.
    state(founded, title="Another title")
    assert view(founded).title == "Another title"


def test_answering_nothing_is_not_lighter_than_answering(founded):
    """A use that owed a design review by its answers is not decided without them."""
    assert state(founded) == "light"
    page = founded.public_use(name="library-hours")
    assert page.triage.missing  # nobody answered them, and that is public
    assert "were not answered" in page.triage.because[0]
    before = state_of(founded)
    with pytest.raises(Refused) as refused:
        founded.decide_use(by=OFFICER, statement=YES)
    assert refused.value.refusal.clause == "uses › triage"
    assert state_of(founded) == before
    founded.triage_use(by=OWNER, use="library-hours", answers=CALM)
    founded.decide_use(by=OFFICER, statement=YES)


def test_all_that_lacks_is_told_in_the_order_in_which_it_is_to_be_done(founded):
    state(founded, personal_data=True)
    with pytest.raises(Refused) as refused:
        founded.decide_use(by=OFFICER, statement=YES)
    told = refused.value.refusal
    assert told.next_step.startswith("beholden use triage library-hours")
    order = (
        "triage",
        "statement does not",
        "canvas",
        "officer has not",
        "board has not",
        "sign off",
    )
    at = [f"{told.what} {told.why}".find(part) for part in order]
    assert -1 not in at
    assert at == sorted(at)


# What a yes on personal data needs of the impact assessment, and where each is owed.
THIN = {
    "why the data are needed": {"why_data": ""},
    "whom it concerns": {"people_affected": ""},
    "what harm it may do": {"consequences": [{k: HARM[k] for k in ("what", "kind", "intended")}]},
}


@pytest.mark.parametrize(("what", "changes"), THIN.items())
def test_the_board_does_not_advise_on_what_cannot_be_assessed(founded, tmp_path, what, changes):
    case = Case(tmp_path)
    founded.state_use(by=OWNER, statement={**case.use, **changes})
    founded.advise_on_dpia(by=DPO, statement=case.dpia_advice)
    before = state_of(founded)
    with pytest.raises(Refused, match=what) as refused:
        founded.record_advice(by=SECRETARY, statement=case.advice)
    assert refused.value.refusal.clause == "uses › statement"
    assert state_of(founded) == before
    paper = founded.use_document(kind="paper", use="warm-homes")
    assert "not ready" in paper.lead
    assert any(what in lack for lack in paper.lacks)
    found = founded.use_tasks(by=OWNER, use="warm-homes")
    assert what in found.task("statement").known
    assert found.task("statement").state is TaskState.TO_DO
    founded.state_use(by=OWNER, statement=case.use)
    founded.record_advice(by=SECRETARY, statement=case.advice)
    founded.decide_use(by=OFFICER, statement=case.decision)


def test_a_yes_on_personal_data_waits_for_the_data_protection_officer(founded, tmp_path):
    case = Case(tmp_path)
    founded.state_use(by=OWNER, statement=case.use)
    founded.record_advice(by=SECRETARY, statement=case.advice)
    with pytest.raises(Refused) as refused:
        founded.decide_use(by=OFFICER, statement=case.decision)
    assert refused.value.refusal.clause == "uses › dpia-advice"
    assert (
        "has not advised" in founded.use_tasks(by=OFFICER, use="warm-homes").task("decision").known
    )
    founded.advise_on_dpia(by=DPO, statement=case.dpia_advice)
    assert "It is ready" in founded.use_document(kind="paper", use="warm-homes").lead
    for name in ("residual_risk", "measures_approved_by"):
        unsigned = {k: v for k, v in SIGNED_OFF.items() if k != name}
        with pytest.raises(Refused, match=name):
            founded.decide_use(by=OFFICER, statement={**case.decision, "dpia": unsigned})
    founded.decide_use(by=OFFICER, statement=case.decision)


def test_a_use_whose_answers_weigh_too_much_goes_to_the_board(founded):
    assert state(founded, triage={**CALM, "effect": "persons"}) == "full"
    with pytest.raises(Refused, match="owed a full review"):
        founded.decide_use(by=OFFICER, statement=YES)


def test_answers_are_kept_when_the_use_is_stated_anew(founded):
    state(founded)
    owed = founded.triage_use(by=DPO, use="library-hours", answers={"effect": "persons"})
    assert owed.review == "full"
    assert state(founded, title="Another title") == "full"
    assert view(founded).triage.answers == {"effect": "persons"}


def test_plain_yes_and_no_of_yaml_are_answers(founded):
    answers = {**CALM, "automated": False, "explain": True}
    assert state(founded, triage=answers) == "light"
    assert view(founded).triage.answers["explain"] == "yes"


def test_the_same_answers_again_are_no_new_act(founded):
    state(founded, triage=CALM)
    before = state_of(founded)
    assert founded.triage_use(by=OWNER, use="library-hours", answers=CALM).review == "light"
    assert state_of(founded) == before


def test_a_triage_is_in_the_ledger_without_a_person(founded):
    state(founded)
    founded.triage_use(by=DPO, use="library-hours", answers=CALM)
    entry = entries_of(founded)[-1]
    assert (entry["act"], entry["by"]) == ("use-triaged", "Data-protection officer")
    assert entry["facts"]["review"] == "light"
    assert DPO not in str(entry)


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"effect": "perhaps"}, "cannot be read as answers"),
        ({"weather": "fine"}, "cannot be read as answers"),
        ({"personal": "yes"}, "different things"),
    ],
)
def test_answers_that_cannot_be_leave_all_as_it_was(founded, answers, says):
    state(founded)
    before = state_of(founded)
    with pytest.raises(BadInput, match=says):
        founded.triage_use(by=OWNER, use="library-hours", answers=answers)
    assert state_of(founded) == before


def test_what_the_board_saw_is_not_triaged_anew(agreed):
    with pytest.raises(Refused) as refused:
        agreed.triage_use(by=OWNER, use="warm-homes", answers={"effect": "services"})
    assert refused.value.refusal.clause == "uses › triage"


# The canvas


def without(*areas):
    return {code: says for code, says in CANVAS.items() if code not in areas}


def undecided(council, tmp_path, canvas):
    """Tell the worked case up to the decision, with another canvas; return the case."""
    case = Case(tmp_path)
    council.state_use(by=OWNER, statement={**case.use, "canvas": canvas})
    council.advise_on_dpia(by=DPO, statement=case.dpia_advice)
    council.record_advice(by=SECRETARY, statement=case.advice)
    return case


@pytest.mark.parametrize(
    ("canvas", "open_area"),
    [
        (without("review"), "Looking again"),
        ({**CANVAS, "review": {"says": "Soon.", "status": "for review"}}, "Looking again"),
        ({**CANVAS, "sources": {"says": "Lists.", "status": "in progress"}}, "Where the data"),
    ],
)
def test_no_yes_while_an_area_is_open(founded, tmp_path, canvas, open_area):
    case = undecided(founded, tmp_path, canvas)
    before = state_of(founded)
    with pytest.raises(Refused) as refused:
        founded.decide_use(by=OFFICER, statement=case.decision)
    assert refused.value.refusal.clause == "uses › canvas"
    assert open_area in refused.value.refusal.why
    assert state_of(founded) == before


def test_a_no_may_come_at_any_time(founded, tmp_path):
    case = undecided(founded, tmp_path, {})
    founded.decide_use(by=OFFICER, statement={**case.decision, "decides": False})
    assert view(founded, "warm-homes").state == "declined"


def test_filling_the_open_area_opens_the_way(founded, tmp_path):
    case = undecided(founded, tmp_path, without("review", "sharing"))
    founded.fill_canvas(
        by=DPO,
        use="warm-homes",
        areas={"review": "Each winter.", "sharing": {"why_not": "Nothing is passed on."}},
    )
    founded.decide_use(by=OFFICER, statement=case.decision)
    assert view(founded, "warm-homes").state == "approved"


def test_what_was_said_before_is_kept_and_what_the_board_saw_is_shown(agreed):
    filled = agreed.fill_canvas(
        by=OWNER, use="warm-homes", areas={"review": "Every month.", "sources": CANVAS["sources"]}
    )
    assert filled.areas == ("review",)  # the other says nothing new
    history = agreed.area_history(use="warm-homes", area="review")
    assert [(v["version"], v["says"]) for v in history] == [
        (1, CANVAS["review"]),
        (2, "Every month."),
    ]
    area = next(a for a in agreed.public_use(name="warm-homes").canvas if "again" in a.area)
    assert (area.says, area.board_saw) == ("Every month.", CANVAS["review"])
    entry = entries_of(agreed)[-1]
    assert entry["act"] == "canvas-filled"
    assert set(entry["facts"]["areas"]) == {"review"}
    assert "Every month" not in str(entry)


def test_an_older_file_does_not_take_back_what_was_filled_in_since(founded, tmp_path):
    case = Case(tmp_path)
    founded.state_use(by=OWNER, statement=case.use)
    founded.fill_canvas(by=OWNER, use="warm-homes", areas={"review": "Every month."})
    founded.state_use(by=OWNER, statement={**case.use, "title": "Another title"})
    assert view(founded, "warm-homes").canvas["review"] == "Every month."
    assert founded.fill_canvas(by=OWNER, use="warm-homes", areas={"review": CANVAS["review"]}).areas


def test_filling_what_is_said_already_is_no_act(agreed):
    before = state_of(agreed)
    assert agreed.fill_canvas(by=OWNER, use="warm-homes", areas=CANVAS).areas == ()
    assert state_of(agreed) == before


@pytest.mark.parametrize(
    "areas", [{"weather": "fine"}, {"review": "x", "sharing": {"status": "perhaps"}}]
)
def test_a_canvas_with_a_fault_changes_no_area(agreed, areas):
    before = state_of(agreed)
    with pytest.raises(BadInput):
        agreed.fill_canvas(by=OWNER, use="warm-homes", areas=areas)
    assert state_of(agreed) == before


def test_a_canvas_goes_out_and_comes_back_to_another_use(agreed, tmp_path):
    case = Case(tmp_path)
    other = {**case.use, "use": "warm-homes-again", "canvas": {}}
    agreed.state_use(by=OWNER, statement=other)
    text = agreed.export_canvas(use="warm-homes")
    filled = agreed.import_canvas(by=OWNER, use="warm-homes-again", text=text)
    assert (len(filled.areas), filled.left_out) == (15, ())
    assert view(agreed, "warm-homes-again").canvas == view(agreed, "warm-homes").canvas


def test_an_area_that_was_never_filled_in_has_no_history(founded):
    state(founded)
    with pytest.raises(NotFound):
        founded.area_history(use="library-hours", area="review")
    with pytest.raises(BadInput):
        founded.area_history(use="library-hours", area="weather")


def test_acts_on_each_database(on_each_database):
    council = on_each_database
    council.fill_canvas(by=OWNER, use="warm-homes", areas={"review": "Every month."})
    state(council)
    council.triage_use(by=OWNER, use="library-hours", answers=CALM)
    assert view(council).review == "light"
    assert view(council, "warm-homes").canvas["review"] == "Every month."
