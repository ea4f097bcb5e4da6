"""What an outsider tried and must not succeed with: the end, the decision, the log, the record."""

from __future__ import annotations

import shutil
import sqlite3
from copy import deepcopy
from datetime import timedelta
from types import SimpleNamespace

import pytest

from beholden.actions import TableAsked, open_council
from beholden.actions.released_by_two import refuse_unexplained
from beholden.kernel import BadInput, BadQuestion, Damaged, HeldClock, NotFound, Refused
from beholden.records import reading

from .ashmere import ANALYST, CODES, DAY, DPO, QUESTION, Case
from .councils import entries_of, opened, state_of

AGREEMENT = "warm-homes-2026"
OWNER, SECRETARY, OFFICER = CODES["owner"], CODES["secretary"], CODES["officer"]


def ask(council, question=QUESTION):
    return council.ask(by=ANALYST, use="warm-homes", question=question)


def agreement(tmp_path, **changed):
    return {**deepcopy(Case(tmp_path).agreement), **changed}


def test_to_end_an_agreement_ends_what_is_in_force_and_what_is_offered(sealed, tmp_path):
    sealed.state_agreement(by=DPO, document=agreement(tmp_path, until=Case(tmp_path).on(100)))
    sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    with pytest.raises(Refused, match="the agreement has ended"):
        ask(sealed)
    with pytest.raises(BadInput, match="ended already"):
        sealed.end_agreement(by=DPO, agreement=AGREEMENT, because="Again.")


def test_an_agreement_of_another_use_does_not_take_over_a_name(sealed, tmp_path):
    case = Case(tmp_path)
    sealed.state_use(by=OWNER, statement={**case.use, "use": "other-use"})
    sealed.advise_on_dpia(by=DPO, statement={**case.dpia_advice, "use": "other-use"})
    sealed.record_advice(by=SECRETARY, statement={**case.advice, "use": "other-use"})
    sealed.decide_use(by=OFFICER, statement={**case.decision, "use": "other-use"})
    with pytest.raises(BadInput, match="another use has this name"):
        sealed.state_agreement(by=DPO, document=agreement(tmp_path, use="other-use"))
    with pytest.raises(BadInput, match="another use has this name"):  # nor begins a draft of it
        sealed.draft_agreement(by=DPO, document=agreement(tmp_path, use="other-use"))
    assert ask(sealed).receipt.shown > 0


def test_a_no_ends_what_was_agreed(sealed, tmp_path):
    said_no = {**Case(tmp_path).decision, "decides": False, "on": DAY.isoformat()}
    sealed.decide_use(by=OFFICER, statement=said_no)
    with pytest.raises(Refused):
        ask(sealed)
    with pytest.raises(Refused):
        sealed.seal(by=DPO, use="warm-homes")
    assert not list(sealed.keys_directory.glob("extract-*.key"))


def test_what_the_board_says_after_the_decision_is_not_refused_by_it(sealed, tmp_path):
    from beholden.actions.agreements import compile_for
    from beholden.actions.uses import use_named

    later = {
        **Case(tmp_path).advice,
        "meeting": Case(tmp_path).on(-1),
        "says": [{"point": 2, "text": "Fifty.", "condition": {"smallest_group": 50}}],
    }
    refusing = {"1": "accepted", "2": "refused: not needed", "3": "accepted"}
    decision = {**Case(tmp_path).decision, "on_advice": refusing, "because": "Second thoughts."}
    sealed.decide_use(by=OFFICER, statement=decision)
    sealed.record_advice(by=SECRETARY, statement=later)
    with sealed.at_work():
        terms = compile_for(use_named("warm-homes"), Case(tmp_path).agreement)
    sizes = {rule.size for rule in terms.group_rules}
    assert 50 in sizes, "new advice is a term until a later decision answers it"
    assert 20 not in sizes, "the old point was refused, publicly"


def test_a_bare_number_cannot_answer_two_meetings(sealed, tmp_path):
    later = {
        **Case(tmp_path).advice,
        "meeting": Case(tmp_path).on(-1),
        "says": [{"point": 1, "text": "Still go ahead."}],
    }
    sealed.record_advice(by=SECRETARY, statement=later)
    with pytest.raises(BadInput, match="cannot be told which point"):
        sealed.decide_use(by=OFFICER, statement={**Case(tmp_path).decision, "on": DAY.isoformat()})


