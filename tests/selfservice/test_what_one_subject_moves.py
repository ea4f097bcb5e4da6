"""The proof's one premise: whatever one record is, it moves the tables by no more than planned.

The rest of the proof (docs/adr/0018) is arithmetic over Gaussian noise.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.selfservice import cost_of, making

from . import people

RECORD = st.fixed_dictionaries(
    {
        "tenure": st.sampled_from([*people.DOMAINS["tenure"], "squat", None]),
        "in_arrears": st.sampled_from([True, False, None]),
        "arrears": st.floats(-1e6, 1e9) | st.none(),
    }
)
HIDDEN = {"ward": st.sampled_from(people.DOMAINS["ward"]), "age": st.just("old")}
SETTINGS = {
    "known": {},
    "all known": {"known": ("ward", "age", "tenure")},
    "one measure": {"measures": ("in_arrears",), "tables": (("ward", "tenure"), ("age",))},
    "strict": {"guess_bound": 51, "share": 40, "seals_a_year": 12},
}


def replaced(table: pa.Table, record: dict[str, object]) -> pa.Table:
    """Return the households with the first one's record replaced."""
    held = table.to_pylist()
    held[0] = {**held[0], **record}
    return pa.Table.from_pylist(held, schema=table.schema)


def moved(one: pa.Table, other: pa.Table, changed: dict[str, object]) -> tuple[float, float]:
    """Return by how much the tables differ, in the noise's own measure squared, and the cost."""
    given_ = people.output(**changed)
    both = [people.subjects(table, given_) for table in (one, other)]
    plan = people.planned(both[0], given_)
    tables = [making._exact(held, plan).tables for held in both]
    return (
        sum(
            float((((a - b) / float(kept.sd)) ** 2).sum())
            for (kept, a), (_, b) in zip(*tables, strict=True)
        ),
        plan.cost,
    )


@pytest.mark.parametrize("changed", SETTINGS.values(), ids=SETTINGS)
@settings(max_examples=40, deadline=None)
@given(record=RECORD, other=RECORD)
def test_one_record_moves_no_more_than_the_cost(changed, record, other):
    base = people.rows(30)
    if "tenure" in changed.get("known", ()):
        record = {**record, "tenure": "own"}
        other = {**other, "tenure": "own"}
    distance, cost = moved(replaced(base, record), replaced(base, other), changed)
    assert distance <= cost + 1e-9


@settings(max_examples=40, deadline=None)
@given(
    record=st.tuples(RECORD, st.fixed_dictionaries(HIDDEN)),
    other=st.tuples(RECORD, st.fixed_dictionaries(HIDDEN)),
)
def test_where_nothing_is_known_a_whole_record_moves_no_more_than_the_cost(record, other):
    base = people.rows(30)
    one, two = (replaced(base, {**a, **b}) for a, b in (record, other))
    distance, cost = moved(one, two, {"known": ()})
    assert distance <= cost + 1e-9


@settings(max_examples=20, deadline=None)
@given(record=st.tuples(RECORD, st.fixed_dictionaries(HIDDEN)))
def test_where_nothing_is_known_to_be_there_at_all_moves_no_more_than_the_cost(record):
    base = replaced(people.rows(30), {**record[0], **record[1]})
    distance, cost = moved(base, base.slice(1), {"known": ()})
    assert distance <= cost + 1e-9


def test_the_worst_record_comes_near_the_cost():
    base = people.rows(30)
    one = replaced(base, {"tenure": "own", "in_arrears": True, "arrears": 1e9})
    other = replaced(base, {"tenure": "rent", "in_arrears": True, "arrears": 1e9})
    distance, cost = moved(one, other, {})
    assert distance > 0.6 * cost


@pytest.mark.parametrize("changed", SETTINGS.values(), ids=SETTINGS)
def test_a_plan_costs_what_the_agreement_gives_and_never_more(changed):
    given_ = people.output(**changed)
    plan = people.planned(people.subjects(people.rows(30), given_), given_)
    allowed = cost_of(given_.guess_bound) * given_.share / 100 / given_.seals_a_year
    assert 0.9 * allowed < plan.cost <= allowed


def test_many_rows_of_one_household_are_one_household():
    many = pa.concat_tables([people.rows(50)] * 3)
    given_ = people.output()
    once, thrice = people.subjects(people.rows(50), given_), people.subjects(many, given_)
    assert once.count == thrice.count == 50
    assert np.array_equal(once.steps["in_arrears"], thrice.steps["in_arrears"])
    assert thrice.steps["arrears"].max() <= 1000
