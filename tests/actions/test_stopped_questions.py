"""A question that is stopped: the worker ends, the record says so, and nothing is left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from beholden import gate
from beholden.actions import asking
from beholden.kernel import OutOfLimits

from .ashmere import ANALYST, DAY, QUESTION
from .councils import entries_of, opened

ENDLESS = "SELECT 'x' AS neighbourhood, count(*) AS subjects FROM range(1000000000000)"
ASKING = """
import sys
from datetime import date
from pathlib import Path
from actions import test_stopped_questions as here

with here.everything_endless():
    council = here.opened(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]))
    council.ask(by=here.ANALYST, use="warm-homes", question=here.QUESTION)
"""


class everything_endless:
    """Let every plan run for ever; what decides, runs, treats and records is the real thing."""

    def __enter__(self) -> None:
        self.real = asking.run_plan
        asking.run_plan = self.endless

    def __exit__(self, *_) -> None:
        asking.run_plan = self.real

    def endless(self, home, plan, record, **more):
        return self.real(home, Endless(plan), record, **more)


class Endless:
    """A plan whose parts never end."""

    def __init__(self, plan: gate.Plan) -> None:
        self.plan = plan

    def apart(self):
        endless = tuple(replace(part, sql=ENDLESS) for part in self.plan.parts)
        return replace(self.plan, parts=endless).apart()


@pytest.fixture
def endless() -> Iterator[None]:
    with everything_endless():
        yield


def stopped(council) -> dict:
    """Return the newest entry of the ledger, which tells that a question was stopped."""
    last = entries_of(council)[-1]
    assert last["act"] == "question-stopped"
    return last


def children() -> set[int]:
    """Return the processes that have this one for an ancestor, workers among them."""
    found = {os.getpid()}
    while True:
        more = {
            int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and _parent(p) in found
        }
        if more <= found:
            return found - {os.getpid()}
        found |= more


def _parent(process: Path) -> int:
    try:
        state, parent = (process / "stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return -1
    return -1 if state == "Z" else int(parent)


def test_a_caller_stops_a_question_and_the_worker_ends(sealed, endless):
    cancel = gate.Cancel()
    threading.Timer(1.0, cancel.stop).start()
    with pytest.raises(OutOfLimits, match="The question was stopped"):
        sealed.ask(by=ANALYST, use="warm-homes", question=QUESTION, cancel=cancel)
    stopped(sealed)
    gate.end_workers()
    assert not [p for p in children() if b"starter.py" in _command(p)]


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def test_ctrl_c_stops_a_question_is_on_record_and_leaves_nothing_running(sealed):
    tests = Path(__file__).parents[1]
    paths = os.pathsep.join([str(tests), *filter(None, sys.path)])
    home, day = str(sealed.directory), DAY.isoformat()
    with subprocess.Popen(
        [sys.executable, "-c", ASKING, home, day],
        env={**os.environ, "PYTHONPATH": paths},
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as asker:
        begun = _when_a_worker_is_busy(asker.pid)
        asker.send_signal(signal.SIGINT)
        _, told = asker.communicate(timeout=20)
    assert b"KeyboardInterrupt" in told
    assert not any(_is_there(process) for process in begun)
    stopped(opened(sealed.directory, DAY))


def _when_a_worker_is_busy(asker: int) -> set[int]:
    """Wait until a process below the asker's has used a second of processor; return all below."""
    until = time.monotonic() + 30
    while time.monotonic() < until:
        below = {p for p in children() if asker in _ancestors(p)}
        if any(_ticks(p) > 50 for p in below if b"starter.py" in _command(p)):
            return below
        time.sleep(0.1)
    raise AssertionError("no worker began")


def _ancestors(process: int) -> set[int]:
    found = set()
    while (process := _parent(Path(f"/proc/{process}"))) > 1:
        found.add(process)
    return found


def _ticks(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _is_there(process: int) -> bool:
    return _parent(Path(f"/proc/{process}")) != -1
