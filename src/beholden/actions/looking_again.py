"""Looking again at a use: the review that a condition of the board asked for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from .. import gate
from ..kernel import BadInput, Refusal, Refused, Terms
from ..records import reading
from .acting import acting
from .agreeing.standing import signed_by
from .conditions_put import conditions_accepted, conditions_of
from .ending import OPEN, destroy_dead_keys, end
from .home import Home
from .named_use import use_named
from .rights import Right
from .statements import checked
from .uses import refuse_another_officer


def review_use(home: Home, *, by: str, statement: Mapping[str, Any]) -> date | None:
    """Record that a use was looked at again; return the day by which it is owed another look.

    It meets every ``review_by`` that was put before: questions are answered again from now on. A
    review that says no ends every agreement of the use. Raises BadInput for a day that cannot be,
    Refused for another officer than the use names and for who stated the use (S9).
    """
    from ..records.models import Review

    plain = checked(statement, schema="review")
    name, on = plain["use"], date.fromisoformat(plain["on"])
    after = date.fromisoformat(plain["next_review"]) if "next_review" in plain else None
    _refuse_impossible_days(on, after, today=home.clock.today())
    with acting(home, by=by, right=Right.USE_REVIEW, name="use-reviewed", use=name) as act:
        use = use_named(name)
        _refuse_own_use(use, act.person)
        refuse_another_officer(use, act.person)
        # Before it is recorded: what asked for it is met then.
        asked = (one for one in conditions_of(use) if "review_by" in one)
        act.clauses = tuple(str(one["because"]) for one in asked)
        Review.objects.create(
            use=use, reviewed_by=act.person, office=act.person.office, on=on,
            continues=plain["continues"], because=plain["because"], next_review=after,
            recorded_at=act.at,
        )  # fmt: skip
        act.facts.update(
            on=plain["on"],
            office=act.person.office,
            continues=plain["continues"],
            next_review=plain.get("next_review"),
        )
        if not plain["continues"]:
            for agreement in use.agreements.filter(state__in=OPEN):
                end(agreement, act)
    destroy_dead_keys(home)
    return after


def terms_now(agreement: Any) -> Terms:
    """Return what an agreement allows today, to those who have signed it.

    It is what is stated, with what a later review changed; see ``terms_as_stated``.
    """
    terms = terms_as_stated(agreement)
    return gate.as_signed(terms, signed_by(agreement)) if terms.severally else terms


def terms_as_stated(agreement: Any) -> Terms:
    """Return what an agreement allows all its parties: its terms, with what came since.

    That is what a review changed, and the conditions that the board put and the officer accepted
    after the agreement was stated: they hold from the decision on, without a new version, since
    they can only take away. Advice that no decision answers changes nothing.
    """
    terms = _allowed(_text_of(agreement))
    days = (reading.review_owed_by(agreement), terms.review_by)
    return replace(terms, review_by=min(filter(None, days), default=None))


@dataclass(frozen=True, slots=True)
class ToSeal:
    """What is sealed under an agreement, with its fingerprint."""

    terms: Terms
    hash: str


def to_seal(agreement: Any) -> ToSeal:
    """Return what is sealed under an agreement today: what those who signed it allow.

    The day of a review stops questions and is no part of what is sealed.
    """
    severally = bool(agreement.terms.get("severally"))
    return _to_seal(_text_of(agreement), signed_by(agreement) if severally else None)


def terms_to_seal(agreement: Any) -> Terms:
    """Return the terms of ``to_seal``."""
    return to_seal(agreement).terms


def terms_of_seal(agreement: Any) -> str:
    """Return the fingerprint of what is sealed under an agreement, whoever has signed it."""
    return _to_seal(_text_of(agreement), None).hash


def _text_of(agreement: Any) -> str:
    """Return all that what an agreement allows is made of, as one text."""
    conditions = conditions_accepted(agreement.use) if _was_decided_since(agreement) else []
    document = agreement.document if conditions else None
    return json.dumps([agreement.terms, document, conditions])


# Pure functions of a text, kept because a council looks at every agreement again and again.
_KEPT = 1_000


@lru_cache(maxsize=_KEPT)
def _allowed(text: str) -> Terms:
    """Return what is allowed; its day of review is that of the conditions put since, or none."""
    stated, document, conditions = json.loads(text)
    terms = replace(Terms.from_dict(stated), review_by=None)
    return gate.tightened(terms, document, conditions) if conditions else terms


@lru_cache(maxsize=_KEPT)
def _to_seal(text: str, signed: frozenset[str] | None) -> ToSeal:
    terms = _allowed(text)
    terms = terms if signed is None else gate.as_signed(terms, signed)
    stated = json.loads(text)[0].get("review_by")
    terms = replace(terms, review_by=date.fromisoformat(stated) if stated else None)
    return ToSeal(terms, terms.hash)


def _was_decided_since(agreement: Any) -> bool:
    told = vars(agreement).get("decided")  # where it was asked with the agreement
    if told is None:
        asked = type(agreement).objects.filter(pk=agreement.pk).annotate(**reading.decided_since())
        told = asked.values_list("decided", flat=True).get()
    return bool(told)


def _refuse_impossible_days(on: date, after: date | None, *, today: date) -> None:
    if on > today:
        raise BadInput(
            "This review has not been held yet.",
            why=f"It is of {on.isoformat()}.",
            next_step="Record it once it has been held.",
        )
    if after is not None and after <= today:
        raise BadInput(
            "The next review must be later than today.",
            next_step="Name a later day (next_review: …), or none.",
        )


def _refuse_own_use(use: Any, person: Any) -> None:
    if use.stated_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody reviews a use that they stated themselves.",
                why="A review needs two people: one who uses the data and one who looks.",
                clause="S9 two people",
                ask=f"the {use.accountable_officer}.",
            )
        )
