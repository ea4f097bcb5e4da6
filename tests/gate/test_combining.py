"""Questions of several parts: each is treated by itself, and what combines them sees only that."""

import pytest
from attacks.sizes import sized
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.gate import decide, treat
from beholden.kernel import BadQuestion

from .test_answers import told
from .warm_homes import IN_FORCE, TERMS, ask, borough, plain_terms, plan_of, run_at

PLAIN = plain_terms()
WARDS = "select neighbourhood, tenure, count(*) as n from council_tax group by all"
PLAIN_WARDS = (
    "select neighbourhood, tenure, count(distinct uprn) as n from council_tax group by 1, 2"
)

# A question, and the same in plain SQL where a count counts households.
SAME = [
    (
        "select 'tax' as what, count(*) as n from council_tax"
        " union all select 'support', count(*) from support_scheme order by n limit 1",
        "select 'support', count(distinct uprn) from support_scheme",
    ),
    (
        "select neighbourhood from council_tax where neighbourhood like 'Ward 1%' group by 1"
        " intersect select neighbourhood from council_tax where tenure = 'owned' group by 1",
        "select distinct neighbourhood from council_tax where neighbourhood like 'Ward 1%'",
    ),
    (
        "(select neighbourhood from council_tax group by 1) except (select neighbourhood from"
        " council_tax where neighbourhood <> 'Ward 3' group by 1)",
        "select 'Ward 3'",
    ),
    (
        f"with w as ({WARDS}) select a.neighbourhood, a.tenure, a.n from w a join (select tenure,"
        " max(n) m from w group by 1) b on a.tenure = b.tenure and a.n = b.m",
        f"with w as ({PLAIN_WARDS}) select a.neighbourhood, a.tenure, a.n from w a join (select"
        " tenure, max(n) m from w group by 1) b on a.tenure = b.tenure and a.n = b.m",
    ),
    (
        f"with w as ({WARDS}) select a.neighbourhood, a.n from w a where a.n = (select max(b.n)"
        " from w b where b.tenure = a.tenure)",
        f"with w as ({PLAIN_WARDS}) select a.neighbourhood, a.n from w a where a.n = (select"
        " max(b.n) from w b where b.tenure = a.tenure)",
    ),
    (
        "with l as (select neighbourhood w, count(*) n from council_tax where in_arrears group by"
        " 1), e as (select neighbourhood w, count(*) n from council_tax group by 1)"
        " select w, 100.0 * l.n / e.n from e left join l using (w)",
        "select neighbourhood, 100.0 * count(distinct uprn) filter (where in_arrears) /"
        " count(distinct uprn) from council_tax group by 1",
    ),
    (
        "select tenure, count(*) / (select count(*) from council_tax) from council_tax group by 1",
        "select tenure, count(distinct uprn) / 4000 from council_tax group by 1",
    ),
    (
        "select neighbourhood, tenure, rank() over (partition by tenure order by count(*) desc,"
        " neighbourhood), sum(count(*)) over (partition by tenure) from council_tax group by 1, 2",
        f"select neighbourhood, tenure, rank() over (partition by tenure order by n desc,"
        f" neighbourhood), sum(n) over (partition by tenure) from ({PLAIN_WARDS})",
    ),
    (
        f"select neighbourhood, tenure, sum(n), grouping(tenure) from ({WARDS}) group by rollup"
        " (neighbourhood, tenure)",
        f"select neighbourhood, tenure, sum(n), grouping(tenure) from ({PLAIN_WARDS}) group by"
        " rollup (neighbourhood, tenure)",
    ),
    (
        "select distinct tenure, in_arrears from council_tax",
        "select distinct tenure, in_arrears from council_tax",
    ),
    (
        "select (select count(*) from council_tax) a, (select count(*) from support_scheme) b",
        "select 4000, count(distinct uprn) from support_scheme",
    ),
    (
        "with x (ward, n) as (select neighbourhood, count(*) from council_tax group by 1)"
        " select case when n > 450 then 'large' else 'small' end as size, count(*), max(ward)"
        " from x group by 1",
        "with x (ward, n) as (select neighbourhood, count(distinct uprn) from council_tax group by"
        " 1) select case when n > 450 then 'large' else 'small' end, count(*), max(ward) from x"
        " group by 1",
    ),
    (
        f"select a.*, b.n from ({WARDS}) a full join (select tenure, count(*) as n from council_tax"
        " where tenure <> 'social' group by 1) b on a.tenure = b.tenure and b.n > 9",
        f"select a.*, b.n from ({PLAIN_WARDS}) a left join (select tenure, count(distinct uprn) n"
        " from council_tax where tenure <> 'social' group by 1) b on a.tenure = b.tenure",
    ),
    (
        "select tenure, count(*) from council_tax where uprn in (select uprn from support_scheme"
        " where enrolled) and in_arrears group by 1",
        "select tenure, count(distinct uprn) from council_tax where uprn in (select uprn from"
        " support_scheme where enrolled) and in_arrears group by 1",
    ),
    (
        "select tenure, sum(arrears) from council_tax where not (uprn in (select s.uprn from"
        " support_scheme s) or uprn not in (select uprn from energy_certificates e)) group by 1",
        "select tenure, sum(arrears) from council_tax where uprn not in (select uprn from"
        " support_scheme) and uprn in (select uprn from energy_certificates) group by 1",
    ),
    (
        "select tenure, count(*) from council_tax c where exists (select * from support_scheme s"
        " where enrolled and c.uprn = s.uprn) and not exists (select 1 from energy_certificates e"
        " where e.uprn = c.uprn and rating = 'cold') group by 1",
        "select tenure, count(distinct uprn) from council_tax c where exists (select * from"
        " support_scheme s where enrolled and c.uprn = s.uprn) and not exists (select 1 from"
        " energy_certificates e where e.uprn = c.uprn and rating = 'cold') group by 1",
    ),
    (
        "select rating, sum(arrears) from council_tax c, energy_certificates e where in_arrears and"
        " e.uprn = c.uprn group by 1",
        "select rating, sum(arrears) from (select distinct rating, c.rowid, arrears from"
        " council_tax c join energy_certificates e using (uprn) where in_arrears) group by 1",
    ),
    (
        "select tenure, rating, count(*) from support_scheme s, energy_certificates e,"
        " council_tax c where s.uprn = c.uprn and c.uprn = e.uprn and e.uprn = s.uprn and enrolled"
        " and extract(year from date '2026-01-31' + interval '1' year) = 2027 group by 1, 2",
        "select tenure, rating, count(distinct c.uprn) from support_scheme s, energy_certificates"
        " e, council_tax c where s.uprn = c.uprn and c.uprn = e.uprn and enrolled group by 1, 2",
    ),
    (
        "select tenure, count(*)::decimal(15, 4) / 2 from council_tax group by 1",
        "select tenure, count(distinct uprn) / 2 from council_tax group by 1",
    ),
    (
        "select tenure, count(distinct neighbourhood) as n, min(neighbourhood),"
        " max(length(neighbourhood)) from council_tax where in_arrears group by 1 having"
        " count(distinct neighbourhood) > 3 order by n",
        "select tenure, count(distinct neighbourhood), min(neighbourhood),"
        " max(length(neighbourhood)) from council_tax where in_arrears group by 1",
    ),
    (
        "select count(distinct tenure), count(*) from council_tax",
        "select count(distinct tenure), count(distinct uprn) from council_tax",
    ),
    (
        f"select neighbourhood from ({WARDS}) where tenure in (select tenure from council_tax where"
        " in_arrears group by 1 having count(*) > 9) and not exists (select 1 from"
        " (select rating, count(*) from energy_certificates group by 1) where rating = 'hot')",
        f"select neighbourhood from ({PLAIN_WARDS})",
    ),
]


