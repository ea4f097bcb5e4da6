"""What somebody may do with an agreement as it stands, and why not what they may not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ... import gate
from ...gate import AgreementAct, AgreementState
from ...kernel import Sentence
from ...records import reading
from ...records.reading import AgreementStanding
from ..acting import person_named
from ..awaiting.items import Whom
from ..awaiting.whom import whom_of
from ..home import Home
from ..rights import Right


@dataclass(frozen=True, slots=True)
class Possible:
    """One act on an agreement that somebody's office has; ``why_not`` is empty where it may be."""

    act: str
    why_not: str = ""


def agreement_acts(home: Home, *, by: str, agreement: str) -> tuple[Possible, ...]:
    """Return the acts of somebody's office on the newest version of an agreement, and on its hold.

    Raises NotFound.
    """
    with home.at_work():
        whom = whom_of(person_named(by))
        versions = reading.agreement_standing(agreement)
        if not versions:
            reading.agreement(agreement)  # which says what there is
    return tuple(possible(versions, whom))


def possible(versions: tuple[AgreementStanding, ...], whom: Whom) -> Iterator[Possible]:
    """Yield the acts of somebody's office on an agreement's versions, with what is in the way."""
    newest = versions[-1]
    yield from _of_a_party(newest, versions, whom)
    stopped = next((one for one in versions if one.state == "suspended"), None)
    running = next((one for one in versions if one.state == "in_force"), None)
    if running and whom.may(Right.AGREEMENT_SUSPEND):
        yield Possible("suspend")
    if stopped and whom.may(Right.AGREEMENT_RESUME):
        own = stopped.suspended_by == whom.code
        why_not = Sentence("You stopped it, so somebody else lets it go on.")
        yield Possible("resume", why_not if own else "")
    still_open = any(one.state in ("offered", "in_force", "suspended") for one in versions)
    if still_open and whom.may(Right.AGREEMENT_END):
        yield Possible("end")
    if whom.may(Right.AGREEMENT_DRAFT):
        yield Possible("draft")


def _of_a_party(
    newest: AgreementStanding, versions: tuple[AgreementStanding, ...], whom: Whom
) -> Iterator[Possible]:
    if whom.organisation not in newest.parties:
        return
    signed = whom.organisation in newest.signed
    says = newest.said.get(whom.organisation, ("", "", None))[0]
    asked = newest.state == "offered" or (newest.state == "in_force" and newest.severally)
    if whom.may(Right.AGREEMENT_SIGN) and asked and not signed:
        yield Possible("sign", _not_to_sign(newest, whom, says))
    if whom.may(Right.AGREEMENT_ANSWER):
        if _may(newest, AgreementAct.ASK_CHANGES) and says != "withdrawn":
            yield Possible("ask-for-changes")
        silent = not signed and says not in ("declined", "withdrawn")
        if silent and _may(newest, AgreementAct.DECLINE):
            yield Possible("decline")
    held = [one for one in versions if whom.organisation in one.signed]
    if whom.may(Right.AGREEMENT_WITHDRAW) and any(_is_open(one) for one in held):
        yield Possible("withdraw")


def _not_to_sign(one: AgreementStanding, whom: Whom, says: str) -> str:
    if whom.code in one.authors:
        return Sentence("You wrote it, so somebody else signs it for your organisation.")
    if says == "withdrawn":
        return Sentence("Your organisation has withdrawn from this version; it may sign the next.")
    return ""


def _may(one: AgreementStanding, act: AgreementAct) -> bool:
    return gate.state_after(AgreementState(one.state), act) is not None


def _is_open(one: AgreementStanding) -> bool:
    return one.state in ("offered", "in_force", "suspended")
