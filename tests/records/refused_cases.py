"""Changes to the worked case that the database refuses, each with the name of what refuses it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

from . import story
from .refused_board import BOARD
from .refused_crises import CRISES
from .refused_feeds import FEEDS
from .refused_undertakings import UNDERTAKINGS

Change = Callable[[Any], object]


def save(record: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
    record.save()


def update(record: Any, **fields: Any) -> int:
    return type(record).objects.filter(pk=record.pk).update(**fields)


class Case:
    """The worked case in the register, piece by piece."""

    def __init__(self) -> None:
        from beholden.records import models

        self.models = models
        self.use = models.DataUse.objects.get(name="warm-homes")

    def one(self, model: str) -> Any:
        return getattr(self.models, model).objects.first()

    def fresh_use(self) -> Any:
        return story.a_use("other-use")

    def offer(self, **other: Any) -> Any:
        return story.an_agreement(self.use, in_force=False, name="second", **other)

    def extract(self, **other: Any) -> Any:
        old = self.one("Extract")
        update(old, state="destroyed", destroyed_at=story.at(9))
        return story.an_extract(self.one("Agreement"), **{"id": "extract-2", "version": 2, **other})

    def release(self, **other: Any) -> Any:
        return story.a_release(self.one("Receipt"), **{"id": "release-2", **other})


def _role(case: Case, **other: Any) -> Any:
    fields = {"role": "analyst", "given_by": story.officer(), **other}
    return case.models.PersonRole.objects.create(
        person=story.analyst(), given_at=story.at(1), **fields
    )


def _given_to_another_and_moved(case: Case) -> None:
    save(_role(case), person=story.officer())


def _version(case: Case, **other: Any) -> Any:
    old = case.one("DatasetVersion")
    fields = {"number": 2, "path": "p", "fingerprint": "f", "rows": 1, "columns": [], "quality": {}}
    return case.models.DatasetVersion.objects.create(
        dataset=old.dataset, registered_at=story.at(2), **{**fields, **other}
    )


def _key(case: Case, **other: Any) -> Any:
    fields = {"column": "uprn", "number": 2, "rows": 2, "matched": 1}
    return case.models.KeyColumn.objects.create(
        version=case.one("DatasetVersion"),
        path="p",
        fingerprint="f",
        method={},
        made_at=story.at(2),
        **{**fields, **other},
    )


def _sample(case: Case, **other: Any) -> Any:
    return story.a_sample(case.one("KeyColumn"), **{"id": "sample-2", **other})


def _label(case: Case, **other: Any) -> Any:
    return story.a_label(case.one("KeyColumn"), **other)


def _twice(make: Change) -> Change:
    return lambda case: (make(case), make(case))


def _reviewed_by_author(case: Case) -> Any:
    return story.looked_at_again(case.fresh_use(), reviewed_by=story.author())


def _again(model: str, moment: str = "withdrawn_at") -> Change:
    """Return the change of withdrawing something, then taking that back."""

    def change(case: Case) -> None:
        record = case.one(model)
        save(record, **{moment: story.at(20)})
        save(record, **{moment: None})

    return change


def _concealment(case: Case, **other: Any) -> Any:
    return story.a_concealment(case.use, **{"id": "concealment-2", **other})


def _ended_again(case: Case) -> None:
    concealment = _concealment(case)
    save(concealment, ended_at=story.at(20))
    save(concealment, ended_at=None)


def _confirmed_by_author(case: Case) -> None:
    concealment = _concealment(case)
    save(concealment, confirmed_by=concealment.stated_by, confirmed_at=story.at(9))


def _confirmed_again(case: Case) -> None:
    save(story.confirmed(_concealment(case)), confirmed_at=story.at(10))


def _decided(case: Case, **other: Any) -> Any:
    complaint = story.a_complaint(case.use, id="complaint-2")
    return story.a_complaint_step(complaint, **{"step": "decided", "outcome": "upheld", **other})


def _told_day(case: Case) -> None:
    save(case.one("AnswersOfDay"), told=True)
    save(case.one("AnswersOfDay"), answers=5)


def _decided_by_author(case: Case) -> Any:
    return story.a_decision(case.fresh_use(), decided_by=story.author())


def _point(case: Case) -> Any:
    return case.models.AdvicePoint.objects.create(advice=case.one("Advice"), point=2, text="Again.")


def _entry(case: Case, index: int) -> Any:
    return case.models.LedgerEntry.objects.create(
        index=index, act="a", body="{}", written_at=story.at(1)
    )


def _next_place(case: Case) -> int:
    size: int = case.one("LedgerHead").size
    return size


def _own_release(case: Case) -> None:
    mine = case.release(requested_by=story.officer())
    save(mine, state="approved", reviewed_by=story.officer(), reviewed_at=story.at(5, 12))


def _own_saved_question(case: Case) -> None:
    asked = case.release()
    story.a_saved_question(case.use, question=asked.receipt.question, saved_by=story.officer())
    save(asked, state="approved", reviewed_by=story.officer(), reviewed_at=story.at(5, 12))


def _answer(case: Case, **other: Any) -> Any:
    return story.an_answer(case.one("Agreement"), **other)


def suspended(case: Case) -> Any:
    agreement = case.one("Agreement")
    story.a_suspension(agreement)
    save(agreement, state="suspended")
    return agreement


def _lifted(case: Case, **other: Any) -> Any:
    return story.lifted(story.a_suspension(case.one("Agreement")), **other)


def _began_twice(case: Case) -> None:
    for day in (18, 19):
        save(case.one("Agreement"), began_at=story.at(day))


def _in_force_beside_a_suspended_one(case: Case) -> None:
    suspended(case)
    save(case.offer(), state="in_force")


def _held(office: str, day: int) -> dict[str, str]:
    return {"office": office, "until": story.at(day).isoformat()}


_FIRST, _WELSH, _THIRD = _held("Head of Revenues", 1), _held("Pennaeth Tŷ", 2), _held("Third", 3)
OFFICES_KEPT = [_FIRST, _WELSH, _THIRD]
NOT_KEPT = [
    [_held("Head of Housing!", 1), _WELSH, _THIRD],  # rewritten, of the same length
    [_FIRST, _held("Pennaeth Tŷ", 4), _THIRD],  # with another moment
    [_WELSH, _THIRD],  # shortened
    [_held("A name that is longer than all that stood here before it did", 1), _THIRD],
    [_FIRST, _WELSH],
    [_FIRST, _WELSH, _held("Wrong", 3)],
    [_FIRST, _WELSH, _held("Wrong", 3), _THIRD],
    [_FIRST, _WELSH, {}],
    None,
]


def moved_thrice(kept: list[dict[str, str]] | None) -> Change:
    """Give somebody three other offices, one after another; with the last, ``kept`` is written."""

    def change(_case: Case) -> None:
        update(story.author(), office=_WELSH["office"], called_before=[_FIRST])
        update(story.author(), office=_THIRD["office"], called_before=[_FIRST, _WELSH])
        update(story.author(), office="Fourth", called_before=kept)

    return change


def _taken(case: Case, **other: Any) -> Any:
    fields = {"taken_by": story.officer(), "taken_at": story.at(1), **other}
    return case.models.AccountTaken.objects.create(**{"person": story.analyst(), **fields})


def _given_again(case: Case) -> Any:
    taken = _taken(case)
    update(taken, given_by=story.author(), given_at=story.at(2), sent=True)
    return taken


def _way_in(case: Case, **other: Any) -> Any:
    fields = {"given_by": story.author(), "given_at": story.at(1), **other}
    return case.models.WayIn.objects.create(**{"person": story.reviewer(), **fields})


def _account(person: Any) -> Any:
    from beholden.doors.accounts.models import Account

    return Account.objects.create_user("somebody@example.org", person.code)


def _sent_again(case: Case) -> Any:
    taken = _taken(case, taken_at=story.at(3))
    update(taken, given_by=story.author(), given_at=story.at(4), sent=True)
    return taken


def _opened_for(case: Case) -> Any:
    return _way_in(case, person=story.analyst())


def _handed_to_themselves(case: Case) -> Any:
    _taken(case)
    return _way_in(case, person=story.analyst(), given_by=story.analyst())


def _through(*openers: Callable[[], Any]) -> Change:
    """Have each open the next one's account, the officer take one away, and the last give it."""

    def change(case: Case) -> None:
        for opener, opened in itertools.pairwise(openers):
            _way_in(case, person=opened(), given_by=opener())
        _taken(case, person=story.person("code-owner", "Owner"))
        _way_in(case, person=story.person("code-owner", "Owner"), given_by=openers[-1]())

    return change


