"""One function for each officer's act; the Python library is this room, re-exported.

council = init("ashmere", name="Borough of Ashmere", administrator="admin")
council = open_council("ashmere")
council.register(by="steward", source="council_tax.csv", name="council_tax", steward="Revenues")
"""

from .account_names import account_name
from .accounts import AccountKept
from .acting import Act
from .agreeing.checking import AgreementChecked, AgreementFault
from .agreeing.documents import request_answers
from .agreeing.icalendar import as_icalendar
from .agreeing.lawful import code_of_law, law_in_codes
from .agreeing.word_changes import word_changes
from .answers_in_pages import answer_in_pages, ask_in_pages
from .api_keys import KeyHeld, KeyOpened, key_held, key_of_id
from .ask_limits import AskLimits
from .asking import Answered
from .awaiting import Awaiting, Awaits, TaskState, UseTask, UseTasks
from .backups.restoring import Restored, restore
from .backups.taking import BackedUp
from .begun_forms import BegunForm, Typed
from .board.conditions import conditions_known
from .board.membership import BoardToState
from .board.working import BoardAtWork, MeetingAtWork, Seated, Touched
from .considering.canvases import LARGEST_CANVAS, CanvasFilled
from .considering.known import document_page
from .considering.outcomes import compared, compared_row
from .considering.showing import canvas_rows, triage_questions
from .considering.triaging import FORMS, Owed, TriageQuestion
from .council import Council, init, open_council
from .crisis.form import CrisisOffer, crisis_offers, shared_keys
from .datasets import Inspected, Registered, inspect
from .datasets_shown import column_meanings
from .estimating_links import LinkEstimate, SampleEstimate, how_many
from .exporting.giving import EXPORT_KINDS, write_document
from .home import Home
from .jobs.kinds import HOURLY, SESSIONS, Regular
from .jobs.passing import Failed, Pass, work_once
from .jobs.standing import JobState, WorkerState
from .keeping_areas import OPEN_GOVERNMENT, AreasKept
from .keys_kept import Matched
from .learning.certifying import no_certificate
from .learning.courses import CourseState
from .learning.mine import CourseAtWork, HandedIn, OwnCourse
from .learning.needed import GRACE_DAYS
from .learning.requiring import NEVER_NEED_TRAINING
from .learning.taking import Attempt
from .links_shown import LinkageToReview, PairShown, calibration_told, pair_shown
from .maps import Mapped
from .matched_files import MatchedFile, match_files
from .matched_tables import address_columns, match_tables
from .message_settings import Messages
from .offices_named import (
    actions_in,
    conditions_in,
    offices_to_name,
    told_of_unheld_offices,
)
from .pages_keys import pages_key
from .proving import (
    ProofChecked,
    check_proof,
    make_witness,
    prove_entry,
    verify_log,
    vouch_for,
    watch_ledger,
)
from .releasing import ReleaseState, TableAsked
from .review_sides import ReviewList
from .reviewing import PairsDecided
from .rights import OUTSIDE, ROLES, Right, Role, offices_that_may, role_that_may
from .scheduling.rhythm import WEEKDAYS, Every
from .scheduling.showing import RunView, ScheduleView
from .sealed_since import SealedSince, sealed_since
from .self_service import StandingToAsk, Way, right_to_ask, standing_to_ask
from .shown import FIXED_WORDS, PublicCourse, ShownVersion, find_uses, public_figures
from .sign_in_settings import LOOPBACK, OFF, REQUIRED, SignIn, is_safe_address
from .stated_files import read_canvas
from .stated_files import with_canvas as read_use
from .stated_steps import Step
from .statements import SCHEMAS, read_statement, read_text, schema_of, statement_in, written_as_yaml
from .status import status_in_list
from .subjects.answering import SubjectAnswer, UseOfSubject
from .subjects.choosing import OptOutKind
from .subjects.complaint_words import ComplaintOutcome, acknowledgement_owed
from .subjects.concealing import Reason as ConcealmentReason
from .subjects.following import RequestFollowed
from .subjects.places import PlaceFound
from .subjects.requests import CLOSED_AS, RequestKind, RequestOutcome, RequestText
from .subjects.spans import SpanOf
from .subjects.telling import NOT_EVERYBODY, SpeaksFor
from .subjects.your_say import YourSay
from .table_files import read_table, write_rows, write_table
from .taken_accounts import awaits_giving
from .workbench.building import Chosen, Compares, Filter
from .workbench.coming import ColumnToCome, columns_given, columns_to_come
from .workbench.explained import decision_as_data
from .workbench.given import Given, GivenColumn, GivenTable
from .workbench.kinds import CHOICE, DAY, NUMBER, TEXT, YES_NO, is_number
from .workbench.offering import How, Joined, Offer
from .workbench.pictures import picture_of
from .workbench.saving import saved_alone
from .workbench.whom import UseToAsk, given_to
from .workbench.without_sql import Choices

