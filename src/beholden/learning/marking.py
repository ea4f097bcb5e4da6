"""The paper of one attempt, and its marks. Pure: the same attempt draws the same paper."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..kernel import BadInput
from .course import Course

LETTERS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a paper, by its number, and the order in which its options are shown."""

    number: int
    order: tuple[int, ...]

    @property
    def letters(self) -> str:
        """Return the letters of the options as they are shown."""
        return LETTERS[: len(self.order)]


@dataclass(frozen=True, slots=True)
class Marked:
    """One question as it was answered: what was chosen, what is right, and why."""

    number: int
    chosen: frozenset[int]
    right: frozenset[int]
    explanation: str

    @property
    def is_right(self) -> bool:
        """Return whether all that is right was chosen, and nothing else."""
        return self.chosen == self.right


@dataclass(frozen=True, slots=True)
class Result:
    """The marks of one attempt; ``score`` is in per cent, cut down to a whole number."""

    marked: tuple[Marked, ...]
    pass_mark: int

    @property
    def right(self) -> int:
        """Return how many questions were answered right."""
        return sum(one.is_right for one in self.marked)

    @property
    def score(self) -> int:
        """Return the share that is right, in per cent."""
        return 100 * self.right // len(self.marked)

    @property
    def passed(self) -> bool:
        """Return whether the pass mark was reached."""
        return 100 * self.right >= self.pass_mark * len(self.marked)


def draw_paper(course: Course, *, seed: str) -> tuple[Asked, ...]:
    """Return the questions that an attempt is asked, in an order that is its own.

    Two attempts are asked in other orders, with the options in other orders, so that letters are
    of no use to anybody else.
    """
    numbers = range(1, len(course.questions) + 1)
    drawn = _shuffled(numbers, seed, "questions")[: course.asks]
    return tuple(
        Asked(n, _shuffled(range(1, len(course.questions[n - 1].options) + 1), seed, f"{n}"))
        for n in drawn
    )


def _shuffled(numbers: Collection[int], seed: str, of: str) -> tuple[int, ...]:
    def place(number: int) -> bytes:
        return hashlib.sha256(f"{seed}/{of}/{number}".encode("utf-8", "replace")).digest()

    return tuple(sorted(numbers, key=place))


def read_letters(text: str, asked: Asked) -> frozenset[int]:
    """Return the options that letters such as ``a, c`` choose; raise BadInput for any other."""
    given = [part for part in re.split(r"[\s,;]+", text.strip().lower()) if part]
    if not given or not set(given) <= set(asked.letters):
        raise BadInput(
            "An answer is one or more of the letters that stand before the options.",
            why=f"The letters of this question are {', '.join(asked.letters)}.",
            next_step="Write the letter, or several with commas between them.",
        )
    return frozenset(asked.order[asked.letters.index(part)] for part in given)


def mark(
    course: Course, answers: Mapping[int, Collection[int]], *, asked: Collection[int] | None = None
) -> Result:
    """Mark answers, each by the number of its question, as the numbers of the options chosen.

    ``asked`` are the questions that count (None: all of them); one without an answer is wrong.
    Raises BadInput for an answer to what was not asked, and for an option that is not there.
    """
    questions = course.questions
    counted = tuple(range(1, len(questions) + 1)) if asked is None else tuple(asked)
    if not counted or any(not 1 <= n <= len(questions) for n in counted):
        raise BadInput(
            "This attempt asks what the course does not.",
            next_step="Begin the course anew.",
        )
    for number, chosen in answers.items():
        known = number in counted and len(questions[number - 1].options)
        if not known or any(not 1 <= option <= known for option in chosen):
            raise BadInput(
                "There is an answer to a question that was not asked, or an option that there is "
                "not.",
                next_step="Answer the questions of this attempt.",
            )
    marked = tuple(
        Marked(
            number=n,
            chosen=frozenset(answers.get(n, ())),
            right=questions[n - 1].right,
            explanation=questions[n - 1].explanation,
        )
        for n in counted
    )
    return Result(marked, course.pass_mark)
