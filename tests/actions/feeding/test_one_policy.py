"""One policy whichever door is used: what asking refuses or shows, the feed refuses or holds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from learning.written import COURSE

from actions import test_training, test_undertakings
from beholden.actions import Council
from beholden.kernel import Refused

from ..ashmere import ADMIN, ANALYST, CODES, DPO, HEALTH
from .fed import AGREEMENT, OFFICER, OWNER, USE, given, in_days, opened_feed, rows

QUESTION = "select tenure, count(*) as n from council_tax group by 1 order by 1"


def clause_of(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return str(refused.value.refusal.clause)


def asking(council: Council) -> str:
    return clause_of(lambda: council.ask(by=ANALYST, use=USE, question=QUESTION))


def feeding(council: Council) -> str:
    """Return by what a feed is refused: when it is asked for, or when access is given to it."""
    return clause_of(lambda: given(opened_feed(council)))


def untrained(council: Council) -> Council:
    council.publish_course(by=DPO, text=COURSE)
    council.require_training(by=DPO, statement={"requires": {"question-ask": [test_training.CODE]}})
    return council


def lapsed(council: Council) -> Council:
    said = test_undertakings.stated(**{"else": "stop"})
    council.state_undertaking(by=OWNER, statement=said)
    return in_days(council, 40)


def moved(council: Council) -> Council:
    council.add_person(
        by=ADMIN, code=ANALYST, office="Analyst", organisation="Elsewhere", roles=["analyst"]
    )
    return council


def without_the_right(council: Council) -> Council:
    council.add_person(
        by=ADMIN, code=ANALYST, office="Analyst", organisation=HEALTH, roles=["reviewer"]
    )
    return council


def suspended(council: Council) -> Council:
    council.suspend_agreement(by=OFFICER, agreement=AGREEMENT, because="A doubt.")
    return council


def ended(council: Council) -> Council:
    council.end_agreement(by=DPO, agreement=AGREEMENT, because="A test.")
    return council


SAME = {
    "suspended": suspended,
    "ended before its day": ended,
    "after its last day": lambda council: in_days(council, 112),
    "a review is owed": lambda council: in_days(council, 53),
    "what was undertaken has lapsed": lapsed,
    "no training": untrained,
    "no right to ask": without_the_right,
}


@pytest.mark.parametrize("why", SAME)
def test_what_asking_refuses_the_feed_refuses_by_the_same_clause(sealed_with_rows, why):
    council = SAME[why](sealed_with_rows)
    assert feeding(council) == asking(council)


def test_whom_an_output_does_not_name_it_is_not_given_whichever_it_is(sealed_with_rows):
    council = moved(sealed_with_rows)
    assert asking(council) == "outputs › aggregate › to"
    assert feeding(council) == "outputs › records › to"


def test_asking_shows_totals_of_the_very_rows_that_the_feed_holds(with_feed):
    """The same question both ways: asking rounds and withholds, the feed holds what it counts."""
    answered = with_feed.ask(by=ANALYST, use=USE, question=QUESTION).table.to_pylist()
    login = given(with_feed)
    counted = dict(rows(login, "SELECT tenure, count(*) FROM council_tax GROUP BY 1"))
    assert {row["tenure"]: row["n"] for row in answered} == {
        tenure: 5 * round(number / 5) for tenure, number in counted.items()
    }
    joined = (
        "select rating, count(*) as n from council_tax join energy_certificates using (uprn)"
        " group by 1 order by 1"
    )
    answered = with_feed.ask(by=ANALYST, use=USE, question=joined).table.to_pylist()
    counted = dict(rows(login, joined.replace("as n ", "")))
    assert {row["rating"]: row["n"] for row in answered} == {
        rating: 5 * round(number / 5) for rating, number in counted.items()
    }


def test_rows_are_given_by_the_feed_and_never_by_asking(with_feed):
    """Asking lists nobody, even where the agreement gives rows: that is another act."""
    listing = "select uprn, tenure from council_tax"
    refused = clause_of(lambda: with_feed.ask(by=ANALYST, use=USE, question=listing))
    assert refused == "datasets › council_tax › uprn"
    assert len(rows(given(with_feed), listing)) == 145


def test_columns_that_are_not_of_the_rows_are_in_no_table_though_asking_counts_by_them(with_feed):
    by = "select neighbourhood, count(*) from council_tax group by 1"
    assert with_feed.ask(by=ANALYST, use=USE, question=by).table.num_rows
    import psycopg

    with pytest.raises(psycopg.errors.UndefinedColumn):
        rows(given(with_feed), by)
    assert CODES