@pytest.mark.parametrize(("asked", "said"), SAME, ids=[a[:60] for a, _ in SAME])
def test_a_combined_answer_equals_plain_sql(asked, said):
    with borough() as at:
        table = ask(asked, PLAIN, at).table
        rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
        assert told(rows) == told(at.sql(said).fetchall())


PARTS = [
    "select tenure, count(*) as n from council_tax where in_arrears group by 1",
    "select neighbourhood, count(*) as n from council_tax group by 1",
    "select rating, count(*) from energy_certificates group by 1",
    "select neighbourhood || tenure, count(*) filter (where in_arrears) from council_tax"
    " where neighbourhood < 'Ward 3' group by 1",
    "select 'all', count(*) from support_scheme where enrolled",
    "select neighbourhood, count(*) from council_tax where tenure = 'owned' group by 1 limit 4",
]


@settings(max_examples=sized(suite=15, full=1_000), deadline=None)
@given(parts=st.lists(st.sampled_from(PARTS), min_size=2, max_size=4))
def test_a_part_is_treated_as_if_it_were_asked_by_itself(parts):
    together = " union all ".join(f"({part})" for part in parts)
    with borough() as at:
        plan = plan_of(together, TERMS)
        cells = run_at(plan, at)
        answer = treat(*cells, plan=plan)
        rows = []
        for one, exact in zip(plan.apart(), cells, strict=True):
            assert all(r["_group"] >= 1 for r in exact.table.to_pylist())
            assert one.rule == plan.rule
        for part in parts:
            alone = treat(*run_at(plan_of(part, TERMS), at), plan=plan_of(part, TERMS)).table
            rows += zip(*(column.to_pylist() for column in alone.columns), strict=True)
        found = zip(*(column.to_pylist() for column in answer.table.columns), strict=True)
        large = {row for row in told(rows)}
        assert {row for row in told(found)} <= large