__all__ = [
    "CHOICE",
    "CLOSED_AS",
    "DAY",
    "EXPORT_KINDS",
    "FIXED_WORDS",
    "FORMS",
    "GRACE_DAYS",
    "HOURLY",
    "LARGEST_CANVAS",
    "LOOPBACK",
    "NEVER_NEED_TRAINING",
    "NOT_EVERYBODY",
    "NUMBER",
    "OFF",
    "OPEN_GOVERNMENT",
    "OUTSIDE",
    "REQUIRED",
    "ROLES",
    "SCHEMAS",
    "SESSIONS",
    "TEXT",
    "WEEKDAYS",
    "YES_NO",
    "AccountKept",
    "Act",
    "AgreementChecked",
    "AgreementFault",
    "Answered",
    "AreasKept",
    "AskLimits",
    "Attempt",
    "Awaiting",
    "Awaits",
    "BackedUp",
    "BegunForm",
    "BoardAtWork",
    "BoardToState",
    "CanvasFilled",
    "Choices",
    "Chosen",
    "ColumnToCome",
    "Compares",
    "ComplaintOutcome",
    "ConcealmentReason",
    "Council",
    "CourseAtWork",
    "CourseState",
    "CrisisOffer",
    "Every",
    "Failed",
    "Filter",
    "Given",
    "GivenColumn",
    "GivenTable",
    "HandedIn",
    "Home",
    "How",
    "Inspected",
    "JobState",
    "Joined",
    "KeyHeld",
    "KeyOpened",
    "LinkEstimate",
    "LinkageToReview",
    "Mapped",
    "Matched",
    "MatchedFile",
    "MeetingAtWork",
    "Messages",
    "Offer",
    "OptOutKind",
    "Owed",
    "OwnCourse",
    "PairShown",
    "PairsDecided",
    "Pass",
    "PlaceFound",
    "ProofChecked",
    "PublicCourse",
    "Registered",
    "Regular",
    "ReleaseState",
    "RequestFollowed",
    "RequestKind",
    "RequestOutcome",
    "RequestText",
    "Restored",
    "ReviewList",
    "Right",
    "Role",
    "RunView",
    "SampleEstimate",
    "ScheduleView",
    "SealedSince",
    "Seated",
    "ShownVersion",
    "SignIn",
    "SpanOf",
    "SpeaksFor",
    "StandingToAsk",
    "Step",
    "SubjectAnswer",
    "TableAsked",
    "TaskState",
    "Touched",
    "TriageQuestion",
    "Typed",
    "UseOfSubject",
    "UseTask",
    "UseTasks",
    "UseToAsk",
    "Way",
    "WorkerState",
    "YourSay",
    "account_name",
    "acknowledgement_owed",
    "actions_in",
    "address_columns",
    "answer_in_pages",
    "as_icalendar",
    "ask_in_pages",
    "awaits_giving",
    "calibration_told",
    "canvas_rows",
    "check_proof",
    "code_of_law",
    "column_meanings",
    "columns_given",
    "columns_to_come",
    "compared",
    "compared_row",
    "conditions_in",
    "conditions_known",
    "crisis_offers",
    "decision_as_data",
    "document_page",
    "find_uses",
    "given_to",
    "how_many",
    "init",
    "inspect",
    "is_number",
    "is_safe_address",
    "key_held",
    "key_of_id",
    "law_in_codes",
    "make_witness",
    "match_files",
    "match_tables",
    "no_certificate",
    "offices_that_may",
    "offices_to_name",
    "open_council",
    "pages_key",
    "pair_shown",
    "picture_of",
    "prove_entry",
    "public_figures",
    "read_canvas",
    "read_statement",
    "read_table",
    "read_text",
    "read_use",
    "request_answers",
    "restore",
    "right_to_ask",
    "role_that_may",
    "saved_alone",
    "schema_of",
    "sealed_since",
    "shared_keys",
    "standing_to_ask",
    "statement_in",
    "status_in_list",
    "told_of_unheld_offices",
    "triage_questions",
    "verify_log",
    "vouch_for",
    "watch_ledger",
    "word_changes",
    "work_once",
    "write_document",
    "write_rows",
    "write_table",
    "written_as_yaml",
]
