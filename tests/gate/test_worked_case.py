"""The worked case's questions, word for word, and what each is told."""

from datetime import date

import pytest

from beholden.gate import compile_terms, decide
from beholden.kernel import BadQuestion

from .warm_homes import (
    COLUMNS,
    CONDITIONS,
    IN_FORCE,
    STEWARDS,
    TERMS,
    agreement,
    ask,
    borough,
    terms,
)

COLD_HOMES = (
    "select neighbourhood, tenure, count(*) from council_tax join energy_certificates using (uprn)"
    " left join support_scheme using (uprn) where in_arrears and rating = 'cold'"
    " and enrolled is not true group by all order by 3 desc"
)
ARREARS_LISTED = """\
Not allowed: this question would list arrears for each household.

  The agreement warm-homes-2026 gives you arrears as a measure: it may be summed or averaged over \
groups of at least 20 households, and never shown for one.  (datasets › council_tax › arrears)

  Try:  select neighbourhood, avg(arrears) from council_tax group by 1
  Or ask the steward of council_tax (Revenues and Benefits) to change the agreement."""


def refused(question: str, today: date = IN_FORCE, under=TERMS) -> str:
    decision = decide(question, under, today=today)
    assert not decision.allowed
    assert decision.plan is None
    return decision.refusal.in_words()


def test_cold_homes_in_arrears_are_counted_in_groups_of_twenty_rounded_to_five():
    decision = decide(COLD_HOMES, TERMS, today=IN_FORCE)
    plan = decision.plan
    assert decision.allowed
    assert (plan.smallest_group, plan.round_to) == (20, 5)
    assert plan.because == "advice of 12 November 2026, point 2"
    assert plan.output == ("neighbourhood", "tenure", "households")
    assert plan.datasets == ("council_tax", "energy_certificates", "support_scheme")
    said = {clause.where: clause.says for clause in decision.clauses}
    assert said["datasets › council_tax › in_arrears"] == "in_arrears may choose and group"
    assert "advice of 12 November 2026, point 2" in said["outputs › aggregate"]


def test_the_answer_is_ordered_and_holds_no_small_group():
    answer = ask(COLD_HOMES, TERMS, borough())
    households = answer.table.column("households").to_pylist()
    assert households == sorted(households, reverse=True)
    assert all(n >= 20 and n % 5 == 0 for n in households)
    assert answer.withheld["fewer than 20 households"] > 0


def test_an_average_over_a_neighbourhood_is_allowed_from_twenty_households():
    decision = decide(
        "select avg(arrears) from council_tax where neighbourhood = 'Millbrook'",
        TERMS,
        today=IN_FORCE,
    )
    assert decision.plan.smallest_group == 20
    assert decision.plan.largest_share == 0.5


def test_listing_arrears_is_refused_in_these_words():
    assert refused("select uprn, arrears from council_tax") == ARREARS_LISTED


def test_a_withheld_column_and_one_that_there_is_not_are_refused_in_the_same_words():
    withheld = refused("select name from council_tax")
    assert withheld == refused("select no_such_thing from council_tax")
    assert withheld == refused('select "Ann Example" from council_tax')
    explicit = agreement()
    explicit["datasets"]["council_tax"]["columns"]["name"] = {"role": "withheld"}
    assert withheld == refused("select name from council_tax", under=terms(explicit))
    without = {**COLUMNS, "council_tax": COLUMNS["council_tax"] - {"name"}}
    never_there = compile_terms(
        agreement(), purpose="p", stewards=STEWARDS, columns=without, conditions=CONDITIONS
    )
    assert withheld == refused("select name from council_tax", under=never_there)
    assert "name" not in withheld.replace("names a column", "")


