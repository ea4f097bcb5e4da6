"""Dates as councils write them, read without guessing: day before month, or ISO 8601."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_TIME = (
    "(?P<time>[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_YEAR_FIRST = "^\\s*(?P<y>[0-9]{4})[-/](?P<m>[0-9]{1,2})[-/](?P<d>[0-9]{1,2})" + _TIME + "\\s*$"
_DAY_FIRST = "^\\s*(?P<d>[0-9]{1,2})[-/.](?P<m>[0-9]{1,2})[-/.](?P<y>[0-9]{4})" + _TIME + "\\s*$"
_MONTH_NAMED = (
    "(?i)^\\s*(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?[- ](?P<m>"
    + _MONTHS
    + ")[a-z]{0,6}[- ](?P<y>[0-9]{4})"
    + _TIME
    + "\\s*$"
)
_FORMS = (
    ("year-month-day", _YEAR_FIRST),
    ("day/month/year", _DAY_FIRST),
    ("day month-name year", _MONTH_NAMED),
)
_COMPACT = "^\\s*(?P<y>(?:1[89]|2[01])[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])\\s*$"
_SERIAL = "^\\s*[0-9]{5}(?:\\.0+)?\\s*$"
_EXCEL_DAY_ZERO = np.datetime64("1899-12-30", "D")
NOT_A_DATE = np.datetime64("NaT", "D")

Days = npt.NDArray[np.datetime64]


def days_of(values: pa.Array, *, named: bool = False) -> tuple[Days, npt.NDArray[np.int8]]:
    """Return the day of each string (NaT where it is no date that exists) and the form it is in.

    Forms are numbered from 0 as in ``form_name``; -1 stands for none. ``named`` says that the
    column's name speaks of a date, so that bare digits are read too: 20240131 and Excel's day
    numbers (five digits, counted from 30 December 1899).
    """
    days = np.full(len(values), NOT_A_DATE)
    forms = np.full(len(values), -1, dtype=np.int8)
    found = [_matched(values, pattern) for _, pattern in _FORMS]
    if named:
        found += [_matched(values, _COMPACT), _serial_days(values)]
    for number, read in enumerate(found):
        taken = ~np.isnat(read) & (forms < 0)
        days[taken], forms[taken] = read[taken], number
    return days, forms


def form_name(number: int) -> str:
    """Return the words for a form of date."""
    return (*(name for name, _ in _FORMS), "yearmonthday", "Excel's day number")[number]


def has_time(values: pa.Array) -> npt.NDArray[np.bool_]:
    """Return which strings hold a time of day other than midnight beside the date."""
    timed = pc.match_substring_regex(values, "[0-9][T ][0-9]{1,2}:")
    midnight = pc.match_substring_regex(values, "[T ]0{1,2}:00(?::00(?:\\.0+)?)?\\s*$")
    answer = pc.and_(timed, pc.invert(midnight))
    return np.asarray(pc.fill_null(answer, False).to_numpy(zero_copy_only=False), dtype=np.bool_)


def _matched(values: pa.Array, pattern: str) -> Days:
    parts = pc.extract_regex(values, pattern)
    found = np.asarray(pc.is_valid(parts).to_numpy(zero_copy_only=False), dtype=np.bool_)
    days = np.full(len(values), NOT_A_DATE)
    if not found.any():
        return days
    held = parts.filter(pa.array(found))
    year, day = _integers(held.field("y")), _integers(held.field("d"))
    days[found] = _calendar(year, _months(held.field("m")), day)
    return days


def _integers(texts: pa.Array) -> npt.NDArray[np.int64]:
    return np.asarray(pc.cast(texts, pa.int64()).to_numpy(zero_copy_only=False), dtype=np.int64)


def _months(texts: pa.Array) -> npt.NDArray[np.int64]:
    if pc.all(pc.utf8_is_digit(texts)).as_py():
        return _integers(texts)
    names = pa.array(_MONTHS.split("|"))
    return _integers(pc.add(pc.index_in(pc.utf8_lower(texts), names), 1))


def _calendar(
    year: npt.NDArray[np.int64], month: npt.NDArray[np.int64], day: npt.NDArray[np.int64]
) -> Days:
    """Return days of the Gregorian calendar; NaT where month or day does not exist."""
    real = (year > 0) & (month >= 1) & (month <= 12) & (day >= 1)
    months = (np.where(real, (year - 1970) * 12 + month - 1, 0)).astype("datetime64[M]")
    first = months.astype("datetime64[D]")
    length = (months + 1).astype("datetime64[D]") - first
    real &= day <= length.astype(np.int64)
    return np.where(real, first + (day - 1).astype("timedelta64[D]"), NOT_A_DATE)


def _serial_days(values: pa.Array) -> Days:
    found = pc.fill_null(pc.match_substring_regex(values, _SERIAL), False)
    texts = pc.if_else(found, pc.utf8_trim_whitespace(values), pa.scalar(None, pa.string()))
    numbers = np.asarray(pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False))
    known = ~np.isnan(numbers)
    days = np.full(len(values), NOT_A_DATE)
    days[known] = _EXCEL_DAY_ZERO + numbers[known].astype(np.int64).astype("timedelta64[D]")
    return days
