"""Values that shift, cancel, choose or fail: none of them tells of one person, or of a few.

One row for each way that was found by which a sum told of fewer people than may be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from gate.clinics import clinics
from gate.warm_homes import IN_FORCE, ask, plan_of
from gate_sealing.made_up import Bench

from beholden.gate import decide, end_workers, run, treat

TERMS = clinics(smallest_group=10)
ROUNDED = clinics(smallest_group=10, round_to=5)
X = "cast(rent * 100 as decimal(6, 0)) * cast('12857142857142857' as decimal(15, 0))"

NO_VALUE = [
    # an error or none, by what one person pays
    f"select sum({X}) as a, sum({X} * 2) as b from tenants where rooms = 7",
    "select sum(cast(rent as double) * 1e306) from tenants",
    # a constant shifts, and rows put together cancel
    "select sum(v) from (select rent + 1000000 as v from tenants"
    " union all select -rent from tenants where rooms <> 7)",
    "select sum(v) from (select rent as v from tenants"
    " union all select -rent from tenants where rooms <> 7)",
    "select sum(v) from (select rent as v from tenants"
    " union all select 0 - rent from tenants where rooms <> 7)",
    "select sum(v) from (select rent as v from tenants"
    " union all select rent * rooms from tenants where rooms <> 7)",
    "select sum(v - w) from (select rent as v, null as w from tenants"
    " union all select null, rent from tenants where rooms <> 7)",
    "select sum(v) from (select rent as v from tenants"
    " union all select 5 from tenants where rooms <> 7)",
    "select sum(v), sum(w) from (select rent as v, null as w from tenants"
    " union all select null, rent from tenants where rooms <> 7)",
    # a constant makes a nobody somebody, and hides who makes up most
    "select sum(coalesce(cost, 0) + 1000000) from tenants"
    " left join visits on person = patient and clinic_ward = 'W5'",
    "select sum(coalesce(cost, 1)) from tenants left join visits on person = patient",
    "select sum(coalesce(cost, rent)) from tenants left join visits on person = patient",
    "select avg(coalesce(cost, 0)) from tenants left join visits on person = patient",
    "select sum(rent + 1e9) from tenants",
    "select variance(rent + 1e9) from tenants",
    "select avg(1 + rent) from tenants",
    "select sum(2 - rent) from tenants",
    "select sum(rent * (1.0 - rooms)) from tenants",
    "select sum((1 - rent) * (1 + rooms)) from tenants",
    # rounding, casts and other functions choose
    "select sum(round((rent - 90) / 1000)) from tenants",
    "select sum(round(rent / 1000)) from tenants",
    "select sum(round(rent, -3)) from tenants",
    "select sum(abs(rent)) from tenants",
    "select sum(-rent) from tenants",
    "select sum(rent / 2) from tenants",
    "select sum(rent / rooms) from tenants",
    "select sum(rent % 10) from tenants",
    "select sum(cast(rent as int)) from tenants",
    "select avg(cast(rent as decimal(5, 2))) from tenants",
    "select sum(cast(cast(rent as boolean) as int)) from tenants",
    "select sum(cast(rent as decimal(11, 2))) from tenants",
    "select sum(cast(rent as decimal(18, 1))) from tenants",
    "select sum(cast(rent as decimal(18, 0))) from tenants",
    "select avg(cast(rent as decimal(12))) from tenants",
    "select sum(cast(cast(rent as int) as decimal(12, 2))) from tenants",
    "select sum(cast(round(rent) as decimal(12, 2))) from tenants",
    "select sum(cast(rent - 500 as decimal(12, 2))) from tenants",
    "select sum(cast(rent as decimal(12, 2)) - 500) from tenants",
    "select sum(cast(rent as decimal(12, 2)) * rent) from tenants",
    "select sum(cast(5 as decimal(12, 2))) from tenants",
    "select sum(cast(cast(rent as int) as double)) from tenants",
    "select sum(nullif(rent, 500)) from tenants",
    "select sum(greatest(rent, 500)) from tenants",
    # powers give every value of a group
    "select sum(rent * rent) from tenants",
    "select sum(rent * (1 - rent)) from tenants",
    "select sum(rent * cast(rent as double)) from tenants",
    # a polynomial of a dimension is a filter
    "select sum(rent * (rooms - 2)) from tenants",
    "select sum(rent * (rooms - 1) * (rooms - 3)) from tenants",
    "select avg(rent * (decile - 1) * (decile - 5) / 120) from tenants, wards"
    " where ward_code = code",
    "select sum(rent * rooms + rent + rooms + rent) from tenants",
]


def council(*, few: int = 1, rooms: int = 2, extra: bool = True) -> duckdb.DuckDBPyConnection:
    """Return a hundred made-up tenants; the few among them have seven rooms and a rent apart."""
    at = duckdb.connect()
    at.execute(f"""
        create table wards as select 'W' || i as code, 'east' as area, i + 1 as decile
        from range(6) t(i);
        create table tenants as select i as person, 'W' || (i % 5) as ward_code, {rooms} as rooms,
        (500 + i * 7 % 100)::decimal(10, 2) as rent from range(100) t(i);
        create table visits as select i as patient, 'W1' as clinic_ward, i % 4 as office, i as slip,
        10::decimal(8, 2) as cost from range(40) t(i);
        create table orders as select 0 as order_office, 0 as order_slip, 'blood' as what;
    """)
    if extra:
        at.execute(f"update tenants set rooms = 7, rent = 777.77 where person < {few}")
        at.execute(f"insert into visits select 99 - i, 'W5', 0, 0, 120 + i from range({few}) t(i)")
    return at


def shown(question: str, at: duckdb.DuckDBPyConnection) -> list[Any]:
    """Return the values of the one row of an answer."""
    (row,) = ask(question, TERMS, at).table.to_pylist()
    return list(row.values())


@pytest.mark.parametrize("terms", [TERMS, ROUNDED], ids=["exact", "rounded"])
@pytest.mark.parametrize("question", NO_VALUE)
def test_a_value_that_shifts_cancels_or_chooses_is_refused(question, terms):
    refusal = decide(question, terms, today=IN_FORCE).refusal
    assert refusal is not None
    assert "is no value over measures" in refusal.what


@pytest.mark.parametrize("function", ["sum", "avg", "variance"])
@pytest.mark.parametrize("terms", [TERMS, ROUNDED], ids=["exact", "rounded"])
def test_a_cast_to_a_wide_decimal_is_not_done_so_it_rounds_and_leaves_out_nothing(function, terms):
    """What runs is, letter for letter, what runs without it."""
    asked = f"select rooms, {function}({{}}) as a from tenants group by 1"
    plain = plan_of(asked.format("rent"), terms)
    for cast in ("decimal(12, 2)", "numeric(38, 10)", "decimal"):
        assert plan_of(asked.format(f"cast(rent as {cast})"), terms) == plain


OF_THREE = [
    "select sum(coalesce(cost, 0)) from tenants"
    " left join visits on person = patient and clinic_ward = 'W5'",
    "select sum(cast(cost as double)) from tenants"
    " left join visits on person = patient and clinic_ward = 'W5'",
    "select sum(coalesce(cost, 0) + coalesce(cost, 0)) from tenants"
    " left join visits on person = patient and clinic_ward = 'W5'",
]


@pytest.mark.parametrize("question", OF_THREE)
def test_whoever_adds_nothing_is_nobody_of_whom_a_sum_is_taken(question):
    with council(few=3) as three, council(few=30) as thirty:
        assert shown(question, three) == [None]
        assert shown(question, thirty) != [None]


@pytest.mark.parametrize("value", ["rent * (1 - rooms)", "rent - rent * rooms"])
def test_a_dimension_that_leaves_all_but_a_few_out_of_a_value_is_a_filter(value):
    question = f"select sum({value}) from tenants"
    with council(few=3, rooms=1) as three, council(few=30, rooms=1) as thirty:
        assert shown(question, three) == [None]
        assert shown(question, thirty) != [None]


DIFFER = [
    "select sum(rent) as a, sum(rent) filter (where rooms <> 7) as b from tenants",
    "select sum(rent) as a, sum(cast(rent as double)) filter (where rooms <> 7) as b from tenants",
    "select sum(rent) as a, sum(rent * (1 - flat)) as b"
    " from (select rent, rooms as flat from tenants)",
]


@pytest.mark.parametrize("question", DIFFER)
def test_amounts_of_one_measure_are_compared_however_they_are_written(question):
    with council() as at:
        assert None in shown(question, at)


@pytest.mark.parametrize("rent", ["inf", "-inf", "nan", "1e308"])
@pytest.mark.parametrize("function", ["sum", "avg", "variance"])
def test_a_sum_without_bounds_is_withheld_and_no_error(function, rent):
    with council(extra=False) as at:
        at.execute("alter table tenants alter rent type double")
        at.execute(f"update tenants set rent = '{rent}' where person in (1, 2, 3)")
        assert shown(f"select {function}(rent) from tenants", at) == [None]
        assert shown(f"select {function}(rent) filter (where rooms = 2) from tenants", at) == [None]
        chosen = (
            "select count(*) from tenants where ward_code in"
            f" (select ward_code from tenants group by 1 having {function}(rent) > 0)"
        )
        plan = plan_of(chosen, ROUNDED)
        assert at.sql(plan.sql).fetchall()


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Give a function that asks the real engine, over a seal with a person of seven rooms."""
    bench = Bench(tmp_path_factory.mktemp("values"))
    with council() as at:
        tables = {
            d.name: {
                name: [None if v is None else str(v) for v in values]
                for name, values in at.sql(f"from {d.name}").to_arrow_table().to_pydict().items()
            }
            for d in TERMS.datasets
        }
    extract = bench.seal(TERMS, {n: bench.source(n, table) for n, table in tables.items()})

    def asked(question: str) -> list[dict[str, Any]]:
        plan = plan_of(question, TERMS)
        cells = [run(part, extract, keys=bench.keys) for part in plan.apart()]
        return treat(*cells, plan=plan).table.to_pylist()

    yield asked
    end_workers()


# Two values share a part that the one person of seven rooms makes fail.
SIDE = "cast(rooms || '000000000' as bigint)"
PART = f"{SIDE} * {SIDE}"
SHARED = [
    f"select {PART} as a, {PART} * 2 as b, count(*) as n from tenants group by all",
    f"select {PART} as a, count_if({PART} * 2 > 5) as n from tenants group by all",
    f"select count(*) filter (where {PART} > 5) as a,"
    f" count(*) filter (where {PART} * 2 > 5) as n from tenants",
    f"select sum(if({PART} > 5, rent, 0)) as a, sum(if({PART} * 2 > 5, rent, 0)) as n from tenants",
]


@pytest.mark.parametrize("question", SHARED)
def test_what_two_values_share_fails_for_nobody(question, sealed):
    assert len(sealed(question)) == 1


def test_a_sealed_sum_of_one_is_withheld(sealed):
    visits = "tenants left join visits on person = patient and clinic_ward = 'W5'"
    assert sealed(f"select sum(coalesce(cost, 0)) as a from {visits}") == [{"a": None}]
