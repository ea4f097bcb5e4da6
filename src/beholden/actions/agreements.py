"""Agreements: stated, signed by each party, in force, and ended for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import gate
from ..kernel import BadInput, NotFound, Refusal, Refused, Terms, checked_name
from .acting import Act, acting, acting_by_calendar
from .datasets import columns_by_dataset
from .home import Home
from .rights import Right
from .statements import plain_data
from .uses import conditions_of, use_named


def state_agreement(home: Home, *, by: str, document: Mapping[str, Any]) -> Terms:
    """State an agreement, or its next version; return the terms that the gate will obey.

    The board's conditions are added from the advice. Raises BadInput with every fault of the
    document, Refused where the use was not approved or another agreement of the use disagrees.
    """
    plain = plain_data(document)
    name, use_name = named_in(plain)
    with acting(
        home, by=by, right=Right.AGREEMENT_STATE, name="agreement-offered", use=use_name
    ) as act:
        use = use_named(use_name)
        _refuse_unapproved(use)
        terms = compile_for(use, plain)
        _refuse_disagreement(use, name, terms)
        version = _record_agreement(act, name, use=use, document=plain, terms=terms)
        act.facts.update(
            agreement=name,
            version=version,
            terms=terms.hash,
            starts=terms.starts.isoformat(),
            ends=terms.ends.isoformat(),
            between=list(terms.between),
        )
    return terms


def sign_agreement(home: Home, *, by: str, agreement: str) -> str:
    """Sign for one's organisation; the last signature brings the agreement into force.

    Returns the state after signing. An earlier version in force is superseded and its extracts'
    keys are destroyed.
    """
    from ..records.models import Signature

    with acting(home, by=by, right=Right.AGREEMENT_SIGN, name="agreement-signed") as act:
        offered = agreement_named(agreement)
        act.use = offered.use.name
        terms = Terms.from_dict(offered.terms)
        _refuse_signature(offered, terms, act.person)
        Signature.objects.create(
            agreement=offered,
            party=act.person.organisation,
            signed_by=act.person,
            terms_hash=offered.terms_hash,
            signed_at=act.at,
        )
        if set(terms.between) <= set(offered.signatures.values_list("party", flat=True)):
            _bring_into_force(offered, act)
        act.facts.update(
            agreement=agreement,
            version=offered.version,
            terms=offered.terms_hash,
            party=act.person.organisation,
            state=offered.state,
        )
        state: str = offered.state
    destroy_dead_keys(home)
    return state


def end_agreement(home: Home, *, by: str, agreement: str, because: str) -> None:
    """End an agreement now: the keys of its extracts are destroyed, and nothing can be asked."""
    with acting(home, by=by, right=Right.AGREEMENT_END, name="agreement-ended") as act:
        current = agreement_named(agreement)
        act.use = current.use.name
        if current.state not in {"offered", "in_force"}:
            raise BadInput(
                "This agreement has ended already.",
                next_step="Nothing needs to be done: its extracts cannot be read.",
            )
        _end(current, act, state="ended" if current.state == "in_force" else "withdrawn")
        act.facts.update(agreement=agreement, version=current.version, because=because)
    destroy_dead_keys(home)


def keep_dates(home: Home) -> None:
    """End the agreements whose last day has passed. Called before anything is asked or sealed."""
    from ..records.models import Agreement

    today = home.clock.today()
    with home.at_work():
        over = list(
            Agreement.objects.select_related("use").filter(state="in_force", ends__lt=today)
        )
    for agreement in over:
        with acting_by_calendar(home, name="agreement-ended", use=agreement.use.name) as act:
            # Read again under the lock: another process may have ended it meanwhile.
            current = Agreement.objects.get(pk=agreement.pk)
            act.moot = current.state != "in_force"
            if not act.moot:
                _end(current, act, state="ended")
            act.facts.update(
                agreement=current.name, version=current.version, because="its last day has passed"
            )
    if over:
        destroy_dead_keys(home)


def destroy_dead_keys(home: Home) -> None:
    """Destroy the key of every extract that the records say is destroyed, and its file (S6).

    The record comes first, so a kill between the two is made good the next time.
    """
    from ..records.models import Extract

    with home.at_work():
        dead = list(Extract.objects.filter(state="destroyed").values_list("id", flat=True))
    for extract_id in dead:
        if home.keys.has(extract_id):
            home.keys.destroy(extract_id)
        home.path("extracts", f"{extract_id}.sealed").unlink(missing_ok=True)


def compile_for(use: Any, document: Mapping[str, Any]) -> Terms:
    """Compile a document with the conditions of the board's advice on its use."""
    from ..records.models import Dataset

    stated = document.get("datasets")
    names = list(stated) if isinstance(stated, Mapping) else []
    stewards = dict(Dataset.objects.filter(name__in=names).values_list("name", "steward"))
    return gate.compile_terms(
        document,
        purpose=use.purpose,
        stewards=stewards,
        columns=columns_by_dataset(names),
        conditions=conditions_of(use),
    )


