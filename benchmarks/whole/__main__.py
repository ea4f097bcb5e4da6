"""Every bar beside its peer, part by part, each in a process of its own.

    python -m benchmarks.whole [--quick] [--only PART …] [--again [PART …]] [--list] …

A part that is done with this code and these data is not done again, unless --again asks for it.
What cannot run says so in the table, and how to make it run. Figures go to figures.json in the
folder of work, and each part's own words to parts/.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from beholden.kernel import BadInput, BeholdenError, Unavailable
from benchmarks.uprn.bars import print_bars
from benchmarks.uprn.machine import machine as facts
from benchmarks.uprn.peer import make_environment

from .asked import ROOT, SHIPPED, Asked, Peer
from .outcomes import Outcome, State, counted, plain, print_summary, summary
from .parts import Part, all_parts
from .ready import Machine, lacking, this_machine
from .running import Run, end_when_told, kept_of, outcome_of

_WITH_PEER = "benchmarks.uprn"
_QUICK = "A quick share: smaller sizes, while the goals are set for the full ones"


def _reader() -> argparse.ArgumentParser:
    given = argparse.ArgumentParser(
        prog="python -m benchmarks.whole", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    given.add_argument("--work", type=Path, default=ROOT / ".bench", help="where work is kept")
    given.add_argument("--quick", action="store_true", help="smaller sizes, for a small machine")
    given.add_argument("--only", nargs="+", metavar="PART", help="these parts alone")
    given.add_argument("--again", nargs="*", metavar="PART", help="do these again; all if none")
    given.add_argument("--list", action="store_true", help="what would run, and what cannot")
    given.add_argument("--data", type=Path, default=SHIPPED, help="the real labelled set")
    given.add_argument("--aside", type=Path, help="a labelled set that nothing was fitted on")
    given.add_argument("--people", type=Path, help="sets of people that are not shipped")
    given.add_argument("--edge-cases", type=Path, help="the peer's edge_case_addresses.yaml")
    given.add_argument("--fhrs", type=Path, help="the peer's example_data folder")
    given.add_argument("--peer-python", type=Path, help="an interpreter that has the peer")
    given.add_argument("--no-peer", action="store_true", help="run ours alone")
    given.add_argument("--spark-python", type=Path, help="an interpreter that has pyspark")
    given.add_argument("--sqlglot", type=Path, help="a checkout of sqlglot: the TPC questions")
    given.add_argument("--acro", type=Path, help="an interpreter that has ACRO")
    given.add_argument("--threads", type=int, default=2)
    return given


def _peer(given: argparse.Namespace) -> Peer:
    """Return the address peer: as given, made from PyPI, or why it is not there."""
    if given.no_peer:
        return Peer(None, "it was not asked for")
    if given.peer_python or given.list:
        return Peer(given.peer_python or Path(sys.executable))
    try:
        return Peer(make_environment(given.work / "peer"))
    except Unavailable as error:
        return Peer(None, str(error).splitlines()[0])


def _asked(given: argparse.Namespace, peer: Peer) -> Asked:
    names = ("data", "aside", "people", "edge_cases", "fhrs", "spark_python", "sqlglot", "acro")
    # Not resolved: an environment's interpreter is a link, and its path says whose it is.
    paths = {name: path and path.absolute() for name in names if (path := getattr(given, name))}
    work = given.work.absolute()
    return Asked(work=work, peer=peer, quick=given.quick, threads=given.threads, **paths)


def _parts(given: argparse.Namespace, peer: Peer) -> tuple[list[Part], Machine]:
    asked = _asked(given, peer)
    here = this_machine(asked.work, peer=peer.python is not None)
    return all_parts(asked, here), here


def _peer_wanted(given: argparse.Namespace) -> Peer:
    """Return the address peer where a part that was asked for has it; raises as ``chosen``.

    Making its environment takes minutes, so nothing that is misspelt comes after it.
    """
    every, _ = _parts(given, Peer(None, "no part that was asked for has it"))
    wanted = chosen(every, given.only)
    chosen(every, given.again or None)
    made = (given.work / "peer" / ".ready").exists()
    if made or any(part.command[:1] == (_WITH_PEER,) for part in wanted):
        return _peer(given)
    return Peer(None, "no part that was asked for has it")


def chosen(parts: Sequence[Part], words: Sequence[str] | None) -> list[Part]:
    """Return the parts whose names, or the beginnings of them, were asked for; all for None.

    A name may be of two words: the most words that begin a name are taken for it. Raises BadInput
    for a word that begins none.
    """
    if words is None:
        return list(parts)
    wanted: set[str] = set()
    left = list(words)
    while left:
        counts = range(len(left), 0, -1)
        taken, names = next(
            ((n, found) for n in counts if (found := _beginning(parts, " ".join(left[:n])))),
            (0, set()),
        )
        if not taken:
            raise BadInput(
                f"There is no part {left[0]}.",
                why="The parts are " + ", ".join(part.name for part in parts) + ".",
                next_step="Name one of these, or the beginning of one.",
            )
        wanted |= names
        left = left[taken:]
    return [part for part in parts if part.name in wanted]


def _beginning(parts: Sequence[Part], words: str) -> set[str]:
    return {part.name for part in parts if part.name.startswith(words)}


def measure(given: argparse.Namespace, console: Console) -> list[Outcome]:
    """Run what is asked for, print each part's table as it ends, and keep the figures.

    Figures of other parts that still hold are kept beside them.
    """
    given.work.mkdir(parents=True, exist_ok=True)
    peer = _peer_wanted(given)
    every, here = _parts(given, peer)
    parts, again = chosen(every, given.only), chosen(every, given.again or None)
    folder = given.work.absolute() / "parts" / ("quick" if given.quick else "full")
    others = [kept for part in every if part not in parts and (kept := kept_of(part, folder))]
    outcomes: list[Outcome] = []
    told = {**facts(), "code": _commit(), "quick": given.quick, "peer": peer.why_not}
    console.print(", ".join(f"{name} {value}" for name, value in told.items() if value))
    for at, part in enumerate(parts, 1):
        clock = time.strftime("%H:%M")
        console.print(f"\n[bold]{at}/{len(parts)} {part.name}[/bold]: {part.says} ({clock})")
        run = Run(folder, given.again is not None and part in again)
        outcomes.append(outcome_of(part, here, run))
        _tell(outcomes[-1], console)
        _write(given.work / "figures.json", told, [*outcomes, *others])
    return outcomes


def _tell(one: Outcome, console: Console) -> None:
    console.print(f"  {one.state}{': ' + one.why if one.why else f', {one.seconds:,.0f} s'}")
    if one.bars:
        print_bars(one.bars, peer="peer", console=console)


def _write(path: Path, told: dict[str, Any], outcomes: Sequence[Outcome]) -> None:
    begun = path.with_suffix(".part")
    content = {**told, "parts": [plain(one) for one in outcomes]}
    begun.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    begun.replace(path)


def _commit() -> str:
    """Return the commit of this tree and if it was changed since; empty without git."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


