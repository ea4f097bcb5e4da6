"""The commands around what residents may ask for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from actions.ashmere import CODES, DPO, uprn


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
    assert "nobody has stated that every household is on this list" in ran.out
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
    stated = home("subject", "span", "--of", "members", "--days", 30)
    assert "waits for a second person" in stated.out
    rows = home("subject", "spans", "--json").json
    assert {"of": "members", "days": 730, "waits": 30} in rows
    assert home("subject", "span-confirm", "--of", "members").code == 3
    assert home.by(CODES["officer"])("subject", "span-confirm", "--of", "members").code == 0
    rows = home("subject", "spans", "--json").json
    assert {"of": "members", "days": 30, "waits": None} in rows
    assert "Recorded" in home("subject", "span", "--of", "members", "--days", 60).out


def test_usages_are_found_in_the_form_of_a_data_tracker(home):
    home("subject", "households", *HOUSEHOLDS)
    found = home("subject", "find-usage", *SINCE, "--json", stdin=uprn(1)).json
    assert found["findUsage"]["totalUsages"] == 1


def test_a_concealment_is_stated_confirmed_counted_and_lifted(home):
    about = ("--use", "warm-homes", "--reason", "safeguarding")
    until = ("--until", (date.today() + timedelta(days=9)).isoformat())
    stated = home("concealment", "state", *about, *until)
    assert stated.code == 0
    name = stated.out.split()[2].rstrip(".")
    assert home("concealment", "confirm", name).code == 3
    assert home.by(CODES["officer"])("concealment", "confirm", name).code == 0
    counted = {
        row["reason"]: row["holding"] for row in home("concealment", "public", "--json").json
    }
    assert counted["safeguarding"] == 1
    (row,) = home("concealment", "list", "--json").json
    assert (row["use"], row["confirmed_by_office"]) == ("warm-homes", "Director of Resources")
    assert home("concealment", "lift", name).code == 0
    assert home("concealment", "state", *about, "--until", "2999-01-01").code == 6


COMPLAINT = """\
kind: use of data
use: warm-homes
channel: e-mail
received: {day}
text: |
  I am J. Doe (made up), and I never agreed.
"""


def test_a_complaint_is_recorded_from_a_file_and_handled_to_its_end(home, tmp_path):
    file, note = tmp_path / "complaint.yaml", tmp_path / "note.txt"
    file.write_text(COMPLAINT.format(day=date.today().isoformat()), "utf-8")
    note.write_text("We wrote back.", "utf-8")
    recorded = home("complaint", "record", file)
    assert recorded.code == 0
    due = date.today() + timedelta(days=30)
    assert f"Acknowledge it by {due.day} {due:%B %Y}. Delete the file." in recorded.out
    name = recorded.out.split()[2].rstrip(".")
    (row,) = home("complaint", "list", "--json").json
    assert (row["id"], row["days_left"], row["overdue"]) == (name, 30, False)
    assert "Doe" not in str(row)
    assert home("complaint", "decide", name, "--outcome", "upheld").code == 6
    note.write_bytes(b"\xff")
    assert home("complaint", "acknowledge", name, "--note-file", note).code == 6
    note.write_text("We wrote back.", "utf-8")
    assert home("complaint", "acknowledge", name, "--note-file", note).code == 0
    assert home("complaint", "inform", name).code == 0
    assert home("complaint", "decide", name, "--outcome", "partly upheld").code == 0
    shown = home("complaint", "show", name)
    assert "Doe" in shown.out
    assert "We wrote back." in shown.out
    assert home("complaint", "show", name, "--csv").out.startswith("step,on,note\r\n")
    assert home("complaint", "show", name, "--json").json["notes"][0][2] == "We wrote back."
    assert home.by(CODES["analyst"])("complaint", "show", name).code == 3
    assert home("complaint", "close", name).code == 0
    assert home("complaint", "list", "--json").json == []
    assert home("complaint", "list", "--all", "--csv").out.startswith("id,use,kind")
    (year,) = home("complaint", "counts", "--json").json
    assert (year["year"], year["received"]) == (date.today().year, 0)


def test_a_complaint_that_is_recorded_late_is_told_as_owed_since(home, tmp_path):
    file = tmp_path / "complaint.yaml"
    file.write_text(COMPLAINT.format(day=date.today() - timedelta(days=42)), "utf-8")
    due = date.today() - timedelta(days=12)
    says = f"It was to be acknowledged by {due.day} {due:%B %Y}: 12 days ago."
    assert says in home("complaint", "record", file).out


def test_the_form_of_a_complaint_is_shown(home):
    assert home("schema", "complaint").json["required"] == ["kind", "channel", "received", "text"]


def test_what_residents_may_do_is_shown_as_the_public_is_told_it(home, two):
    home("opt-out", "add", "--kind", "agreed", "--subject-file", two)
    text = home("your-say").out
    assert "Complain to the data-protection officer" in text
    assert "fewer than 10" in text
    told = home("your-say", "--json").json
    assert [way["code"] for way in told["ways"]] == ["object", "opt-out", "ask", "complain"]
    assert [seal["use"] for seal in told["seals"]] == ["warm-homes"]
    lines = home("your-say", "--csv").out.splitlines()
    assert lines[0] == "what,of,told"
    assert any(line.startswith("concealments,crime,0") for line in lines)


def test_a_request_is_listed_read_and_closed(home, tmp_path):
    from beholden.actions import open_council

    assert home("request", "list").out.startswith("Nothing waits")
    council = open_council(home.home)
    name = council.file_request(kind="objection", text="zqx (made up)")
    council.close()
    ran = home("request", "list", "--json")
    assert [(row["id"], row["days_left"]) for row in ran.json] == [(name, 30)]
    assert "zqx" not in ran.out
    note = tmp_path / "note.txt"
    note.write_text("We wrote.", "utf-8")
    assert home("request", "read", name).out.startswith("zqx")
    assert home("request", "close", name, "--outcome", "answered", "--note-file", note).code == 0
    assert home("request", "read", name, "--json").json["note"] == "We wrote."
    assert home("request", "list", "--json").json == []
    assert len(home("request", "list", "--all", "--json").json) == 1
