"""The worked case, written straight into the register, for tests of the register itself.

The Borough of Ashmere is made up, and so is everybody in it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from beholden.kernel import canonical_json
from beholden.records import databases

# A code that must not be seen where only offices may be.
AUTHOR, OFFICER, ANALYST, REVIEWER = "code-author", "code-officer", "code-analyst", "code-reviewer"

TERMS = {"agreement": "warm-homes-2026", "between": ["Revenues and Benefits", "Housing"]}
HASH = "sha256:terms"


def at(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def person(code: str, office: str, organisation: str = "Housing") -> Any:
    from beholden.records.models import Person

    # What an office was called is not read: the tests of migrations act before it was kept.
    known = Person.objects.filter(code=code).defer("called_before").first()
    return known or Person.objects.create(
        code=code, office=office, organisation=organisation, added_at=at(1)
    )


def author() -> Any:
    return person(AUTHOR, "Head of Revenues", "Revenues and Benefits")


def officer() -> Any:
    return person(OFFICER, "Director of Resources")


def analyst() -> Any:
    return person(ANALYST, "Analyst", "Public Health Intelligence")


def reviewer() -> Any:
    return person(REVIEWER, "Disclosure reviewer")


def entry(act: str, use: str = "", **facts: Any) -> int:
    """Write one ledger entry as actions do, and return its index."""
    from beholden.records.models import LedgerEntry, LedgerHead

    head = LedgerHead.objects.get(id=1)
    body = canonical_json({"act": act, "use": use, "facts": facts}).decode()
    LedgerEntry.objects.create(index=head.size, act=act, use=use, body=body, written_at=at(2))
    head.size += 1
    head.save(update_fields=["size"])
    return head.size - 1


def a_dataset(name: str = "council_tax") -> Any:
    from beholden.records.models import Dataset, DatasetVersion, KeyColumn

    dataset = Dataset.objects.create(
        name=name,
        title="Council tax accounts",
        steward="Revenues and Benefits",
        made_up=True,
        registered_at=at(1),
    )
    version = DatasetVersion.objects.create(
        dataset=dataset,
        number=1,
        path=f"datasets/{name}/v1/data.parquet",
        fingerprint="sha256:data",
        rows=20_000,
        columns=[{"name": "uprn", "kind": "uprn"}],
        quality={"scores": {"completeness": 0.99}, "complete": {"uprn": 0.97}, "findings": 3},
        registered_at=at(1),
    )
    KeyColumn.objects.create(
        version=version,
        column="uprn",
        number=1,
        path=f"datasets/{name}/v1/uprn-1.parquet",
        fingerprint="sha256:keys",
        rows=20_000,
        matched=19_400,
        method={"threshold": 0.8},
        made_at=at(2),
    )
    return dataset


def a_review(dataset: Any) -> Any:
    """Write who ran the dataset's linkage, a sample drawn from it and one decided pair."""
    from beholden.records.models import KeyColumn, LinkageRun, ReviewSample

    key = KeyColumn.objects.get(version__dataset=dataset)
    LinkageRun.objects.create(
        key=key, against=key.version, columns={}, threshold=0.8, made_by=author()
    )
    a_sample(key)
    a_label(key)
    return ReviewSample.objects.get()


def a_sample(key: Any, **other: Any) -> Any:
    from beholden.records.models import ReviewSample

    fields: dict[str, Any] = {
        "id": "sample-1",
        "of": "matched",
        "rows": 19_400,
        "strata": [{"name": "all", "rows": 19_400, "drawn": [[7, "906700000001"]]}],
        "drawn_by": reviewer(),
        "drawn_at": at(3),
    }
    return ReviewSample.objects.create(key=key, **{**fields, **other})


