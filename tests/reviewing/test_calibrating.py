"""Scores that decisions have fitted: better where they were wrong, else left as they were."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.linkage.reviewing import Calibration, Prior, calibration_told, recalibrate


def simulated(slope: float, shift: float, *, labels: int, seed: int):
    """Return scores, decisions and the true chances, where scores are wrong in a known way."""
    chance = np.random.default_rng(seed)
    odds = chance.normal(1.5, 2, labels)
    truth = 1 / (1 + np.exp(-(slope * odds + shift)))
    return 1 / (1 + np.exp(-odds)), chance.random(labels) < truth, truth


WRONG = [(0.4, 0.0), (1.0, -1.5), (0.6, 1.0), (1.8, -0.5)]


@pytest.mark.parametrize(("slope", "shift"), WRONG)
def test_scores_that_were_wrong_become_right(slope, shift):
    scores, same, truth = simulated(slope, shift, labels=1_500, seed=5)
    found = recalibrate(scores, same)
    after = np.abs(found.probability(scores) - truth).mean()
    assert after < 0.035
    assert after < np.abs(scores - truth).mean() / 2
    assert found.labels == 1_500
    assert found.because == "fitted to 1500 decided pairs"
    assert found.to_dict()["outcome"] == "fitted"  # no sentence is kept


@pytest.mark.parametrize("seed", range(6))
def test_few_labels_help_and_never_run_away(seed):
    scores, same, truth = simulated(1.0, -2.0, labels=60, seed=seed)
    found = recalibrate(scores, same)
    assert np.abs(found.probability(scores) - truth).mean() < np.abs(scores - truth).mean()
    assert 0.2 < found.slope < 3
    assert abs(found.shift) < 4


def test_scores_that_were_right_stay_close():
    moved = []
    for seed in range(20):
        scores, same, _ = simulated(1.0, 0.0, labels=100, seed=seed)
        moved.append(np.abs(recalibrate(scores, same).probability(scores) - scores).mean())
    assert sum(change == 0 for change in moved) >= 17  # of 20; the others had an odd hundred
    assert np.mean(moved) < 0.015


def test_too_few_labels_change_nothing_and_say_so():
    scores, same, _ = simulated(0.3, -2.0, labels=19, seed=1)
    found = recalibrate(scores, same)
    assert not found.changes
    assert found.probability(scores) is not None
    assert list(found.probability(scores)) == list(scores)
    assert "19 decided pairs are fewer than 20" in found.because
    assert calibration_told(found.to_dict()) == found.because
    assert calibration_told({"slope": 1.0, "because": "as it was kept"}) == "as it was kept"
    assert calibration_told({}) == ""


def test_the_prior_holds_where_everything_was_the_same():
    found = recalibrate(np.full(40, 0.7), np.ones(40, bool), prior=Prior())
    assert 0.7 < float(found.probability(0.7)) < 1
    assert np.isfinite([found.slope, found.shift]).all()


@given(st.floats(0.1, 5), st.floats(-4, 4), st.lists(st.floats(0, 1), min_size=2, max_size=30))
def test_the_order_of_scores_never_changes(slope, shift, scores):
    told = Calibration(slope, shift, 100).probability(np.sort(scores))
    assert (np.diff(told) >= 0).all()
    assert ((told >= 0) & (told <= 1)).all()


@given(st.floats(0.1, 5), st.floats(-4, 4), st.floats(0.01, 0.99))
def test_a_threshold_goes_back_to_the_score_it_stands_for(slope, shift, threshold):
    line = Calibration(slope, shift, 100)
    score = line.score(threshold)
    if 1e-5 < score < 1 - 1e-5:
        assert float(line.probability(score)) == pytest.approx(threshold, abs=1e-6)


@pytest.mark.parametrize(
    ("scores", "same"),
    [([0.5], [True, False]), ([1.5], [True]), ([float("nan")], [True]), ([[0.5]], [[True]])],
)
def test_what_does_not_belong_together_is_told(scores, same):
    with pytest.raises(BadInput):
        recalibrate(scores, same)