def agreement_named(name: str) -> Any:
    """Return the newest version of an agreement; raise NotFound where there is none."""
    from ..records.models import Agreement

    versions = Agreement.objects.select_related("use").filter(name=name)
    agreement = versions.order_by("-version").first()
    if agreement is None:
        raise NotFound(
            "There is no agreement of that name.",
            next_step="See the agreements with `beholden agree list`.",
        )
    return agreement


def agreement_to_ask_under(use: Any) -> Any:
    """Return the agreement in force of a use, else the newest that was once in force.

    Raises Refused where none ever was: then there is nothing that says what may be asked.
    """
    from ..records.models import Agreement

    agreements = Agreement.objects.filter(use=use)
    found = (
        agreements.filter(state="in_force").first()
        or agreements.filter(state__in=("ended", "superseded")).order_by("-ended_at", "-id").first()
    )
    if found is None:
        raise Refused(
            Refusal(
                what="no agreement of this use is in force.",
                why="Nothing is asked except under an agreement that every party has signed.",
                clause="agreements › state",
                next_step="beholden agree show, to see who has still to sign.",
                ask="the data-protection officer.",
            )
        )
    return found


def named_in(plain: Any) -> tuple[str, str]:
    """Return the names of an agreement and of its use; raise BadInput where it has none."""
    if not isinstance(plain, Mapping) or not all(
        isinstance(plain.get(key), str) for key in ("agreement", "use")
    ):
        raise BadInput(
            "This is not an agreement.",
            why="It does not name itself (agreement: …) and its use (use: …).",
            next_step="See the form with `beholden schema agreement`.",
        )
    return checked_name(plain["agreement"], of="an agreement"), plain["use"]


def _record_agreement(
    act: Act, name: str, *, use: Any, document: Mapping[str, Any], terms: Terms
) -> int:
    from ..records.models import Agreement

    earlier = Agreement.objects.filter(name=name).order_by("-version").first()
    if earlier is not None and earlier.state == "offered":
        _end(earlier, act, state="withdrawn")
    version = earlier.version + 1 if earlier else 1
    Agreement.objects.create(
        name=name,
        version=version,
        use=use,
        starts=terms.starts,
        ends=terms.ends,
        document=dict(document),
        terms=terms.to_dict(),
        terms_hash=terms.hash,
        stated_by=act.person,
        stated_at=act.at,
    )
    return version


def _bring_into_force(offered: Any, act: Act) -> None:
    from ..records.models import Agreement

    for earlier in Agreement.objects.filter(use=offered.use, state="in_force"):
        _destroy_extracts(earlier, act)
        earlier.state = "superseded"
        earlier.save(update_fields=["state"])
    offered.state = "in_force"
    offered.save(update_fields=["state"])


def _end(agreement: Any, act: Act, *, state: str) -> None:
    _destroy_extracts(agreement, act)
    agreement.state = state
    agreement.ended_at = act.at
    agreement.save(update_fields=["state", "ended_at"])


def _destroy_extracts(agreement: Any, act: Act) -> None:
    gone = agreement.extracts.filter(state="current")
    act.facts["extracts_destroyed"] = sorted(gone.values_list("id", flat=True))
    gone.update(state="destroyed", destroyed_at=act.at)


def _refuse_unapproved(use: Any) -> None:
    if use.state != "approved":
        raise Refused(
            Refusal(
                what="this use has no decision that approves it.",
                why="An agreement is made only for a use that the accountable officer approved.",
                clause="uses › decision",
                ask=f"the {use.accountable_officer}.",
            )
        )


def _refuse_disagreement(use: Any, name: str, terms: Terms) -> None:
    from ..records.models import Agreement

    others = Agreement.objects.filter(use=use, state__in=("offered", "in_force")).exclude(name=name)
    for other in others:
        faults = gate.disagreements(Terms.from_dict(other.terms), terms)
        if faults or (terms.starts <= other.ends and other.starts <= terms.ends):
            raise BadInput(
                f"This agreement and {other.name} speak of the same use and the same days.",
                why="The gate obeys one agreement at a time. "
                + ("They disagree: " + "; ".join(faults) + "." if faults else "They agree."),
                next_step=f"State it as the next version of {other.name}, or end that one first.",
                ask="the data-protection officer",
            )


def _refuse_signature(offered: Any, terms: Terms, person: Any) -> None:
    party = person.organisation
    if offered.state != "offered":
        raise BadInput(
            "This agreement is not open for signature.",
            why=f"It is {offered.get_state_display().lower()}.",
            next_step="State its next version, which the parties can sign.",
        )
    if party not in terms.between:
        raise Refused(
            Refusal(
                what="your organisation is not a party to this agreement.",
                why=f"It is between {', '.join(terms.between)}.",
                clause="between",
            )
        )
    if offered.signatures.filter(party=party).exists():
        raise BadInput(
            "Your organisation has signed this agreement already.",
            next_step="Nothing needs to be done.",
        )


def days_left(ends: date, today: date) -> int:
    """Return how many days an agreement still has, its last day included."""
    return (ends - today).days + 1