def a_label(key: Any, **other: Any) -> Any:
    from beholden.records.models import PairLabel

    fields: dict[str, Any] = {
        "row": 7,
        "candidate": "906700000001",
        "says": "same",
        "decided_by": reviewer(),
        "decided_at": at(3),
    }
    return PairLabel.objects.create(key=key, **{**fields, **other})


def looked_at_again(use: Any, **other: Any) -> Any:
    from beholden.records.models import Review

    fields: dict[str, Any] = {
        "reviewed_by": officer(),
        "office": "Director of Resources",
        "on": date(2027, 1, 20),
        "continues": True,
        "because": "It helps.",
        "recorded_at": at(20, 1),
    }
    return Review.objects.create(use=use, **{**fields, **other})


def a_member() -> Any:
    return person("code-member", "Resident member", "The board")


def a_board(**other: Any) -> Any:
    from beholden.records.models import BoardMember, BoardVersion

    fields: dict[str, Any] = {
        "seats": [{"seat": "resident", "title": "Resident", "lay": True}],
        "quorum": {"share": "half", "lay": 1},
        "statement": {},
        "stated_by": reviewer(),
        "stated_at": at(5),
    }
    board = BoardVersion.objects.create(**{**fields, **other})
    BoardMember.objects.create(
        board=board,
        person=a_member(),
        office="Resident member",
        seat="resident",
        starts=date(2026, 1, 1),
        ends=date(2027, 12, 31),
        interests=[{"text": "Rents from Housing.", "touches": ["Housing"]}],
    )
    return board


def a_meeting(use: Any, board: Any, *, state: str = "minuted", **other: Any) -> Any:
    """Write a meeting up to a state, with one item on a use and the member there."""
    from beholden.records.models import BoardAttendance, BoardItem, BoardMeeting

    fields: dict[str, Any] = {
        "on": date(2026, 11, 12),
        "place": "Civic Centre",
        "board": board,
        "stated_by": reviewer(),
        "stated_at": at(10),
    }
    meeting = BoardMeeting.objects.create(**{**fields, **other})
    BoardItem.objects.create(
        meeting=meeting, number=1, title=use.title, use=use, papers=[{"name": "paper.md"}]
    )
    BoardAttendance.objects.create(
        meeting=meeting, person=a_member(), office="Resident member", seat="resident"
    )
    a_paper(meeting, use)
    if state != "planned":
        meeting.state = "held"
        meeting.save()
    return minuted(meeting) if state == "minuted" else meeting


def a_paper(meeting: Any, use: Any) -> Any:
    """Write that a meeting has the paper of a use before it."""
    from beholden.records.models import MeetingPaper, PaperText

    content, _ = PaperText.objects.get_or_create(fingerprint="sha256:paper", text="Go ahead?")
    return MeetingPaper.objects.create(
        meeting=meeting, use=use, version=1, content=content, made_at=at(10)
    )


def minuted(meeting: Any) -> Any:
    from beholden.records.models import BoardMinutes

    BoardMinutes.objects.create(
        meeting=meeting,
        text="Go ahead.",
        fingerprint="sha256:minutes",
        recorded_by=reviewer(),
        recorded_at=at(13),
    )
    meeting.state = "minuted"
    meeting.save()
    return meeting


def stood_aside(meeting: Any) -> Any:
    """Write that another was there and took no part in the first item."""
    from beholden.records.models import BoardAttendance, StoodAside

    other = BoardAttendance.objects.create(
        meeting=meeting, person=analyst(), office="Health member", seat="health"
    )
    return StoodAside.objects.create(
        item=meeting.items.first(), attendance=other, because="Works for a party."
    )


def advice_given(advice: Any, meeting: Any, **other: Any) -> Any:
    from beholden.records.models import AdviceGiven

    fields: dict[str, Any] = {"item": meeting.items.first(), "present": 1, "needed": 1}
    return AdviceGiven.objects.create(advice=advice, **{**fields, **other})


