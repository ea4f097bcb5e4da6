"""Both demonstrations, one after the other, into one folder with one report."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ...actions.reporting import full_disk_is_unavailable
from ...kernel import Progress, SystemClock
from .ashmere import AshmereRun, run_ashmere
from .folder import replacing
from .libraries import LibrariesRun, run_libraries
from .stating import Dates

REPORT = "report.html"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a demonstration left: its folder, what each run found (None: not run), how long."""

    directory: Path
    on: date
    libraries: LibrariesRun | None
    ashmere: AshmereRun | None
    seconds: float

    @property
    def report(self) -> Path:
        """Return the path of the report."""
        return self.directory / REPORT


def run(
    directory: Path, *, households: int, seed: int, only: str | None, progress: Progress
) -> Shown:
    """Do the main job on open data and on a made-up borough; replace an earlier demonstration.

    ``only`` is ``libraries``, ``borough`` or None. Raises BadInput where the folder is not a
    demonstration's; whatever goes wrong, what was there stays.
    """
    from .report import report_of

    began = time.monotonic()
    today = SystemClock().today()
    dates = Dates.from_today(today)
    with replacing(directory) as building:
        libraries = ashmere = None
        if only != "borough":
            libraries = run_libraries(building, dates=dates, progress=progress)
        if only != "libraries":
            ashmere = run_ashmere(
                building,
                becomes=directory,
                households=households,
                seed=seed,
                dates=dates,
                progress=progress,
            )
        shown = Shown(directory, today, libraries, ashmere, time.monotonic() - began)
        progress("writing the report", 0, 0)
        with full_disk_is_unavailable():
            (building / REPORT).write_text(report_of(shown), encoding="utf-8")
    return shown
