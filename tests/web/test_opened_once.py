"""A process opens the council that it serves once, however many ask for it in the same moment."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any

from beholden.doors.web import serving
from beholden.kernel import SystemClock

AT_ONCE = 8


def test_a_council_is_opened_once_and_its_day_begun_once(monkeypatch, tmp_path):
    done: list[str] = []
    together = Barrier(AT_ONCE)

    def opened(directory: Path) -> Any:
        done.append("opened")
        time.sleep(0.05)  # in which the others come, where nothing keeps them
        return SimpleNamespace(clock=SystemClock(), keep_dates=lambda: done.append("day begun"))

    def come(_: int) -> Any:
        together.wait()
        return serving.council()

    monkeypatch.setattr(serving, "open_council", opened)
    monkeypatch.setattr(serving, "forget_what_passed", lambda _home: done.append("forgotten"))
    monkeypatch.setattr(serving, "_open", {})
    monkeypatch.setattr(serving, "_dates_kept", {})
    monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(tmp_path))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = list(threads.map(come, range(AT_ONCE)))
    assert done == ["opened", "day begun", "forgotten"]
    assert len({id(one) for one in found}) == 1
