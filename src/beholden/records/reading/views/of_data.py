"""What doors may see of the home, its people and its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .view import View


@dataclass(frozen=True, slots=True)
class HomeFacts(View):
    """How much the register holds."""

    datasets: int
    uses: int
    uses_approved: int
    agreements_in_force: int
    answers: int
    refusals: int
    releases_published: int
    ledger_entries: int
    made_up: bool


@dataclass(frozen=True, slots=True)
class PersonView(View):
    """Somebody who may act, with the code by which they name themselves."""

    code: str
    office: str
    organisation: str
    roles: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class KeyView(View):
    """A key that linkage gave to the rows of a version."""

    column: str
    number: int
    rows: int
    matched: int
    method: Mapping[str, Any]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class AreasVersionView(View):
    """One version of a set of areas, by its fingerprint."""

    number: int
    areas: int
    fingerprint: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class AreasView(View):
    """A set of areas as it stands, without its outlines; versions are the oldest first.

    ``labels`` are the code and the name of each area; ``points_read`` and ``points`` count the
    points of outlines in the file and as they are kept; ``detail`` is the size in metres of what
    was left out.
    """

    name: str
    version: int
    title: str
    steward: str
    licence: str
    attribution: str
    made_up: bool
    labels: tuple[tuple[str, str], ...]
    points_read: int
    points: int
    detail: int
    findings: tuple[Mapping[str, Any], ...]
    versions: tuple[AreasVersionView, ...]


@dataclass(frozen=True, slots=True)
class AreasToDraw(View):
    """One version of a set of areas with its outlines (GeoJSON), and whose they are."""

    name: str
    version: int
    title: str
    licence: str
    attribution: str
    labels: tuple[tuple[str, str], ...]
    document: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class DatasetVersionView(View):
    """One delivery of a dataset; ``quality`` holds scores and completeness, 0–1."""

    number: int
    fingerprint: str
    rows: int
    columns: tuple[Mapping[str, Any], ...]
    quality: Mapping[str, Any]
    registered_at: datetime
    keys: tuple[KeyView, ...]


@dataclass(frozen=True, slots=True)
class DatasetView(View):
    """A table that the council holds, newest version last."""

    name: str
    title: str
    steward: str
    source: str
    retention: str
    made_up: bool
    registered_at: datetime
    versions: tuple[DatasetVersionView, ...]

    @property
    def latest(self) -> DatasetVersionView | None:
        """Return the newest version, or None where none was delivered."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class SampleView(View):
    """A random sample drawn for review, without its rows."""

    id: str
    of: str
    population: int
    drawn: int
    decided: int
    drawn_by_office: str
    drawn_at: datetime


@dataclass(frozen=True, slots=True)
class ReviewView(View):
    """How far the review of one linkage has come; ``decided`` counts pairs by answer."""

    dataset: str
    version: int
    key: str
    number: int
    rows: int
    matched: int
    decided: Mapping[str, int]
    calibration: Mapping[str, Any]
    samples: tuple[SampleView, ...]


@dataclass(frozen=True, slots=True)
class LinkageView(View):
    """The newest linkage of a dataset's newest version; ``decided`` counts pairs.

    ``makers`` are the codes of those who had it, or the very same keys, made: they may not review
    it. ``fairness`` tells how it fell on groups (``figures`` and ``told``, as
    ``linkage.FairnessReport``; of earlier versions ``warnings`` in words in place of ``told``),
    empty where that is not known. It is for officers alone.
    """

    dataset: str
    title: str
    steward: str
    made_up: bool
    version: int
    key: str
    rows: int
    matched: int
    decided: int
    made_at: datetime
    makers: frozenset[str]
    fairness: Mapping[str, Any]
