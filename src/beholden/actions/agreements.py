"""Agreements: stated, signed by each party, in force, and ended for good."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any

from .. import gate
from ..gate import AgreementAct
from ..kernel import BadInput, NotFound, Refusal, Refused, Terms, checked_name
from ..records import reading
from .acting import Act, acting, acting_by_calendar
from .agreeing.contracts import contracts_of, document_fingerprint
from .agreeing.drafting import take_up_draft
from .agreeing.lawful import refuse_unlawful
from .agreeing.signing import may_begin, put_in_force
from .agreeing.standing import why_none_holds
from .agreeing.told_together import ToldTogether
from .conditions_put import conditions_of
from .crisis.lapsing import lapse_crises
from .datasets import columns_by_dataset
from .ending import OPEN, destroy_dead_keys, end
from .home import Home
from .learning.courses import refuse_unknown_courses
from .looking_again import terms_as_stated
from .named_use import use_named
from .rights import Right
from .statements import plain_data
from .undertakings import keep_undertakings

# In force or suspended: one of a use at a time.
HOLDING = ("in_force", "suspended")
OVER = ("ended", "superseded", "withdrawn")


def state_agreement(home: Home, *, by: str, document: Mapping[str, Any], draft: str = "") -> Terms:
    """State an agreement, or its next version; return the terms that the gate will obey.

    The board's conditions are added from the advice. ``draft`` is the fingerprint of the draft that
    is offered, where one is. Raises BadInput with every fault of the document, Refused where the
    use was not approved, another agreement of the use disagrees, or another's draft would be lost.
    """
    stated = plain_data(document)
    plain = gate.written_out(stated, dict(home.groups))
    name, use_name = named_in(plain)
    with acting(
        home, by=by, right=Right.AGREEMENT_STATE, name="agreement-offered", use=use_name
    ) as act:
        use = use_named(use_name)
        refuse_unapproved(use)
        terms = _terms_without_fault(home, use, plain)
        refuse_disagreement(use, name, terms)
        contracts = contracts_of(home, plain, terms)
        offered = offer_version(
            act,
            use=use,
            document=plain,
            terms=terms,
            contracts=contracts,
            stated_by=act.person,
            drafted_by=take_up_draft(act, document=stated, seen=draft),
        )
        act.clauses = tuple(str(one["because"]) for one in conditions_of(use))
        act.facts.update(
            agreement=name,
            version=offered.version,
            terms=terms.hash,
            document=offered.document_hash,
            starts=terms.starts.isoformat(),
            ends=terms.ends.isoformat(),
            between=list(terms.between),
        )
    return terms


def _terms_without_fault(home: Home, use: Any, plain: Mapping[str, Any]) -> Terms:
    """Return the terms of a document; raise BadInput with what every rule has against it."""
    told = ToldTogether()
    terms = told.of(lambda: compile_for(use, plain))
    told.of(lambda: refuse_unlawful(use, plain))
    if terms is not None:
        told.of(partial(refuse_unknown_courses, terms.training))
        told.of(partial(refuse_past, terms, home.clock.today()))
        told.of(partial(refuse_unheard_stewards, terms))
    return told.whole(terms)


def end_agreement(home: Home, *, by: str, agreement: str, because: str) -> None:
    """End an agreement now, with whatever version of it is offered.

    The keys of its extracts are destroyed, and nothing can be asked.
    """
    with acting(home, by=by, right=Right.AGREEMENT_END, name="agreement-ended") as act:
        newest = agreement_named(agreement)
        act.use = newest.use.name
        still_open = list(type(newest).objects.filter(name=agreement, state__in=OPEN))
        if not still_open:
            raise BadInput(
                "This agreement has ended already.",
                next_step="Nothing needs to be done: its extracts cannot be read.",
            )
        for version in still_open:
            end(version, act)
        act.clauses = ("at_the_end",)
        act.facts.update(
            agreement=agreement,
            versions=sorted(version.version for version in still_open),
            because=because,
        )
    destroy_dead_keys(home)


def keep_dates(home: Home) -> None:
    """End the agreements whose last day has passed, and begin those whose first day has come.

    A use opened in a crisis ends where its full review was not had by its day, and what was
    undertaken and not done in time is written down as lapsed. Called before anything is asked,
    sealed or shown.
    """
    from django.db.models import prefetch_related_objects

    keep_undertakings(home)
    today = home.clock.today()
    with home.at_work():
        # One query, and two for what parties said, however many are offered.
        found = list(_that_a_day_may_change(today).all())
        over = [one for one in found if one.state in HOLDING and _last_day(one) < today]
        offers = [one for one in found if one.state == "offered"]
        prefetch_related_objects(offers, "signatures", "answers")
        due = [offered for offered in offers if may_begin(offered, today)]
    for agreement in over:
        _end_by_calendar(home, agreement)
    for agreement in due:
        _begin_by_calendar(home, agreement)
    if lapse_crises(home) or over or due:
        destroy_dead_keys(home)
    from .feeding.keeping import keep_feeds  # which knows of agreements

    keep_feeds(home)


@lru_cache(maxsize=4)
def _that_a_day_may_change(today: date) -> Any:
    """Return the query for agreements that may end or begin; kept, as making it takes longest."""
    from django.db.models import Exists, OuterRef, Q

    from ..records.models import Agreement, Signature
    from .agreeing.asked_ends import asked_to_end_before

    signed = Exists(Signature.objects.filter(agreement=OuterRef("pk")))
    ended = Q(state__in=HOLDING) & (Q(ends__lt=today) | asked_to_end_before(today))
    come = Q(signed, state="offered", starts__lte=today, ends__gte=today)
    known = {**reading.decided_since(), **reading.newest_review()}
    return Agreement.objects.select_related("use").annotate(**known).filter(ended | come)


def _last_day(agreement: Any) -> date:
    """Return the last day of an agreement, with what the board asked for since it was stated."""
    return terms_as_stated(agreement).ends


def _end_by_calendar(home: Home, agreement: Any) -> None:
    with acting_by_calendar(home, name="agreement-ended", use=agreement.use.name) as act:
        # Read again under the lock: another process may have ended it meanwhile.
        current = type(agreement).objects.get(pk=agreement.pk)
        act.clauses = ("until", "at_the_end")
        act.moot = current.state not in HOLDING
        if not act.moot:
            end(current, act)
        act.facts.update(
            agreement=current.name, version=current.version, because="its last day has passed"
        )


def _begin_by_calendar(home: Home, agreement: Any) -> None:
    with acting_by_calendar(home, name="agreement-began", use=agreement.use.name) as act:
        current = type(agreement).objects.select_related("use").get(pk=agreement.pk)
        act.clauses = ("from",)
        act.moot = current.use.state != "approved" or not _begins(current, home.clock.today())
        if not act.moot:
            put_in_force(current, act)
        act.facts.update(
            agreement=current.name, version=current.version, because="its first day has come"
        )


def _begins(agreement: Any, today: date) -> bool:
    return agreement.state == "offered" and may_begin(agreement, today)


def compile_for(use: Any, document: Mapping[str, Any]) -> Terms:
    """Compile a document with the conditions of the board's advice on its use."""
    refuse_hidden_persons(use, document)
    return gate.compile_terms(document, **setting_of(use, document))