def test_arrears_may_not_choose_and_the_refusal_says_which_dimension_to_use():
    words = refused(
        "select neighbourhood, count(*) from council_tax where arrears > 5000 group by 1"
    )
    assert words.startswith("Not allowed: this question would let arrears choose who is counted.\n")
    assert "Use a dimension instead: tenure, neighbourhood or in_arrears." in words
    tried = "select neighbourhood, count(*) from council_tax where in_arrears group by 1"
    assert f"Try:  {tried}\n" in words
    assert decide(tried, TERMS, today=IN_FORCE).allowed


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 11, 30), "the agreement has not begun."),
        (date(2027, 2, 1), "this use must be reviewed before anything more is asked."),
        (date(2027, 3, 31), "this use must be reviewed before anything more is asked."),
        (date(2027, 4, 1), "the agreement has ended; there is nothing left to ask."),
    ],
)
def test_days_on_which_nothing_may_be_asked(today, told):
    assert refused(COLD_HOMES, today).startswith(f"Not allowed: {told}")


@pytest.mark.parametrize("today", [date(2026, 12, 1), date(2027, 1, 31)])
def test_days_on_which_it_may_be_asked(today):
    assert decide(COLD_HOMES, TERMS, today=today).allowed


def test_with_its_review_recorded_it_may_be_asked_to_the_last_day():
    reviewed = terms(conditions=CONDITIONS[:1])
    assert decide(COLD_HOMES, reviewed, today=date(2027, 3, 31)).allowed
    assert not decide(COLD_HOMES, reviewed, today=date(2027, 4, 1)).allowed


def test_an_agreement_without_aggregates_says_what_it_gives_instead():
    only_letters = agreement()
    del only_letters["outputs"]["aggregate"]
    words = refused(COLD_HOMES, under=terms(only_letters))
    assert "does not name the output aggregate" in words
    assert "rows for one named act" in words
    assert "self-service" in words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "-- nothing but a comment",
        ";",
        "select 1; select 2",
        "select count(*) from council_tax; drop table council_tax",
        "hello world",
        "select",
        "select from where",
        "select count(* from council_tax",
        "select 'unfinished from council_tax",
        "select count(*) from council_tax where tenure = 'a\x00b'",
        "how many households are in arrears?",
        "select count(*) from council_tax group by 2",
        "select tenure, count(*) from council_tax group by 1 order by 9",
    ],
)
def test_what_cannot_be_read_as_one_question(text):
    with pytest.raises(BadQuestion):
        decide(text, TERMS, today=IN_FORCE)


@pytest.mark.parametrize(
    "text",
    [
        "select count(*) from council_tax where tenure = '" + "x" * 1_000_000 + "'",
        "select count(*) from council_tax where " + " and ".join(["in_arrears"] * 20_000),
        "select " + ", ".join(f"count(*) as c{n}" for n in range(5_000)) + " from council_tax",
        "select " + "(" * 500 + "1" + ")" * 500 + " from council_tax",
        "select " + "not " * 3_000 + "true from council_tax",
        "select " + "case when in_arrears then " * 900 + "1" + " end" * 900 + " from council_tax",
        "select " + "- " * 3_500 + "1 from council_tax",
        "select count(*) from council_tax where " + " and ".join(["in_arrears"] * 1_500),
        "select count(*)" + " + 1" * 1_500 + " from council_tax",
        "select count(*) from " + "(select * from " * 40 + "council_tax" + ")" * 40,
    ],
    ids=[
        "megabyte",
        "ands",
        "results",
        "brackets",
        "nots",
        "cases",
        "minuses",
        "fewer-ands",
        "sums",
        "levels",
    ],
)
def test_what_is_too_long_or_too_deep_is_a_bad_question_soon(text):
    with pytest.raises(BadQuestion, match=r"too long or too deep|cannot be read"):
        decide(text, TERMS, today=IN_FORCE)


def test_a_name_of_two_datasets_must_say_which():
    both = agreement()
    both["datasets"]["support_scheme"]["columns"]["tenure"] = {"role": "dimension"}
    columns = {**COLUMNS, "support_scheme": COLUMNS["support_scheme"] | {"tenure"}}
    under = compile_terms(both, purpose="p", stewards=STEWARDS, columns=columns)
    joined = "from council_tax join support_scheme using (uprn) group by 1"
    with pytest.raises(BadQuestion, match="two datasets"):
        decide(f"select tenure, count(*) {joined}", under, today=IN_FORCE)
    assert decide(f"select support_scheme.tenure, count(*) {joined}", under, today=IN_FORCE).allowed
