"""Answers: additive and the same for ever, chosen as SQL chooses, with a band that holds."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import Damaged
from beholden.selfservice import (
    answer_fitted,
    decide_fitted,
    from_bytes,
    to_bytes,
)

from . import people

TERMS = people.terms()
FITTED = people.fitted(people.rows(3000))


def answered(question: str, fitted=FITTED, **how) -> pa.Table:
    decision = decide_fitted(question, TERMS, today=people.DAY)
    assert decision.allowed, decision.refusal
    return answer_fitted(fitted, decision.asks, **how).table


def number(question: str) -> float:
    return answered(question).column(0)[0].as_py()


TESTS = st.sampled_from(
    [
        "ward = 'A'", "ward <> 'B'", "ward in ('A', 'C', 'Z')", "tenure is null", "age is not null",
        "tenure = 'own'", "age = 'old'", "not ward = 'D'", "tenure <> 'rent'", "ward = 'nowhere'",
    ]
)  # fmt: skip
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        inner.map(lambda a: f"not ({a})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
            lambda t: f"({t[0]}) {t[1]} ({t[2]})"
        ),
    ),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def profiles() -> duckdb.DuckDBPyConnection:
    """Give the fitted table's own profiles as a table, with no name as null."""
    columns = {
        name: [FITTED.domains[name][code] for code in FITTED.grid.codes[name]]
        for name in FITTED.plan.dimensions
    }
    table = pa.table(
        {
            **columns,
            "subjects": FITTED.subjects,
            "in_arrears": FITTED.fits["in_arrears"].expected,
            "arrears": FITTED.fits["arrears"].expected * 1000,
        }
    )
    connection = duckdb.connect()
    connection.register("council_tax", table)
    return connection


@settings(max_examples=150, deadline=None)
@given(condition=CONDITIONS)
def test_conditions_choose_as_sql_does(profiles, condition):
    ours = answered(
        f"select ward, count(*) as n, sum(in_arrears) as y, avg(arrears) as a from council_tax "
        f"where {condition} group by 1 order by 1"
    )
    theirs = profiles.execute(
        "select ward, sum(subjects) n, sum(in_arrears) y, sum(arrears) / sum(subjects) a "
        f"from council_tax where {condition} group by 1 having n >= 1 order by 1"
    ).fetchall()
    got = [tuple(row[name] for name in ("ward", "n", "y", "a")) for row in ours.to_pylist()]
    assert [row[0] for row in got] == [row[0] for row in theirs]
    for mine, theirs_ in zip(got, theirs, strict=True):
        assert mine[1:] == pytest.approx(theirs_[1:])


def test_groups_come_to_their_total_in_every_question():
    for measure in ("count(*)", "sum(in_arrears)", "sum(arrears)"):
        total = number(f"select {measure} from council_tax")
        for by in ("ward", "age", "tenure", "ward, tenure", "ward, age, tenure"):
            parts = answer_fitted(
                FITTED,
                decide_fitted(
                    f"select {by}, {measure} as n from council_tax group by all",
                    TERMS,
                    today=people.DAY,
                ).asks,
                smallest=0,
            ).table
            assert sum(parts.column("n").to_pylist()) == pytest.approx(total)


def test_known_numbers_of_households_are_exact():
    true = people.rows(3000)
    wanted = true.group_by("ward").aggregate([("ward", "count")]).to_pydict()
    got = answered("select ward, count(*) from council_tax group by 1").to_pydict()
    exact = dict(zip(wanted["ward"], wanted["ward_count"], strict=True))
    assert dict(zip(got["ward"], got["count"], strict=True)) == pytest.approx(exact)
    assert set(got["count_within"]) == {0.0}


def test_small_groups_are_left_out_and_counted():
    decision = decide_fitted(
        "select ward, age, tenure, count(*) from council_tax group by all",
        TERMS,
        today=people.DAY,
    )
    whole = answer_fitted(FITTED, decision.asks, smallest=0)
    part = answer_fitted(FITTED, decision.asks, smallest=150)
    assert min(part.table.column("count").to_pylist()) >= 150
    assert part.small > 0
    assert part.table.num_rows < whole.table.num_rows


def test_expected_values_are_neither_negative_nor_more_than_there_are():
    for fit in FITTED.fits.values():
        assert (fit.expected >= 0).all()
    assert (FITTED.fits["in_arrears"].expected <= FITTED.subjects + 1e-9).all()


