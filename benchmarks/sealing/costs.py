"""What an act costs: seconds, seconds of processor and peak memory, in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

MB = 1 << 20
_AHEAD = "-19"  # the most of sched(7)


@dataclass(frozen=True)
class Cost:
    """Seconds that passed, seconds of processor with all children, and peak memory in bytes."""

    seconds: float
    processor: float
    peak: int


def cost_of(act: Callable[[], object]) -> Cost:
    """Run an act here and return what it cost this process and the children that it waited for."""
    begun, at = _processor(), time.perf_counter()
    act()
    took = time.perf_counter() - at
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Cost(took, _processor() - begun, peak)


def _processor() -> float:
    return sum(os.times()[:4])


def go_ahead() -> None:
    """Let this program's session run before all others (Linux with autogroups, as root).

    What is counted by the clock is otherwise that of a busy machine, where it is one.
    """
    Path("/proc/self/autogroup").write_text(_AHEAD)


def go_alike(process: int) -> None:
    """Give another process's session the standing of ours, where sessions have one."""
    ours = Path("/proc/self/autogroup")
    if ours.exists() and (said := ours.read_text().split()):
        Path(f"/proc/{process}/autogroup").write_text(said[-1])


def cost_apart(*arguments: str) -> Cost:
    """Return the cost of ``python -m benchmarks.sealing.acts`` with these arguments."""
    command = [sys.executable, "-m", "benchmarks.sealing.acts", *arguments]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return Cost(**json.loads(told.splitlines()[-1]))


def tell(cost: Cost) -> None:
    """Print a cost for the process that asked."""
    print(json.dumps(asdict(cost)))


def median(costs: list[Cost]) -> Cost:
    """Return the medians of several costs of one act; of memory the largest."""
    middle = statistics.median
    return Cost(
        middle(c.seconds for c in costs),
        middle(c.processor for c in costs),
        max(c.peak for c in costs),
    )
