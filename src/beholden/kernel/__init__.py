"""The words of the house as frozen values: what every room may use of another."""

from .canonical import canonical_json, fingerprint
from .cells import SUBJECTS, Cells, Measure, Population
from .clock import Clock, HeldClock, SystemClock
from .closed_outputs import ClosedOutput
from .complaints import DAYS_TO_ACKNOWLEDGE, acknowledge_by
from .days import day_begins, day_in_words, day_of, moment_in_words
from .errors import (
    BadInput,
    BadQuestion,
    BeholdenError,
    Damaged,
    NotFound,
    OutOfLimits,
    Refused,
    Unavailable,
)
from .findings import Finding, QualityDimension, Repair
from .held_folders import HeldFolder, sweep_folders
from .ids import checked_name, new_id
from .kept_apart import KeptApart
from .legible import legible
from .letters import decoded_once
from .loading import loaded_when_used
from .progress import Progress, silent
from .receipts import Clause, DatasetVersion, Receipt
from .refusals import Refusal
from .sentences import Sentence, sentences, worded
from .sheets import is_formula
from .terms import (
    AggregateOutput,
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    GroupRule,
    JoinTerms,
    QualityFloor,
    RecordedFloor,
    RecordsOutput,
    SelfServiceOutput,
    Terms,
)
from .told_codes import ToldCode
from .treatments import LookUp, Treatment, TreatmentKind
from .undertakings import (
    ENDING_STEPS,
    Undertaking,
    UndertakingEvent,
    UndertakingState,
    UndertakingStep,
)

__all__ = [
    "DAYS_TO_ACKNOWLEDGE",
    "ENDING_STEPS",
    "SUBJECTS",
    "AggregateOutput",
    "BadInput",
    "BadQuestion",
    "BeholdenError",
    "Cells",
    "Clause",
    "Clock",
    "ClosedOutput",
    "ColumnRole",
    "ColumnTerms",
    "Damaged",
    "DatasetTerms",
    "DatasetVersion",
    "Finding",
    "GroupRule",
    "HeldClock",
    "HeldFolder",
    "JoinTerms",
    "KeptApart",
    "LookUp",
    "Measure",
    "NotFound",
    "OutOfLimits",
    "Population",
    "Progress",
    "QualityDimension",
    "QualityFloor",
    "Receipt",
    "RecordedFloor",
    "RecordsOutput",
    "Refusal",
    "Refused",
    "Repair",
    "SelfServiceOutput",
    "Sentence",
    "SystemClock",
    "Terms",
    "ToldCode",
    "Treatment",
    "TreatmentKind",
    "Unavailable",
    "Undertaking",
    "UndertakingEvent",
    "UndertakingState",
    "UndertakingStep",
    "acknowledge_by",
    "canonical_json",
    "checked_name",
    "day_begins",
    "day_in_words",
    "day_of",
    "decoded_once",
    "fingerprint",
    "is_formula",
    "legible",
    "loaded_when_used",
    "moment_in_words",
    "new_id",
    "sentences",
    "silent",
    "sweep_folders",
    "worded",
]
