"""One file per record; facts are only ever added to, states are changed by actions alone."""

from .agreements import Agreement, AgreementDraft, PartyAnswer, Signature, Suspension
from .answers import Receipt
from .api_keys import ApiKey, SentOnce
from .areas import AreasVersion
from .begun_forms import BegunForm
from .board import (
    AdviceGiven,
    BoardAttendance,
    BoardItem,
    BoardMeeting,
    BoardMember,
    BoardMinutes,
    BoardVersion,
    StoodAside,
)
from .choices import OptOut
from .complaints import Complaint, ComplaintStep
from .concealments import Concealment
from .considering import CanvasVersion, DesignReview, DpiaAdvice, Triage
from .datasets import Dataset, DatasetVersion, KeyColumn
from .decisions import Advice, AdvicePoint, Decision
from .extracts import Extract
from .feeds import Feed, FeedAccess
from .jobs import Job
from .ledger import LedgerEntry, LedgerHead
from .members import AnswersOfDay, HouseholdDataset, MembersKept, Span, SpanConfirmation
from .openings import Opening
from .outcomes import Outcome
from .papers import MeetingPaper, PaperText
from .people import AccountTaken, Person, PersonRole, WayIn
from .releases import Release, ReleaseAreas
from .requests import ResidentRequest
from .reviewing import LinkageRun, PairLabel, ReviewSample
from .reviews import Objection, Review
from .saved_questions import SavedQuestion, SavedQuestionGone
from .schedules import Schedule, ScheduleEnd, ScheduleRun
from .training import (
    Certificate,
    CourseAttempt,
    CourseResult,
    CourseVersion,
    SectionRead,
    TrainingRule,
)
from .undertakings import Undertaking, UndertakingEvent
from .uses import Consequence, DataUse

__all__ = [
    "AccountTaken",
    "Advice",
    "AdviceGiven",
    "AdvicePoint",
    "Agreement",
    "AgreementDraft",
    "AnswersOfDay",
    "ApiKey",
    "AreasVersion",
    "BegunForm",
    "BoardAttendance",
    "BoardItem",
    "BoardMeeting",
    "BoardMember",
    "BoardMinutes",
    "BoardVersion",
    "CanvasVersion",
    "Certificate",
    "Complaint",
    "ComplaintStep",
    "Concealment",
    "Consequence",
    "CourseAttempt",
    "CourseResult",
    "CourseVersion",
    "DataUse",
    "Dataset",
    "DatasetVersion",
    "Decision",
    "DesignReview",
    "DpiaAdvice",
    "Extract",
    "Feed",
    "FeedAccess",
    "HouseholdDataset",
    "Job",
    "KeyColumn",
    "LedgerEntry",
    "LedgerHead",
    "LinkageRun",
    "MeetingPaper",
    "MembersKept",
    "Objection",
    "Opening",
    "OptOut",
    "Outcome",
    "PairLabel",
    "PaperText",
    "PartyAnswer",
    "Person",
    "PersonRole",
    "Receipt",
    "Release",
    "ReleaseAreas",
    "ResidentRequest",
    "Review",
    "ReviewSample",
    "SavedQuestion",
    "SavedQuestionGone",
    "Schedule",
    "ScheduleEnd",
    "ScheduleRun",
    "SectionRead",
    "SentOnce",
    "Signature",
    "Span",
    "SpanConfirmation",
    "StoodAside",
    "Suspension",
    "TrainingRule",
    "Triage",
    "Undertaking",
    "UndertakingEvent",
    "WayIn",
]
