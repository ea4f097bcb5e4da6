"""No two numbers of an answer differ by a few people, whatever the council and the question.

The councils are random: which tables and columns there are and of what kind, who has how many rows,
what is asked. Who is counted is worked out here in Python from the rows, by nothing that the gate
uses.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations, product

import duckdb
import pytest
from gate.warm_homes import IN_FORCE, as_cells
from hypothesis import given, settings
from hypothesis import strategies as st

from attacks.schemas import NAMES
from attacks.sizes import sized
from beholden.gate import compile_terms, decide, treat
from beholden.kernel import Terms

Value = str | int | bool | None
Row = Mapping[str, Value]
KINDS: Mapping[str, tuple[Value, ...]] = {
    "text": ("a", "a", "a", "b", "b", "c", None),
    "bigint": (1, 1, 1, 2, 2, 3, None),
    "boolean": (True, True, False, None),
}


@dataclass(frozen=True)
class Number:
    """A condition: its text, the columns in it, and of which rows it holds (None: not known)."""

    text: str
    columns: frozenset[str]
    holds: Callable[[Row], bool | None]


@dataclass(frozen=True)
class Council:
    """People with columns of some kinds, and visits to them where there is a second table."""

    people: Mapping[str, str]
    visits: Mapping[str, str]
    rows: tuple[list[Row], list[Row]]
    join: str
    numbers: list[Number]
    by: str | None
    smallest_group: int

    @property
    def tables(self) -> Mapping[str, Mapping[str, str]]:
        """Return the columns of each table, with their kinds."""
        return {"people": self.people, **({"visits": self.visits} if self.visits else {})}

    def joined(self) -> list[Row]:
        """Return the rows that the question is about, as SQL joins them."""
        people, visits = self.rows
        if not self.join:
            return people
        nobody = dict.fromkeys(self.visits)
        found: list[Row] = []
        for row in people:
            theirs = [v for v in visits if v["person"] == row["person"]]
            found += [{**v, **row} for v in theirs or ([nobody] if self.join == "left" else [])]
        return found


def terms(council: Council) -> Terms:
    """Return an agreement that counts people by all columns."""
    datasets = {
        table: {"columns": {"person": {"role": "join"}, **{c: {"role": "dimension"} for c in own}}}
        for table, own in council.tables.items()
    }
    joins = {"joins": {"key": "person", "among": list(datasets)}} if council.visits else {}
    return compile_terms(
        {
            "agreement": "differences",
            "use": "differences",
            "between": ["Tests"],
            "personal_data": False,
            "from": "2026-12-01",
            "until": "2026-12-31",
            "subject": "person",
            "datasets": datasets,
            **joins,
            "outputs": {"aggregate": {"to": "tests", "smallest_group": council.smallest_group}},
        },
        purpose="p",
        stewards=dict.fromkeys(datasets, "Tests"),
        columns=None,
    )


SIGNS = {"=": operator.eq, "<>": operator.ne, "<": operator.lt, ">=": operator.ge}


def compares(column: str, sign: str, value: Value) -> Number:
    written = f"'{value}'" if isinstance(value, str) else str(value).lower()

    def holds(row: Row) -> bool | None:
        return None if row[column] is None else SIGNS[sign](row[column], value)

    return Number(f'"{column}" {sign} {written}', frozenset({column}), holds)


def is_null(column: str) -> Number:
    return Number(f'"{column}" is null', frozenset({column}), lambda row: row[column] is None)


def either(one: Number, other: Number) -> Number:
    def holds(row: Row) -> bool | None:
        found = (one.holds(row), other.holds(row))
        return True if True in found else None if None in found else False

    return Number(f"({one.text} or {other.text})", one.columns | other.columns, holds)


def both(one: Number, other: Number) -> Number:
    def holds(row: Row) -> bool | None:
        found = (one.holds(row), other.holds(row))
        return False if False in found else None if None in found else True

    return Number(f"({one.text} and {other.text})", one.columns | other.columns, holds)


def not_so(one: Number) -> Number:
    def holds(row: Row) -> bool | None:
        found = one.holds(row)
        return None if found is None else not found

    return Number(f"(not {one.text})", one.columns, holds)


def numbers(columns: Mapping[str, str]) -> st.SearchStrategy[list[Number]]:
    """Return lists of conditions, each with who satisfies it."""
    one = st.sampled_from(sorted(columns)).flatmap(
        lambda name: st.one_of(
            st.just(is_null(name)),
            st.builds(
                compares,
                st.just(name),
                st.sampled_from(["=", "<>"] if columns[name] == "boolean" else sorted(SIGNS)),
                st.sampled_from([value for value in KINDS[columns[name]] if value is not None]),
            ),
        )
    )
    two = st.builds(lambda join, a, b: join(a, b), st.sampled_from([either, both]), one, one)
    return st.lists(st.one_of(one, st.builds(not_so, one), two), min_size=2, max_size=4)


def rows_of(columns: Mapping[str, str], *, most: int) -> st.SearchStrategy[list[Row]]:
    values = {name: st.sampled_from(KINDS[kind]) for name, kind in columns.items()}
    row = st.fixed_dictionaries({"person": st.integers(1, 20), **values})
    return st.lists(row, min_size=8, max_size=most)


@st.composite
def councils(draw: st.DrawFn) -> Council:
    """Draw tables, rows (some people have several), conditions and what is grouped by."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique_by=str.lower))
    kinds = {name: draw(st.sampled_from(sorted(KINDS))) for name in names}
    split = draw(st.integers(1, len(names)))
    people = {name: kinds[name] for name in names[:split]}
    visits = {name: kinds[name] for name in names[split:]}
    join = draw(st.sampled_from(["", "inner", "left"])) if visits else ""
    asked = kinds if join else people
    return Council(
        people,
        visits,
        (draw(rows_of(people, most=40)), draw(rows_of(visits, most=20)) if visits else []),
        join,
        draw(numbers(asked)),
        draw(st.none() | st.sampled_from(sorted(asked))),
        draw(st.integers(2, 5)),
    )


