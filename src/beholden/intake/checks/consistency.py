"""Consistency: values do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.intake.kinds import ColumnKind, name_words
from beholden.intake.looks import ColumnLook, Faults, TableLook, differs_from_first, recoded

_K = ColumnKind
_ENDS = (
    (" start ", " end "),
    (" started ", " ended "),
    (" from ", " to "),
    (" from ", " until "),
    (" opened ", " closed "),
    (" moved in ", " moved out "),
    (" begin ", " end "),
    (" first ", " last "),
    (" issued ", " expires "),
)


def ends_before_starts(look: TableLook) -> Iterator[Faults]:
    """Find ends that lie before the start that belongs to them."""
    dated = list(look.of_kind(_K.DATE))
    for start in dated:
        for end in dated:
            if _belong_together(start, end):
                yield _earlier(end, start)


def dates_before_birth(look: TableLook) -> Iterator[Faults]:
    """Find dates that lie before the date of birth in the same row."""
    births = list(look.of_kind(_K.DATE_OF_BIRTH))
    for column in look.of_kind(_K.DATE) if len(births) == 1 else ():
        yield _earlier(column, births[0])


def two_postcodes(look: TableLook) -> Iterator[Faults]:
    """Find postcodes that differ from that of an earlier row with the same UPRN."""
    places, codes = list(look.of_kind(_K.UPRN)), list(look.of_kind(_K.POSTCODE))
    if len(places) == len(codes) == 1:
        postcode = codes[0]
        rows = differs_from_first(_plain(places[0]), _plain(postcode)) & postcode.filled
        yield Faults(postcode.name, rows, postcode.examined())


def two_birth_dates(look: TableLook) -> Iterator[Faults]:
    """Find dates of birth that differ from that of an earlier row with the same person's number."""
    births = list(look.of_kind(_K.DATE_OF_BIRTH))
    for key in look.of_kind(_K.NHS_NUMBER, _K.NINO) if len(births) == 1 else ():
        days = births[0].days[0]
        known = np.where(np.isnat(days), -1, days.astype(np.int64) + 10**7)
        rows = differs_from_first(_plain(key), known)
        yield Faults(births[0].name, rows, births[0].examined())


def mixed_date_forms(look: TableLook) -> Iterator[Faults]:
    """Find dates written in another form than most of their column."""
    for column in look.of_kind(_K.DATE, _K.DATE_OF_BIRTH):
        forms = column.days[1]
        known = forms[forms >= 0]
        if column.is_text and len(known):
            most = np.bincount(known).argmax()
            yield Faults(column.name, (forms >= 0) & (forms != most), len(known))


def spellings_of_categories(look: TableLook) -> Iterator[Faults]:
    """Find categories that differ from a more frequent one only in capitals, spaces or stops."""
    for column in look.of_kind(_K.CATEGORY):
        if column.is_text and len(column.values):
            yield column.faults(_rarer_spelling(column))


def _rarer_spelling(column: ColumnLook) -> np.ndarray:
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.values))
    plain = pc.utf8_lower(pc.replace_substring_regex(column.values, "[^\\pL\\pN]", ""))
    groups = recoded(pc.if_else(pc.equal(plain, ""), column.values, plain))
    order = np.lexsort((np.arange(len(groups)), -counts, groups))
    first = np.unique(groups[order], return_index=True)[1]
    rarer = np.ones(len(groups), dtype=np.bool_)
    rarer[order[first]] = False
    return rarer


def _belong_together(start: ColumnLook, end: ColumnLook) -> bool:
    one, other = name_words(start.name), name_words(end.name)
    return any(first in one and one.replace(first, last) == other for first, last in _ENDS)


def _earlier(later: ColumnLook, sooner: ColumnLook) -> Faults:
    after, before = later.days[0], sooner.days[0]
    known = ~np.isnat(after) & ~np.isnat(before)
    return Faults(later.name, known & (after < before), int(known.sum()))


def _plain(column: ColumnLook) -> np.ndarray:
    """Return codes of a column's values without spaces, capitals, leading noughts and ``.0``."""
    texts = pc.utf8_upper(pc.cast(column.values, pa.string()))
    bare = pc.replace_substring_regex(texts, "\\s|^\\s*0+|\\.0+\\s*$", "")
    codes = np.append(recoded(bare), -1)[column.codes]
    return np.where(column.filled, codes, -1)
