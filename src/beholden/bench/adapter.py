"""Running a peer: any command that reads two files in a folder and writes a third.

The folder holds ``gazetteer.parquet`` (uprn, address_concat, postcode) and ``addresses.parquet``
(unique_id, address_concat, postcode), without the truth. The command gets the folder as its last
argument and writes into it ``matches.parquet``: unique_id, uprn (null where none), score, and, if
it tells UPRNs below its own threshold, ``claimed`` (whether it calls the row a match). It may write
``timings.json``: match_seconds, as it measures matching alone, and its version.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..kernel import BadInput, OutOfLimits

GAZETTEER, ADDRESSES, MATCHES, TIMINGS = (
    "gazetteer.parquet",
    "addresses.parquet",
    "matches.parquet",
    "timings.json",
)
_LEAST_WAIT, _MOST_WAIT = 0.005, 0.2


@dataclass(frozen=True, slots=True)
class Peer:
    """A matcher to run: its name and its command, to which the folder is added."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of a peer gave and took.

    ``seconds`` are of the whole process; ``cpu_seconds`` and ``peak_mb`` (millions of bytes, the
    largest process of it) are None where the system does not tell them; ``match_seconds`` is the
    peer's own measure of matching alone, or None; ``version`` is what it calls itself, or None.
    """

    matches: pa.Table
    seconds: float
    cpu_seconds: float | None
    peak_mb: float | None
    match_seconds: float | None
    version: str | None


def prepare(gazetteer: Path, addresses: pa.Table, folder: Path) -> None:
    """Put into a folder what a peer may see: the gazetteer's file, and addresses without truth."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (GAZETTEER, ADDRESSES, MATCHES, TIMINGS):
        (folder / name).unlink(missing_ok=True)
    try:
        (folder / GAZETTEER).hardlink_to(gazetteer)
    except OSError:
        # Another file system, or one without links.
        shutil.copyfile(gazetteer, folder / GAZETTEER)
    asked = addresses.select(["unique_id", "address_concat", "postcode"])
    pq.write_table(asked, folder / ADDRESSES)


def run_peer(peer: Peer, folder: Path, *, limit_seconds: float = 3_600) -> Run:
    """Run a peer in a prepared folder; return its matches, its time and its memory.

    What it prints goes to ``output.log`` in the folder. Raises BadInput where it cannot be started,
    fails, or writes matches that do not fit the addresses, and OutOfLimits where it takes too long.
    """
    for name in (MATCHES, TIMINGS):
        (folder / name).unlink(missing_ok=True)
    began = time.perf_counter()
    code, cpu, peak = _finished(peer, folder, began + limit_seconds)
    seconds = time.perf_counter() - began
    if code != 0:
        raise BadInput(
            f"{peer.name} stopped with exit code {code}.",
            why="A peer that has matched every address ends with 0.",
            next_step=f"Read what it printed in {folder / 'output.log'}.",
        )
    return Run(checked_matches(peer.name, folder), seconds, cpu, peak, *_told(folder))


def _finished(peer: Peer, folder: Path, until: float) -> tuple[int, float | None, float | None]:
    """Run the command to its end; return exit code, CPU seconds and peak memory."""
    with (folder / "output.log").open("wb") as log:
        try:
            process = subprocess.Popen(  # noqa: S603 (the command is the user's own)
                [*peer.command, str(folder)], stdout=log, stderr=subprocess.STDOUT
            )
        except OSError as missing:
            raise BadInput(
                f"{peer.name} cannot be started.",
                why="Its command is not there, or may not be run.",
                next_step="Write --peer NAME=COMMAND with the full path of its interpreter.",
            ) from missing
        try:
            return _waited(process, until)
        except TimeoutError as late:
            raise OutOfLimits(
                f"{peer.name} took longer than it was given.",
                next_step="Give it fewer addresses, or more time with --limit.",
            ) from late
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def _waited(
    process: subprocess.Popen[bytes], until: float
) -> tuple[int, float | None, float | None]:
    if not hasattr(os, "wait4"):
        try:
            return process.wait(until - time.perf_counter()), None, None
        except subprocess.TimeoutExpired as late:
            raise TimeoutError from late
    wait = _LEAST_WAIT
    while True:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            return process.returncode, used.ru_utime + used.ru_stime, _megabytes(used.ru_maxrss)
        if time.perf_counter() > until:
            raise TimeoutError
        time.sleep(wait)
        wait = min(_MOST_WAIT, wait * 1.5)


