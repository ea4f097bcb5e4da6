"""What training an act needs, and whether somebody has had it: read, never changed, here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ... import learning
from ...kernel import Refusal, Refused

# Where the council has not said how long an older certificate counts after a new version.
GRACE_DAYS = 30


def rule_on(day: date) -> Any:
    """Return the rule on training that holds on a day, or None."""
    from ...records.models import TrainingRule

    return TrainingRule.objects.filter(holds_from__lte=day).order_by("-id").first()


def rule_beside(day: date) -> Any:
    """Return, as a column of another query, what the rule that holds on a day states."""
    from django.db.models import Subquery

    from ...records.models import TrainingRule

    rules = TrainingRule.objects.filter(holds_from__lte=day).order_by("-id")
    return Subquery(rules.values("statement")[:1])


def newest_rule() -> Any:
    """Return the rule on training that was stated last, or None; its day may be to come."""
    from ...records.models import TrainingRule

    return TrainingRule.objects.order_by("-id").first()


def courses_for(right: str, *, rule: Any) -> tuple[str, ...]:
    """Return the courses that a rule asks for before a right is used."""
    return tuple(rule.statement["requires"].get(right, ())) if rule else ()


def untrained(person: Any, courses: Collection[str], *, rule: Any, today: date) -> tuple[str, ...]:
    """Return those of the courses that somebody has not passed, or not lately enough."""
    if not courses:
        return ()
    grace = rule.statement.get("grace_days", GRACE_DAYS) if rule else GRACE_DAYS
    return learning.lacking(
        courses,
        held_by(person, courses),
        versions=versions_of(courses),
        grace_days=grace,
        today=today,
    )


def held_by(person: Any, courses: Collection[str]) -> list[learning.Held]:
    """Return the certificates that somebody holds of some courses."""
    from ...records.models import Certificate

    of = "result__attempt"
    rows = Certificate.objects.filter(
        **{f"{of}__person": person, f"{of}__course__code__in": list(courses)}
    ).values_list(f"{of}__course__code", f"{of}__course__version", "expires")
    return [learning.Held(*row) for row in rows]


def held_by_everybody() -> dict[int, list[learning.Held]]:
    """Return the certificates that anybody holds, by the key of the person's record."""
    from ...records.models import Certificate

    of = "result__attempt"
    told = (f"{of}__person_id", f"{of}__course__code", f"{of}__course__version", "expires")
    held: dict[int, list[learning.Held]] = {}
    for person, *certificate in Certificate.objects.values_list(*told):
        held.setdefault(person, []).append(learning.Held(*certificate))
    return held


def versions_of(courses: Iterable[str]) -> dict[str, list[learning.Published]]:
    """Return the versions of some courses that were published, with their days."""
    from ...records.models import CourseVersion

    versions: dict[str, list[learning.Published]] = {}
    for record in CourseVersion.objects.filter(code__in=list(courses)).only(
        "code", "version", "published_on"
    ):
        published = learning.Published(record.version, record.published_on)
        versions.setdefault(record.code, []).append(published)
    return versions


def refuse_untrained(person: Any, right: str, *, doing: str, today: date) -> None:
    """Raise Refused where the council asks for training before a right, and it is lacking.

    The refusal depends on the person's certificates and the day alone (S2).
    """
    rule = _rule_of(person, today)
    missing = untrained(person, courses_for(right, rule=rule), rule=rule, today=today)
    if missing:
        raise Refused(
            Refusal(
                what=f"you need training before you may {doing}.",
                why=f"The council asks for the {_named(missing)}, passed and not expired.",
                clause=f"training › {right}",
                next_step=f"beholden course take {missing[0]}",
                ask="the data-protection officer.",
            )
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """A rule as it was read with a person."""

    statement: Mapping[str, Any]


def _rule_of(person: Any, today: date) -> Any:
    """Return the rule that was read with a person, if one was looked for, or else that of a day."""
    if "training" not in vars(person):
        return rule_on(today)
    return _Read(person.training) if person.training else None


def _named(courses: Collection[str]) -> str:
    return ("course " if len(courses) == 1 else "courses ") + ", ".join(courses)
