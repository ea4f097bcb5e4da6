"""The board on the command line: stated, met, minuted, and what became of its advice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from beholden.kernel import fingerprint
from tests.actions.ashmere import ADMIN, CODES, Case, write_yaml
from tests.actions.councils import copied

SECRETARY = CODES["secretary"]
TODAY = date.today()
SEATS = ("academic", "lawyer", "resident")


@pytest.fixture
def at_home(line, told, tmp_path):
    line.home = copied(told("begin", TODAY), tmp_path)
    for seat in SEATS:
        line.by(ADMIN)(
            "person", "add", f"m-{seat}", "--office", f"{seat} member", "--organisation", "Board",
            "--role", "board_member",
        )  # fmt: skip
    term = {"from": TODAY.isoformat(), "until": (TODAY + timedelta(days=99)).isoformat()}
    members = [{"person": f"m-{seat}", "seat": seat, **term} for seat in SEATS]
    members[0]["interests"] = [{"text": "Advises the Head of Revenues."}]
    board = write_yaml(tmp_path / "board.yaml", {"members": members})
    use = write_yaml(tmp_path / "use.yaml", Case(tmp_path, TODAY).use)
    line.by(CODES["owner"])("use", "state", use)
    assert "It has 3 members" in line.by(SECRETARY)("board", "state", board).out
    return line


TOOK_PART = [{"member": "m-academic", "item": 1, "because": "The advice is over."}]


def meeting(tmp_path, **changes):
    said = {
        "meeting": TODAY.isoformat(),
        "place": "Online",
        "agenda": [{"use": "warm-homes"}],
        "held": {"present": ["m-academic", "m-resident"], "took_part": TOOK_PART},
        **changes,
    }
    return write_yaml(tmp_path / "meeting.yaml", said)


def test_a_meeting_from_plan_to_advice(at_home, tmp_path):
    by, day = at_home.by(SECRETARY), TODAY.isoformat()
    assert by("board", "plan", meeting(tmp_path)).out.strip() == f"Planned for {day}."
    unsaid = meeting(tmp_path, held={"present": ["m-academic", "m-resident"]})
    refused = by("board", "held", unsaid)
    assert refused.code != 0
    assert "or took_part: [{member: …" in refused.err
    held = by("board", "held", meeting(tmp_path))
    said = "Item 1: quorum (2 present, 2 needed, 1 of them lay (needed: 1))."
    assert held.out.strip() == said
    advice = {**Case(tmp_path, TODAY).advice, "meeting": day}
    del advice["quorum"]
    assert by("use", "advise", write_yaml(tmp_path / "advice.yaml", advice)).code == 0
    minutes = tmp_path / "minutes.md"
    minutes.write_text("Go ahead.")
    assert by("board", "minutes", day, "--publish", minutes).code == 0
    assert at_home("board", "minutes", day).out.strip() == "Go ahead."
    assert at_home("board", "minutes", day, "--csv").out.startswith("text,fingerprint,at\r\n")
    (row,) = at_home("board", "meetings", "--json").json
    assert (row["state"], row["present"], row["minutes"]) == ("minuted", 2, 1)
    (item,) = at_home("board", "agenda", day, "--json").json
    assert (item["use"], item["present"], item["needed"]) == ("warm-homes", 2, 2)
    stated, paper = at_home("board", "papers", day, "--json", "--out", tmp_path / "out").json
    assert (stated["kept"], paper["kept"]) == (False, True)
    (file,) = (tmp_path / "out").iterdir()
    assert fingerprint(file.read_text()) == paper["fingerprint"]
    rows = at_home("board", "advice", "warm-homes", "--json").json
    assert [row["answer"] for row in rows] == ["not decided yet"] * 3


def test_members_and_interests_are_told_by_office(at_home):
    rows = at_home("board", "members", "--json").json
    assert [row["seat"] for row in rows] == ["Academic", "Lawyer", "Resident"]
    (found,) = at_home("board", "interests", "warm-homes", "--json").json
    assert found["member"] == "academic member"
    assert "m-academic" not in at_home("board", "members", "--csv").out


def test_advice_without_a_quorum_is_refused(at_home, tmp_path):
    by = at_home.by(SECRETARY)
    few = meeting(tmp_path, held={"present": ["m-academic"], "took_part": TOOK_PART})
    by("board", "plan", few)
    assert "Item 1: no quorum" in by("board", "held", few).out
    advice = {**Case(tmp_path, TODAY).advice, "meeting": TODAY.isoformat()}
    ran = by("use", "advise", write_yaml(tmp_path / "advice.yaml", advice))
    assert ran.code == 3
    assert "there was no quorum for this item" in ran.err


def test_the_conditions_that_there_are_can_be_listed(line):
    rows = line("advice", "conditions", "--json").json
    assert {row["condition"] for row in rows} >= {"smallest_group", "never_together", "undertake"}
