"""The verdict of a bar, the one table, and what each program's figures become."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from benchmarks.uprn.bars import Bar, Goal
from benchmarks.whole import told
from benchmarks.whole.outcomes import (
    Outcome,
    State,
    bar_of,
    counted,
    plain,
    print_summary,
    summary,
    verdict,
)

MORE, LESS, BOTH = Goal(0.9), Goal(at_most=10), Goal(1, 3)
VERDICTS = {
    "more is reached": (0.9, 0.8, MORE, "reached"),
    "more is missed": (0.89, 0.8, MORE, "missed"),
    "reached, yet the peer has more": (0.95, 0.96, MORE, "reached, behind the peer"),
    "missed, and the peer has more": (0.8, 0.85, MORE, "missed, behind the peer"),
    "level is not behind": (0.95, 0.95, MORE, "reached"),
    "less is reached": (10, 11, LESS, "reached"),
    "less is missed": (10.1, None, LESS, "missed"),
    "less is reached, yet the peer has less": (9, 8, LESS, "reached, behind the peer"),
    "less is missed, and the peer has less": (12, 8, LESS, "missed, behind the peer"),
    "nothing where nothing is allowed": (0, None, Goal(at_most=0), "reached"),
    "one where nothing is allowed": (1, None, Goal(at_most=0), "missed"),
    "between": (2, None, BOTH, "reached"),
    "above what is between": (4, None, BOTH, "missed"),
    "a goal without a value": (None, 0.8, MORE, "not measured"),
    "no goal": (0.5, 0.8, Goal(), ""),
    "neither goal nor value": (None, None, Goal(), ""),
}


@pytest.mark.parametrize(("ours", "peer", "goal", "words"), VERDICTS.values(), ids=VERDICTS)
def test_verdicts(ours: float | None, peer: float | None, goal: Goal, words: str) -> None:
    assert verdict(Bar("a", "b", ours, peer, goal)) == words


OUTCOMES = [
    Outcome("real", "real addresses", State.RAN, (Bar("r", "precision", 0.95, 0.9, MORE),)),
    Outcome("speed", "bulk", State.KEPT, (Bar("s", "  time", 11, 30, LESS, "s"), Bar("s", "x", 1))),
    Outcome("fhrs", "food hygiene", State.LACKING, why="not given: FHRS=folder"),
    Outcome("growth", "sizes", State.FAILED, why="it ended with code 1"),
]


def test_the_summary_has_every_goal_and_every_part_that_did_not_run() -> None:
    lines = summary(OUTCOMES)

    assert [(line.part, line.what, line.verdict) for line in lines] == [
        ("real", "precision", "reached"),
        ("speed", "time", "missed"),
        ("fhrs", "food hygiene", "not run: not given: FHRS=folder"),
        ("growth", "sizes", "failed: it ended with code 1"),
    ]
    assert (lines[1].peer, lines[1].goal, lines[1].ours) == ("30 s", "≤ 10 s", "11 s")
    assert counted(lines) == "1 reached, 1 missed, 1 not run, 1 failed"


def test_the_summary_is_printed_with_each_verdict() -> None:
    written = StringIO()
    console = Console(file=written, width=120)
    print_summary(summary(OUTCOMES), title="Every bar", console=console)

    assert all(word in written.getvalue() for word in ("reached", "missed", "FHRS=folder", "≥"))


def test_no_part_is_said_to_be_nothing() -> None:
    assert counted(summary([])) == "What was measured has no goal"


def test_a_bar_is_the_same_after_a_file() -> None:
    bar = Bar("s", "time", 11.5, None, LESS, "s", "of two runs")

    assert bar_of(plain(Outcome("a", "b", State.RAN, (bar,)))["bars"][0]) == bar


def linked(name: str, side: str, f1: float, cpu: float = 5.0) -> dict[str, Any]:
    return {
        "set": name, "side": side, "rows": 1000, "best_f1": f1, "best_p": 0.9, "best_r": 0.8,
        "f1": f1, "cluster_f1": f1, "seconds": cpu, "cpu": cpu, "peak_mb": 300.0, "compared": 9,
    }  # fmt: skip


def test_people_are_judged_by_their_set_beside_splink() -> None:
    bars = told.people([linked("febrl4", "ours", 0.996), linked("febrl4", "Splink", 0.994)])

    assert (bars[0].ours, bars[0].peer, bars[0].goal) == (0.996, 0.994, Goal(0.995))
    assert [verdict(bar) for bar in bars[1:]] == [""] * 4


@pytest.mark.parametrize(("seconds", "words"), [(5.0, "reached"), (6.1, "missed, behind the peer")])
def test_a_million_must_take_no_more_time_than_splink(seconds: float, words: str) -> None:
    sides = [linked("million", "ours", 0.98, seconds), linked("million", "Splink", 0.85, 6.0)]
    time = next(bar for bar in told.people(sides) if bar.unit == "s")

    assert verdict(time) == words


def test_the_borough_tells_what_the_uprn_is_worth() -> None:
    ours = [
        linked("borough", "ours", 0.99), linked("borough without UPRN", "ours", 0.97),
        linked("worn borough", "ours", 0.9), linked("worn borough without UPRN", "ours", 0.8),
    ]  # fmt: skip

    assert [bar.ours for bar in told.borough(ours)[-2:]] == pytest.approx([0.02, 0.1])


def test_rows_that_spark_answers_otherwise_miss_the_goal() -> None:
    one = {
        "rows": 1000, "texts": 2500, "apart": 1, "matched": 900, "alone": 1.0, "first": 5.0,
        "again": 2.0,
    }  # fmt: skip
    bars = told.spark_addresses({"addresses": one, "start": 9.0, "memory_gb": 2.5})
    rate, britain = bars[-2], bars[-1]

    assert verdict(bars[0]) == "missed"
    assert rate.ours == 250.0
    assert britain.ours is not None
    assert britain.ours > 30_000_000 / 250 / 32
    people = {"rows": 9, "apart": 0, "scores_apart": 1e-16, "alone": 1.0, "spark": 9.0}
    assert verdict(told.spark_people({"people": people})[0]) == "reached"


def test_a_lost_key_misses_the_goal() -> None:
    load = {"precision": 1.0, "recall": 1.0, "cpu": 1.0}
    facts = {"rows": 100, "new": 10, "apart": 0, "increment": load, "anew": load}

    assert verdict(told.increments({**facts, "lost": 0})[0]) == "reached"
    assert verdict(told.increments({**facts, "lost": 1})[0]) == "missed"


def test_the_main_job_is_told_by_size() -> None:
    stages = [
        {"households": size, "stage": name, "seconds": 2.0, "peak_mb": 100}
        for size in (10, 20)
        for name in ("match", "seal")
    ]

    assert [bar.ours for bar in told.main_job(stages)] == [4.0, 100, 4.0, 100]
