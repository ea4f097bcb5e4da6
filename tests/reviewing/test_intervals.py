"""Intervals of a counted share, and how many pairs are enough."""

from __future__ import annotations

import math
import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.linkage.reviewing import exact_interval, reviews_needed, wilson_interval
from beholden.linkage.reviewing.intervals import at_most

HOW_TO = Path(__file__).parents[2] / "docs/how-to/how-many-to-review.md"

# right, reviewed, low, high: Clopper–Pearson at 95 in 100, as published in tables of it.
EXACT = [
    (0, 10, 0.0, 0.30850),
    (5, 10, 0.18709, 0.81291),
    (10, 10, 0.69150, 1.0),
    (95, 100, 0.88717, 0.98357),
    (99, 100, 0.94554, 0.99975),
]


@pytest.mark.parametrize(("right", "reviewed", "low", "high"), EXACT)
def test_exact_intervals_are_those_of_the_tables(right, reviewed, low, high):
    found = exact_interval(right, reviewed)
    assert found.low == pytest.approx(low, abs=1e-5)
    assert found.high == pytest.approx(high, abs=1e-5)


# Wilson (1927) at 95 in 100.
@pytest.mark.parametrize(
    ("right", "reviewed", "low", "high"),
    [(0, 10, 0.0, 0.27753), (5, 10, 0.23659, 0.76341), (81, 263, 0.25532, 0.36621)],
)
def test_wilsons_intervals_are_those_of_the_tables(right, reviewed, low, high):
    found = wilson_interval(right, reviewed)
    assert found.low == pytest.approx(low, abs=1e-4)
    assert found.high == pytest.approx(high, abs=1e-4)


@given(st.integers(1, 400), st.floats(0, 1))
def test_the_share_lies_within_both_intervals(reviewed, part):
    right = round(part * reviewed)
    for interval in (exact_interval, wilson_interval):
        found = interval(right, reviewed)
        assert 0 <= found.low <= right / reviewed + 1e-12
        assert right / reviewed - 1e-12 <= found.high <= 1


def test_the_sum_of_chances_is_the_binomial():
    for wrong, reviewed, chance in [(0, 5, 0.3), (2, 7, 0.4), (7, 7, 0.2), (3, 40, 0.01)]:
        plain = sum(
            math.comb(reviewed, k) * chance**k * (1 - chance) ** (reviewed - k)
            for k in range(wrong + 1)
        )
        assert at_most(wrong, reviewed, chance=chance) == pytest.approx(plain, rel=1e-12)


@pytest.mark.parametrize(
    ("precision", "within"), [(0.9, 0.05), (0.95, 0.03), (0.98, 0.02), (0.99, 0.02), (1.0, 0.02)]
)
def test_so_many_are_enough_and_one_fewer_is_not(precision, within):
    share = 1 - Fraction(str(precision))

    def enough(reviewed: int) -> bool:
        chance = 1 - (precision - within)
        return at_most(math.ceil(share * reviewed), reviewed, chance=chance) <= 0.025 + 1e-12

    needed = reviews_needed(precision, within=within)
    assert not enough(needed - 1)
    assert all(enough(reviewed) for reviewed in range(needed, needed + 300))
    right = needed - math.ceil(share * needed)
    assert exact_interval(right, needed).low >= precision - within - 1e-12


@pytest.mark.parametrize(
    ("precision", "within", "confidence"),
    [(0, 0.01, 0.95), (1.1, 0.01, 0.95), (0.9, 0.9, 0.95), (0.9, 0, 0.95), (0.9, 0.1, 1)],
)
def test_what_cannot_be_asked_is_told(precision, within, confidence):
    with pytest.raises(BadInput, match="cannot be known"):
        reviews_needed(precision, within=within, confidence=confidence)


@pytest.mark.parametrize(("right", "reviewed"), [(0, 0), (3, 2), (-1, 4)])
def test_counts_that_cannot_be_are_told(right, reviewed):
    with pytest.raises(BadInput):
        exact_interval(right, reviewed)


def test_the_table_of_the_how_to_is_computed():
    rows = re.findall(r"^\| ([01]\.\d+) \| (.*) \|$", HOW_TO.read_text("utf-8"), flags=re.M)
    head = re.search(r"^\| about right \|(.*)\|$", HOW_TO.read_text("utf-8"), flags=re.M)
    assert head
    margins = re.findall(r"0\.\d+", head[1])
    assert len(rows) >= 5
    for precision, cells in rows:
        told = [cell.strip() for cell in cells.split("|")]
        assert told == [
            f"{reviews_needed(float(precision), within=float(w)):,}" for w in margins
        ], precision
