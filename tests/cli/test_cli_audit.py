"""An auditor's commands: checks and receipts as tables and as data, and an exit code for faults."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from actions.ashmere import CODES, QUESTION

from beholden.actions.auditing.by_another import BY_ANOTHER


def test_an_auditor_checks_and_reads_and_nobody_else_does(at_home):
    auditor = at_home.by(CODES["auditor"])
    at_home("ask", "warm-homes", QUESTION)
    checks = auditor("audit", "check", "--json").json
    assert len(checks) == len({one["check"] for one in checks}) > len(BY_ANOTHER)
    assert not any(one["faults"] for one in checks)
    rows = auditor("audit", "receipts", "--use", "warm-homes", "--json").json
    assert [row["question"] for row in rows] == [QUESTION]
    assert QUESTION in auditor("audit", "receipts", "--csv").out
    for command in ("check", "receipts"):
        assert at_home("audit", command).code == 3


def test_a_fault_is_told_and_ends_with_its_code(at_home):
    with closing(sqlite3.connect(at_home.home / "records.sqlite3")) as plain:
        plain.execute("DROP TRIGGER signature_never_deleted")
        plain.execute("DELETE FROM records_signature")
        plain.commit()
    ran = at_home.by(CODES["auditor"])("audit", "check")
    assert ran.code == 8
    assert "nobody signed it" in ran.err