def test_next_years_agreement_waits_for_its_first_day(sealed, tmp_path):
    case = Case(tmp_path)
    later = agreement(
        tmp_path, agreement="warm-homes-2027", **{"from": case.on(112), "until": case.on(200)}
    )
    sealed.state_agreement(by=DPO, document=later)
    states = [
        sealed.sign_agreement(by=CODES[code], agreement="warm-homes-2027")
        for code in ("revenues", "housing", "partner")
    ]
    assert states[-1] == "offered"
    assert ask(sealed).receipt.shown > 0


def test_an_agreement_whose_last_day_has_passed_is_not_stated(sealed, tmp_path):
    past = agreement(tmp_path, **{"from": "2026-01-01", "until": "2026-02-01"})
    with pytest.raises(BadInput, match="before it could begin"):
        sealed.state_agreement(by=DPO, document=past)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"between": ["Housing", "Public Health Intelligence"]}, "have not agreed"),
        ({"personal_data": False}, "its use says that they are"),
    ],
)
def test_an_agreement_binds_those_who_hold_the_data(sealed, tmp_path, changed, says):
    with pytest.raises(BadInput, match=says):
        sealed.state_agreement(by=DPO, document=agreement(tmp_path, **changed))


def test_nobody_signs_what_they_wrote(sealed, tmp_path):
    roles = ["data_protection_officer", "steward"]
    sealed.add_person(
        by=CODES["admin"], code="both", office="Both", organisation="Housing", roles=roles
    )
    sealed.state_agreement(by="both", document=agreement(tmp_path, until=Case(tmp_path).on(90)))
    with pytest.raises(Refused, match="wrote themselves") as refused:
        sealed.sign_agreement(by="both", agreement=AGREEMENT)
    assert refused.value.refusal.clause == "S9 two people"


def test_nobody_signs_what_they_kept_as_a_draft(sealed, tmp_path):
    owner = {"code": CODES["owner"], "office": "Head of Revenues", "organisation": "Housing"}
    sealed.draft_agreement(
        by=CODES["owner"], document=agreement(tmp_path, until=Case(tmp_path).on(90))
    )
    sealed.offer_draft(by=DPO, agreement=AGREEMENT)
    sealed.add_person(by=CODES["admin"], **owner, roles=["use_owner", "steward"])
    with pytest.raises(Refused, match="wrote themselves"):
        sealed.sign_agreement(by=CODES["owner"], agreement=AGREEMENT)
    assert sealed.sign_agreement(by=CODES["housing"], agreement=AGREEMENT) == "offered"


def test_who_may_not_ask_may_not_have_the_answer_checked_for_release(sealed):
    answered = ask(sealed)
    sealed.add_person(
        by=CODES["admin"], code="out", office="Consultant", organisation="Somebody",
        roles=["analyst"],
    )  # fmt: skip
    with pytest.raises(Refused, match="does not give answers to your organisation"):
        sealed.request_release(by="out", receipt=answered.receipt.id, name="t", title="T")


def test_nobody_reviews_a_release_of_their_own_question(sealed):
    roles = ["analyst", "reviewer"]
    sealed.add_person(
        by=CODES["admin"], code="asker", office="Asker",
        organisation="Public Health Intelligence", roles=roles,
    )  # fmt: skip
    asked = sealed.ask(by="asker", use="warm-homes", question=QUESTION)
    made = sealed.request_release(by=ANALYST, receipt=asked.receipt.id, name="t", title="T")
    with pytest.raises(Refused, match="of their own question") as refused:
        sealed.review_release(by="asker", release_id=made.id, approve=True, because="Safe.")
    assert refused.value.refusal.clause == "S9 two people"


def test_a_release_is_declined_with_its_reason(sealed):
    made = sealed.request_release(by=ANALYST, receipt=ask(sealed).receipt.id, name="t", title="T")
    with pytest.raises(BadInput, match="with its reason"):
        sealed.review_release(by=CODES["reviewer"], release_id=made.id, approve=False, because=" ")


def test_what_was_left_to_judge_is_approved_with_a_reason():
    left, nothing = (SimpleNamespace(checked={"findings": one}) for one in ([{"says": "few"}], []))
    with pytest.raises(BadInput, match="approved with a reason"):
        refuse_unexplained(left, approve=True, because=" ")
    refuse_unexplained(left, approve=True, because="The other table is of other people.")
    refuse_unexplained(nothing, approve=True, because="")


