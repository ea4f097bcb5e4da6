"""What stands on top of treated cells: any function on the list, and the same as plain DuckDB."""

import duckdb
import pytest

from beholden.gate import decide

from .warm_homes import IN_FORCE, TERMS, ask, borough

CELLS = (
    "select neighbourhood, rating as tenure, count(*) as n, sum(arrears) as a"
    " from council_tax join energy_certificates using (uprn) group by all"
)
NUMBERS = [
    "median(n)",
    "median(tenure)",
    "median(n) filter (where n > 20)",
    "mode(n // 10)",
    "quantile_cont(n, 0.9)",
    "quantile_disc(tenure, 0.5)",
    "stddev_pop(n)",
    "var_pop(a)",
    "kurtosis(n)",
    "corr(n, a)",
    "covar_samp(n, a)",
    "covar_pop(n, a)",
    "regr_slope(n, a)",
    "regr_intercept(n, a)",
    "regr_r2(n, a)",
    "regr_count(n, a)",
    "arg_max(tenure, n)",
    "arg_min(neighbourhood, a)",
    "sum(ln(n))",
    "sum(log(n))",
    "sum(log(2, n))",
    "sum(sqrt(n))",
    "sum(exp(n / 100.0))",
    "sum(power(n, 2))",
    "sum(n ** 0.5)",
    "sum(sign(a - 100))",
    "sum(trunc(a / 7.0, 1))",
    "max(cast(n as float))",
    "ln(median(n)) + sqrt(sum(n))",
    "sum(n * a)",
]
OVER = ["nth_value(n, 2) over (order by n, tenure, neighbourhood)", "median(n) over ()"]
NOTHING = ["ln(0 * n)", "ln(-n)", "sqrt(-n)", "exp(1e9 * n)", "power(0 * n, -1)", "-power(10, 999)"]


@pytest.fixture(scope="module")
def at():
    with borough() as connection:
        yield connection


@pytest.fixture(scope="module")
def shown(at):
    """Return plain DuckDB with what is shown of the cells, as a table."""
    table = ask(CELLS, TERMS, at).table
    with duckdb.connect() as plain:
        plain.register("w", table)
        yield plain


def test_there_is_something_to_work_with(shown):
    assert shown.sql("select count(*) from w where a is not null").fetchall()[0][0] >= 4


@pytest.mark.parametrize("asked", [NUMBERS, OVER], ids=["of all", "of each"])
def test_functions_of_what_is_shown_are_those_of_plain_duckdb(asked, at, shown):
    listed = f"select {', '.join(asked)} from"
    ours = ask(f"{listed} ({CELLS}) w", TERMS, at).table
    plain = shown.sql(f"{listed} w").to_arrow_table()
    assert _rows(ours) == _rows(plain)


def _rows(table):
    rows = (row.values() for row in table.to_pylist())
    return sorted(
        [str(v) if v is None or isinstance(v, str) else f"{v:.9g}" for v in row] for row in rows
    )


def test_what_is_infinite_or_no_number_is_nothing(at):
    (row,) = ask(f"select {', '.join(NOTHING)} from ({CELLS}) limit 1", TERMS, at).table.to_pylist()
    assert set(row.values()) == {None}


def test_a_product_of_two_results_has_room(at):
    large = f"select n * 4000000000 as p from ({CELLS})"
    told = ask(f"select max(p * p), max(p) from ({large})", TERMS, at).table.to_pylist()
    squared, p = told[0].values()
    assert 2**63 < squared == pytest.approx(p**2)


OVER_ROWS = [
    *(
        f"select {f}(arrears) from council_tax"
        for f in ("median", "mode", "stddev_pop", "kurtosis")
    ),
    "select quantile_cont(arrears, 0.5) from council_tax",
    "select arg_max(tenure, arrears) from council_tax",
    "select corr(arrears, arrears) from council_tax",
    "select median(tenure) from council_tax",
    "select median(arrears) filter (where in_arrears) from council_tax",
    "select tenure, count(*) from council_tax group by 1 having median(arrears) > 100",
    "select tenure, count(*) from council_tax group by 1 order by mode(arrears)",
    "select count(*) from (select median(arrears) as m from council_tax)",
    "select median(a) from (select arrears as a from council_tax)",
    "select count(*) from council_tax where sqrt(arrears) > 10",
    "select count(*) from council_tax where ln(neighbourhood) > 1",
    "select sqrt(neighbourhood), count(*) from council_tax group by 1",
    "select count(*) filter (where power(neighbourhood, 2) > 1) from council_tax",
    "select sum(ln(arrears)) from council_tax",
    "select sum(power(10, arrears)) from council_tax",
    "select avg(trunc(arrears)) from council_tax",
    "select sum(x) from (select exp(arrears) as x from council_tax)",
    "select nth_value(arrears, 2) over (order by tenure) from council_tax",
    "select count(distinct sqrt(arrears)) from council_tax",
    "select min(ln(arrears)) from council_tax",
    "select median(count(*)) from council_tax",
]


@pytest.mark.parametrize("question", OVER_ROWS)
def test_over_rows_none_of_them_may_stand(question):
    assert not decide(question, TERMS, today=IN_FORCE).allowed


@pytest.mark.parametrize("share", ["n", "1.5", "'0.5'", "-0.5", "[0.1, 0.5]", "(select 0.5)"])
def test_a_quantile_is_at_a_share_that_the_question_gives(share):
    question = f"select quantile_cont(n, {share}) from ({CELLS})"
    refusal = decide(question, TERMS, today=IN_FORCE).refusal
    assert "a quantile that is not at a number from 0 to 1" in refusal.what
