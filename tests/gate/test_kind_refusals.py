"""What is told besides no: where a text cannot be read, what was meant, what to write."""

from __future__ import annotations

import re

import pytest

from beholden.gate import decide
from beholden.kernel import BadQuestion

from .warm_homes import IN_FORCE, TERMS


def refused(question: str) -> str:
    decision = decide(question, TERMS, today=IN_FORCE)
    assert decision.refusal is not None
    return decision.refusal.in_words()


def plan_sql(question: str) -> str:
    decision = decide(question, TERMS, today=IN_FORCE)
    assert decision.plan is not None, decision.refusal
    return decision.plan.sql


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("select neighbourhood count(*) from council_tax", (1, 27)),
        ("select tenure,\n  count(* from council_tax", (2, 11)),
        ("select tenure\nfrom council_tax where tenure = 'Jane Doe", (2, 33)),
        ("select 'Zoë', é frm x where group", (1, 21)),
        ("select count(*) from council_tax group tenure", (1, 40)),
        ("\n\nselec tenure from council_tax", (3, 1)),
    ],
)
def test_it_is_told_where_a_text_cannot_be_read_on(text, place):
    with pytest.raises(BadQuestion) as raised:
        decide(text, TERMS, today=IN_FORCE)
    assert raised.value.place == place
    assert f"line {place[0]}, column {place[1]}" in raised.value.why
    told = set(re.findall(r"\w+", str(raised.value).lower()))
    assert not told & {"council_tax", "tenure", "jane", "doe", "zoë", "frm", "selec"}


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("select neighbourhod, count(*) from council_tax group by 1", "neighbourhood"),
        ("select TENURES, count(*) from council_tax group by 1", "tenure"),
        ("select count(*) from counciltax", "council_tax"),
        (
            "select count(*) from council_tax c join energy_certificates e using (uprn)"
            " where e.ratng = 'cold'",
            "rating",
        ),
    ],
)
def test_a_name_much_like_one_that_is_given_is_asked_after(question, meant):
    assert f"Did you mean {meant}?" in refused(question)


@pytest.mark.parametrize("name", ["account", "name", "liable_to", "nothing_of_the_kind"])
def test_what_is_withheld_is_never_what_was_meant(name):
    """Names a letter away from one that is withheld, or from none, are told the same."""
    words = refused(f"select {name[:-1]}x, count(*) from council_tax group by 1")
    assert "Did you mean" not in words
    assert words == refused("select qqqqqqqq, count(*) from council_tax group by 1")


@pytest.mark.parametrize(
    ("value", "write"),
    [
        ("isnull(tenure, 'x')", "coalesce(column, 'other')"),
        ("nvl2(tenure, 'x', 'y')", "case when column is null"),
        ("percentile_cont(0.5) within group (order by arrears)", "quantile_cont(n, 0.9)"),
        ("percentile(arrears, 50)", "median(n)"),
        ("datepart(year, tenure)", "year(column)"),
        ("current_date", "date '2026-12-01'"),
    ],
)
def test_it_is_told_what_to_write_for_what_other_engines_have(value, write):
    assert write in refused(f"select {value} as v, count(*) from council_tax group by all")


BENEATH = (
    "select tenure, count(*) from council_tax join energy_certificates using (uprn)"
    " where rating = 'cold' group by 1"
)


@pytest.mark.parametrize(
    "question",
    [
        "with e as (select uprn, rating from energy_certificates) select tenure, count(*)"
        " from council_tax join e using (uprn) where rating = 'cold' group by 1",
        "with e as (select uprn from energy_certificates where rating = 'cold')"
        " select tenure, count(distinct uprn) from council_tax join e using (uprn) group by 1",
        "with e as (select uprn, rating from energy_certificates),"
        " c as (select uprn, tenure from council_tax)"
        " select tenure, count(*) from c join e using (uprn) where e.rating = 'cold' group by 1",
        "select tenure, count(*) from council_tax"
        " join (select uprn, rating as r from energy_certificates) as e using (uprn)"
        " where r = 'cold' group by 1",
    ],
)
def test_named_rows_are_joined_by_using_as_their_dataset_is(question):
    def joined(sql: str) -> list[str]:
        found = re.search(r"FROM (.*?)\n\)", sql, flags=re.S)
        assert found
        return sorted(re.split(r"\s+(?:WHERE|AND|JOIN)\s+|\bON\b", found[1]))

    ours = plan_sql(question)
    assert '"t1"."uprn" = "t2"."uprn"' in ours
    assert sorted(re.sub(r"[()]", "", " ".join(joined(ours))).split()) == sorted(
        re.sub(r"[()]", "", " ".join(joined(plan_sql(BENEATH)))).split()
    )


@pytest.mark.parametrize(
    "question",
    [
        # The name is another column of the dataset there, or a value worked out.
        "select count(*) from council_tax join (select tenure as uprn from energy_certificates) e"
        " using (uprn)",
        "select count(*) from council_tax join (select uprn + 1 as uprn from energy_certificates)"
        " as e using (uprn)",
        "select count(*) from council_tax left join (select uprn from energy_certificates) as e"
        " using (uprn)",
        "select count(*) from council_tax join (select rating from energy_certificates) as e"
        " using (rating)",
    ],
)
def test_named_rows_are_not_joined_on_what_is_no_agreed_key(question):
    assert refused(question)
