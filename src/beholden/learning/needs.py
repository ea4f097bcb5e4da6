"""Whether somebody has had the training that a right, or an agreement, asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that somebody holds: of which version, and the last day on which it counts."""

    course: str
    version: int
    expires: date


@dataclass(frozen=True, slots=True)
class Published:
    """One version of a course, and the day on which the council had it."""

    version: int
    on: date


def lacking(
    required: Iterable[str],
    held: Iterable[Held],
    *,
    versions: Mapping[str, Sequence[Published]],
    grace_days: int,
    today: date,
) -> tuple[str, ...]:
    """Return the courses that are asked for and that no certificate answers today.

    A certificate of an older version counts for ``grace_days`` from the day on which the version
    after it came out. The answer depends on the person's certificates and the day alone.
    """
    certificates = tuple(held)
    return tuple(
        course
        for course in dict.fromkeys(required)
        if not any(
            one.course == course
            and today <= one.expires
            and _still_counts(one, versions.get(course, ()), grace_days, today)
            for one in certificates
        )
    )


def _still_counts(held: Held, versions: Sequence[Published], grace_days: int, today: date) -> bool:
    after = [one.on for one in versions if one.version > held.version]
    return not after or today < min(after) + timedelta(days=grace_days)
