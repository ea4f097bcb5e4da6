"""Where a command writes is looked at first; options that it cannot follow are refused."""

from __future__ import annotations

import pytest
from actions.ashmere import CODES, QUESTION
from actions.councils import entries_of, opened


@pytest.mark.parametrize("out", ["x.txt", "nowhere/x.csv", "folder.csv"])
def test_a_file_that_cannot_be_written_is_told_before_the_question(at_home, tmp_path, out):
    (tmp_path / "folder.csv").mkdir()
    entries = len(entries_of(opened(at_home.home)))
    ran = at_home("ask", "warm-homes", QUESTION, "--out", tmp_path / out)
    assert ran.code == 6, ran.err
    assert len(entries_of(opened(at_home.home))) == entries


def test_parquet_on_a_screen_is_told_before_the_question(at_home, monkeypatch):
    from beholden.doors.cli.commands import outputs

    class Screen:
        def isatty(self) -> bool:
            return True

    entries = len(entries_of(opened(at_home.home)))
    monkeypatch.setattr(outputs.sys, "stdout", Screen())
    ran = at_home("ask", "warm-homes", QUESTION, "--format", "parquet")
    assert ran.code == 6, ran.err
    assert len(entries_of(opened(at_home.home))) == entries


@pytest.mark.parametrize("option", ["--out", "--review"])
def test_a_place_for_matches_is_looked_at_first(line, tmp_path, option):
    files = {"--out": tmp_path / "out.csv", option: tmp_path / "nowhere" / "x.csv"}
    places = [part for pair in files.items() for part in pair]
    ran = line("match", tmp_path / "no.csv", "--gazetteer", tmp_path / "none.csv", *places)
    assert ran.code == 6
    assert "cannot be written there" in ran.err


@pytest.mark.parametrize(
    "option",
    [
        ("--review", "r.csv"),
        ("--review-limit", "5"),
        ("--id-column", "account"),
        ("--uprn-column", "uprn"),
    ],
)
def test_options_for_files_are_refused_for_datasets(at_home, option):
    steward = at_home.by(CODES["revenues"])
    ran = steward("match", "council_tax", "--gazetteer", "gazetteer", *option)
    assert ran.code == 2, ran.err
    assert f"{option[0]} is for files" in ran.err


def test_columns_of_a_dataset_are_passed_on(at_home):
    steward = at_home.by(CODES["revenues"])
    asked = ("match", "council_tax", "--gazetteer", "gazetteer", "--json")
    missing = steward(*asked, "--address-columns", "no_such_column")
    assert missing.code == 6, missing.err
    assert "no_such_column" in missing.err
    by_name = steward(*asked, "--address-columns", "name")
    assert by_name.code == 0, by_name.err
    by_address = steward(*asked, "--address-columns", "address", "--postcode-column", "postcode")
    assert by_address.json[0]["matched"] > by_name.json[0]["matched"]
    refused = at_home(*asked, "--address-columns", "no_such_column")
    assert refused.code == 3
