"""Forms of SQL that analysts write every day: each gives what plain DuckDB gives, over results."""

import pytest

from beholden.gate import decide

from .warm_homes import IN_FORCE, TERMS, ask, borough, plain_terms

PLAIN = plain_terms()
BELOW = "(select neighbourhood, tenure, count(distinct uprn) as n from council_tax group by all)"
WARDS = f"with wards as {BELOW}"
OTHER = "(select tenure, count(distinct uprn) as m from council_tax where in_arrears group by 1)"
ALLOWED = [
    # qualify chooses groups by what is worked out over them
    "select tenure, neighbourhood, count(distinct uprn) as n from council_tax group by 1, 2"
    " qualify row_number() over (partition by tenure order by n desc, neighbourhood) = 1",
    "select tenure, neighbourhood, count(distinct uprn) as n from council_tax group by 1, 2"
    " qualify rank() over (partition by tenure order by count(distinct uprn) desc) <= 2"
    " order by n desc, 1, 2 limit 3",
    "select tenure, count(distinct uprn) as n from council_tax group by 1 having n > 9"
    " qualify n > avg(n) over () order by tenure desc",
    f"select * from {BELOW}"
    " qualify row_number() over (partition by tenure order by n, neighbourhood) = 1",
    f"{WARDS} select distinct tenure from wards qualify n > avg(n) over () order by tenure",
    f"{WARDS} select tenure, n as is_chosen from wards qualify n = max(n) over ()",
    f"{WARDS} select *, rank() over (order by n) as r from wards qualify r < 4",
    f"{WARDS}, best as (select * from wards qualify rank() over (order by n desc) < 4)"
    " select tenure, sum(n) from best group by 1",
    f"{WARDS} select count(*) from (select * from wards qualify n < avg(n) over ()) union all"
    " (select n from wards qualify dense_rank() over (order by n) = 1)",
    # distinct on
    f"select distinct on (tenure) tenure, neighbourhood, n from {BELOW}"
    " order by tenure, n desc, neighbourhood",
    f"select distinct on (1) tenure, n from {BELOW} order by tenure desc, 2 limit 2",
    f"select distinct on (tenure, n > 100) * from {BELOW} order by n, tenure, neighbourhood",
    "select distinct on (tenure) tenure, neighbourhood, count(distinct uprn) as n from council_tax"
    " group by all order by tenure, n desc, neighbourhood",
    # stars
    f"select * exclude (n) from {BELOW}",
    f"select * exclude n from {BELOW} w where n > 100",
    f"select w.* exclude (tenure, n), n + 1 as more from {BELOW} w",
    f"select * exclude (tenure) replace (n * 2 as n) from {BELOW}",
    f"select * rename (n as households) from {BELOW}",
    f"select * exclude (tenure, m) from {BELOW} a join {OTHER} b using (tenure)",
    # texts gathered
    "select tenure, string_agg(neighbourhood, ', ' order by n desc, neighbourhood) as w"
    f" from {BELOW} group by 1",
    f"select tenure, string_agg(distinct left(neighbourhood, 4), '; ') from {BELOW} group by 1",
    f"select listagg(tenure, '/' order by tenure) filter (where n > 100) as t from {BELOW}",
    # joins by every name in common
    f"select * from {BELOW} a natural join {OTHER} b",
    f"select tenure, m from {BELOW} a natural left join {OTHER} b where n > 100",
    "select tenure, count(distinct uprn) from council_tax natural join energy_certificates"
    " group by 1",
    "select tenure, count(distinct uprn) from council_tax natural left join energy_certificates"
    " where rating = 'cold' group by 1",
    # texts
    f"select concat_ws(' - ', tenure, n) as line from {BELOW}",
    f"select format('{{}}: {{:,}} in {{{{{{}}}}}}', tenure, n * 1000, neighbourhood) from {BELOW}",
    f"select format('{{:.1f}}', n / 3) as f from {BELOW}",
    f"select replace(tenure, 'owned', 'bought') as t, n from {BELOW}",
    f"select lpad(tenure, 8, '.') as a, rpad(tenure, 3, ' ') as b, reverse(tenure) from {BELOW}",
    f"select split_part(neighbourhood, ' ', 2) as ward, strpos(tenure, 'e') as at from {BELOW}",
    f"select ltrim(neighbourhood) as a, rtrim(tenure) as b from {BELOW}",
    f"select strftime(date '2026-03-01', '%d %B %Y') as d, monthname(date '2026-03-01') as m,"
    f" dayname(date '2026-03-01') as w, n from {BELOW}",
    "select concat_ws(': ', tenure, count(distinct uprn)) as line from council_tax group by tenure",
    "select replace(tenure, 'e', 'E') as t, count(distinct uprn) from council_tax group by tenure",
    # windows with a name
    f"select tenure, n, sum(n) over w as s, rank() over w as r from {BELOW}"
    " window w as (partition by tenure order by n, neighbourhood)",
    f"select tenure, n from {BELOW} window w as (order by n desc, tenure, neighbourhood)"
    " qualify row_number() over w <= 3",
]
HOW_SO = "on the list"
REFUSED = [
    ("select arrears from council_tax qualify row_number() over () = 1", "over rows"),
    ("select uprn, count(*) from council_tax group by 1 qualify count(*) over () > 0", "list uprn"),
    (
        "select tenure from council_tax group by 1 qualify max(arrears) > count(*) over ()",
        "arrears",
    ),
    (
        "select tenure, count(*) from council_tax group by 1 qualify arrears > count(*) over ()",
        "arrears",
    ),
    ("select distinct on (tenure) tenure, arrears from council_tax order by arrears", "over rows"),
    (
        "select distinct on (arrears) tenure, count(*) from council_tax group by 1 order by 1",
        "arrears",
    ),
    (f"select distinct on (tenure) * from {BELOW}", "distinct on without order by"),
    (f"select distinct on (tenure) * from {BELOW} order by all", "order by all with"),
    (f"select distinct on (tenure) * from {BELOW} order by (select 1)", "a question within"),
    (f"select distinct on ((select 1)) * from {BELOW} order by n", "a question within"),
    (f"select tenure from {BELOW} qualify n > 3", "qualify without a window"),
    (f"select distinct on (9) tenure from {BELOW} order by 1", "not the place of a result"),
    (
        f"select tenure from {BELOW} qualify rank() over (order by n) < 3 order by n * 2",
        "no result",
    ),
    ("select * exclude (arrears) from council_tax", "a row for each household"),
    ("select c.* exclude (arrears) from council_tax c", "a column that the agreement"),
    ("select count(* exclude (arrears)) from council_tax", "a star"),
    (f"select a.* exclude (b.n) from {BELOW} a", "a star"),
    (f"select * exclude (b.tenure) from {BELOW} a join {OTHER} b using (tenure)", "a star"),
    (f"select * rename (a.n as m) from {BELOW} a", "a star"),
    (f"select * exclude (n) replace (1 as n) from {BELOW}", "a star"),
    (f"select * exclude (n) rename (N as m) from {BELOW}", "a star"),
    (f"select * replace (1 as n) rename (n as m) from {BELOW}", "a star"),
    (f"select * exclude (n, n) from {BELOW}", "a star"),
    ("select tenure, string_agg(name, ',') from council_tax group by 1", "string_agg over rows"),
    ("select string_agg(distinct tenure, ',') from council_tax", "string_agg over rows"),
    (f"select string_agg(tenure, '{'x' * 65}') from {BELOW}", "a long text between"),
    (f"select string_agg(tenure, tenure) from {BELOW}", "a long text between"),
    (f"select string_agg(tenure, ',') over () from {BELOW}", HOW_SO),
    (
        f"select string_agg(s, ',') from (select string_agg(tenure, ',') as s from {BELOW})",
        "too many",
    ),
    (
        f"select s || tenure from (select string_agg(tenure, ',') as s from {BELOW}), {OTHER}",
        "too many",
    ),
    (f"select * from {BELOW} asof join {OTHER} b using (tenure)", "an asof or positional"),
    (f"select * from {BELOW} positional join {OTHER} b", "an asof or positional"),
    (f"select * from {BELOW} natural join (select 1 as x) b", "no name in common"),
    ("select count(*) from council_tax c natural join council_tax d", "joins"),
    ("select replace(tenure, 'e', 'E'), count(*) from council_tax group by 1", "replace over rows"),
    ("select count(*) from council_tax where concat_ws('', tenure) = 'x'", "concat_ws over rows"),
    (f"select replace(tenure, 'e', neighbourhood) from {BELOW}", "replace by a text"),
    (f"select lpad(tenure, 1000000000, 'x') from {BELOW}", "more than 64"),
    (f"select lpad(tenure, n, 'x') from {BELOW}", "more than 64"),
    (f"select format('{{:>1000000000}}', tenure) from {BELOW}", "a form of numbers"),
    (f"select format('{{}} {{}}', tenure) from {BELOW}", "a form of numbers"),
    (f"select format(tenure, n) from {BELOW}", "a form of numbers"),
    (f"select strftime(date '2026-03-01', tenure) from {BELOW}", "a form of a date"),
    (f"select sum(n) over v from {BELOW} window w as (order by n)", HOW_SO),
    ("select count(*) from council_tax window w as (order by name)", "named and not used"),
    (f"select sum(n) over (w order by n) from {BELOW} window w as (order by n)", HOW_SO),
    (f"pivot {BELOW} on tenure using sum(n)", "pivot"),
    (f"select * from {BELOW} pivot (sum(n) for tenure in ('owned'))", "pivot"),
    (f"select * from {BELOW} unpivot (v for k in (n))", "unpivot"),
    (f"unpivot {BELOW} on n into name k value v", "inspect the engine"),
]
ENDLESS = {
    "replaced again and again": "select {} from {}".format(
        "replace(" * 3 + "tenure" + f", 'o', '{'o' * 60}')" * 3, BELOW
    ),
    "a short text, replaced again and again": "select {} from {}".format(
        "replace(replace('" + "a" * 63 + f"', 'a', '{'b' * 64}'), 'b', '{'c' * 64}')", BELOW
    ),
    "separated by itself": f"select concat_ws({', '.join(['tenure'] * 80)}) from {BELOW}",
    "a window used in every part": f"with b as {BELOW} "
    + " union all ".join(
        [
            f"select {', '.join(['sum(n) over w'] * 38)} from b"
            f" window w as (partition by {', '.join(['tenure'] * 25)})"
        ]
        * 6
    ),
    "a window used everywhere": f"select {', '.join(['sum(n) over w'] * 300)} from {BELOW}"
    f" window w as (partition by {', '.join(['tenure'] * 20)})",
}


