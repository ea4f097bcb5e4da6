"""Running a peer: any command that reads two files in a folder and writes a third.

The folder holds ``gazetteer.parquet`` (uprn, address_concat, postcode) and ``addresses.parquet``
(unique_id, address_concat, postcode), without the truth. The command gets the folder as its last
argument and writes into it ``matches.parquet``: unique_id, uprn (null where none), score, and, if
it tells UPRNs below its own threshold, ``claimed`` (whether it calls the row a match). It may write
``timings.json``: match_seconds, as it measures matching alone, and its version.

A score is any finite number that is greater where the peer is surer. Where all are from 0 to 1 they
are taken as probabilities, and calibration is told; where one is not, it is not told.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ..kernel import BadInput, OutOfLimits
from .processes import Took, run_to_end

GAZETTEER, ADDRESSES, MATCHES, TIMINGS = (
    "gazetteer.parquet",
    "addresses.parquet",
    "matches.parquet",
    "timings.json",
)
LOG = "output.log"
_LONGEST_VERSION = 40


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


def run_peer(
    peer: Peer,
    to: Path,
    *,
    gazetteer: Path,
    addresses: pa.Table,
    limit_seconds: float = 3_600,
) -> Run:
    """Run a peer on a gazetteer's file and addresses; return its matches, its time and its memory.

    It gets copies, in a temporary folder without the truth. What it writes (matches, timings) and
    prints (``output.log``) comes to lie in ``to``. It, and all that it started, is stopped at its
    end. Raises BadInput where it cannot be started, fails, changes what it was given, or writes
    matches that do not fit the addresses, and OutOfLimits where it takes too long.
    """
    to.mkdir(parents=True, exist_ok=True)
    for name in (MATCHES, TIMINGS):
        (to / name).unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="beholden-bench-") as apart:
        folder = Path(apart)
        given = _prepared(gazetteer, addresses, folder)
        try:
            took = _took(peer, folder, to / LOG, limit_seconds)
            _refuse_changed(peer.name, folder, given)
            matches = checked_matches(peer.name, folder)
        finally:
            _keep(folder, to)
    return Run(matches, took.seconds, took.cpu_seconds, took.peak_mb, *_told(to, took.seconds))


def _prepared(gazetteer: Path, addresses: pa.Table, folder: Path) -> dict[str, str]:
    """Put into a folder what a peer may see; return the digest of each file."""
    shutil.copyfile(gazetteer, folder / GAZETTEER)
    asked = addresses.select(["unique_id", "address_concat", "postcode"])
    pq.write_table(asked, folder / ADDRESSES)
    return {name: _digest(folder / name) for name in (GAZETTEER, ADDRESSES)}


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _refuse_changed(name: str, folder: Path, given: Mapping[str, str]) -> None:
    for file, digest in given.items():
        if not (folder / file).is_file() or _digest(folder / file) != digest:
            raise BadInput(
                f"{name} changed {file}.",
                why="Matches are scored against what was asked; a peer only reads it.",
                next_step="Let the peer write to matches.parquet and timings.json alone.",
            )


def _keep(folder: Path, to: Path) -> None:
    for name in (MATCHES, TIMINGS):
        if (folder / name).is_file():
            shutil.move(folder / name, to / name)


def _took(peer: Peer, folder: Path, log: Path, limit_seconds: float) -> Took:
    """Run the command to its end; raise where it cannot, may not, or fails."""
    command = [*peer.command, str(folder)]
    with log.open("wb") as printed:
        try:
            took = run_to_end(command, printed=printed, limit_seconds=limit_seconds)
        except TimeoutError as late:
            raise OutOfLimits(
                f"{peer.name} took longer than it was given.",
                next_step="Give it fewer addresses, or more time with --limit.",
            ) from late
        except OSError as missing:
            raise BadInput(
                f"{peer.name} cannot be started.",
                why="Its command is not there, or may not be run.",
                next_step="Write --peer NAME=COMMAND with the full path of its interpreter.",
            ) from missing
    if took.exit_code != 0:
        raise BadInput(
            f"{peer.name} stopped with exit code {took.exit_code}.",
            why="A peer that has matched every address ends with 0.",
            next_step=f"Read what it printed in {log}.",
        )
    return took


def _told(folder: Path, most: float) -> tuple[float | None, str | None]:
    """Return what the peer tells of itself: seconds of matching alone, and its version."""
    file = folder / TIMINGS
    if not file.exists():
        return None, None
    try:
        told = json.loads(file.read_text("utf-8"))
        seconds, version = told["match_seconds"], told.get("version")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise _unread("It is a JSON object with match_seconds, a number, and version.") from wrong
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= most:
        raise _unread("match_seconds is a number above 0, and at most what the whole run took.")
    if version is not None and not (isinstance(version, str) and len(version) <= _LONGEST_VERSION):
        raise _unread(f"version is a text of at most {_LONGEST_VERSION} characters.")
    return float(seconds), version


def _unread(why: str) -> BadInput:
    return BadInput(
        f"The file {TIMINGS} cannot be read.",
        why=why,
        next_step="Write it so, or do not write it.",
    )


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
    except pa.ArrowException as wrong:
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
