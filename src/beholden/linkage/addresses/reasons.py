"""The reason of each match in words, and how far it goes, for the person who reads it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from . import shapes as sh
from .search import Found
from .shapes import F64, I64, Array

_NUMBERS = (
    "same numbers", "same numbers, written in another order", "the number lies in the same range",
    "neither has a number", "same flat; the address does not give the building's number",
    "same flat; the gazetteer does not give the building's number",
    "the address's number is the flat's", "same building; the room is not listed",
    "same building; the flat is not listed", "same building; the address does not give the flat",
    "same number but for its letter", "same building; the flat has a letter here, a number there",
    "the address has no number", "the gazetteer has no number",
    "one is told by the other's number (opposite, behind, beside, between, formerly)",
    "the numbers differ",
)  # fmt: skip
_POSTCODES = (
    "same postcode", "postcode differs in one place", "same postcode sector",
    "same first half of the postcode", "another postcode of the area", "another postcode",
    "no postcode given", "no postcode listed",
)  # fmt: skip
_STREETS = (
    "same street", "street agrees in part", "another street or name",
    "a street of the same name but another kind",
)  # fmt: skip
_NAMES = (
    "", "; same name", "; the listed name is not in the address", "; the names differ",
    "; one side alone names a part of a place or its kind",
    "; words contradict each other, as north and south do",
)  # fmt: skip
_NEAR = ("", ", some words spelt differently")
_TOWNS = ("", "; another town or locality")
_OUTCOMES = ("", "not matched: ", "not matched, another place is as likely: ")
# Two numbers with a slash between, and nothing said of which of them is the flat's.
_SLASHED = r"[0-9][A-Za-z]?\s*/\s*[0-9]"
_TOLD = r"(?i)\b(?:FLAT|FLT|APARTMENT|APT|UNIT|ROOM|SUITE|OFFICE|SHOP|STUDIO|PLOT|FLOOR)\b"
NOTHING = "not matched: too little to go by, or nothing like it in the gazetteer"
EMPTY = "not matched: no readable address"
_AS_LIKELY = 3.0


def _street_level(features: F64) -> I64:
    street = features[:, sh.F_STREET]
    level = 2 - (street >= 0.35).astype(np.int64) - (street >= 0.7)
    return np.asarray(np.where(features[:, sh.F_TYPE] > 0.5, 3, level), np.int64)


def _name_level(features: F64) -> I64:
    differ = features[:, sh.F_NAMES_DIFFER] >= 0.3
    missed = features[:, sh.F_NAME_MISSED] >= 0.3
    hit = features[:, sh.F_NAME_HIT] >= 0.2
    level = np.where(differ, 3, np.where(missed, 2, hit.astype(np.int64)))
    level = np.where(features[:, sh.F_PART] >= 1.0, 4, level)
    return np.where(features[:, sh.F_OPPOSED] >= 1.0, 5, level)


def _sizes() -> tuple[int, ...]:
    return tuple(map(len, (_OUTCOMES, _NUMBERS, _STREETS, _NEAR, _NAMES, _TOWNS, _POSTCODES)))


def _phrase(code: int) -> str:
    outcome, numbers, street, near, name, town, postcode = (
        int(i) for i in np.unravel_index(code, _sizes())
    )
    return (
        f"{_OUTCOMES[outcome]}{_NUMBERS[numbers]}; {_STREETS[street]}{_NEAR[near]}{_NAMES[name]}"
        f"{_TOWNS[town]}; {_POSTCODES[postcode]}"
    )


def _columns(numbers: Array) -> dict[int, I64]:
    """Return columns of packed number records (see shapes.BITS_…)."""
    value = numbers.astype(np.int64)
    made = {sh.B_LO: value & ((1 << sh.BITS_LO) - 1)}
    value = value >> (sh.BITS_LO + sh.BITS_SPAN + sh.BITS_LET)
    made[sh.S_NUM] = value & ((1 << sh.BITS_SUB) - 1)
    made[sh.S_LET] = (value >> sh.BITS_SUB) & ((1 << sh.BITS_SUB_LET) - 1)
    return made


def _flat(number: int, letter: int) -> str:
    return f"{number or ''}{chr(64 + letter) if 0 < letter < sh.THE_FLAT else ''}"


def _read_as(building: int, number: int, letter: int) -> str:
    """Return what a row's numbers say, where the address writes them in another order."""
    flat = _flat(number if number < sh.POSITION else 0, letter)
    return f"; read as flat {flat} of {building}" if flat and building else ""


def _codes(found: Found, accepted: Array, chances: F64) -> I64:
    """Return what each reason says as one number (see ``_phrase``)."""
    best = found.features[:, 0]
    close = (chances[:, 1] * _AS_LIKELY > chances[:, 0]).astype(np.int64)
    near = (best[:, sh.F_FUZZY] > 0.0).astype(np.int64)
    relation, postcode = (best[:, f].astype(np.int64) for f in (sh.F_RELATION, sh.F_POSTCODE))
    town = (best[:, sh.F_TOWNS_DIFFER] >= 0.5).astype(np.int64)
    parts = (
        np.where(accepted, 0, 1 + close), relation, _street_level(best), near, _name_level(best),
        town, postcode,
    )  # fmt: skip
    return np.asarray(np.ravel_multi_index(parts, _sizes()), np.int64)


