"""What is known of a use, so that no form asks for it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .canvas import AreaSaid
from .consequences import Foreseen


@dataclass(frozen=True, slots=True)
class KnownAgreement:
    """An agreement in words: who, which data, what comes out, until when."""

    name: str
    between: tuple[str, ...]
    lawful_basis: str
    datasets: tuple[str, ...]
    outputs: tuple[str, ...]
    conditions: tuple[str, ...]
    starts: str
    ends: str
    at_the_end: str


@dataclass(frozen=True, slots=True)
class KnownAdvice:
    """One point of the board's advice, and what became of it."""

    meeting: str
    point: str
    says: str
    condition: str
    answer: str
    key: str = ""  # as a decision names it

    @property
    def is_refused(self) -> bool:
        """Return whether the officer refused it, with the reason."""
        return self.answer.lower().startswith("refused")


@dataclass(frozen=True, slots=True)
class KnownDecision:
    """The newest decision; ``dpia`` is what it signed off of the impact assessment."""

    decides: str
    by: str
    on: str
    because: str
    dpia: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownJudgement:
    """What somebody judged beforehand: a design review, or advice on the impact assessment."""

    by: str
    on: str
    verdict: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownUndertaking:
    """What an office undertook for the use, and where that is today."""

    name: str
    text: str
    owner: str
    by: str
    otherwise: str
    state: str


@dataclass(frozen=True, slots=True)
class KnownUse:
    """Everything that was entered of one use, wherever it was entered."""

    use: str
    title: str
    council: str
    purpose: str
    owner: str
    accountable_officer: str
    why_data: str
    people_affected: str
    personal_data: bool
    special_category: bool
    made_up: bool
    review: str
    on: date
    owed: Mapping[str, Any]
    canvas: Mapping[str, AreaSaid]
    foreseen: tuple[Foreseen, ...] = ()
    agreements: tuple[KnownAgreement, ...] = ()
    advice: tuple[KnownAdvice, ...] = ()
    decision: KnownDecision | None = None
    design: KnownJudgement | None = None
    dpia_advice: KnownJudgement | None = None
    undertakings: tuple[KnownUndertaking, ...] = ()

    def says(self, area: str, prompt: str = "") -> str:
        """Return what the canvas says in an area, or of one prompt of it alone."""
        said = self.canvas[area]
        if not prompt:
            return said.in_words() or said.why_not
        answers = {code: said.answers[code] for code in said.answers if code == prompt}
        alone = AreaSaid(area, answers=answers, status=said.status)
        return " ".join(says for _, says in alone.lines())
