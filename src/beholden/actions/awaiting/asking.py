"""What awaits somebody: everything that is not finished is read once, and then decided on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ...kernel import Sentence, sentences
from ...records import reading
from ..acting import person_named
from ..home import Home
from ..learning.needed import courses_for, rule_on, untrained
from ..rights import ROLE_BY_CODE, Right
from ..sealed_since import sealed_since
from .agreements import of_agreements, of_seals
from .by_itself import of_schedules, of_worker
from .feeds import of_feeds
from .items import Awaiting, Awaits, Whom, in_order
from .others import (
    of_complaints,
    of_concealments,
    of_crises,
    of_crises_of_theirs,
    of_linkages,
    of_releases,
    of_requests,
    of_undertakings,
)
from .uses import of_meetings, of_uses
from .whom import whom_of

_SEES_ALL_DATA = "data_protection_officer"


def awaiting(home: Home, *, by: str) -> tuple[Awaiting, ...]:
    """Return what awaits somebody: what has a day first, the soonest first.

    Nobody is told of what two people do where they were the first. Raises NotFound for who is not
    on the council's list.
    """
    today = home.clock.today()
    with home.at_work():
        person = person_named(by, rule_on=today)
        whom = whom_of(person)
        found = [
            *_of_the_record(whom, today, sees_all=_SEES_ALL_DATA in person.role_codes),
            *_training(person, whom, today),
            *of_schedules(whom, today),
            *of_worker(home, whom),
        ]
    return in_order(found)


def _of_the_record(whom: Whom, today: date, *, sees_all: bool) -> Iterator[Awaiting]:
    standing = reading.unfinished(today, parts=_parts(whom))
    yield from of_uses(standing, whom)
    yield from of_meetings(standing, whom, today)
    yield from of_agreements(standing, whom, today)
    if whom.may(Right.EXTRACT_SEAL):
        yield from of_seals(sealed_since(), whom)
    yield from of_releases(standing, whom)
    reviewers = _reviewers() if sees_all and standing.linkages else None
    yield from of_linkages(standing, whom, reviewers=reviewers)
    yield from of_undertakings(standing, whom)
    yield from of_crises(standing, whom)
    yield from of_crises_of_theirs(standing, whom)
    yield from of_concealments(standing, whom)
    yield from of_feeds(standing, whom)
    if whom.may(Right.COMPLAINT_HANDLE):
        yield from of_complaints(reading.complaints(today), whom)
    yield from of_requests(standing.requests, whom)


def _reviewers() -> dict[str, frozenset[str]]:
    """Return the codes of who may review the links of their own department, by department."""
    from ...records.models import PersonRole

    may = [code for code, role in ROLE_BY_CODE.items() if Right.LINKS_REVIEW in role.rights]
    held = PersonRole.objects.filter(person__active=True, role__in=may)
    told = held.exclude(role=_SEES_ALL_DATA).order_by()
    found: dict[str, set[str]] = {}
    for organisation, code in told.values_list("person__organisation", "person__code"):
        found.setdefault(organisation, set()).add(code)
    return {organisation: frozenset(codes) for organisation, codes in found.items()}


def _parts(whom: Whom) -> frozenset[str]:
    """Return the parts of the record that can ask anything of somebody with these rights."""
    return frozenset(part for part, rights in _ASKS.items() if whom.rights & rights)


_OF_A_USE = frozenset(
    {
        Right.USE_STATE,
        Right.USE_TRIAGE,
        Right.CANVAS_FILL,
        Right.DESIGN_REVIEW,
        Right.DPIA_ADVISE,
        Right.ADVICE_RECORD,
        Right.USE_DECIDE,
        Right.OUTCOME_RECORD,
    }
)
_OF_AN_AGREEMENT = frozenset(
    {
        Right.AGREEMENT_SIGN,
        Right.AGREEMENT_STATE,
        Right.AGREEMENT_RESUME,
        Right.EXTRACT_SEAL,
        Right.USE_REVIEW,
    }
)
_ASKS: dict[str, frozenset[Right]] = {
    "uses": _OF_A_USE | {Right.BOARD_MEET, Right.AGREEMENT_STATE, Right.USE_REVIEW},
    "agreements": _OF_AN_AGREEMENT | {Right.OUTCOME_RECORD},
    "drafts": frozenset({Right.AGREEMENT_STATE}),
    "releases": frozenset({Right.RELEASE_REVIEW, Right.RELEASE_PUBLISH}),
    "openings": frozenset({Right.CRISIS_CONFIRM, Right.USE_DECIDE, Right.AGREEMENT_SIGN}),
    "concealments": frozenset({Right.CONCEALMENT_CONFIRM}),
    "feeds": frozenset({Right.FEED_OPEN}),
    "requests": frozenset({Right.REQUEST_ANSWER}),
    "undertakings": frozenset({Right.UNDERTAKING_CLOSE, Right.UNDERTAKING_AGREE}),
    "linkages": frozenset({Right.LINKS_REVIEW}),
    "meetings": frozenset({Right.BOARD_MEET, Right.ADVICE_RECORD}),
}


def _training(person: Any, whom: Whom, today: date) -> Iterator[Awaiting]:
    """Yield the courses that somebody's rights ask for, and that they lack."""
    rule = rule_on(today) if person.training else None
    if rule is None:
        return
    needed: dict[str, list[Sentence]] = {}
    for right in sorted(whom.rights):
        for course in courses_for(right, rule=rule):
            needed.setdefault(course, []).append(Sentence(right.sentence))
    for course in untrained(person, sorted(needed), rule=rule, today=today):
        yield Awaiting(
            Awaits.TRAINING,
            of=course,
            what=Sentence("Take the course %(course)s", course=course),
            why=Sentence(
                "The council asks for it before you may: %(rights)s",
                rights=sentences(*needed[course]),
            ),
            since=rule.holds_from,
        )
