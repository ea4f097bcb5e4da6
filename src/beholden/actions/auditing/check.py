"""What came of one thing that an auditor checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was checked: how many were looked at, and what was wrong."""

    what: str
    looked_at: int
    faults: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"check": self.what, "looked_at": self.looked_at, "faults": list(self.faults)}
