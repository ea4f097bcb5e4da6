"""One's own training: what is asked of somebody, how far they have come, and what they passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ... import learning
from ..acting import require
from ..home import Home
from ..rights import Right
from .courses import course_named, list_courses
from .needed import rule_on, untrained
from .requiring import agreed_training, courses_needed
from .taking import Attempt, attempt_of


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """A course as it stands with one person.

    ``needed_for`` are the codes of their rights, and the agreements, that ask for it; ``lacking``
    says that no certificate of theirs answers them today. ``begun`` says that an attempt is open,
    of which ``read`` sections were read. ``certificate`` names the newest that they hold (empty
    for none), which counts until ``expires``.
    """

    course: learning.Course
    needed_for: tuple[str, ...]
    lacking: bool
    begun: bool
    read: int
    certificate: str
    expires: date | None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An attempt that was handed in: of which version, with which marks, and what it led to."""

    course: learning.Course
    result: learning.Result
    certificate: str
    expires: date | None


@dataclass(frozen=True, slots=True)
class CourseAtWork:
    """A course for who takes it: the attempt that is open, and the last that was handed in."""

    course: learning.Course
    attempt: Attempt | None
    handed_in: HandedIn | None


def own_training(home: Home, *, by: str) -> tuple[OwnCourse, ...]:
    """Return every course as it stands with somebody, those that they lack first."""
    today = home.clock.today()
    with home.at_work():
        person, _ = require(home, by=by, right=Right.COURSE_TAKE)
        needed = courses_needed(person, rule_on(today), agreed_training(today))
        lacks = untrained(person, sorted(needed), rule=rule_on(today), today=today)
        attempts = _attempts(person)
        rows = [
            _own(state.course, attempts.get(state.course.code, ()), needed, lacks)
            for state in list_courses(home)
        ]
    return tuple(sorted(rows, key=lambda one: (not one.lacking, not one.needed_for)))


def own_course(home: Home, *, by: str, course: str) -> CourseAtWork:
    """Return a course with one's own open attempt and last marks; nothing is begun by looking.

    Raises NotFound where there is no such course.
    """
    with home.at_work():
        person, _ = require(home, by=by, right=Right.COURSE_TAKE)
        current = course_named(home, course).course
        attempts = _attempts(person, code=course).get(course, ())
        begun = _open(current, attempts)
        done = [one for one in attempts if _result(one)]
        return CourseAtWork(
            current,
            attempt_of(begun, current) if begun else None,
            _handed_in(done[-1]) if done else None,
        )


def _attempts(person: Any, **of: str) -> Mapping[str, Sequence[Any]]:
    """Return somebody's attempts by the code of the course, each with what came of it."""
    from ...records.models import CourseAttempt

    found: dict[str, list[Any]] = {}
    of_whom = CourseAttempt.objects.filter(
        person=person, **{f"course__{name}": value for name, value in of.items()}
    )
    beside = of_whom.select_related("course", "result__certificate").prefetch_related("read")
    for record in beside.order_by("begun_at", "id"):
        found.setdefault(record.course.code, []).append(record)
    return found


def _own(
    course: learning.Course,
    attempts: Sequence[Any],
    needed: Mapping[str, Sequence[str]],
    lacks: Sequence[str],
) -> OwnCourse:
    begun, held = _open(course, attempts), [one for one in map(_certificate, attempts) if one]
    newest = max(held, key=lambda one: one.expires, default=None)
    return OwnCourse(
        course=course,
        needed_for=tuple(needed.get(course.code, ())),
        lacking=course.code in lacks,
        begun=begun is not None,
        read=len(begun.read.all()) if begun else 0,
        certificate=newest.pk if newest else "",
        expires=newest.expires if newest else None,
    )


def _open(course: learning.Course, attempts: Sequence[Any]) -> Any:
    """Return the attempt at the newest version that is not handed in; older ones count no more."""
    current = [one for one in attempts if one.course.version == course.version]
    return next((one for one in reversed(current) if not _result(one)), None)


def _result(attempt: Any) -> Any:
    return getattr(attempt, "result", None)


def _certificate(attempt: Any) -> Any:
    return getattr(_result(attempt), "certificate", None)


def _handed_in(attempt: Any) -> HandedIn:
    course = learning.read_course(attempt.course.text)
    asked = [one.number for one in learning.draw_paper(course, seed=attempt.pk)]
    answers = {int(number): chosen for number, chosen in attempt.result.answers.items()}
    held = _certificate(attempt)
    return HandedIn(
        course=course,
        result=learning.mark(course, answers, asked=asked),
        certificate=held.pk if held else "",
        expires=held.expires if held else None,
    )
