"""The report on SATRE: every statement once, and each place that it names is there."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from beholden.exports import conformance_totals, exported, judged_statements

from .made_up import EMPTY
from .reading import data_of

ROOT = Path(__file__).parents[2]
JUDGED = judged_statements()
# SATRE 2.0.0: how many statements each capability has, counted in its specification.yaml.
CAPABILITIES = {
    **{"1.1": 3, "1.2": 12, "1.3": 5, "1.4": 7, "1.5": 6, "1.6": 9, "1.7": 4},
    **{"2.1": 18, "2.2": 15, "2.3": 4, "2.4": 5, "2.5": 3, "2.6": 5, "2.7": 6, "2.8": 5, "2.9": 1},
    **{"3.1": 20, "3.2": 6, "3.3": 9, "3.4": 4},
    **{"4.1": 2, "4.2": 2, "4.3": 3, "4.4": 4, "4.5": 1, "4.6": 1, "4.7": 1, "4.8": 3},
    **{"5.1": 10, "5.2": 1, "5.3": 2, "5.4": 4, "5.5": 1, "5.6": 2, "5.7": 1},
}
LEVELS = {"mandatory": 89, "conditional": 6, "recommended": 67, "optional": 23}


def test_every_statement_is_judged_once_and_in_order():
    numbers = [one.statement for one in JUDGED]
    assert numbers == [
        f"{capability}.{n:02d}"
        for capability, count in CAPABILITIES.items()
        for n in range(1, count + 1)
    ]
    assert len(numbers) == 185


def test_the_levels_are_those_of_the_specification():
    assert Counter(one.level for one in JUDGED) == LEVELS
    assert {level: sum(met.values()) for level, met in conformance_totals(JUDGED).items()} == LEVELS


@pytest.mark.parametrize("judged", JUDGED, ids=lambda one: one.statement)
def test_a_judgement_rests_on_something(judged):
    assert judged.met in {"beholden", "in part", "council", "not met", "not applicable"}
    assert judged.about
    for place in judged.where:
        file, _, name = place.partition("::")
        assert (ROOT / file).is_file(), place
        assert not name or f"def {name}(" in (ROOT / file).read_text("utf-8")
    if judged.met in {"beholden", "in part"}:
        assert judged.where, "what is met is met somewhere"
    else:
        assert not judged.where
    if judged.met in {"in part", "not applicable"}:
        assert judged.because, "what is left to others is told"


def test_what_is_met_is_shown_by_a_test_or_a_page():
    met = [one for one in JUDGED if one.met == "beholden"]
    tested = [one for one in met if any(place.startswith("tests/") for place in one.where)]
    assert len(tested) > len(met) / 2


def test_all_forms_say_the_same():
    data = data_of(EMPTY, "satre")
    text = exported(EMPTY, kind="satre", form="csv").text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    page = exported(EMPTY, kind="satre", form="md").text
    assert [row["statement"] for row in rows] == [one["statement"] for one in data["statements"]]
    for judged in JUDGED:
        assert f"| {judged.statement} | {judged.level} |" in page
    for level, met in data["totals"].items():
        counts = " | ".join(str(count) for count in met.values())
        assert f"| {level} | {counts} | {LEVELS[level]} |" in page


@pytest.mark.parametrize("word", ["yet", "planned"])
def test_no_judgement_waits_for_what_is_to_come(word):
    """Such a reason was true on a day that nobody wrote down."""
    assert [one.statement for one in JUDGED if word in one.because.lower().split()] == []