def an_undertaking(use: Any, **other: Any) -> Any:
    from beholden.records.models import Undertaking

    fields: dict[str, Any] = {
        "number": 1,
        "text": "Have ten residents read the letter.",
        "owner": "Warm Homes manager",
        "by": date(2026, 12, 5),
        "stops": True,
        "origin": "advice",
        "origin_of": "2026-11-12/2",
        "stated_by": officer(),
        "stated_at": at(16),
    }
    return Undertaking.objects.create(use=use, **{**fields, **other})


def a_step(undertaking: Any, step: str, **other: Any) -> Any:
    from beholden.records.models import UndertakingEvent

    fields: dict[str, Any] = {
        "because": "A reason.",
        "recorded_by": officer(),
        "office": "Director of Resources",
        "recorded_at": at(1, 12),
    }
    return UndertakingEvent.objects.create(
        undertaking=undertaking, step=step, **{**fields, **other}
    )


def an_objection(use: Any, **other: Any) -> Any:
    from beholden.records.models import Objection

    fields: dict[str, Any] = {
        "column": "uprn",
        "mark": 7,
        "secret": "0" * 32,
        "recorded_by": reviewer(),
        "recorded_at": at(4),
    }
    return Objection.objects.create(use=use, **{**fields, **other})


def an_opt_out(**other: Any) -> Any:
    from beholden.records.models import OptOut

    fields: dict[str, Any] = {
        "kind": "agreed",
        "column": "uprn",
        "mark": 7,
        "secret": "0" * 32,
        "recorded_by": reviewer(),
        "recorded_at": at(4),
    }
    return OptOut.objects.create(**{**fields, **other})


def members_of(extract: Any, **other: Any) -> Any:
    from beholden.records.models import MembersKept

    fields = {"fingerprint": "sha256:0", "kept_at": at(7)}
    return MembersKept.objects.create(extract=extract, **{**fields, **other})


def a_household_dataset(dataset: Any, **other: Any) -> Any:
    from beholden.records.models import HouseholdDataset

    fields = {"columns": [], "because": "All are.", "stated_by": reviewer(), "stated_at": at(3)}
    return HouseholdDataset.objects.create(dataset=dataset, **{**fields, **other})


def _the_dataset() -> Any:
    from beholden.records.models import Dataset

    return Dataset.objects.first()


def an_api_key(**other: Any) -> Any:
    from beholden.records.models import ApiKey

    fields = {
        "id": "key-1",
        "person": analyst(),
        "purpose": "The weekly figures",
        "fingerprint": "0" * 64,
        "rights": ["question-ask"],
        "uses": [],
        "until": at(30).date(),
        "opened_at": at(7),
    }
    return ApiKey.objects.create(**{**fields, **other})


def a_request_sent(**other: Any) -> Any:
    from beholden.records.models import SentOnce

    fields = {"person": analyst(), "key": "0f8fad5b", "digest": "0" * 64, "at": at(7)}
    return SentOnce.objects.create(**{**fields, **other})


def a_begun_form(**other: Any) -> Any:
    from beholden.records.models import BegunForm

    fields = {"id": "begun-1", "person": analyst(), "address": "/work/", "sealed": b"\x01\x02"}
    return BegunForm.objects.create(**{**fields, "kept_at": at(7), **other})


def a_saved_question(use: Any, **other: Any) -> Any:
    from beholden.records.models import SavedQuestion

    fields = {"title": "By place", "question": "select 1", "saved_by": analyst(), "saved_at": at(7)}
    return SavedQuestion.objects.create(use=use, **{**fields, **other})


def a_saved_question_gone(saved: Any, **other: Any) -> Any:
    from beholden.records.models import SavedQuestionGone

    fields = {"gone_by": analyst(), "gone_at": at(8)}
    return SavedQuestionGone.objects.create(saved=saved, **{**fields, **other})


