"""Uniqueness: a subject or a record stands in the table once."""

from __future__ import annotations

from collections.abc import Iterator

from beholden.intake.kinds import ColumnKind, is_person_part
from beholden.intake.looks import (
    ColumnLook,
    Faults,
    TableLook,
    combined,
    is_labelled_identifier,
    repeats,
)

_NEARLY_ALL = 0.9


def repeated_rows(look: TableLook) -> Iterator[Faults]:
    """Find rows that are in every cell the same as an earlier row."""
    if look.columns and look.rows:
        yield Faults(None, repeats(combined(look.columns, look.rows)), look.rows)


def repeated_identifiers(look: TableLook) -> Iterator[Faults]:
    """Find identifiers that an earlier row has, in columns where each should stand once."""
    for column in look.columns:
        if _stands_once(look, column):
            again = repeats(column.codes) & column.filled
            yield Faults(column.name, again, column.examined())


def _stands_once(look: TableLook, column: ColumnLook) -> bool:
    agreed = look.agreed(column)
    if agreed is not None and (agreed.unique or agreed.primary_key):
        return True
    if not _is_identifier(look, column):
        return False
    distinct = len(column.values)
    return distinct > 1 and distinct >= _NEARLY_ALL * column.examined()


def _is_identifier(look: TableLook, column: ColumnLook) -> bool:
    if column.kind is ColumnKind.UPRN:
        return _is_gazetteer(look)
    return is_labelled_identifier(column)


def _is_gazetteer(look: TableLook) -> bool:
    """Return whether the table lists addresses with their UPRNs and says nothing of persons."""
    kinds = [column.kind for column in look.columns]
    return (
        kinds.count(ColumnKind.UPRN) == 1
        and ColumnKind.ADDRESS in kinds
        and not any(is_person_part(kind) for kind in kinds)
    )
