"""A mean of things for each row chooses as a dimension does: as a list of things by hand would."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from gate.clinics import clinics, made_up_people
from gate.warm_homes import ask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attacks.sizes import sized

TERMS = clinics(smallest_group=10)
SELECT = "select ward_code, count(*) as n, avg(rent) as mean from tenants join wards w"
NAMED = f"{SELECT} on ward_code = w.code where"
wards = st.lists(
    st.tuples(
        st.sampled_from(["W0", "W1", "W2", "W3", "W4", "W5", "W9", None]),
        st.sampled_from(["east", "west", "", None]),
        st.integers(-3, 12) | st.none(),
    ),
    min_size=1,
    max_size=9,
    unique_by=lambda ward: ward[0],
)
rents = st.lists(st.integers(0, 10**6), min_size=5, max_size=40)
EXAMPLES = settings(
    max_examples=sized(suite=4, full=500),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def at() -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the made-up people."""
    with made_up_people() as connection:
        yield connection


def give(wards: list[tuple[object, ...]], at: duckdb.DuckDBPyConnection) -> None:
    """Put these wards in the place of others."""
    at.execute("delete from wards")
    at.executemany("insert into wards values ($1, $2, $3)", wards)


@EXAMPLES
@given(
    rows=wards,
    share=st.sampled_from(["", "0.5 * ", "1 * ", "1.2 * ", "-1 * "]),
    than=st.sampled_from(["=", "<>", "<", "<=", ">", ">="]),
    taken=st.sampled_from(["avg", "sum"]),
    own=st.sampled_from(["o.area = w.area", "w.code = o.code", "o.decile = w.decile"]),
    kind=st.sampled_from(["integer", "double", "decimal(5, 1)"]),
)
def test_it_chooses_the_rows_that_a_list_of_the_things_would(
    at, rows, share, than, taken, own, kind
):
    better = f"w.decile {than} {share}(select {taken}(o.decile) from wards o where {own})"
    at.execute(f"alter table wards alter decile type {kind}")
    give(rows, at)
    listed = [code for (code,) in at.sql(f"select code from wards w where {better}").fetchall()]
    codes = ", ".join(f"'{code}'" for code in listed if code) or "'none'"
    chosen = ask(f"{NAMED} {better} group by 1", TERMS, at).table
    assert chosen == ask(f"{NAMED} w.code in ({codes}) group by 1", TERMS, at).table


@EXAMPLES
@given(rows=wards, rent=rents)
def test_no_measure_changes_who_is_chosen(at, rows, rent):
    """Not even whether there is an answer: the groups are the same, whatever anybody pays."""
    asked = f"{NAMED} w.decile >= (select avg(decile) from wards where area = w.area) group by 1"
    give(rows, at)
    before = ask(asked, TERMS, at)
    at.execute("create or replace temp table paid as select unnest($1::int[]) as rent", [rent])
    at.execute("update tenants set rent = paid.rent from paid where paid.rowid = tenants.rowid")
    after = ask(asked, TERMS, at)
    assert before.table.select(["ward_code", "n"]) == after.table.select(["ward_code", "n"])
