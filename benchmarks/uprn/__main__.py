"""Every bar of the address matcher beside uk_address_matcher: same data, same run, same machine.

    python -m benchmarks.uprn --data DIR [--only NAME …] [--peer-python PATH | --no-peer]

DIR holds gazetteer.parquet and labelled.parquet. Without --peer-python an environment of its own is
made for the peer, from PyPI. Parts: real, cross, harder, aside, edge, fhrs, speed, made-up,
growth, reliability, and national when it is named. ``make bench`` runs them all, and more.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from beholden.kernel import BeholdenError

from . import cross_validated, edge_cases, fhrs, growth, made_up, real, reliability, speed
from .bars import Bar, print_bars, write_json
from .machine import machine
from .peer import NAME, Peer, make_environment
from .setting import Setting

PARTS: dict[str, Callable[[Setting], list[Bar]]] = {
    "real": real.as_it_is,
    "cross": cross_validated.by_source,
    "harder": real.harder,
    "aside": real.aside,
    "edge": edge_cases.edge_cases,
    "fhrs": fhrs.fhrs,
    "speed": speed.speed,
    "made-up": made_up.made_up,
    "growth": growth.growth,
    "reliability": reliability.calibration,
    "national": speed.national,
}
_WHEN_ASKED = ("national",)
_PICTURES = Path(__file__).parents[2] / "docs" / "pictures"


def show(step: str, done: int, total: int) -> None:
    """Tell on the error stream where long work is; in a file, only what has ended."""
    if done >= total:
        sys.stderr.write(f"\r  {step}: {done:,}{' ' * 20}\n")
    elif sys.stderr.isatty():
        sys.stderr.write(f"\r  {step}: {done:,} of {total:,}")
    sys.stderr.flush()


def _reader() -> argparse.ArgumentParser:
    given = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    given.add_argument("--data", type=Path, required=True, help="the real labelled set")
    given.add_argument("--only", nargs="+", choices=PARTS, help="these parts alone")
    given.add_argument("--peer-python", type=Path, help=f"an interpreter that has {NAME}")
    given.add_argument("--no-peer", action="store_true", help="run ours alone")
    given.add_argument("--out", type=Path, help="write the figures to a JSON file")
    given.add_argument("--work", type=Path, help="keep made-up data and indexes here for next time")
    given.add_argument("--pictures", type=Path, default=_PICTURES, help="where diagrams go")
    given.add_argument("--rows", type=int, default=1_000_000, help="rows of the made-up gazetteer")
    given.add_argument("--queries", type=int, default=100_000, help="made-up addresses")
    given.add_argument("--rounds", type=int, default=2, help="paired runs of the speed part")
    given.add_argument("--threads", type=int, default=2)
    given.add_argument("--seed", type=int, default=1)
    given.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    given.add_argument("--aside", type=Path, help="a labelled set that nothing was fitted on")
    given.add_argument("--edge-cases", type=Path, help="the peer's tests/edge_case_addresses.yaml")
    given.add_argument("--fhrs", type=Path, help="the peer's example_data folder")
    return given


def _peer(given: argparse.Namespace, work: Path) -> Peer | None:
    if given.no_peer:
        return None
    python = given.peer_python or make_environment(work / "peer")
    return Peer(python, given.threads)


def _setting(given: argparse.Namespace, work: Path) -> Setting:
    names = (
        "data",
        "pictures",
        "threads",
        "rows",
        "queries",
        "seed",
        "rounds",
        "edge_cases",
        "fhrs",
        "aside",
    )
    chosen = {name: getattr(given, name) for name in names}
    return Setting(
        work=work, peer=_peer(given, work), progress=show, sizes=tuple(given.sizes), **chosen
    )


def run(given: argparse.Namespace, work: Path) -> None:
    """Run the parts, print each part's table as it ends, and write the file of figures."""
    setting, console, every = _setting(given, work), Console(width=150), []
    facts = {"machine": machine(), "peer": setting.peer.versions() if setting.peer else "not run"}
    console.print(facts["machine"], facts["peer"])
    for name in given.only or [part for part in PARTS if part not in _WHEN_ASKED]:
        console.print(f"\n[bold]{name}[/bold]")
        bars = PARTS[name](setting)
        if bars:
            print_bars(bars, peer=NAME if setting.peer else "peer not run", console=console)
        else:
            console.print("  left out: its data were not given (see --help)")
        every += bars
        if given.out:
            write_json(every, facts, given.out)
    goals = [bar.reached for bar in every if bar.reached is not None]
    console.print(f"\n{sum(goals)} of {len(goals)} goals reached")


def main() -> None:
    """Run what is asked for; end with the error's own code where something cannot be done."""
    given = _reader().parse_args()
    try:
        if given.work:
            given.work.mkdir(parents=True, exist_ok=True)
            run(given, given.work)
        else:
            with tempfile.TemporaryDirectory(prefix="beholden-uprn-") as folder:
                run(given, Path(folder))
    except BeholdenError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
