"""Time and memory of each stage of the main job, on the made-up borough.

python -m benchmarks.main_job [--households 20000 200000] [--json FILE]

Each stage runs in a process of its own, so that its peak memory is its own (the larger of the
process and of its children, such as the sealed engine). Seconds are of the stage's work with its
lazy imports, without the start of Python.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from beholden import open as open_council
from beholden.doors.demo import ashmere
from beholden.doors.demo.asking import PROTECTION_OFFICER, ask_all
from beholden.doors.demo.officers import found_council
from beholden.doors.demo.stating import Dates
from beholden.kernel import silent
from beholden.records import reading

QUESTIONS = {ashmere.WARM_HOMES: ashmere.IN_NEED, ashmere.UPTAKE: ashmere.VACCINATED}
SEED = 1


def make_data(folder: Path, households: int) -> None:
    dates = Dates.from_today(date.today())
    ashmere.make_files(folder, households=households, seed=SEED, dates=dates)


def register(folder: Path, _: int) -> None:
    found_council(
        folder / "ashmere",
        name=ashmere.NAME,
        stated=folder / "ashmere-stated",
        officers=ashmere.OFFICERS,
        progress=silent,
    )


def match(folder: Path, _: int) -> None:
    ashmere.match_all(open_council(folder / "ashmere"), silent)


def link(folder: Path, _: int) -> None:
    ashmere.link_people(open_council(folder / "ashmere"), silent)


def seal(folder: Path, _: int) -> None:
    council = open_council(folder / "ashmere")
    for use in QUESTIONS:
        council.seal(by=PROTECTION_OFFICER, use=use)


def ask(folder: Path, _: int) -> None:
    council = open_council(folder / "ashmere")
    for use, question in QUESTIONS.items():
        ask_all(council, use=use, questions=(question,))


def release(folder: Path, _: int) -> None:
    council = open_council(folder / "ashmere")
    for use in QUESTIONS:
        with council.at_work():
            receipt = next(one.id for one in reading.receipts(use) if one.allowed)
        ashmere.release(council, receipt=receipt, name=use, title=f"{use} (made up)")


STAGES: dict[str, Callable[[Path, int], None]] = {
    "make data": make_data,
    "register": register,
    "match": match,
    "link": link,
    "seal": seal,
    "ask": ask,
    "release": release,
}


def measure(stage: str, folder: Path, households: int) -> dict[str, Any]:
    """Run one stage here; return its seconds and the peak memory of this process, in MB."""
    began = time.perf_counter()
    STAGES[stage](folder, households)
    seconds = time.perf_counter() - began
    peaks = (resource.getrusage(who).ru_maxrss for who in (_SELF, _CHILDREN))
    # Kilobytes on Linux, bytes on macOS.
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return {"stage": stage, "seconds": round(seconds, 2), "peak_mb": round(max(peaks) / unit)}


_SELF, _CHILDREN = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN


def in_a_process(stage: str, folder: Path, households: int) -> dict[str, Any]:
    """Run one stage in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.main_job", "--stage", stage]
    command += ["--at", str(folder), "--households", str(households)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def benchmark(households: int) -> list[dict[str, Any]]:
    """Run every stage at one size and print it as it ends."""
    print(f"\n{households:,} households, made up (seed {SEED})")
    print(f"  {'stage':<10} {'seconds':>8} {'peak MB':>8}")
    measured = []
    with tempfile.TemporaryDirectory(prefix="beholden-bench-") as folder:
        for stage in STAGES:
            one = in_a_process(stage, Path(folder), households)
            print(f"  {stage:<10} {one['seconds']:>8.2f} {one['peak_mb']:>8,}", flush=True)
            measured.append({"households": households, **one})
    total = sum(one["seconds"] for one in measured)
    print(f"  {'in all':<10} {total:>8.2f} {max(one['peak_mb'] for one in measured):>8,}")
    return measured


def main() -> None:
    """Measure the main job at the sizes asked for."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--households", type=int, nargs="+", default=[20_000, 200_000])
    given.add_argument("--json", type=Path, help="write the figures to a file")
    given.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    given.add_argument("--at", type=Path, help=argparse.SUPPRESS)
    asked = given.parse_args()
    if asked.stage:
        print(json.dumps(measure(asked.stage, asked.at, asked.households[0])))
        return
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    measured = [one for size in asked.households for one in benchmark(size)]
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
