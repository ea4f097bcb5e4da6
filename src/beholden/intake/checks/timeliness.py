"""Timeliness: data speak of the time that they are meant for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from beholden.intake.kinds import ColumnKind, name_words
from beholden.intake.looks import ColumnLook, Faults, TableLook

_MAY_LIE_AHEAD = (
    r" (?:end|ends|ending|to|until|expir\w*|due|next|review|valid|planned|target|deadline) "
)
_TELLS_AGE = (
    r" (?:updated|modified|changed|refreshed|extracted|exported|as at|snapshot|lastupdated) "
)


def future_dates(look: TableLook) -> Iterator[Faults]:
    """Find dates after the day of the check, in columns that tell of what has happened."""
    today = np.datetime64(look.today, "D")
    for column in look.of_kind(ColumnKind.DATE, ColumnKind.DATE_OF_BIRTH):
        if not re.search(_MAY_LIE_AHEAD, name_words(column.name)):
            days = column.days[0]
            known = ~np.isnat(days)
            yield Faults(column.name, known & (days > today), int(known.sum()))


def out_of_date(look: TableLook) -> Iterator[Faults]:
    """Find a dataset whose newest update is older than its contract's frequency allows."""
    frequency = look.contract.frequency_days if look.contract else None
    for column in look.of_kind(ColumnKind.DATE) if frequency else ():
        if frequency and re.search(_TELLS_AGE, name_words(column.name)):
            yield _age(look, column, frequency)


def _age(look: TableLook, column: ColumnLook, frequency: int) -> Faults:
    days = column.days[0]
    known = days[~np.isnat(days)]
    today = np.datetime64(look.today, "D")
    fresh = len(known) == 0 or (today - known.max()).astype(int) <= frequency
    if fresh:
        return Faults(column.name, np.zeros(look.rows, dtype=np.bool_), look.rows)
    message = f"The newest update is older than the {frequency} days that the contract allows."
    return Faults(column.name, None, look.rows, message)
