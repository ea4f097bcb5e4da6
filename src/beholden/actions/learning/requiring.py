"""Saying which right needs which course, and seeing who has had the training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from ... import learning
from ...kernel import BadInput, Terms
from ..acting import acting, require
from ..asking import EVERYBODY
from ..home import Home
from ..rights import ROLE_BY_CODE, Right
from ..statements import checked
from .courses import course_record, refuse_unknown_courses
from .needed import GRACE_DAYS, courses_for, held_by_everybody, rule_on, versions_of

# Whoever lacked a course could otherwise never get it, nor anybody take the rule back.
NEVER_NEED_TRAINING = frozenset(
    {
        Right.PERSON_ADD,
        Right.COURSE_PUBLISH,
        Right.COURSE_TAKE,
        Right.TRAINING_REQUIRE,
        Right.TRAINING_READ,
    }
)


def require_training(home: Home, *, by: str, statement: Mapping[str, Any]) -> None:
    """State which rights need which courses from a day on; it replaces what was stated before.

    Raises BadInput for a right or a course that there is not, and for a right that never needs
    training.
    """
    from ...records.models import TrainingRule

    plain = checked(statement, schema="training")
    refuse_wrong_rights(plain["requires"])
    codes = sorted({code for needed in plain["requires"].values() for code in needed})
    with home.at_work():
        require(home, by=by, right=Right.TRAINING_REQUIRE)
        refuse_unknown_courses(codes)
    for code in codes:
        # From now on its versions are on record, and days of grace count from them.
        course_record(home, code)
    holds_from = _first_day(plain, today=home.clock.today())
    with acting(home, by=by, right=Right.TRAINING_REQUIRE, name="training-required") as act:
        TrainingRule.objects.create(
            statement=plain, holds_from=holds_from, stated_by=act.person, stated_at=act.at
        )
        act.facts.update(statement=plain, holds_from=holds_from.isoformat())


def training_status(home: Home, *, by: str) -> tuple[dict[str, Any], ...]:
    """Return who has passed what, and who lacks what their rights or an agreement ask for.

    People are told by their codes: it is for those who see to training, and is not public.
    """
    with home.at_work():
        require(home, by=by, right=Right.TRAINING_READ)
        return tuple(_status(home.clock.today()))


def refuse_wrong_rights(requires: Mapping[str, Any]) -> None:
    """Raise BadInput for a right that there is not, and for one that never needs training."""
    unknown = sorted(set(requires) - set(Right))
    if unknown:
        raise BadInput(
            f"There is no right called {', '.join(unknown)}.",
            why=f"The rights are {', '.join(Right)}.",
            next_step="Name one of these; `beholden person roles` says who holds which.",
        )
    exempt = sorted(set(requires) & set(NEVER_NEED_TRAINING))
    if exempt:
        raise BadInput(
            f"The right {', '.join(exempt)} never needs training.",
            why="Without it nobody could take a course, or change what is asked for.",
            next_step="Leave it out.",
        )


def _first_day(plain: Mapping[str, Any], *, today: date) -> date:
    """Return the day from which it holds: never one that had passed when it was stated."""
    return max(date.fromisoformat(plain["from"]), today) if "from" in plain else today


def _status(today: date) -> Iterator[dict[str, Any]]:
    """Yield a row for each person and course; it is read at once, however many people there are."""
    from ...records.models import Person

    rule, agreed, held = rule_on(today), list(agreed_training(today)), held_by_everybody()
    people = list(Person.objects.filter(active=True).prefetch_related("roles"))
    courses = {one.course for certificates in held.values() for one in certificates}
    asked = rule.statement["requires"].values() if rule else ()
    versions = versions_of(courses.union(*asked, *(terms.training for terms in agreed)))
    grace = rule.statement.get("grace_days", GRACE_DAYS) if rule else GRACE_DAYS
    for person in people:
        needed, certificates = courses_needed(person, rule, agreed), held.get(person.pk, [])
        for code in sorted({*needed, *(one.course for one in certificates)}):
            theirs = [one for one in certificates if one.course == code]
            missing = learning.lacking(
                [code], theirs, versions=versions, grace_days=grace, today=today
            )
            last = max(theirs, key=lambda one: one.expires, default=None)
            yield _status_row(person, code, last, counts=not missing, needed_for=needed.get(code))


def agreed_training(today: date) -> Iterator[Terms]:
    """Yield the terms in force that ask for training before anything is asked under them."""
    from ...records.models import Agreement

    running = Agreement.objects.filter(state="in_force", starts__lte=today, ends__gte=today)
    for stated in running.order_by("name").values_list("terms", flat=True):
        terms = Terms.from_dict(stated)
        if terms.training and terms.aggregate:
            yield terms


def courses_needed(person: Any, rule: Any, agreed: Iterable[Terms]) -> dict[str, list[str]]:
    """Return the courses that somebody is asked for, each with the rights and agreements."""
    needed: dict[str, list[str]] = {}
    roles = [ROLE_BY_CODE[one.role] for one in person.roles.all() if one.role in ROLE_BY_CODE]
    rights = {right.value for role in roles for right in role.rights}
    for right in sorted(rights):
        for code in courses_for(right, rule=rule):
            needed.setdefault(code, []).append(right)
    for terms in agreed if Right.QUESTION_ASK in rights else ():
        given_to = terms.aggregate.to if terms.aggregate else ()
        if {person.organisation, EVERYBODY} & set(given_to):
            for code in terms.training:
                needed.setdefault(code, []).append(f"agreement {terms.agreement}")
    return needed


def _status_row(
    person: Any,
    course: str,
    held: learning.Held | None,
    *,
    counts: bool,
    needed_for: list[str] | None,
) -> dict[str, Any]:
    return {
        "person": person.code,
        "organisation": person.organisation,
        "course": course,
        "needed_for": needed_for or [],
        "version": held.version if held else None,
        "expires": held.expires.isoformat() if held else None,
        "counts": counts,
    }
