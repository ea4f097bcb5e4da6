"""A decided pair is matched, or not, as it was decided; the scores around it are calibrated."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from beholden.linkage.reviewing import (
    Answer,
    Calibration,
    Label,
    PlaceLabels,
    calibrated_scores,
    compared,
    decided_places,
    nearest_text,
    people_decisions,
    texts_of,
    with_calibration,
)

SAME, DIFFERENT, CANNOT = Answer


def matches(*rows: tuple[str | None, float, str | None, float | None]) -> pa.Table:
    return pa.table(
        {
            "unique_id": [str(i) for i in range(len(rows))],
            "uprn": pa.array([row[0] for row in rows], pa.string()),
            "score": pa.array([row[1] for row in rows], pa.float64()),
            "reason": ["as found"] * len(rows),
            "runner_up_uprn": pa.array([row[2] for row in rows], pa.string()),
            "runner_up_score": pa.array([row[3] for row in rows], pa.float64()),
        }
    )


TEXTS = ["1 MILL LANE\nZZ1 1AA", "2 MILL LANE\nZZ1 1AA", "3 MILL LANE\nZZ1 1AA"]
FOUND = [("11", 0.95, "12", 0.02), (None, 0.6, "21", 0.6), ("31", 0.99, None, None)]


def decided(*labels: tuple[int, str, Answer], known=("11", "12", "21", "22", "31")):
    told = PlaceLabels(
        pa.array([TEXTS[at] for at, _, _ in labels], pa.large_string()),
        [candidate for _, candidate, _ in labels],
        [answer for *_, answer in labels],
    )
    texts = pa.array(TEXTS, pa.large_string())
    made, changed = decided_places(matches(*FOUND), texts, labels=told, known=set(known))
    return made.to_pylist(), changed


@pytest.mark.parametrize(
    ("labels", "row", "uprn", "score", "changed"),
    [
        ([(0, "11", SAME)], 0, "11", 1.0, 1),
        ([(0, "11", DIFFERENT)], 0, None, 0.0, 1),
        ([(1, "21", SAME)], 1, "21", 1.0, 1),
        ([(1, "21", DIFFERENT)], 1, None, 0.0, 1),
        ([(0, "11", CANNOT)], 0, "11", 0.95, 0),
        ([(0, "12", DIFFERENT)], 0, "11", 0.95, 0),
        ([(0, "12", SAME)], 0, "12", 1.0, 1),
        ([(0, "11", SAME), (0, "11", DIFFERENT)], 0, None, 0.0, 1),
        ([(0, "11", DIFFERENT), (0, "11", SAME)], 0, "11", 1.0, 1),
        ([(1, "99", SAME)], 1, None, 0.6, 0),
    ],
)
def test_a_decision_stands_above_the_score(labels, row, uprn, score, changed):
    made, count = decided(*labels)
    assert (made[row]["uprn"], made[row]["score"], count) == (uprn, score, changed)
    untouched = [one for i, one in enumerate(made) if i != row]
    before = [one for i, one in enumerate(matches(*FOUND).to_pylist()) if i != row]
    assert untouched == before


def test_a_place_that_was_refused_is_not_proposed_again():
    made, _ = decided((1, "21", DIFFERENT))
    assert (made[1]["uprn"], made[1]["runner_up_uprn"]) == (None, None)
    assert made[1]["reason"] == "not matched: a person decided that it is another place"


def test_a_place_that_was_accepted_is_not_its_own_runner_up():
    made, _ = decided((1, "21", SAME))
    assert made[1]["runner_up_uprn"] is None
    assert made[1]["reason"] == "a person decided that it is this place"


def test_equal_texts_are_decided_together():
    table = pa.table(
        {"a": ["1 Mill Lane ", None, "1 MILL LANE"], "p": ["ZZ1 1AA", None, "zz1 1aa"]}
    )
    first, empty, last = texts_of(table, ("a",), "p").to_pylist()
    assert first.replace(" \n", "\n") == last
    assert empty == ""


def test_calibrated_scores_stand_beside_the_matchers_own():
    line = Calibration(0.5, -1.0, 50)
    made = with_calibration(matches(*FOUND), line)
    assert made["score_before"].to_pylist() == [0.95, 0.6, 0.99]
    assert np.allclose(made["score"].to_numpy(), line.probability([0.95, 0.6, 0.99]))
    second = made["runner_up_score"].to_pylist()
    assert second[2] is None
    assert second[1] == pytest.approx(float(line.probability(0.6)))
    assert second[0] <= 1 - made["score"].to_pylist()[0]


@pytest.mark.parametrize(
    ("label", "own"),
    [
        ((0, "11", SAME), 0.95),  # what the matcher took itself
        ((0, "12", SAME), 0.02),  # its second
        ((0, "22", SAME), None),  # neither
        ((1, "21", SAME), 0.6),
        ((2, "31", CANNOT), 0.99),
    ],
)
def test_beside_a_decision_the_matchers_own_score_of_that_place_is_kept(label, own):
    told = PlaceLabels(pa.array([TEXTS[label[0]]], pa.large_string()), [label[1]], [label[2]])
    scored = with_calibration(matches(*FOUND), Calibration(0.5, -1.0, 50))
    texts = pa.array(TEXTS, pa.large_string())
    made, _ = decided_places(scored, texts, labels=told, known={"11", "12", "21", "22", "31"})
    assert made["score_before"].to_pylist()[label[0]] == own
    assert "runner_up_before" not in made.column_names


def test_people_keep_their_score_where_nothing_was_calibrated():
    clusters = pa.table({"score": pa.array([0.97, None], pa.float64()), "person": ["a:0", "a:1"]})
    assert calibrated_scores(clusters, Calibration()) is clusters
    told = calibrated_scores(clusters, Calibration(1.0, -1.0, 50)).to_pylist()
    assert told[0]["score"] < told[0]["score_before"] == 0.97
    assert told[1]["score"] is None


def test_decisions_about_people_are_told_to_the_linkage_once_a_pair():
    labels = [
        ("a", Label(2, "a:1", SAME)),
        ("b", Label(1, "a:1", CANNOT)),
        ("a", Label(2, "a:1", DIFFERENT)),
        ("b", Label(5, "a:7", SAME)),
    ]
    told = people_decisions(labels)
    assert told is not None
    assert told.to_pylist() == [
        {"dataset_l": "a", "row_l": 0, "dataset_r": "a", "row_r": 1, "same": False},
        {"dataset_l": "a", "row_l": 6, "dataset_r": "b", "row_r": 4, "same": True},
    ]
    assert people_decisions(labels[1:2]) is None


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("Ann", " ann ", "(the same)"),
        ("Ann", "Anna", "Ann | Anna"),
        ("Ann", None, "(only one has it)"),
        (None, "", "(neither has it)"),
    ],
)
def test_of_people_only_what_differs_is_shown(one, other, shown):
    assert compared({"name": one}, {"name": other}) == {"name": shown}


def test_of_a_places_texts_the_nearest_is_shown():
    texts = ["THE OLD FORGE, QUARRY ROAD", "14 QUARRY ROAD"]
    assert nearest_text("old forge, quarry rd", texts) == texts[0]
    assert nearest_text("anything", []) == ""
