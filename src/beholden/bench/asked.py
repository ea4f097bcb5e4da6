"""Which places are asked for, and in which slice each is counted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow.compute as pc

from .arrays import Flags, Numbers
from .ground import Area
from .places import Kind, Places
from .slices import Slice

SHARES = {
    Slice.NO_ANSWER: 0.05,
    Slice.WELSH: 0.05,
    Slice.RANGE: 0.02,
    Slice.LAND: 0.06,
    Slice.BUSINESS: 0.10,
    Slice.CONVERTED: 0.12,
    Slice.FLAT: 0.12,
    Slice.POSTCODE_MISSING: 0.08,
    Slice.POSTCODE_WRONG: 0.06,
    Slice.TYPING_ERROR: 0.06,
    Slice.PLAIN: 0.28,
}
_OF_KIND = {
    Slice.RANGE: Kind.RANGE,
    Slice.LAND: Kind.LAND,
    Slice.BUSINESS: Kind.BUSINESS,
    Slice.CONVERTED: Kind.CONVERTED,
    Slice.FLAT: Kind.FLAT,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Places by their row, each with its slice."""

    place: Numbers
    of_slice: tuple[Slice, ...]


def quotas(areas: list[Area], queries: int) -> list[dict[Slice, int]]:
    """Return how many addresses of each slice each area gives, in proportion to its rows."""
    rows = np.array([area.rows for area in areas], dtype=np.float64)
    welsh = np.array([area.welsh for area in areas])
    out: list[dict[Slice, int]] = [{} for _ in areas]
    for name, count in _counts(queries).items():
        weight = rows * welsh if name is Slice.WELSH and welsh.any() else rows
        shares = np.diff(np.rint(np.cumsum(weight) / weight.sum() * count), prepend=0)
        for quota, share in zip(out, shares, strict=True):
            quota[name] = int(share)
    return out


def _counts(queries: int) -> dict[Slice, int]:
    counts = {name: round(share * queries) for name, share in SHARES.items()}
    counts[Slice.PLAIN] += queries - sum(counts.values())
    return counts


def absent(places: Places, count: int, *, within: int, rng: np.random.Generator) -> Numbers:
    """Return places to leave out, of the first ``within``: no shell and no land."""
    able = np.flatnonzero(_built(places)[:within])
    return np.sort(rng.permutation(able)[:count])


def choose(places: Places, quota: dict[Slice, int], rng: np.random.Generator) -> Asked:
    """Return places for every slice but the one without answer, no place twice.

    Where a slice has too few places, plain ones are taken in their stead.
    """
    order = rng.permutation(len(places))
    free = np.ones(len(places), dtype=np.bool_)
    chosen: list[Numbers] = []
    names: list[Slice] = []
    short = 0
    for name in [name for name in SHARES if name is not Slice.NO_ANSWER]:
        wanted = quota[name] + (short if name is Slice.PLAIN else 0)
        fit = order[(free & _fits(places, name))[order]][:wanted]
        short += wanted - len(fit)
        free[fit] = False
        chosen.append(fit)
        names += [name] * len(fit)
    return Asked(np.concatenate(chosen), tuple(names))


def _fits(places: Places, name: Slice) -> Flags:
    # Without a postcode a street that the town has twice is told by its locality alone.
    told: Flags = ~places.twin | np.asarray(pc.not_equal(places.locality, ""))
    if name in (Slice.POSTCODE_MISSING, Slice.POSTCODE_WRONG):
        return told & _built(places)
    told = told | np.asarray(pc.is_valid(places.postcode))
    return told & _like(places, name)


def _built(places: Places) -> Flags:
    built: Flags = (places.kind != Kind.LAND) & (places.kind != Kind.SHELL)
    return built


def _like(places: Places, name: Slice) -> Flags:
    kind = places.kind
    if name in _OF_KIND:
        fits: Flags = kind == _OF_KIND[name]
        return fits
    if name is Slice.PLAIN:
        plain: Flags = (kind == Kind.PLAIN) | (kind == Kind.SHELL)
        return plain
    if name is Slice.WELSH:
        bilingual: Flags = np.asarray(pc.not_equal(places.other, ""))
        return bilingual & _built(places)
    return _built(places)