def test_a_table_that_another_overtook_is_asked_for_anew(sealed):
    receipt = ask(sealed).receipt.id
    ids = [
        sealed.request_release(by=ANALYST, receipt=receipt, name=name, title="T").id
        for name in ("one", "two")
    ]
    for release in ids:
        sealed.review_release(
            by=CODES["reviewer"], release_id=release, approve=True, because="Safe."
        )
    sealed.publish(by=CODES["publisher"], release_id=ids[0])
    with pytest.raises(Refused, match="was published since"):
        sealed.publish(by=CODES["publisher"], release_id=ids[1])


def test_a_published_page_repeats_nothing_that_was_typed(sealed):
    typed = "select tenure, count(*) as n from council_tax where 'Mrs Doe' <> '' group by 1"
    made = sealed.request_release(
        by=ANALYST, receipt=ask(sealed, typed).receipt.id, name="t", title="T"
    )
    sealed.review_release(by=CODES["reviewer"], release_id=made.id, approve=True, because="Safe.")
    folder = sealed.path(sealed.publish(by=CODES["publisher"], release_id=made.id).path)
    assert all(b"Mrs Doe" not in file.read_bytes() for file in folder.iterdir())
    published = entries_of(sealed)[-1]
    assert set(published["facts"]["files"]) == {
        file.name for file in folder.iterdir() if file.name != "checksums.txt"
    } | ({"checksums.txt"} & set(published["facts"]["files"]))


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ("select from where", BadQuestion),
        ("select 1; select 2", BadQuestion),
        ("select name from council_tax", Refused),
    ],
)
def test_every_question_is_on_the_record(sealed, question, error):
    before = len(entries_of(sealed))
    with pytest.raises(error):
        ask(sealed, question)
    assert len(entries_of(sealed)) == before + 1
    assert question not in str(entries_of(sealed)[-1])


def test_a_question_before_the_first_seal_is_on_the_record(agreed):
    before = len(entries_of(agreed))
    with pytest.raises(NotFound):
        ask(agreed)
    assert len(entries_of(agreed)) == before + 1


def test_a_stored_file_that_was_changed_is_not_sealed(sealed):
    import pyarrow.parquet as pq

    path = sealed.path("datasets", "council_tax", "v1", "data.parquet")
    table = pq.read_table(path)
    pq.write_table(table.slice(0, 100), path)
    with pytest.raises(Damaged, match="not as it was registered"):
        sealed.seal(by=DPO, use="warm-homes")


def _sqlite(council):
    return council.path("records.sqlite3")


def test_records_that_are_gone_are_told_and_nothing_is_swept(sealed_today):
    council = open_council(sealed_today)
    files = sorted(str(p) for p in council.directory.rglob("*.parquet"))
    council.close()
    for file in council.directory.glob("records.sqlite3*"):
        file.unlink()
    with pytest.raises(Damaged, match="records of this home are not there"):
        open_council(council.directory)
    assert sorted(str(p) for p in council.directory.rglob("*.parquet")) == files


def test_records_that_were_put_back_are_told_before_anything_is_done(sealed_today, tmp_path):
    council = open_council(sealed_today)
    council.close()
    with sqlite3.connect(_sqlite(council)) as database:
        database.execute("pragma wal_checkpoint(truncate)")
    database.close()
    shutil.copyfile(_sqlite(council), tmp_path / "older")
    again = open_council(council.directory)
    ask(again)
    extracts = sorted(again.path("extracts").iterdir())
    again.close()
    for file in council.directory.glob("records.sqlite3*"):
        file.unlink()
    shutil.copyfile(tmp_path / "older", _sqlite(council))
    with pytest.raises(Damaged, match="fewer acts than the public log"):
        open_council(council.directory)
    assert sorted(council.path("extracts").iterdir()) == extracts


def test_a_log_that_was_begun_anew_is_told_before_it_is_signed(sealed_today):
    council = open_council(sealed_today)
    council.close()
    shutil.rmtree(council.path("ledger"))
    council.path("ledger").mkdir()
    with pytest.raises(Damaged, match="not the one that was signed last"):
        open_council(council.directory)


