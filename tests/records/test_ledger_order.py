"""Many acts at once: every one has its entry, and the entries have no gap."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from waiting import PATIENCE

from beholden.records import databases

WORKERS = 8
ACTS = 10

WORKER = """
import sys
from beholden.records import databases
alias = databases.connect(sys.argv[1])
from django.db import transaction
from datetime import datetime, UTC
from beholden.records.models import LedgerEntry, LedgerHead
from beholden.records.refusing import refusing

sys.stdin.readline()  # all begin together
with databases.at_work(alias):
    for number in range(int(sys.argv[3])):
        with refusing(), transaction.atomic(using=alias):
            head = LedgerHead.objects.select_for_update().get(id=1)
            LedgerEntry.objects.create(index=head.size, act=f"{sys.argv[2]}-{number}", body="{}",
                                       written_at=datetime.now(UTC))
            head.size += 1
            head.save(update_fields=["size"])
"""


def _entries() -> list[tuple[int, str]]:
    from beholden.records.models import LedgerEntry

    return list(LedgerEntry.objects.values_list("index", "act"))


def test_processes_that_write_at_once_leave_no_gap_and_lose_nothing(
    register: str, database_url: str, tmp_path: Path
) -> None:
    script = tmp_path / "worker.py"
    script.write_text(WORKER)
    running = [
        subprocess.Popen(
            [sys.executable, str(script), database_url, str(worker), str(ACTS)],
            stdin=subprocess.PIPE,
            text=True,
        )
        for worker in range(WORKERS)
    ]
    for process in running:
        process.communicate("go\n", timeout=PATIENCE)
    assert [process.returncode for process in running] == [0] * WORKERS
    entries = _entries()
    assert [index for index, _ in entries] == list(range(WORKERS * ACTS))
    assert {act for _, act in entries} == {f"{w}-{n}" for w in range(WORKERS) for n in range(ACTS)}


def test_an_act_that_fails_leaves_no_entry(register: str) -> None:
    from django.db import transaction

    from beholden.records.reading import ledger_size

    from . import story

    def act_that_fails() -> None:
        with transaction.atomic(using=register):
            story.entry("second")
            raise KeyError

    story.entry("first")
    with pytest.raises(KeyError):
        act_that_fails()
    story.entry("third")
    assert [act for _, act in _entries()] == ["first", "third"]
    assert ledger_size() == 2
    assert databases.current_alias() == register
