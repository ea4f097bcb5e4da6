"""Taking a course: begin, or go on where one stopped; read; hand in the answers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ... import learning
from ...kernel import BadInput, NotFound, fingerprint, new_id
from ..acting import Act, acting, require
from ..home import Home
from ..rights import Right
from .courses import course_record


@dataclass(frozen=True, slots=True)
class Attempt:
    """One person's way through a course: what is asked of them, and what they read so far."""

    id: str
    course: learning.Course
    paper: tuple[learning.Asked, ...]
    read: frozenset[int]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an attempt: the marks, and the certificate of who passed."""

    result: learning.Result
    certificate: learning.Certificate | None


def begin_course(home: Home, *, by: str, course: str) -> Attempt:
    """Begin a course, or go on with the attempt that was not handed in yet.

    What somebody has read is kept for them alone, and is not in the ledger. Raises NotFound where
    there is no such course.
    """
    from django.db import transaction

    from ...records.models import CourseAttempt

    with home.at_work():
        person, _ = require(home, by=by, right=Right.COURSE_TAKE)
    current, record = course_record(home, course)
    with home.at_work(), transaction.atomic(using=home.alias):
        open_ones = CourseAttempt.objects.filter(person=person, course=record, result=None)
        attempt = open_ones.last() or CourseAttempt.objects.create(
            id=new_id("attempt"), course=record, person=person, begun_at=home.clock.now()
        )
        return attempt_of(attempt, current)


def read_section(home: Home, *, by: str, attempt: str, section: int) -> None:
    """Remember that a section, counted from 1, was read."""
    from django.db import transaction

    from ...records.models import SectionRead

    with home.at_work(), transaction.atomic(using=home.alias):
        person, _ = require(home, by=by, right=Right.COURSE_TAKE)
        record = _own(attempt, person)
        if not 1 <= section <= len(learning.read_course(record.course.text).sections):
            raise BadInput("This course has no such section.")
        SectionRead.objects.get_or_create(attempt=record, section=section)


def hand_in_course(
    home: Home, *, by: str, attempt: str, answers: Mapping[int, Sequence[int]]
) -> Taken:
    """Hand in the answers of an attempt; return the marks, and the certificate of who passed.

    Whether somebody passed is not in the ledger: its entry holds the fingerprint of a certificate,
    or one that looks the same. Raises BadInput for an answer to what was not asked, and for an
    attempt that was handed in already or is of an older version.
    """
    with acting(home, by=by, right=Right.COURSE_TAKE, name="course-taken") as act:
        record = _own(attempt, act.person)
        course = learning.read_course(record.course.text)
        _refuse_done(record)
        asked = [one.number for one in learning.draw_paper(course, seed=record.pk)]
        result = learning.mark(course, answers, asked=asked)
        marks = _keep_marks(act, record, answers, result)
        certificate = _issue(home, act, marks, course) if result.passed else None
        act.facts.update(
            course=course.code,
            version=course.version,
            text=course.fingerprint,
            record=certificate.fingerprint if certificate else _no_certificate(record),
        )
    return Taken(result, certificate)


def read_answers(attempt: Attempt, given: Mapping[Any, Any]) -> dict[int, frozenset[int]]:
    """Return answers given as letters by the place of a question on the paper, from 1.

    Raises BadInput that names the question.
    """
    answers: dict[int, frozenset[int]] = {}
    for place, asked in enumerate(attempt.paper, 1):
        letters = given.get(str(place), given.get(place))
        if letters is None:
            raise BadInput(f"Question {place} has no answer.", next_step="Answer every question.")
        try:
            answers[asked.number] = learning.read_letters(str(letters), asked)
        except BadInput as fault:
            raise BadInput(
                f"The answer to question {place} cannot be read.",
                why=fault.why,
                next_step=fault.next_step,
            ) from None
    return answers


def attempt_of(record: Any, course: learning.Course) -> Attempt:
    """Return the attempt that a record stands for."""
    return Attempt(
        id=record.pk,
        course=course,
        paper=learning.draw_paper(course, seed=record.pk),
        read=frozenset(record.read.values_list("section", flat=True)),
    )


def _own(attempt: str, person: Any) -> Any:
    """Return somebody's own attempt; another's is not there for them."""
    from ...records.models import CourseAttempt

    records = CourseAttempt.objects.select_related("course")
    record = records.filter(pk=attempt, person=person).first()
    if record is None:
        raise NotFound(
            "You have no attempt of that name.",
            next_step="Begin the course: beholden course take COURSE.",
        )
    return record


def _refuse_done(record: Any) -> None:
    from ...records.models import CourseResult, CourseVersion

    if CourseResult.objects.filter(attempt=record).exists():
        raise BadInput(
            "This attempt was handed in already.",
            next_step=f"Begin another: beholden course take {record.course.code}.",
        )
    newer = CourseVersion.objects.filter(code=record.course.code, version__gt=record.course.version)
    if newer.exists():
        raise BadInput(
            "A new version of this course has come out since you began.",
            next_step=f"Begin it: beholden course take {record.course.code}.",
        )


def _keep_marks(
    act: Act, record: Any, answers: Mapping[int, Sequence[int]], result: learning.Result
) -> Any:
    from ...records.models import CourseResult

    return CourseResult.objects.create(
        attempt=record,
        answers={str(number): sorted(chosen) for number, chosen in answers.items()},
        score=result.score,
        passed=result.passed,
        marked_at=act.at,
    )


def _issue(home: Home, act: Act, marks: Any, course: learning.Course) -> learning.Certificate:
    from ...records.models import Certificate

    issued = home.clock.today()
    certificate = learning.Certificate(
        id=new_id("certificate"),
        course=course.code,
        version=course.version,
        issued=issued,
        expires=learning.expires_on(issued, months=course.valid_for_months),
        holder=act.person.code,
        salt=secrets.token_hex(16),
    )
    Certificate.objects.create(
        id=certificate.id,
        result=marks,
        issued=certificate.issued,
        expires=certificate.expires,
        salt=certificate.salt,
        fingerprint=certificate.fingerprint,
        entry=act.index,
    )
    return certificate


def _no_certificate(record: Any) -> str:
    """Return what stands in the place of a certificate's fingerprint, and looks like one."""
    return fingerprint([record.pk, secrets.token_hex(16)])
