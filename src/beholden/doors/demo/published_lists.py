"""The two published lists of libraries: their keys taken away, and kept apart as the truth."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...actions.reporting import full_disk_is_unavailable
from .stating import data_file

_LONGEST_UPRN = 12


@dataclass(frozen=True, slots=True)
class PublishedList:
    """One published list; ``key`` is the heading of its UPRN."""

    name: str
    year: str
    key: str


LISTS = (
    PublishedList("libraries_2016", "2016", "Unique property reference number"),
    PublishedList("libraries_2023", "2023", "uprn"),
)


@dataclass(frozen=True, slots=True)
class Published:
    """The published keys of a list by row: usable ones, the rows without, and with unusable ones.

    A key is usable if it is a UPRN in form: 1 to 12 digits (BS 7666). Others are councils' own
    numbers that stand in the UPRN's column.
    """

    keys: tuple[str | None, ...]
    none: int
    unusable: int


def take_keys_away(to: Path, truth: Path) -> Mapping[str, Published]:
    """Write the lists without their key, and the keys by themselves, into two folders."""
    with full_disk_is_unavailable():
        for folder in (to, truth):
            folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data_file("gazetteer.parquet"), to / "gazetteer.parquet")
        shutil.copyfile(data_file("SOURCES.md"), to / "SOURCES.md")
        return {one.name: _divided(one, to, truth) for one in LISTS}


def _divided(one: PublishedList, to: Path, truth: Path) -> Published:
    with data_file(f"{one.name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    place = header.index(one.key)
    keys = [row[place] for row in rows]
    _write(to / f"{one.name}.csv", [[*r[:place], *r[place + 1 :]] for r in (header, *rows)])
    _write(truth / f"{one.name}.csv", [["row", "published_uprn"], *_numbered(keys)])
    usable = tuple(map(_usable, keys))
    none = sum(not key.strip() for key in keys)
    return Published(usable, none, sum(key is None for key in usable) - none)


def _usable(key: str) -> str | None:
    digits = key.strip().lstrip("0")
    plain = digits.isascii() and digits.isdigit()
    return digits if plain and len(digits) <= _LONGEST_UPRN else None


def _numbered(keys: Sequence[str]) -> list[list[str]]:
    return [[str(row), key] for row, key in enumerate(keys)]


def _write(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