def slashed(texts: pa.Array) -> Array:
    """Return which addresses (large strings, no nulls) tell two numbers by a slash: "2/14"."""
    held = np.array(pc.match_substring(texts, "/").to_numpy(zero_copy_only=False), bool)
    if held.any():
        some = texts.filter(pa.array(held))
        told = pc.match_substring_regex(some, _TOLD)
        plain = pc.and_not(pc.match_substring_regex(some, _SLASHED), told)
        held[held] = plain.to_numpy(zero_copy_only=False)
    return held


def _to_be_read(found: Found, numbers: Array, accepted: Array, slash: Array) -> Array:
    """Return which reasons say how numbers were read: in another order, or by a slash alone."""
    role = found.features[:, 0, sh.F_RELATION] == sh.ROLE
    to_the_flat = slash & (level_numbers(found, numbers) == LEVELS.index("flat"))
    return np.asarray(accepted & (role | to_the_flat))


def reason_of_one(
    found: Found, numbers: Array, accepted: Array, chances: F64, *, empty: bool, slash: Array
) -> str:
    """Return the reason of a single address."""
    if found.rows[0, 0] < 0:
        return EMPTY if empty else NOTHING
    told = _phrase(int(_codes(found, accepted, chances)[0]))
    if not _to_be_read(found, numbers, accepted, slash)[0]:
        return told
    parts = _columns(numbers[found.rows[:1, 0]])
    return told + _read_as(*(int(parts[column][0]) for column in (sh.B_LO, sh.S_NUM, sh.S_LET)))


def reasons(
    found: Found, numbers: Array, accepted: Array, chances: F64, *, empty: Array, slash: Array
) -> pa.Array:
    """Return a reason for each of n addresses.

    ``numbers`` are the gazetteer's packed number records, ``accepted`` n booleans, ``chances`` the
    probabilities of the held places (n × HELD), ``empty`` n booleans: nothing to read,
    ``slash`` n booleans as ``slashed`` gives them.
    """
    codes = _codes(found, accepted, chances)
    present = np.zeros(int(np.prod(_sizes())), bool)
    present[codes] = True
    known = np.flatnonzero(present)
    which = (np.cumsum(present) - 1)[codes]
    which = np.where(found.rows[:, 0] < 0, len(known) + empty, which)
    told = pa.array([*(_phrase(int(code)) for code in known), NOTHING, EMPTY])
    read = np.flatnonzero(_to_be_read(found, numbers, accepted, slash))
    return _with_readings(told.take(pa.array(which)), found, numbers, read)


def _with_readings(told: pa.Array, found: Found, numbers: Array, read: I64) -> pa.Array:
    """Return the reasons with how numbers were read, for the addresses ``read``."""
    if not len(read):
        return told
    parts = _columns(numbers[found.rows[read, 0]])
    extra = [
        _read_as(int(b), int(n), int(s))
        for b, n, s in zip(parts[sh.B_LO], parts[sh.S_NUM], parts[sh.S_LET], strict=True)
    ]
    words = told.take(pa.array(read)).to_pylist()
    longer = pa.array([word + more for word, more in zip(words, extra, strict=True)], pa.string())
    mask = np.zeros(len(told), bool)
    mask[read] = True
    return pc.replace_with_mask(told, pa.array(mask), longer)


LEVELS = ("flat", "building", "street")
_BELOW_BUILDING = (sh.PARENT, sh.ROOM_OF, sh.CHILD, sh.SUFFIX)
_NO_NUMBER = (sh.NO_NUMBERS, sh.UNNUMBERED, sh.ROW_UNNUMBERED, sh.BESIDE, sh.CONFLICT)
_IS_BELOW = np.isin(np.arange(sh.RELATIONS), _BELOW_BUILDING)
_IS_WITHOUT = np.isin(np.arange(sh.RELATIONS), _NO_NUMBER)


def level_numbers(found: Found, numbers: Array) -> I64:
    """Return how far each best place goes, as a place in LEVELS.

    A place without a number is found by its name (a building) or by its street alone.
    """
    best = found.features[:, 0]
    relation = best[:, sh.F_RELATION].astype(np.int64)
    parts = _columns(numbers[np.maximum(found.rows[:, 0], 0)])
    flat = (parts[sh.S_NUM] > 0) | (parts[sh.S_LET] > 0)
    flat &= ~_IS_BELOW[relation] & ~_IS_WITHOUT[relation]
    named = best[:, sh.F_NAME_HIT] >= 0.1
    return np.where(flat, 0, np.where(~_IS_WITHOUT[relation] | named, 1, 2))


def levels(found: Found, numbers: Array, accepted: Array) -> pa.Array:
    """Return how far each match goes: to the flat, the building or the street; null without one."""
    return pa.array(LEVELS).take(pa.array(level_numbers(found, numbers), mask=~accepted))
