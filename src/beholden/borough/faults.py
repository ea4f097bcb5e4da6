"""The rates at which each department's list goes wrong, and typing errors themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .arrays import Flags, Numbers, Reals, Texts, where


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares of rows with each fault, from 0 to 1.

    ``doubled`` is the share of rows that are written a second time; ``moved`` of people who are
    listed at an address that they left; ``outside`` of people listed outside the borough;
    ``name_typed`` holds for the given name and the surname each.
    """

    misspelt: float = 0.04
    postcode_missing: float = 0.03
    postcode_wrong: float = 0.015
    town_left_out: float = 0.15
    doubled: float = 0.015
    moved: float = 0.0
    outside: float = 0.0
    name_typed: float = 0.0
    nickname: float = 0.0
    day_and_month: float = 0.0
    date_wrong: float = 0.0
    number_missing: float = 0.0
    number_wrong: float = 0.0


FAULTS: Mapping[str, Faults] = {
    "council_tax": Faults(town_left_out=0.10, name_typed=0.01, date_wrong=0.02),
    "housing_tenancies": Faults(
        town_left_out=0.40, name_typed=0.02, nickname=0.04, day_and_month=0.01, date_wrong=0.008
    ),
    "energy_certificates": Faults(
        misspelt=0.03, postcode_missing=0.01, town_left_out=0.25, date_wrong=0.004
    ),
    "vaccinations": Faults(
        doubled=0.03,
        moved=0.035,
        outside=0.006,
        name_typed=0.015,
        nickname=0.03,
        day_and_month=0.008,
        date_wrong=0.006,
        number_missing=0.06,
        number_wrong=0.01,
    ),
    "support_scheme": Faults(
        misspelt=0.06,
        postcode_missing=0.05,
        postcode_wrong=0.02,
        town_left_out=0.30,
        moved=0.03,
        outside=0.004,
        name_typed=0.025,
        nickname=0.06,
        day_and_month=0.012,
        date_wrong=0.01,
    ),
}
"""Rates by dataset; a fault that is not named has the value that Faults gives it."""

SECOND_VACCINATION_ROW = Faults(
    moved=0.12,
    outside=0.0,
    name_typed=0.10,
    nickname=0.15,
    day_and_month=0.05,
    date_wrong=0.03,
    number_missing=0.45,
    number_wrong=0.05,
)
"""Rates in the second row of a person whom the vaccination list holds twice."""

_NEIGHBOURS = {
    "a": "s", "b": "v", "c": "x", "d": "s", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o",
    "j": "k", "k": "l", "l": "k", "m": "n", "n": "m", "o": "p", "p": "o", "q": "w", "r": "t",
    "s": "d", "t": "y", "u": "i", "v": "b", "w": "e", "x": "z", "y": "u", "z": "x",
}  # fmt: skip


def struck(rng: np.random.Generator, rate: float | Reals, count: int) -> Flags:
    """Return which of ``count`` rows a fault of this rate strikes."""
    return rng.random(count) < rate


def mistype(rng: np.random.Generator, words: Texts, which: Flags) -> Texts:
    """Return words with one typing error (swap, drop, double, neighbour) in each chosen one.

    Words of fewer than four letters, and the first letter of every word, are left as they are.
    """
    rows = np.flatnonzero(which)
    kinds = rng.integers(0, 4, len(rows))
    places = rng.random(len(rows))
    out = words.copy()
    for row, kind, place in zip(rows.tolist(), kinds.tolist(), places.tolist(), strict=True):
        out[row] = _mistyped(words[row], kind, place)
    return out


def _mistyped(word: str, kind: int, place: float) -> str:
    if len(word) < 4:
        return word
    at = 1 + int(place * (len(word) - 2))
    here, after = word[at], word[at + 1]
    if kind == 0 and here != after:
        return word[:at] + after + here + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + here + word[at:]
    return word[:at] + _NEIGHBOURS.get(here.lower(), "e") + word[at + 1 :]


def wrong_postcodes(
    rng: np.random.Generator, postcode: Texts, which: Flags, *, others: Texts
) -> Texts:
    """Return postcodes where the chosen ones are another address's, or wrong in the last letter."""
    other = others[rng.integers(0, len(others), len(postcode))]
    letter = where(np.array([p[-1:] == "A" for p in postcode], dtype=bool), "B", "A")
    slipped = np.array([p[:-1] for p in postcode], dtype=object) + letter
    slip = (other == postcode) | (rng.random(len(postcode)) < 0.4)
    return where(which, where(slip, slipped, other), postcode)


def nhs_numbers(rng: np.random.Generator, count: int) -> Texts:
    """Return distinct made-up NHS numbers, in the test range from 999 000 0000.

    The check digit is that of the NHS Data Dictionary, "NHS number" (modulus 11); bodies whose
    digit would be 10 are not used.
    """
    body = 999_000_000 + rng.permutation(1_000_000)
    check = _check_digits(body)
    whole = (body * 10 + check)[check < 10][:count]
    out = np.empty(count, dtype=object)
    out[:] = whole.astype(str).tolist()
    return out


def _check_digits(body: Numbers) -> Numbers:
    total = np.zeros(len(body), dtype=np.int64)
    for at in range(9):
        total += (body // 10**at % 10) * (at + 2)
    return (11 - total % 11) % 11
