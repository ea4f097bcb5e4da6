"""No two numbers of an answer differ by a few people, whatever the council and the question.

The councils are random: which columns there are, who has how many rows, what is asked. Who is
counted is worked out here in Python from the rows, by nothing that the gate uses.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import duckdb
import pytest
from gate.warm_homes import IN_FORCE, as_cells
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks.sizes import sized
from beholden.gate import compile_terms, decide, treat
from beholden.kernel import Terms

COLUMNS = ("hill", "mill", "quay")
Row = dict[str, str | int | None]
Number = tuple[str, Callable[[Row], bool]]


def terms(columns: tuple[str, ...], *, smallest_group: int) -> Terms:
    """Return an agreement that counts people by these columns."""
    given_columns = {name: {"role": "dimension"} for name in columns}
    return compile_terms(
        {
            "agreement": "differences",
            "use": "differences",
            "between": ["Tests"],
            "personal_data": False,
            "from": "2026-12-01",
            "until": "2026-12-31",
            "subject": "person",
            "datasets": {"people": {"columns": {"person": {"role": "join"}, **given_columns}}},
            "outputs": {"aggregate": {"to": "tests", "smallest_group": smallest_group}},
        },
        purpose="p",
        stewards={"people": "Tests"},
        columns=None,
    )


def equals(column: str, value: str) -> Number:
    return f"{column} = '{value}'", lambda row: row[column] == value


def is_null(column: str) -> Number:
    return f"{column} is null", lambda row: row[column] is None


def either(one: Number, other: Number) -> Number:
    return f"({one[0]} or {other[0]})", lambda row: one[1](row) or other[1](row)


def both(one: Number, other: Number) -> Number:
    return f"({one[0]} and {other[0]})", lambda row: one[1](row) and other[1](row)


def numbers(columns: tuple[str, ...]) -> st.SearchStrategy[list[Number]]:
    """Return lists of conditions, each with who satisfies it."""
    name = st.sampled_from(columns)
    atom = st.one_of(st.builds(equals, name, st.sampled_from("abc")), st.builds(is_null, name))
    two = st.builds(lambda join, a, b: join(a, b), st.sampled_from([either, both]), atom, atom)
    return st.lists(st.one_of(atom, two), min_size=2, max_size=4)


@st.composite
def councils(draw: st.DrawFn) -> tuple[tuple[str, ...], list[Row], list[Number], str | None]:
    """Draw columns, rows (some people have several), conditions and what is grouped by."""
    columns = COLUMNS[: draw(st.integers(1, 3))]
    value = st.sampled_from(["a", "a", "a", "b", "b", "c", None])
    row = st.fixed_dictionaries({"person": st.integers(1, 20), **{name: value for name in columns}})
    rows = draw(st.lists(row, min_size=8, max_size=40))
    return columns, rows, draw(numbers(columns)), draw(st.none() | st.sampled_from(columns))


def answered(
    columns: tuple[str, ...], rows: list[Row], question: str, under: Terms
) -> list[dict[str, object]]:
    """Return what is shown of a question over these rows."""
    plan = decide(question, under, today=IN_FORCE).plan
    assert plan is not None
    with duckdb.connect() as at:
        kinds = ", ".join(["person bigint", *(f"{name} text" for name in columns)])
        at.execute(f"create table people ({kinds})")
        at.executemany(
            f"insert into people values (?{', ?' * len(columns)})",
            [[row["person"], *(row[name] for name in columns)] for row in rows],
        )
        table = at.sql(plan.sql).to_arrow_table()
    return treat(as_cells(plan, table), plan=plan).table.to_pylist()


@settings(max_examples=sized(suite=25, full=5_000), deadline=None)
@given(council=councils(), smallest_group=st.integers(2, 5))
def test_no_two_numbers_differ_by_a_few(
    council: tuple[tuple[str, ...], list[Row], list[Number], str | None], smallest_group: int
) -> None:
    columns, rows, asked, by = council
    shown = [f"count(*) filter (where {text}) as n{i}" for i, (text, _) in enumerate(asked)]
    group = f" group by {by}" if by else ""
    question = f"select {', '.join([f'{by} as g'] * bool(by) + shown)} from people{group}"
    for row in answered(columns, rows, question, terms(columns, smallest_group=smallest_group)):
        here = [one for one in rows if not by or one[by] == row["g"]]
        sets = [
            {one["person"] for one in here if holds(one)}
            for i, (_, holds) in enumerate(asked)
            if row[f"n{i}"] is not None
        ]
        assert len({one["person"] for one in here}) >= smallest_group
        _check(sets, smallest_group)


def test_numbers_that_differ_by_one_would_be_found() -> None:
    with pytest.raises(AssertionError):
        _check([{1, 2, 3, 4}, {1, 2, 3}], 3)
    _check([{1, 2, 3, 4, 5, 6}, {1, 2, 3}], 3)


def _check(sets: list[set[object]], smallest_group: int) -> None:
    """No sum or difference of shown numbers is of one to k - 1 people."""
    for one, other in product(sets, repeat=2):
        assert not 1 <= len(one - other) < smallest_group
    for one in sets:
        assert not 1 <= len(one) < smallest_group