def test_an_open_council_finds_out_too(sealed_today):
    council = open_council(sealed_today)
    shutil.rmtree(council.path("ledger"))
    council.path("ledger").mkdir()
    with pytest.raises(Damaged):
        ask(council)
    council.close()


def test_opening_changes_nothing_where_all_is_well(sealed):
    before = entries_of(sealed)
    assert entries_of(opened(sealed.directory)) == before


NESTED = (
    "select neighbourhood, count(*) as households from council_tax where {} group by 1",
    "tenure in ('Owner', 'Private rent')",
    "tenure in ('Owner')",
)


def test_tables_of_one_release_are_checked_together_and_published_each(sealed):
    """What is in one and not in the other is of the private renters, who are few somewhere."""
    receipts = [ask(sealed, NESTED[0].format(where)).receipt.id for where in NESTED[1:]]
    made = sealed.request_release(
        by=ANALYST,
        receipt=receipts[0],
        name="both",
        title="T",
        beside=[TableAsked(receipts[1], "owners", "T")],
    )
    ids = [made.id, made.beside[0].id]
    assert made.checked.facts["list"] == ids
    assert made.checked.facts["together"]["tables"] == 2
    for release in ids:
        sealed.review_release(
            by=CODES["reviewer"], release_id=release, approve=True, because="Safe."
        )
    assert [sealed.publish(by=CODES["publisher"], release_id=one).state for one in ids] == [
        "published",
        "published",
    ]
    page = sealed.release_for_review(release_id=ids[1]).page
    assert "Solved together with" in page
    assert "Made-up data" in page


def test_a_release_with_an_answer_that_is_not_there_puts_up_nothing(sealed):
    receipt = ask(sealed).receipt.id
    with pytest.raises(NotFound):
        sealed.request_release(
            by=ANALYST, receipt=receipt, name="a", title="T",
            beside=[TableAsked("answer-none", "b", "T")],
        )  # fmt: skip
    with sealed.at_work():
        assert reading.releases() == ()


ANSWERED_IN_ADVANCE = {
    "a number that the board has not put": {"7": "refused: whatever it is"},
    "a meeting that has not been held": {"2027-03-01/1": "refused: whatever it is"},
}


@pytest.mark.parametrize("said", ANSWERED_IN_ADVANCE.values(), ids=ANSWERED_IN_ADVANCE)
def test_no_point_is_answered_before_the_board_puts_it(sealed, tmp_path, said):
    decision = Case(tmp_path).decision
    decision["on_advice"] |= said
    with pytest.raises(BadInput, match="has not put"):
        sealed.decide_use(by=OFFICER, statement=decision)


def test_a_decision_of_a_day_to_come_is_refused(sealed, tmp_path):
    before = state_of(sealed)
    tomorrow = (DAY + timedelta(days=1)).isoformat()
    refusing = {"1": "refused: no", "2": "refused: no", "3": "accepted"}
    decision = {**Case(tmp_path).decision, "on": tomorrow, "on_advice": refusing}
    with pytest.raises(BadInput, match="was not taken yet"):
        sealed.decide_use(by=OFFICER, statement=decision)
    assert state_of(sealed) == before
    assert sealed.decide_use(by=OFFICER, statement={**decision, "on": DAY.isoformat()})


def test_the_same_decision_is_recorded_once_and_another_is_an_act_of_its_own(on_each_database):
    council = on_each_database
    case = Case(council.directory.with_name("stated"))

    def decided() -> int:
        return sum(entry["act"] == "use-decided" for entry in entries_of(council))

    assert decided() == 1
    before = state_of(council)
    assert not council.decide_use(by=OFFICER, statement=case.decision)
    assert state_of(council) == before
    changed = {**case.decision, "because": "Second thoughts, and the same end."}
    assert council.decide_use(by=OFFICER, statement=changed)
    assert council.decide_use(by=OFFICER, statement=case.decision), "the newest says otherwise"
    assert decided() == 3


def test_what_came_since_is_decided_on_anew_in_the_same_words(sealed):
    case = Case(sealed.directory.with_name("stated"))
    later = sealed.holding(HeldClock(sealed.clock.now() + timedelta(hours=1)))
    later.review_design(by=CODES["designer"], statement={**case.design_review, "on": case.on(-1)})
    assert later.decide_use(by=OFFICER, statement=case.decision)
    assert not later.decide_use(by=OFFICER, statement=case.decision)
