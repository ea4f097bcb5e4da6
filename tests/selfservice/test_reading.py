"""What self-service answers, what it refuses and in which words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from beholden.kernel import BadQuestion
from beholden.selfservice import Asked, decide_fitted

from . import people

TERMS = people.terms()

ALLOWED = [
    "select count(*) from council_tax",
    "select ward, count(*) from council_tax group by ward",
    "select ward, tenure, share(in_arrears) as s from council_tax group by all"
    " order by s desc limit 3",
    "SELECT Ward AS w, AVG(arrears) FROM Council_Tax GROUP BY w ORDER BY 2",
    "select sum(arrears), avg(in_arrears) from council_tax where ward in ('A', 'B')"
    " and not age = 'old'",
    "select ward, sum(in_arrears) from council_tax where (tenure is null"
    " or tenure <> 'own') group by 1",
]

# One fault a row: the question, and what the refusal says.
REFUSED = [
    ("select * from council_tax", "self-service does not answer"),
    ("select uprn, count(*) from council_tax group by 1", "groups or chooses by a column"),
    ("select count(*) from council_tax where arrears > 100", "groups or chooses by a column"),
    ("select sum(uprn) from council_tax", "asks for a number that self-service does not give"),
    ("select sum(name) from council_tax", "asks for a number that self-service does not give"),
    ("select count(*) from energy", "asked of one table"),
    ("select count(*) from council_tax join energy using (uprn)", "does not answer joins"),
    ("select a join b" + " a join b" * 200, "does not answer joins"),
    ("select count(*) from (select * from council_tax)", "asked of one table"),
    ("select count(*) from read_csv('x.csv')", "asked of one table"),
    ("select count(*) from council_tax where ward = (select 'A')", "anything but a plain value"),
    ("select max(arrears) from council_tax", "other functions"),
    ("select sum(arrears * 2) from council_tax", "asks for a number that self-service does not"),
    ("select count(distinct ward) from council_tax", "other functions"),
    ("select sum(arrears) over () from council_tax", "other functions"),
    ("select sum(arrears) filter (where ward = 'A') from council_tax", "other functions"),
    ("select ward, count(*) from council_tax", "dimensions without GROUP BY"),
    ("select ward, count(*) from council_tax group by tenure", "GROUP BY of other columns"),
    ("select ward, count(*) from council_tax group by rollup (ward)", "groups or chooses by"),
    ("select count(*) from council_tax having count(*) > 5", "HAVING"),
    ("with x as (select 1) select count(*) from council_tax", "WITH"),
    ("select distinct count(*) from council_tax", "DISTINCT"),
    ("select count(*) from council_tax order by uprn", "ORDER BY of what is not selected"),
    ("select count(*) from council_tax union select 1", "anything but a SELECT"),
    ("drop table council_tax", "anything but a SELECT"),
    ("select count(*) from council_tax where ward like 'A%'", "conditions other than"),
    ("select count(*) from council_tax where ward = tenure", "anything but a plain value"),
    ("select count(*) from council_tax limit (select 1)", "a LIMIT that is no number"),
    ("select count(*), count(*) from council_tax", "two of one name"),
    ("select ward from council_tax group by 1", "without a number"),
    ("select count(*) from council_tax tablesample 10%", "asked of one table"),
    ("select count(*) from other.council_tax", "asked of one table"),
    ("select count(*) from council_tax c where x.y.ward = 'A'", "groups or chooses by a column"),
]


@pytest.mark.parametrize("question", ALLOWED)
def test_the_small_form_is_answered(question):
    decision = decide_fitted(question, TERMS, today=people.DAY)
    assert decision.allowed, decision.refusal
    assert decision.clauses[0].where == "outputs › self_service"


@pytest.mark.parametrize(("question", "says"), REFUSED)
def test_everything_else_is_refused(question, says):
    decision = decide_fitted(question, TERMS, today=people.DAY)
    assert not decision.allowed
    assert says in decision.refusal.in_words()


@pytest.mark.parametrize(
    "question",
    ["", "select 1; select 2", "what is this?", "select count(" * 2000, "(" * 9000],
)
def test_what_is_no_question_is_told(question):
    with pytest.raises(BadQuestion):
        decide_fitted(question, TERMS, today=people.DAY)


def test_a_withheld_column_and_one_that_there_is_not_are_refused_in_the_same_words():
    texts = {
        decide_fitted(
            f"select {name}, count(*) from council_tax group by 1", TERMS, today=people.DAY
        ).refusal
        for name in ("uprn", "name", "no_such_column")
    }
    assert len(texts) == 1


@pytest.mark.parametrize(
    ("days", "clause"), [(-20, "from"), (200, "until")], ids=["before", "after"]
)
def test_outside_its_days_nothing_is_answered(days, clause):
    decision = decide_fitted(ALLOWED[0], TERMS, today=people.DAY + timedelta(days))
    assert decision.refusal.clause == clause


def test_what_is_read_is_what_was_asked():
    asks = decide_fitted(ALLOWED[2], TERMS, today=date(2026, 12, 10)).asks
    assert asks.groups == (("ward", "ward"), ("tenure", "tenure"))
    assert asks.asked == (Asked("s", "avg", "in_arrears"),)
    assert asks.order == (("s", True),)
    assert asks.limit == 3
