"""Subjects counted by sets of their numbers: the same cells as one row of each being counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from beholden.gate import Plan, decide
from beholden.gate.extract.values_noted import values_at_most
from beholden.gate.noted import Noted
from beholden.gate.question.second_reading import Written, are_on_the_list
from beholden.kernel import ColumnRole, ColumnTerms, DatasetTerms
from gate.test_keys_standing_once import TERMS, known, world

DAY = date(2026, 6, 1)
JOINED = "people join stays using (person)"
# Of those who are in the tables nobody has a greater number.
NUMBERS = {"people": {"person": 60, "stay": 60}, "stays": {"person": 60, "stay": 60}}
CONDITIONS = (
    "age = 1", "age > 1", "age <> 2", "kind = 'k1'", "kind <> 'k1'", "kind is null",
    "ward = 'W1'", "ward in ('W0', 'W2')", "age = 1 or kind = 'k0'", "age = 1 and kind = 'k0'",
)  # fmt: skip
FILTERS = st.lists(st.sampled_from(CONDITIONS), max_size=4, unique=True)
ROWS = st.lists(
    st.tuples(
        st.integers(0, 7) | st.none(),
        st.sampled_from(("W0", "W1", "W2", None)),
        st.integers(0, 3) | st.none(),
        st.sampled_from(("k0", "k1", None)),
    ),
    max_size=25,
)


def plan_of(question: str) -> Plan:
    decision = decide(question, TERMS, today=DAY)
    assert decision.plan, decision.refusal
    return decision.plan


def noted(at: duckdb.DuckDBPyConnection) -> Noted:
    """Return what sealing notes of these tables, but of keys that stand once."""
    values = {
        d.name: values_at_most(at, d.name, d, few={"ward": 3, "kind": 2}) for d in TERMS.datasets
    }
    return Noted({}, NUMBERS, values)


def asked(filters: list[str], by: str, *, whole: bool) -> str:
    counts = [f"count(*) filter (where {condition}) as f{n}" for n, condition in enumerate(filters)]
    counts += ["count(*) as n"] if whole or not counts else []
    keys = [by] if by else []
    return f"select {', '.join(keys + counts)} from {JOINED} {'group by 1' if by else ''}"


@pytest.fixture(scope="module")
def at() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give an engine in which each example writes the tables anew."""
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def fill(at: duckdb.DuckDBPyConnection, rows: list[tuple[object, ...]]) -> None:
    """Write the tables with these rows: a person, a ward, an age and a kind of stay."""
    at.execute(
        "create or replace table given as select unnest(cast($1 as struct(person uinteger,"
        " ward text, age integer, kind text)[]), recursive := true)",
        [[dict(zip(("person", "ward", "age", "kind"), row, strict=True)) for row in rows]],
    )
    at.execute(
        "create or replace table people as select person, ward, age, 1 as income from given;"
        "create or replace table stays as select 1::uinteger as stay, person, kind,"
        " 1.5::double as nights from given;"
        "create or replace table visits as select 1::uinteger as stay, 'a' as reason"
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS, FILTERS, st.sampled_from(("", "ward", "kind", "age", "age % 2 + 1")), st.booleans())
def test_the_cells_are_those_of_one_row_for_each_subject(at, rows, filters, by, whole):
    plan = plan_of(asked(filters, by, whole=whole))
    fill(at, rows)
    quick = plan.given(noted(at))
    assert "BITSTRING_AGG" in quick.sql
    assert _told(at, quick.sql) == _told(at, plan.sql)


def _told(at: duckdb.DuckDBPyConnection, sql: str) -> tuple[list[str], list[tuple[object, ...]]]:
    found = at.sql(sql)
    return found.columns, found.fetchall()


@pytest.mark.parametrize(
    "question",
    [
        "select g, count(*) from (select ward as g from people union all"
        " select kind as g from stays) group by 1",
        "select year(date '2026-01-01') as y, ward, count(*) from people group by all",
        "select ward, count(*) from people left join stays using (person) group by 1",
        "select ward, kind, count(*) from people join stays using (person) group by rollup (1, 2)",
        "select ward from people group by 1 having count(*) > 3 order by count(*) desc",
        "select case when age > 1 then 'old' end as how, count(*) from people group by 1",
    ],
)
def test_everyday_forms_of_counts_have_the_same_cells(question):
    with world() as at:
        plan = plan_of(question)
        quick = plan.given(noted(at))
        assert "BITSTRING_AGG" in quick.sql
        for one, other in zip(quick.parts, plan.parts, strict=True):
            assert at.sql(one.sql).fetchall() == at.sql(other.sql).fetchall()


def test_sets_are_not_kept_for_more_groups_than_is_worth_it():
    plan, few = plan_of("select age, count(*) from people group by 1"), {"people": {"age": 4}}
    many = {"people": {"age": 9_000}}
    by_set = [
        "BITSTRING_AGG" in plan.given(Noted({}, {"people": {"person": 100_000}}, values)).sql
        for values in (few, many, {})
    ]
    assert by_set == [True, False, False]


@pytest.mark.parametrize("part", ["year", "quarter", "month"])
@pytest.mark.parametrize(("days", "people"), [(3_650, 5_000_000), (2, 30_000_000)])
def test_parts_of_days_make_no_more_groups_than_there_are_such_parts(part, days, people):
    plan = plan_of(f"select {part}(age), count(*) from people group by 1")
    by_day = plan_of("select age, count(*) from people group by 1")
    known = Noted({}, {"people": {"person": people}}, {"people": {"age": days}})
    assert "BITSTRING_AGG" in plan.given(known).sql
    assert ("BITSTRING_AGG" in by_day.given(known).sql) is (days == 2)


def test_amounts_are_of_one_row_for_each_subject_as_before():
    with world() as at:
        plan = plan_of("select ward, count(*), sum(income) from people group by 1")
        assert plan.given(noted(at)).sql == plan.sql


def test_where_each_has_one_row_nothing_is_kept():
    with world("people") as at:
        plan = plan_of("select ward, count(*) from people group by 1")
        both = Noted(known(at).once, NUMBERS, noted(at).values)
        assert plan.given(both).sql == plan.given(known(at)).sql != plan.sql


def test_an_analyst_may_not_write_what_sets_are_made_with():
    for function in ("bitstring_agg(age, 0, 99)", "bit_count(age)", "age & 1"):
        decision = decide(
            f"select {function} as x, count(*) from people group by all", TERMS, today=DAY
        )
        assert not decision.allowed


@pytest.mark.parametrize("function", ["bitstring_agg(age, 0, 9)", "bit_count(age)", "age & 1"])
def test_the_engine_reads_what_sets_are_made_with_only_where_they_are_made(function):
    written = Written(f"select {function} as x from people", ["people"])
    assert not are_on_the_list([written])
    assert are_on_the_list([replace(written, noted=True)])


def test_a_table_of_yes_and_no_with_nobody_in_it_is_noted_as_any_other():
    with duckdb.connect() as at:
        at.execute("CREATE TABLE empty (late BOOLEAN); CREATE TABLE two (late BOOLEAN)")
        at.execute("INSERT INTO two VALUES (true), (true)")
        late = ColumnTerms("late", ColumnRole.DIMENSION)
        for name, most in (("empty", 0), ("two", 2)):
            terms = DatasetTerms(name, "Revenues", columns=(late,))
            assert values_at_most(at, name, terms, few={}) == {"late": most}
