"""Which pairs are looked at: all that share a rare key, each once, within the budget."""

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.linkage.people import PersonColumns, blocking
from beholden.linkage.people.preparing import prepare

COLUMNS = PersonColumns(
    first_name="first", surname="surname", date_of_birth="dob", postcode="postcode", uprn="uprn"
)
NAMES = ("first", "surname", "dob", "postcode", "uprn")


def chosen(*rows, fresh=None):
    """Return the pairs that are looked at, and what is told of them."""
    whole = [row + (None,) * (len(NAMES) - len(row)) for row in rows]
    table = pa.table(
        {name: pa.array([row[at] for row in whole], pa.string()) for at, name in enumerate(NAMES)}
    )
    people = prepare({"list": table}, {"list": COLUMNS})
    if fresh is not None:
        people = people.append_column("fresh", pa.array(fresh))
    filled = frozenset(c for c in people.column_names if people[c].null_count < people.num_rows)
    with duckdb.connect(":memory:") as connection:
        connection.register("people", people)
        told = blocking.choose_pairs(connection, rows=len(rows), filled=filled)
        if not told.used:
            return [], told
        pairs = connection.sql("SELECT join_key_l, join_key_r FROM candidates ORDER BY ALL")
        return pairs.fetchall(), told


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Ann", "Lee", "1971-06-24"), ("Bob", "Shaw", "1971-06-24")),
        (("Ann", "Lee"), ("Annie", "Lee")),
        (("Ann", "Naylor", "1971-06-24"), ("Naylor", "Ann", "1990-01-01")),
        (("Ann", "Naylor", "1971-06-04"), ("Una", "Naylor", "1971-04-06")),
        (("Brenda", "Naylor", "1971-06-24"), ("Brenda", "Nayler", "1988-01-02")),
        (("Brenda", "Naylor", "1971-06-24"), ("Brenda", "Shaw", "1971-06-24")),
        (("Ann", "Lee", None, None, "100012"), ("Bob", "Shaw", None, None, "100012")),
        (("Ann", "Lee", "1971-06-24", "ZX1 4AB"), ("Una", "Shaw", "1971-01-02", "ZX1 4AB")),
    ],
    ids=["birth", "short form", "names exchanged", "day and month exchanged", "alike in sound",
         "new surname", "UPRN", "postcode and year"],
)  # fmt: skip
def test_pairs_that_share_a_key_are_looked_at(one, other):
    pairs, _ = chosen(one, other)
    assert pairs == [(0, 1)]


def test_rows_that_share_nothing_are_not_looked_at():
    pairs, told = chosen(("Ann", "Lee", "1971-06-24"), ("Omar", "Khan", "1990-01-09"))
    assert pairs == []
    assert told.pairs == 0


def test_rows_without_any_value_give_no_pairs():
    pairs, told = chosen((None,), (None,))
    assert (pairs, told.used) == ([], ())


def test_large_blocks_are_passed_over_and_small_ones_are_not(monkeypatch):
    monkeypatch.setattr(blocking, "FEW_PAIRS", 3)
    monkeypatch.setattr(blocking, "MOST_PAIRS_PER_ROW", 0)
    rows = [("Ann", f"{letter}{letter}x", "1971-06-24") for letter in "BDFGHJKLM"]
    rows += [("Omar", "Khan", "1990-01-09")] * 2
    pairs, told = chosen(*rows)
    assert pairs == [(9, 10)]
    assert "birth" in told.passed_over
    assert told.largest < 9


@pytest.mark.parametrize(
    ("fresh", "expected"),
    [
        ([True, True, True], [(0, 1), (0, 2), (1, 2)]),
        ([False, False, True], [(0, 2), (1, 2)]),
        ([True, False, False], [(0, 1), (0, 2)]),
        ([False, False, False], []),
    ],
)
def test_only_pairs_with_a_fresh_row_are_chosen(fresh, expected):
    rows = [("Ann", "Lee", "1971-06-24")] * 3
    assert chosen(*rows, fresh=fresh)[0] == expected


_names = st.sampled_from(["Ann", "Bob", "Una"])
_row = st.tuples(_names, st.sampled_from(["Lee", "Shaw"]), st.sampled_from(["1971-06-24", None]))


@settings(deadline=None, max_examples=25)
@given(st.lists(_row, min_size=2, max_size=8))
def test_each_pair_comes_once_and_rows_of_one_writing_always_meet(rows):
    pairs, told = chosen(*rows)
    assert len(set(pairs)) == len(pairs) == told.pairs
    assert all(one < other for one, other in pairs)
    alike = {
        (i, j) for i in range(len(rows)) for j in range(i + 1, len(rows)) if rows[i] == rows[j]
    }
    assert alike <= set(pairs)
