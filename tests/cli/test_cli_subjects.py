"""The commands around what residents may ask for."""

from __future__ import annotations

import pytest
from actions.ashmere import DPO, uprn


@pytest.fixture
def home(at_home):
    return at_home.by(DPO)


@pytest.fixture
def two(tmp_path):
    """Give a file of two subjects."""
    path = tmp_path / "subjects.txt"
    path.write_text(f"{uprn(1)}\n{uprn(2)}\n", "utf-8")
    return path


def test_who_opts_out_is_read_from_a_file_and_told_in_counts(home, two):
    about = ("--kind", "agreed", "--subject-file", two)
    assert home("opt-out", "check", "warm-homes").out.startswith("Yes")
    added = home("opt-out", "add", *about)
    assert (added.code, uprn(1) in added.out) == (0, False)
    assert added.out.startswith("2 recorded; 2 stand, by uprn.\n")
    (row,) = home("opt-out", "list", "--json").json
    assert (row["kind"], row["standing"], row["withdrawn"]) == ("agreed", 2, 0)
    assert home("opt-out", "check", "warm-homes").out.startswith("No")
    assert home("opt-out", "withdraw", *about).out.startswith("2 withdrawn; 0 stand")
    assert home("opt-out", "check", "no-such").code == 6


def test_which_uses_an_opt_out_reaches_is_listed(home):
    rows = home("opt-out", "reach", "--json").json
    assert {row["kind"]: row["reached"] for row in rows} == {
        "not-required-by-law": True,
        "agreed": True,
        "research-and-planning": True,
    }
    assert home("opt-out", "reach", "--csv").out.startswith("use,kind,reached,because")
