"""What has to be there before the accountable officer may say yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import ethics
from ...kernel import Refusal, Refused
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
