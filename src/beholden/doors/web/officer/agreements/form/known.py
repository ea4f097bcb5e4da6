"""What the council knows that a form of an agreement offers: read when a part asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ......actions import ROLES, Council, Right, column_meanings
from ......records import reading

_SIGNING = frozenset(role.code for role in ROLES if Right.AGREEMENT_SIGN in role.rights)
KEYS = ("uprn", "person")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a dataset: its kind, and what its description says it means."""

    name: str
    kind: str = ""
    means: str = ""


class Known:
    """The use of a draft, and the organisations, groups, datasets and courses there are."""

    def __init__(self, council: Council, use: str) -> None:
        self.council = council
        self._use = use

    @cached_property
    def use(self) -> Any:
        """Return the use, as it was stated."""
        return reading.use_stated(self._use)

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Return the organisations there are, those for which somebody signs."""
        return tuple(sorted({one.organisation for one in self._signing}))

    @cached_property
    def signing(self) -> Mapping[str, list[str]]:
        """Return, by organisation, the offices that may sign for it."""
        found: dict[str, list[str]] = {}
        for one in self._signing:
            found.setdefault(one.organisation, []).append(one.office)
        return found

    @cached_property
    def _signing(self) -> list[reading.PersonView]:
        return [one for one in reading.people() if one.active and _SIGNING & set(one.roles)]

    @property
    def groups(self) -> Mapping[str, tuple[str, ...]]:
        """Return the groups of parties that the council has stated."""
        return dict(self.council.groups)

    @cached_property
    def datasets(self) -> Mapping[str, reading.DatasetView]:
        """Return the datasets there are, by name."""
        return {one.name: one for one in reading.datasets()}

    @cached_property
    def courses(self) -> Mapping[str, str]:
        """Return the titles of the courses that may be taken."""
        return {one.course.code: one.course.title for one in self.council.list_courses()}

    def columns(self, dataset: str) -> tuple[Column, ...]:
        """Return the columns of a dataset's newest version, with the keys that linkage gave it."""
        held = self.datasets.get(dataset)
        latest = held.latest if held else None
        if latest is None:
            return ()
        own = [Column(c["name"], str(c.get("kind", ""))) for c in latest.columns]
        names = {one.name for one in own}
        keys = dict.fromkeys(key.column for key in latest.keys if key.column not in names)
        return (*own, *(Column(key, "key that linkage gave") for key in keys))

    def means(self, dataset: str) -> Mapping[str, str]:
        """Return what the description of a dataset says that its columns mean."""
        held = self.datasets.get(dataset)
        if held is None or held.latest is None:
            return {}
        return column_meanings(self.council, dataset=dataset, version=held.latest.number)
