"""What has to be there before the accountable officer may say yes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ... import ethics
from ...kernel import BadInput, Refusal, Refused
from .canvases import canvas_of


def refuse_unconsidered(use: Any, decision: Mapping[str, Any]) -> None:
    """Raise Refused where a yes comes before the use was thought through; a no may come any time.

    What was decided once under earlier rules is not asked for its canvas or its design again.
    """
    if not decision["decides"]:
        return
    lacks = _lacks(use, decision.get("dpia") or {})
    if lacks:
        first = lacks[0]
        raise Refused(
            Refusal(
                what=first.what,
                why=" ".join([first.why, *(f"And {other.what}" for other in lacks[1:])]),
                clause=first.clause,
                next_step=first.next_step,
                ask=first.ask,
            )
        )


def refuse_day_to_come(decision: Mapping[str, Any], *, today: date) -> None:
    """Raise BadInput for a decision of a day that is still to come.

    Its day says which points of advice a bare number answers, and the law in force on it.
    """
    if date.fromisoformat(decision["on"]) > today:
        raise BadInput(
            "This decision was not taken yet.",
            why=f"It is of {decision['on']}.",
            next_step="Record it once it has been taken.",
        )


def is_decided_so(use: Any, decision: Mapping[str, Any], *, office: str) -> bool:
    """Return whether the newest decision on a use says this already, and nothing came since.

    What the board, the design authority or the data-protection officer said since is decided on
    anew, in whatever words.
    """
    held = use.decisions.last()
    if held is None:
        return False
    says = (held.office, held.on.isoformat(), held.yes, held.because, held.on_advice, held.dpia)
    wanted = (
        office,
        *(decision[part] for part in ("on", "decides", "because")),
        decision.get("on_advice", {}),
        decision.get("dpia"),
    )
    since = (use.advice, use.design_reviews, use.dpia_advice)
    news = any(said.filter(recorded_at__gt=held.recorded_at).exists() for said in since)
    return says == wanted and not news


def considered(use: Any) -> ethics.Considered:
    """Return how far a use was thought through, as the register has it."""
    triage, design = use.triages.last(), use.design_reviews.last()
    return ethics.Considered(
        review=use.review,
        canvas=canvas_of(use),
        owes_design_review=bool(triage and triage.owed.get("design_review")),
        design_verdict=design.verdict if design else "",
        dpo_has_advised=use.dpia_advice.exists(),
    )


def _lacks(use: Any, dpia: Mapping[str, Any]) -> tuple[ethics.Lack, ...]:
    known = considered(use)
    if use.decisions.filter(yes=True).exists():
        return tuple(ethics.lacks_of_sign_off(dpia, dpo_has_advised=known.dpo_has_advised))
    return ethics.lacks_before_yes(known, dpia)
