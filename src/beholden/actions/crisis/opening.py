"""Opening a use in a crisis: one officer states it on a page, the data-protection officer confirms.

Its agreement is in force without the parties' signatures, for at most thirty days. The full review
is owed by a day: where it is not had by then, ``lapsing`` destroys what was sealed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ...kernel import BadInput, NotFound, Refusal, Refused, checked_name, fingerprint
from ..acting import Act, acting
from ..agreeing.contracts import contracts_of
from ..agreeing.lawful import refuse_unlawful
from ..agreeing.signing import put_in_force
from ..agreements import compile_for, offer_version
from ..home import Home
from ..rights import Right
from ..statements import checked
from ..uses import refuse_impersonal_secrets, state_new_use


def ask_opening(home: Home, *, by: str, statement: Mapping[str, Any]) -> str:
    """State a use that cannot wait for its full review; return its name.

    Nothing can be done under it until the data-protection officer confirms. Raises BadInput for a
    statement that does not fit its schema or the data, Refused where the name is taken, where the
    one who asks would decide at the review, and where an earlier crisis is owed its review.
    """
    from ...records.models import Opening

    plain = checked(statement, schema="crisis")
    name = checked_name(plain["crisis"], of="a use")
    refuse_impersonal_secrets(plain)
    _refuse_late_review(plain)
    with acting(home, by=by, right=Right.CRISIS_ASK, name="crisis-stated", use=name) as act:
        _refuse_judge(plain, act.person)
        _refuse_while_owed(plain["accountable_officer"], act.person, today=home.clock.today())
        use = state_new_use(act, _as_use(name, plain))
        document = _document(name, plain, act)
        today = home.clock.today()
        compile_for(use, _dated(document, today, plain["days"]))  # its faults come first
        refuse_unlawful(use, document)
        Opening.objects.create(
            use=use,
            statement=dict(plain),
            document=document,
            why_now=plain["why_now"],
            days=plain["days"],
            review_within=plain["review_within"],
            asked_by=act.person,
            office=act.person.office,
            asked_at=act.at,
        )
        act.facts.update(
            days=plain["days"],
            review_within=plain["review_within"],
            office=act.person.office,
            statement=fingerprint(plain),
        )
    return name


def confirm_opening(home: Home, *, by: str, use: str, because: str) -> date:
    """Open a use that was asked for in a crisis; return the day by which its review is owed.

    From now on its datasets may be sealed and asked. ``because`` is public. Raises NotFound where
    no crisis was stated, Refused for whoever stated it (S9) and once the accountable officer has
    decided on it, BadInput where it was confirmed.
    """
    if not because.strip():
        raise BadInput(
            "A crisis is not confirmed without a reason.",
            why="Residents read why nobody was asked first.",
            next_step="Say why it cannot wait, and what was weighed.",
        )
    today = home.clock.today()
    with acting(home, by=by, right=Right.CRISIS_CONFIRM, name="crisis-opened", use=use) as act:
        opening = opening_of(use)
        _refuse_own_opening(opening, act.person)
        _refuse_confirmed(opening)
        _refuse_decided(opening.use)
        opening.confirmed_by, opening.confirmed_at = act.person, act.at
        opening.confirmed_because = because
        opening.until = _last_day(today, opening.days)
        opening.review_by = _last_day(today, opening.review_within)
        opening.save()
        _put_in_force(home, act, opening, today)
        act.clauses = ("crisis › days", "crisis › review_within")
        act.facts.update(
            until=opening.until.isoformat(),
            review_by=opening.review_by.isoformat(),
            offices=[opening.office, act.person.office],
        )
        review_by: date = opening.review_by
    return review_by


def _put_in_force(home: Home, act: Act, opening: Any, today: date) -> None:
    """Bring the agreement of a crisis into force, with no signature but these two."""
    document = _dated(opening.document, today, opening.days)
    terms = compile_for(opening.use, document)
    agreement = offer_version(
        act,
        use=opening.use,
        document=document,
        terms=terms,
        contracts=contracts_of(home, document, terms),
        stated_by=opening.asked_by,
    )
    put_in_force(agreement, act)
    act.facts.update(agreement=agreement.name, terms=terms.hash)


def opening_of(use: str) -> Any:
    """Return the opening of a use; raise NotFound where it was not stated in a crisis."""
    from ...records.models import Opening

    opening = Opening.objects.select_related("use", "asked_by").filter(use__name=use).first()
    if opening is None:
        raise NotFound(
            "No use of that name was stated in a crisis.",
            next_step="See those that were with `beholden crisis list`.",
        )
    return opening


def _as_use(name: str, plain: Mapping[str, Any]) -> dict[str, Any]:
    """Return the statement of the use that a crisis's one page amounts to."""
    kept = ("title", "purpose", "owner", "accountable_officer", "people_affected")
    flags = ("personal_data", "special_category", "made_up")
    said = {key: plain[key] for key in (*kept, *flags) if key in plain}
    return {"use": name, "why_data": plain["why_now"], **said}


