"""Each table that is published as an entity set: its name, its properties and its rows.

The names are made from what was published, which never changes, so a workbook keeps working.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

KEY = "row"
_TYPES = {"integer": "Edm.Int64", "number": "Edm.Decimal"}
_MOST_OF_A_TITLE = 60
# Words of OData's filters: a property of such a name could not be asked about.
_TAKEN = frozenset(
    {"and", "or", "not", "eq", "ne", "gt", "ge", "lt", "le", "in", "has", "add", "sub", "mul"}
    | {"div", "mod", "null", "true", "false", "inf", "nan", "asc", "desc", "any", "all", "it"}
)


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a row: its name, its type (``Edm.…``) and what the table calls it.

    ``uses`` says what ``$apply`` may do with it: ``Groupable``, ``Aggregatable``.
    """

    name: str
    type: str
    title: str
    nullable: bool = False
    uses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table; what stands for a withheld figure goes to the note beside it."""

    value: Property
    markers: frozenset[str] = frozenset()
    note: Property | None = None


@dataclass(frozen=True, slots=True)
class EntitySet:
    """A table as OData knows it: a published one, or an answer.

    What ``$apply`` gives is not ``keyed``: a group has no number of its own. A set that ``applies``
    is asked for totals and gives no rows, so the list of sets does not name it.
    """

    name: str
    title: str
    release: str
    columns: tuple[Column, ...]
    keyed: bool = True
    applies: bool = False

    @property
    def properties(self) -> tuple[Property, ...]:
        """Return every property of a row, its number first."""
        key = Property(KEY, "Edm.Int32", "Row of the table, counted from 1")
        found = [key] if self.keyed else []
        for column in self.columns:
            found += [column.value, *([column.note] if column.note else [])]
        return tuple(found)


@lru_cache(maxsize=10_000)
def published(folder: Path, *, release: str, title: str) -> EntitySet:
    """Return the entity set of a published table, as the metadata beside it describe it.

    They are read once: what was published never changes.
    """
    about = json.loads((folder / "table.csv-metadata.json").read_text(encoding="utf-8"))
    return described(about, release=release, title=title)


def rows(entity_set: EntitySet, folder: Path) -> list[dict[str, Any]]:
    """Return every row of a published table."""
    text = (folder / "table.csv").read_text(encoding="utf-8")
    return list(read(entity_set, text))


def described(about: Mapping[str, Any], *, release: str, title: str) -> EntitySet:
    """Return the entity set that CSV on the Web metadata tell of."""
    taken = {KEY, *_TAKEN}
    columns = tuple(_column(one, taken) for one in about["tableSchema"]["columns"])
    return EntitySet(name_of(title, release), title, release, columns)


def read(entity_set: EntitySet, text: str) -> Iterator[dict[str, Any]]:
    """Yield each row of a table's text; a withheld figure is null, and its note says why."""
    lines = csv.reader(io.StringIO(text))
    next(lines)  # the headings
    for number, cells in enumerate(lines, start=1):
        row: dict[str, Any] = {KEY: number}
        for column, cell in zip(entity_set.columns, cells, strict=True):
            row |= _values(column, cell)
        yield row


def name_of(title: str, release: str) -> str:
    """Return a name that OData allows and that no other release has (OData CSDL 4.0, 17.2)."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "_", plain)[:_MOST_OF_A_TITLE].strip("_") or "table"
    number = re.sub(r"[^A-Za-z0-9]+", "_", release.removeprefix("release-"))
    return _begun_well(f"{words}_{number}")


def named(names: Iterable[str], *, beside: Iterable[str] = ()) -> tuple[str, ...]:
    """Return names that OData allows, no two alike nor like those ``beside``, for any names."""
    taken = {KEY, *_TAKEN, *(one.lower() for one in beside)}
    return tuple(_own_name(_begun_well(_plain(name)), taken) for name in names)


def is_word(name: str) -> bool:
    """Return whether OData takes a name for a property and for nothing else."""
    return bool(re.fullmatch(r"[A-Za-z_]\w{0,127}", name, re.ASCII)) and name.lower() not in _TAKEN


def _plain(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_]+", "_", plain).strip("_") or "column"


def _column(about: Mapping[str, Any], taken: set[str]) -> Column:
    title, markers = str(about["titles"]), frozenset(about.get("null", ()))
    name = _own_name(_begun_well(about["name"]), taken)
    kind = _TYPES.get(about["datatype"], "Edm.String")
    value = Property(name, kind, title, nullable=bool(markers))
    if not markers:
        return Column(value)
    note = Property(_own_name(f"{name}_note", taken), "Edm.String", _why(title, markers), True)
    return Column(value, markers, note)


def _why(title: str, markers: frozenset[str]) -> str:
    return f"What the table has in place of a figure of {title}: {' or '.join(sorted(markers))}"


def _own_name(name: str, taken: set[str]) -> str:
    while name.lower() in taken:
        name += "_"
    taken.add(name.lower())
    return name


def _begun_well(name: str) -> str:
    return name if re.match("[A-Za-z_]", name) else f"_{name}"


def _values(column: Column, cell: str) -> dict[str, Any]:
    if column.note is None:
        return {column.value.name: _typed(column.value, cell)}
    withheld = cell in column.markers
    return {
        column.value.name: None if withheld else _typed(column.value, cell),
        column.note.name: cell if withheld else None,
    }


def _typed(about: Property, cell: str) -> str | int | float:
    if about.type == "Edm.Int64":
        return int(cell)
    return float(cell) if about.type == "Edm.Decimal" else cell
