"""Totals beside their parts: what is left of a total is of nobody or of enough."""

from functools import cache

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.gate import Plan, decide, treat

from .clinics import clinics
from .warm_homes import IN_FORCE, ask, plan_of, run_at

REASON = "the total would tell what was left out below it"


def hundred_people(*odd: int) -> duckdb.DuckDBPyConnection:
    """Return a hundred tenants of two rooms in five wards, but for some who have seven."""
    at = duckdb.connect()
    at.execute("""
        create table wards as
        select 'W' || i as code, ['east', 'west'][1 + i % 2] as area, i + 1 as decile
        from range(6) t(i);
        create table tenants as
        select i as person, 'W' || (i % 5) as ward_code, 2 as rooms,
               (500 + i * 7 % 100)::decimal(10, 2) as rent from range(100) t(i);
    """)
    at.execute("update tenants set rooms = 7 where list_contains($1, person)", [list(odd)])
    return at


TOTALS = {
    "the whole beside groups of two dimensions": (
        "select ward_code, rooms, sum(rent) s, count(*) n from tenants"
        " group by grouping sets ((rooms, ward_code), ())",
        [41, 42, 43],
    ),
    "a composite set": (
        "select area, rooms, sum(rent) s, count(*) n from tenants join wards on ward_code = code"
        " group by rollup ((rooms, area))",
        [42],
    ),
    "one left out in each of two wards": (
        "select ward_code, rooms, sum(rent) s, count(*) n from tenants"
        " where ward_code in ('W1', 'W2', 'W3') group by rollup (ward_code, rooms)",
        [1, 2],
    ),
    "a filter of which two groups have one each": (
        "select ward_code, sum(rent) filter (where rooms = 7) s,"
        " count(*) filter (where rooms = 7) n from tenants group by rollup (ward_code)",
        [1, 2, *range(3, 53, 5)],
    ),
    "a filter in which all of one group are": (
        "select ward_code, sum(rent) filter (where rooms = 7) s,"
        " count(*) filter (where rooms = 7) n from tenants group by rollup (ward_code)",
        [*range(50), *range(53, 100, 5)],
    ),
}


@pytest.mark.parametrize(("question", "odd"), TOTALS.values(), ids=TOTALS)
def test_the_whole_does_not_tell_of_those_left_out(question, odd):
    answer = ask(question, clinics(smallest_group=10), hundred_people(*odd))
    whole = [
        row for row in answer.table.to_pylist() if row.get("ward_code", row.get("area")) is None
    ]
    assert [(row["s"], row["n"]) for row in whole if row.get("rooms") is None] == [(None, None)]
    assert REASON in answer.withheld


def test_nothing_is_blank_where_nothing_is_left_out():
    question = TOTALS["one left out in each of two wards"][0]
    answer = ask(question, clinics(smallest_group=10), hundred_people())
    assert answer.table.to_pylist()[-1] | {"s": None} == {
        "ward_code": None,
        "rooms": None,
        "s": None,
        "n": 60,
    }
    assert not answer.withheld


ROWS = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 2), st.integers(0, 2)), min_size=6, max_size=40
)
LEVELS = {0: ("ward_code", "rooms"), 1: ("ward_code",), 3: ()}


@cache
def rolled_up() -> Plan:
    """Return the plan of sums by ward and rooms with their totals."""
    return plan_of(
        "select ward_code, rooms, grouping(ward_code, rooms) as level, sum(rent) as s,"
        " count(*) as n from tenants group by rollup (ward_code, rooms)",
        clinics(smallest_group=3),
    )


@settings(max_examples=25, deadline=None)
@given(rows=ROWS)
def test_what_is_left_of_a_total_is_of_nobody_or_of_enough(rows):
    """At whatever depth the parts are shown: the rest of each number is that below no other."""
    tenants = [
        {"person": person, "ward_code": f"W{ward}", "rooms": rooms} for person, ward, rooms in rows
    ]
    at = duckdb.connect()
    at.execute("create table tenants (person int, ward_code text, rooms int, rent decimal(10, 2))")
    at.executemany(
        "insert into tenants values ($1, $2, $3, 100)", [list(t.values()) for t in tenants]
    )
    answer = treat(*run_at(rolled_up(), at), plan=rolled_up()).table.to_pylist()
    for number in ("s", "n"):
        shown = {
            (row["level"], tuple(row[name] for name in LEVELS[row["level"]]))
            for row in answer
            if row[number] is not None
        }
        rest: dict = {}
        for tenant in tenants:
            groups = [(level, tuple(tenant[n] for n in names)) for level, names in LEVELS.items()]
            nearest = next((group for group in groups if group in shown), None)
            rest.setdefault(nearest, set()).add(tenant["person"])
        assert all(len(people) >= 3 for nearest, people in rest.items() if nearest), (shown, rest)


REFUSED = {
    "a total by another name": "select area, rooms + 0, sum(rent) from tenants"
    " join wards on ward_code = code group by grouping sets ((rooms, area), (rooms + 0))",
    "totals of composite sets that choose": "select count(*) from tenants where rooms < (select"
    " max(n) from (select count(*) as n from tenants group by rollup ((ward_code, rooms))))",
    "filters that differ on the second side alone": "select sum(v) filter (where f) as a,"
    " sum(v) filter (where g) as b from (select true as f, true as g, rent as v from tenants"
    " where rooms = 2 union all select true, rooms <> 7, rent from tenants)",
    "values that differ on the second side alone": "select count(*) filter (where f = 'a') as a,"
    " count(*) filter (where g = 'a') as b from (select ward_code as f, ward_code as g"
    " from tenants union all select 'a', case when rooms <> 7 then 'a' end from tenants)",
}


@pytest.mark.parametrize("question", REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_compared_is_refused(question):
    assert decide(question, clinics(smallest_group=10), today=IN_FORCE).refusal