def a_schedule(saved: Any, **other: Any) -> Any:
    from beholden.records.models import Schedule

    fields = {
        "every": "week",
        "on": 1,
        "starts": at(8).date(),
        "until": at(30).date(),
        "scheduled_by": analyst(),
        "scheduled_at": at(8),
    }
    return Schedule.objects.create(saved=saved, **{**fields, **other})


def a_schedule_run(schedule: Any, receipt: Any, **other: Any) -> Any:
    from beholden.records.models import ScheduleRun

    fields = {"due": at(8).date(), "answer": b"sealed", **other}
    return ScheduleRun.objects.create(schedule=schedule, receipt=receipt, **fields)


def a_schedule_end(schedule: Any, **other: Any) -> Any:
    from beholden.records.models import ScheduleEnd

    fields = {"because": "stopped", "ended_by": analyst(), "ended_at": at(9), **other}
    return ScheduleEnd.objects.create(schedule=schedule, **fields)


def a_job(**other: Any) -> Any:
    from beholden.records.models import Job

    return Job.objects.create(**{"name": "dates", "done_at": at(9), **other})


def a_concealment(use: Any, **other: Any) -> Any:
    from beholden.records.models import Concealment

    fields = {
        "id": "concealment-1",
        "reason": "crime",
        "pages": False,
        "until": at(30).date(),
        "stated_by": reviewer(),
        "stated_at": at(7),
    }
    return Concealment.objects.create(use=use, **{**fields, **other})


def confirmed(concealment: Any) -> Any:
    concealment.confirmed_by, concealment.confirmed_at = officer(), at(8)
    concealment.save()
    return concealment


def a_feed(agreement: Any, extract: Any) -> Any:
    """Write a feed that one asked for, another opened, and that has rows."""
    feed = asked_feed(agreement)
    feed.state, feed.opened_by, feed.opened_at = "open", officer(), at(8)
    feed.place, feed.extract, feed.filled_at = "warm_homes", extract, at(8)
    feed.save()
    return feed


def asked_feed(agreement: Any, **other: Any) -> Any:
    from beholden.records.models import Feed

    fields = {"id": "feed-1", "because": "Letters.", "asked_by": author(), "asked_at": at(7)}
    return Feed.objects.create(use=agreement.use, agreement=agreement, **{**fields, **other})


def an_access(feed: Any, **other: Any) -> Any:
    from beholden.records.models import FeedAccess

    fields = {
        "person": analyst(),
        "login": "warm_homes_aaaaaaaa",
        "until": at(30).date(),
        "given_by": officer(),
        "given_at": at(9),
    }
    return FeedAccess.objects.create(feed=feed, **{**fields, **other})


def a_complaint(use: Any, **other: Any) -> Any:
    from beholden.records.models import Complaint

    fields = {
        "id": "complaint-1",
        "kind": "other",
        "channel": "letter",
        "received": at(7).date(),
        "text": b"sealed",
        "recorded_by": reviewer(),
        "recorded_at": at(7),
    }
    return Complaint.objects.create(use=use, **{**fields, **other})


def a_complaint_step(complaint: Any, **other: Any) -> Any:
    from beholden.records.models import ComplaintStep

    fields = {
        "step": "acknowledged",
        "on": at(8).date(),
        "note": b"",
        "taken_by": reviewer(),
        "taken_at": at(8),
    }
    return ComplaintStep.objects.create(complaint=complaint, **{**fields, **other})


def a_resident_request(**other: Any) -> Any:
    from beholden.records.models import ResidentRequest

    fields = {
        "id": "request-1",
        "kind": "household-question",
        "received": at(7).date(),
        "text": b"sealed",
        "filed_at": at(7),
    }
    return ResidentRequest.objects.create(**{**fields, **other})


def closed(request: Any) -> Any:
    for name, value in {
        "outcome": "answered",
        "closed_by": reviewer(),
        "closed_at": at(8),
    }.items():
        setattr(request, name, value)
    request.save()
    return request


