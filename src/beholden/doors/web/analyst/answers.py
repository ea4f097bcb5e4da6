"""An answer as a page shows it: columns, cells, what is not shown and why, the files of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ....actions import Answered, Council, Mapped, is_number, picture_of
from ...cli.showing import as_csv
from ..held_files import as_address, picture_address

MOST_ROWS = 500
# Beyond this a file is not put into the page; `beholden ask --out` writes one of any size.
MOST_FILE_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer: what its heading says, and whether it holds numbers."""

    says: str
    is_number: bool


@dataclass(frozen=True, slots=True)
class File:
    """The answer as a file within the page, so that nothing is asked or kept again."""

    says: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownMap:
    """The answer as a map: its address, what it shows in words, how to read it."""

    address: str
    description: str
    says: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer with all that its page says of it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[str, bool], ...], ...]
    more: int
    notes: tuple[str, ...]
    withheld: tuple[str, ...]
    picture: str
    map: ShownMap | None
    files: tuple[File, ...]
    receipt: Any


def shown(council: Council, answered: Answered, *, title: str) -> Shown:
    """Return an answer as its page shows it."""
    table, receipt = answered.table, answered.receipt
    columns = tuple(_column(field) for field in table.schema)
    rows = table.slice(0, MOST_ROWS).to_pylist()
    mapped = council.map_of_answer(answered, title=title)
    picture = picture_of(answered, title=title, measure=mapped.measure if mapped else "")
    return Shown(
        columns=columns,
        rows=tuple(tuple(_cells(row.values(), columns)) for row in rows),
        more=max(0, table.num_rows - MOST_ROWS),
        notes=tuple(note for note in answered.notes if not note.startswith("Withheld:")),
        withheld=tuple(_withheld(receipt.withheld)),
        picture=picture_address(picture),
        map=_map(mapped),
        files=tuple(_files(answered, receipt.id)),
        receipt=receipt,
    )


def _map(mapped: Mapped | None) -> ShownMap | None:
    if mapped is None:
        return None
    return ShownMap(picture_address(mapped.svg), mapped.description, " ".join(mapped.says))


def _column(field: Any) -> Column:
    says = field.name
    if says.endswith("_within"):
        says = _("%(number)s may be off by") % {"number": says.removesuffix("_within")}
    return Column(says, is_number(field.type))


def _cells(values: Any, columns: tuple[Column, ...]) -> Iterator[tuple[str, bool]]:
    for value, column in zip(values, columns, strict=True):
        yield _cell(value, column), column.is_number


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return _("not shown") if column.is_number else _("no value")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if column.is_number:
        return f"{value:,}" if isinstance(value, int) else f"{value:,.10g}"
    return str(value)


def _withheld(withheld: Any) -> Iterator[str]:
    for why, count in withheld.items():
        yield ngettext(
            "%(count)d number or group is not shown: %(why)s.",
            "%(count)d numbers or groups are not shown: %(why)s.",
            count,
        ) % {"count": count, "why": why}


def _files(answered: Answered, name: str) -> Iterator[File]:
    rows = answered.table.to_pylist()
    document = {"rows": rows, "receipt": answered.receipt.to_dict()}
    files = (
        ("CSV", f"{name}.csv", "text/csv", as_csv(rows)),
        ("JSON", f"{name}.json", "application/json", json.dumps(document, default=str, indent=1)),
    )
    for says, file, kind, text in files:
        if len(text) <= MOST_FILE_BYTES:
            yield File(says, file, as_address(kind, text))