REFUSED: list[tuple[str, Change]] = [
    # People
    ("account_begins_taken", lambda case: _taken(case, given_by=story.author(), sent=True)),
    (
        "account_given_by_another",
        lambda case: update(
            _taken(case), given_by=story.officer(), given_at=story.at(2), sent=True
        ),
    ),
    # A puppet, a puppet's puppet, a swap (whom the giver made took it), two of one maker.
    ("account_given_from_elsewhere", _through(story.officer, story.author)),
    ("account_given_from_elsewhere", _through(story.officer, story.reviewer, story.author)),
    ("account_given_from_elsewhere", _through(story.author, story.officer, story.author)),
    (
        "account_given_from_elsewhere",
        lambda case: (
            _way_in(case, person=story.officer()),
            _through(story.author, story.reviewer)(case),
        ),
    ),
    ("account_given_from_elsewhere", _handed_to_themselves),
    (
        "account_given_on_record",
        lambda case: update(_taken(case), given_by=story.author(), given_at=story.at(2)),
    ),
    (
        "account_given_on_record",
        lambda case: update(_taken(case), given_by=story.analyst(), sent=True),
    ),
    ("account_opened_on_record", lambda _: _account(story.reviewer())),
    # Closed by somebody and not opened again since, or opened again by what was on record before.
    (
        "account_opened_on_record",
        lambda case: (_opened_for(case), _taken(case), _account(story.analyst())),
    ),
    (
        "account_opened_on_record",
        lambda case: (_opened_for(case), _sent_again(case), _account(story.analyst())),
    ),
    (
        "account_stays_theirs",
        lambda case: (_opened_for(case), update(_account(story.analyst()), person="another")),
    ),
    ("wayin_never_changed", lambda case: update(_way_in(case), given_by=story.officer())),
    ("wayin_never_deleted", lambda case: _way_in(case).delete()),
    ("account_taken_once", _twice(_taken)),
    ("account_taken_stays", lambda case: update(_taken(case), taken_by=story.author())),
    ("account_taken_stays", lambda case: update(_given_again(case), given_by=story.reviewer())),
    ("accounttaken_never_deleted", lambda case: _taken(case).delete()),
    ("person_has_code", lambda case: story.person("", "Office")),
    ("person_has_office", lambda case: story.person("someone", "")),
    (
        "records_person_code_key",
        lambda case: case.models.Person.objects.create(
            code=story.AUTHOR, office="x", organisation="x", added_at=story.at(1)
        ),
    ),
    ("role_held_once", _twice(_role)),
    ("person_keeps_code", lambda case: update(story.author(), code="somebody-else")),
    ("person_keeps_code", lambda case: update(story.author(), id=999)),
    ("person_keeps_earlier_offices", lambda case: update(story.author(), office="Another")),
    ("person_keeps_earlier_offices", lambda case: update(story.author(), called_before=[])),
    *(("person_keeps_earlier_offices", moved_thrice(kept)) for kept in NOT_KEPT),
    ("role_given_by_another", lambda case: _role(case, given_by=story.analyst())),
    ("role_given_by_somebody", lambda case: (_role(case), _role(case, role="r", given_by=None))),
    ("role_stays_as_given", _given_to_another_and_moved),
    ("role_stays_as_given", lambda case: update(_role(case), role="auditor")),
    # Datasets
    ("records_dataset_name_key", lambda case: story.a_dataset()),
    ("dataset_has_steward", lambda case: update(case.one("Dataset"), steward="")),
    ("one_version_per_number", lambda case: _version(case, number=1)),
    ("versions_count_from_one", lambda case: _version(case, number=0)),
    ("one_key_per_number", lambda case: _key(case, number=1)),
    ("matched_within_rows", lambda case: _key(case, matched=3)),
    # Review of links
    (
        "threshold_is_a_share",
        lambda case: case.models.LinkageRun.objects.create(
            key=_key(case), columns={}, threshold=1.5, made_by=story.author()
        ),
    ),
    ("sample_of_known_rows", lambda case: _sample(case, of="some")),
    ("labelled_rows_count_from_one", lambda case: _label(case, row=0)),
    ("label_says_a_known_word", lambda case: _label(case, says="perhaps")),
    ("label_by_another", lambda case: _label(case, decided_by=story.author())),
    ("label_by_another", lambda case: story.a_label(_key(case))),
    # Uses
    ("records_datause_name_key", lambda case: story.a_use()),
    ("use_has_purpose", lambda case: story.a_use("other", purpose="")),
    (
        "special_category_is_personal",
        lambda case: story.a_use("other", personal_data=False, special_category=True),
    ),
    ("personal_data_owe_full_review", lambda case: story.a_use("other", review="light")),
    ("use_state_known", lambda case: save(case.fresh_use(), state="maybe")),
    ("use_begins_stated", lambda case: story.a_use("other", state="approved")),
    ("use_follows_its_decision", lambda case: save(case.fresh_use(), state="approved")),
    ("use_follows_its_decision", lambda case: save(case.fresh_use(), state="declined")),
    ("use_follows_its_decision", lambda case: save(case.use, state="declined")),
    ("use_follows_its_decision", lambda case: save(case.use, state="stated")),
    ("use_keeps_its_name", lambda case: save(case.fresh_use(), name="renamed")),
    (
        "use_stays_with_its_author",
        lambda case: save(case.fresh_use(), stated_by=story.officer()),
    ),
    ("use_stays_as_it_was_seen", lambda case: save(case.use, purpose="Another.")),
    ("use_stays_as_it_was_seen", lambda case: save(case.use, stated_at=story.at(20))),
    ("use_stays_as_it_was_seen", lambda case: save(case.use, statement={"use": "other"})),
    ("consequence_added_before_advice", lambda case: story.a_consequence(case.use, 2)),
    ("consequence_stays_as_it_was_seen", lambda case: save(case.one("Consequence"), what="x")),
    (
        "consequence_stays_as_it_was_seen",
        lambda case: save(story.a_consequence(case.fresh_use(), 7), use=case.use),
    ),
    ("consequence_deleted_before_advice", lambda case: case.one("Consequence").delete()),
    ("one_consequence_per_place", _twice(lambda case: story.a_consequence(_other(case)))),
    ("stance_known", lambda case: story.a_consequence(case.fresh_use(), stance="hope")),
    ("consequence_kind_known", lambda case: story.a_consequence(case.fresh_use(), kind="odd")),
    # What is thought through before a decision
    ("triage_before_advice", lambda case: story.a_triage(case.use)),
    ("one_canvas_version_per_number", lambda case: story.a_canvas_version(case.use)),
    ("canvas_versions_count_from_one", lambda case: story.a_canvas_version(case.use, number=0)),
    (
        "canvas_status_known",
        lambda case: story.a_canvas_version(case.use, number=2, status="perhaps"),
    ),
    ("design_verdict_known", lambda case: story.a_design_review(case.use, verdict="perhaps")),
    (
        "design_reviewed_by_another",
        lambda case: story.a_design_review(case.use, reviewed_by=story.author()),
    ),
    ("dpia_advice_says_something", lambda case: story.dpia_advice(case.use, says="")),
    ("dpia_advice_known", lambda case: story.dpia_advice(case.use, proceed="perhaps")),
    ("residual_risk_known", lambda case: story.dpia_advice(case.use, residual_risk="huge")),
    (
        "dpia_advised_by_another",
        lambda case: story.dpia_advice(case.use, advised_by=story.author()),
    ),
    # Advice and decisions
    ("advice_has_quorum", lambda case: story.some_advice(case.fresh_use(), quorum=False)),
    ("one_advice_per_meeting", lambda case: story.some_advice(case.use)),
    ("one_point_per_number", _point),
    ("decision_has_reason", lambda case: story.a_decision(case.fresh_use(), because="")),
    ("decision_by_another", _decided_by_author),
    ("review_has_reason", lambda case: story.looked_at_again(case.use, because="")),
    ("review_by_another", _reviewed_by_author),
    *UNDERTAKINGS,
    *BOARD,
    # Objections
    ("one_objection_stands", lambda case: story.an_objection(case.use)),
    ("objection_keeps_its_mark", lambda case: save(case.one("Objection"), mark=8)),
    ("objection_keeps_its_mark", lambda case: save(case.one("Objection"), column="person")),
    ("objection_withdrawn_once", _again("Objection")),
    ("one_opt_out_stands", lambda _: story.an_opt_out()),
    ("opt_out_has_kind", lambda _: story.an_opt_out(kind="")),
    ("opt_out_keeps_its_mark", lambda case: save(case.one("OptOut"), mark=8)),
    ("opt_out_keeps_its_mark", lambda case: save(case.one("OptOut"), kind="all")),
    ("opt_out_withdrawn_once", _again("OptOut")),
    # What residents are told
    ("records_memberskept_extract_id_key", lambda case: story.members_of(case.one("Extract"))),
    ("members_are_of_their_extract", lambda case: save(case.one("MembersKept"), fingerprint="f")),
    ("members_destroyed_for_good", _again("MembersKept", "destroyed_at")),
    (
        "one_household_statement_stands",
        lambda case: story.a_household_dataset(case.one("Dataset")),
    ),
    (
        "household_statement_has_reason",
        lambda _: story.a_household_dataset(story.a_dataset("other"), because=""),
    ),
    (
        "household_statement_keeps_its_words",
        lambda case: save(case.one("HouseholdDataset"), columns=["arrears"]),
    ),
    ("household_statement_withdrawn_once", _again("HouseholdDataset")),
    # What programs may do
    ("api_key_has_purpose", lambda _: story.an_api_key(id="key-2", fingerprint="1", purpose="")),
    ("records_apikey_fingerprint_key", lambda _: story.an_api_key(id="key-2")),
    ("api_key_keeps_what_it_carries", lambda case: save(case.one("ApiKey"), rights=["use-decide"])),
    (
        "api_key_keeps_what_it_carries",
        lambda case: save(case.one("ApiKey"), until=story.at(29).date()),
    ),
    ("api_key_closed_for_good", _again("ApiKey", "closed_at")),
    ("sent_once_by_a_person", lambda _: story.a_request_sent()),
    ("concealment_by_two_people", _confirmed_by_author),
    (
        "concealment_begins_unconfirmed",
        lambda case: _concealment(case, confirmed_by=story.officer(), confirmed_at=story.at(8)),
    ),
    ("concealment_begins_unconfirmed", lambda case: _concealment(case, ended_at=story.at(8))),
    (
        "confirmed_concealment_has_moment",
        lambda case: save(_concealment(case), confirmed_by=story.officer()),
    ),
    ("concealment_has_reason", lambda case: _concealment(case, reason="")),
    ("concealment_keeps_its_words", lambda case: save(_concealment(case), dataset="other")),
    (
        "concealment_keeps_its_words",
        lambda case: save(case.one("Concealment"), until=story.at(30, 12).date()),
    ),
    ("concealment_confirmed_and_ended_once", _confirmed_again),
    ("concealment_confirmed_and_ended_once", _ended_again),
    ("complaint_has_kind", lambda case: story.a_complaint(case.use, id="complaint-2", kind="")),
    ("complaint_keeps_its_words", lambda case: save(case.one("Complaint"), text=b"other")),
    ("complaint_forgotten_for_good", _again("Complaint", "forgotten_at")),
    ("one_step_of_a_kind", lambda case: story.a_complaint_step(case.one("Complaint"))),
    ("decided_complaint_has_outcome", lambda case: _decided(case, outcome="")),
    ("decided_complaint_has_outcome", lambda case: _decided(case, step="closed")),
    ("complaint_decided_by_another", lambda case: _decided(case, taken_by=story.author())),
    ("complaint_decided_by_another", lambda case: _decided(case, taken_by=story.officer())),
    ("form_begun_once", lambda case: story.a_begun_form(id="begun-2")),
    (
        "saved_question_says_something",
        lambda case: story.a_saved_question(case.use, title=""),
    ),
    ("schedule_has_days", lambda case: _schedule(case, every="week", on=8)),
    ("schedule_has_days", lambda case: _schedule(case, every="day", on=1)),
    ("schedule_has_days", lambda case: _schedule(case, every="month", on=0)),
    ("schedule_has_days", lambda case: _schedule(case, every="year", on=1)),
    (
        "schedule_starts_before_its_end",
        lambda case: _schedule(case, starts=story.at(9).date(), until=story.at(8).date()),
    ),
    ("schedule_asks_once_a_day", lambda case: _run_again(case, id="receipt-9")),
    (
        "records_schedulerun_receipt_id_key",
        lambda case: story.a_schedule_run(
            case.one("Schedule"), case.one("ScheduleRun").receipt, due=story.at(9).date()
        ),
    ),
    ("run_keeps_what_it_was", lambda case: update(case.one("ScheduleRun"), answer=b"other")),
    ("run_keeps_what_it_was", lambda case: update(case.one("ScheduleRun"), due=date(2026, 1, 1))),
    ("request_has_kind", lambda _: story.a_resident_request(id="request-2", kind="")),
    (
        "closed_request_has_outcome",
        lambda _: save(story.a_resident_request(id="request-2"), closed_at=story.at(8)),
    ),
    (
        "forgotten_request_is_closed",
        lambda _: save(story.a_resident_request(id="request-2"), forgotten_at=story.at(8)),
    ),
    (
        "request_begins_open",
        lambda _: story.a_resident_request(
            id="request-2", outcome="answered", closed_by=story.reviewer(), closed_at=story.at(8)
        ),
    ),
    ("request_keeps_its_words", lambda case: save(case.one("ResidentRequest"), text=b"other")),
    ("request_closed_once", lambda case: save(case.one("ResidentRequest"), outcome="withdrawn")),
    ("request_forgotten_for_good", _again("ResidentRequest", "forgotten_at")),
    ("span_is_of_something", lambda _: story.a_span(of="")),
    ("shorter_span_waits", lambda _: story.a_span(days=29, shortens=None)),
    ("shorter_span_waits", lambda _: story.a_span(days=29, shortens=False)),
    ("shorter_span_waits", lambda _: story.a_span(of="complaints", days=1094, shortens=False)),
    (
        "span_shortened_by_two_people",
        lambda _: story.a_span_confirmed(story.a_span(days=20), confirmed_by=story.reviewer()),
    ),
    (
        "records_spanconfirmation_span_id_key",
        lambda case: story.a_span_confirmed(case.one("Span")),
    ),
    ("records_answersofday_day_key", lambda _: story.answers_of_a_day()),
    ("answers_of_a_day_only_grow", lambda case: save(case.one("AnswersOfDay"), answers=1)),
    ("answers_of_a_day_only_grow", _told_day),
    # Agreements
    ("one_agreement_per_version", lambda case: story.an_agreement(case.use, in_force=False)),
    ("agreement_versions_count_from_one", lambda case: case.offer(version=0)),
    ("one_agreement_in_force", lambda case: save(case.offer(), state="in_force")),
    ("agreement_ends_after_start", lambda case: case.offer(ends=date(2026, 11, 30))),
    ("ended_agreement_has_moment", lambda case: save(case.one("Agreement"), state="ended")),
    ("ended_agreement_has_moment", lambda case: save(case.offer(), ended_at=story.at(2))),
    ("agreement_begins_offered", lambda case: case.offer(state="in_force")),
    ("agreement_keeps_its_words", lambda case: save(case.offer(), document={"a": 1})),
    ("agreement_keeps_its_words", lambda case: save(case.offer(), terms={"a": 1})),
    ("agreement_keeps_its_words", lambda case: save(case.offer(), terms_hash="sha256:x")),
    ("agreement_keeps_its_words", lambda case: save(case.offer(), ends=date(2028, 1, 1))),
    ("agreement_goes_one_way", lambda case: save(case.one("Agreement"), state="offered")),
    ("agreement_goes_one_way", lambda case: save(case.offer(), state="superseded")),
    ("agreement_goes_one_way", lambda case: _back_from_the_end(case)),
    (
        "agreement_of_an_approved_use",
        lambda case: story.an_agreement(case.fresh_use(), name="second"),
    ),
    (
        "agreement_of_an_approved_use",
        lambda case: _signed_after_a_no(case),
    ),
    ("agreement_ends_once", lambda case: save(ended(case), ended_at=story.at(20))),
    ("party_signs_once", lambda case: story.a_signature(case.one("Agreement"))),
    ("signature_has_party", lambda case: story.a_signature(case.offer(), party="")),
    (
        "signature_by_another",
        lambda case: story.a_signature(case.offer(), signed_by=story.author()),
    ),
    (
        "signature_by_another",
        lambda case: story.a_signature(
            case.offer(drafted_by=story.analyst()), signed_by=story.analyst()
        ),
    ),
    ("agreement_keeps_its_words", lambda case: save(case.offer(), drafted_by=story.analyst())),
    (
        "signature_under_same_terms",
        lambda case: story.a_signature(case.offer(), terms_hash="sha256:other"),
    ),
    (
        "signature_under_same_terms",
        lambda case: story.a_signature(case.offer(), document_hash="sha256:other"),
    ),
    (
        "signature_under_same_terms",
        lambda case: story.a_signature(case.offer(document_hash="sha256:whole")),
    ),
    ("agreement_keeps_its_words", lambda case: save(case.offer(), document_hash="sha256:x")),
    ("signature_while_open", lambda case: story.a_signature(ended(case), party="Health")),
    (
        "agreement_keeps_its_words",
        lambda case: save(case.offer(), contracts={"council_tax": {"id": "x"}}),
    ),
    ("agreement_begins_once", _began_twice),
    ("agreement_stopped_on_record", lambda case: save(case.one("Agreement"), state="suspended")),
    ("agreement_stopped_on_record", lambda case: save(suspended(case), state="in_force")),
    ("agreement_goes_one_way", lambda case: save(suspended(case), state="superseded")),
    ("one_agreement_in_force", _in_force_beside_a_suspended_one),
    # What parties say, suspensions and drafts
    ("answer_has_party_and_text", lambda case: _answer(case, party="")),
    ("answer_has_party_and_text", lambda case: _answer(case, text="")),
    ("answer_is_known", lambda case: _answer(case, says="perhaps")),
    ("party_withdraws_once", lambda case: _answer(case, party="Housing", says="withdrawn")),
    ("withdrawal_after_signature", lambda case: _answer(case, party="Health", says="withdrawn")),
    ("answer_while_open", lambda case: story.an_answer(ended(case))),
    ("suspension_has_reason", lambda case: story.a_suspension(case.offer(), because="")),
    ("one_suspension_at_a_time", _twice(lambda case: story.a_suspension(case.one("Agreement")))),
    ("resumed_by_another", lambda case: _lifted(case, resumed_by=story.officer())),
    ("resumption_is_whole", lambda case: _lifted(case, resumed_because="")),
    ("resumption_is_whole", lambda case: _lifted(case, resumed_by=None)),
    ("suspension_keeps_its_reason", lambda case: save(case.one("Suspension"), because="Other.")),
    (
        "suspension_lifted_once",
        lambda case: save(case.one("Suspension"), resumed_by=story.analyst()),
    ),
    ("records_agreementdraft_name_key", lambda case: story.a_draft(case.use)),
    (
        "draft_keeps_its_author",
        lambda case: save(case.one("AgreementDraft"), kept_by=story.officer()),
    ),
    # Extracts and receipts
    (
        "one_current_extract",
        lambda case: story.an_extract(case.one("Agreement"), id="extract-2", version=2),
    ),
    ("one_extract_per_version", lambda case: case.extract(version=1)),
    ("extract_versions_count_from_one", lambda case: case.extract(version=0)),
    ("destroyed_extract_has_moment", lambda case: save(case.one("Extract"), state="destroyed")),
    ("extract_under_agreement_in_force", lambda case: case.extract(use=case.fresh_use())),
    (
        "extract_under_agreement_in_force",
        lambda case: (
            destroyed(case),
            story.an_extract(suspended(case), id="extract-2", version=2),
        ),
    ),
    (
        "extract_under_agreement_in_force",
        lambda case: (
            destroyed(case),
            story.an_extract(case.offer(), id="extract-2", version=2),
        ),
    ),
    ("extract_under_agreement_in_force", lambda case: case.extract(state="destroyed")),
    ("extract_keeps_its_facts", lambda case: save(case.one("Extract"), facts={"rows": {}})),
    ("extract_keeps_its_facts", lambda case: save(case.one("Extract"), datasets=[])),
    (
        "extract_goes_one_way",
        lambda case: save(destroyed(case), state="current"),
    ),
    ("extract_destroyed_once", lambda case: save(destroyed(case), destroyed_at=story.at(20))),
    ("answer_has_extract", lambda case: _answer_from_nothing(case)),
    (
        "receipt_of_its_own_extract",
        lambda case: story.a_receipt(case.one("Extract"), id="answer-2", use=case.fresh_use()),
    ),
    # Releases
    ("release_of_an_answer", lambda case: case.release(state="approved")),
    ("release_of_an_answer", lambda case: case.release(use=case.fresh_use())),
    (
        "release_of_an_answer",
        lambda case: story.a_release(
            case.models.Receipt.objects.get(allowed=False), id="release-2"
        ),
    ),
    ("release_reviewed_by_another", _own_release),
    (
        "release_reviewed_by_another_than_asked",
        lambda case: save(
            case.release(requested_by=story.officer()),
            state="approved",
            reviewed_by=story.analyst(),
            reviewed_at=story.at(5, 12),
        ),
    ),
    ("release_reviewed_by_another_than_saved", _own_saved_question),
    ("reviewed_release_has_reviewer", lambda case: save(case.release(), state="approved")),
    (
        "release_judged_with_reason",
        lambda case: story.approve(case.release(checked={"findings": [{"says": "a few left"}]})),
    ),
    (
        "published_release_has_moment",
        lambda case: save(story.approve(case.release()), state="published"),
    ),
    ("release_keeps_its_table", lambda case: save(case.release(), checked={"cells": []})),
    ("release_keeps_its_table", lambda case: save(case.release(), requested_by=story.author())),
    (
        "release_keeps_its_table",
        lambda case: save(
            case.release(), receipt=story.a_receipt(case.one("Extract"), id="answer-2")
        ),
    ),
    (
        "release_goes_one_way",
        lambda case: save(case.one("Release"), state="approved"),
    ),
    (
        "release_goes_one_way",
        lambda case: save(
            case.release(),
            state="published",
            published_at=story.at(7, 12),
            reviewed_by=story.reviewer(),
            reviewed_at=story.at(7, 12),
        ),
    ),
    (
        "release_keeps_its_reviewer",
        lambda case: save(story.approve(case.release()), reviewed_by=story.officer()),
    ),
    (
        "release_mapped_before_its_review",
        lambda case: story.mapped_on(story.approve(case.release()), case.one("AreasVersion")),
    ),
    ("release_published_once", lambda case: save(case.one("Release"), path="releases/other")),
    # Training
    ("one_areas_per_version", lambda case: story.some_areas()),
    ("areas_say_whose_they_are", lambda case: story.some_areas(version=2, attribution="")),
    ("one_course_per_version", lambda case: story.a_course()),
    ("course_goes_forward", lambda case: (story.a_course(version=3), story.a_course(version=2))),
    ("course_versions_count_from_one", lambda case: story.a_course(code="other", version=0)),
    (
        "section_read_once",
        lambda case: case.models.SectionRead.objects.create(
            attempt=case.one("CourseAttempt"), section=1
        ),
    ),
    ("score_is_in_per_cent", lambda case: story.some_marks(_attempt(case), score=101)),
    (
        "certificate_of_a_pass",
        lambda case: story.a_certificate(
            story.some_marks(_attempt(case), passed=False), id="certificate-2"
        ),
    ),
    (
        "certificate_lasts_a_while",
        lambda case: story.a_certificate(
            story.some_marks(_attempt(case)), id="certificate-2", expires=date(2026, 11, 20)
        ),
    ),
    (
        "records_certificate_result_id_key",
        lambda case: story.a_certificate(case.one("CourseResult"), id="certificate-2"),
    ),
    # The ledger
    ("ledgerentry_takes_next_place", lambda case: _entry(case, _next_place(case) + 1)),
    ("ledgerentry_takes_next_place", lambda case: _entry(case, 0)),
    ("records_ledgerentry_pkey", _twice(lambda case: _entry(case, _next_place(case)))),
    ("ledgerhead_goes_on_by_one", lambda case: update(case.one("LedgerHead"), size=99)),
    ("ledgerhead_goes_on_by_one", lambda case: update(case.one("LedgerHead"), size=0)),
    (
        "ledgerhead_goes_on_by_one",
        lambda case: update(case.one("LedgerHead"), size=_next_place(case) + 1),
    ),
    ("ledgerhead_starts_at_nothing", lambda case: case.models.LedgerHead.objects.create(id=2)),
    # Uses opened in a crisis
    *CRISES,
    *FEEDS,
]