def tell_list(given: argparse.Namespace, console: Console) -> None:
    """Print every part, and of those that cannot run why."""
    given.work.mkdir(parents=True, exist_ok=True)
    parts, here = _parts(given, _peer(given))
    for part in parts:
        console.print(f"{part.name:20} {part.says}; {lacking(part.needs, here) or 'can run'}")


def _refuse(given: argparse.Namespace, reader: argparse.ArgumentParser) -> None:
    """End the command where what it was given cannot be used."""
    files = ("gazetteer", "labelled")
    lacks = [name for name in files if not (given.data / f"{name}.parquet").is_file()]
    if lacks:
        reader.error(f"--data {given.data} has no {' and no '.join(lacks)}.parquet")
    if given.threads < 1:
        reader.error("--threads is one at least")
    if given.work.exists() and not given.work.is_dir():
        reader.error(f"--work {given.work} is a file")


def main() -> None:
    """Run the whole benchmark; end with 1 where a part that could run has failed."""
    reader, console = _reader(), Console(width=160, highlight=False)
    given = reader.parse_args()
    _refuse(given, reader)
    if given.list:
        tell_list(given, console)
        return
    end_when_told()
    try:
        outcomes = measure(given, console)
    except KeyboardInterrupt:
        console.print("\nStopped. Parts that were done are kept; the same command goes on.")
        sys.exit(130)
    except BeholdenError as error:
        reader.error(str(error))
    lines = summary(outcomes)
    print_summary(lines, title=_QUICK if given.quick else "Every bar", console=console)
    console.print(f"\n{counted(lines)}. Figures: {given.work / 'figures.json'}")
    sys.exit(any(one.state is State.FAILED for one in outcomes))


if __name__ == "__main__":
    main()