def setting_of(use: Any, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a document is compiled with: purpose, stewards, columns, the board's conditions.

    The document may have faults.
    """
    from ..records.models import Dataset

    names = list(gate.named_datasets(document))
    return {
        "purpose": use.purpose,
        "stewards": dict(Dataset.objects.filter(name__in=names).values_list("name", "steward")),
        "columns": columns_by_dataset(names),
        "conditions": conditions_of(use),
    }


def agreement_named(name: str) -> Any:
    """Return the newest version of an agreement; raise NotFound where there is none."""
    from ..records.models import Agreement

    versions = Agreement.objects.select_related("use").filter(name=name)
    agreement = versions.order_by("-version").first()
    if agreement is None:
        raise no_agreement()
    return agreement


def no_agreement() -> NotFound:
    """Return what is said where there is no such agreement, or none that one may know of."""
    return NotFound(
        "There is no agreement of that name.",
        next_step="See the agreements with `beholden agree list`.",
    )


def agreement_to_ask_under(use: Any) -> Any:
    """Return the agreement in force of a use, else the newest that was once in force.

    Raises Refused where none ever was: then there is nothing that says what may be asked.
    """
    from ..records.models import Agreement

    agreements = Agreement.objects.select_related("use").filter(use=use)
    agreements = agreements.annotate(**reading.decided_since(), **reading.newest_review())
    found = (
        agreements.filter(state__in=HOLDING).first()
        or agreements.filter(state__in=OVER, began_at__isnull=False).order_by("-id").first()
    )
    if found is None:
        why, next_step = why_none_holds(use)
        raise Refused(
            Refusal(
                what="no agreement of this use is in force.",
                why="Nothing is asked except under an agreement that every party has signed, from "
                f"its first day on. {why}",
                clause="agreements › state",
                next_step=next_step,
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


def offer_version(
    act: Act,
    *,
    use: Any,
    document: Mapping[str, Any],
    terms: Terms,
    contracts: Mapping[str, Any],
    stated_by: Any,
    drafted_by: Any = None,
) -> Any:
    """Record an agreement's next version as offered and return it; its open forerunner goes.

    ``stated_by`` offers it, and ``drafted_by`` kept its draft; neither signs it (S9).
    Raises BadInput where an agreement of another use has its name.
    """
    from ..records.models import Agreement

    return Agreement.objects.create(
        name=document["agreement"],
        version=_next_version(act, document["agreement"], use),
        use=use,
        starts=terms.starts,
        ends=terms.ends,
        document=dict(document),
        terms=terms.to_dict(),
        terms_hash=terms.hash,
        contracts=dict(contracts),
        document_hash=document_fingerprint(document, contracts, terms.hash),
        stated_by=stated_by,
        drafted_by=drafted_by,
        stated_at=act.at,
    )


def _next_version(act: Act, name: str, use: Any) -> int:
    """Return the number of an agreement's next version; a forerunner still on offer goes."""
    from ..records.models import Agreement

    refuse_taken(name, use)
    earlier = Agreement.objects.filter(name=name).order_by("-version").first()
    if earlier is None:
        return 1
    if earlier.state == "offered":
        end(earlier, act, how=AgreementAct.REPLACE)
    version: int = earlier.version + 1
    return version


def refuse_taken(name: str, use: Any) -> None:
    """Refuse a name that an agreement of another use has."""
    from ..records.models import Agreement

    if Agreement.objects.filter(name=name).exclude(use=use).exists():
        raise BadInput(
            "An agreement of another use has this name already.",
            why="Two agreements of one name could not be told apart when one of them is to end.",
            next_step="Give this one a name of its own (agreement: …).",
        )


def refuse_past(terms: Terms, today: date) -> None:
    """Refuse an agreement whose last day has passed."""
    if terms.ends < today:
        raise BadInput(
            "This agreement has ended before it could begin.",
            why=f"Its last day was {terms.ends.isoformat()}.",
            next_step="State it with a later end (until: …).",
        )


def refuse_unheard_stewards(terms: Terms) -> None:
    """Refuse an agreement that gives a dataset whose steward is no party."""
    stewards = {given.steward for given in terms.datasets}
    stewards |= {given.steward for given in terms.look_ups}
    missing = sorted(stewards - set(terms.between))
    if missing:
        raise BadInput(
            "This agreement gives away what those who hold it have not agreed to.",
            why=f"Not among its parties: {', '.join(missing)}, who hold datasets of it.",
            next_step="Add them (between: …); a dataset is given by its steward's signature.",
        )


def refuse_hidden_persons(use: Any, document: Mapping[str, Any]) -> None:
    """Refuse an agreement that calls data impersonal where its use says that they are personal."""
    if use.personal_data and document.get("personal_data") is False:
        raise BadInput(
            "This agreement says that its data are not personal, and its use says that they are.",
            why="What protects people would be switched off by one line.",
            next_step="Take out personal_data: no.",
            ask="the data-protection officer",
        )


def refuse_unapproved(use: Any) -> None:
    """Refuse an agreement of a use that was not approved."""
    if use.state != "approved":
        raise Refused(
            Refusal(
                what="this use has no decision that approves it.",
                why="An agreement is made only for a use that the accountable officer approved.",
                clause="uses › decision",
                ask=f"the {use.accountable_officer}.",
            )
        )


def refuse_disagreement(use: Any, name: str, terms: Terms) -> None:
    """Refuse an agreement beside another that is open for the same use and days."""
    from ..records.models import Agreement

    others = Agreement.objects.filter(use=use, state__in=OPEN).exclude(name=name)
    for other in others:
        faults = gate.disagreements(Terms.from_dict(other.terms), terms)
        if faults or (terms.starts <= other.ends and other.starts <= terms.ends):
            raise BadInput(
                f"This agreement and {other.name} speak of the same use and the same days.",
                why="The gate obeys one agreement at a time. "
                + ("They disagree: " + " ".join(faults) if faults else "They agree."),
                next_step=f"State it as the next version of {other.name}, or end that one first.",
                ask="the data-protection officer",
            )