FACTS = [
    "LedgerEntry",
    "Signature",
    "Advice",
    "AdvicePoint",
    "Decision",
    "Review",
    "Receipt",
    "Outcome",
    "SavedQuestion",
    "SavedQuestionGone",
    "Schedule",
    "ScheduleEnd",
    "AreasVersion",
    "ReleaseAreas",
    "DatasetVersion",
    "KeyColumn",
    "LinkageRun",
    "ReviewSample",
    "PairLabel",
    "Triage",
    "CanvasVersion",
    "DesignReview",
    "DpiaAdvice",
    "PartyAnswer",
    "CourseVersion",
    "CourseAttempt",
    "SectionRead",
    "CourseResult",
    "Certificate",
    "TrainingRule",
    "Undertaking",
    "UndertakingEvent",
    "Span",
    "BoardVersion",
    "BoardMember",
    "BoardMinutes",
    "PaperText",
    "MeetingPaper",
    "AdviceGiven",
    "ComplaintStep",
]
KEPT = [
    *FACTS,
    "LedgerHead",
    "Person",
    "DataUse",
    "Agreement",
    "Extract",
    "Release",
    "Objection",
    "OptOut",
    "MembersKept",
    "HouseholdDataset",
    "AnswersOfDay",
    "Concealment",
    "Complaint",
    "ResidentRequest",
    "Suspension",
    "BoardMeeting",
    "Opening",
    "Feed",
    "FeedAccess",
    "ApiKey",
    "ScheduleRun",
]
EMPTIED = ["Consequence", "BoardItem", "BoardAttendance", "StoodAside"]


