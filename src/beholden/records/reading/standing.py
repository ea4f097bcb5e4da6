"""Where everything that is not finished stands, read at once: what may await somebody.

These views carry the codes of people, since nobody is asked for what they may not do themselves
(S9). They are for those inside only, and for no page as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from ...kernel import Undertaking
from .requests import RequestView


@dataclass(frozen=True, slots=True)
class UseStanding:
    """One use between idea and outcome.

    ``canvas`` has of each filled area who is to fill it in, its status, and why it is left open.

    ``advised_at`` and ``decided_at`` are the newest of their kind. ``bound`` says that an agreement
    of it was ever written, ``over_at`` when the last of them ended, ``told_on`` when an outcome was
    recorded last. ``why_data``, ``people_affected`` and ``weighs_harm`` tell whether a statement
    says what an impact assessment rests on.
    """

    name: str
    title: str
    owner: str
    accountable_officer: str
    state: str
    review: str
    personal_data: bool
    special_category: bool
    stated_by: str
    stated_at: datetime
    owed: Mapping[str, Any] = field(default_factory=dict)
    canvas: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    design_verdict: str = ""
    dpia_advised_at: datetime | None = None
    advised_at: datetime | None = None
    decided_at: datetime | None = None
    bound: bool = False
    over_at: datetime | None = None
    told_on: date | None = None
    why_data: str = ""
    people_affected: str = ""
    weighs_harm: bool = False


@dataclass(frozen=True, slots=True)
class AgreementStanding:
    """One version of an agreement that is offered, in force or suspended.

    ``said`` has for each party that did not sign its newest answer: what, the words, when.
    """

    name: str
    version: int
    use: str
    state: str
    starts: date
    ends: date
    severally: bool
    parties: tuple[str, ...]
    signed: frozenset[str]
    said: Mapping[str, tuple[str, str, datetime]]
    authors: frozenset[str]
    stated_at: datetime
    began_at: datetime | None
    review_by: date | None
    suspended_by: str = ""
    suspended_at: datetime | None = None
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class DraftStanding:
    """A draft that somebody keeps; ``use_state`` says whether it may be offered."""

    name: str
    use: str
    use_state: str
    kept_by: str
    office: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class ReleaseStanding:
    """A release that was asked for, or approved and not published; who may not review it."""

    id: str
    title: str
    use: str
    state: str
    not_by: frozenset[str]
    requested_at: datetime
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpeningStanding:
    """A use that was asked for in a crisis and is not confirmed, or owes its full review."""

    use: str
    accountable_officer: str
    asked_by: str
    asked_at: datetime
    confirmed: bool
    decided: bool
    review_by: date | None


@dataclass(frozen=True, slots=True)
class ConcealmentStanding:
    """A concealment that nobody has confirmed yet."""

    id: str
    use: str
    stated_by: str
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class FeedStanding:
    """A feed that somebody asked for and that nobody has opened or declined yet."""

    use: str
    title: str
    asked_by: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class UndertakingStanding:
    """An undertaking that has not ended, and who asked for more time."""

    undertaking: Undertaking
    asked_by: str


@dataclass(frozen=True, slots=True)
class LinkageStanding:
    """The newest linkage of a dataset's newest version: who made it, what was looked at.

    ``sampled`` and ``sample_decided`` count the pairs of its samples, ``decided`` all that were
    looked at.
    """

    dataset: str
    steward: str
    column: str
    made_by: str
    made_at: datetime
    rows: int
    matched: int
    sampled: int
    sample_decided: int
    decided: int


@dataclass(frozen=True, slots=True)
class MeetingStanding:
    """A meeting of the board that took place and whose advice or minutes are not on record."""

    on: date
    state: str
    without_advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything of a council's record that is not finished."""

    uses: tuple[UseStanding, ...] = ()
    agreements: tuple[AgreementStanding, ...] = ()
    drafts: tuple[DraftStanding, ...] = ()
    releases: tuple[ReleaseStanding, ...] = ()
    openings: tuple[OpeningStanding, ...] = ()
    concealments: tuple[ConcealmentStanding, ...] = ()
    feeds: tuple[FeedStanding, ...] = ()
    requests: tuple[RequestView, ...] = ()
    undertakings: tuple[UndertakingStanding, ...] = ()
    linkages: tuple[LinkageStanding, ...] = ()
    meetings: tuple[MeetingStanding, ...] = ()
