"""How a department writes people down: names and dates, with that department's faults."""

from __future__ import annotations

import numpy as np

from .arrays import Flags, Reals, Texts, texts, where
from .faults import mistype, struck
from .names import SHORT_NAMES

Days = np.ndarray[tuple[int], np.dtype[np.datetime64]]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def given_names(
    rng: np.random.Generator, names: Texts, *, nickname: float | Reals, typed: float | Reals
) -> Texts:
    """Return given names, some as the short form in daily use, some with a typing error."""
    short = texts([SHORT_NAMES.get(name, name) for name in names])
    names = where(struck(rng, nickname, len(names)), short, names)
    return mistype(rng, names, struck(rng, typed, len(names)))


def surnames(rng: np.random.Generator, names: Texts, *, typed: float | Reals) -> Texts:
    """Return surnames, some with a typing error."""
    return mistype(rng, names, struck(rng, typed, len(names)))


def dates(
    rng: np.random.Generator,
    days: Days,
    *,
    form: str,
    swapped: float | Reals = 0.0,
    wrong: float | Reals = 0.0,
) -> Texts:
    """Return days as text.

    ``form`` is "iso" (2026-03-01), "slashed" (01/03/2026) or "month" (01-Mar-2026).
    ``swapped`` is the rate of days written as months where that can be; ``wrong`` of years that are
    one or ten off.
    """
    year = days.astype("datetime64[Y]").astype(np.int64) + 1970
    month = days.astype("datetime64[M]").astype(np.int64) % 12 + 1
    day = (days - days.astype("datetime64[M]")).astype(np.int64) + 1
    swap = struck(rng, swapped, len(days)) & (day <= 12)
    day, month = np.where(swap, month, day), np.where(swap, day, month)
    off = np.where(struck(rng, wrong, len(days)), rng.choice([-10, -1, 1, 10], len(days)), 0)
    leap_day = (month == 2) & (day == 29)
    year = np.where(leap_day, year, year + off)
    return texts([_date(form, *parts) for parts in zip(*map(np.ndarray.tolist, (year, month, day)),
                                                       strict=True)])  # fmt: skip


def _date(form: str, year: int, month: int, day: int) -> str:
    if form == "iso":
        return f"{year}-{month:02}-{day:02}"
    if form == "slashed":
        return f"{day:02}/{month:02}/{year}"
    return f"{day:02}-{_MONTHS[month - 1]}-{year}"


def titles(rng: np.random.Generator, woman: Flags) -> Texts:
    """Return Mr, or one of Mrs, Ms and Miss."""
    of_women = texts(["Mrs", "Ms", "Miss"])[rng.choice(3, len(woman), p=(0.5, 0.35, 0.15))]
    return where(woman, of_women, "Mr")
