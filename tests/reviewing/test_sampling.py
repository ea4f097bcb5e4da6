"""Random samples of pairs."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.linkage.reviewing import draw_sample

SCORES = st.lists(st.floats(0, 1), min_size=1, max_size=300).map(np.array)


@given(SCORES, st.integers(1, 400), st.integers(0, 9), st.booleans())
def test_a_sample_is_of_different_pairs_and_of_the_size_asked(scores, number, seed, by_score):
    drawn = draw_sample(scores, number, seed=seed, by_score=by_score)
    places = [place for stratum in drawn for place in stratum.drawn]
    assert len(set(places)) == len(places)
    assert min(number, len(scores)) <= len(places) <= max(number, len(drawn))
    assert sum(stratum.rows for stratum in drawn) == len(scores)
    assert all(len(stratum.drawn) >= 1 for stratum in drawn)
    assert drawn == draw_sample(scores, number, seed=seed, by_score=by_score)


def test_every_pair_is_as_likely_to_be_drawn():
    counts = np.zeros(50)
    for seed in range(2_000):
        counts[list(draw_sample(np.full(50, 0.9), 10, seed=seed)[0].drawn)] += 1
    assert abs(counts - 400).max() < 5 * np.sqrt(400 * 0.8)


def test_more_is_drawn_where_scores_leave_doubt():
    scores = np.concatenate([np.full(9_000, 0.9999), np.full(1_000, 0.8)])
    by_name = {s.name: s for s in draw_sample(scores, 200, seed=1, by_score=True)}
    assert len(by_name["below 0.95"].drawn) > len(by_name["0.999 and over"].drawn) / 2
    assert by_name["0.999 and over"].rows == 9_000


@pytest.mark.parametrize(("scores", "number"), [(np.array([]), 5), (np.array([0.5]), 0)])
def test_nothing_to_draw_is_told(scores, number):
    with pytest.raises(BadInput):
        draw_sample(scores, number, seed=1)
