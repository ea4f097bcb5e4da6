"""Signing for a party, and what brings an agreement into force."""

from __future__ import annotations

from datetime import date
from typing import Any

from ... import gate
from ...gate import AgreementAct
from ...kernel import BadInput, Refusal, Refused, Terms
from ..acting import Act, acting
from ..ending import destroy_dead_keys, destroy_extracts
from ..home import Home
from ..known_uses import agreement_known_to
from ..rights import Right
from .standing import gives_less_or_more, move, not_now, signed_by


def sign_agreement(home: Home, *, by: str, agreement: str) -> str:
    """Sign for one's organisation; return the state after signing.

    An agreement comes into force when every party has signed and its first day has come; where its
    parties join severally, when two have, and later signatures add to it. What was in force before
    is superseded and the keys of its extracts are destroyed; so is an extract that lacks the data
    of the party that signs.
    """
    from ...records.models import Signature
    from ..agreements import refuse_past

    with acting(home, by=by, right=Right.AGREEMENT_SIGN, name="agreement-signed") as act:
        offered = agreement_known_to(act.person, agreement)
        act.use = offered.use.name
        terms = Terms.from_dict(offered.terms)
        _refuse_signature(offered, terms, act.person)
        refuse_past(terms, home.clock.today())
        before = signed_by(offered)
        Signature.objects.create(
            agreement=offered,
            party=act.person.organisation,
            signed_by=act.person,
            terms_hash=offered.terms_hash,
            document_hash=offered.document_hash,
            signed_at=act.at,
        )
        _take_effect(offered, terms, before=before, act=act, today=home.clock.today())
        act.facts.update(
            agreement=agreement,
            version=offered.version,
            terms=offered.terms_hash,
            **({"document": offered.document_hash} if offered.document_hash else {}),
            party=act.person.organisation,
            state=offered.state,
        )
        state: str = offered.state
    destroy_dead_keys(home)
    return state


def may_begin(offered: Any, today: date) -> bool:
    """Return whether an offered agreement has its signatures and its day, and nothing in its way.

    In its way is one that is suspended, since nobody but a second person lets that go on; and where
    parties join severally, a party of the earlier version that has not followed yet.
    """
    terms = Terms.from_dict(offered.terms)
    signed = signed_by(offered)
    if not gate.is_agreed(terms, signed) or offered.starts > today:
        return False
    running = type(offered).objects.filter(use=offered.use, state__in=("in_force", "suspended"))
    one = running.first()
    if one is None:
        return True
    return one.state == "in_force" and signed_by(one) & set(terms.between) <= signed


def put_in_force(offered: Any, act: Act) -> None:
    """Bring an agreement into force as a part of an act; what was in force is superseded."""
    running = type(offered).objects.filter(use=offered.use, state="in_force")
    for earlier in running:
        destroy_extracts(earlier, act)
        move(earlier, AgreementAct.REPLACE)
        earlier.save(update_fields=["state"])
    move(offered, AgreementAct.BEGIN)
    offered.began_at = act.at
    offered.save(update_fields=["state", "began_at"])


def _take_effect(
    offered: Any, terms: Terms, *, before: frozenset[str], act: Act, today: date
) -> None:
    if offered.state == "offered":
        if may_begin(offered, today):
            put_in_force(offered, act)
    elif gives_less_or_more(terms, before, signed_by(offered)):
        destroy_extracts(offered, act)


def _refuse_signature(offered: Any, terms: Terms, person: Any) -> None:
    party = person.organisation
    if party not in terms.between:
        raise Refused(not_a_party(terms))
    if person.pk in (offered.stated_by_id, offered.drafted_by_id):
        raise Refused(
            Refusal(
                what="nobody signs an agreement that they wrote themselves.",
                why="An agreement needs two people: one who offers it and one who signs.",
                clause="S9 two people",
                ask="somebody else who may sign for your organisation.",
            )
        )
    if offered.signatures.filter(party=party).exists():
        gone = party not in signed_by(offered)
        raise BadInput(
            "Your organisation has withdrawn from this version."
            if gone
            else "Your organisation has signed this agreement already.",
            next_step="Sign its next version." if gone else "Nothing needs to be done.",
        )
    if offered.state != "offered" and not terms.severally:
        raise BadInput(
            "This agreement is not open for signature.",
            why=f"It is {offered.get_state_display().lower()}.",
            next_step="State its next version, which the parties can sign.",
        )
    if gate.state_after(gate.AgreementState(offered.state), AgreementAct.SIGN) is None:
        raise not_now(offered, AgreementAct.SIGN)


def not_a_party(terms: Terms) -> Refusal:
    """Return the refusal of an organisation that is no party."""
    return Refusal(
        what="your organisation is not a party to this agreement.",
        why=f"It is between {', '.join(terms.between)}.",
        clause="between",
    )
