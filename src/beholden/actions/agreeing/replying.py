"""What a party says other than yes: it asks for changes, declines, or withdraws what it signed."""

from __future__ import annotations

from typing import Any

from ... import gate
from ...gate import AgreementAct, AgreementState, PartyState
from ...kernel import BadInput, Refused, Terms
from ..acting import Act, acting
from ..ending import OPEN, destroy_dead_keys, destroy_extracts
from ..home import Home
from ..known_uses import agreement_known_to
from ..rights import Right
from .signing import not_a_party
from .standing import gives_less_or_more, move, not_now, signed_by

_SAYS = {
    AgreementAct.ASK_CHANGES: "asks_for_changes",
    AgreementAct.DECLINE: "declined",
    AgreementAct.LEAVE: "withdrawn",
}
_NOT_AFTER = {
    PartyState.SIGNED: "Your organisation has signed this agreement.",
    PartyState.DECLINED: "Your organisation has declined this agreement already.",
    PartyState.WITHDRAWN: "Your organisation has withdrawn from this agreement.",
}
_INSTEAD = {
    PartyState.SIGNED: "Ask for changes, or withdraw the signature.",
    PartyState.DECLINED: "Sign it, or ask for changes.",
    PartyState.WITHDRAWN: "Wait for its next version.",
}


def ask_for_changes(home: Home, *, by: str, agreement: str, text: str) -> None:
    """Ask, for one's organisation, that an agreement be changed; everybody may read what is asked.

    The author answers with a next version. What was signed stays signed.
    """
    _answer(home, by=by, agreement=agreement, how=AgreementAct.ASK_CHANGES, text=text)


def decline_agreement(home: Home, *, by: str, agreement: str, because: str) -> None:
    """Decline, for one's organisation, an agreement that was offered to it."""
    _answer(home, by=by, agreement=agreement, how=AgreementAct.DECLINE, text=because)


def withdraw_from_agreement(home: Home, *, by: str, agreement: str, because: str) -> str:
    """Withdraw one's organisation's signature at once; return the state after it.

    An agreement in force stops for everybody and the keys of its extracts are destroyed, unless its
    parties join severally and enough of them stay: then it goes on without this party, and without
    its data, which are destroyed.
    """
    state = ""
    with acting(home, by=by, right=Right.AGREEMENT_WITHDRAW, name="party-withdrew") as act:
        signed = _signed_versions(agreement, act.person)
        act.use = signed[0].use.name
        for version in signed:
            _record(act, version, how=AgreementAct.LEAVE, text=because)
            _leave(version, act)
        state = str(signed[0].state)
        act.facts.update(
            agreement=agreement,
            versions=[version.version for version in signed],
            party=act.person.organisation,
            because=because,
            state=state,
        )
    destroy_dead_keys(home)
    return state


def party_state(agreement: Any, party: str) -> PartyState:
    """Return where a party is with a version of an agreement."""
    if agreement.signatures.filter(party=party).exists():
        return PartyState.SIGNED if party in signed_by(agreement) else PartyState.WITHDRAWN
    last = agreement.answers.filter(party=party).order_by("-id").first()
    if last is None:
        return PartyState.OFFERED
    return PartyState.DECLINED if last.says == "declined" else PartyState.ASKS


def _answer(home: Home, *, by: str, agreement: str, how: AgreementAct, text: str) -> None:
    name = f"agreement-{_SAYS[how].replace('asks_for_changes', 'changes-asked')}"
    with acting(home, by=by, right=Right.AGREEMENT_ANSWER, name=name) as act:
        newest = agreement_known_to(act.person, agreement)
        act.use = newest.use.name
        party = act.person.organisation
        terms = Terms.from_dict(newest.terms)
        if party not in terms.between:
            raise Refused(not_a_party(terms))
        if gate.state_after(AgreementState(newest.state), how) is None:
            raise not_now(newest, how)
        _refuse_after(party_state(newest, party), how)
        _record(act, newest, how=how, text=text)
        act.facts.update(
            agreement=agreement, version=newest.version, party=party, text=text.strip()
        )


def _refuse_after(state: PartyState, how: AgreementAct) -> None:
    if gate.party_after(state, how) is None:
        raise BadInput(_NOT_AFTER[state], next_step=_INSTEAD[state])


def _record(act: Act, agreement: Any, *, how: AgreementAct, text: str) -> None:
    from ...records.models import PartyAnswer

    if not text.strip():
        raise BadInput("An answer needs its reason.", next_step="Say why, in a sentence or two.")
    PartyAnswer.objects.create(
        agreement=agreement,
        party=act.person.organisation,
        says=_SAYS[how],
        text=text.strip(),
        given_by=act.person,
        given_at=act.at,
    )


def _signed_versions(name: str, person: Any) -> list[Any]:
    """Return the open versions that somebody's party has signed, the one that is obeyed first."""
    from ...records.models import Agreement

    newest, party = agreement_known_to(person, name), person.organisation
    versions = Agreement.objects.select_related("use").filter(name=name, state__in=OPEN)
    found = [one for one in versions.order_by("version") if party in signed_by(one)]
    if not found:
        state = party_state(newest, party)
        raise BadInput(
            "There is no signature of your organisation to withdraw.",
            why=f"With version {newest.version} it stands at: {state.value}.",
            next_step="Decline the agreement, or ask for changes.",
        )
    return found


def _leave(version: Any, act: Act) -> None:
    """Do to a version what a party's withdrawal does: it goes on with the others, or is over."""
    terms = Terms.from_dict(version.terms)
    staying = signed_by(version)
    if version.state == "offered" or (terms.severally and gate.is_agreed(terms, staying)):
        move(version, AgreementAct.LEAVE)
        before = staying | {act.person.organisation}
        if gives_less_or_more(terms, before, staying):
            destroy_extracts(version, act)
    else:
        destroy_extracts(version, act)
        move(version, AgreementAct.BREAK_UP)
        version.ended_at = act.at
    version.save(update_fields=["state", "ended_at"])
