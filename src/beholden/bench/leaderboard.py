"""The leaderboard: what each peer reached on each set of data, as rows and as plain data."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .adapter import Run
from .scoring import ALL, Score


@dataclass(frozen=True, slots=True)
class Result:
    """One peer on one set of data: its scores (all, then by slice), and what its run took."""

    data: str
    peer: str
    version: str | None
    scores: tuple[Score, ...]
    seconds: float
    cpu_seconds: float | None
    peak_mb: float | None
    match_seconds: float | None


def result(data: str, peer: str, run: Run, scores: Iterable[Score]) -> Result:
    """Return the result of a run that was scored."""
    return Result(
        data=data,
        peer=peer,
        version=run.version,
        scores=tuple(scores),
        seconds=run.seconds,
        cpu_seconds=run.cpu_seconds,
        peak_mb=run.peak_mb,
        match_seconds=run.match_seconds,
    )


def machine() -> dict[str, Any]:
    """Return what ran it: processor, cores, system, Python."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or "not told"


def plain(one: Result) -> dict[str, Any]:
    """Return a result as plain data, for JSON."""
    return asdict(one)


def rows(results: Iterable[Mapping[str, Any]], *, slices: bool) -> list[dict[str, Any]]:
    """Return results (as ``plain`` gives them) as rows of a table.

    One row for each peer and set of data, with what the run took; with ``slices`` one for each
    slice as well, without. Shares are from 0 to 1; rates are addresses a second of the whole
    process, which starts, reads, prepares the gazetteer, matches and writes.
    """
    made = []
    for one in results:
        for score in one["scores"]:
            if score["slice"] == ALL:
                made.append(_rounded({**_row(one, score), **_taken(one, score)}))
            elif slices:
                made.append(_rounded({**_row(one, score), **dict.fromkeys(_TAKEN)}))
    return made


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row whose fractions have four places: no share here is known more closely."""
    return {name: round(v, 4) if isinstance(v, float) else v for name, v in row.items()}


_TAKEN = ("addresses_a_second", "cpu_seconds", "peak_mb")


def _row(one: Mapping[str, Any], score: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "data": one["data"],
        "slice": score["slice"],
        "peer": one["peer"],
        "rows": score["rows"],
        "precision": score["precision"]["value"],
        "precision_95": _interval(score["precision"]),
        "recall": score["recall"]["value"],
        "recall_95": _interval(score["recall"]),
        "f1": score["f1"],
        "no_answer_matched": score["no_answer_matched"]["value"],
        "flat_errors": score["flat_errors"]["value"],
        "recall_at_99": score["recall_at_99"],
        "recall_at_999": score["recall_at_999"],
        "calibration_error": score["calibration_error"],
    }


def _taken(one: Mapping[str, Any], score: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "addresses_a_second": round(score["rows"] / one["seconds"]),
        "cpu_seconds": one["cpu_seconds"],
        "peak_mb": one["peak_mb"],
    }


def _interval(share: Mapping[str, Any]) -> str:
    if share["value"] is None:
        return ""
    return f"{share['low']:.4f}–{share['high']:.4f}"
