"""A threshold for a stated error rate, from probabilities and from reviewed pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.linkage.people import link_people, threshold_for

from .tables import HERE, THERE, people


@pytest.mark.parametrize(
    ("scores", "rate", "threshold"),
    [
        ([1.0, 0.99, 0.9, 0.5], 0.01, 0.99),
        ([1.0, 0.99, 0.9, 0.5], 0.05, 0.9),
        ([1.0, 0.99, 0.9, 0.5, 0.4, 0.3], 0.5, 0.5),
        ([1.0, 0.9, 0.9], 0.05, 1.0),
        ([0.98], 0.01, 1.0),
        ([], 0.01, 1.0),
    ],
    ids=["one in a hundred", "one in twenty", "never below even odds", "equals together",
         "none sure", "no pair"],
)  # fmt: skip
def test_probabilities_are_taken_at_their_word(scores, rate, threshold):
    chosen = threshold_for(scores, error_rate=rate)
    assert chosen.threshold == threshold
    assert chosen.basis == "probabilities"


def test_where_nothing_can_be_promised_it_says_so():
    chosen = threshold_for([0.9], error_rate=0.01)
    assert chosen.expected is None
    assert "No threshold" in chosen.warnings[0]


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.001, 0.4))
def test_what_is_expected_is_never_above_the_rate_and_a_lower_score_would_be(scores, rate):
    chosen = threshold_for(scores, error_rate=rate)
    scores = np.array(scores)
    if chosen.expected is not None:
        assert chosen.expected <= rate * (1 + 1e-9)
    below = scores[(scores < chosen.threshold) & (scores >= 0.5)]
    if len(below):
        assert (1 - scores[scores >= below.max()]).mean() > rate * (1 - 1e-9)


def reviewed(rows, *, seed, too_sure=0.0):
    """Return simulated scores of pairs, and whether each is right: less often than it says."""
    rng = np.random.default_rng(seed)
    scores = 1 - rng.random(rows) ** 3 * 0.5
    return scores, rng.random(rows) < scores - too_sure * (1 - scores)


def test_labels_correct_probabilities_that_are_too_sure():
    scores, right = reviewed(6_000, seed=1, too_sure=4.0)
    trusting = threshold_for(scores, error_rate=0.02)
    tested = threshold_for(scores, error_rate=0.02, labels=(scores, right))
    assert (~right[scores >= trusting.threshold]).mean() > 0.03
    assert tested.threshold > trusting.threshold
    assert tested.basis == "labels"
    assert tested.labels == (scores >= tested.threshold).sum()
    assert tested.bound <= 0.02


def test_the_promise_of_labels_is_kept_as_often_as_it_says():
    broken = 0
    everything, _ = reviewed(100_000, seed=10_000)
    for seed in range(60):
        scores, right = reviewed(800, seed=seed, too_sure=1.0)
        chosen = threshold_for(scores, error_rate=0.05, labels=(scores, right))
        accepted = everything[everything >= chosen.threshold]
        truly_wrong = (2 * (1 - accepted)).mean() if len(accepted) else 0.0
        broken += truly_wrong > 0.05
    assert broken <= 60 * 0.05 + 3 * (60 * 0.05 * 0.95) ** 0.5


def test_too_few_labels_promise_nothing_and_say_how_many_are_needed():
    chosen = threshold_for([0.99] * 10, error_rate=0.01, labels=([0.99] * 298, [True] * 298))
    assert (chosen.threshold, chosen.basis) == (1.0, "labels")
    assert "299" in chosen.warnings[0]
    enough = threshold_for([0.99] * 10, error_rate=0.01, labels=([0.99] * 299, [True] * 299))
    assert enough.threshold == 0.99


@pytest.mark.parametrize(
    ("scores", "options"),
    [
        ([1.5], {}),
        ([float("nan")], {}),
        ([0.9], {"error_rate": 0.0}),
        ([0.9], {"error_rate": 1.0}),
        ([0.9], {"confidence": 0.4}),
        ([0.9], {"labels": ([0.9, 0.8], [True])}),
        ([0.9], {"labels": ([2.0], [True])}),
    ],
)
def test_what_cannot_be_is_refused(scores, options):
    with pytest.raises(BadInput) as error:
        threshold_for(scores, **options)
    assert error.value.next_step


ROWS = (("Ann Lee", "1971-06-24", *HERE), ("Ann Lee", "1971-06-24", *THERE))


def test_linking_for_an_error_rate_tells_the_threshold_it_chose():
    report = link_people({"list": people(*ROWS)}, error_rate=0.2).report
    assert 0.5 <= report["threshold"] <= 1
    assert report["expected_false"] <= 0.2
    strict = link_people({"list": people(*ROWS)}, error_rate=1e-12).report
    assert strict["pairs_linked"] == 0
    assert any("No threshold" in warning for warning in strict["warnings"])


def test_a_threshold_and_an_error_rate_are_not_both_stated():
    with pytest.raises(BadInput):
        link_people({"list": people(*ROWS)}, threshold=0.9, error_rate=0.01)