def a_span(**other: Any) -> Any:
    from beholden.records.models import Span

    fields = {
        "of": "members",
        "days": 30,
        "shortens": True,
        "stated_by": reviewer(),
        "stated_at": at(3),
    }
    return Span.objects.create(**{**fields, **other})


def a_span_confirmed(span: Any, **other: Any) -> Any:
    from beholden.records.models import SpanConfirmation

    fields = {"confirmed_by": officer(), "confirmed_at": at(4)}
    return SpanConfirmation.objects.create(span=span, **{**fields, **other})


def answers_of_a_day(**other: Any) -> Any:
    from beholden.records.models import AnswersOfDay

    return AnswersOfDay.objects.create(**{"day": at(3).date(), "answers": 2, **other})


def a_use(name: str = "warm-homes", **other: Any) -> Any:
    from beholden.records.models import DataUse

    fields: dict[str, Any] = {
        "title": "Finding cold homes",
        "purpose": "So that the Warm Homes team can offer grants before January.",
        "owner": "Head of Revenues",
        "accountable_officer": "Director of Resources",
        "personal_data": True,
        "special_category": False,
        "review": "full",
        "canvas": {"Data sources": {"status": "done", "text": "Three departments."}},
        "statement": {"use": name},
        "made_up": True,
        "stated_by": author(),
        "stated_at": at(3),
    }
    return DataUse.objects.create(name=name, **{**fields, **other})


def a_consequence(use: Any, order: int = 1, **other: Any) -> Any:
    from beholden.records.models import Consequence

    fields: dict[str, Any] = {"what": "Help", "kind": "positive", "intended": True, "stance": "act"}
    return Consequence.objects.create(use=use, order=order, **{**fields, **other})


def a_triage(use: Any, **other: Any) -> Any:
    from beholden.records.models import Triage

    fields: dict[str, Any] = {
        "answers": {"effect": "persons"},
        "owed": {"review": "full", "because": ["Privacy."], "missing": []},
        "recorded_by": author(),
        "recorded_at": at(3),
    }
    return Triage.objects.create(use=use, **{**fields, **other})


def a_canvas_version(use: Any, **other: Any) -> Any:
    from beholden.records.models import CanvasVersion

    fields: dict[str, Any] = {
        "area": "sources",
        "number": 1,
        "status": "complete",
        "text": "Three departments.",
        "said": {"says": "Three departments."},
        "filled_by": author(),
        "office": "Head of Revenues",
        "filled_at": at(3),
    }
    return CanvasVersion.objects.create(use=use, **{**fields, **other})


def a_design_review(use: Any, **other: Any) -> Any:
    from beholden.records.models import DesignReview

    fields: dict[str, Any] = {
        "reviewed_by": reviewer(),
        "office": "Design authority",
        "on": date(2026, 11, 10),
        "findings": {"security": {"finding": "met", "text": "Keys are kept apart."}},
        "verdict": "approved",
        "recorded_at": at(10),
    }
    return DesignReview.objects.create(use=use, **{**fields, **other})


def dpia_advice(use: Any, **other: Any) -> Any:
    from beholden.records.models import DpiaAdvice

    fields: dict[str, Any] = {
        "advised_by": reviewer(),
        "office": "Data-protection officer",
        "on": date(2026, 11, 11),
        "says": "The measures are enough.",
        "proceed": "yes",
        "residual_risk": "low",
        "recorded_at": at(11),
    }
    return DpiaAdvice.objects.create(use=use, **{**fields, **other})


def some_advice(use: Any, **other: Any) -> Any:
    from beholden.records.models import Advice, AdvicePoint

    fields: dict[str, Any] = {"meeting": date(2026, 11, 12), "quorum": True}
    advice = Advice.objects.create(
        use=use, recorded_by=officer(), recorded_at=at(12), **{**fields, **other}
    )
    AdvicePoint.objects.create(
        advice=advice,
        point=2,
        text="Nothing under 20 households.",
        condition={"smallest_group": 20, "when": ["neighbourhood"]},
    )
    return advice


