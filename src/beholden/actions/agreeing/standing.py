"""Where an agreement and its parties stand: one move at a time, by the table of states."""

from __future__ import annotations

from typing import Any

from ... import gate
from ...gate import AgreementAct, AgreementState
from ...kernel import BadInput, Refusal, Terms
from ...records import reading


def move(agreement: Any, act: AgreementAct) -> None:
    """Move an agreement to the state after an act; raise BadInput where it cannot be done."""
    after = gate.state_after(AgreementState(agreement.state), act)
    if after is None:
        raise not_now(agreement, act)
    agreement.state = after.value


def not_now(agreement: Any, act: AgreementAct) -> BadInput:
    """Return the error of an act that cannot be done with an agreement as it is."""
    return BadInput(
        f"This agreement cannot {_IN_WORDS[act]} now.",
        why=f"It is {agreement.get_state_display().lower()}.",
        next_step=f"beholden agree show {agreement.name}, to see where it is.",
    )


def signed_by(agreement: Any) -> frozenset[str]:
    """Return the parties that have signed a version and have not withdrawn since."""
    told = vars(agreement).get("signed_now")  # where many were read with what their parties said
    if told is not None:
        return frozenset(told)
    signed = {one.party for one in agreement.signatures.all()}
    gone = {one.party for one in agreement.answers.all() if one.says == "withdrawn"}
    return frozenset(signed - gone)


def why_none_holds(use: Any) -> tuple[str, str]:
    """Return why no agreement of a use is in force, and what to do next, by the newest of them."""
    newest = use.agreements.order_by("-id").first()
    if newest is None:
        return "None was stated for it yet.", "beholden agree state FILE, to state one."
    see = f"beholden agree show {newest.name}"
    if newest.state != "offered":
        return f"{newest.name} is {newest.get_state_display().lower()}.", f"{see}, to see why."
    if gate.is_agreed(Terms.from_dict(newest.terms), signed_by(newest)):
        day = newest.starts.isoformat()
        return f"{newest.name} is signed by every party; its first day is {day}.", f"{see}."
    return f"{newest.name} still lacks a signature.", f"{see}, to see who has still to sign."


def gives_less_or_more(terms: Terms, before: frozenset[str], after: frozenset[str]) -> bool:
    """Return whether a party's coming or going changes which datasets are given."""
    return gate.as_signed(terms, before).datasets != gate.as_signed(terms, after).datasets


def has_not_signed(agreement: Any, organisation: str) -> Refusal | None:
    """Return the refusal of a party that has not signed what others have, or None."""
    terms = Terms.from_dict(agreement.terms)
    if not terms.severally or organisation not in terms.between:
        return None
    if organisation in signed_by(agreement):
        return None
    return Refusal(
        what="your organisation has not signed this agreement.",
        why="Its parties join severally: it gives answers to those that have signed it.",
        clause="severally",
        next_step=f"have it signed for your organisation: beholden agree sign {agreement.name}",
        ask="whoever signs for your organisation.",
    )


def suspended(agreement: Any) -> Refusal | None:
    """Return the refusal of an agreement that is suspended, with the reason, or None."""
    if agreement.state != "suspended":
        return None
    standing = agreement.suspensions.filter(resumed_at__isnull=True).first()
    office = reading.office_then(standing.suspended_by, standing.suspended_at) if standing else ""
    return Refusal(
        what="the agreement is suspended; nothing is asked under it for now.",
        why=f"{office}: {standing.because}" if standing else "",
        clause="agreements › state",
        ask="the data-protection officer or the accountable officer.",
    )


_IN_WORDS = {
    AgreementAct.KEEP: "be kept as a draft",
    AgreementAct.DISCARD: "be discarded",
    AgreementAct.OFFER: "be offered",
    AgreementAct.SIGN: "be signed",
    AgreementAct.ASK_CHANGES: "be changed for the asking",
    AgreementAct.DECLINE: "be declined",
    AgreementAct.BEGIN: "begin",
    AgreementAct.SUSPEND: "be suspended",
    AgreementAct.RESUME: "be resumed",
    AgreementAct.LEAVE: "be left",
    AgreementAct.BREAK_UP: "be withdrawn from",
    AgreementAct.REPLACE: "be replaced",
    AgreementAct.END: "be ended",
}
