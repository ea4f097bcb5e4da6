"""Before anything is withheld or rounded, an answer is what plain SQL over subjects would say."""

import pytest

from .warm_homes import TERMS, ask, borough, cells_of, plain_terms

PLAIN = plain_terms()

# What is asked, and the same thing said carefully in plain SQL (a count counts households).
SAME = [
    (
        "select tenure, count(*) from council_tax group by tenure",
        "select tenure, count(distinct uprn) from council_tax group by 1",
    ),
    (
        "FROM Council_Tax SELECT Tenure, COUNT(*) GROUP BY ALL",
        "select tenure, count(distinct uprn) from council_tax group by 1",
    ),
    (
        "select count(*), count(1), count(), count(uprn), count(distinct uprn) from council_tax",
        "select n, n, n, n, n from (select count(distinct uprn) n from council_tax)",
    ),
    (
        "select neighbourhood, sum(arrears), avg(arrears) from council_tax group by 1",
        "select neighbourhood, sum(arrears), avg(arrears) from council_tax group by 1",
    ),
    (
        "select tenure, count(*) filter (where in_arrears) from council_tax group by 1",
        "select tenure, count(distinct uprn) filter (where in_arrears) from council_tax group by 1",
    ),
    (
        "select tenure, sum(case when in_arrears then 1 else 0 end) n, count_if(in_arrears) m,"
        " count(case when in_arrears then 'x' end) o from council_tax group by 1",
        "select tenure, n, n, n from (select tenure, count(distinct uprn) filter (where in_arrears)"
        " n from council_tax group by 1)",
    ),
    (
        "select tenure, sum(case when in_arrears then arrears else 0 end), "
        " avg(if(in_arrears, arrears, null)) from council_tax group by 1",
        "select tenure, sum(arrears) filter (where in_arrears), avg(arrears) filter (where"
        " in_arrears) from council_tax group by 1",
    ),
    (
        "select case when neighbourhood in ('Ward 1', 'Ward 2') then 'north' else 'south' end area,"
        " count(*) from council_tax group by area",
        "select if(neighbourhood in ('Ward 1', 'Ward 2'), 'north', 'south'), count(distinct uprn)"
        " from council_tax group by 1",
    ),
    (
        "select upper(tenure) || '!', count(*) from council_tax"
        " where neighbourhood like 'Ward 1%' and tenure <> 'owned' group by 1",
        "select upper(tenure) || '!', count(distinct uprn) from council_tax"
        " where neighbourhood like 'Ward 1%' and tenure <> 'owned' group by 1",
    ),
    (
        "select upper(tenure), count(*) from council_tax group by tenure",
        "select upper(tenure), count(distinct uprn) from council_tax group by 1",
    ),
    (
        "select rating, count(*) from council_tax join energy_certificates using (uprn) group by 1",
        "select rating, count(distinct uprn) from council_tax join energy_certificates using (uprn)"
        " group by 1",
    ),
    (
        "select enrolled is true, count(*) from council_tax c left join support_scheme s"
        " on s.uprn = c.uprn and s.enrolled group by 1",
        "select s.enrolled is true, count(distinct c.uprn) from council_tax c left join"
        " support_scheme s on s.uprn = c.uprn and s.enrolled group by 1",
    ),
    (
        "select count(*), count(s.uprn) from council_tax left join support_scheme s using (uprn)",
        "select count(distinct c.uprn), count(distinct s.uprn) from council_tax c left join"
        " support_scheme s on s.uprn = c.uprn",
    ),
    (
        "select tenure, count(*) from council_tax left join support_scheme s using (uprn)"
        " where s.uprn is null group by 1",
        "select tenure, count(distinct uprn) from council_tax"
        " where uprn not in (select uprn from support_scheme) group by 1",
    ),
    (
        "select tenure, round(sum(arrears) / count(*), 6) from council_tax group by 1",
        "select tenure, round(sum(arrears) / count(distinct uprn), 6) from council_tax group by 1",
    ),
    (
        "select tenure, neighbourhood from council_tax group by all",
        "select distinct tenure, neighbourhood from council_tax",
    ),
    (
        "with w as (select tenure, neighbourhood, count(*) n from council_tax group by all)"
        " select tenure, max(n), sum(n), count(*), count(distinct neighbourhood) from w group by 1",
        "select tenure, max(n), sum(n), count(*), count(*) from (select tenure, neighbourhood,"
        " count(distinct uprn) n from council_tax group by all) group by 1",
    ),
    (
        "select * from (select tenure t, count(*) n from council_tax group by 1) x where x.n>1400",
        "select * from (select tenure t, count(distinct uprn) n from council_tax group by 1)"
        " where n > 1400",
    ),
    (
        "select n, count(*) as wards from (select neighbourhood, count(*) n from council_tax"
        " group by 1) group by n having count(*) > 1",
        "select n, count(*) from (select neighbourhood, count(distinct uprn) n from council_tax"
        " group by 1) group by n having count(*) > 1",
    ),
    (
        "select neighbourhood from council_tax group by 1 having count(*) > 450 or avg(arrears)<0",
        "select neighbourhood from council_tax group by 1 having count(distinct uprn) > 450",
    ),
    (
        "select tenure, cast(in_arrears as int) as late, count(*) from council_tax group by 1, 2",
        "select tenure, in_arrears::int, count(distinct uprn) from council_tax group by 1, 2",
    ),
    *[
        (same, same)
        for same in (
            "select count(distinct c.uprn) from council_tax c natural join energy_certificates"
            " natural left join support_scheme where rating = 'cold' and enrolled",
            "select count(distinct x.uprn) from (select c.uprn from council_tax c"
            " natural join energy_certificates) x",
            "select count(distinct s.uprn) from support_scheme s join (select c.uprn, e.rating from"
            " council_tax c join energy_certificates e using (uprn)) x on s.uprn = x.uprn"
            " where x.rating = 'cold'",
            "select count(distinct x.uprn) from (select c.uprn, e.rating from council_tax c left"
            " join energy_certificates e on c.uprn = e.uprn and e.rating = 'cold') x"
            " join support_scheme s using (uprn)",
        )
    ],
]