def a_decision(use: Any, **other: Any) -> Any:
    from beholden.records.models import Decision

    fields: dict[str, Any] = {
        "decided_by": officer(),
        "office": "Director of Resources",
        "on": date(2026, 11, 16),
        "yes": True,
        "because": "The need is urgent.",
        "on_advice": {"2": "accepted"},
        "recorded_at": at(16),
    }
    decision = Decision.objects.create(use=use, **{**fields, **other})
    use.state = "approved" if decision.yes else "declined"
    use.save(update_fields=["state"])
    return decision


def an_agreement(use: Any, *, in_force: bool = True, **other: Any) -> Any:
    from beholden.records.models import Agreement

    fields: dict[str, Any] = {
        "name": "warm-homes-2026",
        "version": 1,
        "starts": date(2026, 12, 1),
        "ends": date(2027, 3, 31),
        "document": {"agreement": "warm-homes-2026"},
        "terms": TERMS,
        "terms_hash": HASH,
        "stated_by": author(),
        "stated_at": at(17),
    }
    agreement = Agreement.objects.create(use=use, **{**fields, **other})
    if in_force:
        agreement.state = "in_force"
        agreement.save(update_fields=["state"])
    return agreement


def a_signature(agreement: Any, **other: Any) -> Any:
    from beholden.records.models import Signature

    fields: dict[str, Any] = {"party": "Housing", "signed_by": officer(), "terms_hash": HASH}
    return Signature.objects.create(agreement=agreement, signed_at=at(18), **{**fields, **other})


def an_answer(agreement: Any, **other: Any) -> Any:
    from beholden.records.models import PartyAnswer

    fields: dict[str, Any] = {
        "party": "Revenues and Benefits",
        "says": "asks_for_changes",
        "text": "Leave out the tenure.",
        "given_by": author(),
        "given_at": at(18),
    }
    return PartyAnswer.objects.create(agreement=agreement, **{**fields, **other})


def a_suspension(agreement: Any, **other: Any) -> Any:
    from beholden.records.models import Suspension

    fields: dict[str, Any] = {
        "because": "The wrong column was delivered.",
        "suspended_by": officer(),
        "suspended_at": at(19),
    }
    return Suspension.objects.create(agreement=agreement, **{**fields, **other})


def lifted(suspension: Any, **other: Any) -> Any:
    """Lift a suspension."""
    fields = {"resumed_by": reviewer(), "resumed_at": at(20), "resumed_because": "Mended."}
    for name, value in {**fields, **other}.items():
        setattr(suspension, name, value)
    suspension.save()
    return suspension


def a_draft(use: Any, **other: Any) -> Any:
    from beholden.records.models import AgreementDraft

    fields: dict[str, Any] = {"name": "a-draft", "document": {}, "kept_by": author()}
    return AgreementDraft.objects.create(use=use, kept_at=at(17), **{**fields, **other})


def an_extract(agreement: Any, **other: Any) -> Any:
    from beholden.records.models import Extract

    fields: dict[str, Any] = {
        "id": "extract-1",
        "use": agreement.use,
        "version": 1,
        "facts": {"path": "extracts/extract-1.sealed", "rows": {"council_tax": 19_000}},
        "datasets": [{"name": "council_tax", "version": 1}],
        "sealed_at": at(1, 12),
    }
    return Extract.objects.create(agreement=agreement, **{**fields, **other})


def a_receipt(extract: Any, **other: Any) -> Any:
    from beholden.records.models import Receipt

    question = "select neighbourhood, count(*) from council_tax group by 1"
    index = entry("question-answered", extract.use.name, question=question)
    fields: dict[str, Any] = {
        "id": "answer-1",
        "use": extract.use,
        "agreement": extract.agreement,
        "question": question,
        "allowed": True,
        "facts": {
            "by_role": "Analyst",
            "entry": index,
            "subjects": 940,
            "shown": 7,
            "withheld": {"small group": 2},
        },
        "asked_by": analyst(),
        "asked_at": at(2, 12),
    }
    return Receipt.objects.create(extract=extract, **{**fields, **other})


