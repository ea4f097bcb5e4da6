"""Starting a worker: it may fail, be refused its jail, or be stopped, and each is another thing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from waiting import PATIENCE

from beholden.gate.extract.extracts import Extract
from beholden.gate.running import answering, engine, starting
from beholden.gate.running import workers as workers_of
from beholden.gate.running.engine import run
from beholden.gate.running.limits import Cancel, Isolation
from beholden.kernel import OutOfLimits, Unavailable
from gate_sealing.made_up import Bench, MadeUpPlan


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bench, Extract]:
    bench = Bench(tmp_path_factory.mktemp("starting"))
    return bench, bench.seal()


UNTRUSTED = {
    "a worker that dies at once": "os._exit(3)",
    "a worker that is not ready in time": "time.sleep(60)",
    "a reply that is not a frame": "os.write(r, b'hello')",
    "a worker without a jail": "os.write(r, b'E' + (3).to_bytes(8, 'big') + b'jai')",
}


@pytest.mark.parametrize("fault", UNTRUSTED)
def test_a_worker_that_does_not_start_is_unavailable(
    sealed: tuple[Bench, Extract],
    lying: Callable[[str], None],
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lying(UNTRUSTED[fault])
    monkeypatch.setattr(answering, "START_SECONDS", 0.5)
    with pytest.raises(Unavailable, match="could not be started"):
        run(MadeUpPlan("SELECT 1"), sealed[1], keys=sealed[0].keys)


# What a starting worker does, and what that says of the machine: None where it says nothing.
SAYS_OF_THE_JAIL = {
    "os.write(r, b'E' + (4).to_bytes(8, 'big') + b'jail')": False,
    "os.write(r, b'E' + (7).to_bytes(8, 'big') + b'stopped')": None,
    "os._exit(3)": None,
}


@pytest.mark.parametrize("code", SAYS_OF_THE_JAIL)
def test_only_a_worker_that_was_refused_a_wall_says_that_there_is_no_jail(
    lying: Callable[[str], None], code: str
) -> None:
    lying(code)
    held = engine.isolation_here(jail_required=False)
    assert workers_of.workers().jail_holds is SAYS_OF_THE_JAIL[code]
    said_no = SAYS_OF_THE_JAIL[code] is False
    assert held is (Isolation.PORTABLE if said_no else Isolation.JAIL)


def test_a_system_without_handles_of_processes_has_no_jail(
    tmp_path: Path, lying: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    lying("pass")
    without = tmp_path / "starter.py"
    code = starting.STARTER.read_text("utf-8")
    without.write_text(code.replace("import os\n", "import os\ndel os.pidfd_open\n", 1), "utf-8")
    monkeypatch.setattr(starting, "STARTER", without)
    assert engine.isolation_here(jail_required=False) is Isolation.PORTABLE


def test_a_question_is_stopped_while_its_worker_starts(
    sealed: tuple[Bench, Extract],
    lying: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lying(f"time.sleep({2 * PATIENCE})")
    monkeypatch.setattr(answering, "START_SECONDS", 2 * PATIENCE)
    cancel = Cancel()
    threading.Timer(0.05, cancel.stop).start()
    begun = time.monotonic()
    with pytest.raises(OutOfLimits, match="Who asked it stopped it"):
        run(MadeUpPlan("SELECT 1"), sealed[1], keys=sealed[0].keys, cancel=cancel)
    assert time.monotonic() - begun < PATIENCE


def test_a_question_that_is_stopped_while_its_extract_is_decrypted_starts_no_worker(
    sealed: tuple[Bench, Extract],
    lying: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lying("raise AssertionError('started')")
    cancel = Cancel()
    monkeypatch.setattr(engine, "open_extract", lambda *_: cancel.stop())
    monkeypatch.setattr(starting.Starter, "start", lambda *_: pytest.fail("started"))
    with pytest.raises(OutOfLimits, match="Who asked it stopped it"):
        run(MadeUpPlan("SELECT 1"), sealed[1], keys=sealed[0].keys, cancel=cancel)