def told(rows) -> list[tuple]:
    """Return rows as sorted tuples, doubles to nine figures."""
    return sorted(
        (tuple(f"{float(v):.9g}" if _number(v) else v for v in row) for row in rows), key=repr
    )


def _number(value) -> bool:
    return value is not None and not isinstance(value, str | bool)


@pytest.mark.parametrize(("asked", "said"), SAME, ids=[a[:60] for a, _ in SAME])
def test_an_answer_equals_plain_sql(asked, said):
    at = borough()
    table = ask(asked, PLAIN, at).table
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    assert told(rows) == told(at.sql(said).fetchall())


# Certificates and support come in several rows for one household: no sum may grow by a join.
FANNED_OUT = [
    (
        "select tenure, sum(arrears), avg(arrears), count(*) from council_tax"
        " join energy_certificates using (uprn) group by 1",
        "select tenure, sum(arrears), avg(arrears), count(distinct uprn) from council_tax"
        " where uprn in (select uprn from energy_certificates) group by 1",
    ),
    (
        "select tenure, sum(arrears) from council_tax join energy_certificates using (uprn)"
        " left join support_scheme using (uprn) group by 1",
        "select tenure, sum(arrears) from council_tax"
        " where uprn in (select uprn from energy_certificates) group by 1",
    ),
    (
        "select rating, sum(arrears) from energy_certificates join council_tax using (uprn)"
        " group by 1",
        "select rating, sum(arrears) from (select distinct rating, c.rowid, arrears from"
        " council_tax c join energy_certificates using (uprn)) group by 1",
    ),
    (
        "select tenure, sum(arrears) filter (where rating = 'cold'),"
        " sum(arrears) filter (where rating = 'warm'), count(*) filter (where rating = 'cold')"
        " from council_tax join energy_certificates using (uprn) group by 1",
        "select tenure, sum(arrears) filter (where cold), sum(arrears) filter (where warm),"
        " count(distinct uprn) filter (where cold) from (select *, uprn in (select uprn from"
        " energy_certificates where rating = 'cold') as cold, uprn in (select uprn from"
        " energy_certificates where rating = 'warm') as warm from council_tax) group by 1",
    ),
]


@pytest.mark.parametrize(("asked", "said"), FANNED_OUT, ids=[a[:60] for a, _ in FANNED_OUT])
def test_rows_that_come_back_several_times_inflate_nothing(asked, said):
    at = borough()
    table = ask(asked, PLAIN, at).table
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    assert told(rows) == told(at.sql(said).fetchall())


def test_the_hidden_columns_say_how_many_and_how_large():
    cells, plan = cells_of(
        "select tenure, avg(arrears) as mean, count(*) filter (where in_arrears) as late"
        " from council_tax group by 1",
        TERMS,
        at := borough(),
    )
    (truth,) = at.sql(
        "select count(*), count(*) filter (where s is not null), count(*) filter (where late),"
        " max(s), sum(s) from (select uprn, sum(arrears) s, bool_or(in_arrears) late"
        " from council_tax where tenure = 'owned' group by 1)"
    ).fetchall()
    (row,) = (r for r in cells.table.to_pylist() if r["tenure"] == "owned")
    names = ("_group", "_subjects_mean", "_subjects_late", "_largest_mean", "_total_mean")
    assert tuple(row[name] for name in names) == truth
    assert row["_subjects"] == min(truth[:3])
    assert row["_rest_late"] == truth[0] - truth[2]
    assert plan.measures[0].column == "arrears"


def test_order_and_limit_are_those_of_the_question():
    asked = (
        "select neighbourhood, count(*) n from council_tax group by 1 order by n desc, 1 limit 3"
        " offset 1"
    )
    at = borough()
    expected = at.sql(
        "select neighbourhood, count(distinct uprn) n from council_tax group by 1"
        " order by n desc, 1 limit 3 offset 1"
    ).fetchall()
    table = ask(asked, PLAIN, at).table
    assert [tuple(row.values()) for row in table.to_pylist()] == expected


def test_a_subject_in_two_groups_is_counted_in_both():
    at = borough()
    ((twice,),) = at.sql(
        "select sum(n) from (select count(distinct uprn) n from council_tax group by tenure)"
    ).fetchall()
    assert ask("select tenure, count(*) from council_tax group by 1", PLAIN, at).subjects == twice


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("select TENURE, count(*) from council_tax group by 1", ("tenure", "households")),
        (
            "select count(*), count(*) filter (where in_arrears) from council_tax",
            ("households", "households_2"),
        ),
        ("select avg(arrears), sum(arrears) / 2 from council_tax", ("avg_arrears", "column_2")),
        ('select count(*) as "a""b; drop" from council_tax', ('a"b; drop',)),
        ("select count(*) as n, avg(arrears) as N from council_tax", ("n", "N_2")),
        ("select count(*) as tenure, tenure as n from council_tax group by 2", ("tenure", "n")),
    ],
)
def test_results_have_names_that_do_not_clash(asked, names):
    answer = ask(asked, PLAIN, borough())
    assert tuple(answer.table.column_names) == names


def test_a_literal_stays_a_literal():
    asked = "select count(*) from council_tax where tenure = 'x'' or 1=1 --'"
    answer = ask(asked, PLAIN, borough())
    assert answer.table.to_pylist() == [{"households": 0}]
