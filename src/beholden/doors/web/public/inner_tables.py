"""Tables that lie within others, each as one whose rows say of which.

On the pages each agreement has its columns, each review of a design its parts, and each meeting of
the board its items.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ColumnGiven:
    """What one column may be used for under one agreement; ``rows`` are those that it is of."""

    agreement: str
    starts: Any
    ends: Any
    dataset: str
    steward: str
    rows: str
    column: str
    may: str


@dataclass(frozen=True, slots=True)
class PartReviewed:
    """What a design review found of one part."""

    on: Any
    by: str
    verdict: str
    part: str
    finding: str
    says: str


@dataclass(frozen=True, slots=True)
class ItemOfMeeting:
    """One item of a meeting of the board; ``href`` leads to the use that it is of."""

    on: str
    place: str
    state: str
    number: int
    title: str
    href: str
    quorum: str


def columns_given(use: Any) -> Iterator[ColumnGiven]:
    """Yield each column that an agreement of a use gives, or gave."""
    for agreement in use.agreements:
        for dataset in agreement.datasets:
            for column in dataset.columns:
                yield ColumnGiven(
                    agreement.name,
                    agreement.starts,
                    agreement.ends,
                    dataset.name,
                    dataset.steward,
                    dataset.rows,
                    column.name,
                    column.may,
                )


def parts_reviewed(use: Any) -> Iterator[PartReviewed]:
    """Yield each part that a design review of a use looked at."""
    for review in use.design_reviews:
        for part, finding, says in review.findings:
            yield PartReviewed(review.on, review.by, review.verdict, part, finding, says)


def items_of_meetings(board: Any) -> Iterator[ItemOfMeeting]:
    """Yield each item of each meeting of the board."""
    for one in board.meetings:
        for item in one.items:
            yield ItemOfMeeting(
                one.on, one.place, one.state, item.number, item.title, item.href, item.quorum
            )
