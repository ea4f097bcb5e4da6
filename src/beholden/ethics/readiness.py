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
    """How far a use was thought through. ``design_verdict`` is empty where there is no review."""

    review: str
    canvas: Mapping[str, AreaSaid]
    owes_design_review: bool = False
    design_verdict: str = ""
    dpo_has_advised: bool = False


def lacks_before_board(considered: Considered) -> tuple[Lack, ...]:
    """Return what is owed before a use goes to the board: a full review needs a whole canvas."""
    return tuple(_canvas_lacks(considered))


def lacks_before_yes(considered: Considered, dpia: Mapping[str, Any]) -> tuple[Lack, ...]:
    """Return what is owed before a yes; ``dpia`` is what the decision says of the assessment."""
    return (
        *_canvas_lacks(considered),
        *_design_lacks(considered),
        *lacks_of_sign_off(dpia, dpo_has_advised=considered.dpo_has_advised),
    )


def lacks_of_sign_off(dpia: Mapping[str, Any], *, dpo_has_advised: bool) -> Iterator[Lack]:
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


def _canvas_lacks(considered: Considered) -> Iterator[Lack]:
    titles = unsettled(considered.canvas) if considered.review == "full" else ()
    if titles:
        yield Lack(
            "this use is owed a full review, and its ethics canvas is not whole.",
            f"These areas are neither complete nor left open with a reason: {'; '.join(titles)}.",
            "uses › canvas",
            "beholden canvas fill USE FILE; say why_not: … where an area does not apply.",
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