def a_refusal(use: Any, agreement: Any = None, id: str = "receipt-2") -> Any:
    from beholden.records.models import Receipt

    return Receipt.objects.create(
        id=id,
        use=use,
        agreement=agreement,
        question="select name from council_tax where name = 'typed by somebody'",
        allowed=False,
        facts={"refusal": {"what": "this column"}},
        asked_by=analyst(),
        asked_at=at(3, 12),
    )


def a_release(receipt: Any, **other: Any) -> Any:
    from beholden.records.models import Release

    fields: dict[str, Any] = {
        "id": "release-1",
        "name": "cold-homes",
        "use": receipt.use,
        "title": "Cold homes by neighbourhood",
        "checked": {"cells": [{"neighbourhood": "Millbrook", "shown": 40}]},
        "requested_by": analyst(),
        "requested_at": at(4, 12),
    }
    return Release.objects.create(receipt=receipt, **{**fields, **other})


def mapped_on(release: Any, areas: Any) -> Any:
    from beholden.records.models import ReleaseAreas

    return ReleaseAreas.objects.create(release=release, areas=areas)


def approve(release: Any) -> Any:
    release.state = "approved"
    release.reviewed_by = reviewer()
    release.reviewed_at = at(5, 12)
    release.save()
    return release


def publish(release: Any) -> Any:
    release.state = "published"
    release.published_at = at(6, 12)
    release.path = "releases/release-1"
    release.save()
    return release


def an_outcome(use: Any) -> Any:
    from beholden.records.models import Outcome

    return Outcome.objects.create(
        use=use,
        on=date(2027, 4, 10),
        statement={
            "measure": {"households helped by 31 March": 371},
            "consequences": [{"what": "Help", "actual": "371 of 400 hoped for"}],
        },
        recorded_by=author(),
        recorded_at=at(10),
    )


def some_areas(**other: Any) -> Any:
    from beholden.records.models import AreasVersion

    fields: dict[str, Any] = {
        "name": "places",
        "version": 1,
        "title": "Places",
        "steward": "Revenues",
        "licence": "https://example.org/licence",
        "attribution": "Made up",
        "labels": [["A", "Ay"]],
        "document": "{}",
        "fingerprint": "sha256:areas",
        "source_fingerprint": "sha256:file",
        "points_read": 9,
        "points": 4,
        "detail": 3,
        "findings": [],
        "kept_by": officer(),
        "kept_at": at(1),
    }
    return AreasVersion.objects.create(**{**fields, **other})


def a_course(**other: Any) -> Any:
    from beholden.records.models import CourseVersion

    fields: dict[str, Any] = {
        "code": "first-steps",
        "version": 1,
        "title": "First steps",
        "audience": "staff",
        "text": "---",
        "fingerprint": "sha256:course",
        "published_by": officer(),
        "published_on": date(2026, 11, 1),
    }
    return CourseVersion.objects.create(**{**fields, **other})


def an_attempt(course: Any, id: str = "attempt-1") -> Any:
    from beholden.records.models import CourseAttempt, SectionRead

    attempt = CourseAttempt.objects.create(id=id, course=course, person=analyst(), begun_at=at(20))
    SectionRead.objects.create(attempt=attempt, section=1)
    return attempt


def some_marks(attempt: Any, **other: Any) -> Any:
    from beholden.records.models import CourseResult

    fields: dict[str, Any] = {"answers": {"1": [2]}, "score": 80, "passed": True}
    return CourseResult.objects.create(attempt=attempt, marked_at=at(20), **{**fields, **other})


