"""Real processes that act at once: every act has its entry, and the public log holds them all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from actions import ashmere
from actions.councils import entries_of

from beholden.actions import Council, Home, open_council
from beholden.actions.acting import Act, recording
from beholden.actions.log_keeping import publish_entries, refuse_parted
from beholden.ledger import TileLog

WORKERS = 4
ACTS = 5

WORKER = """
import sys
from beholden.actions import open_council
council = open_council(sys.argv[1])
sys.stdin.readline()  # all begin together
for number in range(int(sys.argv[3])):
    council.add_person(by=sys.argv[4], code=f"new-{sys.argv[2]}-{number}", office="Analyst",
                       organisation=f"Department {sys.argv[2]}-{number}", roles=["analyst"])
council.close()
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Give the home of a new council; the test runs once on each kind of database."""
    if request.param == "sqlite":
        ashmere.begin(tmp_path / "home").close()
        yield tmp_path / "home"
        return
    with request.getfixturevalue("postgres").fresh() as url:
        ashmere.begin(tmp_path / "home", database=url).close()
        yield tmp_path / "home"


def act_at_once(home: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(home), str(worker), str(ACTS), ashmere.ADMIN],
            stdin=subprocess.PIPE,
            text=True,
        )
        for worker in range(WORKERS)
    ]
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        process.communicate(timeout=120)
    assert [process.returncode for process in running] == [0] * WORKERS


def test_no_act_is_lost_and_the_log_has_no_gap(home: Path) -> None:
    before = _entries(home)
    act_at_once(home)
    council = open_council(home)
    new = entries_of(council)[len(before) :]
    told = sorted(entry["facts"]["organisation"] for entry in new)
    assert told == sorted(f"Department {w}-{n}" for w in range(WORKERS) for n in range(ACTS))
    found = council.verify_ledger()  # the records and the log, entry by entry
    assert (found.ok, found.size) == (True, len(before) + WORKERS * ACTS)
    council.close()


def _entries(home: Path) -> list[dict[str, object]]:
    council: Council = open_council(home)
    try:
        return entries_of(council)
    finally:
        council.close()


def test_who_publishes_while_another_looks_is_no_fault(founded, monkeypatch):
    """The log grows, and what was signed last with it, between two looks of one act."""
    council = founded
    with council.at_work(), recording(council, Act("home-made", "Administrator", None)):
        pass
    look = Home.log.fget
    published: list[bool] = []

    def look_and_be_overtaken(home: Home) -> TileLog:
        log = look(home)
        if not published:
            published.append(True)
            publish_entries(home)
        return log

    monkeypatch.setattr(Home, "log", property(look_and_be_overtaken))
    with council.at_work():
        refuse_parted(council)
    assert published
    assert council.log.size == len(entries_of(council))
