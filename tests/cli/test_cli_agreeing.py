"""What becomes of an agreement, on the command line."""

from __future__ import annotations

import json
from datetime import date

import pytest
from actions.ashmere import CODES, DPO, Case, write_yaml

NAME = "warm-homes-2026"


@pytest.fixture
def home(at_home):
    return at_home.by(DPO)


def test_an_agreement_from_its_draft_to_its_suspension(home, tmp_path):
    case = Case(tmp_path, date.today())
    later = {**case.agreement, "until": case.on(200)}
    path = write_yaml(tmp_path / "next.yaml", later)
    owner, partner = home.by(CODES["owner"]), home.by(CODES["partner"])
    assert owner("agree", "draft", path).code == 0
    assert "draft" in home("agree", "list").out
    assert home("agree", "discard", NAME).code == 3
    told = home("agree", "diff", NAME, "--file", path, "--json")
    assert [one["effect"] for one in json.loads(told.out)] == ["wider"]
    assert home("agree", "offer", NAME).code == 0
    assert "It ends on" in home("agree", "diff", NAME).out
    assert partner("agree", "ask-changes", NAME, "--text", "A later start.").code == 0
    glance = home("agree", "parties", NAME)
    assert "version 2: offered. 3 parties: 1 asks for changes, 2 offered." in glance.out
    row = json.loads(home("agree", "parties", NAME, "--json").out)[-1]
    assert (row["state"], row["says"], row["by_office"]) == (
        "asks for changes",
        "A later start.",
        "Health partner",
    )
    assert partner("agree", "decline", NAME, "--because", "Too long.").code == 0
    assert home("agree", "suspend", NAME, "--because", "A wrong column.").code == 0
    assert home("agree", "resume", NAME, "--because", "Mended.").code == 3
    officer = home.by(CODES["officer"])
    assert officer("agree", "resume", NAME, "--because", "Mended.").out == "In force again.\n"
    left = home.by(CODES["housing"])("agree", "withdraw", NAME, "--because", "Moved.")
    assert left.out == "Withdrawn. The agreement is withdrawn.\n"
    assert owner("agree", "discard", NAME).code == 7


def test_what_is_owed_is_given_to_calendar_programs(home):
    assert "agreement ends" in home("agree", "calendar").out
    text = home("agree", "calendar", "--ics").out
    assert text.startswith("BEGIN:VCALENDAR")
    assert "SUMMARY:agreement ends (warm-homes-2026\\, version 1)" in text
    assert json.loads(home("agree", "calendar", "--within", "0", "--json").out) == []
