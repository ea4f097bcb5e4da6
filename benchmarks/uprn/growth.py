"""How time and memory grow with the gazetteer: measured at some sizes, drawn, with the slopes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .bars import Bar
from .made_up_files import made_up_files
from .pictures import log_log, save, side_by_side
from .process import Job
from .setting import Setting
from .speed import NATIONAL, NATIONAL_QUERIES, build_ours, match_ours, national_bars

SIZES_OF_QUICK = (10_000, 100_000, 1_000_000)
SIZES_OF_ALL = (*SIZES_OF_QUICK, 10_000_000, NATIONAL)
_SHARE_ASKED = 5


@dataclass(frozen=True, slots=True)
class Size:
    """What one size cost: processor seconds of building, microseconds an address, MB."""

    rows: int
    build_seconds: float
    address_microseconds: float
    build_mb: float
    match_mb: float
    index_mb: float


TIMES = {
    "build_seconds": "building, processor seconds",
    "address_microseconds": "matching, processor µs an address",
}
SIZES = {
    "build_mb": "building, peak memory",
    "match_mb": "matching, peak memory",
    "index_mb": "index on disk",
}


def slope(x: Sequence[float], y: Sequence[float]) -> float:
    """Return the slope of the straight line through the logarithms, by least squares."""
    return float(np.polyfit(np.log10(x), np.log10(y), 1)[0])


def queries_of(setting: Setting, rows: int) -> int:
    """Return how many addresses are asked of a size; the largest has those of ``national``."""
    asked = NATIONAL_QUERIES if rows == NATIONAL else setting.queries
    return min(asked, rows // _SHARE_ASKED)


def measure(setting: Setting, rows: int) -> tuple[Job, Job]:
    """Build and match at one size, each in a process of its own."""
    made = made_up_files(setting, rows=rows, queries=queries_of(setting, rows))
    built, matched = build_ours(made), match_ours(setting, made)
    made.index.unlink()
    return built, matched


def size_of(rows: int, built: Job, matched: Job) -> Size:
    """Return what a size cost, from its two jobs."""
    each = matched.more["match_cpu_seconds"] / matched.more["addresses"]
    return Size(
        rows, built.more["build_cpu_seconds"], 1e6 * each,
        built.peak_mb, matched.peak_mb, built.more["disk_mb"],
    )  # fmt: skip


def growth(setting: Setting) -> list[Bar]:
    """Return the figures of each size and the slopes, and draw them into growth.svg.

    Where 40,000,000 rows are among the sizes, the bars of ``national`` are of the same two jobs.
    """
    measured, national = [], []
    for done, rows in enumerate(setting.sizes):
        setting.progress("sizes", done, len(setting.sizes))
        jobs = measure(setting, rows)
        measured.append(size_of(rows, *jobs))
        national += national_bars(*jobs) if rows == NATIONAL else []
    setting.progress("sizes", len(setting.sizes), len(setting.sizes))
    slopes = _slopes(measured)
    draw(setting, measured, slopes)
    return [*_figures(measured), *_slope_bars(slopes), *national]


def _slopes(measured: Sequence[Size]) -> dict[str, float]:
    if len(measured) < 2:
        return {}
    rows = [size.rows for size in measured]
    return {name: slope(rows, [getattr(size, name) for size in measured]) for name in TIMES | SIZES}


def _figures(measured: Sequence[Size]) -> list[Bar]:
    units = {"build_seconds": "s", "address_microseconds": "µs"}
    return [
        Bar("growth", f"{size.rows:,}: {words}", getattr(size, name), unit=units.get(name, "MB"))
        for size in measured
        for name, words in (TIMES | SIZES).items()
    ]


def _slope_bars(slopes: dict[str, float]) -> list[Bar]:
    named = TIMES | SIZES
    return [
        Bar("growth", f"slope of {named[name]}", value, unit="slope")
        for name, value in slopes.items()
    ]


def draw(setting: Setting, measured: Sequence[Size], slopes: dict[str, float]) -> None:
    """Write growth.svg: time on the left, memory and disk on the right, both log–log."""

    def series(names: dict[str, str]) -> list[dict[str, object]]:
        return [
            {"series": _titled(name, words, slopes), "x": size.rows, "y": getattr(size, name)}
            for name, words in names.items()
            for size in measured
        ]

    told = "; ".join(_titled(name, words, slopes) for name, words in (TIMES | SIZES).items())
    panels = [
        log_log(series(TIMES), x="rows of the gazetteer", y="seconds, microseconds"),
        log_log(series(SIZES), x="rows of the gazetteer", y="MB"),
    ]
    save(
        side_by_side(panels),
        setting.pictures / "growth.svg",
        title="Time and memory against the size of the gazetteer, made-up data",
        description=f"Two diagrams with logarithmic axes. {told}.",
    )


def _titled(name: str, words: str, slopes: dict[str, float]) -> str:
    return f"{words} (slope {slopes[name]:.2f})" if name in slopes else words
