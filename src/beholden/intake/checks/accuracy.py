"""Accuracy: a value can be true of the world."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow.compute as pc

from beholden.intake import patterns
from beholden.intake.kinds import ColumnKind
from beholden.intake.looks import ColumnLook, Faults, Mask, TableLook, recoded

OLDEST_AGE = 120
_STAND_IN_DAYS = (
    "1900-01-01",
    "1899-12-30",
    "1899-12-31",
    "1970-01-01",
    "1753-01-01",
    "9999-12-31",
)
_MAIN_SHARE, _MAIN_COVER, _RARE_SHARE, _LEAST_ROWS = 0.05, 0.9, 0.005, 50


def wrong_check_digits(look: TableLook) -> Iterator[Faults]:
    """Find NHS numbers whose tenth digit does not follow from the nine before (modulus 11)."""
    for column in look.of_kind(ColumnKind.NHS_NUMBER):
        if column.is_text:
            formed = patterns.is_nhs_form(column.values)
            rows = column.over(formed & ~patterns.is_nhs_number(column.values))
            yield Faults(column.name, rows, int(column.over(formed).sum()))


def impossible_ages(look: TableLook) -> Iterator[Faults]:
    """Find dates of birth more than 120 years before the day of the check."""
    oldest = np.datetime64(look.today, "D") - np.timedelta64(int(OLDEST_AGE * 365.25), "D")
    for column in look.of_kind(ColumnKind.DATE_OF_BIRTH):
        days = column.days[0]
        known = ~np.isnat(days) & ~_stand_in(days)
        yield Faults(column.name, known & (days < oldest), int(known.sum()))


def stand_in_dates(look: TableLook) -> Iterator[Faults]:
    """Find days that systems write where no date is known, such as 1 January 1900."""
    for column in look.of_kind(ColumnKind.DATE, ColumnKind.DATE_OF_BIRTH):
        days = column.days[0]
        yield Faults(column.name, _stand_in(days), int((~np.isnat(days)).sum()))


def outlying_postcodes(look: TableLook) -> Iterator[Faults]:
    """Find postcodes of an area where the dataset has hardly any, if a few areas hold nearly all.

    A main area holds 5 in 100 of the postcodes or more; the main areas together hold 90 in 100; an
    outlying area holds fewer than 5 in 1,000 (or one row).
    """
    for column in look.of_kind(ColumnKind.POSTCODE):
        if column.is_text and column.examined() >= _LEAST_ROWS:
            yield Faults(column.name, _outlying(column), column.examined())


def _stand_in(days: np.ndarray) -> Mask:
    return np.isin(days, np.array(_STAND_IN_DAYS, dtype="datetime64[D]"))


def _outlying(column: ColumnLook) -> Mask:
    upper = pc.utf8_upper(column.values)
    letters = pc.struct_field(pc.extract_regex(upper, "^\\s*(?P<area>[A-Z]{1,2})[0-9]"), "area")
    areas = np.append(recoded(letters), -1)[column.codes]
    known = areas[areas >= 0]
    shares = np.bincount(known) / max(1, len(known)) if len(known) else np.zeros(0)
    if shares[shares >= _MAIN_SHARE].sum() < _MAIN_COVER:
        return np.zeros(len(areas), dtype=np.bool_)
    rare = shares <= max(_RARE_SHARE, 1 / len(known))
    answer: Mask = np.append(rare, False)[areas]
    return answer
