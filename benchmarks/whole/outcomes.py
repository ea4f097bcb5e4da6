"""What became of each part, and the one table that says it all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.uprn.bars import Bar, Goal, shown


class State(StrEnum):
    """How a part ended."""

    RAN = "ran"
    KEPT = "kept from an earlier run"
    LACKING = "not run"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A part's bars where it ran, or why it did not; ``seconds`` are of the clock, all in all."""

    part: str
    says: str
    state: State
    bars: tuple[Bar, ...] = ()
    why: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the summary: what, the peer's, the goal, ours, and the verdict in words."""

    part: str
    what: str
    peer: str
    goal: str
    ours: str
    verdict: str


def verdict(bar: Bar) -> str:
    """Return if a bar's goal is reached, and if the peer does better; empty without a goal."""
    reached = bar.reached
    if reached is None:
        return "" if bar.goal == Goal() else "not measured"
    word = "reached" if reached else "missed"
    return f"{word}, behind the peer" if behind(bar) else word


def behind(bar: Bar) -> bool:
    """Return if the peer's value is better than ours, in the direction of the goal."""
    if bar.peer is None or bar.ours is None:
        return False
    if bar.goal.at_least is not None:
        return bar.ours < bar.peer
    return bar.goal.at_most is not None and bar.ours > bar.peer


def summary(outcomes: Sequence[Outcome]) -> list[Line]:
    """Return a line for every bar that has a goal, and one for every part that did not run."""
    lines: list[Line] = []
    for one in outcomes:
        if one.state in (State.LACKING, State.FAILED):
            lines.append(Line(one.part, one.says, "", "", "", f"{one.state}: {one.why}"))
        judged = [bar for bar in one.bars if bar.goal != Goal()]
        lines += [_line(one.part, bar) for bar in judged]
    return lines


def _line(part: str, bar: Bar) -> Line:
    values = (shown(bar.peer, bar.unit), bar.goal.in_words(bar.unit), shown(bar.ours, bar.unit))
    return Line(part, bar.what.strip(), *values, verdict(bar))


def counted(lines: Sequence[Line]) -> str:
    """Return the summary in one sentence."""
    words = [line.verdict.split(",")[0].split(":")[0] for line in lines]
    named = ("reached", "missed", "not measured", "not run", "failed")
    told = [f"{words.count(word)} {word}" for word in named if word in words]
    return ", ".join(told) or "What was measured has no goal"


def print_summary(lines: Sequence[Line], *, title: str, console: Console) -> None:
    """Print the summary as one table, a rule between parts; nothing where nothing has a goal."""
    if not lines:
        return
    table = Table(title=title, show_edge=False, pad_edge=False)
    for name in ("part", "what", "peer", "goal", "ours", "verdict"):
        right = name in ("peer", "goal", "ours")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    last = ""
    for line in lines:
        if last and line.part != last:
            table.add_section()
        part = line.part if line.part != last else ""
        table.add_row(part, line.what, line.peer, line.goal, line.ours, line.verdict)
        last = line.part
    console.print(table)


def plain(one: Outcome) -> dict[str, Any]:
    """Return an outcome as plain data, each bar with its verdict."""
    bars = [{**asdict(bar), "verdict": verdict(bar)} for bar in one.bars]
    return {**asdict(replace(one, bars=())), "bars": bars}


def bar_of(told: dict[str, Any]) -> Bar:
    """Return a bar from plain data."""
    names = ("section", "what", "ours", "peer", "unit", "note")
    return Bar(**{name: told[name] for name in names}, goal=Goal(**told["goal"]))