def test_the_strictest_rule_of_any_dimension_holds_for_every_part():
    asked = (
        "select tenure, count(*) as n from council_tax group by 1"
        " union all select neighbourhood, count(*) from council_tax group by 1"
    )
    assert plan_of(asked, TERMS).rule.size == 20
    assert plan_of("select tenure, count(*) from council_tax group by 1", TERMS).rule.size == 10


def test_a_question_of_several_parts_says_so():
    asked = "select count(*) from council_tax union all select count(*) from support_scheme"
    decision = decide(asked, TERMS, today=IN_FORCE)
    assert any("2 parts" in clause.says for clause in decision.clauses)
    with borough() as at:
        assert any("2 parts" in note for note in ask(asked, TERMS, at).notes)


BAD = [
    "select count(*) from council_tax union all select 1, count(*) from council_tax",
    f"select n from ({WARDS}) a, ({WARDS}) b",
    f"select 1 from ({WARDS}) a, ({WARDS}) a",
    f"select x from ({WARDS}) a",
    f"select a.n from ({WARDS}) a where exists (select b.x from ({WARDS}) b)",
    f"with w (a) as ({WARDS}) select a from w",
]


@pytest.mark.parametrize("asked", BAD)
def test_what_has_no_meaning_is_no_question(asked):
    with pytest.raises(BadQuestion):
        decide(asked, TERMS, today=IN_FORCE)


def test_more_parts_than_are_worked_out_are_refused():
    many = " union all ".join(["select count(*) from council_tax"] * 25)
    assert "too many things at once" in decide(many, TERMS, today=IN_FORCE).refusal.what


def test_a_value_that_too_few_have_is_not_the_smallest_nor_counted():
    with borough() as at:
        at.execute("insert into council_tax values (999999, 'aaa', 'Ward 1', 5, true)")
        asked = "select min(tenure) as least, count(distinct tenure) as n from council_tax"
        assert ask(asked, TERMS, at).table.to_pylist() == [{"least": "owned", "n": 3}]
        assert ask(asked, PLAIN, at).table.to_pylist() == [{"least": "aaa", "n": 4}]


def test_a_dataset_that_only_chooses_rows_is_named_in_the_decision():
    asked = "select count(*) from council_tax where uprn in (select uprn from support_scheme"
    decision = decide(f"{asked} where enrolled)", TERMS, today=IN_FORCE)
    assert decision.plan.datasets == ("council_tax", "support_scheme")
    places = {clause.where for clause in decision.clauses}
    assert {"datasets › support_scheme", "datasets › support_scheme › enrolled"} <= places
    assert decision.plan.rule == TERMS.smallest_group(frozenset({"enrolled"}))
