"""What the ledger says of each act: its name, the office, and nobody's code or value (S5, S8)."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from served_pages import page_of, use_page

from beholden.kernel import Refused
from beholden.ledger import TileLog

from .ashmere import ANALYST, CODES, DPO, MARKER, REFUSED, Case, until_published
from .councils import entries_of, faults_in_whole

TYPED = "zqxtyped"

# What the case writes after the people: the act, in which role.
STORY = [
    *[("dataset-registered", "Steward")] * 4,
    ("use-stated", "Owner of a data use"),
    ("dpia-advised", "Data-protection officer"),
    ("advice-recorded", "Secretary of the data ethics board"),
    ("use-decided", "Accountable officer"),
    ("agreement-offered", "Data-protection officer"),
    ("agreement-signed", "Steward"),
    ("agreement-signed", "Steward"),
    ("agreement-signed", "Partner organisation"),
    ("extract-sealed", "Data-protection officer"),
    ("question-answered", "Analyst"),
    ("release-requested", "Analyst"),
    ("release-reviewed", "Reviewer of releases"),
    ("release-published", "Publisher"),
    ("question-refused", "Analyst"),
    ("question-refused", "Analyst"),
    ("outcome-recorded", "Owner of a data use"),
    ("agreement-ended", "Data-protection officer"),
]


@pytest.fixture
def whole(on_each_database):
    council = on_each_database
    until_published(council)
    for question in (REFUSED, f"select name from council_tax where name = '{TYPED}'"):
        with pytest.raises(Refused):
            council.ask(by=ANALYST, use="warm-homes", question=question)
    council.record_outcome(by=CODES["owner"], statement=Case(council.directory).outcome)
    council.end_agreement(by=DPO, agreement="warm-homes-2026", because="A test.")
    return council


def test_the_whole_case_is_in_the_ledger(whole):
    entries = entries_of(whole)
    told = [(entry["act"], entry["by"]) for entry in entries if entry["act"] != "person-added"]
    assert told == [("home-made", "Administrator"), *STORY]
    shape = {"act", "when", "use", "by", "clauses", "facts"}
    assert all(set(entry) == shape for entry in entries)
    of_the_use = {e["use"] for e in entries} - {""}
    assert of_the_use == {"warm-homes"}
    published = [json.loads(entry) for entry in TileLog(whole.path("ledger")).entries()]
    assert published == entries
    assert faults_in_whole(whole) == []


def test_nothing_personal_is_outside(whole, capfd):
    outside = {
        path.relative_to(whole.directory).as_posix(): path.read_bytes()
        for folder in ("ledger", "releases")
        for path in whole.path(folder).rglob("*")
        if path.is_file()
    }
    outside["index"] = page_of(whole, "/").encode()
    outside["use"] = use_page(whole, "warm-homes").encode()
    outside["use as data"] = json.dumps(whole.public_use_as_data(name="warm-homes")).encode()
    outside["ledger page"] = page_of(whole, "/ledger/").encode()
    outside["output"] = "".join(capfd.readouterr()).encode()
    assert len(outside) > 10
    for name, content in outside.items():
        for forbidden in (MARKER, TYPED, "code-"):
            assert forbidden.encode() not in content, (name, forbidden)


def test_no_marker_is_in_the_records_or_the_sealed_file(sealed):
    until_published(sealed)
    sealed.close()
    with sqlite3.connect(sealed.path("records.sqlite3")) as connection:
        told = "\n".join(connection.iterdump())
    connection.close()
    assert MARKER not in told
    for file in sealed.path("extracts").iterdir():
        assert MARKER.encode() not in file.read_bytes()


def test_the_register_and_the_log_never_part(whole):
    """A log that a kill left behind is brought up by the next opening."""
    from beholden.actions import open_council

    size = whole.log.size
    from beholden.actions.acting import Act, recording

    with whole.at_work(), recording(whole, Act("home-made", "Administrator", None)):
        pass
    assert whole.log.size == size
    assert open_council(whole.directory, clock=whole.clock).log.size == size + 1


@dataclass
class _Moved:
    """A clock that goes on while somebody waits."""

    at: datetime

    def now(self):
        return self.at

    def today(self):
        return self.at.date()


def test_an_act_has_the_moment_at_which_its_turn_came(on_each_database):
    """Whoever waits for another's act comes after it by the clock too, not by the order alone."""
    from django.db import connections

    from beholden.actions import open_council
    from beholden.records.models import LedgerHead

    clock = _Moved(on_each_database.clock.now())
    council = open_council(on_each_database.directory, clock=clock)
    turn = clock.at + timedelta(hours=1)

    def waits(execute, sql, *rest):
        if LedgerHead._meta.db_table in sql and sql.startswith("SELECT"):
            clock.at = turn
        return execute(sql, *rest)

    with council.at_work(), connections[council.alias].execute_wrapper(waits):
        council.add_person(
            by=CODES["admin"], code="late", office="L", organisation="O", roles=["analyst"]
        )
    assert entries_of(council)[-1]["when"] == turn.isoformat(timespec="seconds")
