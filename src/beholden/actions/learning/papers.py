"""The paper of an attempt as a file: written with its questions, read back with its answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from ... import learning
from ...kernel import BadInput
from ..statements import read_statement
from .taking import Attempt, read_answers

_HOW = (
    "# Write the letter of the right answer behind each `answer`, or several: a, c.\n"
    "# Then: beholden course take {course} --answers THIS-FILE\n"
)


def paper_text(attempt: Attempt) -> str:
    """Return the paper of an attempt as YAML, for its answers to be filled in."""
    questions = attempt.course.questions
    stated = {
        "attempt": attempt.id,
        "course": attempt.course.code,
        "version": attempt.course.version,
        "questions": [
            {
                "number": place,
                "question": questions[asked.number - 1].prompt,
                "options": shown_options(attempt.course, asked),
                "several": questions[asked.number - 1].has_several,
                "answer": "",
            }
            for place, asked in enumerate(attempt.paper, 1)
        ],
    }
    body = yaml.safe_dump(stated, sort_keys=False, allow_unicode=True, width=100)
    return _HOW.format(course=attempt.course.code) + body


def shown_options(course: learning.Course, asked: learning.Asked) -> dict[str, str]:
    """Return the options of a question as they are shown, by letter."""
    options = course.questions[asked.number - 1].options
    return {
        letter: options[number - 1].text
        for letter, number in zip(asked.letters, asked.order, strict=True)
    }


def chosen_by(letters: str, asked: learning.Asked) -> frozenset[int]:
    """Return the options that letters choose; raise BadInput for any other letter."""
    return learning.read_letters(letters, asked)


def read_paper(attempt: Attempt, file: Path) -> dict[int, frozenset[int]]:
    """Return the answers on a paper that was filled in; raise BadInput for another's paper."""
    stated = read_statement(file)
    if stated.get("attempt") != attempt.id:
        raise BadInput(
            "This paper is not of the attempt that you have begun.",
            why="Each attempt asks in an order of its own.",
            next_step=f"beholden course take {attempt.course.code} --paper FILE writes the one "
            "that is.",
        )
    return read_answers(attempt, dict(_letters(stated.get("questions"))))


def _letters(questions: Any) -> list[tuple[str, str]]:
    if not isinstance(questions, list):
        raise BadInput(
            "This paper has no questions.", next_step="Leave the paper as it was written."
        )
    found = []
    for one in questions:
        if not isinstance(one, Mapping) or "number" not in one:
            raise BadInput(
                "A question of this paper has lost its number.",
                next_step="Leave the paper as it was written, but for the answers.",
            )
        given = one.get("answer", "")
        letters = ", ".join(map(str, given)) if isinstance(given, list) else str(given or "")
        found.append((str(one["number"]), letters))
    return found