@pytest.mark.parametrize("question", ALLOWED)
def test_it_gives_what_plain_sql_gives(question):
    with borough() as at:
        ours = [tuple(row.values()) for row in ask(question, PLAIN, at).table.to_pylist()]
        plain = at.sql(question).fetchall()
    assert ours
    ordered = " order by " in question.rpartition(")")[2]
    assert (ours if ordered else sorted(ours, key=str)) == (
        plain if ordered else sorted(plain, key=str)
    )


@pytest.mark.parametrize("question", ALLOWED)
def test_what_stands_above_is_of_what_may_be_seen(question):
    """The same under terms that withhold and round: it is decided as its cells are."""
    assert decide(question, TERMS, today=IN_FORCE).plan


@pytest.mark.parametrize(("question", "said"), REFUSED)
def test_it_is_refused_in_words(question, said):
    refusal = decide(question, TERMS, today=IN_FORCE).refusal
    assert said in refusal.what
    assert decide(refusal.next_step, TERMS, today=IN_FORCE).plan


@pytest.mark.parametrize("question", ENDLESS.values(), ids=ENDLESS)
def test_a_text_cannot_be_made_to_grow_without_end(question):
    assert "too" in decide(question, TERMS, today=IN_FORCE).refusal.what


def test_texts_are_gathered_in_their_own_order_where_none_is_asked():
    question = f"select string_agg(distinct tenure) as t from {BELOW}"
    with borough() as at:
        assert ask(question, PLAIN, at).table.to_pylist() == [{"t": "owned,rented,social"}]
