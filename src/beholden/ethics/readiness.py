"""What a use still lacks before somebody may say yes to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .canvas import AreaSaid, unsettled

APPROVED = ("approved", "approved with conditions")


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is owed: what, why, the clause that says so, and what to do."""

    what: str
    why: str
    clause: str
    next_step: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Considered:
    """How far a use was thought through. ``design_verdict`` is empty where there is no review.

    ``use`` is the name by which the next step calls it.

    ``harm_is_weighed`` says that a negative consequence is stated with both of its levels.
    """

    review: str
    canvas: Mapping[str, AreaSaid]
    triage_is_begun: bool
    personal_data: bool
    why_data: str = ""
    people_affected: str = ""
    harm_is_weighed: bool = False
    owes_design_review: bool = False
    design_verdict: str = ""
    dpo_has_advised: bool = False
    board_has_advised: bool = False
    use: str = "USE"


def lacks_before_advice(considered: Considered) -> tuple[Lack, ...]:
    """Return what is owed before the board's advice is on record: no statement changes after it."""
    return (*_triage_lacks(considered), *_statement_lacks(considered))


def lacks_before_board(considered: Considered) -> tuple[Lack, ...]:
    """Return what is owed before a use goes to the board.

    A full review needs a whole canvas; personal data need what an impact assessment rests on.
    """
    return (
        *lacks_before_advice(considered),
        *_canvas_lacks(considered),
        *_advice_lacks(considered),
    )


def lacks_before_decision(considered: Considered) -> tuple[Lack, ...]:
    """Return what others owe before the officer may say yes."""
    return (*lacks_before_board(considered), *_design_lacks(considered))


def lacks_before_yes(considered: Considered, dpia: Mapping[str, Any]) -> tuple[Lack, ...]:
    """Return what is owed before a yes, in the order in which it is to be done.

    ``dpia`` is what the decision says of the assessment.
    """
    return (
        *lacks_before_decision(considered),
        *_board_lacks(considered),
        *_signature_lacks(considered, dpia),
        *_sign_off_lacks(dpia, dpo_has_advised=considered.dpo_has_advised),
    )


def lacks_before_another_yes(considered: Considered, dpia: Mapping[str, Any]) -> tuple[Lack, ...]:
    """Return what is owed before a yes to what had one already, by whatever rules."""
    return (
        *_board_lacks(considered),
        *_sign_off_lacks(dpia, dpo_has_advised=considered.dpo_has_advised),
    )


def _board_lacks(considered: Considered) -> Iterator[Lack]:
    if considered.review == "full" and not considered.board_has_advised:
        yield Lack(
            "this use is owed a full review, and the board has not advised on it yet.",
            "The board advises before the officer says yes.",
            "uses › review",
            "beholden use advise FILE, once the board has met.",
            ask="the secretary of the data ethics board.",
        )


def _sign_off_lacks(dpia: Mapping[str, Any], *, dpo_has_advised: bool) -> Iterator[Lack]:
    """Yield what the sign-off of an impact assessment leaves open."""
    if dpo_has_advised and not dpia.get("dpo_advice"):
        yield Lack(
            "the advice of the data-protection officer on the impact assessment is left without "
            "an answer.",
            "It is accepted, or overruled with the reason (ICO, DPIA template, step 7).",
            "decision › dpia › dpo_advice",
            "say dpia: {dpo_advice: accepted}, or dpo_advice: 'overruled: …'.",
        )
    if dpia.get("residual_risk") == "high" and not dpia.get("ico_consulted"):
        yield Lack(
            "a high risk would stay, and the Information Commissioner was not consulted.",
            "Where a high risk stays, the Commissioner is consulted first (UK GDPR, Art. 36(1)).",
            "decision › dpia › ico_consulted",
            "consult the Commissioner, then say dpia: {ico_consulted: DAY}.",
            ask="the data-protection officer.",
        )


def _triage_lacks(considered: Considered) -> Iterator[Lack]:
    if not considered.triage_is_begun:
        yield Lack(
            "no question of triage was answered for this use.",
            "Without an answer nobody knows "
            + ("" if considered.review == "full" else "which review it is owed, or ")
            + "whether its design is reviewed too.",
            "uses › triage",
            f"beholden use triage {considered.use}, or triage: {{…}} in its statement.",
            ask="the owner of the use.",
        )


def _statement_lacks(considered: Considered) -> Iterator[Lack]:
    """Yield what an impact assessment rests on (UK GDPR, Art. 35(7)) and the statement lacks."""
    asked = (
        ("why the data are needed (why_data)", considered.why_data),
        ("whom it concerns (people_affected)", considered.people_affected),
        (
            "what harm it may do (a negative consequence with its likelihood and severity)",
            considered.harm_is_weighed,
        ),
    )
    lacking = [what for what, said in asked if not said]
    if considered.personal_data and lacking:
        yield Lack(
            f"this use has personal data, and its statement does not say {_listed(lacking)}.",
            "Its impact assessment is made of that (UK GDPR, Art. 35(7)).",
            "uses › statement",
            "have it stated anew (beholden use state); once the board has advised, under "
            "another name.",
            ask="the owner of the use.",
        )


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))


def _advice_lacks(considered: Considered) -> Iterator[Lack]:
    if considered.personal_data and not considered.dpo_has_advised:
        yield Lack(
            "this use has personal data, and the data-protection officer has not advised on its "
            "impact assessment.",
            "That advice is sought before it begins (UK GDPR, Art. 35(2)).",
            "uses › dpia-advice",
            "beholden use dpia-advice FILE.",
            ask="the data-protection officer.",
        )


def _signature_lacks(considered: Considered, dpia: Mapping[str, Any]) -> Iterator[Lack]:
    asked = ("residual_risk", "measures_approved_by")
    lacking = [name for name in asked if not dpia.get(name)]
    if considered.personal_data and lacking:
        yield Lack(
            "the decision does not sign off the impact assessment.",
            f"It does not say {_listed(lacking)} (ICO, DPIA template, step 7).",
            "decision › dpia",
            "say dpia: {residual_risk: low, measures_approved_by: OFFICE}.",
        )


def _canvas_lacks(considered: Considered) -> Iterator[Lack]:
    titles = unsettled(considered.canvas) if considered.review == "full" else ()
    if titles:
        yield Lack(
            "this use is owed a full review, and its ethics canvas is not whole.",
            f"These areas are neither complete nor left open with a reason: {'; '.join(titles)}.",
            "uses › canvas",
            f"beholden canvas fill {considered.use} FILE; say why_not: … where an area does not "
            "apply.",
            ask="the owner of the use.",
        )


def _design_lacks(considered: Considered) -> Iterator[Lack]:
    if considered.owes_design_review and considered.design_verdict not in APPROVED:
        has = considered.design_verdict
        yield Lack(
            "this use is owed a design review, and "
            + ("the design was not approved." if has else "there is none yet."),
            "By triage a system is built or bought for it, or software decides about somebody.",
            "uses › triage › design_review",
            "beholden use design-review FILE.",
            ask="the design authority.",
        )
