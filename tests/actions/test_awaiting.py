"""What awaits each officer: along the worked case, and for each kind of thing by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from beholden.actions.awaiting.agreements import of_agreements
from beholden.actions.awaiting.items import Awaiting, Awaits, Whom, in_order
from beholden.actions.awaiting.others import (
    of_complaints,
    of_concealments,
    of_crises,
    of_crises_of_theirs,
    of_linkages,
    of_releases,
    of_requests,
    of_undertakings,
)
from beholden.actions.awaiting.uses import of_meetings, of_uses
from beholden.actions.rights import ROLE_BY_CODE
from beholden.kernel import Undertaking, UndertakingEvent, UndertakingStep
from beholden.records.reading import (
    AgreementStanding,
    ComplaintView,
    ConcealmentStanding,
    DraftStanding,
    LinkageStanding,
    MeetingStanding,
    OpeningStanding,
    ReleaseStanding,
    RequestView,
    Standing,
    UndertakingStanding,
    UseStanding,
)

from .ashmere import ADMIN, ANALYST, CANVAS, CODES, DAY, DPO, HOUSING, PEOPLE, Case
from .ashmere import register as register_data
from .councils import copied, opened

TODAY = date(2026, 12, 10)
THEN = datetime(2026, 12, 1, 12, tzinfo=UTC)


def kinds(council) -> dict[str, list[str]]:
    """Return, for whoever something awaits, the kinds of it."""
    found = {name: [one.kind.value for one in council.awaiting(by=CODES[name])] for name in CODES}
    return {name: waiting for name, waiting in found.items() if waiting}


def test_the_case_hands_its_work_on(founded, tmp_path):
    """Each act of the case takes one thing from somebody, and gives the next to another."""
    case = Case(tmp_path / "stated", DAY)
    register_data(founded, case)
    assert kinds(founded) == {}

    thin = {k: v for k, v in case.use.items() if k not in ("triage", "why_data")}
    founded.state_use(by=CODES["owner"], statement={**thin, "canvas": {}})
    assert kinds(founded)["owner"] == ["canvas", "statement", "triage"]
    stated = {**thin, "canvas": {}, "why_data": "Nobody holds all three."}
    founded.state_use(by=CODES["owner"], statement=stated)
    assert kinds(founded) == {"owner": ["canvas", "triage"], "dpo": ["dpia-advice", "triage"]}
    (canvas, _) = founded.awaiting(by=CODES["owner"])
    assert canvas.why.startswith("15 areas of 15 open")

    founded.fill_canvas(by=CODES["owner"], use="warm-homes", areas=CANVAS)
    founded.advise_on_dpia(by=DPO, statement=case.dpia_advice)
    founded.triage_use(
        by=CODES["owner"], use="warm-homes", answers={"effect": "services", "automated": "supports"}
    )
    waiting = kinds(founded)
    assert waiting["secretary"] == ["advice"]
    assert waiting["designer"] == ["design-review"]
    founded.review_design(by=CODES["designer"], statement=case.design_review)

    founded.record_advice(by=CODES["secretary"], statement=case.advice)
    assert kinds(founded) == {"officer": ["decision"]}

    founded.decide_use(by=CODES["officer"], statement=case.decision)
    assert kinds(founded) == {"dpo": ["write-agreement"]}

    founded.draft_agreement(by=CODES["owner"], document=case.agreement)
    assert kinds(founded) == {"dpo": ["offer"]}
    founded.offer_draft(by=DPO, agreement="warm-homes-2026")
    to_sign = {"revenues": ["sign"], "housing": ["sign"], "partner": ["sign"]}
    assert kinds(founded) == to_sign

    founded.ask_for_changes(by=CODES["housing"], agreement="warm-homes-2026", text="Say less.")
    assert kinds(founded) == to_sign | {"dpo": ["answer-party"]}
    for who in to_sign:
        founded.sign_agreement(by=CODES[who], agreement="warm-homes-2026")
    assert kinds(founded) == {"officer": ["review"], "dpo": ["seal"]}

    founded.suspend_agreement(by=DPO, agreement="warm-homes-2026", because="A doubt.")
    stopped = {"officer": ["review", "resume"], "many": ["resume"]}
    assert kinds(founded) == stopped  # and not who stopped it


def test_a_release_is_reviewed_by_another_than_who_asked(sealed):
    from .ashmere import until_requested

    release = until_requested(sealed)
    waiting = kinds(sealed)
    assert "analyst" not in waiting
    assert [waiting[who] for who in ("dpo", "reviewer", "many")] == [["release-review"]] * 3
    sealed.review_release(by=CODES["reviewer"], release_id=release, approve=True, because="Safe.")
    assert kinds(sealed) == {"officer": ["review"], "publisher": ["publish"]}
    sealed.end_agreement(by=DPO, agreement="warm-homes-2026", because="Enough.")
    assert kinds(sealed)["owner"] == ["outcome"]


def test_training_that_the_council_asks_for_awaits_whoever_lacks_it(sealed):
    code = "advising-on-data-uses"
    sealed.require_training(by=DPO, statement={"requires": {"question-ask": [code]}})
    (one,) = sealed.awaiting(by=ANALYST)
    assert (one.kind, one.of) == (Awaits.TRAINING, code)
    assert sealed.awaiting(by=ADMIN) == ()


def test_however_many_uses_there_are_it_is_asked_as_often(told, tmp_path):
    council = opened(copied(told("until_sealed", DAY), tmp_path))
    asked = []
    for more in (0, 8):
        for number in range(more):
            stated = {**Case(tmp_path, DAY).use, "use": f"use-{number}"}
            council.state_use(by=CODES["owner"], statement=stated)
        with CaptureQueriesContext(connections[council.alias]) as queries:
            council.awaiting(by=DPO)
        asked.append(len(queries))
    council.close()
    assert asked[0] == asked[1]


# Each kind of thing by itself: who is told of it, and who is not.
USE = UseStanding(
    name="warm-homes",
    title="Warm homes",
    owner="Head of Revenues",
    accountable_officer="Director of Resources",
    state="approved",
    review="full",
    personal_data=True,
    special_category=False,
    stated_by="code-owner",
    stated_at=THEN,
)
OFFERED = AgreementStanding(
    name="warm-homes-2026",
    version=1,
    use="warm-homes",
    state="offered",
    starts=TODAY,
    ends=TODAY + timedelta(days=90),
    severally=True,
    parties=(HOUSING, "Legal"),
    signed=frozenset(),
    said={},
    authors=frozenset({DPO}),
    stated_at=THEN,
    began_at=None,
    review_by=None,
)
RELEASE = ReleaseStanding(
    "release-1", "Households", "warm-homes", "requested", frozenset({"code-many"}), THEN, None
)
OPENING = OpeningStanding("flood", "Director of Resources", "code-owner", THEN, False, False, None)
LINKAGE = LinkageStanding(
    "council_tax", "Revenues and Benefits", "uprn", "code-revenues", THEN, 150, 140, 0, 0, 0
)
UNDERTAKEN = Undertaking(
    use="warm-homes",
    number=1,
    text="Test the letter",
    owner="Housing manager",
    by=TODAY,
    stops=True,
    origin="other",
    origin_of="",
    stated_by_office="Head of Revenues",
    stated_at=THEN,
)
ASKED = replace(
    UNDERTAKEN,
    events=(UndertakingEvent(UndertakingStep.TIME_ASKED, THEN, "Director", "Snow.", TODAY),),
)
COMPLAINT = ComplaintView(
    id="complaint-1",
    use="",
    kind="use of data",
    channel="letter",
    received=TODAY,
    acknowledge_by=TODAY + timedelta(days=30),
    days_left=30,
    overdue=False,
    acknowledged=None,
    informed=None,
    decided=None,
    outcome="",
    closed=None,
)

TABLE = [
    ("an offer, to its parties", Standing(uses=(USE,), agreements=(OFFERED,)), {"housing"}),
    (
        "a party may join later, severally",
        Standing(uses=(USE,), agreements=(replace(OFFERED, state="in_force", sealed=True),)),
        {"housing"},
    ),
    (
        "who declined is not asked again, and the author is told",
        Standing(
            uses=(USE,),
            agreements=(replace(OFFERED, said={HOUSING: ("declined", "No.", THEN)}),),
        ),
        {"dpo"},
    ),
    (
        "one that all must sign first is closed once it is in force",
        Standing(
            uses=(USE,),
            agreements=(replace(OFFERED, state="in_force", severally=False, sealed=True),),
        ),
        set(),
    ),
    (
        "a draft waits for who may offer it",
        Standing(
            uses=(replace(USE, bound=True),),
            drafts=(DraftStanding("d", "warm-homes", "approved", "code-owner", "Head", THEN),),
        ),
        {"dpo"},
    ),
    ("a release, to all but who asked", Standing(releases=(RELEASE,)), {"dpo", "reviewer"}),
    (
        "an approved release, to who publishes",
        Standing(releases=(replace(RELEASE, state="approved"),)),
        {"publisher"},
    ),
    ("a crisis, to who may confirm it", Standing(openings=(OPENING,)), {"dpo"}),
    (
        "a crisis that was asked for by the officer themselves",
        Standing(openings=(replace(OPENING, asked_by=DPO),)),
        set(),
    ),
    (
        "a crisis that is open owes its review",
        Standing(openings=(replace(OPENING, confirmed=True, review_by=TODAY),)),
        {"officer"},
    ),
    (
        "a crisis that is open, to those whose data it uses",
        Standing(
            openings=(replace(OPENING, confirmed=True),),
            agreements=(
                replace(OFFERED, use="flood", state="in_force", severally=False, sealed=True),
            ),
        ),
        {"officer", "housing"},
    ),
    (
        "a concealment, to all but who stated it",
        Standing(concealments=(ConcealmentStanding("c-1", "warm-homes", DPO, THEN),)),
        {"officer", "many"},
    ),
    ("matches, to the department", Standing(linkages=(LINKAGE,)), {"looker"}),
    (
        "matches of a department that nobody reviews",
        Standing(linkages=(replace(LINKAGE, steward="Planning"),)),
        {"dpo"},
    ),
    ("matches that were looked at", Standing(linkages=(replace(LINKAGE, decided=9),)), set()),
    (
        "a sample that is not done",
        Standing(linkages=(replace(LINKAGE, decided=9, sampled=20, sample_decided=9),)),
        {"looker"},
    ),
    (
        "matches that one had made oneself",
        Standing(linkages=(replace(LINKAGE, made_by="code-looker"),)),
        {"dpo"},
    ),
    (
        "what was undertaken, to its office",
        Standing(undertakings=(UndertakingStanding(UNDERTAKEN, ""),)),
        {"housing"},
    ),
    (
        "more time, to a second person",
        Standing(undertakings=(UndertakingStanding(ASKED, DPO),)),
        {"housing", "secretary"},
    ),
    (
        "a meeting whose day has come",
        Standing(uses=(USE,), meetings=(MeetingStanding(TODAY, "planned", ("warm-homes",)),)),
        {"secretary", "dpo"},  # the use has no agreement either
    ),
    (
        "advice that came after the decision",
        Standing(
            uses=(
                replace(
                    USE,
                    bound=True,
                    decided_at=THEN,
                    advised_at=THEN + timedelta(days=1),
                ),
            )
        ),
        {"officer"},
    ),
]


@pytest.mark.parametrize(("why", "standing", "told"), TABLE)
def test_who_is_told(why, standing, told):
    assert {name for name in CODES if of_whom(standing, name)} == told, why


def test_a_request_of_a_resident_waits_until_it_is_closed():
    asked = RequestView(
        id="request-1",
        kind="opt-out",
        received=TODAY,
        answer_by=TODAY + timedelta(days=30),
        days_left=30,
        overdue=False,
        outcome="",
        closed=None,
    )
    dpo = whom("dpo")
    (one,) = of_requests([asked], dpo)
    assert (one.of, one.what, one.due) == ("request-1", "A resident asks: opt out", asked.answer_by)
    assert list(of_requests([replace(asked, closed=TODAY)], dpo)) == []
    assert list(of_requests([asked], whom("analyst"))) == []


def test_a_complaint_tells_its_clock_and_then_the_next_step():
    dpo = whom("dpo")
    (first,) = of_complaints([COMPLAINT], dpo)
    assert first.due == COMPLAINT.acknowledge_by
    (second,) = of_complaints([replace(COMPLAINT, acknowledged=TODAY)], dpo)
    assert "Decide" in second.what
    (third,) = of_complaints([replace(COMPLAINT, acknowledged=TODAY, decided=TODAY)], dpo)
    assert "close" in third.what
    assert list(of_complaints([replace(COMPLAINT, closed=TODAY)], dpo)) == []
    assert list(of_complaints([COMPLAINT], whom("analyst"))) == []


def test_what_has_a_day_comes_first_and_then_what_waited_longest():
    def one(of, since, due=None):
        return Awaiting(Awaits.SIGN, of=of, what="", why="", since=since, due=due)

    day = timedelta(days=1)
    items = [one("new", TODAY), one("old", TODAY - day), one("soon", TODAY, TODAY + day)]
    assert [item.of for item in in_order([*items, one("late", TODAY, TODAY - day)])] == [
        "late",
        "soon",
        "old",
        "new",
    ]
    assert one("late", TODAY, TODAY - day).overdue(TODAY)
    assert not one("today", TODAY, TODAY).overdue(TODAY)


def whom(name: str) -> Whom:
    (code, office, organisation, roles) = next(row for row in PEOPLE if row[0] == CODES[name])
    rights = frozenset(right for role in roles for right in ROLE_BY_CODE[role].rights)
    return Whom(code, office, organisation, rights)


REVIEWERS = {LINKAGE.steward: frozenset({"code-looker"})}


def of_whom(standing: Standing, name: str) -> list[Awaiting]:
    person = whom(name)
    return [
        *of_uses(standing, person),
        *of_meetings(standing, person, TODAY),
        *of_agreements(standing, person, TODAY),
        *of_releases(standing, person),
        *of_linkages(standing, person, reviewers=REVIEWERS if name == "dpo" else None),
        *of_undertakings(standing, person),
        *of_crises(standing, person),
        *of_crises_of_theirs(standing, person),
        *of_concealments(standing, person),
    ]