def _document(name: str, plain: Mapping[str, Any], act: Act) -> dict[str, Any]:
    """Return the agreement without its days: the parties are the stewards and who asks."""
    from ... import gate
    from ...records.models import Dataset

    said = dict(plain["agreement"])
    held = Dataset.objects.filter(name__in=gate.named_datasets(said))
    parties = {*held.values_list("steward", flat=True), act.person.organisation}
    return {"agreement": name, "use": name, "between": sorted(parties), **said}


def _dated(document: Mapping[str, Any], today: date, days: int) -> dict[str, Any]:
    last = _last_day(today, days)
    return {**document, "from": today.isoformat(), "until": last.isoformat()}


def _last_day(today: date, days: int) -> date:
    """Return the last of so many days, of which today is the first."""
    return today + timedelta(days=days - 1)


def _refuse_late_review(plain: Mapping[str, Any]) -> None:
    if plain["review_within"] > plain["days"]:
        raise BadInput(
            "The full review comes after the use has ended.",
            why=f"It is open for {plain['days']} days, and reviewed within "
            f"{plain['review_within']}.",
            next_step="Have the review while it is open (review_within: …).",
        )


def _refuse_judge(plain: Mapping[str, Any], person: Any) -> None:
    if person.office == plain["accountable_officer"]:
        raise Refused(
            Refusal(
                what="whoever opens a use in a crisis does not decide on it at its review.",
                why=f"The statement names the {person.office} as its accountable officer.",
                clause="crisis › accountable_officer",
                next_step="have another officer state it, or name another to decide.",
            )
        )


def _refuse_while_owed(officer: str, person: Any, *, today: date) -> None:
    """Refuse another crisis of who asked for, or answers for, one that is owed its review.

    An office is a text, so that of the officer alone would be a new one each time.
    """
    from django.db.models import Q

    from ...records.models import Opening

    owed = Opening.objects.filter(confirmed_at__isnull=False, reviewed_at__isnull=True)
    overdue = owed.filter(Q(lapsed_at__isnull=False) | Q(review_by__lt=today))
    theirs = Q(use__accountable_officer=officer) | Q(asked_by=person) | Q(office=person.office)
    earlier = overdue.filter(theirs).select_related("use").first()
    if earlier is not None:
        raise Refused(
            Refusal(
                what="an earlier crisis of the same officers has not had its full review.",
                why=f"The review of {earlier.use.name} was owed by "
                f"{earlier.review_by:%Y-%m-%d}. A crisis is no way round reviews.",
                clause="crisis › review_within",
                next_step="have the board advise and the officer decide on "
                f"{earlier.use.name}, then state this one.",
                ask=f"the {earlier.use.accountable_officer}.",
            )
        )


def _refuse_own_opening(opening: Any, person: Any) -> None:
    if opening.asked_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody confirms a crisis that they stated themselves.",
                why="It takes two people: one officer and the data-protection officer.",
                clause="S9 two people",
                ask="another data-protection officer.",
            )
        )


def _refuse_confirmed(opening: Any) -> None:
    if opening.confirmed_at is not None:
        raise BadInput(
            "This use was opened already.",
            why=f"It is open until {opening.until.isoformat()}.",
            next_step="A use is opened in a crisis once; afterwards it needs its full review.",
        )


def _refuse_decided(use: Any) -> None:
    if use.decisions.exists():
        raise Refused(
            Refusal(
                what="this use has been decided on, and is not opened in a crisis any more.",
                why="What the accountable officer decided is not gone round by the shorter way.",
                clause="uses › decision",
                next_step="where the decision was yes, state its agreement; otherwise have the "
                "officer decide anew.",
                ask=f"the {use.accountable_officer}.",
            )
        )
