"""The made-up Borough of Ashmere as lists of people come that were typed in a hurry.

The borough's own faults are few, so that names and dates of birth alone find nearly everybody, and
what the UPRN adds cannot be seen. Here some rows of every list are worn: names misspelt, dates of
birth missing or with day and month exchanged, surnames changed, NHS numbers left out. The shares
below were set beforehand, once, from what linkage is told to expect, and nothing is fitted to them.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa

from beholden.borough.faults import mistype

MISSPELT, WITHOUT_BIRTH, EXCHANGED, RENAMED = 0.15, 0.10, 0.03, 0.05
_NAMES = ("first_name", "surname", "claimant_name", "tenant_name")
_SURNAMES = ("surname",)
_BIRTHS = ("dob",)
_IDENTIFIERS = ("nhs_number",)
_DAY_FIRST = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def worn(table: pa.Table, *, seed: int) -> pa.Table:
    """Return a table of people with the faults, the same for a seed; identifiers are left out."""
    rng = np.random.default_rng(seed)
    table = table.drop_columns([name for name in table.column_names if name in _IDENTIFIERS])
    for name in table.column_names:
        if name in _SURNAMES:
            table = _with(table, name, _renamed(rng, _texts(table, name)))
        if name in _NAMES:
            words = _texts(table, name)
            table = _with(table, name, mistype(rng, words, rng.random(len(words)) < MISSPELT))
        if name in _BIRTHS:
            table = _with(table, name, _worn_births(rng, _texts(table, name)))
    return table


def _texts(table: pa.Table, name: str) -> np.ndarray:
    texts = table[name].cast(pa.string()).fill_null("")
    return np.array(texts.to_pylist(), dtype=object)


def _with(table: pa.Table, name: str, words: np.ndarray) -> pa.Table:
    column = pa.array([word or None for word in words.tolist()], pa.string())
    return table.set_column(table.column_names.index(name), name, column)


def _renamed(rng: np.random.Generator, surnames: np.ndarray) -> np.ndarray:
    """Give some people the surname of another row, as after a marriage."""
    changed = rng.random(len(surnames)) < RENAMED
    others = surnames[rng.integers(0, len(surnames), len(surnames))]
    return np.where(changed, others, surnames)


def _worn_births(rng: np.random.Generator, births: np.ndarray) -> np.ndarray:
    chance = rng.random(len(births))
    exchanged = chance < WITHOUT_BIRTH + EXCHANGED
    return np.array(
        [
            "" if missing else _exchanged(birth) if swapped else birth
            for birth, missing, swapped in zip(
                births.tolist(), chance < WITHOUT_BIRTH, exchanged, strict=True
            )
        ],
        dtype=object,
    )


def _exchanged(birth: str) -> str:
    """Return a date with day and month exchanged, where that is a date as well."""
    if (found := _YEAR_FIRST.fullmatch(birth)) and int(found[3]) <= 12:
        return f"{found[1]}-{found[3]}-{found[2]}"
    if (found := _DAY_FIRST.fullmatch(birth)) and int(found[1]) <= 12:
        return f"{found[2]}/{found[1]}/{found[3]}"
    return birth
