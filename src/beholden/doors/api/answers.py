"""What the API tells where it cannot give the library's own value: without what stays at home.

A table in memory comes as rows; a decision without the engine's plan; what was registered without
the table; a course without its answers, or a certificate would mean little. The answer, its schema
and the client's value are all made from these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, TypeVar

from pydantic import Field
from typing_extensions import TypedDict  # pydantic's own, before Python 3.12

from ...actions import Answered, Attempt, CourseState, Registered
from ...kernel import Clause, Receipt, Refusal

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class RowsTold:
    """The rows of an answer, each by the names of its columns, and its receipt."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    receipt: Receipt
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionTold:
    """The gate's yes or no to a question, with the clauses that it rests on."""

    allowed: bool
    clauses: tuple[Clause, ...]
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class RegisteredTold:
    """A version of a dataset that was put into the register; ``gone`` are columns it lost."""

    dataset: str
    version: int
    rows: int
    fingerprint: str
    already_there: bool
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionTold:
    """One part of a course to read, as Markdown."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CourseTold:
    """A version of a course to be read; ``pass_mark`` is in per cent, ``asks`` a count."""

    code: str
    title: str
    audience: str
    version: int
    pass_mark: int
    valid_for_months: int
    minutes: int
    asks: int
    sections: tuple[SectionTold, ...]


@dataclass(frozen=True, slots=True)
class CourseListed:
    """A course as a list tells it; ``questions`` is how many are asked."""

    course: str
    title: str
    audience: Annotated[str, Field(alias="for")]
    version: int
    minutes: int
    questions: int
    pass_mark: int
    valid_for_months: int
    whose: str


@dataclass(frozen=True, slots=True)
class OptionTold:
    """One answer that may be chosen, by its number."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """One question of a paper, its options in the order in which they are shown."""

    number: int
    prompt: str
    options: tuple[OptionTold, ...]


@dataclass(frozen=True, slots=True)
class AttemptTold:
    """A way through a course: what is asked in it, and the sections that were read so far."""

    id: str
    course: CourseTold
    paper: tuple[QuestionTold, ...]
    read: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DocumentTold:
    """A document in the form that was asked for; over HTTP it is its text, and nothing else."""

    media_type: str
    text: str


class UsageTold(TypedDict):
    """One usage, named as Estonia's Data Tracker names its parts (actions/subjects/find_usage)."""

    logtime: str
    action: str
    receiverCode: str
    receiverName: str
    receiverSystem: str


class UsagesTold(TypedDict):
    """What ``findUsage`` tells."""

    totalUsages: int
    usages: list[UsageTold]


class PeriodTold(TypedDict):
    """What ``usagePeriod`` tells: the first and last moment of which there are answers."""

    periodStart: str
    periodEnd: str


class UsageFound(TypedDict):
    """Both of them, as one answer."""

    findUsage: UsagesTold
    usagePeriod: PeriodTold


# What an operation tells instead of what its act returns; of a list, each item.
TOLD_AS: Mapping[str, Any] = {
    "ask": RowsTold,
    "scheduled_answer": RowsTold,
    "explain": DecisionTold,
    "register": RegisteredTold,
    "list_courses": tuple[CourseListed, ...],
    "course_named": CourseTold,
    "publish_course": CourseTold,
    "begin_course": AttemptTold,
    "find_usage": UsageFound,
    "export": DocumentTold,
    "register_file": DocumentTold,
}


def told(result: Any) -> Any:
    """Return what is told of a result of the library: mostly itself."""
    if _is_a_decision(result):
        return _of(DecisionTold, result)
    return next((tell(result) for kind, tell in _TELLS.items() if isinstance(result, kind)), result)


def _is_a_decision(result: Any) -> bool:
    """Return whether it is a decision on a question, in whichever way that was answered."""
    return all(hasattr(result, name) for name in ("allowed", "clauses", "refusal"))


def _of(kind: type[_T], result: Any, **other: Any) -> _T:
    """Return a value with the fields of a kind, each as the result has it but for the others."""
    own = {one.name: getattr(result, one.name) for one in fields(kind) if one.name not in other}  # type: ignore[arg-type]
    return kind(**own, **other)


def _rows(answered: Answered) -> RowsTold:
    table = answered.table
    return _of(RowsTold, answered, columns=tuple(table.column_names), rows=tuple(table.to_pylist()))


def _registered(result: Registered) -> RegisteredTold:
    return _of(RegisteredTold, result)


def _course(course: Any) -> CourseTold:
    sections = tuple(SectionTold(one.title, one.text) for one in course.sections)
    return _of(CourseTold, course, sections=sections)


def _attempt(attempt: Attempt) -> AttemptTold:
    paper = tuple(_asked(attempt.course.questions[one.number - 1], one) for one in attempt.paper)
    read = tuple(sorted(attempt.read))
    return AttemptTold(attempt.id, _course(attempt.course), paper, read)


def _asked(question: Any, asked: Any) -> QuestionTold:
    options = tuple(OptionTold(n, question.options[n - 1].text) for n in asked.order)
    return QuestionTold(asked.number, question.prompt, options)


_TELLS: Mapping[type[Any], Callable[[Any], Any]] = {
    Answered: _rows,
    Registered: _registered,
    CourseState: lambda state: _course(state.course),
    Attempt: _attempt,
}
