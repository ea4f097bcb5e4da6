"""True identifiers, NHS and National Insurance numbers: what they decide, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from beholden.kernel import Finding, QualityDimension

from . import reading
from .columns import PersonColumns
from .comparisons import IDENTIFIERS, NHS, NINO

if TYPE_CHECKING:
    import pyarrow as pa

MOST_BIRTHS = 3
_CLOSED = re.compile(r"[\s\-.]")

# HMRC's National Insurance Manual, NIM39110: prefixes that stand for no person's own number.
_ADMINISTRATIVE = frozenset({"OO", "FY", "MW", "NC", "PP", "PY", "PZ", "CR"})

_Ints: TypeAlias = NDArray[np.int64]
_Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Decided:
    """What the true identifiers say of each pair, as flags.

    ``same``: they make it one person. ``disputed``: they agree, but neither first name nor date of
    birth does. ``apart``: both rows have a valid NHS number and the two differ.
    """

    same: _Flags
    disputed: _Flags
    apart: _Flags


def decide(first: _Ints, birth: _Ints, gamma: Mapping[str, _Ints]) -> Decided:
    """Return what shared and differing identifiers say of pairs, from the levels that held.

    A shared number decides where first name or date of birth agrees too, or neither can be
    compared. Two different NHS numbers hold a pair apart; two different National Insurance numbers
    only speak against it, since those have no check digit and are mistyped unseen.
    """
    shared = np.zeros(len(first), dtype=bool)
    for identifier in IDENTIFIERS:
        shared |= gamma[identifier.name] == 1
    apart = gamma[NHS.name] == 0
    disputed = shared & (first <= 0) & (birth <= 0) & ((first == 0) | (birth == 0))
    return Decided(shared & ~disputed & ~apart, disputed, apart)


def overused(people: pa.Table) -> dict[str, _Flags]:
    """Return, by identifier, the rows whose number is borne by too many people.

    That is: by rows with more than three different dates of birth, as where a clerk enters one
    number for everybody whose number is not known.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    flags = {}
    for identifier in IDENTIFIERS:
        numbers = people.column(identifier.name)
        births = people.group_by(identifier.name).aggregate([("birth", "count_distinct")])
        many = births.filter(pc.greater(births["birth_count_distinct"], MOST_BIRTHS))
        values = many[identifier.name].combine_chunks().drop_null()
        flags[identifier.name] = pc.is_in(numbers, value_set=pa.array(values)).to_numpy()
    return flags


def without_overused(people: pa.Table, flags: Mapping[str, _Flags]) -> pa.Table:
    """Return people without the numbers that too many bear: such a number says nothing of anybody.

    It would otherwise tie strangers together, and hold each row apart from the one that has the
    person's own number.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    for name, many in flags.items():
        left = pc.if_else(pa.array(many), pa.scalar(None, pa.string()), people.column(name))
        people = people.set_column(people.column_names.index(name), name, left)
    return people


def overuse_findings(
    people: pa.Table, columns: Mapping[str, PersonColumns], flags: Mapping[str, _Flags]
) -> list[Finding]:
    """Return how many rows of each table have a number that too many people bear."""
    found = []
    of = people["dataset"].to_numpy(zero_copy_only=False)
    for dataset, stated in columns.items():
        for name, column in ((NHS.name, stated.nhs_number), (NINO.name, stated.nino)):
            count = int((flags[name] & (of == dataset)).sum())
            if count:
                found.append(_finding(f"{name}-overused", count, dataset, column))
    return found


def findings(tables: Mapping[str, pa.Table], columns: Mapping[str, PersonColumns]) -> list[Finding]:
    """Return what is wrong with the true identifiers of each table, counted and without values."""
    found = []
    for dataset, table in tables.items():
        for column, judge in (
            (columns[dataset].nhs_number, _nhs_fault),
            (columns[dataset].nino, _nino_fault),
        ):
            if column:
                found += _faults(table.column(column), judge, dataset=dataset, column=column)
    return found


def _faults(
    values: pa.ChunkedArray, judge: Callable[[str], str | None], *, dataset: str, column: str
) -> list[Finding]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_floating(values.type):
        values = pc.if_else(pc.is_finite(values), values, None).cast(pa.int64(), safe=False)
    counts: dict[str, int] = {}
    for entry in values.cast(pa.string()).value_counts().to_pylist():
        fault = judge(entry["values"]) if entry["values"] else None
        if fault:
            counts[fault] = counts.get(fault, 0) + entry["counts"]
    return [_finding(code, count, dataset, column) for code, count in sorted(counts.items())]


def _finding(code: str, count: int, dataset: str, column: str | None) -> Finding:
    return Finding(
        code=code,
        dimension=QualityDimension.VALIDITY,
        message=f"{count:,} rows: {_MESSAGES[code]}",
        dataset=dataset,
        column=column,
    )


_MESSAGES = {
    "nhs-form": "not a number of ten digits; it was not used.",
    "nhs-one-digit": "one digit ten times, which stands for no number; it was not used.",
    "nhs-check-digit": "the check digit of the NHS number is wrong; it was not used.",
    "nhs-test-number": "an NHS number of the range for tests (999…); it was used.",
    "nino-form": "not a National Insurance number by HMRC's rules; it was not used.",
    "nino-administrative": "a prefix that stands for no person's own number; it was used.",
    "nhs-overused": "an NHS number borne with over three dates of birth; it was not used.",
    "nino-overused": (
        "a National Insurance number borne with over three dates of birth; it was not used."
    ),
}


def _nhs_fault(text: str) -> str | None:
    """Return the fault of an NHS number (NHS Data Dictionary, NHS NUMBER: modulus 11)."""
    digits = _CLOSED.sub("", text)
    if not digits:
        return None
    if not re.fullmatch(r"\d{10}", digits):
        return "nhs-form"
    if len(set(digits)) == 1:
        return "nhs-one-digit"
    if reading.nhs_number(digits) is None:
        return "nhs-check-digit"
    return "nhs-test-number" if digits.startswith("999") else None


def _nino_fault(text: str) -> str | None:
    """Return the fault of a National Insurance number (HMRC manual NIM39110)."""
    closed = _CLOSED.sub("", reading.plain(text))
    if not closed:
        return None
    if reading.nino(closed) is None:
        return "nino-form"
    return "nino-administrative" if closed[:2] in _ADMINISTRATIVE else None
