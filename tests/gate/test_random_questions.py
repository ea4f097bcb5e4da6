"""Random questions: nothing but the family is raised, and what is allowed stays in the terms."""

from datetime import date

import duckdb
import pytest
import sqlglot
from attacks.sizes import sized
from counting import calls_of
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from beholden.gate import Decision, Plan, decide, treat
from beholden.kernel import BadQuestion, ColumnRole

from .test_answers import FANNED_OUT, SAME
from .test_hostile_texts import TEXTS
from .test_refusals import CASES
from .warm_homes import IN_FORCE, TERMS, borough, run_at

ALLOWED = [asked for asked, _ in SAME + FANNED_OUT]
FORBIDDEN = {"name", "account", "liable_to", "nino", "inspector"}
GIVEN = {(d.name, c.name): c.role for d in TERMS.datasets for c in d.columns}

dimension = st.sampled_from(["tenure", "neighbourhood", "in_arrears", "rating", "enrolled"])
anything = st.one_of(
    dimension, st.sampled_from(["arrears", "uprn", "s.uprn", "c.uprn", *sorted(FORBIDDEN)])
)
usually = st.one_of(dimension, dimension, dimension, anything)
text = st.sampled_from(["'cold'", "'owned'", "'x'' y'", "'%'", "'Ward 1'"])
condition = st.recursive(
    st.one_of(
        st.builds("{} = {}".format, usually, text),
        st.builds("{} is not null".format, usually),
        st.builds("{} in ({}, {})".format, usually, text, text),
        st.builds("{} like {}".format, usually, text),
        st.builds("lower({}) <> {}".format, usually, text),
        st.builds("length({}) between 1 and 9".format, usually),
        st.just("in_arrears"),
        st.just("enrolled is not true"),
        st.just("s.uprn is null"),
        st.just("arrears > 5"),
        st.just("c.uprn in (select uprn from support_scheme x where x.enrolled)"),
        st.builds(
            "exists (select 1 from council_tax x where x.uprn = c.uprn and {})".format, dimension
        ),
        st.just(
            "exists (select 1 from council_tax x where x.uprn = c.uprn and x.tenure <> c.tenure)"
        ),
        st.just("exists (select 1 from council_tax x where x.tenure = c.tenure)"),
        st.just("c.tenure in (select tenure from council_tax group by 1 having count(*) > 30)"),
        st.builds("c.tenure > (select min({}) from council_tax)".format, usually),
        st.builds(
            "c.tenure = (select max(tenure) from council_tax x where x.neighbourhood = {})".format,
            st.sampled_from(["c.neighbourhood", "c.tenure", "c.arrears", "s.uprn"]),
        ),
    ),
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not {}".format, inner),
    ),
    max_leaves=4,
)
aggregate = st.one_of(
    st.sampled_from(
        ["count(*)", "count(distinct c.uprn)", "count(s.uprn)", "count_if(in_arrears)"]
    ),
    st.sampled_from(["sum(arrears)", "avg(arrears)", "max(arrears)", "sum(uprn)", "list(tenure)"]),
    st.sampled_from(
        ["median(arrears)", "mode(c.tenure)", "arg_max(c.uprn, arrears)", "sum(sqrt(arrears))"]
    ),
    st.builds("count(distinct {})".format, usually),
    st.builds("min({})".format, usually),
    st.builds("count(*) filter (where {})".format, condition),
    st.builds("sum(arrears) filter (where {})".format, condition),
    st.builds("sum(case when {} then arrears end)".format, condition),
    st.builds("sum(case when {} then arrears * 2 else 0 end)".format, condition),
    st.sampled_from(
        ["sum(arrears / 12)", "sum(arrears + 1)", "avg(coalesce(arrears, 0))", "stddev(arrears)"]
    ),
    st.builds("count({})".format, usually),
)
grouped = st.one_of(
    usually,
    st.builds("upper({})".format, usually),
    st.builds("case when {} then 'a' else 'b' end".format, condition),
    st.builds("coalesce({}, 'none')".format, dimension),
)
measured = st.one_of(
    aggregate,
    st.builds("{} / {}".format, aggregate, aggregate),
    st.builds("ln({}) * sqrt({})".format, aggregate, aggregate),
    st.builds("median({}) over ()".format, aggregate),
    st.builds("round({}, 2) as {}".format, aggregate, st.sampled_from(["n", "tenure", "_x", "N"])),
)
JOINED = (
    "council_tax c left join energy_certificates e using (uprn)"
    " left join support_scheme s on s.uprn = c.uprn"
)
source = st.sampled_from([JOINED, JOINED, JOINED, "council_tax c, support_scheme s", "residents"])


