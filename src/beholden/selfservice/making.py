"""Making a fitted table: exact tables, noise once, the fit, and nothing else kept.

    subjects' rows → exact tables in whole steps → noise from the secret → numbers of subjects
    (where they are not known) → expected values by profile

The noise is drawn from a secret and from the public events that a seal rests on: the plan, and what
the caller names (versions of the data, terms, how many objections). The data have no part in it: if
they had, two seals that tell the same, or not the same, would tell whether the data changed. So
each event that may have changed the data has noise of its own and costs the bound anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from beholden.kernel import BadInput, canonical_json

from .exact_noise import Stream, rounded_normal
from .fitting import Fit, fit
from .grid import Cells, Codes, Floats, Grid, Table
from .outsiders import Mask, looked_at
from .planning import SUBJECTS, FittedPlan, NoisyTable
from .rows import Subjects, Value

MOST_PROFILES = 1_000_000
MOST_CELLS = 6_000


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted table: for each profile the expected subjects and measures, with their errors.

    ``fingerprint`` names the events that it rests on, for the register, and nothing of the data.
    """

    plan: FittedPlan
    domains: Mapping[str, tuple[Value, ...]]
    grid: Grid
    subjects: Floats
    fits: Mapping[str, Fit]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Exact:
    """What is never kept: the profile of each subject, and the exact tables."""

    grid: Grid
    known: Floats
    tables: tuple[tuple[NoisyTable, Codes], ...]


def make_fitted(
    subjects: Subjects, plan: FittedPlan, *, secret: bytes, events: Mapping[str, Any]
) -> Fitted:
    """Make the fitted table of these subjects; pure, and the same for the same secret and events.

    ``events`` (plain data) must differ wherever the subjects may, and must hold nothing of what the
    data say. Raises BadInput where the plan has more profiles or cells than can be fitted, and
    where what is known of everybody says that there is nobody.
    """
    exact = _exact(subjects, plan)
    fingerprint = fingerprint_of(plan, events, secret)
    stream = Stream(secret, fingerprint)
    noisy = {
        (kept.measure, kept.table): _with_noise(cells, kept, stream) for kept, cells in exact.tables
    }
    counted = _counted(exact, plan, noisy)
    numbers = exact.known if counted is None else counted.expected
    fits = {SUBJECTS: counted} if counted else {}
    for measure in plan.caps:
        cells, values, variance = _observed(exact.grid, plan, measure, noisy)
        variance = np.where(_looked_at(exact, plan, cells, values, variance), variance, np.inf)
        fits[measure] = fit(cells, numbers, values, variance=variance)
    return Fitted(plan, subjects.domains, exact.grid, numbers, fits, fingerprint.hex())


def _exact(subjects: Subjects, plan: FittedPlan) -> _Exact:
    sizes = {name: len(subjects.domains[name]) for name in plan.dimensions}
    _refuse_too_many(plan, sizes)
    known = [name for name in plan.dimensions if name in plan.known]
    rest = [name for name in plan.dimensions if name not in plan.known]
    people = Grid(sizes, {name: subjects.codes[name] for name in plan.dimensions})
    grid, numbers = _grid(people, known, rest)
    if not grid.profiles:
        raise BadInput("There is nobody to count.", next_step="Seal again when there is somebody.")
    ones = np.ones(subjects.count)
    values = {SUBJECTS: ones} | {m: subjects.steps[m].astype(np.float64) for m in plan.caps}
    tables = tuple(
        (kept, np.rint(people.total(kept.table, values[kept.measure])).astype(np.int64))
        for kept in plan.tables
    )
    return _Exact(grid, numbers, tables)


def _refuse_too_many(plan: FittedPlan, sizes: Mapping[str, int]) -> None:
    cells = max(
        sum(int(np.prod([sizes[d] for d in t.table])) for t in plan.of(measure))
        for measure in (SUBJECTS, *plan.caps)
    )
    if cells > MOST_CELLS:
        raise BadInput(
            "These dimensions have too many cells for a fitted table.",
            why=f"Their tables of two dimensions have {cells:,}; at most {MOST_CELLS:,} are kept.",
            next_step="Give the dimensions wider bands, or leave one out of self_service › by.",
        )


def _grid(people: Grid, known: list[str], rest: list[str]) -> tuple[Grid, Floats]:
    """Return the profiles: those that occur of known dimensions, with every one of the rest.

    Beside them the number of subjects of each profile where all dimensions are known, else the
    number of its known part. Which profiles occur may be kept of what is known of everybody only:
    where nothing is, all are there alike, whoever is counted and if nobody is.
    """
    first, counts = np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64)
    if known:
        _, first, counts = np.unique(
            people.cells(tuple(known)), return_index=True, return_counts=True
        )
    others = int(np.prod([people.sizes[name] for name in rest], dtype=np.int64))
    if len(first) * others > MOST_PROFILES:
        raise BadInput(
            "These dimensions have too many profiles for a fitted table.",
            why=f"They have {len(first) * others:,}; at most {MOST_PROFILES:,} can be kept.",
            next_step="Give the dimensions wider bands, or leave one out of self_service › by.",
        )
    codes = {name: np.repeat(people.codes[name][first], others) for name in known}
    inner = np.tile(np.arange(others), len(first))
    for name in reversed(rest):
        inner, codes[name] = np.divmod(inner, people.sizes[name])
    return Grid(people.sizes, codes), np.repeat(counts.astype(np.float64), others)


