"""The reason of each match in words, for the person who reads or reviews it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from . import shapes as sh
from .search import Found
from .shapes import F64, I64, Array

_NUMBERS = (
    "same numbers", "same numbers, written in another order", "the number lies in the same range",
    "neither has a number", "same flat; the address does not give the building's number",
    "same flat; the gazetteer does not give the building's number",
    "the address's number is the flat's", "same building; the room is not listed",
    "same building; the flat is not listed", "same building; the address does not give the flat",
    "the address has no number", "the gazetteer has no number", "the numbers differ",
)  # fmt: skip
_POSTCODES = (
    "same postcode", "postcode differs in one place", "same postcode sector", "another postcode",
    "no postcode to compare",
)  # fmt: skip
_WORDS = ("all words agree", "most words agree", "some words agree", "few words agree")
_NEAR = ("", ", some spelt differently")
_OUTCOMES = ("", "not matched: ", "not matched, another place is as likely: ")
NOTHING = "not matched: nothing like it in the gazetteer"
EMPTY = "not matched: no readable address"
_LEVELS = (0.85, 0.6, 0.35)
_CLOSE = 0.3


def _word_level(features: F64) -> I64:
    least = np.minimum(features[:, sh.F_FORWARD], features[:, sh.F_BACK])
    return np.asarray(3 - sum((least >= level).astype(np.int64) for level in _LEVELS), np.int64)


def _sizes() -> tuple[int, ...]:
    return (len(_OUTCOMES), len(_NUMBERS), len(_WORDS), len(_NEAR), len(_POSTCODES))


def _phrase(code: int) -> str:
    outcome, numbers, words, near, postcode = (int(i) for i in np.unravel_index(code, _sizes()))
    return (
        f"{_OUTCOMES[outcome]}{_NUMBERS[numbers]}; {_WORDS[words]}{_NEAR[near]}; "
        f"{_POSTCODES[postcode]}"
    )


def _flat(number: int, letter: int) -> str:
    if letter >= sh.THE_FLAT:
        return "the flat" if letter == sh.THE_FLAT else "the flat by its floor"
    return f"{number or ''}{chr(64 + letter) if letter else ''}"


def _read_as(row: Array) -> str:
    """Return what a row's numbers say, where the address writes them in another order."""
    flat = _flat(int(row[sh.S_NUM]), int(row[sh.S_LET]))
    if not flat or not row[sh.B_LO]:
        return ""
    return f"; read as flat {flat} of {int(row[sh.B_LO])}" if flat[0] != "t" else ""


def reasons(found: Found, numbers: Array, accepted: Array, gap: F64, empty: Array) -> pa.Array:
    """Return a reason for each of n addresses.

    ``numbers`` are the gazetteer's number records (rows × RECORD), ``accepted`` n booleans, ``gap``
    as the scorecard takes it, ``empty`` n booleans: nothing to read.
    """
    best = found.features[:, 0]
    close = (gap < _CLOSE).astype(np.int64)
    outcome = np.where(accepted, 0, 1 + close)
    near = (best[:, sh.F_FUZZY] > 0.0).astype(np.int64)
    relation, postcode = (best[:, f].astype(np.int64) for f in (sh.F_RELATION, sh.F_POSTCODE))
    codes = np.ravel_multi_index((outcome, relation, _word_level(best), near, postcode), _sizes())
    known, which = np.unique(codes, return_inverse=True)
    phrases = [_phrase(int(code)) for code in known]
    none = found.picks[:, 0] < 0
    which = np.where(none, len(phrases) + empty, which)
    told = pa.array([*phrases, NOTHING, EMPTY]).take(pa.array(which))
    read = np.flatnonzero(~none & accepted & (relation == sh.ROLE))
    if not len(read):
        return told
    words = told.to_pylist()
    for i in read:
        words[i] += _read_as(numbers[found.picks[i, 0]])
    return pa.array(words, pa.string())
