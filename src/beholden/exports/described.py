"""The record as these exports need it: frozen values, filled by whoever holds the register.

Only what the public may read belongs in them, unless the export is for within the council. Offices
stand for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from beholden.kernel import Terms


@dataclass(frozen=True, slots=True)
class Holder:
    """The council: its name, the address of its public pages, and its shared mailbox.

    ``site`` is without a last slash and empty where the council has not stated it; ``organisation``
    is its name in the list of organisations of GOV.UK, where it has one.
    """

    name: str
    site: str = ""
    email: str = ""
    organisation: str = ""

    def address(self, path: str) -> str:
        """Return the address of a page; without a site, from the root of whatever serves it."""
        return self.site + path


@dataclass(frozen=True, slots=True)
class HeldColumn:
    """A column of a dataset, with what it is used for in agreements that are public."""

    name: str
    type: str = "string"
    kind: str = ""
    personal: bool = False
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldDataset:
    """A dataset that the council holds, without its rows.

    ``scores`` and ``complete`` are shares from 0 to 1; ``uses`` and ``agreements`` are the public
    ones that name it, and ``purposes`` say what for. ``keys`` tell how linkage made its key
    columns, one sentence each.
    """

    name: str
    title: str
    steward: str
    registered_on: date
    modified_on: date
    version: int
    rows: int
    columns: tuple[HeldColumn, ...] = ()
    source: str = ""
    retention: str = ""
    made_up: bool = False
    scores: Mapping[str, float] = field(default_factory=dict)
    complete: Mapping[str, float] = field(default_factory=dict)
    findings: int = 0
    keys: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()

    @property
    def personal(self) -> bool:
        """Return whether a column of it says something of a person."""
        return any(column.personal for column in self.columns)


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of a published release; ``sha256`` is in hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """A release that was published, with its files."""

    id: str
    use: str
    title: str
    purpose: str
    published_on: date
    made_up: bool = False
    datasets: tuple[str, ...] = ()
    files: tuple[PublishedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Undertaken:
    """What an office does for a use by a day: open, done, lapsed or withdrawn."""

    name: str
    text: str
    owner: str
    by: date
    stops: bool
    state: str


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What the board had taken out of an agreement: columns (withhold) or outputs (no_output)."""

    kind: str
    names: tuple[str, ...]
    says: str
    because: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """One version of an agreement, as it was stated and as the gate obeys it."""

    name: str
    version: int
    use: str
    state: str
    terms: Terms
    stated_on: date
    title: str = ""
    article_6: str = ""
    article_9: str = ""
    power: str = ""
    review_by: date | None = None
    training: tuple[str, ...] = ()
    taken_out: tuple[TakenOut, ...] = ()
    undertaken: tuple[Undertaken, ...] = ()
    contact: str = ""
    method: str = ""
    retention: str = ""
    processors: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Something that a use may lead to, with what is done about it and what came of it."""

    what: str
    positive: bool
    intended: bool
    done: str = ""
    who: str = ""
    likelihood: str = ""
    severity: str = ""
    actual: str = ""


@dataclass(frozen=True, slots=True)
class Advised:
    """One point that the board advised, and what the accountable officer did with it."""

    on: date
    text: str
    followed: str = ""


@dataclass(frozen=True, slots=True)
class RecordedUse:
    """A data use with what is public of it, newest agreement last.

    ``canvas`` is what each area says; ``assessments`` are a name, a day and a summary each.
    ``approved_on`` is the day of a decision that said yes.
    """

    name: str
    title: str
    purpose: str
    owner: str
    accountable_officer: str
    state: str
    stated_on: date
    why_data: str = ""
    people_affected: str = ""
    personal: bool = True
    special: bool = False
    made_up: bool = False
    approved_on: date | None = None
    because: str = ""
    canvas: Mapping[str, str] = field(default_factory=dict)
    foreseen: tuple[Foreseen, ...] = ()
    advised: tuple[Advised, ...] = ()
    agreements: tuple[Agreed, ...] = ()
    tables: tuple[PublishedTable, ...] = ()
    questions: int = 0
    assessments: tuple[tuple[str, date | None, str], ...] = ()

    @property
    def in_force(self) -> Agreed | None:
        """Return the agreement in force, else the newest, or None where there is none."""
        return next(
            (a for a in self.agreements if a.state == "in_force"),
            self.agreements[-1] if self.agreements else None,
        )
