"""Deciding on rows: whoever may not is refused by the clause, and the rest get what is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from beholden.gate import as_signed, decide, decide_rows
from beholden.kernel import BadInput, ColumnRole, KeptApart

from .warm_homes import CONDITIONS, IN_FORCE, agreement, terms

TEAM, SQL = "Warm Homes team", "select count(*) from council_tax"
COLUMNS = ["uprn", "tenure", "rating"]


def with_rows(*columns: str, conditions: tuple = CONDITIONS, **changed):
    said = agreement()
    said["outputs"]["records"]["columns"] = list(columns or COLUMNS)
    said["outputs"].pop("self_service")
    return terms({**said, **changed}, conditions=conditions)


def given(decision) -> dict[str, list[str]]:
    return {table.dataset: [c.name for c in table.columns] for table in decision.tables}


def test_rows_are_of_the_named_columns_and_no_others():
    decision = decide_rows(with_rows(), today=IN_FORCE, organisation=TEAM)
    assert given(decision) == {
        "council_tax": ["uprn", "tenure"],
        "energy_certificates": ["uprn", "rating"],
        "support_scheme": ["uprn"],
    }
    assert decision.until == date(2027, 1, 31)  # the day before the review is owed
    assert decision.clauses[0].where == "outputs › records"
    assert "datasets › energy_certificates › rating" in {c.where for c in decision.clauses}


def test_without_a_review_rows_may_be_had_until_the_last_day():
    decision = decide_rows(with_rows(conditions=()), today=IN_FORCE)
    assert decision.until == date(2027, 3, 31)


def closed(condition: dict):
    return with_rows(conditions=(*CONDITIONS, condition))


WHO = {"organisation": TEAM}
REFUSED = {
    "the first day has not come": (with_rows(), date(2026, 11, 30), WHO, "from"),
    "the last day has passed": (with_rows(), date(2027, 4, 1), WHO, "until"),
    "a review is owed": (with_rows(), date(2027, 2, 1), WHO, "conditions › review_by"),
    "a course is lacking": (
        replace(with_rows(), training=("data-ethics",)),
        IN_FORCE,
        {**WHO, "lacks": ["data-ethics"]},
        "training",
    ),
    "another organisation": (
        with_rows(),
        IN_FORCE,
        {"organisation": "Public Health Intelligence"},
        "outputs › records › to",
    ),
    "no records": (replace(with_rows(), records=None), IN_FORCE, WHO, "outputs › records"),
    "the board closed it": (
        closed({"no_output": ["records"]}),
        IN_FORCE,
        WHO,
        "outputs › records",
    ),
}


@pytest.mark.parametrize("why", REFUSED)
def test_rows_are_refused_by_the_clause(why):
    of, today, who, clause = REFUSED[why]
    decision = decide_rows(of, today=today, **who)
    assert not decision.allowed
    assert decision.refusal.clause == clause
    assert (decision.tables, decision.until) == ((), None)


@pytest.mark.parametrize(
    "why", ["the first day has not come", "the last day has passed", "a review is owed"]
)
def test_days_are_those_of_a_question(why):
    of, today, who, _ = REFUSED[why]
    asked = decide(SQL, of, today=today)
    assert decide_rows(of, today=today, **who).refusal == asked.refusal


def test_training_is_that_of_a_question():
    of = replace(with_rows(), training=("data-ethics",))
    asked = decide(SQL, of, today=IN_FORCE, lacks=["data-ethics"])
    assert decide_rows(of, today=IN_FORCE, lacks=["data-ethics"]).refusal == asked.refusal


def test_all_staff_names_nobody():
    of = with_rows()
    everybody = replace(of, records=replace(of.records, to=("all staff",)))
    for organisation in (None, "all staff", TEAM):
        decision = decide_rows(everybody, today=IN_FORCE, organisation=organisation)
        assert decision.refusal.clause == "outputs › records › to"


def test_what_the_board_withholds_is_in_no_row():
    with pytest.raises(BadInput, match="cannot be used"):  # the agreement is to be changed first
        closed({"withhold": ["tenure"]})
    of = with_rows()
    (tax, *others) = of.datasets
    hidden = tuple(
        replace(c, role=ColumnRole.WITHHELD) if c.name == "tenure" else c for c in tax.columns
    )
    withheld = replace(of, datasets=(replace(tax, columns=hidden), *others))
    assert given(decide_rows(withheld, today=IN_FORCE))["council_tax"] == ["uprn"]


def test_where_nothing_is_left_nothing_is_given():
    of = with_rows("tenure")
    left = tuple(
        replace(d, columns=tuple(c for c in d.columns if c.name != "tenure")) for d in of.datasets
    )
    decision = decide_rows(replace(of, datasets=left), today=IN_FORCE)
    assert decision.refusal.clause == "outputs › records › columns"


def test_columns_that_are_kept_apart_are_not_given_in_one_feed():
    """Not in one table and not in two: whoever has both could cross them."""
    for columns in (("tenure", "neighbourhood"), ("tenure", "rating")):
        apart = replace(with_rows(*columns, "uprn"), kept_apart=(KeptApart(columns, "advice"),))
        assert decide_rows(apart, today=IN_FORCE).refusal.clause == "conditions › never_together"


def test_what_the_agreement_does_not_join_cannot_be_joined_in_a_feed():
    of = with_rows()
    apart = replace(of, joins=())
    assert decide_rows(apart, today=IN_FORCE).refusal.clause == "joins"
    through = replace(
        of,
        joins=tuple(
            replace(join, among=pair)
            for join in of.joins
            for pair in (
                ("council_tax", "energy_certificates"),
                ("energy_certificates", "support_scheme"),
            )
        ),
    )
    assert decide_rows(through, today=IN_FORCE).allowed
    without_keys = replace(
        with_rows("tenure", "rating"), joins=()
    )  # nothing by which rows could be told to be of the same household
    assert decide_rows(without_keys, today=IN_FORCE).allowed


def test_rows_wait_for_everybody_who_joins_severally():
    of = replace(with_rows(), severally=True)
    some = as_signed(of, {"Revenues and Benefits", "Public Health Intelligence"})
    assert decide_rows(some, today=IN_FORCE).refusal.clause == "outputs › records"
