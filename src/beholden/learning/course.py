"""A course: sections to read, then questions with their answers and the reason for them."""

from __future__ import annotations

from dataclasses import dataclass

from ..kernel import fingerprint

AUDIENCES = ("staff", "board", "councillors", "residents")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that may be chosen, and whether it is right."""

    text: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its options count from 1; ``explanation`` says why the right ones are."""

    prompt: str
    options: tuple[Option, ...]
    explanation: str

    @property
    def right(self) -> frozenset[int]:
        """Return the numbers of the right options."""
        return frozenset(n for n, option in enumerate(self.options, 1) if option.is_right)

    @property
    def has_several(self) -> bool:
        """Return whether more than one option is right."""
        return len(self.right) > 1


@dataclass(frozen=True, slots=True)
class Section:
    """One part to read, as Markdown, and the questions that stand in it."""

    title: str
    text: str
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """One version of a course.

    ``pass_mark`` is in per cent of the questions that are asked; ``asks`` is how many are drawn
    for one attempt. ``text`` is the file as it was read: its fingerprint is that of the version.
    """

    code: str
    title: str
    audience: str
    version: int
    pass_mark: int
    valid_for_months: int
    minutes: int
    sections: tuple[Section, ...]
    asks: int
    text: str

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return every question, in the order of the file; they count from 1."""
        return tuple(q for section in self.sections for q in section.questions)

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the text."""
        return fingerprint(self.text)
