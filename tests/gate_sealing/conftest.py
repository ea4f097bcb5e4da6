from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from beholden.gate.running import starting
from beholden.gate.running import workers as workers_of
from gate_sealing.made_up import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


@pytest.fixture
def lying(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Return a way to put another worker in the place of ours."""
    ours, theirs = workers_of._HERE.workers, workers_of.Workers()

    def put(code: str) -> None:
        path = tmp_path / "worker.py"
        path.write_text(
            "import os, time\ndef main(image, requests, r):\n    " + code.replace("\n", "\n    ")
        )
        monkeypatch.setattr(starting, "WORKER", path)
        workers_of._HERE.workers = theirs

    try:
        yield put
    finally:
        workers_of._HERE.workers = ours
        theirs.end()
