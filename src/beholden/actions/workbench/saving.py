"""Saved questions: kept to a use by one named analyst, asked again by any of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...kernel import BadInput, Refused
from ...records import reading
from ..acting import acting
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from ..scheduling.ends import Because, end_schedule
from ..scheduling.showing import ScheduleView, schedules_of, views_of
from ..self_service import explain
from .saved import saved_named, saved_to
from .whom import exact_standing_of

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class SavedQuestionView:
    """A saved question: its number, its title, its text, whose office saved it, and when.

    ``schedules`` are those by which it is asked by itself, or was.
    """

    number: int
    title: str
    question: str
    office: str
    saved_at: datetime
    schedules: tuple[ScheduleView, ...] = ()


def save_question(home: Home, *, by: str, use: str, title: str, question: str) -> int:
    """Save a question to a use, for its named analysts; return its number.

    Whether it may be asked is decided anew each time. Raises BadInput without a title, BadQuestion
    and Refused for a question that may not be asked now.
    """
    from ...records.models import SavedQuestion

    if not title.strip() or len(title) > LONGEST_TITLE:
        raise BadInput(
            "A saved question needs a title by which others know it.",
            next_step=f"Give it one of at most {LONGEST_TITLE} characters.",
        )
    decision = explain(home, by=by, use=use, question=question)
    if decision.refusal:
        raise Refused(decision.refusal)
    with acting(home, by=by, right=Right.QUESTION_ASK, name="question-saved", use=use) as act:
        exact_standing_of(home, by=by, use=use, right=Right.QUESTION_ASK)
        saved = SavedQuestion.objects.create(
            use=use_named(use),
            title=title.strip(),
            question=question,
            saved_by=act.person,
            saved_at=act.at,
        )
        # Title and text may hold whatever somebody typed, so the public entry holds neither.
        act.facts.update(number=saved.pk)
    return int(saved.pk)


def saved_questions(home: Home, *, by: str, use: str) -> tuple[SavedQuestionView, ...]:
    """Return the questions that are saved to a use, the oldest first, for its named analysts.

    Raises NotFound for an unknown use, Refused for whoever may not ask of its extract.
    """
    with home.at_work():
        standing = exact_standing_of(home, by=by, use=use, right=Right.QUESTION_ASK)
        today = home.clock.today()
        scheduled = views_of(schedules_of(use), by, today, terms=standing.terms)
        return tuple(_view(one, scheduled) for one in saved_to(use))


def saved_alone(home: Home, *, by: str, use: str) -> tuple[SavedQuestionView, ...]:
    """Return the questions that are saved to a use without their schedules, which are not read."""
    with home.at_work():
        exact_standing_of(home, by=by, use=use, right=Right.QUESTION_ASK)
        return tuple(_view(one, ()) for one in saved_to(use))


def drop_question(home: Home, *, by: str, use: str, number: int) -> None:
    """Take a saved question off the list of its use, with its schedules; any named analyst may.

    Raises NotFound where there is none of that number, or it is gone already.
    """
    from ...records.models import SavedQuestionGone

    name = "saved-question-dropped"
    with acting(home, by=by, right=Right.QUESTION_ASK, name=name, use=use) as act:
        exact_standing_of(home, by=by, use=use, right=Right.QUESTION_ASK)
        saved = saved_named(use, number)
        SavedQuestionGone.objects.create(saved=saved, gone_by=act.person, gone_at=act.at)
        for schedule in saved.schedules.filter(end__isnull=True):
            end_schedule(act, schedule, Because.QUESTION_GONE, by=act.person)
        act.facts.update(number=number)


def _view(saved: Any, scheduled: Iterable[ScheduleView]) -> SavedQuestionView:
    return SavedQuestionView(
        saved.pk,
        saved.title,
        saved.question,
        reading.office_then(saved.saved_by, saved.saved_at),
        saved.saved_at,
        tuple(one for one in scheduled if one.question == saved.pk),
    )
