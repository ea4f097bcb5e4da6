"""Attacks on a release: a fixed list of tables of those who have the flag, checked together.

The list is ward × age, ward × tenure and age × tenure, counts rounded to 5. An outsider compares
each figure of the target's with what its margins let expect; who knows all others sees for each
whether it fits them with the target or without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pyarrow as pa

from beholden.kernel import SUBJECTS, Cells, Measure, Population
from beholden.release import ALL, Asked, Checked, Rules, check_list

from .borough import Borough

OF = ("ward", "age", "tenure")
BASE = 5


@dataclass(frozen=True)
class Figures:
    """One table of a release: what it shows of each person's own cell; nan where it is withheld."""

    table: tuple[str, ...]
    shown: np.ndarray
    others: np.ndarray
    people: np.ndarray


def release(made: Borough) -> tuple[Checked, ...]:
    """Check the list for release."""
    asked = [Asked(" by ".join(by), _cells(made, by), "1") for by in combinations(OF, 2)]
    return check_list(asked, Rules.load())


def _cells(made: Borough, by: tuple[str, ...]) -> Cells:
    found, counts = np.unique(made.cells(by)[made.flags], return_counts=True)
    rows = []
    for cell, count in zip(found.tolist(), counts.tolist(), strict=True):
        at = {}
        for name in reversed(by):
            cell, at[name] = divmod(cell, made.sizes[name])
        rows.append({n: str(at[n]) for n in by} | {"residents": count, SUBJECTS: count})
    of = Population("people", ('"people"."flag"',), {n: f'"people"."{n}"' for n in by})
    measure = (Measure("residents", "count"),)
    return Cells(by, measure, "resident", 10, "", BASE, 1.0, pa.Table.from_pylist(rows), of)


def figures(made: Borough, tables: tuple[Checked, ...]) -> list[Figures]:
    """Return every published figure that a person is in, each table's total and margins once."""
    seen: dict[tuple[str, ...], Figures] = {}
    for table in tables:
        shown = {row.at: row.values[0] for row in table.rows if row.shown}
        for n in range(len(table.dimensions) + 1):
            for by in combinations(table.dimensions, n):
                seen.setdefault(by, _figures(made, table, by, shown))
    return list(seen.values())


def _figures(
    made: Borough,
    table: Checked,
    by: tuple[str, ...],
    shown: Mapping[tuple[str, ...], float | None],
) -> Figures:
    cell = made.cells(by)
    told = [
        shown.get(tuple(str(made.codes[n][i]) if n in by else ALL for n in table.dimensions))
        for i in range(len(cell))
    ]
    with_flag = np.bincount(cell, weights=made.flags)[cell] - made.flags
    values = np.array([np.nan if v is None else float(v) for v in told])
    return Figures(by, values, with_flag, np.bincount(cell)[cell])


def by_an_outsider(made: Borough, told: list[Figures]) -> np.ndarray:
    """Return how much more each figure is than the others of its people let expect."""
    score = np.zeros(len(made.flags))
    for one in told:
        here = ~np.isnan(one.shown)
        expected = np.bincount(made.cells(one.table), weights=made.chances)[made.cells(one.table)]
        spread = BASE**2 / 12 + expected
        score += np.where(here, (np.nan_to_num(one.shown) - expected) / spread, 0.0)
    return score


def by_who_knows_all(made: Borough, told: list[Figures], draw: np.random.Generator) -> np.ndarray:
    """Return the flag where a figure fits the others only with it, or only without; else a coin."""
    guess = np.where(draw.random(len(made.flags)) < 0.5, 0.1, -0.1)
    for one in told:
        here = ~np.isnan(one.shown)
        without = np.floor(one.others / BASE + 0.5) * BASE
        with_it = np.floor((one.others + 1) / BASE + 0.5) * BASE
        # A figure is shown of ten or more: nine others and a figure make the target the tenth.
        tells = here & ((without != with_it) | (one.others == 9))
        yes = (one.shown != without) | (one.others == 9)
        guess = np.where(tells, np.where(yes, 1.0, -1.0), guess)
    return guess
