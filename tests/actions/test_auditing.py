"""An auditor checks the register against the log, and reads receipts; both are on the record."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from learning.written import COURSE

from beholden.actions.auditing.accounts_shown import faults_of_showing
from beholden.kernel import NotFound

from .ashmere import CODES, DAY, DPO, QUESTION, REFUSED, Case
from .councils import copied, entries_of, opened
from .test_crisis import FLOOD, opened_use

AUDITOR = CODES["auditor"]


@pytest.fixture
def council(told, tmp_path):
    """Give a council that asked, was refused, published, and had somebody trained."""
    council = opened(copied(told("until_published_and_refused", DAY), tmp_path))
    council.publish_course(by=DPO, text=COURSE)
    attempt = council.begin_course(by=DPO, course="first-steps")
    right = {a.number: attempt.course.questions[a.number - 1].right for a in attempt.paper}
    council.hand_in_course(by=DPO, attempt=attempt.id, answers=right)
    yield council
    council.close()


def test_a_register_that_is_whole_has_no_fault(council):
    checks = council.audit(by=AUDITOR)
    assert [one for one in checks if one.faults] == []
    looked_at = {one.what: one.looked_at for one in checks}
    unseen = {what for what, number in looked_at.items() if not number}
    # The others have no record in this case.
    assert set(looked_at) - unseen == {
        "the log is whole",
        "the register holds the entries of the log",
        "each answer is in the log",
        "each agreement was signed by another, under its terms",
        "each use was decided on by another than stated it",
        "each release was reviewed by another",
        "each certificate is in the log",
        "each impact assessment was advised on by another than stated its use",
        "each role was given by another",
        "no use was decided on by who opened it",
        "no use was decided on by who advised on it",
    }
    entry = entries_of(council)[-1]
    assert (entry["act"], entry["by"]) == ("audited", "Auditor")
    assert {one["faults"] for one in entry["facts"]["checks"]} == {0}


def way_in(person, *, by, at):
    """Return the statement by which somebody was given a way in, so many years on."""
    return (
        "INSERT INTO records_wayin (person_id, given_by_id, given_at, assumed)"
        f" SELECT p.id, g.id, '{2900 + at}-01-01', 0 FROM records_person AS p, records_person AS g"
        f" WHERE p.code = '{CODES[person]}' AND g.code = '{CODES[by]}'"
    )


# The officer, whose account the administrator opened, sent the analyst what that one took away.
SENT_TO_ANALYST = [
    way_in("officer", by="admin", at=0),
    "INSERT INTO records_accounttaken"
    " (person_id, taken_by_id, taken_at, given_by_id, given_at, sent)"
    " SELECT p.id, t.id, '2901-01-01', g.id, '2902-01-01', 1"
    " FROM records_person AS p, records_person AS t, records_person AS g"
    f" WHERE p.code = '{CODES['analyst']}' AND t.code = '{CODES['admin']}'"
    f" AND g.code = '{CODES['officer']}'",
]
# What somebody could do with the file of the records, past the database's own refusals.
TAMPERED = [
    (
        "the register holds the entries of the log",
        ["UPDATE records_ledgerentry SET body = '{}' WHERE \"index\" = 3"],
        "entry 3 is another",
    ),
    (
        "each answer is in the log",
        ["UPDATE records_receipt SET facts = json_set(facts, '$.entry', 1) WHERE allowed"],
        "has no entry",
    ),
    (
        "each use was decided on by another than stated it",
        [
            "UPDATE records_decision SET decided_by_id ="
            " (SELECT stated_by_id FROM records_datause WHERE id = use_id)"
        ],
        "warm-homes was decided on by who stated it",
    ),
    (
        "each release was reviewed by another",
        ["UPDATE records_release SET reviewed_by_id = requested_by_id"],
        "was reviewed by who asked for it",
    ),
    (
        "each agreement was signed by another, under its terms",
        ["UPDATE records_agreement SET terms = json_set(terms, '$.subject', 'person')"],
        "not those of their fingerprint",
    ),
    (
        "each agreement was signed by another, under its terms",
        [
            "UPDATE records_signature SET signed_by_id ="
            " (SELECT stated_by_id FROM records_agreement WHERE id = agreement_id)"
        ],
        "signed by who wrote it",
    ),
    (
        "each agreement was signed by another, under its terms",
        ["DELETE FROM records_signature"],
        "nobody signed it",
    ),
    (
        "each certificate is in the log",
        ["UPDATE records_certificate SET expires = '2040-01-01'"],
        "has no entry",
    ),
    (
        "each role was given by another",
        ["UPDATE records_personrole SET given_by_id = person_id WHERE role = 'auditor'"],
        "a role of auditor was given by who holds it",
    ),
    (
        "each account that was taken away was given again by another",
        [
            "INSERT INTO records_accounttaken (person_id, taken_by_id, taken_at, given_by_id)"
            " SELECT id, id, added_at, id FROM records_person WHERE code = 'code-analyst'"
        ],
        "was given again by who took it away",
    ),
    (
        "no account was handed over by who may be who took it away",
        [
            "INSERT INTO records_accounttaken"
            " (person_id, taken_by_id, taken_at, given_by_id, given_at)"
            " SELECT o.id, a.id, o.added_at, g.id, '2999-01-01'"
            " FROM records_person AS o, records_person AS a, records_person AS g"
            " WHERE o.code = 'code-analyst' AND a.code = 'code-admin' AND g.code = 'code-dpo'",
            "INSERT INTO records_wayin (person_id, given_by_id, given_at, assumed)"
            " SELECT given_by_id, taken_by_id, taken_at, 0 FROM records_accounttaken",
        ],
        "was given by who may be who took it away",
    ),
    (
        "no account was handed over by who may be who took it away",
        [*SENT_TO_ANALYST, way_in("analyst", by="officer", at=3)],
        "the Analyst was given by who may be who took it away",
    ),
    (
        "no account was handed over by who may be who took it away",
        [*SENT_TO_ANALYST, way_in("analyst", by="analyst", at=3)],
        "the Analyst was given by its own person",
    ),
]


def past_the_database(council, statements):
    """Change the file of the records as nobody can through the database with its guards."""
    with closing(sqlite3.connect(council.directory / "records.sqlite3")) as plain:
        for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            plain.execute(f'DROP TRIGGER "{name}"')
        plain.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            assert plain.execute(statement).rowcount
        plain.commit()


@pytest.mark.parametrize(("what", "statements", "says"), TAMPERED, ids=[t[2] for t in TAMPERED])
def test_what_was_changed_past_the_database_is_found(council, what, statements, says):
    past_the_database(council, statements)
    found = {one.what: one.faults for one in council.audit(by=AUDITOR) if one.faults}
    assert list(found) == [what]
    assert says in found[what][0]
    assert "code-" not in json.dumps(found)
    counted = {one["check"]: one["faults"] for one in entries_of(council)[-1]["facts"]["checks"]}
    assert counted[what] == len(found[what])


def test_an_account_that_was_shown_by_who_was_joined_to_nobody_then_is_no_fault(council):
    """What was sent is no showing; who is joined later was not when it was shown."""
    shown = [way_in("analyst", by="dpo", at=3), way_in("analyst", by="dpo", at=4)]
    past_the_database(council, [*SENT_TO_ANALYST, *shown, way_in("dpo", by="admin", at=5)])
    what = "no account was handed over by who may be who took it away"
    (check,) = [one for one in council.audit(by=AUDITOR) if one.what == what]
    assert (check.looked_at, check.faults) == (2, ())
    with council.at_work(), CaptureQueriesContext(connections[council.alias]) as asked:
        assert list(faults_of_showing()) == ["", ""]
    assert len(asked) == 2, "the ways in, and the accounts that were taken away"


# Of each record that two people made: the second's column, and the first's.
ALONE = [
    ("opening", "confirmed_by_id", "asked_by_id"),
    ("suspension", "resumed_by_id", "suspended_by_id"),
    ("concealment", "confirmed_by_id", "stated_by_id"),
]
# The same where the first is in another table, and only what came before counts.
ALONE_BEFORE = {
    "no use was decided on by who opened it": [
        "UPDATE records_decision SET decided_by_id = (SELECT o.confirmed_by_id FROM"
        " records_opening AS o WHERE o.use_id = records_decision.use_id)"
        " WHERE use_id IN (SELECT use_id FROM records_opening)"
    ],
    "each undertaking was extended or withdrawn by another than asked for it": [
        "UPDATE records_undertakingevent SET recorded_by_id = (SELECT e.recorded_by_id FROM"
        " records_undertakingevent AS e WHERE e.step = 'time-asked') WHERE step = 'time-given'"
    ],
    "each complaint was decided on by another than decided on its use": [
        "UPDATE records_complaintstep SET taken_by_id = (SELECT d.decided_by_id FROM"
        " records_decision AS d JOIN records_datause AS u ON u.id = d.use_id"
        " WHERE u.name = 'warm-homes') WHERE step = 'decided'"
    ],
    "each shorter span was confirmed by another": [
        "UPDATE records_spanconfirmation SET confirmed_by_id ="
        " (SELECT stated_by_id FROM records_span WHERE id = span_id)"
    ],
    "no use was decided on by who advised on it": [
        "UPDATE records_boardmember SET person_id = (SELECT d.decided_by_id FROM"
        " records_decision AS d JOIN records_datause AS u ON u.id = d.use_id"
        " WHERE u.name = 'warm-homes')"
    ],
}


@pytest.fixture
def by_two(sealed):
    """Give a council in which two people opened a crisis, let an agreement go on, concealed."""
    opened_use(sealed)
    of = {"agreement": "warm-homes-2026", "because": "Looked into."}
    sealed.suspend_agreement(by=DPO, **of)
    sealed.resume_agreement(by=CODES["officer"], **of)
    said = {"use": "warm-homes", "reason": "tax", "until": DAY}
    made = sealed.state_concealment(by=DPO, **said)
    sealed.confirm_concealment(by=CODES["officer"], concealment=made)
    _in_two_tables(sealed)
    return sealed


def _in_two_tables(council):
    """Have a crisis and a complaint decided on, an undertaking extended, a span shortened."""
    case = Case(council.directory.with_name("stated"))
    owed = {"use": "warm-homes", "text": "Read it.", "owner": "Warm Homes", "by": case.on(9)}
    council.state_undertaking(by=CODES["owner"], statement=owed)
    later, why = DAY + timedelta(days=20), {"because": "Half-term."}
    council.ask_more_time(by=CODES["officer"], undertaking="warm-homes/1", until=later, **why)
    council.agree_undertaking(by=DPO, undertaking="warm-homes/1", **why)
    said = {"kind": "other", "use": "warm-homes", "channel": "letter", "text": "x"}
    name = council.record_complaint(by=DPO, statement={**said, "received": DAY.isoformat()})
    council.take_complaint_step(by=DPO, complaint=name, step="acknowledged")
    council.take_complaint_step(by=DPO, complaint=name, step="decided", outcome="upheld")
    council.state_span(by=DPO, of="members", days=30)
    council.confirm_span(by=CODES["officer"], of="members")
    term = {"from": case.on(-90), "until": case.on(300)}
    members = [{"person": CODES["member"], "seat": "lawyer", **term}]
    council.state_board(by=CODES["secretary"], statement={"members": members})
    council.decide_use(
        by=CODES["officer"],
        statement={
            "use": FLOOD,
            "by": "Director of Resources",
            "decides": False,
            "on": DAY.isoformat(),
            "because": "It is over.",
        },
    )


def test_what_two_people_did_is_found_where_one_did_both(by_two):
    assert [one for one in by_two.audit(by=AUDITOR) if one.faults] == []
    alone = [f"UPDATE records_{table} SET {second} = {first}" for table, second, first in ALONE]
    past_the_database(by_two, alone)
    found = {one.what for one in by_two.audit(by=AUDITOR) if one.faults}
    assert found == {
        "each crisis was confirmed by another than asked for it",
        "each suspension was lifted by another than ordered it",
        "each concealment was confirmed by another than stated it",
    }


@pytest.mark.parametrize("what", ALONE_BEFORE)
def test_what_another_table_knows_of_the_first_is_found(by_two, what):
    past_the_database(by_two, ALONE_BEFORE[what])
    (found,) = [one for one in by_two.audit(by=AUDITOR) if one.faults]
    assert found.what == what
    assert "code-" not in " ".join(found.faults)


def test_who_sat_on_the_board_afterwards_did_nothing_wrong(sealed):
    case = Case(sealed.directory.with_name("stated"))
    term = {"from": case.on(-1), "until": case.on(300)}
    sealed.add_person(
        by=CODES["admin"],
        code=CODES["officer"],
        office="Director of Resources",
        organisation="Resources",
        roles=["accountable_officer", "board_member"],
    )
    members = [{"person": CODES["officer"], "seat": "lawyer", **term}]
    sealed.state_board(by=CODES["secretary"], statement={"members": members})
    assert [one for one in sealed.audit(by=AUDITOR) if one.faults] == []


def test_receipts_are_read_with_the_question_as_it_was_typed(council):
    rows = council.read_receipts(by=AUDITOR, use="warm-homes")
    assert [(r["question"], r["allowed"]) for r in rows] == [(QUESTION, True), (REFUSED, False)]
    assert rows[1]["why_not"]
    assert "code-" not in json.dumps(rows)
    entry = entries_of(council)[-1]
    assert (entry["act"], entry["use"], entry["facts"]) == (
        "receipts-read", "warm-homes", {"receipts": 2},
    )  # fmt: skip
    assert council.read_receipts(by=AUDITOR) == rows


def test_an_unknown_use_leaves_no_entry(council):
    before = len(entries_of(council))
    with pytest.raises(NotFound):
        council.read_receipts(by=AUDITOR, use="nowhere")
    assert len(entries_of(council)) == before
