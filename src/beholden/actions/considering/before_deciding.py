"""What has to be there before the accountable officer may say yes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ... import ethics
from ...kernel import BadInput, Refusal, Refused
from ...records import reading
from .canvases import canvas_of


def refuse_unconsidered(use: Any, decision: Mapping[str, Any]) -> None:
    """Raise Refused where a yes comes before the use was thought through; a no may come any time.

    What was decided once under earlier rules is not asked for its canvas or its design again.
    """
    if not decision["decides"]:
        return
    _refuse_lacking(_lacks(use, decision.get("dpia") or {}))


def refuse_unready(use: Any) -> None:
    """Raise Refused for a use that is stated too thinly to be advised on by the board.

    What was advised on cannot be stated or triaged anew, so what is lacking then would be lacking
    for good. A use that was advised on or decided already is not asked.
    """
    if use.state == "stated" and not use.advice.exists():
        _refuse_lacking(ethics.lacks_before_advice(considered(use)))


def _refuse_lacking(lacks: tuple[ethics.Lack, ...]) -> None:
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
    owed = triage.owed if triage else {}
    weighed = use.consequences.filter(kind="negative").exclude(likelihood="").exclude(severity="")
    return ethics.Considered(
        review=use.review,
        canvas=canvas_of(use),
        triage_is_begun=bool(owed.get("begun")),
        personal_data=use.personal_data,
        why_data=use.why_data,
        people_affected=use.people_affected,
        harm_is_weighed=weighed.exists(),
        owes_design_review=bool(owed.get("design_review")),
        design_verdict=design.verdict if design else "",
        dpo_has_advised=use.dpia_advice.exists(),
        board_has_advised=use.advice.filter(points__isnull=False).exists(),
        use=use.name,
    )


def considered_as_read(view: reading.UseView) -> ethics.Considered:
    """Return how far a use was thought through, by what was read of it."""
    owed = view.triage.owed if view.triage else {}
    return ethics.Considered(
        review=view.review,
        canvas=ethics.canvas_said({one.area: one.said for one in view.canvas_versions}),
        triage_is_begun=bool(owed.get("begun")),
        personal_data=view.personal_data,
        why_data=view.why_data,
        people_affected=view.people_affected,
        harm_is_weighed=any(
            one.kind == "negative" and one.likelihood and one.severity for one in view.consequences
        ),
        owes_design_review=bool(owed.get("design_review")),
        design_verdict=view.design_reviews[-1].verdict if view.design_reviews else "",
        dpo_has_advised=bool(view.dpia_advice),
        board_has_advised=bool(view.advice),
        use=view.name,
    )


def _lacks(use: Any, dpia: Mapping[str, Any]) -> tuple[ethics.Lack, ...]:
    known = considered(use)
    if use.decisions.filter(yes=True).exists():
        return ethics.lacks_before_another_yes(known, dpia)
    return ethics.lacks_before_yes(known, dpia)
