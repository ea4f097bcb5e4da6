"""The file of thresholds: what may stand in it, and what is said when something may not."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from importlib.resources import files
from pathlib import Path

import pytest

from beholden.kernel import BadInput
from beholden.release import Rules


def test_the_default_thresholds_are_those_of_the_field() -> None:
    rules = Rules.load()
    assert (rules.low_count, rules.dominance_share) == (10, 0.5)
    assert (rules.dominance_n, rules.dominance_k) == (2, 0.9)
    assert (rules.dominance_p, rules.low_dof, rules.smallest_change) == (0.10, 10, 10)
    assert rules.zeros == "withheld"


def test_rules_cannot_be_changed_after_they_are_read() -> None:
    with pytest.raises(FrozenInstanceError):
        Rules.load().low_count = 1  # type: ignore[misc]


def test_every_threshold_of_the_default_file_is_explained() -> None:
    text = files("beholden.release").joinpath("default.toml").read_text(encoding="utf-8")
    lines = text.splitlines()
    stated = [i for i, line in enumerate(lines) if re.match(r"\w+ = ", line)]
    unexplained = [lines[i] for i in stated if not _comment_above(lines, i)]
    assert len(stated) == 17
    assert unexplained == ["k = 0.90", "cells = 20000"], "these share the comment above them"


def test_a_council_states_only_what_differs(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text("[LowCount]\nsmallest_group = 20\n")
    rules = Rules.load(own)
    assert (rules.low_count, rules.dominance_k) == (20, 0.9)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[LowCount]\nsmalest_group = 3\n", "no threshold called LowCount.smalest_group"),
        ("[Lowcount]\nsmallest_group = 3\n", "no threshold called Lowcount.smallest_group"),
        ("smallest_group = 3\n", "no threshold called smallest_group"),
        ("[LowCount]\nsmallest_group = 0\n", "a whole number from 1 to 1000"),
        ('[LowCount]\nsmallest_group = "3"\n', "a whole number"),
        ("[LowCount]\nsmallest_group = true\n", "a whole number"),
        ("[LowCount]\nsmallest_group = 3.5\n", "a whole number"),
        ('[LowCount]\nzeros = "hidden"\n', '"withheld" or "shown"'),
        ("[Dominance]\nk = 50\n", "a number from 0.01 to 1"),
        ("[Dominance]\nk = nan\n", "a number from 0.01 to 1"),
        ("[Dominance]\nn = 1\n", "a whole number from 2 to 5"),
        ("[ClassDisclosure]\ntimes_in_100 = 50\n", "a whole number from 51 to 100"),
        ("[LowCount\n", "cannot be read"),
        ("\udcff", "cannot be read"),
    ],
)
def test_a_threshold_that_nobody_would_read_is_an_error(
    tmp_path: Path, text: str, says: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadInput, match=re.escape(says)):
        Rules.load(own)


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.toml cannot be read"):
        Rules.load(tmp_path / "none.toml")


def _comment_above(lines: list[str], i: int) -> bool:
    return lines[i - 1].startswith("#")
