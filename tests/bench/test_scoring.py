"""Scores against tables worked out by hand, and their properties."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden import bench
from beholden.bench.intervals import calibration_error, reliability, share
from beholden.bench.scoring import best_recall
from beholden.kernel import BadInput

# Ten addresses: their truth, slice and building; what a peer found, with which score.
#  id, true, slice, building, found, score, claimed
BY_HAND = [
    ("a", 10, "flat", (10, 30), 10, 0.99, True),  # right
    ("b", 20, "flat", (10, 30), 30, 0.95, True),  # wrong: another flat of the building
    ("c", 40, "flat", (40, 50), 10, 0.90, True),  # wrong: elsewhere
    ("d", 50, "flat", (40, 50), None, 0.0, False),  # not matched
    ("e", 60, "plain", (60, 60), 60, 0.99, True),  # right
    ("f", 70, "plain", (70, 70), 70, 0.97, True),  # right
    ("g", 80, "plain", (80, 80), 80, 0.40, False),  # right, but not claimed
    ("h", None, "no answer", (90, 95), 95, 0.80, True),  # wrong: a sibling
    ("i", None, "no answer", (96, 96), None, 0.0, False),  # rightly not matched
    ("j", None, "no answer", (97, 97), 10, 0.30, False),  # not claimed
]


def tables(rows):
    ids, true, names, buildings, found, scores, claimed = zip(*rows, strict=True)
    addresses = pa.table(
        {
            "unique_id": ids,
            "true_uprn": pa.array(true, pa.int64()),
            "slice": names,
            "building_from": pa.array([low for low, _ in buildings], pa.int64()),
            "building_to": pa.array([high for _, high in buildings], pa.int64()),
        }
    )
    matches = {"unique_id": ids, "uprn": pa.array(found, pa.int64()), "score": scores}
    return addresses, pa.table({**matches, "claimed": claimed})


@pytest.fixture
def scored():
    return {one.slice: one for one in bench.score(*tables(BY_HAND))}


@pytest.mark.parametrize(
    ("name", "rows", "answerable", "matched", "right"),
    [("all", 10, 7, 6, 3), ("flat", 4, 4, 3, 1), ("plain", 3, 3, 2, 2), ("no answer", 3, 0, 1, 0)],
)
def test_counts_are_those_of_the_table(scored, name, rows, answerable, matched, right):
    one = scored[name]
    assert (one.rows, one.answerable, one.matched, one.right) == (rows, answerable, matched, right)


def test_every_error_counts_against_precision(scored):
    assert scored["all"].precision.value == 3 / 6
    assert scored["all"].recall.value == 3 / 7
    assert scored["all"].f1 == pytest.approx(2 * (1 / 2) * (3 / 7) / (1 / 2 + 3 / 7))


def test_no_answer_and_flat_errors_are_shares_of_their_own_rows(scored):
    assert scored["all"].no_answer_matched.value == 1 / 3
    assert scored["all"].flat_errors.value == 2 / 6
    assert scored["flat"].flat_errors.value == 1 / 3
    assert scored["flat"].no_answer_matched.value is None
    assert scored["no answer"].recall.value is None


def test_a_sweep_of_thresholds_takes_the_unclaimed_too(scored):
    # .99 .99 .97 are right, .95 is not: three of seven at precision 1.
    assert scored["all"].recall_at_99 == 3 / 7
    assert scored["plain"].recall_at_99 == 1.0
    assert scored["no answer"].recall_at_99 is None


def test_rows_may_come_in_any_order(scored):
    addresses, matches = tables(BY_HAND)
    turned = matches.take(list(reversed(range(10))))
    assert {one.slice: one for one in bench.score(addresses, turned)} == scored


@pytest.mark.parametrize("rows", [BY_HAND[:9], [*BY_HAND[:9], ("z", *BY_HAND[9][1:])]])
def test_matches_of_other_addresses_are_refused(rows):
    addresses, _ = tables(BY_HAND)
    with pytest.raises(BadInput):
        bench.score(addresses, tables(rows)[1])


@pytest.mark.parametrize(
    ("count", "rows", "low", "high"),
    # Wilson's interval, from Newcombe, "Two-sided confidence intervals for the single
    # proportion" (1998), table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_wilsons(count, rows, low, high):
    told = share(count, rows)
    assert (round(told.low, 4), round(told.high, 4)) == (low, high)


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(counted):
    told = share(*counted)
    assert 0 <= told.low <= told.value <= told.high <= 1


SWEPT = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=60)


@given(SWEPT, st.sampled_from([0.5, 0.9, 0.99]))
def test_the_best_recall_is_that_of_the_best_threshold(rows, precision):
    scores = np.array([s / 20 for s, _ in rows])
    right = np.array([r for _, r in rows])
    tried = [right[scores >= t] for t in set(scores)]
    fine = [int(taken.sum()) for taken in tried if taken.mean() >= precision]
    expected = max(fine) / 60 if fine else None
    assert best_recall(scores, right, 60, precision) == expected


@given(SWEPT)
def test_a_calibration_error_is_the_mean_gap_of_the_bins(rows):
    scores = np.array([s / 20 for s, _ in rows])
    right = np.array([r for _, r in rows])
    bins = reliability(scores, right)
    assert sum(one.rows for one in bins) == len(rows)
    assert all(one.low - 1e-9 <= one.mean_score <= one.high + 1e-9 for one in bins)
    assert 0 <= calibration_error(bins) <= 1


def test_a_score_that_tells_the_truth_has_no_calibration_error():
    scores, right = np.array([0.75] * 4), np.array([True, True, True, False])
    assert calibration_error(reliability(scores, right)) == 0


def test_weights_are_no_probabilities():
    assert reliability(np.array([12.0, 0.5]), np.array([True, False])) is None
    assert calibration_error(None) is None


def test_weights_are_no_probabilities_in_any_slice():
    addresses, matches = tables(BY_HAND)
    weights = pa.array([12.5, *matches["score"].to_pylist()[1:]])
    of_weights = bench.score(addresses, matches.set_column(2, "score", weights))
    assert {one.calibration_error for one in of_weights} == {None}
    assert {one.bins for one in of_weights} == {None}
    assert of_weights[0].recall_at_99 is not None
