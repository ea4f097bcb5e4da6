"""A disk that is full: a clear Unavailable, nothing half-written, and the next try succeeds.

The child may write no file beyond a size (RLIMIT_FSIZE), which is how a full disk looks to it.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from processes import PROCESSES
from waiting import PATIENCE

from beholden.kernel import BeholdenError

from .ashmere import DAY
from .councils import faults_in_whole, opened, records_of
from .test_killed import prepared, publish, register, seal


def _child(home: Path, act: Callable[..., None], largest: int, told: Path) -> None:
    council = opened(home)
    # Made before the disk is full, since a limit holds for this file too.
    told.touch()
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, hard))
    outcome = "done"
    try:
        act(council, home.with_name("stated"))
    except BeholdenError as fault:
        outcome = f"{type(fault).__name__}: {fault.what}"
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    told.write_text(outcome)


def on_full_disk(home: Path, act: Callable[..., None], largest: int) -> str:
    told = home.with_name("outcome")
    child = PROCESSES.Process(target=_child, args=(home, act, largest, told))
    child.start()
    child.join(timeout=PATIENCE)
    return told.read_text() or f"the child ended with {child.exitcode}"


@pytest.mark.parametrize("largest", [0, 2_000, 20_000])
@pytest.mark.parametrize("act", [register, seal, publish])
def test_a_full_disk(told, tmp_path, act: Any, largest: int):
    home = prepared(told, act, tmp_path)
    council = opened(home)
    before = records_of(council)
    outcome = on_full_disk(home, act, largest)
    assert outcome.startswith("Unavailable: "), outcome
    council = opened(home, DAY)
    assert records_of(council) == before
    assert faults_in_whole(council) == []
    act(council, home.with_name("stated"))
    assert faults_in_whole(council) == []
    council.close()
