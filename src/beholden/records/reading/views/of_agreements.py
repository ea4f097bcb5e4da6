"""What may be seen of agreements, their parties, suspensions and drafts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .view import View


@dataclass(frozen=True, slots=True)
class SignatureView(View):
    """One party's signature."""

    party: str
    office: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class PartyView(View):
    """Where one party is with a version: its state, since when, by which office, what it asks for.

    ``state`` is offered, asks for changes, declined, signed or withdrawn; ``since`` is None for a
    party that has said nothing. ``text`` is what it asks for, or why it declined or withdrew.
    """

    party: str
    state: str
    since: datetime | None = None
    office: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SuspensionView(View):
    """A time in which nothing was asked: why, from when, and why it was let go on."""

    because: str
    by_office: str
    suspended_at: datetime
    resumed_because: str
    resumed_by_office: str
    resumed_at: datetime | None


@dataclass(frozen=True, slots=True)
class DraftView(View):
    """An agreement that is being written, by the fingerprint of what it says: it binds nobody."""

    name: str
    use: str
    office: str
    kept_at: datetime
    fingerprint: str


@dataclass(frozen=True, slots=True)
class AgreementView(View):
    """One version of an agreement: as it was stated, and as the gate obeys it.

    ``terms`` are as they were signed; ``review_by`` is the day of the review that is owed now.
    ``standing`` tells where each party is, ``suspensions`` when and why asking was stopped, and
    ``contracts`` which version of each dataset's contract was agreed to.
    """

    name: str
    version: int
    use: str
    state: str
    starts: date
    ends: date
    parties: tuple[str, ...]
    signatures: tuple[SignatureView, ...]
    document: Mapping[str, Any]
    terms: Mapping[str, Any]
    terms_hash: str
    review_by: date | None
    stated_by_office: str
    stated_at: datetime
    began_at: datetime | None
    ended_at: datetime | None
    standing: tuple[PartyView, ...]
    suspensions: tuple[SuspensionView, ...]
    contracts: Mapping[str, Any]
    document_hash: str | None = None

    @property
    def suspension(self) -> SuspensionView | None:
        """Return the suspension that stands, or None."""
        return next((one for one in self.suspensions if one.resumed_at is None), None)
