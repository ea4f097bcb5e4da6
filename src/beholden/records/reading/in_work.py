"""What those who work at a use see of it besides: who stated it, and its agreements lightly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AgreementInWork:
    """One version of an agreement as a task tells of it; ``sealed`` says that it can be asked."""

    name: str
    version: int
    state: str
    starts: date
    ends: date
    sealed: bool
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UseInWork:
    """Who stated a use, by code (for those inside only), and its agreements, oldest first."""

    stated_by: str
    agreements: tuple[AgreementInWork, ...]