@st.composite
def questions(draw) -> str:
    """Draw a question that is sometimes allowed and sometimes not, of one part or of several."""
    one, two = draw(simple_questions()), draw(simple_questions())
    together = [
        one,
        one,
        f"({one}) {draw(st.sampled_from(['union', 'union all', 'except', 'intersect']))} ({two})",
        f"with w as ({one}) select * from w a cross join w b limit 50",
        f"with w as ({one}), v as ({two}) select w.*, (select count(*) from v) as all_of_v from w",
        f"select *, rank() over (order by 1), count(*) over () from ({one}) x",
        f"select distinct a.* from ({one}) a left join ({two}) b on true limit 50",
        f"select count(*) from ({one}) where exists ({two})",
        f"select * exclude ({draw(usually)}) from ({one}) qualify rank() over (order by 1) < 9",
        f"select distinct on (1) * from ({one}) order by {draw(usually)}",
        f"select string_agg({draw(usually)}, '; ') from ({one}) natural join ({two})",
        f"{one} qualify {draw(measured)} > count(*) over ()",
        draw(questions_of_rows()),
    ]
    return draw(st.sampled_from(together))


@st.composite
def questions_of_rows(draw) -> str:
    """Draw a question over rows that questions within it list."""
    listed = f"select {draw(usually)} as a, {draw(anything)} as b from {draw(source)}"
    sides = [listed, f"{listed} where {draw(condition)}"]
    rows = draw(st.sampled_from([*sides, " union all ".join(sides), " union ".join(sides)]))
    taken = draw(st.sampled_from(["count(*)", "sum(b)", "avg(b)", "min(b)", "b", "count(b)"]))
    whole = draw(st.sampled_from([f"from ({rows})", f"from ({rows}) where a = 'owned'"]))
    return f"select a, {taken} {whole} group by {draw(st.sampled_from(['a', 'rollup (a)']))}"


@st.composite
def simple_questions(draw) -> str:
    """Draw a question of one SELECT."""
    groups = draw(st.lists(grouped, max_size=2))
    shown = [*groups, *draw(st.lists(measured, min_size=1, max_size=3))]
    parts = ["select", ", ".join(shown), "from", draw(source)]
    if draw(st.booleans()):
        parts += ["where", draw(condition)]
    if groups:
        listed = ", ".join(groups)
        ways = ["all", listed, listed, f"rollup ({listed})", f"cube ({listed})"]
        parts += ["group by", draw(st.sampled_from(ways))]
    if draw(st.booleans()):
        parts += ["having", draw(st.one_of(st.just("count(*) > 30"), condition))]
    if draw(st.booleans()):
        parts += ["order by", draw(st.sampled_from(["1", "1 desc", "n", "count(*)", "arrears"]))]
    return " ".join(parts)


def decided(question: str) -> Decision | None:
    """Return the decision, or None where the text is no question; anything else is a fault."""
    try:
        return decide(question, TERMS, today=IN_FORCE)
    except BadQuestion:
        return None


def columns_read(plan: Plan) -> set[tuple[str, str]]:
    """Return (dataset, column) for every column of a dataset that a plan reads."""
    return {column for part in plan.parts for column in _columns_read(part.sql)}


def _columns_read(sql: str) -> set[tuple[str, str]]:
    tree = sqlglot.parse_one(sql, read="duckdb")
    tables = {t.alias: t.name for t in tree.find_all(exp.Table) if t.alias}
    named = [c for c in tree.find_all(exp.Column) if c.table in tables]
    return {(tables[c.table], c.name) for c in named if c.name != "rowid"}


