"""What is taken to follow from a condition does: for every value that meets it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate.question.implied_parts import with_implied

COLUMN = '"t1"."flag"'
VALUES = [n / 2 for n in range(-6, 8)]
HOLDS = {"=": lambda a, b: a == b, "<": lambda a, b: a < b, ">": lambda a, b: a > b}
SAID = st.tuples(st.booleans(), st.sampled_from("=<>"), st.integers(-2, 3))
FILTERS = st.lists(st.lists(SAID, min_size=1, max_size=3), min_size=2, max_size=3)


def text(said):
    holds, how, number = said
    return f"{'' if holds else 'NOT '}{COLUMN} {how} {number}"


def meets(value, parts):
    return all(HOLDS[how](value, number) is holds for holds, how, number in parts)


@given(FILTERS)
def test_whoever_meets_a_filter_meets_all_that_follows_from_it(filters):
    told = {text(said): said for own in filters for said in own}
    found = with_implied([frozenset(map(text, own)) for own in filters])
    for own, parts in zip(filters, found, strict=True):
        assert parts >= set(map(text, own))
        for value in (v for v in VALUES if meets(v, own)):
            assert meets(value, [told[part] for part in parts])


@pytest.mark.parametrize(
    ("own", "other", "follows"),
    [
        (f"{COLUMN} = 1", f"{COLUMN} > 0", True),
        (f"{COLUMN} = 1", f"NOT {COLUMN} = 0", True),
        (f"{COLUMN} = 1", f"NOT {COLUMN} = 1", False),
        (f"{COLUMN} > 0", f"{COLUMN} = 1", False),
        (f"{COLUMN} > 1", f"NOT {COLUMN} < 1", True),
        (f"NOT {COLUMN} < 1", f"{COLUMN} > 1", False),
        (f"{COLUMN} = 1", f"({COLUMN} = 1) OR ({COLUMN} = 2)", True),
        (f"{COLUMN} = 2", f"({COLUMN} > 1) OR (\"t1\".\"late\")", True),
        (f"{COLUMN} = 1", f"({COLUMN} > 1) OR (\"t1\".\"late\")", False),
        (f"({COLUMN} = 1) OR ({COLUMN} = 2)", f"{COLUMN} > 0", True),
        (f"({COLUMN} = 1) OR ({COLUMN} = 2)", f"{COLUMN} > 1", False),
        (f"({COLUMN} = 1) OR (\"t1\".\"late\")", f"{COLUMN} > 0", False),
        (f"{COLUMN} = 'a OR b'", f"{COLUMN} = 'a'", False),
        (f"{COLUMN} = 'own'", f"NOT {COLUMN} = 'rent'", True),
        (f"{COLUMN} = 'true'", f"NOT {COLUMN} = 'yes'", False),
        (f"{COLUMN} = '01'", f"NOT {COLUMN} = '1'", False),
        (f"{COLUMN} = 1", '"t1"."late" > 0', False),
        ("1 = YEAR(\"t1\".\"day\")", 'YEAR("t1"."day") < 2', True),
    ],
)  # fmt: skip
def test_what_follows(own, other, follows):
    assert (other in with_implied([frozenset({own}), frozenset({other})])[0]) is follows
