"""Counting matches, and what the bars say of them."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from rich.console import Console

from benchmarks.uprn.bars import Bar, Goal, print_bars, shown, write_json
from benchmarks.uprn.tally import Tally, answered, one, tally, together, truths

COUNTED = {
    "right": ("1", "1", Tally(1, 1, 1, 1, 0)),
    "wrong": ("2", "1", Tally(1, 1, 1, 0, 0)),
    "missed": (None, "1", Tally(1, 1, 0, 0, 0)),
    "no answer, and none given": (None, None, Tally(1, 0, 0, 0, 0)),
    "no answer, yet matched": ("2", None, Tally(1, 0, 1, 0, 1)),
}


@pytest.mark.parametrize(("uprn", "truth", "counted"), COUNTED.values(), ids=COUNTED)
def test_one_address(uprn: str | None, truth: str | None, counted: Tally) -> None:
    assert one(uprn, truth) == counted


def test_every_error_counts_in_the_precision() -> None:
    every = together(counted for _, _, counted in COUNTED.values())

    assert every == Tally(asked=5, answers=3, matched=3, right=1, unknown_matched=1)
    assert every.precision == pytest.approx(1 / 3)
    assert every.recall == pytest.approx(1 / 3)
    assert every.unknown_rate == pytest.approx(1 / 2)


def test_nothing_matched_is_no_error() -> None:
    assert Tally(asked=2, answers=2).precision == 1.0
    assert Tally().recall == 1.0
    assert Tally().unknown_rate == 0.0


def test_groups_are_counted_apart_and_unanswered_addresses_are_unmatched() -> None:
    matches = pa.table({"unique_id": ["a", "b"], "uprn": ["7", None]})
    asked = pa.table({"unique_id": ["a", "b", "c"], "true_uprn": pa.array([7, 8, 9], pa.int64())})

    parts = tally(answered(matches), truths(asked), group=lambda i: "first" if i == "a" else "rest")

    assert parts == {"first": Tally(1, 1, 1, 1, 0), "rest": Tally(2, 2, 0, 0, 0)}


def test_counts_stand_beside_a_share_with_their_interval() -> None:
    assert Tally(asked=20, answers=10, matched=10, right=5).recall_note() == "5 of 10 (0.237–0.763)"
    assert Tally().recall_note() == ""


GOALS = [
    (Goal(0.99), 0.99, True),
    (Goal(0.99), 0.9899, False),
    (Goal(at_most=1.0), 1.0, True),
    (Goal(at_most=1.0), 1.01, False),
    (Goal(0.1, 0.2), 0.3, False),
    (Goal(), 5.0, None),
    (Goal(0.99), None, None),
]


@pytest.mark.parametrize(("goal", "value", "reached"), GOALS)
def test_goals(goal: Goal, value: float | None, reached: bool | None) -> None:
    assert goal.reached(value) is reached


SHOWN = [
    (None, "share", "–"),
    (0.98764, "share", "0.9876"),
    (0.0123, "s", "0.0123 s"),
    (126.4, "s", "126 s"),
    (1556.2, "a second", "1,556 a second"),
    (21, "", "21"),
    (0.987, "slope", "0.99"),
]


@pytest.mark.parametrize(("value", "unit", "text"), SHOWN)
def test_values_are_shown_with_their_unit(value: float | None, unit: str, text: str) -> None:
    assert shown(value, unit) == text


def test_a_missed_goal_is_told_and_a_peer_that_did_not_run_is_named(tmp_path: Path) -> None:
    bars = [Bar("a", "recall", 0.5, goal=Goal(0.9)), Bar("a", "precision", 1.0, goal=Goal(0.9))]
    with (tmp_path / "table.txt").open("w", encoding="utf-8") as file:
        print_bars(bars, peer="peer not run", console=Console(file=file, width=120))
    lines = (tmp_path / "table.txt").read_text("utf-8").splitlines()

    assert "peer not run" in lines[0]
    assert "NOT reached" in next(line for line in lines if line.startswith("recall"))
    assert "NOT" not in next(line for line in lines if line.startswith("precision"))


def test_the_file_of_figures_says_what_was_reached(tmp_path: Path) -> None:
    bars = [Bar("a", "recall", 0.5, 0.7, Goal(0.9))]
    write_json(bars, {"machine": {"cores": "2"}}, tmp_path / "new" / "figures.json")
    told = json.loads((tmp_path / "new" / "figures.json").read_text("utf-8"))

    assert told["machine"] == {"cores": "2"}
    assert [(bar["ours"], bar["peer"], bar["reached"]) for bar in told["bars"]] == [
        (0.5, 0.7, False)
    ]
