"""Validity: a value has the form of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.intake import patterns
from beholden.intake.kinds import ColumnKind, as_boolean_pair
from beholden.intake.looks import ColumnLook, Faults, Mask, TableLook

Finder = Callable[[TableLook], Iterator[Faults]]


def _unfit(kind: ColumnKind, fits: Callable[[pa.Array], Mask]) -> Finder:
    def find(look: TableLook) -> Iterator[Faults]:
        for column in look.of_kind(kind):
            if column.is_text:
                yield column.faults(~fits(column.values))

    return find


def _loose_uprns(values: pa.Array) -> Mask:
    return patterns.fits(values, patterns.UPRN_LOOSE) & patterns.fits(values, "[1-9]")


def _trimmed_emails(values: pa.Array) -> Mask:
    return patterns.fits(pc.utf8_trim_whitespace(values), patterns.EMAIL)


def _loose_phones(values: pa.Array) -> Mask:
    return patterns.is_phone(values, loose=True)


def _loose_numbers(values: pa.Array) -> Mask:
    return patterns.fits(pc.utf8_trim_whitespace(values), patterns.NUMBER)


unfit_postcodes = _unfit(
    ColumnKind.POSTCODE, lambda values: patterns.fits(values, patterns.POSTCODE_LOOSE)
)
unfit_uprns = _unfit(ColumnKind.UPRN, _loose_uprns)
unfit_nhs_numbers = _unfit(ColumnKind.NHS_NUMBER, patterns.is_nhs_form)
unfit_ninos = _unfit(ColumnKind.NINO, patterns.is_nino)
unfit_emails = _unfit(ColumnKind.EMAIL, _trimmed_emails)
unfit_phones = _unfit(ColumnKind.PHONE, _loose_phones)
unfit_numbers = _unfit(ColumnKind.NUMBER, _loose_numbers)


def unfit_dates(look: TableLook) -> Iterator[Faults]:
    """Find cells of a column of dates that are no date of the calendar, or not day before month."""
    for column in look.of_kind(ColumnKind.DATE, ColumnKind.DATE_OF_BIRTH):
        if column.is_text:
            rows = np.isnat(column.days[0]) & column.filled
            yield Faults(column.name, rows, column.examined())


def stray_spaces(look: TableLook) -> Iterator[Faults]:
    """Find cells with spaces at an end, doubled spaces or spaces that cannot be seen."""
    for column in look.texts():
        yield column.faults(patterns.fits(column.values, patterns.STRAY_SPACE))


def garbled_letters(look: TableLook) -> Iterator[Faults]:
    """Find cells whose letters were lost or doubled by reading a wrong encoding."""
    for column in look.texts():
        if _beyond_ascii(column):
            yield column.faults(patterns.fits(column.values, patterns.GARBLED))


def _beyond_ascii(column: ColumnLook) -> bool:
    return (
        as_boolean_pair(column.values) is None
        and not pc.all(pc.string_is_ascii(column.values)).as_py()
    )
