"""What an auditor checks of the rules of two people (property S9), each a row of one table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .check import Check

_PIECE = 1_000


@dataclass(frozen=True, slots=True)
class ByAnother:
    """One rule: the record of the second act, who did it, who did the first, what it is of.

    ``second``, ``first`` and ``of`` are columns of ``model``, or of what it leads to; a record in
    which the second act was not done yet is passed over. ``fault`` tells of one, by ``of``.
    """

    what: str
    model: str
    second: str
    first: tuple[str, ...]
    of: str
    fault: str
    where: dict[str, Any] = field(default_factory=dict)


_USE, _AUTHOR = "use__name", ("use__stated_by",)

BY_ANOTHER: tuple[ByAnother, ...] = (
    ByAnother(
        "each role was given by another",
        "PersonRole",
        "given_by",
        ("person",),
        "role",
        "a role of {} was given by who holds it",
    ),
    ByAnother(
        "each account that was taken away was given again by another",
        "AccountTaken",
        "given_by",
        ("taken_by",),
        "person__office",
        "the account of the {} was given again by who took it away",
    ),
    ByAnother(
        "each use was decided on by another than stated it",
        "Decision",
        "decided_by",
        _AUTHOR,
        _USE,
        "{} was decided on by who stated it",
    ),
    ByAnother(
        "each use was looked at again by another",
        "Review",
        "reviewed_by",
        _AUTHOR,
        _USE,
        "{} was reviewed by who stated it",
    ),
    ByAnother(
        "each design was reviewed by another than stated its use",
        "DesignReview",
        "reviewed_by",
        _AUTHOR,
        _USE,
        "the design of {} was reviewed by who stated it",
    ),
    ByAnother(
        "each impact assessment was advised on by another than stated its use",
        "DpiaAdvice",
        "advised_by",
        _AUTHOR,
        _USE,
        "the assessment of {} was advised on by who stated it",
    ),
    ByAnother(
        "each crisis was confirmed by another than asked for it",
        "Opening",
        "confirmed_by",
        ("asked_by",),
        _USE,
        "{} was opened by who asked for it",
    ),
    ByAnother(
        "each suspension was lifted by another than ordered it",
        "Suspension",
        "resumed_by",
        ("suspended_by",),
        "agreement__name",
        "{} was let go on by who stopped it",
    ),
    ByAnother(
        "each feed was opened by another than asked for it",
        "Feed",
        "opened_by",
        ("asked_by",),
        _USE,
        "the feed of {} was opened by who asked for it",
    ),
    ByAnother(
        "each access to a feed was given by another",
        "FeedAccess",
        "given_by",
        ("person",),
        "feed__use__name",
        "access to the feed of {} was given by who has it",
    ),
    ByAnother(
        "each release was reviewed by another",
        "Release",
        "reviewed_by",
        ("requested_by", "receipt__asked_by"),
        "pk",
        "{} was reviewed by who asked for it",
    ),
    ByAnother(
        "each concealment was confirmed by another than stated it",
        "Concealment",
        "confirmed_by",
        ("stated_by",),
        "pk",
        "{} was confirmed by who stated it",
    ),
    ByAnother(
        "each complaint was decided on by another than stated its use",
        "ComplaintStep",
        "taken_by",
        ("complaint__use__stated_by",),
        "complaint_id",
        "{} was decided on by who stated its use",
        {"step": "decided"},
    ),
    ByAnother(
        "each pair was decided on by another than had it matched",
        "PairLabel",
        "decided_by",
        ("key__run__made_by",),
        "key_id",
        "a pair of linkage {} was decided on by who had it made",
    ),
)


def checked_by_another() -> Iterator[Check]:
    """Yield a check of each rule of the table; the database must be at work."""
    yield from map(_check, BY_ANOTHER)


def _check(rule: ByAnother) -> Check:
    from ...records import models

    done = {f"{rule.second}__isnull": False, **rule.where}
    found = getattr(models, rule.model).objects.filter(**done).order_by("pk")
    looked_at, faults = 0, []
    rows = found.values_list(rule.second, rule.of, *rule.first)
    for second, of, *first in rows.iterator(chunk_size=_PIECE):
        looked_at += 1
        if second in first:
            faults.append(rule.fault.format(of))
    return Check(rule.what, looked_at, tuple(faults))
