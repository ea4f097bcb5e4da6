"""Certificates: what they say, and the fingerprint by which the ledger knows them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ..kernel import fingerprint


@dataclass(frozen=True, slots=True)
class Certificate:
    """That somebody passed one version of a course.

    ``holder`` is the code of a person: it is on the certificate alone. ``salt`` is drawn at random,
    so that nobody can try codes against the fingerprint in the ledger.
    """

    id: str
    course: str
    version: int
    issued: date
    expires: date
    holder: str
    salt: str

    @property
    def fingerprint(self) -> str:
        """Return what the ledger holds of it."""
        return fingerprint(self.to_dict())

    def to_dict(self) -> dict[str, Any]:
        """Return the certificate as plain data."""
        return {
            **asdict(self),
            "issued": self.issued.isoformat(),
            "expires": self.expires.isoformat(),
        }


def expires_on(issued: date, *, months: int) -> date:
    """Return the last day on which a certificate counts: the same day so many months later."""
    year, month = divmod(issued.month - 1 + months, 12)
    year, month = issued.year + year, month + 1
    return date(year, month, min(issued.day, monthrange(year, month)[1]))
