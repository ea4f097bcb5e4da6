"""One published table as a page of the council: in its colours, and in the reader's language.

The files beside it are as they were published; the page among them stands alone, as a download.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ..form_pages import page
from ..paging import part_of
from ..visits import Visit
from .documents import as_json
from .kept import Kept, kept

_AT_ONCE = 200
# Withheld, and not to be had: the marks of the Government Analysis Function in a table.
_MARKS = {"[c]", "[x]"}
_NUMBERS = ("integer", "decimal", "number", "double")
# Read once: what was published stays as it is. Each may have thousands of rows, so few are kept.
_tables = Kept(at_most=10)


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it was published: ``number`` stands at the right, ``mark`` says why none does."""

    text: str
    number: bool

    @property
    def mark(self) -> bool:
        """Return whether the value is withheld, or not to be had."""
        return self.text in _MARKS


@dataclass(frozen=True, slots=True)
class Published:
    """A published table: its columns (name, and whether numbers), rows, and how to read it."""

    columns: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]


def release(request: Visit, release: str) -> HttpResponse:
    """Show one published table with its chart, how to read it, and its files."""
    shown = _named(request, release)
    council = request.council
    folder = council.path("releases", release)
    table = _tables.of((council.alias, release), "published", lambda: _read(folder))
    return page(
        request,
        "public/release.html",
        release=shown,
        table=table,
        part=part_of(request, table.rows, size=_AT_ONCE, at="table"),
        breadcrumbs=[(_("Open data"), reverse("open-data"))],
    )


def release_json(request: Visit, release: str) -> HttpResponse:
    """Give what is told of one published table, and where its files are, as data."""
    return as_json(_named(request, release))


def _named(request: Visit, release: str) -> Any:
    """Return a published table that is told; raise Http404 for any other."""
    for one in kept(request, request.council.public_releases):
        if one.id == release:
            return one
    raise Http404


def _read(folder: Path) -> Published:
    about = json.loads((folder / "table.csv-metadata.json").read_text("utf-8"))
    kinds = [_is_number(column) for column in about["tableSchema"]["columns"]]
    with (folder / "table.csv").open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)
    return Published(
        columns=tuple(zip(names, kinds, strict=True)),
        rows=tuple(_row(row, kinds) for row in rows),
        notes=tuple(about.get("rdfs:comment", ())),
    )


def _row(values: Sequence[str], kinds: Sequence[bool]) -> tuple[Cell, ...]:
    return tuple(Cell(text, number) for text, number in zip(values, kinds, strict=True))


def _is_number(column: dict[str, Any]) -> bool:
    kind = column.get("datatype", "string")
    return (kind.get("base") if isinstance(kind, dict) else kind) in _NUMBERS
