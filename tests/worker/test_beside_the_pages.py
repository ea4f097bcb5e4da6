"""A worker beside the pages: it works, is begun again where it dies, and ends with them."""

from __future__ import annotations

import os
import signal
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
from waiting import PATIENCE, until
from web.test_serving import free_port, serve

from beholden.actions import open_council
from beholden.doors.worker import WorkerBeside, beside


def children(pid: int) -> list[int]:
    """Return the processes that a process began and that have not ended."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except FileNotFoundError:
        return []


def worker_of(server: int) -> int:
    """Return the worker among the processes of a server, 0 while there is none."""
    found = (pid for pid in children(server) if b"worker" in _command(pid))
    return next(found, 0)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def ran(home: Path) -> datetime | None:
    council = open_council(home)
    try:
        return council.worker_state().last_ran
    finally:
        council.close()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="this system has no /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_it_works_is_begun_again_and_ends_with_the_pages(sealed_today, how):
    server = serve(sealed_today, free_port(), with_worker=True)
    try:
        first = until(lambda: worker_of(server.pid))
        if how == signal.SIGTERM:
            assert until(lambda: ran(sealed_today))
            os.kill(first, signal.SIGKILL)
            again = until(lambda: worker_of(server.pid) not in (0, first) and worker_of(server.pid))
            assert server.poll() is None
        else:
            again = first
        server.send_signal(how)
        server.wait(timeout=PATIENCE)
        assert until(lambda: b"worker" not in _command(again))
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
        server.stderr.close()


class Dying:
    """A process that ends as soon as it is begun."""

    begun = 0

    def __init__(self, *_args: object, **_kwargs: object) -> None:
        Dying.begun += 1

    def poll(self) -> int:
        return 9


class NoRoom(Dying):
    """What the system refuses to begin: it has no room for one more process."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        raise BlockingIOError(11, "Resource temporarily unavailable")


@pytest.mark.parametrize("kind", [Dying, NoRoom])
def test_one_that_dies_or_cannot_begin_is_begun_ever_later(monkeypatch, tmp_path, kind):
    now = 1000.0
    monkeypatch.setattr(beside.subprocess, "Popen", kind)
    monkeypatch.setattr(beside.time, "monotonic", lambda: now)
    monkeypatch.setattr(Dying, "begun", 0)
    worker = WorkerBeside(tmp_path)
    begun_at = []
    for _second in range(200):
        before = Dying.begun
        worker.keep()
        if Dying.begun > before:
            begun_at.append(now)
        now += 1
    gaps = [later - earlier for earlier, later in pairwise(begun_at)]
    assert begun_at[0] == 1000.0
    assert gaps == sorted(gaps)
    assert max(gaps) <= 62
    assert len(begun_at) < 10
