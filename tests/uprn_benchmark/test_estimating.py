"""Estimates from the pairs that were read, growth, and the diagrams."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.bench.intervals import reliability
from benchmarks.uprn.checked import (
    Equal,
    Read,
    at_equal_precision,
    estimate,
    least_threshold,
    rising,
)
from benchmarks.uprn.fhrs import READ, Row, _equal_bars, places, read_pairs, sample
from benchmarks.uprn.growth import Size, draw, slope
from benchmarks.uprn.reliability import draw as draw_reliability
from benchmarks.uprn.setting import Setting


def read(score: float, right: bool | None, weight: float = 1.0, stratum: str = "agree") -> Read:
    return Read(
        stratum=stratum, weight=weight, score=score, peer_accepts=False, peer_has=False,
        ours_right=right, peer_right=None,
    )  # fmt: skip


def test_each_read_pair_counts_for_those_it_stands_for() -> None:
    sampled = [(90.0, True, "agree"), (10.0, False, "differ"), (10.0, None, "differ")]
    found = estimate(sampled)

    assert found.share == pytest.approx(0.9)
    assert found.pairs == 2
    assert found.low < 0.9 < found.high


def test_one_stratum_is_a_plain_share() -> None:
    found = estimate([(3.0, i < 75, "agree") for i in range(100)])

    assert found.share == pytest.approx(0.75)
    assert (found.low, found.high) == pytest.approx((0.665, 0.835), abs=0.002)


def test_no_read_pair_says_nothing() -> None:
    assert (estimate([]).low, estimate([]).high, estimate([]).pairs) == (0.0, 1.0, 0)


def test_the_least_threshold_that_keeps_a_precision() -> None:
    sampled = [read(0.2, False), read(0.4, True), read(0.6, False), read(0.8, True)]

    assert least_threshold(sampled, 0.5) == 0.2
    assert least_threshold(sampled, 0.6) == 0.4
    assert least_threshold(sampled, 0.9) == 0.8
    assert least_threshold([read(0.5, False)], 0.9) == 1.0


def test_a_lucky_pair_does_not_make_a_threshold_good() -> None:
    """From 0.3 on two of three are right, by luck: of those from 0.4 on only one of two."""
    sampled = [read(0.1, False), read(0.3, True), read(0.4, False), read(0.9, True)]

    assert least_threshold(sampled, 0.7) == 0.4
    assert least_threshold([read(0.3, True), read(0.4, False), read(0.9, False)], 0.5) == 1.0


UNSORTED = st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.floats(0.5, 9)), min_size=1)


@given(UNSORTED)
def test_shares_made_to_rise_never_fall_and_keep_their_mean(
    rows: list[tuple[int, bool, float]],
) -> None:
    ordered = sorted(rows, key=lambda row: row[0])
    scores, right, weights = (np.array(column, float) for column in zip(*ordered, strict=True))
    made = rising(scores, weights, right)

    assert (np.diff(made) >= -1e-12).all()
    assert np.average(made, weights=weights) == pytest.approx(np.average(right, weights=weights))
    assert all(np.ptp(made[scores == one]) < 1e-12 for one in scores)


def sampled_pairs(right: list[bool], peer: list[bool]) -> list[Read]:
    """Return one stratum of pairs whose scores rise from 0 to 1, the peer accepting all."""
    count = len(right)
    return [
        Read(
            stratum="agree", weight=1.0, score=(n + 1) / count, peer_accepts=True, peer_has=True,
            ours_right=one, peer_right=other,
        )
        for n, (one, other) in enumerate(zip(right, peer, strict=True))
    ]  # fmt: skip


def test_at_equal_precision_the_better_ranking_matches_more() -> None:
    scores = np.linspace(0.01, 1, 100)
    better = sampled_pairs([False] * 20 + [True] * 80, [True, False] * 50)
    equal = at_equal_precision(better, scores, 0.5, recommended=True)

    assert equal.peer == 0.5
    assert equal.ours > 0.9
    assert 0 < equal.low <= equal.ours - equal.peer <= equal.high


@pytest.mark.parametrize(("low", "reached"), [(0.01, True), (0.0, False), (-0.03, False)], ids=str)
def test_more_than_the_peer_is_more_than_luck(low: float, reached: bool) -> None:
    matched, more = _equal_bars("FHRS", Equal(0.6, 0.32, 0.30, low, 0.04))

    assert (matched.ours, matched.peer, matched.reached) == (0.32, 0.30, None)
    assert more.reached is reached


def test_a_precision_that_is_not_reached_matches_next_to_nothing() -> None:
    scores = np.linspace(0.01, 0.99, 99)
    worse = sampled_pairs([True, False] * 50, [True] * 100)
    equal = at_equal_precision(worse, scores, 1.0, recommended=True)

    assert (equal.threshold, equal.ours) == (1.0, 0.0)
    assert equal.high < 0


def row(number: int, ours: str | None, score: float, peer: str | None) -> Row:
    return Row(str(number), ours, score, peer, peer is not None)


STRATA = [
    (row(1, "a", 1.0, "a"), "agree"),
    (row(2, "a", 1.0, "b"), "differ"),
    (row(3, "a", 0.0, "a"), "differ"),
    (row(4, "a", 1.0, None), "differ"),
    (row(5, "a", 0.0, None), "neither"),
]


@pytest.mark.parametrize(("one", "stratum"), STRATA)
def test_strata(one: Row, stratum: str) -> None:
    assert one.stratum == stratum


def test_the_sample_does_not_depend_on_the_order_of_the_rows() -> None:
    rows = [row(n, "a", float(n % 2), None) for n in range(500)]

    assert sample(rows) == sample(reversed(rows))
    assert len(sample(rows)) == 120 + 50


def test_companies_at_one_address_are_one_place() -> None:
    companies = pa.table(
        {
            "unique_id": ["09", "01", "05"],
            "address_concat": ["1 High St.", "1  HIGH ST", "2 HIGH ST"],
            "postcode": ["ZX1 1AA"] * 3,
        }
    )

    assert places(companies)["company"].to_pylist() == ["01", "05"]


def test_what_was_read_holds_identifiers_and_verdicts_alone() -> None:
    pairs = read_pairs()

    assert READ.read_text("utf-8").splitlines()[0] == "fhrs_id,company,verdict"
    assert len(pairs) >= 290
    assert set(pairs.values()) == {"same", "different", "unclear"}
    assert all(one.isdigit() and 6 <= len(other) <= 8 for one, other in pairs)


@given(st.floats(0.1, 3), st.floats(0.01, 100))
def test_the_slope_is_the_exponent(power: float, factor: float) -> None:
    sizes = [10_000, 100_000, 1_000_000]

    assert slope(sizes, [factor * n**power for n in sizes]) == pytest.approx(power)


def test_diagrams_are_drawn_with_words(tmp_path: Path) -> None:
    setting = Setting(tmp_path, tmp_path, tmp_path, None, lambda *_: None)
    draw(setting, [Size(n, n / 1e5, 2.0, n / 1e4, n / 1e4, n / 1e4) for n in (1000, 9000)], {})
    found = reliability(np.array([0.2, 0.9]), np.array([False, True])) or ()
    draw_reliability(setting, {"made up": found})
    growth, calibrated = (
        (tmp_path / name).read_text("utf-8") for name in ("growth.svg", "reliability.svg")
    )

    assert growth.startswith("<svg")
    assert "index on disk" in growth
    assert "<desc>" in growth
    assert "0.20 told, 0.00 right of 1" in calibrated
    assert "NaN" not in growth + calibrated
