"""What each field of the register is: personal, public or internal (property S8).

A field that is not sorted here fails a standing test, so nobody adds one without thinking of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """Who may see a field."""

    PERSONAL = "personal"  # names or leads to a person: never in the ledger, a log or a public page
    INTERNAL = "internal"  # for those who work in the council's home
    PUBLIC = "public"  # may be shown to anybody


def _sorted(*, personal: str = "", internal: str = "", public: str = "") -> Mapping[str, Kind]:
    named = ((Kind.PERSONAL, personal), (Kind.INTERNAL, internal), (Kind.PUBLIC, public))
    return {field: kind for kind, fields in named for field in fields.split()}


FIELDS: Mapping[str, Mapping[str, Kind]] = {
    "Person": _sorted(
        personal="id code", internal="active added_at", public="office organisation called_before"
    ),
    "PersonRole": _sorted(personal="id person given_by", internal="given_at", public="role"),
    "AccountTaken": _sorted(
        personal="id person taken_by given_by", internal="taken_at given_at sent"
    ),
    "WayIn": _sorted(personal="id person given_by", internal="given_at assumed"),
    "CourseVersion": _sorted(
        personal="published_by",
        internal="id",
        public="code version title audience text fingerprint published_on",
    ),
    "CourseAttempt": _sorted(personal="id person begun_at", public="course"),
    "SectionRead": _sorted(personal="id attempt section"),
    # Marks are somebody's own affair.
    "CourseResult": _sorted(personal="attempt answers score passed marked_at"),
    "Certificate": _sorted(personal="id result salt issued expires", public="fingerprint entry"),
    "TrainingRule": _sorted(
        personal="stated_by", internal="id stated_at", public="statement holds_from"
    ),
    "AreasVersion": _sorted(
        personal="kept_by",
        internal="id findings",
        public="name version title steward licence attribution made_up labels document fingerprint "
        "source_fingerprint points_read points detail kept_at",
    ),
    "Dataset": _sorted(
        internal="id", public="name title steward source retention made_up registered_at"
    ),
    "DatasetVersion": _sorted(
        internal="id path source_fingerprint",
        public="dataset number fingerprint rows columns quality registered_at",
    ),
    "KeyColumn": _sorted(
        internal="id path fingerprint", public="version column number rows matched method made_at"
    ),
    "LinkageRun": _sorted(personal="made_by", public="key against columns threshold"),
    "ReviewSample": _sorted(
        personal="drawn_by",
        internal="id strata",  # which rows were drawn
        public="key of rows drawn_at",
    ),
    "PairLabel": _sorted(
        personal="decided_by",
        internal="id row candidate",  # leads to a row of the data
        public="key says decided_at",
    ),
    "DataUse": _sorted(
        personal="stated_by",
        internal="id statement",
        public="name title purpose owner accountable_officer why_data people_affected"
        " personal_data special_category review canvas made_up state stated_at",
    ),
    "Consequence": _sorted(
        internal="id",
        public="use order what affects kind intended likelihood severity response measure who by"
        " stance",
    ),
    "Triage": _sorted(personal="recorded_by", internal="id", public="use answers owed recorded_at"),
    "CanvasVersion": _sorted(
        personal="filled_by",
        internal="id",
        public="use area number status text said office filled_at advised",
    ),
    "DesignReview": _sorted(
        personal="reviewed_by",
        internal="id recorded_at",
        public="use office on findings verdict conditions",
    ),
    "DpiaAdvice": _sorted(
        personal="advised_by",
        internal="id recorded_at",
        public="use office on says proceed residual_risk",
    ),
    "Advice": _sorted(
        personal="recorded_by", internal="id recorded_at", public="use meeting quorum"
    ),
    "AdvicePoint": _sorted(internal="id", public="advice point text condition"),
    "BoardVersion": _sorted(
        personal="stated_by statement",  # the codes of its members
        internal="id",
        public="seats quorum stated_at",
    ),
    "BoardMember": _sorted(
        personal="person", internal="id", public="board office seat starts ends interests"
    ),
    "BoardMeeting": _sorted(
        personal="stated_by", internal="id stated_at", public="on place state board"
    ),
    "BoardItem": _sorted(internal="id", public="meeting number title use papers"),
    "BoardAttendance": _sorted(
        personal="person", internal="id", public="meeting office seat took_part"
    ),
    "MeetingPaper": _sorted(internal="id", public="meeting use version content made_at"),
    "PaperText": _sorted(internal="id", public="fingerprint text"),
    "StoodAside": _sorted(internal="id", public="item attendance because"),
    "BoardMinutes": _sorted(
        personal="recorded_by", internal="id", public="meeting text fingerprint recorded_at"
    ),
    "AdviceGiven": _sorted(internal="id", public="advice item present needed dissent"),
    "Decision": _sorted(
        personal="decided_by",
        internal="id recorded_at",
        public="use office on yes because on_advice dpia",
    ),
    "Review": _sorted(
        personal="reviewed_by",
        internal="id recorded_at",
        public="use office on continues because next_review",
    ),
    "Undertaking": _sorted(
        personal="stated_by",
        internal="id point",
        public="use number text owner by stops origin origin_of stated_at",
    ),
    "UndertakingEvent": _sorted(
        personal="recorded_by",
        internal="id",
        public="undertaking step because until office recorded_at",
    ),
    "Opening": _sorted(
        personal="asked_by confirmed_by",
        internal="id statement document",
        public="use why_now days review_within office asked_at confirmed_at confirmed_because"
        " until review_by reviewed_at lapsed_at",
    ),
    "Objection": _sorted(
        personal="mark recorded_by",  # with the use's secret it leads to a subject
        internal="id secret recorded_at withdrawn_at",
        public="use column",
    ),
    "OptOut": _sorted(
        personal="mark recorded_by",  # with the secret of opt-outs it leads to a subject
        internal="id secret recorded_at withdrawn_at",
        public="kind column",
    ),
    "MembersKept": _sorted(internal="id fingerprint", public="extract kept_at destroyed_at"),
    "HouseholdDataset": _sorted(
        personal="stated_by",
        internal="id",
        public="dataset columns because stated_at withdrawn_at",
    ),
    "Concealment": _sorted(
        personal="stated_by confirmed_by",
        internal="id use dataset pages stated_at confirmed_at ended_at",
        public="reason until",
    ),
    "Complaint": _sorted(
        personal="text recorded_by",
        internal="id channel recorded_at forgotten_at",
        public="use kind received",
    ),
    "ComplaintStep": _sorted(
        personal="note taken_by",
        internal="id complaint taken_at",
        public="step on outcome",
    ),
    "Span": _sorted(personal="stated_by", internal="id shortens", public="of days stated_at"),
    "ResidentRequest": _sorted(
        personal="text note closed_by",
        internal="filed_at closed_at forgotten_at",
        public="id kind received outcome",
    ),
    "AnswersOfDay": _sorted(internal="id answers told", public="day"),
    "Agreement": _sorted(
        personal="stated_by drafted_by",
        internal="id",
        public="name version use starts ends document terms terms_hash document_hash contracts"
        " state stated_at began_at ended_at",
    ),
    "PartyAnswer": _sorted(
        personal="given_by", internal="id", public="agreement party says text given_at"
    ),
    "Suspension": _sorted(
        personal="suspended_by resumed_by",
        internal="id",
        public="agreement because suspended_at resumed_because resumed_at",
    ),
    "AgreementDraft": _sorted(
        personal="kept_by", internal="id document", public="name use kept_at"
    ),
    "Signature": _sorted(
        personal="signed_by",
        internal="id",
        public="agreement party terms_hash document_hash signed_at",
    ),
    "Extract": _sorted(
        internal="facts",  # where its file is
        public="id use agreement version datasets state sealed_at destroyed_at",
    ),
    "Feed": _sorted(
        personal="asked_by opened_by",
        internal="place filled",  # how many rows: the ledger has it to the nearest ten
        public="id use agreement state because asked_at opened_at extract filled_at"
        " closed_at closed_because dropped_at",
    ),
    "FeedAccess": _sorted(
        personal="person given_by login",  # what somebody types leads to them
        internal="id ended_because",
        public="feed until given_at ended_at dropped_at",
    ),
    "Receipt": _sorted(
        personal="asked_by",
        internal="extract question facts",  # a question may hold whatever somebody typed
        public="id use agreement allowed asked_at",
    ),
    "SpanConfirmation": _sorted(personal="confirmed_by", internal="id span confirmed_at"),
    # What is sent and what came back may hold whatever somebody typed.
    "SentOnce": _sorted(personal="person", internal="id key digest at status body"),
    "ApiKey": _sorted(
        personal="person",
        internal="id purpose fingerprint rights uses until opened_at closed_at",
    ),
    "BegunForm": _sorted(personal="id person sealed", internal="address kept_at"),
    "SavedQuestion": _sorted(
        personal="saved_by",
        internal="id title question saved_at",  # they may hold whatever somebody typed
        public="use",
    ),
    "SavedQuestionGone": _sorted(personal="gone_by", internal="saved gone_at"),
    "Schedule": _sorted(
        personal="scheduled_by", internal="id saved every on starts until scheduled_at"
    ),
    # Why one ended may be that somebody left.
    "ScheduleEnd": _sorted(personal="ended_by because", internal="schedule ended_at"),
    "ScheduleRun": _sorted(personal="answer", internal="id schedule due receipt"),
    "Job": _sorted(
        internal="name claimed_by claimed_until done_at failures wait_until tell",
    ),
    "Release": _sorted(
        personal="requested_by reviewed_by",
        internal="checked",  # what the reviewer sees before it is approved
        public="id name use receipt title state requested_at reviewed_at because published_at path",
    ),
    "ReleaseAreas": _sorted(public="release areas"),
    "Outcome": _sorted(
        personal="recorded_by", internal="id recorded_at", public="use on statement"
    ),
    "LedgerHead": _sorted(internal="id", public="size"),
    "LedgerEntry": _sorted(public="index act use body written_at"),
}
