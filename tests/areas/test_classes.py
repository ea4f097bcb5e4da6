"""Numbers to classes: every number in one, none empty, the legend in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.areas.classes import MOST_CLASSES, classes_of, figure

NUMBERS = st.floats(-1e12, 1e12, allow_nan=False).map(lambda n: round(n, 3))


@given(st.lists(NUMBERS, min_size=1, max_size=60))
def test_every_number_is_in_a_class_and_more_is_never_a_lower_one(values):
    made = classes_of(values)
    assert 1 <= len(made.classes) <= MOST_CLASSES
    order = [made.classes.index(made.of(value)) for value in sorted(values)]
    assert order == sorted(order)
    assert len({one.colour for one in made.classes}) == len(made.classes)
    if not min(values) < 0 < max(values):
        assert set(order) == set(range(len(made.classes)))


EVEN = [3, 12, 25, 34, 41, 58, 66, 71, 88, 97]
SKEWED = [1, 2, 3, 4, 5, 6, 7, 8, 9, 5000]
CASES = {
    "equal width": (
        EVEN,
        ["0 to under 20", "20 to under 40", "40 to under 60", "60 to under 80", "80 to 100"],
        "The classes are of equal width.",
    ),
    "skewed": (
        SKEWED, ["1 to 2", "3 to 4", "5 to 6", "7 to 8", "9 to 5,000"],
        "Each class has about as many areas, as far as equal numbers let it.",
    ),
    "few": ([7, 7, 9], ["7", "9"], "Each number has its own class."),
    "one": ([4, 4], ["4"], "Each number has its own class."),
    "none": ([], [], "No number is shown."),
    "shares": (
        [0.31, 0.42, 0.48, 0.55, 0.61, 0.66, 0.7, 0.79],
        ["0.3 to under 0.4", "0.4 to under 0.5", "0.5 to under 0.6", "0.6 to under 0.7",
         "0.7 to 0.8"],
        "The classes are of equal width.",
    ),
    "either side of zero": (
        [-8, -2, 0, 3, 5],
        ["-10 to under -5", "-5 to under 0", "0 to under 5", "5 to 10"],
        "Zero is where the colour changes.",
    ),
    "all below zero": ([-3, -1], ["-3", "-1"], "Each number has its own class."),
    "equal ones are never parted": (
        [1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6],
        ["1", "2 to 3", "4", "5", "6"],
        "Each class has about as many areas, as far as equal numbers let it.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("values", "says", "how"), CASES.values(), ids=CASES)
def test_the_classes_and_how_they_were_made(values, says, how):
    made = classes_of(values)
    assert [one.says for one in made.classes] == says
    assert made.how == how


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (0, "0"), (12, "12"), (1234567, "1,234,567"), (-5.0, "-5"), (0.5, "0.5"),
        (0.12345, "0.1235"), (12345.678, "12,346"), (0.0000123461, "0.00001235"), (2.50, "2.5"),
    ],
)  # fmt: skip
def test_a_number_as_a_map_has_it(value, says):
    assert figure(value) == says
