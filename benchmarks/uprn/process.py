"""One job in a process of its own, so that its peak memory and its cold start are its own."""

from __future__ import annotations

import json
import shlex
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beholden.kernel import Unavailable


@dataclass(frozen=True, slots=True)
class Job:
    """What a job cost: seconds of its work and of its processors, peak memory in MB.

    ``whole_seconds`` run from before the start of its process to after its end; ``more`` is what
    the job itself tells.
    """

    seconds: float
    cpu_seconds: float
    peak_mb: float
    whole_seconds: float
    more: dict[str, Any]


def run_job(command: Sequence[str | Path], *, options: dict[str, Any]) -> Job:
    """Run a program that prints one JSON object last, and return what it cost.

    Raises Unavailable where the program fails; what it wrote to its error stream is shown as it is.
    """
    given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    began = time.perf_counter()
    done = subprocess.run([*map(str, command), *given], stdout=subprocess.PIPE, text=True)
    whole = time.perf_counter() - began
    if done.returncode:
        raise Unavailable(
            f"A job of the benchmark ended with code {done.returncode}.",
            why="What it said stands above.",
            next_step="Run it alone: " + shlex.join([*map(str, command), *given]),
        )
    told = json.loads(done.stdout.strip().splitlines()[-1])
    seconds, cpu, peak = (float(told.pop(name)) for name in ("seconds", "cpu_seconds", "peak_mb"))
    return Job(seconds, cpu, peak, whole, told)
