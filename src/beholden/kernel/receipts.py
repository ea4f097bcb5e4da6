"""Receipts: the record of who asked what, why, under which clause, and what was withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Clause:
    """One place in an agreement and what it says, in words."""

    where: str
    says: str


@dataclass(frozen=True, slots=True)
class DatasetVersion:
    """Which version of a dataset an answer was made from, and how good it was."""

    name: str
    version: int
    fingerprint: str
    rows: int
    quality: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is kept with an answer, for the analyst, the board and the ledger.

    ``subjects`` is rounded down to the agreement's base; ``withheld`` counts cells by reason.
    ``entry`` is the index of the act in the ledger. ``by_role`` names an office, never a person.
    ``isolation`` is how the question was kept in while it ran (docs/reference/isolation.md), empty
    where none ran, as where a fitted table answered. ``in_effect`` is the fingerprint of the terms
    of that day, with what the board asked since they were signed, and of the way of answering.
    """

    id: str
    use: str
    purpose: str
    agreement: str
    terms_hash: str
    question: str
    sql: str
    clauses: tuple[Clause, ...]
    datasets: tuple[DatasetVersion, ...]
    subjects: int
    shown: int
    withheld: Mapping[str, int]
    by_role: str
    at: str
    entry: int
    isolation: str = ""
    in_effect: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the receipt as plain data."""
        return asdict(self)

    @classmethod
    def from_dict(cls, facts: Mapping[str, Any]) -> Receipt:
        """Return the receipt that plain data are of."""
        clauses = tuple(Clause(**one) for one in facts["clauses"])
        datasets = tuple(DatasetVersion(**one) for one in facts["datasets"])
        return cls(**{**facts, "clauses": clauses, "datasets": datasets})
