"""What is told about a release: values that the pages and the metadata are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A map of the table, and the areas that it is drawn on.

    ``drawing`` stands in a page, ``svg`` alone, with whose the areas are under it; ``says`` is how
    to read it, ``measure`` the number that it shows, ``areas`` their GeoJSON, ``whose`` the words
    that their owner asks for.
    """

    drawing: str
    svg: str
    says: tuple[str, ...]
    measure: str
    areas: str
    title: str
    whose: str
    licence: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A release as the public reads of it.

    ``approved_by_role`` names an office, never a person; ``ledger_entry`` is the index of the
    decision to publish. ``question`` is empty where it may not be public. ``starts`` and ``ends``
    are the time that the data are about, ``spatial`` the place, ``homepage`` the council's address
    for data, ``contact`` whom to write to and ``map`` where the numbers are, where there are such.
    """

    release: str
    use: str
    title: str
    purpose: str
    agreement: str
    terms_hash: str
    receipt: str
    question: str
    council: str
    made_up: bool
    published_on: date
    approved_by_role: str
    ledger_entry: int
    licence: str = OGL
    starts: date | None = None
    ends: date | None = None
    spatial: str = ""
    homepage: str = ""
    contact: str = ""
    map: AreaMap | None = None


@dataclass(frozen=True, slots=True)
class Package:
    """A folder that was written whole: its files with the SHA-256 of each, in hex."""

    path: Path
    files: Mapping[str, str]
