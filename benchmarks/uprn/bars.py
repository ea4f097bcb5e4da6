"""A bar: what is measured, what the peer does, the goal, what we do, and if the goal is reached."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Goal:
    """A number that must be reached from below (``at_least``) or kept under (``at_most``)."""

    at_least: float | None = None
    at_most: float | None = None

    def reached(self, value: float | None) -> bool | None:
        """Return if the value reaches the goal; None where nothing was measured."""
        if value is None or (self.at_least is None and self.at_most is None):
            return None
        low = self.at_least is None or value >= self.at_least
        return low and (self.at_most is None or value <= self.at_most)

    def in_words(self, unit: str) -> str:
        """Return the goal as the table shows it."""
        parts = [("≥", self.at_least), ("≤", self.at_most)]
        return " ".join(f"{sign} {shown(v, unit)}" for sign, v in parts if v is not None)


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the table. ``unit`` is "", "share", "×", "s", "ms", "MB", "a second" or "times".

    ``note`` tells counts and intervals; ``peer_value`` is None where the peer was not run.
    """

    section: str
    what: str
    ours: float | None
    peer: float | None = None
    goal: Goal = Goal()
    unit: str = "share"
    note: str = ""

    @property
    def reached(self) -> bool | None:
        """Return if our value reaches the goal; None where there is no goal or no value."""
        return self.goal.reached(self.ours)


def shown(value: float | None, unit: str) -> str:
    """Return a value with its unit, as short as it may be read."""
    if value is None:
        return "–"
    if unit == "share":
        return f"{value:.4f}"
    if unit == "slope":
        return f"{value:.2f}"
    if unit == "×":
        return f"{value:.2f} ×"
    if unit in ("s", "ms"):
        return f"{value:,.3g} {unit}" if value < 100 else f"{value:,.0f} {unit}"
    return f"{value:,.0f} {unit}".rstrip()


_SIGNS = {True: "reached", False: "NOT reached", None: ""}


def print_bars(bars: Sequence[Bar], *, peer: str, console: Console) -> None:
    """Print the bars of one or more sections as one table."""
    table = Table(show_edge=False, pad_edge=False)
    for name, side in (
        ("what", "left"), (peer, "right"), ("goal", "right"), ("ours", "right"),
        ("reached?", "left"), ("counts", "left"),
    ):  # fmt: skip
        table.add_column(name, justify=side)  # type: ignore[arg-type]
    for bar in bars:
        values = (shown(bar.peer, bar.unit), bar.goal.in_words(bar.unit), shown(bar.ours, bar.unit))
        table.add_row(bar.what, *values, _SIGNS[bar.reached], bar.note)
    console.print(table)


def write_json(bars: Sequence[Bar], more: dict[str, Any], path: Path) -> None:
    """Write the bars, and what stands beside them, to one file."""
    lines = [{**asdict(bar), "reached": bar.reached} for bar in bars]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**more, "bars": lines}, indent=2) + "\n", "utf-8")
