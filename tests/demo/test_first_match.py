"""What the demonstration says where matching waits for the compiler."""

from __future__ import annotations

import pytest

from beholden.doors.demo.first_match import tell_matching
from beholden.linkage.addresses import compiled
from beholden.linkage.addresses.first_use import BUILDING, SEARCHING


@pytest.mark.parametrize("kept", [(), (BUILDING, SEARCHING)])
def test_a_step_that_waits_for_the_compiler_says_so(monkeypatch, tmp_path, kept):
    monkeypatch.setattr(compiled.config, "CACHE_DIR", str(tmp_path))
    for part in kept:
        (compiled.cache_folder() / f"{part}-1.py311.1.nbc").touch()
    told: list[str] = []
    tell_matching("matching the addresses of 2016", lambda step, done, total: told.append(step))
    waits = "compiling for this machine, once; some minutes where it is busy"
    assert told[0] == "matching the addresses of 2016"
    assert told[1:] == ([] if kept else [f"matching the addresses of 2016 ({waits})"])
