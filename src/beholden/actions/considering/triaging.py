"""Triage: how much review a use is owed, by its statement and the answers to scored questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import ethics
from ...ethics import FORMS, Owed, TriageQuestion
from ...kernel import Refusal, Refused
from ..acting import Act, acting
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from ..statements import checked

__all__ = ["FORMS", "Owed", "TriageQuestion", "in_words", "owed_by", "owed_facts", "triage_use"]


def in_words(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return answers as codes: in YAML a plain yes or no is a truth value."""
    plain = checked(answers, schema="triage")
    return {code: {True: "yes", False: "no"}.get(said, said) for code, said in plain.items()}


def owed_by(statement: Mapping[str, Any], answers: Mapping[str, str]) -> ethics.Owed:
    """Return how much review is owed for a statement with these answers; raises BadInput."""
    return ethics.triage(answers, known=ethics.known_from(statement))


def triage_use(home: Home, *, by: str, use: str, answers: Mapping[str, Any]) -> ethics.Owed:
    """Answer the questions of triage for a use, together with what its statement says already.

    Raises BadInput for an answer that there is not, Refused once the board has advised: what it saw
    stays.
    """
    answers = in_words(answers)
    with acting(home, by=by, right=Right.USE_TRIAGE, name="use-triaged", use=use) as act:
        record = use_named(use)
        _refuse_if_seen(record)
        owed = owed_by(record.statement, answers)
        if not record_triage(act, record, answers=answers, owed=owed):
            act.moot = True
            return owed
        record.review = owed.review
        record.save(update_fields=["review"])
        act.facts.update(owed_facts(owed))
    return owed


def record_triage(act: Act, use: Any, *, answers: Mapping[str, str], owed: ethics.Owed) -> bool:
    """Keep a triage unless the newest one says the same; return whether it was kept."""
    from ...records.models import Triage

    latest = use.triages.last()
    found = {"answers": dict(answers), "owed": owed.to_dict()}
    if latest is not None and {"answers": latest.answers, "owed": latest.owed} == found:
        return False
    Triage.objects.create(use=use, **found, recorded_by=act.person, recorded_at=act.at)
    return True


def answers_held(name: str) -> dict[str, str]:
    """Return the answers of the newest triage of a use, none where there is no such use."""
    from ...records.models import Triage

    latest = Triage.objects.filter(use__name=name).last()
    return dict(latest.answers) if latest else {}


def owed_facts(owed: ethics.Owed) -> dict[str, Any]:
    """Return what the ledger tells of a triage."""
    return {
        "review": owed.review,
        "score": owed.score,
        "because": list(owed.because),
        "design_review": owed.design_review,
        "not_answered": len(owed.missing),
        "table": owed.table,
    }


def _refuse_if_seen(use: Any) -> None:
    if use.state != "stated" or use.advice.exists():
        raise Refused(
            Refusal(
                what="this use was advised on or decided already, and cannot be triaged anew.",
                why="What the board and the officer saw must stay what was stated.",
                clause="uses › triage",
                next_step="state a new use, under another name.",
            )
        )
