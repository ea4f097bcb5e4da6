"""Speed and memory: bulk, one look-up, cold start, building; each job in a process of its own."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

import pyarrow.parquet as pq

from .bars import Bar, Goal
from .made_up_files import MadeUp, made_up_files
from .process import Job, run_job
from .setting import Setting

_LOOK_UPS, _PEER_LOOK_UPS = 10_000, 5
NATIONAL, NATIONAL_QUERIES = 40_000_000, 1_000_000
OURS = (sys.executable, "-m", "benchmarks.uprn.our_program")


def build_ours(made: MadeUp) -> Job:
    """Build and save our index of a made-up gazetteer."""
    return run_job((*OURS, "build"), options={"gazetteer": made.gazetteer, "to": made.index})


def match_ours(setting: Setting, made: MadeUp) -> Job:
    """Match the made-up addresses against our saved index."""
    options = {"gazetteer": made.index, "addresses": made.addresses, "threads": setting.threads}
    return run_job((*OURS, "match"), options={**options, "to": made.folder / "ours.parquet"})


def speed(setting: Setting) -> list[Bar]:
    """Return the bars of speed and memory, in paired runs with the peer."""
    made = made_up_files(setting, rows=setting.rows, queries=setting.queries)
    prepared = made.folder / "peer"
    theirs = None
    if setting.peer:
        setting.progress("preparing the peer's folder", 0, 1)
        theirs = setting.peer.prepare(made.gazetteer, prepared)
        setting.progress("preparing the peer's folder", 1, 1)
    built = _built(build_ours(made), theirs, setting.rows)
    return [*_bulk(setting, made, prepared), *_single(setting, made, prepared), *built]


def _bulk(setting: Setting, made: MadeUp, prepared: Path) -> list[Bar]:
    ours, theirs = [], []
    for done in range(setting.rounds):
        setting.progress("paired runs", done, setting.rounds)
        ours.append(match_ours(setting, made))
        if setting.peer:
            top = made.folder / "peer.parquet"
            theirs.append(setting.peer.match(prepared, made.addresses, top))
    setting.progress("paired runs", setting.rounds, setting.rounds)
    title = f"{setting.queries:,} against {setting.rows:,}"
    rate = setting.queries / statistics.median(job.more["match_seconds"] for job in ours)
    cpu = setting.queries / statistics.median(job.more["match_cpu_seconds"] for job in ours)
    peak, pair = max(job.peak_mb for job in ours), _rates(setting, theirs)
    opening = statistics.median(job.more["opening"] for job in ours)
    return [
        Bar("speed", f"{title}: addresses", rate, pair[0], unit="a second"),
        Bar("speed", "  the same, a processor second", cpu, pair[1], unit="a second"),
        Bar(
            "speed", "  how many times as many", pair[0] and rate / pair[0], goal=Goal(150),
            unit="times",
            note=f"{pair[1] and cpu / pair[1]:.0f} times a processor second" if pair[1] else "",
        ),
        Bar("speed", "  peak memory", peak, pair[2], Goal(at_most=1000), "MB"),
        Bar("speed", "  opening the index", opening, goal=Goal(at_most=1), unit="s"),
    ]  # fmt: skip


def _rates(setting: Setting, jobs: list[Job]) -> tuple[float | None, float | None, float | None]:
    if not jobs:
        return None, None, None
    seconds = statistics.median(job.seconds for job in jobs)
    cpu = statistics.median(job.cpu_seconds for job in jobs)
    return setting.queries / seconds, setting.queries / cpu, max(job.peak_mb for job in jobs)


def _single(setting: Setting, made: MadeUp, prepared: Path) -> list[Bar]:
    few, many = (_first(made, count) for count in (_PEER_LOOK_UPS, _LOOK_UPS))
    options = {"gazetteer": made.index, "addresses": many}
    told = run_job((*OURS, "look-ups"), options=options).more
    warm, used = told["each"], _at(told["each_cpu"], 99)
    cold = run_job((*OURS, "cold"), options={**options, "addresses": _first(made, 1)})
    theirs, theirs_cold = None, None
    if setting.peer:
        theirs = setting.peer.look_ups(prepared, few).more["each"]
        theirs_cold = setting.peer.look_ups(prepared, _first(made, 1)).whole_seconds
    return [
        Bar(
            "speed", "one look-up, warm, p50", _at(warm, 50), theirs and _at(theirs, 50),
            unit="ms",
        ),
        Bar(
            "speed", "one look-up, warm, p99", _at(warm, 99), theirs and _at(theirs, 99),
            Goal(at_most=1), "ms",
            f"{used:.2f} ms of processor; {len(warm):,} look-ups, the peer's {_PEER_LOOK_UPS}",
        ),
        Bar(
            "speed", "one look-up, cold process", cold.whole_seconds, theirs_cold,
            Goal(at_most=2), "s", "from the start of the process to its end; "
            f"{cold.more['process_cpu_seconds']:.1f} s of processor",
        ),
    ]  # fmt: skip


def _at(seconds: list[float], percent: int) -> float:
    """Return a percentile in milliseconds, by the nearest rank."""
    ordered = sorted(seconds)
    return 1000 * ordered[max(-(-len(ordered) * percent // 100) - 1, 0)]


def _first(made: MadeUp, count: int) -> Path:
    path = made.folder / f"first {count}.parquet"
    pq.write_table(pq.read_table(made.addresses).slice(0, count), path)
    return path


def _built(ours: Job, theirs: Job | None, rows: int) -> list[Bar]:
    goals = {1_000_000: (10.0, None, None), NATIONAL: (300.0, 6000.0, 8000.0)}
    seconds, memory, disk = goals.get(rows, (None, None, None))
    title = f"index of {rows:,}"
    return [
        Bar(
            "speed", f"{title}: built", ours.more["build_seconds"],
            theirs.seconds if theirs else None,
            Goal(at_most=seconds), "s", f"{ours.more['build_cpu_seconds']:.1f} s of processor",
        ),
        Bar(
            "speed", f"{title}: peak memory", ours.peak_mb, theirs.peak_mb if theirs else None,
            Goal(at_most=memory), "MB",
        ),
        Bar(
            "speed", f"{title}: on disk", ours.more["disk_mb"],
            theirs.more["disk_mb"] if theirs else None,
            Goal(at_most=disk), "MB",
        ),
    ]  # fmt: skip


def national(setting: Setting) -> list[Bar]:
    """Return the bars of 40,000,000 rows; the peer is not run, for its disk and its hours."""
    made = made_up_files(setting, rows=NATIONAL, queries=NATIONAL_QUERIES)
    setting.progress("building the national index", 0, 1)
    built = build_ours(made)
    setting.progress("building the national index", 1, 1)
    return national_bars(built, match_ours(setting, made))


def national_bars(built: Job, job: Job) -> list[Bar]:
    """Return the bars of building and matching at 40,000,000 rows."""
    title = f"{NATIONAL_QUERIES:,} against {NATIONAL:,}"
    return [
        *_built(built, None, NATIONAL),
        Bar(
            "speed", title, job.more["match_seconds"], goal=Goal(at_most=20), unit="s",
            note=f"{job.more['match_cpu_seconds']:.1f} s of processor",
        ),
        Bar("speed", f"{title}: opening", job.more["opening"], goal=Goal(at_most=1), unit="s"),
        Bar("speed", f"{title}: peak memory", job.peak_mb, unit="MB"),
    ]  # fmt: skip
