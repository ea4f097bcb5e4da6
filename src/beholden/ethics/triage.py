"""How much review a data use is owed: scored questions of seven principles, and what decides.

The questions are in ``triage.toml``. Personal data always lead to the full review.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ..kernel import BadInput, Sentence, worded

FULL, LIGHT = "full", "light"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be given; ``full`` leads straight to the full review."""

    code: str
    says: str
    score: int
    full: bool
    design_review: bool


@dataclass(frozen=True, slots=True)
class TriageQuestion:
    """One question of a principle, with the answers that may be given."""

    code: str
    principle: str
    asks: str
    choices: tuple[Choice, ...]

    @property
    def not_known(self) -> int:
        """Return what an open question scores: the worst that is a score, and never nothing."""
        return max(1, *(choice.score for choice in self.choices if not choice.full))

    def choice(self, code: str) -> Choice:
        """Return the answer of this code; raises BadInput for one that may not be given."""
        found = next((choice for choice in self.choices if choice.code == code), None)
        if found is None:
            raise BadInput(
                f"The triage question {self.code} has no such answer.",
                why=f"It asks: {self.asks}",
                next_step="Answer one of: " + ", ".join(c.code for c in self.choices) + ".",
            )
        return found


@dataclass(frozen=True, slots=True)
class TriageTable:
    """The questions with the sum from which on a review is a full one."""

    version: str
    full_from: int
    questions: tuple[TriageQuestion, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """How much review is owed, and why: ``because`` in sentences, ``missing`` as questions.

    ``begun`` is False where no question was answered but by what the statement says anyway.
    """

    review: str
    score: int
    because: tuple[str, ...]
    missing: tuple[str, ...]
    design_review: bool
    begun: bool
    table: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "review": self.review,
            "score": self.score,
            "because": list(self.because),
            "missing": list(self.missing),
            "design_review": self.design_review,
            "begun": self.begun,
            "table": self.table,
        }


@cache
def triage_table() -> TriageTable:
    """Return the questions that this council asks."""
    stated = tomllib.loads(files(__package__).joinpath("triage.toml").read_text("utf-8"))
    return TriageTable(
        version=stated["version"],
        full_from=stated["full_from"],
        questions=tuple(map(_question, stated["question"])),
    )


def known_from(statement: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers that a use's statement gives already, so that nobody is asked twice."""
    known = {"personal": "yes" if statement["personal_data"] else "no"}
    if statement.get("special_category"):
        known["personal"] = "special"
    grave = (
        stated["kind"] == "negative" and stated.get("severity") == "severe"
        for stated in statement.get("consequences", ())
    )
    if any(grave):
        known["harm"] = "grave"
    return known


def triage(
    answers: Mapping[str, str], *, known: Mapping[str, str], table: TriageTable | None = None
) -> Owed:
    """Return how much review is owed for these answers and what is ``known`` without asking.

    Where no question was answered at all, what is known decides alone: personal data and grave harm
    lead to the full review, and everything else is told as missing. Once one is answered, each that
    is not counts as not known. Raises BadInput for a question or an answer that there is not, and
    for an answer that what is known contradicts.
    """
    table = table or triage_table()
    _refuse_strange(answers, table)
    _refuse_contradicted(answers, known)
    given = {**answers, **known}
    chosen = {q.code: q.choice(given[q.code]) for q in table.questions if q.code in given}
    unanswered = [question for question in table.questions if question.code not in given]
    begun = bool(answers)
    score = sum(choice.score for choice in chosen.values())
    score += sum(question.not_known for question in unanswered) if begun else 0
    straight = [q for q in table.questions if q.code in chosen and chosen[q.code].full]
    full = bool(straight) or score >= table.full_from
    return Owed(
        review=FULL if full else LIGHT,
        score=score,
        because=tuple(_reasons(table, chosen, straight, score=score, begun=begun)),
        missing=tuple(question.asks for question in unanswered),
        design_review=any(choice.design_review for choice in chosen.values()),
        begun=begun,
        table=table.version,
    )


def _reasons(
    table: TriageTable,
    chosen: Mapping[str, Choice],
    straight: list[TriageQuestion],
    *,
    score: int,
    begun: bool,
) -> Iterator[str]:
    for question in straight:
        yield _straight(question, chosen[question.code])
    if not begun:
        if not straight:
            yield _NOT_BEGUN
        return
    over, enough, under = _by_score(score, table.full_from)
    yield over if score >= table.full_from else enough if straight else under


def reason_told(reason: str) -> str:
    """Return a reason, as it is on record, as the sentence that can be told in another language."""
    numbers = re.findall(r"\d+", reason)
    scored = _by_score(*numbers) if len(numbers) == 2 else ()
    asked = (
        _straight(question, choice)
        for question in triage_table().questions
        for choice in question.choices
        if choice.full
    )
    return next((one for one in (_NOT_BEGUN, *scored, *asked) if one == reason), reason)


_NOT_BEGUN = Sentence("No personal data are used; the other questions of triage were not answered.")


def _straight(question: TriageQuestion, choice: Choice) -> Sentence:
    """Say which answer leads to the full review by itself."""
    return Sentence(
        "%(principle)s: %(question)s %(answer)s.",
        principle=worded(question.principle[:1].upper() + question.principle[1:]),
        question=worded(question.asks),
        answer=worded(choice.says),
    )


def _by_score(score: int | str, full_from: int | str) -> tuple[Sentence, Sentence, Sentence]:
    """Say what the sum leads to: where it is enough, is not needed, or is not enough."""
    of: dict[str, Any] = {"score": score, "full": full_from}
    return (
        Sentence("The answers score %(score)s; from %(full)s on a full review is owed.", **of),
        Sentence(
            "That is enough for a full review by itself. All answers together score %(score)s; "
            "%(full)s or more would be enough too.",
            **of,
        ),
        Sentence("The answers score %(score)s; a full review is owed from %(full)s on.", **of),
    )


def _refuse_strange(answers: Mapping[str, str], table: TriageTable) -> None:
    strange = sorted(set(answers) - {question.code for question in table.questions})
    if strange:
        raise BadInput(
            "There is no such question of triage.",
            why=f"The answers name {', '.join(strange)}.",
            next_step="Name one of: " + ", ".join(q.code for q in table.questions) + ".",
        )


def _refuse_contradicted(answers: Mapping[str, str], known: Mapping[str, str]) -> None:
    for code in sorted(set(answers) & set(known)):
        if answers[code] != known[code]:
            raise BadInput(
                "The answers of triage and the statement of the use say different things.",
                why=f"By the statement, {code} is answered by {known[code]}.",
                next_step=f"Leave {code} out of the answers, or mend the statement.",
            )


def _question(stated: Mapping[str, Any]) -> TriageQuestion:
    return TriageQuestion(
        code=stated["code"],
        principle=stated["principle"],
        asks=stated["asks"],
        choices=tuple(
            Choice(
                code=answer["code"],
                says=answer["says"],
                score=answer.get("score", 0),
                full=answer.get("full", False),
                design_review=answer.get("design_review", False),
            )
            for answer in stated["answers"]
        ),
    )
