"""Saved questions: kept to a use by one named analyst, asked again by any of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...kernel import BadInput, NotFound, Refusal, Refused
from ..acting import acting
from ..home import Home
from ..named_use import use_named
from ..rights import Right, offices_that_may
from ..self_service import Way, explain
from .whom import standing_of

LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class SavedQuestionView:
    """A saved question: its number, its title, its text, whose office saved it, and when."""

    number: int
    title: str
    question: str
    office: str
    saved_at: datetime


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
        standing_of(home, by=by, use=use)
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
        standing = standing_of(home, by=by, use=use)
        if standing.way is not Way.EXACT:
            raise Refused(_for_analysts())
        return tuple(map(_view, _saved(use)))


def drop_question(home: Home, *, by: str, use: str, number: int) -> None:
    """Take a saved question off the list of its use; any named analyst may.

    Raises NotFound where there is none of that number, or it is gone already.
    """
    from ...records.models import SavedQuestionGone

    name = "saved-question-dropped"
    with acting(home, by=by, right=Right.QUESTION_ASK, name=name, use=use) as act:
        standing_of(home, by=by, use=use)
        saved = _saved(use).filter(pk=number).first()
        if saved is None:
            raise NotFound(
                "There is no saved question of that number.",
                why="It is gone, or it was saved to another use.",
                next_step="See the questions that are saved to the use.",
            )
        SavedQuestionGone.objects.create(saved=saved, gone_by=act.person, gone_at=act.at)
        act.facts.update(number=number)


def _for_analysts() -> Refusal:
    return Refusal(
        what="saved questions are for the named analysts of a use.",
        why="They are asked of the extract, which answers exactly.",
        clause=f"rights › {Right.QUESTION_ASK}",
        ask=offices_that_may(Right.QUESTION_ASK) + ".",
    )


def _saved(use: str) -> Any:
    from ...records.models import SavedQuestion

    standing = SavedQuestion.objects.filter(use__name=use, gone__isnull=True)
    return standing.select_related("saved_by")


def _view(saved: Any) -> SavedQuestionView:
    return SavedQuestionView(
        saved.pk, saved.title, saved.question, saved.saved_by.office, saved.saved_at
    )
