"""Attacks on the sealed fitted table itself: by shadows, by collusion, and over many seals.

Whatever self-service can be asked, whoever has every answer has no more than the noisy tables; the
attacker who knows others is therefore given these, and weighs them by their likelihood, which no
rule of guessing betters.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from beholden.selfservice.exact_noise import Stream
from beholden.selfservice.making import _exact, _with_noise, fingerprint_of
from beholden.selfservice.planning import NoisyTable

from .borough import Borough, Sealed, plan_of, sealed, subjects_of

SHADOWS = 10
MONTHS = 12
_RIDGE = 0.02


def by_shadows(
    made: Borough, told: Sealed, bound: int, *, seed: int
) -> Mapping[str, Mapping[int, np.ndarray]]:
    """Learn from shadow boroughs, sealed alike, how all that is told of a target leans.

    Asked is for each target's cell of every table of some of the dimensions, down to its own
    profile. What is learnt is one line for all targets of a kind, each compared with its own mean
    over the shadows.
    """
    tables = [t for n in range(len(made.by), 0, -1) for t in combinations(made.by, n)]
    draw = np.random.default_rng(seed)
    worlds = [made.shadow(draw) for _ in range(SHADOWS)]
    seals = [sealed(w, bound, secret=draw.bytes(32)) for w in worlds]
    found = {}
    for kind, chosen in made.targets.items():
        learnt = np.array([_told(seal, tables, chosen) for seal in seals])
        labels = np.array([world.flags[chosen] for world in worlds])
        own = learnt.mean(axis=0)
        rows = (learnt - own).reshape(-1, len(tables))
        seen = _told(told, tables, chosen) - own
        found[kind] = {
            n: _line(rows[:, :n], labels.ravel(), seen[:, :n]) for n in (10, len(tables))
        }
    return found


def _told(seal: Sealed, tables: list[tuple[str, ...]], chosen: np.ndarray) -> np.ndarray:
    return np.array([seal.of_cells(table)[chosen] for table in tables]).T


def _line(rows: np.ndarray, labels: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """Return the scores of a ridge regression of labels on rows."""
    scale = rows.std(axis=0) + 1e-9
    x = rows / scale
    system = x.T @ x + _RIDGE * len(x) * np.eye(x.shape[1])
    line = np.linalg.solve(system, x.T @ (labels - labels.mean()))
    return seen / scale @ line


def knowing_others(
    made: Borough, bound: int, *, secret: bytes, known: float = 1.0, draw: np.random.Generator
) -> np.ndarray:
    """Return which way the noisy tables lean for everybody, to who knows a share of the others.

    Of those who are not known the attacker knows how likely each is.
    """
    return _leaning(made, bound, secret, known=known, draw=draw)


def either_way(made: Borough, bound: int, *, secret: bytes) -> float:
    """Return how often who knows all others guesses right, over everybody with either flag.

    The noise is the same whatever a flag is, so each person is guessed once as a no and once as a
    yes: no share of yes among them leans the figure.
    """
    people = subjects_of(made)
    plan = plan_of(made, people, bound)
    stream = Stream(secret, fingerprint_of(plan, {"version": 1}, secret))
    noise = np.zeros(len(made.flags))
    for kept, cells in _exact(people, plan).tables:
        noise += _of_cells(kept, cells, stream, made) / float(kept.sd) ** 2
    half = sum(1 / float(kept.sd) ** 2 for kept in plan.tables) / 2
    return float(((noise < half).mean() + (noise > -half).mean()) / 2)


def over_a_year(made: Borough, bound: int, *, secret: bytes) -> np.ndarray:
    """Return how twelve monthly seals lean, to who knows all others at every one of them."""
    draw = np.random.default_rng(0)
    months = [
        _leaning(made, bound, secret, known=1.0, draw=draw, version=month, seals_a_year=MONTHS)
        for month in range(MONTHS)
    ]
    return np.sum(months, axis=0)


def year_of_an_outsider(
    made: Borough, bound: int, *, secret: bytes, draw: np.random.Generator, months: int = MONTHS
) -> np.ndarray:
    """Return the mean of what twelve seals tell of each profile, the others changing meanwhile."""
    total = np.zeros(len(made.flags))
    for month in range(months):
        made = made.drawn_anew(draw, share=0.1)
        total += sealed(made, bound, secret=secret, version=month, seals_a_year=months).expected
    return total / months


def _leaning(
    made: Borough,
    bound: int,
    secret: bytes,
    *,
    known: float,
    draw: np.random.Generator,
    version: int = 1,
    **changed: int,
) -> np.ndarray:
    people = subjects_of(made)
    plan = plan_of(made, people, bound, **changed)
    exact = _exact(people, plan)
    stream = Stream(secret, fingerprint_of(plan, {"version": version}, secret))
    unknown = draw.random(len(made.flags)) >= known
    off = np.where(unknown, made.flags - made.chances, 0.0)
    doubt = np.where(unknown, made.chances * (1 - made.chances), 0.0)
    leaning = np.zeros(len(made.flags))
    for kept, cells in exact.tables:
        at = made.cells(kept.table) if kept.table else np.zeros(len(made.flags), dtype=np.int64)
        size = int(at.max()) + 1
        noise = _of_cells(kept, cells, stream, made)
        surprise = np.bincount(at, weights=off, minlength=size)[at] - off
        spread = np.bincount(at, weights=doubt, minlength=size)[at] - doubt
        leaning += (noise + surprise + made.flags - 0.5) / (float(kept.sd) ** 2 + spread)
    return leaning


def _of_cells(kept: NoisyTable, cells: np.ndarray, stream: Stream, made: Borough) -> np.ndarray:
    """Return the noise of everybody's cell; kept tables have a place for no value besides."""
    noise = _with_noise(cells, kept, stream) - cells
    place = np.zeros(len(made.flags), dtype=np.int64)
    for name in kept.table:
        place = place * (made.sizes[name] + 1) + made.codes[name]
    return noise[place]
