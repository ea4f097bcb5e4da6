"""Courses that came with Beholden, as somebody takes them."""

from __future__ import annotations

from beholden.actions import Council

COURSE = "handling-joined-up-data"


def passed(council: Council, *, by: str, course: str = COURSE) -> str:
    """Take a course with every answer right; return the certificate's name."""
    attempt = council.begin_course(by=by, course=course)
    asked = attempt.course.questions
    right = {one.number: sorted(asked[one.number - 1].right) for one in attempt.paper}
    taken = council.hand_in_course(by=by, attempt=attempt.id, answers=right)
    assert taken.certificate
    return taken.certificate.id
