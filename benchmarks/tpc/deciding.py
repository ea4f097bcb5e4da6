"""What it costs to decide the questions of the two suites, in processor time of one core.

    python -m benchmarks.tpc.deciding CHECKOUT      three turns over all questions

CHECKOUT is a checkout of sqlglot, which has the texts (``git clone --depth 1``). Each question is
decided under the agreements of its suite until one allows it, as for the counts of
``benchmarks.tpc``, and costs what the costliest of these decisions does: that another agreement
refuses it at once makes no question cheap. What a process does once (reading modules, opening the
connection that only parses) is done before the first turn.
"""

from __future__ import annotations

import argparse
import statistics
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from beholden.kernel import Terms
from benchmarks.uprn.bars import Bar, Goal, print_bars, write_json

from .measuring import agreements, told
from .texts import SUITES, questions

TURNS = 3
_GOAL = Goal(at_most=15)


@dataclass(frozen=True, slots=True)
class Turn:
    """Milliseconds of processor of one turn: the middle, that of 95 in 100, and the largest."""

    middle: float
    late: float
    largest: float
    questions: int


def turns(checkout: Path, times: int = TURNS) -> list[Turn]:
    """Decide every text so many times, each turn through all of them."""
    under = {key: agreements(checkout, key) for key in SUITES}
    given = [
        (text, under[key])
        for key, suite in SUITES.items()
        for text in questions(checkout, suite).values()
    ]
    told(*given[0], [])
    return [_turn([_cost(text, terms) for text, terms in given]) for _ in range(times)]


def _cost(text: str, under: dict[str, Terms]) -> float:
    taken: list[float] = []
    told(text, under, taken)
    return max(taken)


def _turn(costs: list[float]) -> Turn:
    late = sorted(costs)[int(len(costs) * 0.95)]
    return Turn(statistics.median(costs), late, max(costs), len(costs))


def bars(found: list[Turn]) -> list[Bar]:
    """Return the median turn as bars; a note tells each turn."""
    texts = f"{found[0].questions} questions"

    def bar(what: str, taken: list[float], goal: Goal = Goal()) -> Bar:  # noqa: B008 - frozen
        note = f"turns: {', '.join(f'{one:.1f}' for one in taken)}; {texts}"
        middle = statistics.median(taken)
        return Bar("deciding", f"decide TPC-H and TPC-DS, {what}", middle, None, goal, "ms", note)

    return [
        bar("median", [turn.middle for turn in found]),
        bar("95 in 100", [turn.late for turn in found], _GOAL),
        bar("largest", [turn.largest for turn in found]),
    ]


def main() -> None:
    """Measure, and print or write what was found."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.tpc.deciding", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--out", type=Path, help="write the figures to this file too")
    chosen = parser.parse_args()
    found = bars(turns(chosen.checkout, chosen.turns))
    print_bars(found, peer="peer", console=Console(width=160, highlight=False))
    if chosen.out:
        write_json(found, {}, chosen.out)


if __name__ == "__main__":
    main()
