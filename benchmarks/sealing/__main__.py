"""Sealing, opening and asking beside plain DuckDB: ``python -m benchmarks.sealing``.

All pairs are on the same made-up data, ours and the peer in turn. ``--rows`` is the number of line
items (6,000,000 is TPC-H scale 1), ``--large`` that of the part with the same name. What a part
needs of an earlier one is made where it is not there.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import duckdb
from rich.console import Console

from benchmarks.uprn.bars import Bar, Goal, print_bars, write_json

from . import asking
from .costs import MB, Cost, cost_apart, go_ahead, median
from .data import MadeUpTrade

ROUNDS = 3
_GOAL = Goal(at_most=1.5)
_SORTED = "beside the same, sorted"


def sealing(trade: MadeUpTrade, rounds: int = ROUNDS, goal: Goal = _GOAL) -> list[Bar]:
    """Measure seal against CREATE TABLE AS to disk of the same columns, plain and sorted.

    The acts run in turn, each in a process of its own; a ratio is the median of the rounds' own.
    """
    acts = ("plain", "sorted", "seal")
    where = (str(trade.folder), str(trade.rows))
    costs = [{act: cost_apart(act, *where) for act in acts} for _ in range(rounds)]
    middle = {act: median([one[act] for one in costs]) for act in acts}
    rows = f"{trade.rows:,} line items"
    seal, plain = middle["seal"], middle["plain"]

    def bar(what: str, ours: float, theirs: float, unit: str) -> Bar:
        return Bar("sealing", f"{rows}: {what}", ours, theirs, unit=unit)

    return [
        Bar("sealing", f"{rows}: seal beside CREATE TABLE AS, processor",
            _ratio(costs, "plain"), 1.0, goal, "×", _told(costs, "plain")),
        Bar("sealing", f"{rows}: seal {_SORTED}, processor", _ratio(costs, "sorted"), 1.0,
            unit="×", note=_told(costs, "sorted")),
        bar("processor", seal.processor, plain.processor, "s"),
        bar("passed", seal.seconds, plain.seconds, "s"),
        bar("peak memory", seal.peak / MB, plain.peak / MB, "MB"),
        bar("size", (trade.folder / "one.sealed").stat().st_size / MB,
            (trade.folder / "plain.duckdb").stat().st_size / MB, "MB"),
    ]  # fmt: skip


def _ratios(costs: list[dict[str, Cost]], peer: str) -> list[float]:
    return sorted(one["seal"].processor / one[peer].processor for one in costs)


def _ratio(costs: list[dict[str, Cost]], peer: str) -> float:
    return statistics.median(_ratios(costs, peer))


def _told(costs: list[dict[str, Cost]], peer: str) -> str:
    return "rounds: " + ", ".join(f"{ratio:.2f}" for ratio in _ratios(costs, peer))


def members(trade: MadeUpTrade, rounds: int = 2 * ROUNDS) -> list[Bar]:
    """Measure what it adds to a seal to keep who was in it: seals with and without, in turn."""
    where = (str(trade.folder), str(trade.rows))
    costs = [{act: cost_apart(act, *where) for act in ("seal", "members")} for _ in range(rounds)]
    ratio = statistics.median(one["members"].processor / one["seal"].processor for one in costs)
    size = (trade.folder / "one.members").stat().st_size / MB
    rows = f"{trade.rows:,} line items"
    return [
        Bar("members", f"{rows}: seal with members beside without, processor", ratio, 1.0,
            Goal(at_most=1.05), "×"),
        Bar("members", f"{rows}: size of the members", size, None, unit="MB"),
    ]  # fmt: skip


def large(work: Path, rows: int) -> list[Bar]:
    """Measure one seal of many rows beside CREATE TABLE AS; no goal was set for it."""
    return sealing(_trade(work, rows), rounds=1, goal=Goal())


PARTS = (
    "sealing", "members", "opening", "asking", "answering", "deciding", "stopping", "together",
    "many", "large",
)  # fmt: skip


def _part(name: str, given: argparse.Namespace, work: Path) -> Callable[[], list[Bar]]:
    if name == "large":
        return partial(large, work, given.large)
    trade = _trade(work, given.rows)
    if name in ("sealing", "members"):
        return partial(sealing if name == "sealing" else members, trade)
    if name == "many":
        return partial(asking.many, trade, given.times)
    return partial(getattr(asking, name), trade)


def _trade(work: Path, rows: int) -> MadeUpTrade:
    folder = work / str(rows)
    folder.mkdir(parents=True, exist_ok=True)
    trade = MadeUpTrade(folder, rows)
    trade.write()
    return trade


def _reader() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sealing", description=__doc__)
    parser.add_argument("--rows", type=int, default=6_000_000)
    parser.add_argument("--large", type=int, default=30_000_000)
    parser.add_argument("--times", type=int, default=10_000, help="questions of the part many")
    parser.add_argument("--work", type=Path, help="a folder to keep the made-up data in")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART")
    parser.add_argument("--ahead", action="store_true", help="run before all other programs (root)")
    parser.add_argument("--out", type=Path, help="write the bars to this file as JSON")
    return parser


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the parts that were named, or all; print each as it ends."""
    given, console = _reader().parse_args(arguments), Console(width=160, highlight=False)
    if given.ahead:
        go_ahead()
    told = {"processors": os.cpu_count(), "duckdb": duckdb.__version__}
    console.print(", ".join(f"{value} {name}" for name, value in told.items()))
    bars: list[Bar] = []
    with tempfile.TemporaryDirectory(prefix="beholden-benchmark-") as scratch:
        for name in given.only:
            console.print(name)
            done = _part(name, given, given.work or Path(scratch))()
            print_bars(done, peer="plain DuckDB", console=console)
            bars += done
    if given.out:
        write_json(bars, told, given.out)


if __name__ == "__main__":
    main()