def _megabytes(peak: int) -> float:
    # Kilobytes on Linux, bytes on macOS.
    return peak / 1e6 if os.uname().sysname == "Darwin" else peak * 1024 / 1e6


def _told(folder: Path) -> tuple[float | None, str | None]:
    """Return what the peer tells of itself: seconds of matching alone, and its version."""
    file = folder / TIMINGS
    if not file.exists():
        return None, None
    try:
        told = json.loads(file.read_text("utf-8"))
        version = told.get("version")
        return float(told["match_seconds"]), None if version is None else str(version)
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise BadInput(
            f"The file {TIMINGS} cannot be read.",
            why="It is a JSON object with match_seconds, a number, and version.",
            next_step="Write it so, or do not write it.",
        ) from wrong


def checked_matches(name: str, folder: Path) -> pa.Table:
    """Return the matches that a peer wrote; raise BadInput where they do not fit the addresses."""
    try:
        matches = pq.read_table(folder / MATCHES)
    except (OSError, pa.ArrowInvalid) as unreadable:
        raise _unfit(name, "It wrote no matches.parquet that can be read.") from unreadable
    if not {"unique_id", "uprn", "score"} <= set(matches.column_names):
        raise _unfit(name, "It has not the columns unique_id, uprn and score.")
    matches = _typed(name, matches)
    asked = pq.read_table(folder / ADDRESSES, columns=["unique_id"])["unique_id"]
    listed = pq.read_table(folder / GAZETTEER, columns=["uprn"])["uprn"]
    for fault, found in _faults(matches, asked, listed).items():
        if found:
            raise _unfit(name, f"{fault}: {found:,} rows.")
    return matches


def _typed(name: str, matches: pa.Table) -> pa.Table:
    wanted = {"unique_id": pa.string(), "uprn": pa.int64(), "score": pa.float64()}
    if "claimed" in matches.column_names:
        wanted["claimed"] = pa.bool_()
    try:
        return matches.select(list(wanted)).cast(pa.schema(wanted))
    except pa.ArrowInvalid as wrong:
        why = "A UPRN is a whole number or null, a score a number, claimed true or false."
        raise _unfit(name, why) from wrong


def _faults(matches: pa.Table, asked: pa.Array, listed: pa.Array) -> dict[str, int]:
    ids, told = matches["unique_id"], pc.is_valid(matches["uprn"])
    scored = pc.fill_null(pc.is_finite(matches["score"]), False)
    unlisted = pc.invert(pc.is_in(matches["uprn"], listed))
    return {
        "Addresses that were not asked": _count(pc.invert(pc.is_in(ids, asked))),
        "Addresses told twice": len(ids) - pc.count_distinct(ids, mode="all").as_py(),
        "Addresses not told": _count(pc.invert(pc.is_in(asked, ids))),
        "UPRNs that the gazetteer has not": _count(pc.and_(told, unlisted)),
        "UPRNs without a score": _count(pc.and_(told, pc.invert(scored))),
    }


def _count(flags: pa.Array) -> int:
    return int(pc.sum(flags).as_py() or 0)


def _unfit(name: str, why: str) -> BadInput:
    return BadInput(
        f"The matches of {name} cannot be scored.",
        why=why,
        next_step="A peer writes one row for each address: unique_id, uprn or null, score.",
    )


def peer_named(text: str, *, split: Sequence[str]) -> Peer:
    """Return the peer of ``NAME=COMMAND``; ``split`` are the words of the command.

    Raises BadInput where the name or the command is missing.
    """
    name, equals, _ = text.partition("=")
    if not name.strip() or not equals or not split:
        raise BadInput(
            "A peer is named as NAME=COMMAND.",
            next_step="For example --peer 'mine=/path/to/python match.py'.",
        )
    return Peer(name.strip(), tuple(split))
