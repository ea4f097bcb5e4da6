"""Every function of the list runs as DuckDB itself would run it, and never fails on a value."""

from datetime import date

import duckdb
import pytest

from beholden.gate import compile_terms, decide
from beholden.gate.question.allowed_syntax import CONDITIONS, SCALARS

from .warm_homes import ask

AGREEMENT = {
    "agreement": "lists",
    "use": "lists",
    "between": ["Tests"],
    "personal_data": False,
    "from": "2026-12-01",
    "until": "2026-12-31",
    "subject": {"what": "row", "column": "id"},
    "datasets": {
        "lists": {
            "columns": {
                "id": {"role": "identity"},
                "d": {"role": "dimension"},
                "t": {"role": "dimension"},
                "n": {"role": "dimension"},
                "b": {"role": "dimension"},
            }
        }
    },
    "outputs": {"aggregate": {"to": "tests", "smallest_group": 1}},
}
TERMS = compile_terms(AGREEMENT, purpose="p", stewards={"lists": "Tests"}, columns=None)

EXPRESSIONS = [
    *("n + 1", "n - 1", "n * 2", "n / 2", "n % 2", "n // 2", "-n", "abs(n)", "round(n / 3.0, 2)"),
    *("floor(n / 2)", "ceil(n / 2)", "greatest(n, 2)", "least(n, 2)", "nullif(n, 2)"),
    *("t || '!'", "concat(t, '!', n)", "coalesce(t, 'none')", "ifnull(t, 'x')", "lower(t)"),
    *("upper(t)", "trim(t)", "length(t)", "left(t, 1)", "right(t, 1)", "substring(t, 1, 2)"),
    *("substr(t, 2)", "contains(t, 'a')", "starts_with(t, 'a')", "year(d)", "month(d)"),
    *("quarter(d)", "day(d)", "extract(year from d)", "date_trunc('month', d)"),
    *(
        "date_trunc('week', d::date)",
        "year(d::date)",
        "d + interval '3' day",
        "d - interval 1 year",
    ),
    *("n::decimal(9, 2)", "cast(d as date) + interval '2' month > '2026-06-01'"),
    *("cast(n as varchar)", "n::double", "try_cast(t as int)", "d::varchar", "cast(b as int)"),
    *("case when b then t else 'no' end", "case t when 'a' then 1 when 'b' then 2 end"),
    *("if(b, 1, 2)", "t = 'a'", "t <> 'a'", "n > 1", "n >= 1", "n < 1", "n <= 1"),
    *("t like 'a%'", "t not like 'a%'", "t ilike 'A%'", "n in (1, 2)", "n not in (1, 2)"),
    *("n between 1 and 2", "t is null", "t is not null", "b is true", "b is not true", "not b"),
    *("b and n > 1", "b or n > 1", "t is distinct from 'a'", "t is not distinct from 'a'"),
    *("d > '2026-01-15'", "d = date '2026-01-01'", "(n + 1) * (n - 1)", "n > 1 and not (b or b)"),
]


def lists() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("""
        create table lists as
        select i as id, date '2026-01-01' + (i * 20)::int as d,
               [null, 'a', 'b', 'ab', ' c '][1 + i % 5] as t, (i % 4)::int as n,
               [true, false, null][1 + i % 3] as b
        from range(60) t(i)
    """)
    return connection


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_groups_as_in_plain_sql(expression):
    with lists() as at:
        table = ask(
            f"select {expression} as v, count(*) as c from lists group by 1", TERMS, at
        ).table
        plain = at.sql(f"select {expression} as v, count(*) as c from lists group by 1").fetchall()
        rows = list(zip(*(column.to_pylist() for column in table.columns), strict=True))
        assert sorted(rows, key=repr) == sorted(plain, key=repr)


@pytest.mark.parametrize("expression", ["n > 1", "t like 'a%'", "b", "d > '2026-01-15'", "not b"])
def test_an_expression_chooses_as_in_plain_sql(expression):
    with lists() as at:
        asked = f"select count(*) as c, count(*) filter (where {expression}) as f from lists"
        table = ask(asked, TERMS, at).table
        plain = at.sql(asked).fetchall()
        shown = [tuple(row.values()) for row in table.to_pylist()]
        assert shown == plain


@pytest.mark.parametrize(
    "expression", ["t::int", "cast(t as date)", "n / 0", "n % 0", "n // 0", "t::double + 1"]
)
def test_a_value_that_cannot_be_read_gives_nothing_and_no_error(expression):
    with lists() as at:
        table = ask(
            f"select {expression} as v, count(*) as c from lists group by 1", TERMS, at
        ).table
        assert table.column("v").to_pylist() == [None]


def test_every_kind_on_the_list_is_tried_here():
    seen = set()
    from sqlglot import parse_one

    for expression in [*EXPRESSIONS, "t::int"]:
        question = f"select {expression} as v, count(*) from lists group by 1"
        assert decide(question, TERMS, today=date(2026, 12, 10)).allowed
        seen |= {type(node) for node in parse_one(question, read="duckdb").walk()}
    untried = {kind.__name__ for kind in {*SCALARS, *CONDITIONS} - seen}
    assert untried == set()