@settings(max_examples=sized(suite=50, full=2_000), deadline=None)
@given(question=questions())
def test_an_allowed_question_reads_only_what_the_terms_give(question):
    decision = decided(question)
    if decision is None or decision.plan is None:
        return
    read = columns_read(decision.plan)
    assert read <= set(GIVEN)
    shown = {name for (_, name), role in GIVEN.items() if role is not ColumnRole.DIMENSION}
    assert not shown & set(decision.plan.dimensions)
    assert decision.plan.rule == TERMS.smallest_group(
        frozenset(name for place, name in read if GIVEN[place, name] is ColumnRole.DIMENSION)
    )


def test_an_allowed_question_runs_and_shows_no_small_group():
    with borough() as sealed:

        @settings(max_examples=80, deadline=None)
        @given(question=questions())
        def runs(question):
            decision = decided(question)
            if decision is not None and decision.plan is not None:
                _check_run(decision.plan, sealed)

        runs()


def test_what_is_not_given_never_changes_an_answer():
    with borough() as sealed, borough() as other:
        for at, value in ((sealed, "one"), (other, "two")):
            at.execute(f"alter table council_tax add column name text default '{value}'")
            at.execute(f"alter table support_scheme add column nino text default '{value}'")
        other.execute("create table residents as select 7 as uprn")

        @settings(max_examples=40, deadline=None)
        @given(question=questions())
        def same(question):
            decision = decided(question)
            if decision is not None and decision.plan is not None and "limit" not in question:
                assert _rows(decision.plan, sealed) == _rows(decision.plan, other)

        same()


def _rows(plan: Plan, at: duckdb.DuckDBPyConnection) -> list[str]:
    try:
        table = treat(*run_at(plan, at), plan=plan).table
    except (duckdb.BinderException, BadQuestion) as fault:
        return [type(fault).__name__]
    return sorted(map(repr, zip(*(c.to_pylist() for c in table.columns), strict=True)))


def _check_run(plan: Plan, sealed: duckdb.DuckDBPyConnection) -> None:
    try:
        cells = run_at(plan, sealed)
        answer = treat(*cells, plan=plan)
    except (duckdb.BinderException, BadQuestion):
        return  # types that do not fit, whatever the values; the engine has fixed words for it
    assert tuple(answer.table.column_names) == plan.output
    if len(cells) == 1 and " JOIN " not in plan.finish:
        large = [r for r in cells[0].table.to_pylist() if r["_group"] >= plan.smallest_group]
        assert answer.shown <= len(large)


@settings(max_examples=sized(suite=80, full=4_000), deadline=None)
@given(
    question=st.sampled_from([*ALLOWED, *[c[0] for c in CASES], *TEXTS[:200]]),
    other=st.sampled_from([*ALLOWED, *TEXTS[:200]]),
    cut=st.integers(0, 200),
    length=st.integers(0, 12),
    put=st.one_of(st.text(max_size=4), st.sampled_from(["name", "(", ")", "'", " arrears ", "--"])),
)
def test_a_question_that_was_tampered_with_raises_only_the_family(
    question, other, cut, length, put
):
    for changed in (
        question[:cut] + put + question[cut + length :],
        question[:cut] + other[cut:],
    ):
        decision = decided(changed)
        if decision is not None and decision.plan is not None:
            assert columns_read(decision.plan) <= set(GIVEN)


@settings(max_examples=sized(suite=50, full=2_000), deadline=None)
@given(question=questions(), day=st.dates(date(2026, 1, 1), date(2028, 1, 1)))
def test_outside_its_days_every_question_is_told_the_same(question, day):
    if TERMS.starts <= day < TERMS.review_by:
        return
    told = decide(question, TERMS, today=day).refusal
    assert told == decide("select count(*) from council_tax", TERMS, today=day).refusal


@pytest.mark.parametrize("question", ALLOWED)
def test_a_decision_is_little_work(question):
    # What it takes in milliseconds is measured by `python -m benchmarks.whole --only asking`.
    calls_of(lambda: decide(question, TERMS, today=IN_FORCE), at_most=60_000)
