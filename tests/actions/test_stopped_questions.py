"""A question that is stopped: the worker ends, the record says so, and nothing is left running."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from waiting import until

from beholden import gate
from beholden.actions import asking
from beholden.gate.running import workers as workers_of
from beholden.kernel import BeholdenError, OutOfLimits

from .ashmere import ANALYST, QUESTION
from .councils import entries_of

ENDLESS = "SELECT 'x' AS neighbourhood, count(*) AS subjects FROM range(1000000000000)"


class Endless:
    """A plan whose parts never end."""

    def __init__(self, plan: gate.Plan) -> None:
        self.plan = plan

    def given(self, once):
        return self

    def apart(self):
        endless = tuple(replace(part, sql=ENDLESS) for part in self.plan.parts)
        return replace(self.plan, parts=endless).apart()


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every plan run for ever; what decides, runs, treats and records is the real thing."""
    real = asking.run_plan

    def run(home, plan, record, **more):
        return real(home, Endless(plan), record, **more)

    monkeypatch.setattr(asking, "run_plan", run)


def ask(council, **more):
    return council.ask(by=ANALYST, use="warm-homes", question=QUESTION, **more)


def newest(council) -> str:
    return entries_of(council)[-1]["act"]


@contextmanager
def once_at_work(stop: Callable[[], None]) -> Iterator[set[int]]:
    """Stop as soon as a worker is at work; give what it added to the workers' processes."""
    before, begun = workers_there(), set()

    def wait() -> None:
        until(_at_work)
        begun.update(workers_there() - before)
        stop()

    waiting = threading.Thread(target=wait)
    waiting.start()
    try:
        yield begun
    finally:
        waiting.join()


def _at_work() -> bool:
    return any(place.at_work for place in list(workers_of.workers()._open.values()))


def workers_there() -> set[int]:
    """Return the processes that a starter of ours has forked and that are alive."""
    parents = {int(p.name): _parent(p) for p in Path("/proc").iterdir() if p.name.isdigit()}
    starters = {process for process, parent in parents.items() if parent == os.getpid()}
    return {process for process, parent in parents.items() if parent in starters}


def _parent(process: Path) -> int:
    """Return the process that began another; -1 where the other is gone, or is dead."""
    try:
        state, parent = (process / "stat").read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return -1
    return -1 if state == "Z" else int(parent)


def test_a_caller_stops_a_question_and_the_worker_ends(sealed, endless):
    cancel = gate.Cancel()
    with (
        once_at_work(cancel.stop) as begun,
        pytest.raises(OutOfLimits, match="The question was stopped"),
    ):
        ask(sealed, cancel=cancel)
    assert newest(sealed) == "question-stopped"
    assert begun
    assert not begun & workers_there()


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C be what it is for a person at a screen, whatever runs the tests made of it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def ctrl_c() -> None:
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)


def test_ctrl_c_stops_a_question_is_on_record_and_leaves_nothing_running(sealed, endless):
    with interruptible(), once_at_work(ctrl_c) as begun, pytest.raises(KeyboardInterrupt):
        ask(sealed)
    assert newest(sealed) == "question-stopped"
    assert begun
    assert not begun & workers_there()


def test_what_is_allowed_without_a_plan_is_refused_and_on_record(sealed, monkeypatch):
    allowed = gate.decide

    def without_a_plan(*asked, **more):
        return replace(allowed(*asked, **more), plan=None)

    monkeypatch.setattr(asking.gate, "decide", without_a_plan)
    with pytest.raises(BeholdenError):
        ask(sealed)
    assert newest(sealed) == "question-refused"