def fingerprint_of(plan: FittedPlan, events: Mapping[str, Any], secret: bytes) -> bytes:
    """Return the keyed fingerprint of a plan and of the public events that a seal rests on."""
    said = canonical_json({"plan": plan.to_dict(), "events": dict(events)})
    return hashlib.blake2b(said, key=secret, person=b"beholden-fitted", digest_size=32).digest()


def _with_noise(cells: Codes, kept: NoisyTable, stream: Stream) -> Floats:
    """Return a table with its noise, as shares of the measure's whole."""
    noise = np.array([rounded_normal(kept.sd, stream) for _ in cells], dtype=np.int64)
    return (cells + noise) / kept.steps


def _observed(
    grid: Grid, plan: FittedPlan, measure: str, noisy: Mapping[tuple[str, Table], Floats]
) -> tuple[Cells, Floats, Floats]:
    """Return a measure's cells, what was observed of them, and the variance of their noise."""
    kept = plan.of(measure)
    cells = Cells(grid, tuple(t.table for t in kept))
    values = np.concatenate([noisy[measure, t.table] for t in kept])
    sds = [np.full(grid.count(t.table), float(t.sd) / t.steps) for t in kept]
    return cells, values, np.concatenate(sds) ** 2


def _looked_at(
    exact: _Exact, plan: FittedPlan, cells: Cells, noisy: Floats, variance: Floats
) -> Mask:
    """Return which cells of a measure are looked at; those of protected dimensions always are."""
    known = [table for table in cells.tables if set(table) <= plan.known]
    if not plan.known or () not in known:
        return np.ones(len(noisy), dtype=np.bool_)
    others = _others(exact, plan)
    names = [name for name in plan.dimensions if name in plan.known]
    grid = Grid(exact.grid.sizes, {name: exact.grid.codes[name][::others] for name in names})
    of_known = np.concatenate(
        [np.full(cells.grid.count(table), table in known) for table in cells.tables]
    )
    seen = np.ones(len(noisy), dtype=np.bool_)
    seen[of_known] = looked_at(
        Cells(grid, tuple(known)),
        exact.known[::others],
        noisy[of_known],
        variance=variance[of_known] / plan.seals,
        most=plan.aim,
    )
    return seen


def _others(exact: _Exact, plan: FittedPlan) -> int:
    """Return how many profiles each known part has: one for each of the rest's combinations."""
    return exact.grid.profiles // max(len(np.unique(_known_cells(exact, plan))), 1)


def _counted(
    exact: _Exact, plan: FittedPlan, noisy: Mapping[tuple[str, Table], Floats]
) -> Fit | None:
    """Return the fitted numbers of subjects, or None where they are known of everybody.

    They start from the known numbers parted by each other dimension's own shares.
    """
    if not plan.of(SUBJECTS):
        return None
    start = exact.known / exact.known.sum() * _whole(exact, plan, noisy)
    seen: dict[str, Floats] = {}
    for name in (n for n in plan.dimensions if n not in plan.known):
        seen[name] = np.maximum(noisy[SUBJECTS, (name,)], 1e-9)
        start = start * (seen[name] / seen[name].sum())[exact.grid.codes[name]]
    start *= _whole(exact, plan, noisy) / start.sum()
    cells, values, variance = _observed(exact.grid, plan, SUBJECTS, noisy)
    cells, values, variance = _with_total(cells, values, variance, start)
    counted = fit(cells, start, values, variance=variance, rate=1.0)
    known = Cells(exact.grid, (tuple(n for n in plan.dimensions if n in plan.known),))
    return Fit(cells, _on_known(counted, known, start), counted.chance, counted.doubt)


def _whole(exact: _Exact, plan: FittedPlan, noisy: Mapping[tuple[str, Table], Floats]) -> float:
    """Return how many subjects there are: known, or as the noisy total says."""
    if plan.known:
        return float(exact.known.sum() / _others(exact, plan))
    return float(max(noisy[SUBJECTS, ()][0], 1.0))


def _known_cells(exact: _Exact, plan: FittedPlan) -> Codes:
    return exact.grid.cells(tuple(n for n in plan.dimensions if n in plan.known))


def _with_total(
    cells: Cells, values: Floats, variance: Floats, start: Floats
) -> tuple[Cells, Floats, Floats]:
    """Put the known total in front where it has no noise of its own."""
    if cells.tables[0] == ():
        return cells, values, variance
    return (
        Cells(cells.grid, ((), *cells.tables)),
        np.concatenate([[start.sum()], values]),
        np.concatenate([[1e-3], variance]),
    )


def _on_known(counted: Fit, known: Cells, start: Floats) -> Floats:
    """Return fitted numbers that come to the known ones exactly."""
    wanted, now = known.totals(start), known.totals(counted.expected)
    factor = np.divide(wanted, now, out=np.ones_like(now), where=now > 0)
    return counted.expected * factor[known.grid.cells(known.tables[0])]