def answered(council: Council) -> list[dict[str, object]]:
    """Return what is shown of the numbers of a council."""
    listed = [f'"{council.by}" as g'] * bool(council.by)
    listed += [f"count(*) filter (where {n.text}) as n{i}" for i, n in enumerate(council.numbers)]
    join = f" {council.join} join visits using (person)" if council.join else ""
    group = " group by 1" if council.by else ""
    question = f"select {', '.join(listed)} from people{join}{group}"
    plan = decide(question, terms(council), today=IN_FORCE).plan
    assert plan is not None
    with duckdb.connect() as at:
        for (table, columns), rows in zip(council.tables.items(), council.rows, strict=False):
            kinds = ", ".join(["person bigint", *(f'"{n}" {k}' for n, k in columns.items())])
            at.execute(f"create table {table} ({kinds})")
            wanted = [[row["person"], *(row[name] for name in columns)] for row in rows]
            at.executemany(f"insert into {table} values (?{', ?' * len(columns)})", wanted)
        table = at.sql(plan.sql).to_arrow_table()
    return treat(as_cells(plan, table), plan=plan).table.to_pylist()


@settings(max_examples=sized(suite=25, full=5_000), deadline=None)
@given(council=councils())
def test_no_two_numbers_differ_by_a_few(council: Council) -> None:
    k = council.smallest_group
    for row in answered(council):
        here = [one for one in council.joined() if not council.by or one[council.by] == row["g"]]
        everybody = {one["person"] for one in here}
        shown = {
            number: {one["person"] for one in here if number.holds(one)}
            for i, number in enumerate(council.numbers)
            if row[f"n{i}"] is not None
        }
        assert len(everybody) >= k
        _check(list(shown.values()), k)
        _check_alike(shown, everybody, council.by)


def _check_alike(shown: Mapping[Number, set[object]], everybody: set[object], by: object) -> None:
    """No shown number is of all of a group, and no two are of the same people.

    A condition on what is grouped by alone says nothing more of whom it is of.
    """
    for number, people in shown.items():
        assert number.columns <= {by} or people != everybody
    for one, other in combinations(shown, 2):
        same = one.text == other.text or one.columns | other.columns <= {by}
        assert same or shown[one] != shown[other]


def test_numbers_of_the_same_people_would_be_found() -> None:
    late, owns = compares("late", "=", "a"), compares("tenure", "=", "a")
    _check_alike({late: {1, 2, 3}, owns: {4, 5, 6}}, set(range(9)), None)
    with pytest.raises(AssertionError):
        _check_alike({late: {1, 2, 3}, owns: {1, 2, 3}}, set(range(9)), None)
    with pytest.raises(AssertionError):
        _check_alike({late: {1, 2, 3}}, {1, 2, 3}, "tenure")


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
