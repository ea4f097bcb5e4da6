"""Self-service: sealed with the extract, asked by anybody, counted on a register, ended with it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from beholden.actions import Council, fitted_tables
from beholden.actions.self_service import right_to_ask, standing_to_ask, still_given
from beholden.kernel import BadQuestion, NotFound, Refusal, Refused

from .ashmere import ADMIN, ANALYST, CODES, DAY, DPO, HEALTH, Case, uprn
from .councils import copied, entries_of, faults_in_whole, opened
from .test_looking_again import OWED, on, review

USE = "warm-homes"
BY_NEIGHBOURHOOD = "select neighbourhood, count(*) as n from council_tax group by 1"
QUESTION = (
    "select neighbourhood, count(*) as n, sum(in_arrears) as owing from council_tax group by 1"
)
ANALYSTS = "select tenure, count(*) from council_tax group by 1"
NO_ROOM = replace(fitted_tables._LIMITS, rows=1)
STAFF, PARTNER = CODES["publisher"], CODES["partner"]


def agree(council: Council, tmp_path: Path, **changed: Any) -> None:
    """State the case's agreement with self-service, and sign it."""
    said = Case(tmp_path / "stated").agreement
    said["outputs"]["self_service"] = {
        "to": "all staff",
        "measures": ["in_arrears"],
        "by": ["neighbourhood", "rating"],
        "known": ["neighbourhood"],
        "guess_bound": "90 in 100",
        **changed,
    }
    council.state_agreement(by=DPO, document=said)
    for who in ("revenues", "housing", "partner"):
        council.sign_agreement(by=CODES[who], agreement="warm-homes-2026")


def change_data(council: Council, tmp_path: Path, *, day: int) -> None:
    """Register the energy certificates anew, with one changed rating."""
    file = tmp_path / f"certificates-{day}.csv"
    with file.open("w", encoding="utf-8", newline="") as to:
        rows = csv.writer(to)
        rows.writerow(["uprn", "rating", "inspector"])
        rows.writerows(
            [uprn(i), "ABCDEFG"[(i + 3 * (i == day)) % 7], "made up"] for i in range(150)
        )
    council.register(
        by=CODES["housing"],
        source=file,
        name="energy_certificates",
        steward="Housing",
        made_up=True,
    )


def told_of_the_stop(council: Council) -> tuple[Refusal, dict[str, Any]]:
    """Return what the staff and the ledger are told of self-service that has stopped."""
    with pytest.raises(Refused) as no:
        council.ask(by=STAFF, use=USE, question=QUESTION)
    stops = [e["facts"].get("self_service_stopped") for e in entries_of(council)]
    return no.value.refusal, next(filter(None, reversed(stops)))


