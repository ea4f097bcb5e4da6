"""What is known of the worked case, whole and bare (made up)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from beholden.ethics import (
    Foreseen,
    KnownAdvice,
    KnownAgreement,
    KnownDecision,
    KnownJudgement,
    KnownUse,
    canvas_forms,
    canvas_said,
)

THREAT = Foreseen(
    "A household takes the letter as a threat",
    "negative",
    intended=False,
    affects="households that are written to",
    likelihood="possible",
    severity="moderate",
    response="The letter names no debt",
    who="Warm Homes manager",
    by=date(2026, 12, 5),
    stance="act",
)
HELP = Foreseen(
    "Households are offered help",
    "positive",
    intended=True,
    affects="households in cold homes",
    response="Plain English",
    measure="households helped; target 400",
)
BARE = KnownUse(
    use="warm-homes",
    title="Finding cold homes",
    council="Borough of Ashmere",
    purpose="To offer help before January.",
    owner="Head of Revenues",
    accountable_officer="Director of Resources",
    why_data="",
    people_affected="",
    personal_data=True,
    special_category=False,
    made_up=True,
    review="full",
    on=date(2026, 12, 10),
    owed={},
    canvas=canvas_said({}),
)
_SIGNED = {
    "measures_approved_by": "Warm Homes manager",
    "residual_risk": "low",
    "residual_risk_approved_by": "Director of Resources",
    "dpo_advice": "accepted",
    "consultation_reviewed_by": "Head of Revenues",
    "kept_under_review_by": "Data-protection officer",
}


def _whole_canvas():
    stated = {form.code: f"said of {form.code}" for form in canvas_forms()}
    stated["engaging"] = {
        "answers": {"heard": "Ten residents.", "corrected": "By letter."},
        "owner": "Warm Homes manager",
    }
    stated["communicating"] = {
        "answers": {"understood": {"said": "yes"}, "told": "By letter."},
    }
    return canvas_said(stated)


WHOLE = replace(
    BARE,
    why_data="No department holds all three lists.",
    people_affected="about 20,000 households",
    owed={
        "because": ["Privacy: personal data."],
        "missing": [],
        "design_review": True,
        "begun": True,
    },
    canvas=_whole_canvas(),
    foreseen=(HELP, THREAT),
    agreements=(
        KnownAgreement(
            name="warm-homes-2026",
            between=("Revenues", "Housing"),
            lawful_basis="Article 6: public task",
            datasets=("council_tax, held by Revenues: tenure may group.",),
            outputs=("Totals over groups.",),
            conditions=("No group of fewer than 20 is shown.",),
            starts="1 December 2026",
            ends="31 March 2027",
            at_the_end="At the end: the key is destroyed.",
        ),
    ),
    advice=(
        KnownAdvice(
            "12 November 2026", "1", "Go ahead.", "Smallest group 20.", "accepted", "2026-11-12/1"
        ),
    ),
    decision=KnownDecision(
        "Yes", "Director of Resources", "16 November 2026", "The need is urgent.", _SIGNED
    ),
    design=KnownJudgement("Design authority", "10 November 2026", "Approved.", ("Exit: met.",)),
    dpia_advice=KnownJudgement("DPO", "11 November 2026", "Go ahead; low risk.", ("Enough.",)),
)
