"""Repairs that cannot change what a value means; every changed cell is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.kernel import Repair, decoded_once

from . import dates, patterns
from .describing import Description
from .kinds import ColumnKind
from .typed import typed

_K = ColumnKind
_NOTHING = pa.scalar(None, pa.string())


@dataclass(frozen=True, slots=True)
class _Rule:
    """A repair: its name, the kinds of column that it is for (empty: every text), what it makes.

    ``mend`` takes distinct strings and returns as many; null empties the cell.
    """

    name: str
    kinds: tuple[ColumnKind, ...]
    mend: Callable[[pa.Array], pa.Array]


def repair(table: pa.Table, description: Description) -> tuple[pa.Table, tuple[Repair, ...]]:
    """Return the table with its strings in one form, typed where that loses nothing, and the log.

    Rules, in order: ``doubled-encoding`` (letters that were encoded twice), ``trim`` (no space at
    an end, doubled or unseen; a blank cell becomes null), ``postcode-form`` (SW1A 1AA),
    ``uprn-form`` (no leading nought, no ``.0``), ``nhs-number-form`` (ten digits), ``nino-form``
    (AB123456C) and ``date-form`` (ISO 8601). A value that does not fit its kind stays as it is.
    Rows of the log count from 1.
    """
    log: list[Repair] = []
    before = table
    kinds = {column.name: column.kind for column in description.columns}
    for place, name in enumerate(table.column_names):
        if pa.types.is_string(table[name].type):
            mended, done = _mended(name, table[name], kinds.get(name, _K.TEXT))
            table = table.set_column(place, name, mended)
            log.extend(done)
    return typed(table, before=before, known=description), tuple(log)


def _mended(
    name: str, column: pa.ChunkedArray, kind: ColumnKind
) -> tuple[pa.ChunkedArray, list[Repair]]:
    encoded = column.combine_chunks().dictionary_encode()
    codes = np.asarray(pc.fill_null(encoded.indices, -1).to_numpy(zero_copy_only=False))
    values = encoded.dictionary
    log: list[Repair] = []
    for rule in _RULES:
        if not rule.kinds or kind in rule.kinds:
            new = rule.mend(values)
            changed = np.append(_differ(values, new), False)[codes]
            log.extend(Repair(rule.name, name, int(row) + 1) for row in np.flatnonzero(changed))
            values = new
    if not log:
        return column, log
    return pa.chunked_array([values.take(encoded.indices)], pa.string()), log


def _differ(old: pa.Array, new: pa.Array) -> np.ndarray:
    return ~patterns.mask_of(pc.equal(old, new)) & patterns.mask_of(pc.is_valid(old))


def _letters(values: pa.Array) -> pa.Array:
    odd = pc.fill_null(pc.invert(pc.string_is_ascii(values)), False)
    if not pc.any(odd).as_py():
        return values
    once = [decoded_once(value) for value in values.filter(odd).to_pylist()]
    return pc.replace_with_mask(values, odd, pa.array(once, values.type))


def _trim(values: pa.Array) -> pa.Array:
    seen = pc.replace_substring_regex(values, "[\\x{200b}\\x{feff}]", "")
    plain = pc.replace_substring_regex(seen, "[\\x{a0}\\x{2007}\\x{202f}]", " ")
    single = pc.replace_substring_regex(plain, "[ \\t]{2,}", " ")
    bare = pc.utf8_trim_whitespace(single)
    return pc.if_else(pc.equal(bare, ""), _NOTHING, bare)


def _only(values: pa.Array, fits: np.ndarray, mended: pa.Array) -> pa.Array:
    """Return the mended value where the old one fits its kind, and the old one elsewhere."""
    return pc.if_else(pa.array(fits), mended, values)


def _postcode(values: pa.Array) -> pa.Array:
    bare = pc.utf8_upper(pc.replace_substring_regex(values, "\\s", ""))
    spaced = pc.replace_substring_regex(bare, "^(.+)(...)$", "\\1 \\2")
    return _only(values, patterns.fits(values, patterns.POSTCODE_LOOSE), spaced)


def _uprn(values: pa.Array) -> pa.Array:
    bare = pc.replace_substring_regex(values, "^\\s*0*([0-9]+?)(?:\\.0+)?\\s*$", "\\1")
    return _only(values, patterns.fits(values, patterns.UPRN_LOOSE), bare)


def _nhs_number(values: pa.Array) -> pa.Array:
    bare = pc.replace_substring_regex(values, "[ -]", "")
    return _only(values, patterns.is_nhs_form(values), bare)


def _nino(values: pa.Array) -> pa.Array:
    bare = pc.utf8_upper(pc.replace_substring_regex(values, "\\s", ""))
    return _only(values, patterns.is_nino(values), bare)


def _date(values: pa.Array) -> pa.Array:
    days, _ = dates.days_of(values, named=True)
    whole_days = ~np.isnat(days) & ~dates.has_time(values)
    return _only(values, whole_days, pc.cast(pa.array(days, pa.date32()), pa.string()))


_RULES = (
    _Rule("doubled-encoding", (), _letters),
    _Rule("trim", (), _trim),
    _Rule("postcode-form", (_K.POSTCODE,), _postcode),
    _Rule("uprn-form", (_K.UPRN,), _uprn),
    _Rule("nhs-number-form", (_K.NHS_NUMBER,), _nhs_number),
    _Rule("nino-form", (_K.NINO,), _nino),
    _Rule("date-form", (_K.DATE, _K.DATE_OF_BIRTH), _date),
)
