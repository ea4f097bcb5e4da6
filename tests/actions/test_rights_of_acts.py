"""Every act is done by the offices that may, and refused to every other without a trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from learning.written import COURSE

from beholden.actions import ROLES, Council, Right
from beholden.kernel import BeholdenError, NotFound, Refused

from .ashmere import CODES, QUESTION, REVENUES, Case, keep_places, until_requested
from .councils import state_of
from .test_crisis import flood

WITNESS_KEY = "witness.example/w1+7e136b5c+BAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f"

# One person for each role, who has no other.
HOLDER = {
    "administrator": "admin",
    "steward": "revenues",
    "link_reviewer": "looker",
    "use_owner": "owner",
    "board_secretary": "secretary",
    "accountable_officer": "officer",
    "data_protection_officer": "dpo",
    "analyst": "analyst",
    "reviewer": "reviewer",
    "publisher": "publisher",
    "partner": "partner",
    "board_member": "member",
    "design_authority": "designer",
    "auditor": "auditor",
    "resident": "resident",
}


def acts(council: Council, release: str) -> dict[Right, Callable[[str], Any]]:
    """Return each act as a call by one person, with everything else as it should be."""
    case = Case(council.directory.with_name("stated"))
    another = {**case.use, "use": "another-use"}
    with council.at_work():
        from beholden.records.models import Receipt

        receipt = Receipt.objects.filter(allowed=True).first().pk
    return {
        Right.PERSON_ADD: lambda by: council.add_person(
            by=by, code="new", office="New", organisation="New", roles=["analyst"]
        ),
        Right.DATASET_REGISTER: lambda by: council.register(
            by=by, source=case.folder / "data/council_tax.csv", name="other", steward=REVENUES
        ),
        Right.AREAS_KEEP: lambda by: keep_places(council, by=by),
        Right.HOME_BACKUP: lambda by: council.backup(
            by=by, to=council.directory.with_name("backup")
        ),
        Right.ADDRESSES_MATCH: lambda by: council.match(
            by=by, dataset="nothing", gazetteer="gazetteer"
        ),
        Right.PEOPLE_LINK: lambda by: council.link(by=by, datasets=["nothing"]),
        Right.LINKS_REVIEW: lambda by: council.review_queue(by=by, dataset="nothing"),
        Right.CRISIS_ASK: lambda by: council.ask_opening(by=by, statement=flood()),
        Right.CRISIS_CONFIRM: lambda by: council.confirm_opening(
            by=by, use="flood-2026", because="Lives are at risk."
        ),
        Right.USE_STATE: lambda by: council.state_use(by=by, statement=another),
        Right.USE_TRIAGE: lambda by: council.triage_use(
            by=by, use="warm-homes", answers={"effect": "persons"}
        ),
        Right.CANVAS_FILL: lambda by: council.fill_canvas(
            by=by, use="warm-homes", areas={"review": "Every winter."}
        ),
        Right.DESIGN_REVIEW: lambda by: council.review_design(by=by, statement=case.design_review),
        Right.DPIA_ADVISE: lambda by: council.advise_on_dpia(by=by, statement=case.dpia_advice),
        Right.ADVICE_RECORD: lambda by: council.record_advice(
            by=by, statement={**case.advice, "meeting": "2026-12-01"}
        ),
        Right.BOARD_STATE: lambda by: council.state_board(
            by=by,
            statement={
                "members": [
                    {"person": "a", "seat": "lawyer", "from": "2026-01-01", "until": "2027-01-01"}
                ]
            },
        ),
        Right.BOARD_MEET: lambda by: council.minute_meeting(by=by, meeting="2026-11-12", text="x"),
        Right.USE_DECIDE: lambda by: council.decide_use(by=by, statement=case.decision),
        Right.USE_REVIEW: lambda by: council.review_use(by=by, statement=case.review),
        Right.UNDERTAKING_STATE: lambda by: council.state_undertaking(
            by=by, statement={"use": "warm-homes", "text": "x", "owner": "y", "by": "2027-01-31"}
        ),
        Right.UNDERTAKING_CLOSE: lambda by: council.close_undertaking(
            by=by, undertaking="warm-homes/1", because="Done."
        ),
        Right.UNDERTAKING_EXTEND: lambda by: council.ask_more_time(
            by=by, undertaking="warm-homes/1", until=date(2027, 2, 28), because="Half-term."
        ),
        Right.UNDERTAKING_AGREE: lambda by: council.agree_undertaking(
            by=by, undertaking="warm-homes/1", because="Yes."
        ),
        Right.OBJECTION_RECORD: lambda by: council.add_objections(
            by=by, use="warm-homes", subjects=case.folder / "data/council_tax.csv"
        ),
        Right.SUBJECT_ANSWER: lambda by: council.uses_of_subject(
            by=by, identifier="1", since=case.day
        ),
        Right.HOUSEHOLD_STATE: lambda by: council.state_household_dataset(
            by=by, dataset="council_tax", because="Every household is in it."
        ),
        Right.CONCEALMENT_STATE: lambda by: council.state_concealment(
            by=by, use="warm-homes", reason="crime", until=case.day
        ),
        Right.CONCEALMENT_CONFIRM: lambda by: council.confirm_concealment(
            by=by, concealment="concealment-0"
        ),
        Right.COMPLAINT_HANDLE: lambda by: council.read_complaint(by=by, complaint="complaint-0"),
        Right.REQUEST_ANSWER: lambda by: council.read_request(by=by, request="request-0"),
        Right.SPAN_CONFIRM: lambda by: council.confirm_span(by=by, of="members"),
        Right.SPAN_STATE: lambda by: council.state_span(by=by, of="members", days=30),
        Right.AGREEMENT_STATE: lambda by: council.state_agreement(by=by, document=case.agreement),
        Right.AGREEMENT_SIGN: lambda by: council.sign_agreement(by=by, agreement="warm-homes-2026"),
        Right.AGREEMENT_DRAFT: lambda by: council.draft_agreement(by=by, document=case.agreement),
        Right.AGREEMENT_ANSWER: lambda by: council.ask_for_changes(
            by=by, agreement="warm-homes-2026", text="Fewer columns."
        ),
        Right.AGREEMENT_WITHDRAW: lambda by: council.withdraw_from_agreement(
            by=by, agreement="nothing", because="A test."
        ),
        Right.AGREEMENT_SUSPEND: lambda by: council.suspend_agreement(
            by=by, agreement="nothing", because="A test."
        ),
        Right.AGREEMENT_RESUME: lambda by: council.resume_agreement(
            by=by, agreement="nothing", because="A test."
        ),
        Right.EXTRACT_SEAL: lambda by: council.seal(by=by, use="warm-homes"),
        Right.FEED_ASK: lambda by: council.ask_feed(by=by, use="warm-homes", because="Letters."),
        Right.FEED_OPEN: lambda by: council.open_feed(by=by, use="warm-homes"),
        Right.FEED_ACCESS: lambda by: council.give_feed_access(
            by=by, use="warm-homes", person=CODES["analyst"]
        ),
        Right.FEED_CLOSE: lambda by: council.close_feed(by=by, use="warm-homes", because="Done."),
        Right.QUESTION_ASK: lambda by: council.ask(by=by, use="warm-homes", question=QUESTION),
        Right.RELEASE_REQUEST: lambda by: council.request_release(
            by=by, receipt=receipt, name="table", title="Table"
        ),
        Right.RELEASE_REVIEW: lambda by: council.review_release(
            by=by, release_id=release, approve=True, because="Safe."
        ),
        Right.RELEASE_PUBLISH: lambda by: council.publish(by=by, release_id=release),
        Right.WITNESS_NAME: lambda by: council.name_witness(by=by, key=WITNESS_KEY),
        Right.OUTCOME_RECORD: lambda by: council.record_outcome(by=by, statement=case.outcome),
        Right.COURSE_PUBLISH: lambda by: council.publish_course(by=by, text=COURSE),
        Right.TRAINING_REQUIRE: lambda by: council.require_training(
            by=by, statement={"requires": {}}
        ),
        Right.ACCOUNT_KEEP: lambda by: council.open_account(
            by=by, code=CODES["analyst"], email="analyst@example.org"
        ),
        Right.AUDIT_RECORD: lambda by: council.audit(by=by),
        Right.RECEIPT_READ: lambda by: council.read_receipts(by=by),
        Right.TRAINING_READ: lambda by: council.training_status(by=by),
        Right.AGREEMENT_END: lambda by: council.end_agreement(
            by=by, agreement="warm-homes-2026", because="A test."
        ),
    }


# Held by every office, so nobody lacks it: whom an agreement gives self-service decides
# (tests/actions/test_self_service.py); anybody takes courses (tests/actions/learning), and opens
# keys with their own rights (tests/api/test_keys.py).
OF_EVERY_OFFICE = {Right.SELF_SERVICE_ASK, Right.COURSE_TAKE, Right.API_KEY_OPEN}


def test_every_right_is_walked(sealed):
    assert set(acts(sealed, until_requested(sealed))) == set(Right) - OF_EVERY_OFFICE
    assert all(role.rights >= OF_EVERY_OFFICE for role in ROLES)


def test_who_may_not_is_refused_and_leaves_no_trace(on_each_database):
    council = on_each_database
    walk = acts(council, until_requested(council))
    before = state_of(council)
    for right, act in walk.items():
        for role in (role for role in ROLES if right not in role.rights):
            with pytest.raises(Refused) as refused:
                act(CODES[HOLDER[role.code]])
            assert refused.value.refusal.clause == f"rights › {right}", (right, role.code)
    assert state_of(council) == before


def test_who_may_is_not_refused_for_the_office(sealed):
    walk = acts(sealed, until_requested(sealed))
    for right, act in walk.items():
        for role in (role for role in ROLES if right in role.rights):
            try:
                act(CODES[HOLDER[role.code]])
            except BeholdenError as fault:
                clause = fault.refusal.clause if isinstance(fault, Refused) else ""
                assert not clause.startswith("rights"), (right, role.code)


def test_nobody_unknown_acts(sealed):
    walk = acts(sealed, until_requested(sealed))
    before = state_of(sealed)
    for act in walk.values():
        with pytest.raises(NotFound):
            act("code-nobody")
    assert state_of(sealed) == before


def test_who_was_made_inactive_acts_no_more(sealed):
    from beholden.records.models import Person

    with sealed.at_work():
        Person.objects.filter(code=CODES["analyst"]).update(active=False)
    with pytest.raises(NotFound):
        sealed.ask(by=CODES["analyst"], use="warm-homes", question=QUESTION)
