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


SINCE = ("--since", "2020-01-01")
HOUSEHOLDS = ("council_tax", "--columns", "liable_to", "--because", "Every household is liable.")


def test_a_resident_is_told_and_the_identifier_is_in_no_argument(home, tmp_path):
    assert home("subject", "households", *HOUSEHOLDS).code == 0
    (row,) = home("subject", "list", "--json").json
    assert (row["dataset"], row["columns"]) == ("council_tax", ["liable_to"])
    (told,) = home("subject", "uses", *SINCE, "--json", stdin=uprn(1)).json["uses"]
    assert (told["told"], told["through"]) == ("in it", ["council_tax"])
    path = tmp_path / "who"
    path.write_text(f"\n {uprn(1)} \n", "utf-8")
    ran = home("subject", "uses", *SINCE, "--subject-file", path)
    assert ran.code == 0
    assert "whether or not one is" in ran.out
    assert uprn(1) not in ran.out + ran.err
    assert home("subject", "uses", *SINCE, "--uprn", uprn(1)).code == 2
    assert home("subject", "households-no-more", "council_tax").code == 0
    (told,) = home("subject", "uses", *SINCE, "--json", stdin=uprn(1)).json["uses"]
    assert told["told"] == "may have been in it"
    assert home("subject", "uses", *SINCE, "--csv", stdin=uprn(1)).out.startswith("use,seal,")


@pytest.mark.parametrize("given", ["", f"{uprn(1)}\n{uprn(2)}"])
def test_one_identifier_is_asked_for(home, given):
    ran = home("subject", "uses", *SINCE, "--subject-file", "-", stdin=given)
    assert ran.code == 2
    assert uprn(1) not in ran.err


def test_spans_are_stated_and_listed(home):
    assert home("subject", "span", "--of", "members", "--days", 30).code == 0
    assert {"of": "members", "days": 30} in home("subject", "spans", "--json").json
