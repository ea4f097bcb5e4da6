"""Which pairs a person sees, and in which order."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from beholden.linkage.reviewing import (
    choose_pairs,
    pairs_of_people,
    pairs_of_places,
    parted_pairs,
)


def pairs(*rows: tuple[float, bool, str]) -> pa.Table:
    return pa.table(
        {
            "row": pa.array(range(1, len(rows) + 1), pa.int64()),
            "candidate": [str(100 + i) for i in range(len(rows))],
            "probability": pa.array([row[0] for row in rows], pa.float64()),
            "matched": pa.array([row[1] for row in rows], pa.bool_()),
            "reason": pa.array([row[2] for row in rows], pa.string()),
        }
    )


def chosen(table: pa.Table, **how) -> list[int]:
    how = {"threshold": 0.9, "limit": 100, **how}
    return choose_pairs(table, **how)["row"].to_pylist()


def test_the_nearest_to_the_threshold_comes_first():
    table = pairs((0.97, True, "a"), (0.9, True, "b"), (0.6, False, "c"), (0.85, False, "d"))
    assert chosen(table) == [2, 4, 1, 3]


def test_what_is_sure_is_no_question_for_a_person():
    table = pairs((0.9999, True, "a"), (0.001, False, "b"), (0.0, False, "c"), (1.0, True, "d"))
    assert chosen(table) == []


def test_what_decides_many_rows_comes_before_what_decides_one():
    alike = [(0.93, True, f"the number {i} lies in the same range") for i in range(30)]
    table = pairs((0.91, True, "something rare"), *alike)
    assert chosen(table)[0] == 2
    assert choose_pairs(table, threshold=0.9, limit=1)["alike"].to_pylist() == [30]


def test_kinds_take_turns():
    many = [(0.9, True, "number differs")] * 50
    table = pairs(*many, (0.8, False, "no flat"), (0.8, False, "another postcode"))
    first = chosen(table, limit=8)
    assert {51, 52} <= set(first)


def test_decided_pairs_are_not_asked_again():
    table = pairs((0.9, True, "a"), (0.9, True, "b"))
    assert chosen(table, decided={(1, "100")}) == [2]
    assert chosen(table, decided={(1, "999")}) == [1, 2]


def test_numbers_and_quoted_words_do_not_make_a_kind():
    table = pairs((0.9, True, "flat 2 read from '2/14'"), (0.9, True, "flat 7 read from '7/9'"))
    assert choose_pairs(table, threshold=0.9, limit=9)["alike"].to_pylist() == [2, 2]


@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.booleans(), st.sampled_from(["a", "b", "c"])), max_size=40
    ),
    st.integers(0, 50),
)
def test_no_more_than_asked_and_none_twice(rows, limit):
    found = chosen(pairs(*rows), limit=limit)
    assert len(found) == len(set(found)) <= limit


def test_no_pairs_are_no_pairs():
    assert chosen(pairs()) == []


def test_pairs_of_places_are_the_match_or_the_likeliest_place():
    matches = pa.table(
        {
            "unique_id": ["a", "b", "c"],
            "uprn": pa.array(["11", None, None], pa.string()),
            "score": [0.99, 0.4, 0.0],
            "reason": ["x", "y", "z"],
            "runner_up_uprn": pa.array(["12", "13", None], pa.string()),
            "runner_up_score": pa.array([0.001, 0.4, None], pa.float64()),
        }
    )
    told = pairs_of_places(matches).to_pylist()
    assert [(p["row"], p["candidate"], p["probability"], p["matched"]) for p in told] == [
        (1, "11", 0.99, True),
        (2, "13", 0.4, False),
    ]


TOLD_OF_PEOPLE = pa.table(
    {
        "dataset": ["a", "b", "b"],
        "row": pa.array([1, 0, 1], pa.int64()),
        "other_dataset": ["a", "a", "b"],
        "other_row": pa.array([0, 1, 0], pa.int64()),
        "score": pa.array([0.98, 0.96, 0.6], pa.float64()),
        "own_score": pa.array([0.98, 0.31, 0.6], pa.float64()),  # of the second somebody decided
        "reason": ["x", "y", "z"],
        "linked": [True, True, False],
    }
)


def test_pairs_of_people_are_those_of_one_dataset_counted_from_one():
    of_b = pairs_of_people(TOLD_OF_PEOPLE, dataset="b").to_pylist()
    names = ("row", "candidate", "probability", "score_before", "matched", "reason")
    assert [tuple(p[name] for name in names) for p in of_b] == [
        (1, "a:2", 0.96, 0.31, True, "y"),
        (2, "b:1", 0.6, 0.6, False, "z"),
    ]


def test_pairs_that_were_told_apart_say_so():
    told = parted_pairs(TOLD_OF_PEOPLE.drop_columns(["linked"]), dataset="a").to_pylist()
    assert [(p["row"], p["candidate"], p["matched"]) for p in told] == [(2, "a:1", False)]
    assert told[0]["reason"].startswith("decided before: different")