def a_certificate(result: Any, **other: Any) -> Any:
    from beholden.records.models import Certificate

    fields: dict[str, Any] = {
        "id": "certificate-1",
        "issued": date(2026, 11, 20),
        "expires": date(2027, 11, 20),
        "salt": "0" * 32,
        "fingerprint": "sha256:certificate",
        "entry": 1,
    }
    return Certificate.objects.create(result=result, **{**fields, **other})


def a_training_rule() -> Any:
    from beholden.records.models import TrainingRule

    return TrainingRule.objects.create(
        statement={"requires": {"question-ask": ["first-steps"]}},
        holds_from=date(2026, 11, 20),
        stated_by=officer(),
        stated_at=at(20),
    )


def an_opening(use: Any, **other: Any) -> Any:
    """Write that a use was asked for in a crisis by its author."""
    from beholden.records.models import Opening

    fields: dict[str, Any] = {
        "statement": {"crisis": use.name},
        "document": {"agreement": use.name},
        "why_now": "The river came over.",
        "days": 20,
        "review_within": 14,
        "asked_by": author(),
        "office": author().office,
        "asked_at": at(2),
    }
    return Opening.objects.create(use=use, **{**fields, **other})


def confirmation() -> dict[str, Any]:
    """Return what the data-protection officer's word adds to an opening."""
    return {
        "confirmed_by": reviewer(),
        "confirmed_at": at(2),
        "confirmed_because": "Lives are at risk.",
        "until": at(22).date(),
        "review_by": at(16).date(),
    }


def a_crisis() -> Any:
    """Write a use that was opened, lapsed unreviewed, and was reviewed after all."""
    opening = an_opening(a_use("winter-flood"))
    for fields in (confirmation(), {"lapsed_at": at(17)}, {"reviewed_at": at(18)}):
        for name, value in fields.items():
            setattr(opening, name, value)
        opening.save()
    return opening


def whole_case(*, areas: bool = True) -> Any:
    """Write the whole case, from dataset to outcome, and return its use; with areas or without."""
    from django.db import transaction

    with transaction.atomic(using=databases.current_alias()):
        return _whole_case(areas=areas)


def _whole_case(*, areas: bool) -> Any:
    a_review(a_dataset())
    entry("dataset-registered")
    use = a_use()
    a_consequence(use)
    entry("use-stated", use.name)
    a_triage(use)
    a_canvas_version(use)
    a_design_review(use)
    dpia_advice(use)
    meeting = a_meeting(use, a_board(), state="held")
    stood_aside(meeting)
    advice_given(some_advice(use), meeting)
    minuted(meeting)
    a_decision(use)
    looked_at_again(use)
    a_step(an_undertaking(use), "time-asked", until=date(2026, 12, 20))
    an_objection(use)
    an_opt_out()
    agreement = an_agreement(use)
    a_signature(agreement)
    an_answer(agreement, party="Housing", says="withdrawn")
    lifted(a_suspension(agreement))
    a_draft(use)
    extract = an_extract(agreement)
    members_of(extract)
    a_household_dataset(_the_dataset())
    confirmed(a_concealment(use))
    an_api_key()
    a_request_sent()
    a_complaint_step(a_complaint(use))
    closed(a_resident_request())
    a_span_confirmed(a_span())
    answers_of_a_day()
    an_access(a_feed(agreement, extract))
    receipt = a_receipt(extract)
    a_refusal(use, agreement)
    release = a_release(receipt)
    if areas:
        mapped_on(release, some_areas())
    publish(approve(release))
    an_outcome(use)
    saved = a_saved_question(use)
    schedule = a_schedule(saved)
    a_schedule_run(schedule, receipt)
    a_schedule_end(schedule)
    a_saved_question_gone(saved)
    a_begun_form()
    a_job()
    a_certificate(some_marks(an_attempt(a_course())))
    a_training_rule()
    return use
