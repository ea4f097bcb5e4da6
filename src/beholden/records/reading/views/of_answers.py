"""What doors may see of agreements, extracts, answers and releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .view import View


@dataclass(frozen=True, slots=True)
class ExtractView(View):
    """One sealing, without the place of its file."""

    id: str
    agreement: str
    agreement_version: int
    version: int
    state: str
    rows: Mapping[str, int]
    fingerprint: str
    datasets: tuple[Mapping[str, Any], ...]
    sealed_at: datetime
    destroyed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptSummary(View):
    """The public part of a receipt.

    ``question`` is the text that the ledger made public, empty where it could hold a value;
    ``scheduled`` says that it was asked by a schedule; ``stopped`` is the kind of what stopped it,
    empty where it was answered or refused.
    """

    id: str
    use: str
    agreement: str | None
    allowed: bool
    at: datetime
    by_role: str
    question: str
    subjects: int
    shown: int
    withheld: Mapping[str, int]
    entry: int | None
    scheduled: bool = False
    stopped: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptView(View):
    """A receipt as the analyst, the board and the officer see it; ``facts`` as they were kept."""

    id: str
    use: str
    agreement: str | None
    extract: str | None
    allowed: bool
    at: datetime
    office: str
    question: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReleaseSummary(View):
    """A release without its table."""

    id: str
    name: str
    use: str
    title: str
    state: str
    requested_at: datetime
    requested_by_office: str
    reviewed_at: datetime | None
    reviewed_by_office: str
    because: str
    published_at: datetime | None
    path: str


@dataclass(frozen=True, slots=True)
class ReleaseView(View):
    """A release with its table as it was checked, for those who review it."""

    summary: ReleaseSummary
    receipt: str
    question: str
    checked: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ObjectionsView(View):
    """How many subjects object to a use by one key column, and how many did; nobody is named."""

    use: str
    column: str
    standing: int
    withdrawn: int
    newest: datetime
