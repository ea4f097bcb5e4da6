"""Making the real addresses harder."""

from __future__ import annotations

import random

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.uprn.altered import (
    true_rows_deleted,
    with_postcodes_gone,
    with_postcodes_wrong,
    wrong_postcode,
)

ASKED = pa.table(
    {
        "unique_id": ["a", "b", "c", "d", "e"],
        "address_concat": ["1 HIGH ST", "2 HIGH ST", "3 HIGH ST", "4 HIGH ST", "NOWHERE"],
        "postcode": ["ZX1 1AA", "ZX1 1AA", None, "", "ZX1 1AB"],
        "true_uprn": ["1", "2", "2", "3", None],
    }
)
GAZETTEER = pa.table(
    {"uprn": ["1", "2", "2", "3", "4"], "address_concat": ["a", "b", "b2", "c", "d"]}
)


@given(st.from_regex(r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}", fullmatch=True), st.integers())
def test_a_wrong_postcode_differs_in_one_place_of_the_same_kind(code: str, seed: int) -> None:
    wrong = wrong_postcode(code, random.Random(seed))
    changed = [(a, b) for a, b in zip(code, wrong, strict=True) if a != b]

    assert len(changed) == 1
    assert changed[0][0].isdigit() == changed[0][1].isdigit()


def test_postcodes_that_are_not_there_stay_so() -> None:
    codes = with_postcodes_wrong(ASKED, seed=1)["postcode"].to_pylist()

    assert codes[2:4] == [None, ""]
    assert all(new != old for new, old in zip(codes[:2], ["ZX1 1AA"] * 2, strict=True))
    assert with_postcodes_wrong(ASKED, seed=1)["postcode"].to_pylist() == codes


def test_postcodes_gone_leaves_the_rest() -> None:
    gone = with_postcodes_gone(ASKED)

    assert gone["postcode"].null_count == 5
    assert gone.drop_columns("postcode") == ASKED.drop_columns("postcode")


def test_each_true_row_is_deleted_once_and_others_stay() -> None:
    parts = true_rows_deleted(GAZETTEER, ASKED, folds=2, seed=3)

    asked = sorted(i for _, rows in parts for i in rows["unique_id"].to_pylist())
    assert asked == ["a", "b", "c", "d"]
    for kept, rows in parts:
        true, left = set(rows["true_uprn"].to_pylist()), set(kept["uprn"].to_pylist())
        assert not true & left
        assert true | left == {"1", "2", "3", "4"}
