"""Courses: which there are, and publishing a version of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ... import learning
from ...kernel import BadInput, NotFound
from ..acting import acting, acting_by_calendar
from ..home import Home
from ..rights import Right


@dataclass(frozen=True, slots=True)
class CourseState:
    """A course as it stands today: ``whose`` is the council's own, or came with Beholden."""

    course: learning.Course
    whose: str

    def to_dict(self) -> dict[str, Any]:
        """Return what a list of courses tells."""
        return {
            "course": self.course.code,
            "title": self.course.title,
            "for": self.course.audience,
            "version": self.course.version,
            "minutes": self.course.minutes,
            "questions": self.course.asks,
            "pass_mark": self.course.pass_mark,
            "valid_for_months": self.course.valid_for_months,
            "whose": self.whose,
        }


def publish_course(home: Home, *, by: str, text: str) -> CourseState:
    """Publish a version of a course, from its Markdown; from now on it is the one that is taken.

    Raises BadInput for what is no course, and for a version that is not after the newest.
    """
    course = learning.read_course(text)
    with acting(home, by=by, right=Right.COURSE_PUBLISH, name="course-published") as act:
        _refuse_old_version(course)
        _record(course, by=act.person, on=home.clock.today())
        act.facts.update(_facts(course))
    return CourseState(course, "the council's own")


def list_courses(home: Home) -> tuple[CourseState, ...]:
    """Return every course that may be taken, by code: the council's own and those that came along.

    A course that the council published itself stays as it published it, whatever comes along later.
    """
    with home.at_work():
        return tuple(_states())


def course_named(home: Home, code: str) -> CourseState:
    """Return a course as it stands today; raise NotFound where there is none."""
    with home.at_work():
        return _state_of(code)


def course_record(home: Home, code: str) -> tuple[learning.Course, Any]:
    """Return a course and its record; one that came along is put on record when it is needed."""
    with home.at_work():
        state = _state_of(code)
        record = _record_of(state.course)
    if record is None:
        with acting_by_calendar(home, name="course-taken-up", use="") as act:
            # Another process may have put it on record meanwhile.
            record = _record_of(state.course)
            act.moot = record is not None
            record = record or _record(state.course, by=None, on=home.clock.today())
            act.facts.update(_facts(state.course))
    return state.course, record


def refuse_unknown_courses(codes: Any) -> None:
    """Raise BadInput for a code that is no course of this council."""
    known = {state.course.code for state in _states()}
    unknown = sorted(set(codes) - known)
    if unknown:
        raise BadInput(
            f"There is no course called {', '.join(unknown)}.",
            why=f"The courses are {', '.join(sorted(known))}.",
            next_step="Name one of these, or publish it first: beholden course add FILE.",
        )


def is_published(course: learning.Course) -> bool:
    """Return whether the council has published just this text, as this version, itself."""
    record = _record_of(course)
    return bool(record and record.published_by_id and record.fingerprint == course.fingerprint)


def _state_of(code: str) -> CourseState:
    found = next((state for state in _states() if state.course.code == code), None)
    if found is None:
        raise NotFound(
            "There is no course of that name.",
            next_step="See the courses with `beholden course list`.",
            ask="the data-protection officer",
        )
    return found


def _states() -> list[CourseState]:
    from ...records.models import CourseVersion

    newest = {record.code: record for record in CourseVersion.objects.order_by("version")}
    along = {course.code: course for course in learning.shipped_courses()}
    states = []
    for code in sorted({*newest, *along}):
        record, shipped = newest.get(code), along.get(code)
        own = record is not None and record.published_by_id is not None
        if shipped and not own and (record is None or record.version <= shipped.version):
            states.append(CourseState(shipped, "came with Beholden"))
        elif record is not None:
            whose = "the council's own" if own else "came with Beholden"
            states.append(CourseState(learning.read_course(record.text), whose))
    return states


def _record_of(course: learning.Course) -> Any:
    from ...records.models import CourseVersion

    return CourseVersion.objects.filter(code=course.code, version=course.version).first()


def _record(course: learning.Course, *, by: Any, on: Any) -> Any:
    from ...records.models import CourseVersion

    return CourseVersion.objects.create(
        code=course.code,
        version=course.version,
        title=course.title,
        audience=course.audience,
        text=course.text,
        fingerprint=course.fingerprint,
        published_by=by,
        published_on=on,
    )


def _facts(course: learning.Course) -> dict[str, Any]:
    return {
        "course": course.code,
        "version": course.version,
        "title": course.title,
        "audience": course.audience,
        "pass_mark": course.pass_mark,
        "valid_for_months": course.valid_for_months,
        "text": course.fingerprint,
    }


def _refuse_old_version(course: learning.Course) -> None:
    from ...records.models import CourseVersion

    held = CourseVersion.objects.filter(code=course.code).order_by("-version").first()
    if held is not None and course.version <= held.version:
        raise BadInput(
            "The council has this version of this course, or a newer one, already.",
            why=f"The newest is version {held.version}; what somebody passed is never changed.",
            next_step=f"Write `version: {held.version + 1}` in the head of the file.",
        )