@pytest.fixture(scope="module")
def sealed_for_staff(
    told: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Make the home of a council whose extract has a fitted table for all staff."""
    folder = tmp_path_factory.mktemp("staff")
    council = opened(copied(told("until_agreed", DAY), folder))
    agree(council, folder)
    council.seal(by=DPO, use=USE)
    council.close()
    return folder


@pytest.fixture
def open_to_staff(sealed_for_staff: Path, tmp_path: Path) -> Iterator[Council]:
    council = opened(copied(sealed_for_staff, tmp_path))
    yield council
    council.close()


def test_somebody_who_is_no_analyst_is_answered_with_a_band(open_to_staff):
    answered = open_to_staff.ask(by=STAFF, use=USE, question=QUESTION)
    rows = answered.table.to_pylist()
    assert {row["neighbourhood"] for row in rows} == {"Millbrook", "Northgate"}
    assert all(row["owing_within"] > 0 for row in rows)
    assert all(row["n_within"] == 0 for row in rows)  # the neighbourhood is known of everybody
    assert "19 times in 20" in answered.notes[0]
    said = {clause.where for clause in answered.receipt.clauses}
    assert {"outputs › self_service", "error band › owing"} <= said


def test_the_band_is_about_right(open_to_staff):
    rows = open_to_staff.ask(by=STAFF, use=USE, question=QUESTION).table.to_pylist()
    exact = open_to_staff.ask(
        by=ANALYST,
        use=USE,
        question="select neighbourhood, count(*) as owing from council_tax where in_arrears"
        " group by 1",
    ).table.to_pylist()
    true = {row["neighbourhood"]: row["owing"] for row in exact}
    for row in rows:
        # The analyst's own numbers are rounded to 5.
        assert abs(row["owing"] - true[row["neighbourhood"]]) <= 2 * row["owing_within"] + 2.5


def test_the_same_question_has_the_same_answer_for_ever(open_to_staff):
    one, other = (open_to_staff.ask(by=STAFF, use=USE, question=QUESTION) for _ in range(2))
    assert one.table.equals(other.table)


def test_groups_under_the_boards_size_are_left_out(open_to_staff):
    receipt = open_to_staff.ask(by=STAFF, use=USE, question=QUESTION).receipt
    assert receipt.withheld == {"fewer than 20": 1}


def test_it_is_on_the_record_like_any_question(open_to_staff):
    receipt = open_to_staff.ask(
        by=STAFF, use=USE, question=QUESTION.replace("group by", "where rating = 'cold' group by")
    ).receipt
    entry = entries_of(open_to_staff)[receipt.entry]
    assert entry["act"] == "question-answered"
    assert entry["by"] == "Publisher"
    told = entry["facts"]["question"]
    assert told == "count(*), sum(in_arrears) by neighbourhood chosen by rating"


def test_the_named_analyst_is_still_answered_exactly(open_to_staff):
    answered = open_to_staff.ask(
        by=ANALYST, use=USE, question="select tenure, count(*) from council_tax group by 1"
    )
    assert "_within" not in "".join(answered.table.column_names)


def given_again(council, receipt: str) -> bool:
    standing = standing_to_ask(council, by=CODES["many"], use=USE)
    return still_given(council, standing, question=BY_NEIGHBOURHOOD, receipt=receipt)


def test_an_exact_answer_is_not_shown_again_to_who_is_answered_with_a_band_now(open_to_staff):
    asked = {"by": CODES["many"], "use": USE, "question": BY_NEIGHBOURHOOD}
    receipt = open_to_staff.ask(**asked).receipt.id
    assert given_again(open_to_staff, receipt=receipt)
    now = {"office": "Reviewer", "organisation": HEALTH, "roles": ("reviewer",)}
    open_to_staff.add_person(by=ADMIN, code=CODES["many"], **now)
    assert right_to_ask(open_to_staff, by=CODES["many"], use=USE) == "self-service-ask"
    assert open_to_staff.explain(**asked).allowed
    assert not given_again(open_to_staff, receipt=receipt)
    fitted = open_to_staff.ask(**asked).receipt.id
    assert given_again(open_to_staff, receipt=fitted)


@pytest.mark.parametrize(
    ("question", "says"),
    [
        ("select uprn, count(*) from council_tax group by 1", "groups or chooses by a column"),
        ("select tenure, count(*) from council_tax group by 1", "groups or chooses by a column"),
        ("select sum(arrears) from council_tax", "a number that self-service does not give"),
    ],
)
def test_what_self_service_does_not_give_is_refused_and_written_down(open_to_staff, question, says):
    with pytest.raises(Refused, match=says):
        open_to_staff.ask(by=STAFF, use=USE, question=question)
    assert entries_of(open_to_staff)[-1]["act"] == "question-refused"
    assert question not in str(entries_of(open_to_staff)[-1])


def test_what_is_no_question_is_told_and_written_down(open_to_staff):
    with pytest.raises(BadQuestion):
        open_to_staff.ask(by=STAFF, use=USE, question="select 1; select 2")
    assert entries_of(open_to_staff)[-1]["act"] == "question-unread"


def test_a_partner_is_not_of_the_staff(open_to_staff):
    with pytest.raises(Refused):
        open_to_staff.ask(by=PARTNER, use=USE, question=QUESTION)


def test_a_partner_who_is_named_is_answered(agreed, tmp_path):
    agree(agreed, tmp_path, to=[HEALTH])
    agreed.seal(by=DPO, use=USE)
    assert agreed.ask(by=PARTNER, use=USE, question=QUESTION).table.num_rows == 2
    with pytest.raises(Refused):
        agreed.ask(by=STAFF, use=USE, question=QUESTION)


def test_explain_tells_without_answering(open_to_staff):
    before = len(entries_of(open_to_staff))
    assert open_to_staff.explain(by=STAFF, use=USE, question=QUESTION).allowed
    assert len(entries_of(open_to_staff)) == before


def test_sealing_the_same_versions_again_costs_nothing_and_tells_nothing(open_to_staff):
    first = open_to_staff.ask(by=STAFF, use=USE, question=QUESTION).table
    open_to_staff.seal(by=DPO, use=USE)
    assert open_to_staff.ask(by=STAFF, use=USE, question=QUESTION).table.equals(first)
    told = [e["facts"]["fitted"] for e in entries_of(open_to_staff) if "fitted" in e["facts"]]
    assert [seal["new"] > 0 for seal in told] == [True, False]
    # The whole cost stays on the register: the tables are told anew in the year that begins.
    assert told[0]["cost"] == told[1]["cost"] == told[0]["new"]
    assert faults_in_whole(open_to_staff) == []


def test_where_the_allowance_is_used_up_the_extract_is_sealed_and_self_service_stops(
    open_to_staff, tmp_path
):
    change_data(open_to_staff, tmp_path, day=1)
    extract = open_to_staff.seal(by=DPO, use=USE)
    assert f"Seal again from {DAY + timedelta(365)} on" in extract.notes[0]
    assert "self_service_stopped" in entries_of(open_to_staff)[-1]["facts"]
    with pytest.raises(Refused, match="allowance of these subjects for a year is used up") as no:
        open_to_staff.ask(by=STAFF, use=USE, question=QUESTION)
    assert f"room again on {DAY + timedelta(365)}" in str(no.value)
    assert open_to_staff.ask(by=ANALYST, use=USE, question=ANALYSTS).receipt.shown
    assert not list(open_to_staff.path("extracts").glob("*.fitted"))
    assert faults_in_whole(open_to_staff) == []


def test_an_objection_takes_effect_though_the_allowance_is_used_up(open_to_staff, tmp_path):
    objectors = tmp_path / "objectors.txt"
    objectors.write_text(f"{uprn(1)}\n{uprn(2)}\n", "utf-8")
    open_to_staff.add_objections(by=DPO, use=USE, subjects=objectors)
    extract = open_to_staff.seal(by=DPO, use=USE)
    assert extract.objected["council_tax"] == 2
    assert extract.notes
    with pytest.raises(Refused, match="used up"):
        open_to_staff.ask(by=STAFF, use=USE, question=QUESTION)


def test_an_objection_takes_effect_though_nobody_is_left(agreed, tmp_path):
    agree(agreed, tmp_path)
    agreed.seal(by=DPO, use=USE)
    objectors = tmp_path / "objectors.txt"
    objectors.write_text("\n".join(map(uprn, range(200))), "utf-8")
    agreed.add_objections(by=DPO, use=USE, subjects=objectors)
    extract = agreed.seal(by=DPO, use=USE)
    assert extract.rows["council_tax"] == 0
    assert any("nobody to count" in note for note in extract.notes)
    assert agreed.ask(by=ANALYST, use=USE, question=ANALYSTS).table.num_rows == 0


def test_an_objection_costs_a_seal_whomever_it_names(agreed, tmp_path):
    """Were it charged only where it changed the tables, the charge would tell who is in them."""
    agree(agreed, tmp_path, seals_a_year=3)
    objectors, costs = tmp_path / "objectors.txt", []
    for named in (None, uprn(1), uprn(10_000)):
        if named:
            objectors.write_text(named, "utf-8")
            agreed.add_objections(by=DPO, use=USE, subjects=objectors)
        agreed.seal(by=DPO, use=USE)
        costs.append(
            [e["facts"]["fitted"]["cost"] for e in entries_of(agreed) if "fitted" in e["facts"]][-1]
        )
    assert costs[0] > 0
    assert costs == [costs[0]] * 3


def test_as_many_seals_as_were_agreed_are_made_and_no_more(agreed, tmp_path):
    agree(agreed, tmp_path, seals_a_year=2)
    agreed.seal(by=DPO, use=USE)
    first = agreed.ask(by=STAFF, use=USE, question=QUESTION).table
    change_data(agreed, tmp_path, day=1)
    agreed.seal(by=DPO, use=USE)
    assert not agreed.ask(by=STAFF, use=USE, question=QUESTION).table.equals(first)
    change_data(agreed, tmp_path, day=2)
    assert agreed.seal(by=DPO, use=USE).notes


def test_another_version_of_the_agreement_is_on_the_same_register(open_to_staff, tmp_path):
    agree(open_to_staff, tmp_path, guess_bound="89 in 100")
    open_to_staff.seal(by=DPO, use=USE)
    with pytest.raises(Refused, match="89 in 100 was promised"):
        open_to_staff.ask(by=STAFF, use=USE, question=QUESTION)


def test_the_fitted_table_ends_with_its_extract(open_to_staff):
    (file,) = open_to_staff.path("extracts").glob("*.fitted")
    kept = file.read_bytes()
    open_to_staff.end_agreement(by=DPO, agreement="warm-homes-2026", because="Over.")
    assert not file.exists()
    file.write_bytes(kept)  # a copy that somebody had
    with pytest.raises(Refused, match="the agreement has ended"):
        open_to_staff.ask(by=STAFF, use=USE, question=QUESTION)
    assert not open_to_staff.keys.has(file.stem)


def test_the_file_holds_no_name_and_opens_with_no_other_key(open_to_staff):
    (file,) = open_to_staff.path("extracts").glob("*.fitted")
    assert b"Millbrook" not in file.read_bytes()
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(bytes(content))
    with pytest.raises(Exception, match="not as it was sealed"):
        open_to_staff.ask(by=STAFF, use=USE, question=QUESTION)


def test_nothing_is_answered_before_it_is_sealed(agreed, tmp_path):
    agree(agreed, tmp_path)
    with pytest.raises(NotFound, match="Nothing has been sealed"):
        agreed.ask(by=STAFF, use=USE, question=QUESTION)


def test_what_a_fitted_table_cannot_protect_stops_self_service_and_not_the_seal(agreed, tmp_path):
    """A protected dimension must state its values; objections take effect all the same."""
    agree(agreed, tmp_path, by=["neighbourhood", "tenure"])
    objectors = tmp_path / "objectors.txt"
    objectors.write_text(uprn(1), "utf-8")
    agreed.add_objections(by=DPO, use=USE, subjects=objectors)
    extract = agreed.seal(by=DPO, use=USE)
    assert extract.objected["council_tax"] == 1
    assert "tenure is protected" in extract.notes[0]
    assert "Give tenure bands" in extract.notes[0]
    no, kept = told_of_the_stop(agreed)
    assert "tenure" not in f"{no} {kept}"  # what no table can be made of may rest on one cell
    assert agreed.ask(by=ANALYST, use=USE, question=ANALYSTS).receipt.shown
    assert faults_in_whole(agreed) == []


def test_a_fitted_table_that_a_limit_stopped_is_made_at_the_next_seal(
    agreed, tmp_path, monkeypatch
):
    agree(agreed, tmp_path)
    with monkeypatch.context() as machine:
        machine.setattr(fitted_tables, "_LIMITS", NO_ROOM)
        (note,) = agreed.seal(by=DPO, use=USE).notes
    assert "no fitted table could be made this time" in note
    assert note.endswith("Seal again.")
    no, kept = told_of_the_stop(agreed)
    assert no.what == "no fitted table was made when this was sealed."
    assert kept == {"not_made": True}
    assert agreed.seal(by=DPO, use=USE).notes == ()
    assert agreed.ask(by=STAFF, use=USE, question=QUESTION).table.num_rows == 2


def test_the_stop_of_an_earlier_agreement_is_not_told_of_the_one_in_force(open_to_staff, tmp_path):
    change_data(open_to_staff, tmp_path, day=1)
    assert open_to_staff.seal(by=DPO, use=USE).notes
    agree(open_to_staff, tmp_path, guess_bound="89 in 100")
    with pytest.raises(NotFound, match="Nothing has been sealed"):
        open_to_staff.ask(by=STAFF, use=USE, question=QUESTION)
    assert open_to_staff.explain(by=STAFF, use=USE, question=QUESTION).allowed


def test_explain_says_no_while_self_service_is_stopped(open_to_staff, tmp_path):
    change_data(open_to_staff, tmp_path, day=1)
    open_to_staff.seal(by=DPO, use=USE)
    decision = open_to_staff.explain(by=STAFF, use=USE, question=QUESTION)
    assert not decision.allowed
    assert "used up" in decision.refusal.what
    with pytest.raises(Refused) as no:
        open_to_staff.ask(by=STAFF, use=USE, question=QUESTION)
    assert no.value.refusal == decision.refusal


def test_the_register_knows_households_by_their_word_their_column_and_their_dataset(open_to_staff):
    (told,) = [e["facts"]["fitted"] for e in entries_of(open_to_staff) if "fitted" in e["facts"]]
    assert told["population"] == ["subject household", "column uprn", "dataset council_tax"]


def test_an_amount_is_cut_at_its_cap(agreed, tmp_path):
    agree(agreed, tmp_path, measures=["arrears"], caps={"arrears": 50})
    agreed.seal(by=DPO, use=USE)
    question = "select sum(arrears) as s, count(*) as n from council_tax"
    (row,) = agreed.ask(by=STAFF, use=USE, question=question).table.to_pylist()
    # Every arrears of the case is over 50, so each household counts as 50.
    assert row["s"] == pytest.approx(50 * row["n"], abs=3 * row["s_within"])


def test_after_the_calendar_ended_it_nothing_is_answered(open_to_staff):
    later = opened(open_to_staff.directory, DAY + timedelta(200))
    with pytest.raises(Refused, match="the agreement has ended"):
        later.ask(by=STAFF, use=USE, question=QUESTION)
    later.close()


def test_a_review_owed_stops_self_service_and_a_recorded_one_lets_it_go_on(open_to_staff):
    council = on(open_to_staff, OWED)
    with pytest.raises(Refused) as no:
        council.ask(by=STAFF, use=USE, question=QUESTION)
    assert no.value.refusal.clause == "conditions › review_by"
    assert not council.explain(by=STAFF, use=USE, question=QUESTION).allowed
    review(council, OWED, next_review=(OWED + timedelta(20)).isoformat())
    assert council.ask(by=STAFF, use=USE, question=QUESTION).table.num_rows == 2
    council = on(council, OWED + timedelta(20))
    assert not council.explain(by=STAFF, use=USE, question=QUESTION).allowed
    council.close()