def _schedule(case: Case, **other: Any) -> Any:
    return story.a_schedule(case.one("SavedQuestion"), **other)


def _run_again(case: Case, **other: Any) -> Any:
    receipt = story.a_refusal(case.use, case.one("Agreement"), **other)
    return story.a_schedule_run(case.one("Schedule"), receipt)


def _attempt(case: Case) -> Any:
    return story.an_attempt(case.one("CourseVersion"), id="attempt-2")


def _other(case: Case) -> Any:
    return case.models.DataUse.objects.filter(name="other-use").first() or case.fresh_use()


def ended(case: Case) -> Any:
    agreement = case.one("Agreement")
    save(agreement, state="ended", ended_at=story.at(19))
    return agreement


def _signed_after_a_no(case: Case) -> None:
    ended(case)
    offer = case.offer()
    story.a_decision(case.use, yes=False)
    save(offer, state="in_force")


def _back_from_the_end(case: Case) -> None:
    update(ended(case), state="in_force")


def destroyed(case: Case) -> Any:
    extract = case.one("Extract")
    save(extract, state="destroyed", destroyed_at=story.at(19))
    return extract


def _answer_from_nothing(case: Case) -> Any:
    return case.models.Receipt.objects.create(
        id="answer-3",
        use=case.use,
        question="q",
        allowed=True,
        facts={},
        asked_by=story.analyst(),
        asked_at=story.at(3),
    )
