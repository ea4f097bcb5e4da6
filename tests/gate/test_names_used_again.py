"""A name that a question gives a result may be used again in it, as DuckDB allows."""

import pytest

from beholden.gate import decide

from .warm_homes import IN_FORCE, TERMS

WARDS = "with wards as (select neighbourhood, tenure, count(*) as n from council_tax group by all)"
SAME = [
    (
        "select count(*) as n, n / 2 as half from council_tax",
        "select count(*) as n, (count(*)) / 2 as half from council_tax",
    ),
    (
        "select tenure as t, upper(t) as u, count(*) as n from council_tax group by all",
        "select tenure as t, upper((tenure)) as u, count(*) as n from council_tax group by all",
    ),
    (
        "select count(*) as n, n + 1 as m, m * n as o from council_tax",
        "select count(*) as n, (count(*)) + 1 as m, ((count(*)) + 1) * (count(*)) as o"
        " from council_tax",
    ),
    (
        "select tenure as t, count(*) as n from council_tax where t <> 'x' group by all",
        "select tenure as t, count(*) as n from council_tax where (tenure) <> 'x' group by all",
    ),
    (
        f"{WARDS} select n * 2 as twice, twice + 1 as more from wards where more > 9",
        f"{WARDS} select n * 2 as twice, (n * 2) + 1 as more from wards where ((n * 2) + 1) > 9",
    ),
    (
        "select u, count(*) as n from (select tenure as t, upper(t) as u from council_tax)"
        " group by u",
        "select u, count(*) as n from (select tenure as t, upper((tenure)) as u from council_tax)"
        " group by u",
    ),
    # a column that there is is meant before a name
    (
        f"{WARDS} select n * 2 as n, n + 1 as more from wards",
        f"{WARDS} select n * 2 as n, wards.n + 1 as more from wards",
    ),
    (
        "select upper(neighbourhood) as tenure, lower(tenure) as l, count(*) as n"
        " from council_tax group by 1, 2",
        "select upper(neighbourhood) as tenure, lower(council_tax.tenure) as l, count(*) as n"
        " from council_tax group by 1, 2",
    ),
    # every result, in order
    (
        "select tenure, count(*) as n from council_tax group by all order by all",
        "select tenure, count(*) as n from council_tax group by all order by 1, 2",
    ),
    (
        f"{WARDS} select *, n + 1 as m from wards order by all desc nulls first",
        f"{WARDS} select *, n + 1 as m from wards"
        " order by 1 desc nulls first, 2 desc nulls first, 3 desc nulls first, 4 desc nulls first",
    ),
    (
        "select tenure from council_tax group by 1 union select 'none' order by all",
        "select tenure from council_tax group by 1 union select 'none' order by 1",
    ),
]
REFUSED = {
    "a later name": "select n / 2 as half, count(*) as n from council_tax",
    "a measure by another name": "select arrears as a, a + 1 as b from council_tax",
    "a sum of a count": "select count(*) as n, sum(n) from council_tax",
    "a count that chooses": "select count(*) as n from council_tax where n > 3",
    "a measure that chooses": "select tenure, arrears as a from council_tax where a > 3 group by 1",
}
DOUBLED = ", ".join(f"a{n} + a{n} as a{n + 1}" for n in range(40))
LONG = ", ".join(f"a{n} + 1 as a{n + 1}" for n in range(400))
ENDLESS = {"that doubles": DOUBLED, "that goes deep": LONG}


def decided(question):
    return decide(question, TERMS, today=IN_FORCE)


@pytest.mark.parametrize(("question", "long"), SAME, ids=[q for q, _ in SAME])
def test_a_name_means_what_it_was_given_to(question, long):
    plan, other = decided(question).plan, decided(long).plan
    assert (plan.sql, plan.finish, plan.output) == (other.sql, other.finish, other.output)


@pytest.mark.parametrize("question", REFUSED.values(), ids=REFUSED)
def test_a_name_allows_nothing_that_is_refused_without_it(question):
    assert not decided(question).allowed


@pytest.mark.parametrize("results", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("of", ["from council_tax", f"from ({WARDS} select n as a0 from wards)"])
def test_a_text_that_grows_without_end_is_refused(results, of):
    first = "a0" if "wards" in of else "count(*) as a0"
    refusal = decided(f"select {first}, {results} {of}").refusal
    assert refusal.what == "this question uses a name of a result that is used again too often."


def test_what_is_written_out_is_counted_over_all_parts_of_a_question():
    once = "select count(*) as a, " + ", ".join(["a + 1"] * 300) + " from council_tax"
    assert decided(once).allowed
    refusal = decided(" union all ".join([once] * 3)).refusal
    assert refusal.what == "this question uses a name of a result that is used again too often."


def test_a_name_that_is_withheld_is_as_one_that_there_is_not():
    withheld = decided(
        "select tenure as name, upper(name) as u, count(*) from council_tax group by 1, 2"
    )
    other = decided(
        "select tenure as nobody, upper(nobody) as u, count(*) from council_tax group by 1, 2"
    )
    assert withheld.plan.sql == other.plan.sql.replace("nobody", "name")


NAMED = [
    ("select tenure, skewness(count(*)) from council_tax", "list: skewness in select."),
    ("select count(*) from council_tax where regexp_matches(tenure, 'x')", "_like in where."),
    (
        "select tenure, count(*) from council_tax group by printf('%s', tenure)",
        "printf in group by.",
    ),
    ("select zebedee(tenure), count(*) from council_tax", "a function that is not on the list."),
    ("select count(*) from (values (1))", "a part of SQL that is not on the list: values in from."),
    ("select count(*) from council_tax asof join support_scheme using (uprn)", "positional join."),
    (f"{WARDS} select tenure from wards union by name select n from wards", "list: by name."),
]


@pytest.mark.parametrize(("question", "named"), NAMED, ids=[q for q, _ in NAMED])
def test_a_refusal_says_which_part_of_sql_is_not_on_the_list(question, named):
    assert decided(question).refusal.what.endswith(named)
