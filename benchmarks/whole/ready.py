"""Whether a part can run on this machine with what it was given; if not, why, and what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Needs:
    """What a part cannot do without. ``given`` names a path and how to give it.

    ``disk_gb`` is of free disk and ``memory_gb`` of free memory; ``spark`` is the interpreter that
    must have pyspark.
    """

    given: tuple[tuple[Path | None, str], ...] = ()
    disk_gb: float = 0.0
    memory_gb: float = 0.0
    spark: Path | None = None
    peer: bool = False


@dataclass(frozen=True, slots=True)
class Machine:
    """What the machine has: free disk and memory in GB, Java, the peer, and where pyspark is."""

    disk_gb: float
    memory_gb: float
    java: bool
    peer: bool
    has_pyspark: Callable[[Path], bool]
    is_there: Callable[[Path], bool] = Path.exists


def lacking(needs: Needs, machine: Machine) -> str:
    """Return why a part cannot run, with what to do about it; empty where it can."""
    return next(_reasons(needs, machine), "")


def _reasons(needs: Needs, machine: Machine) -> Iterator[str]:
    for path, how in needs.given:
        if path is None:
            yield f"not given: {how}"
        elif not machine.is_there(path):
            yield f"{path.name} is not there: {how}"
    if needs.peer and not machine.peer:
        yield "needs the peer, which is not here"
    if needs.disk_gb > machine.disk_gb:
        yield f"needs {needs.disk_gb:.0f} GB of free disk, {machine.disk_gb:.0f} are there"
    if needs.memory_gb > machine.memory_gb:
        yield f"needs {needs.memory_gb:.0f} GB of free memory, {machine.memory_gb:.0f} are there"
    if needs.spark is not None:
        yield from _spark_reasons(needs.spark, machine)


def _spark_reasons(python: Path, machine: Machine) -> Iterator[str]:
    if not machine.java:
        yield "needs Java 17 or later: sudo apt-get install default-jre-headless"
    elif not machine.has_pyspark(python):
        yield "needs pyspark: make .venv/.ready-spark, or give SPARK_PYTHON=interpreter"


def this_machine(work: Path, *, peer: bool) -> Machine:
    """Return what this machine has, with the free disk of the folder of work."""
    free = shutil.disk_usage(work).free / 1e9
    return Machine(free, _free_memory(), shutil.which("java") is not None, peer, _has_pyspark)


def _free_memory() -> float:
    """Return the GB that may be used; where the system does not tell it, as if there were enough.

    Linux tells what is free once caches are given up.
    """
    meminfo = Path("/proc/meminfo")
    if meminfo.exists():
        lines = dict(line.split(":", 1) for line in meminfo.read_text("utf-8").splitlines())
        return int(lines["MemAvailable"].split()[0]) * 1024 / 1e9
    if hasattr(os, "sysconf"):
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return float("inf")


def _has_pyspark(python: Path) -> bool:
    try:
        asked = [str(python), "-c", "import pyspark, pandas, beholden"]
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
