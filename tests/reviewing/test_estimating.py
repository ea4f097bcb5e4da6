"""Precision and recall from samples, with intervals that hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from beholden.kernel import BadInput
from beholden.linkage.reviewing import (
    Stratum,
    draw_sample,
    estimate_recall,
    estimate_share,
    wilson_interval,
)


def one(rows: int, reviewed: int, same: int, name: str = "all") -> Stratum:
    return Stratum(name, rows, reviewed, same)


def test_one_part_of_a_large_population_is_wilsons():
    found = estimate_share([one(10_000_000, 200, 190)])
    plain = wilson_interval(190, 200)
    assert found.share == 0.95
    assert found.interval.low == pytest.approx(plain.low, abs=1e-5)
    assert found.interval.high == pytest.approx(plain.high, abs=1e-5)


def test_parts_count_by_their_rows():
    found = estimate_share([one(900, 90, 90, "sure"), one(100, 100, 50, "doubtful")])
    assert found.share == pytest.approx(0.95)
    assert (found.rows, found.reviewed) == (1_000, 190)
    assert found.interval.low < 0.95 < found.interval.high


def test_what_was_reviewed_whole_is_known():
    found = estimate_share([one(40, 40, 39)])
    assert found.interval.low == found.interval.high == found.share == 39 / 40


def test_a_part_that_nobody_decided_is_not_guessed_at():
    with pytest.raises(BadInput, match="Not every part") as caught:
        estimate_share([one(100, 10, 10), one(100, 0, 0, "other")])
    assert "None is decided of: other." in caught.value.why


def test_recall_joins_what_was_found_and_what_was_missed():
    matched, unmatched = [one(900, 100, 100)], [one(100, 50, 25)]
    found = estimate_recall(matched, unmatched)
    assert found.share == pytest.approx(900 / 950)
    assert found.interval.low < found.share < found.interval.high
    assert (found.rows, found.reviewed) == (1_000, 150)


@pytest.mark.parametrize("by_score", [False, True])
@pytest.mark.parametrize("shift", [0.0, -1.0])
def test_a_linkage_is_seldom_called_better_than_it_is(by_score, shift):
    """Simulated: scores in doubt and scores that are too sure of themselves."""
    chance = np.random.default_rng(7)
    odds = chance.normal(5, 2, 20_000)
    scores = 1 / (1 + np.exp(-odds))
    right = chance.random(20_000) < 1 / (1 + np.exp(-(odds + shift)))
    truth, below, above, wide = right.mean(), 0, 0, []
    for seed in range(200):
        drawn = draw_sample(scores, 300, seed=seed, by_score=by_score)
        strata = [one(s.rows, len(s.drawn), right[list(s.drawn)].sum(), s.name) for s in drawn]
        interval = estimate_share(strata).interval
        below += truth < interval.low
        above += truth > interval.high
        wide.append(interval.high - interval.low)
    # 2.5 in 100 on either side are meant. A linkage is seldom called better than it is; by score
    # it is called worse than it is a little oftener.
    assert below <= 8
    assert above <= 18
    assert np.mean(wide) < 0.07


def test_a_sample_by_score_is_the_closer_one():
    chance = np.random.default_rng(3)
    scores = np.where(chance.random(20_000) < 0.9, 0.9995, 0.7)
    right = chance.random(20_000) < scores
    widths = {}
    for by_score in (False, True):
        strata = [
            one(s.rows, len(s.drawn), right[list(s.drawn)].sum(), s.name)
            for s in draw_sample(scores, 300, seed=1, by_score=by_score)
        ]
        interval = estimate_share(strata).interval
        widths[by_score] = interval.high - interval.low
    assert widths[True] < 0.8 * widths[False]
