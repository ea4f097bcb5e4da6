"""What the programs of inference, of the TPC questions and of releases tell as bars."""

from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks import acro_peer, release_together
from benchmarks.inference import goals
from benchmarks.inference.protections import CELL_KEY, FITTED, THRESHOLD
from benchmarks.inference.rights import Rights
from benchmarks.tpc.goals import bars as tpc_bars
from benchmarks.tpc.measuring import Compared, Found
from benchmarks.tpc.table import decided
from benchmarks.uprn.bars import Bar


def by_name(bars: list[Bar]) -> dict[str, Bar]:
    return {bar.what.strip(): bar for bar in bars}


def some_right(share: float) -> np.ndarray:
    return np.arange(100) < round(100 * share)


@pytest.fixture
def found() -> Rights:
    rights = Rights()
    for protection, few, many in ((THRESHOLD, 0.7, 1.0), (CELL_KEY, 0.6, 0.99), (FITTED, 0.5, 0.5)):
        rights.add(protection.name, "least squares", 10, some_right(few))
        rights.add(protection.name, "chaff", 10_000, some_right(many))
    rights.add(f"{FITTED.name}, worst targets", "parity", 10, some_right(0.55))
    rights.add(f"{FITTED.name}, worst targets", "knows all others", 10, some_right(0.61))
    return rights


def test_the_best_attack_on_each_protection_is_told_and_the_fitted_table_stands_beside(
    found: Rights,
) -> None:
    told = by_name(goals.bars(found, Rights(), {}))
    end = ": right by the best attack at any number of questions"

    assert told[THRESHOLD.name + end].ours == 1.0
    assert told[FITTED.name + end].ours == 0.55
    assert told[FITTED.name + end].peer == 0.99
    assert told[f"{FITTED.name}, who knows others{end}"].ours == 0.61
    assert "10: 60.0, 10,000: 99.0" in told[CELL_KEY.name + end].note


def test_goals_are_held_against_what_is_worked_out_over_many_boroughs() -> None:
    many = {name: [goal.at_most - 0.01] * 3 for name, goal in goals.GOALS.items() if goal.at_most}
    told = by_name(goals.bars(Rights(), Rights(), many | {"cells that are looked at": [0.4]}))

    assert [told[name].reached for name in goals.GOALS] == [True] * 3
    assert told["cells that are looked at"].reached is None
    worse = {name: [1.0, 0.9] for name in goals.GOALS}
    assert not any(bar.reached for bar in goals.bars(Rights(), Rights(), worse))


def test_what_searchers_found_is_told_by_protection() -> None:
    searches = Rights()
    searches.add("fitted table, council of 3,000", "after QuerySnout", 10, some_right(0.52))
    bar = goals.bars(Rights(), searches, {})[0]

    assert (bar.what, bar.ours) == ("fitted table, council of 3,000: after QuerySnout", 0.52)


COMPARED = [Compared("TPC-H", 15, 14, 14, (21,)), Compared("TPC-DS", 75, 75, 58, ())]


def test_questions_are_told_with_those_that_have_another_answer() -> None:
    told = by_name(tpc_bars(Found(decided(), 67, (1.0, 2.0)), COMPARED))
    allowed = told["questions for groups that may be asked"]

    assert allowed.reached == (allowed.ours is not None and allowed.ours >= 0.9)
    assert told["under strict roles"].ours == 67
    h = told["TPC-H: allowed questions with plain DuckDB's answer"]
    assert (h.ours, h.reached) == (14 / 15, False)
    assert "another answer: 21" in h.note
    assert told["TPC-DS: allowed questions with plain DuckDB's answer"].reached


def test_a_refusal_more_would_miss_the_goal() -> None:
    refused = {name: {**said, "told": "refused"} for name, said in decided().items()}
    assert tpc_bars(Found(refused, 0, (1.0,)), [])[0].reached is False


def test_a_list_is_checked_together_and_the_table_after_it_beside_it() -> None:
    cases = acro_peer._list(random.Random(1))
    assert [case["kind"] for case in cases] == ["list"] * 3 + ["after the list"]

    listed, after = acro_peer._together([cases[0], cases[-1]])
    alone = acro_peer._one_by_one(cases[-1])

    assert acro_peer.SHOWN in listed.values()
    assert hidden(alone) <= hidden(after)
    assert hidden(after)


def hidden(verdicts: dict[acro_peer.Place, str]) -> set[acro_peer.Place]:
    return {at for at, verdict in verdicts.items() if verdict != acro_peer.SHOWN}


def test_a_cell_that_acro_fails_and_we_show_is_found() -> None:
    ours = [{("a", "b"): acro_peer.SHOWN, ("a", "c"): "withheld (LowCount)"}]
    theirs = [{"a | b": "fail: threshold", "a | c": "ok"}]
    found = acro_peer.compared([{"kind": "count"}], ours, theirs)
    told = by_name(acro_peer.bars(found, 1))

    assert found.missed == [("count", ("a", "b"), "fail: threshold")]
    missed = told["cells shown here that ACRO calls fail"]
    assert (missed.ours, missed.reached) == (1, False)
    assert told["cells withheld here that ACRO passes"].ours == 1


def test_releases_are_solved_and_told_by_size() -> None:
    one = release_together.solved((3, 3, 2), random.Random(1))
    told = by_name(release_together.bars(one))

    assert not one.refused
    assert one.groups
    assert "6,000 residents: four releases solved" in next(iter(told))
    assert told["figures withheld"].ours == one.withheld