@pytest.mark.parametrize(
    "by", ["ward, age", "ward, tenure", "ward", "age, tenure"], ids=lambda by: by
)
def test_the_band_holds_nineteen_times_in_twenty(by):
    inside, asked = 0, 0
    for seed in range(12):
        table = people.rows(3000, seed=seed)
        fitted = people.fitted(table, secret=bytes([seed]) * 32)
        got = answered(
            f"select {by}, sum(in_arrears) as n from council_tax group by all", fitted, smallest=10
        )
        flags = table.append_column("flag", table.column("in_arrears").cast(pa.int64()))
        names = by.split(", ")
        true = flags.group_by(names).aggregate([("flag", "sum")]).to_pylist()
        exact = {tuple(row[n] for n in names): row["flag_sum"] for row in true}
        for row in got.to_pylist():
            key = tuple(row[n] for n in names)
            if key in exact:
                inside += abs(row["n"] - exact[key]) <= row["n_within"]
                asked += 1
    assert inside / asked >= 0.88


def test_a_fitted_table_is_read_back_as_it_was():
    content = to_bytes(FITTED)
    again = from_bytes(content)
    assert to_bytes(again) == content
    question = "select ward, tenure, avg(arrears), count(*) from council_tax group by all"
    one, other = answered(question), answered(question, again)
    for name in one.column_names[2:]:
        assert np.allclose(one.column(name), other.column(name), rtol=1e-5)


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06" + bytes(18), b"x" * 100])
def test_what_is_no_fitted_table_is_told(content):
    with pytest.raises(Damaged):
        from_bytes(content)


def test_no_exact_number_is_kept():
    """What is written down holds no sum of flags as it was, for any cell of a kept table."""
    people_ = people.rows(3000)
    grid = FITTED.fits["in_arrears"].cells
    got = grid.totals(FITTED.fits["in_arrears"].expected)
    given_ = people.output()
    subjects = people.subjects(people_, given_)
    for table, part in zip(grid.tables, grid.parts(got), strict=True):
        cells = np.zeros(subjects.count, dtype=np.int64)
        for name in table:
            cells = cells * len(subjects.domains[name]) + subjects.codes[name]
        exact = np.bincount(cells, weights=subjects.steps["in_arrears"], minlength=len(part))
        assert not np.isclose(part[exact > 0], exact[exact > 0], atol=1e-9).any()


@pytest.mark.parametrize(
    ("condition", "wards"),
    [
        ("ward = 1", {1}),
        ("ward = 1.0", {1}),
        ("ward = '01'", {1}),
        ("1e0 = ward", {1}),
        ("ward in (1.0, 3.00)", {1, 3}),
        ("ward <> 1.0", {2, 3}),
        ("ward >= 2.0", {2, 3}),
        ("ward = -1", set()),
        ("ward = 'nan' or ward = 'one' or ward = 'sNaN'", set()),
    ],
)
def test_a_number_is_the_same_however_it_is_written(condition, wards):
    table = people.rows(120)
    place = table.column_names.index("ward")
    numbered = table.set_column(place, "ward", pa.array([i % 3 + 1 for i in range(120)]))
    question = f"select ward, count(*) from council_tax where {condition} group by 1"
    decision = decide_fitted(question, people.terms(), today=people.DAY)
    answer = answer_fitted(people.fitted(numbered), decision.asks).table
    assert set(answer.column("ward").to_pylist()) == wards


@pytest.mark.parametrize("known", [("ward",), ("ward", "age")])
def test_bands_are_in_the_order_in_which_they_are_stated(monkeypatch, known):
    ages = ("under 18", "18 to 64", "100 and over", "65 to 99")
    monkeypatch.setitem(people.DOMAINS, "age", ages)
    fitted = people.fitted(people.rows(3000), known=known)
    question = (
        "select age, count(*) as n from council_tax where age is not null group by 1 order by"
    )
    up, down = (answered(f"{question} 1 {way}", fitted) for way in ("asc", "desc"))
    assert up["age"].to_pylist() == list(ages)
    assert down["age"].to_pylist() == list(reversed(ages))


@pytest.mark.parametrize("known", [("ward", "age"), ("ward", "age", "tenure")])
def test_what_has_no_value_comes_last_whichever_way(known):
    table = people.rows(3000)
    some = pa.array([None if i % 3 == 0 else t for i, t in enumerate(table["tenure"].to_pylist())])
    place = table.column_names.index("tenure")
    fitted = people.fitted(table.set_column(place, "tenure", some), known=known)
    question = "select tenure, count(*) as n from council_tax group by 1 order by 1"
    for way, tenures in (("asc", ["own", "rent"]), ("desc", ["rent", "own"])):
        assert answered(f"{question} {way}", fitted)["tenure"].to_pylist() == [*tenures, None]
