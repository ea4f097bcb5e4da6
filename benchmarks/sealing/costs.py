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

MB = 1 << 20


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
