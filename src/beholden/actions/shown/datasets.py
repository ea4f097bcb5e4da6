"""The datasets that uses name: what is held, by whom, how good it is, and what it is used for.

A dataset that no use names, or only one that is concealed, is not told; of its columns those are
that an agreement gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ... import intake
from ...kernel import NotFound, day_of
from ...records import reading
from ..home import Home
from .open_data import map_of_release
from .uses import PublicListedUse, public_uses


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """A column that an agreement gives; ``roles`` are those it has, ``complete`` is 0–1."""

    name: str
    kind: str
    personal: bool
    roles: tuple[str, ...]
    complete: float | None


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """One delivery; ``scores`` are 0–1 by dimension of quality."""

    number: int
    on: date
    rows: int
    findings: int
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ShownUse:
    """A use that a dataset is for."""

    name: str
    title: str
    status: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table that was published from a dataset, with its map where it has one."""

    title: str
    on: date
    href: str
    map: str


@dataclass(frozen=True, slots=True)
class ShownDataset:
    """A dataset as the public reads of it; versions and tables are the oldest first."""

    name: str
    title: str
    steward: str
    source: str
    retention: str
    made_up: bool
    registered_on: date
    href: str
    columns: tuple[ShownColumn, ...]
    versions: tuple[ShownVersion, ...]
    uses: tuple[ShownUse, ...]
    published: tuple[ShownTable, ...]

    @property
    def latest(self) -> ShownVersion | None:
        """Return the newest delivery, or None."""
        return self.versions[-1] if self.versions else None


@dataclass(frozen=True, slots=True)
class HeldBesides:
    """How many datasets a steward holds that no use told on the public pages draws on."""

    steward: str
    held: int


@dataclass(frozen=True, slots=True)
class DatasetsHeld:
    """The datasets that are told, by title, and how many each steward holds besides."""

    told: tuple[ShownDataset, ...]
    besides: tuple[HeldBesides, ...]


def public_datasets(home: Home) -> tuple[ShownDataset, ...]:
    """Return every dataset that a use names which is not concealed, by title."""
    return public_datasets_held(home).told


def public_datasets_held(home: Home) -> DatasetsHeld:
    """Return every dataset that a use names which is not concealed, and how many there are besides.

    Those are counted and never named. So nobody can tell one that only a concealed use draws on
    from one that nothing draws on: to begin a concealed use changes no count.
    """
    uses = {one.name: one for one in public_uses(home)}
    with home.at_work():
        named = [one for one in reading.datasets_named() if one.use in uses and _is_public(one)]
        held = reading.datasets()
        tables = _tables(home, uses)
    shown = [
        _shown(view, [one for one in named if one.name == view.name], uses, tables) for view in held
    ]
    besides = Counter(one.steward for one in shown if not one.uses)
    return DatasetsHeld(
        tuple(sorted((one for one in shown if one.uses), key=lambda one: one.title.casefold())),
        tuple(HeldBesides(steward, besides[steward]) for steward in sorted(besides)),
    )


def public_dataset(home: Home, *, name: str) -> ShownDataset:
    """Return one dataset; raises NotFound, alike for one that is not told and for none at all."""
    for one in public_datasets(home):
        if one.name == name:
            return one
    raise NotFound(
        "There is no dataset of that name.", next_step="The page of datasets lists them all."
    )


def _is_public(named: reading.NamedDataset) -> bool:
    """Return whether the public pages tell the agreement: one taken back was never one."""
    return named.state != "withdrawn" or named.began


def _shown(
    view: reading.DatasetView,
    named: Sequence[reading.NamedDataset],
    uses: Mapping[str, PublicListedUse],
    tables: Mapping[str, Sequence[ShownTable]],
) -> ShownDataset:
    return ShownDataset(
        name=view.name,
        title=view.title,
        steward=view.steward,
        source=view.source,
        retention=view.retention,
        made_up=view.made_up,
        registered_on=day_of(view.registered_at),
        href=f"/datasets/{view.name}/",
        columns=tuple(_columns(view.latest, named)) if view.latest else (),
        versions=tuple(map(_version, view.versions)),
        uses=tuple(
            ShownUse(name, uses[name].title, uses[name].status, uses[name].href)
            for name in dict.fromkeys(one.use for one in named)
        ),
        published=tuple(tables.get(view.name, ())),
    )


def _tables(home: Home, uses: Mapping[str, PublicListedUse]) -> dict[str, list[ShownTable]]:
    """Return what was published of the uses that are told, by dataset."""
    of = reading.datasets_of_releases()
    tables: dict[str, list[ShownTable]] = {}
    for one in reading.tables_published():
        if one.use in uses:
            href, drawn = f"/releases/{one.id}/", map_of_release(home, one.id)
            table = ShownTable(one.title, day_of(one.published_at), href, drawn)
            for name in of.get(one.id, ()):
                tables.setdefault(name, []).append(table)
    return tables


def _version(view: reading.DatasetVersionView) -> ShownVersion:
    scores: Mapping[str, float] = view.quality.get("scores", {})
    return ShownVersion(
        number=view.number,
        on=day_of(view.registered_at),
        rows=view.rows,
        findings=int(view.quality.get("findings", 0)),
        scores={name: round(score, 3) for name, score in scores.items()},
    )


def _columns(
    latest: reading.DatasetVersionView, named: Iterable[reading.NamedDataset]
) -> Iterator[ShownColumn]:
    roles = _roles(named)
    complete: Mapping[str, float] = latest.quality.get("complete", {})
    about_people = {kind.value for kind in intake.PERSONAL_KINDS}
    for column in latest.columns:
        name = column["name"]
        if name in roles:
            kind = str(column.get("kind", ""))
            share = complete.get(name)
            yield ShownColumn(
                name=name,
                kind=kind,
                personal=kind in about_people,
                roles=tuple(roles[name]),
                complete=None if share is None else round(share, 3),
            )


def _roles(named: Iterable[reading.NamedDataset]) -> dict[str, dict[str, None]]:
    """Return each column that is given, with the roles that it has anywhere, in order."""
    roles: dict[str, dict[str, None]] = {}
    for one in named:
        for column in one.columns:
            if column["role"] != "withheld":
                roles.setdefault(_of(column), {})[str(column["role"])] = None
    return roles


def _of(column: Mapping[str, Any]) -> str:
    return str(column.get("of") or column["name"])
