"""What is thought through before data are used: triage, the canvas, consequences, assessments."""

from .answers import Answer
from .board import (
    DEFAULT_SEATS,
    QUORUM_SHARES,
    Quorum,
    QuorumRule,
    Seat,
    quorum_of,
    touching,
)
from .canvas import (
    STATUSES,
    AreaAction,
    AreaSaid,
    CanvasForm,
    Prompt,
    area_said,
    canvas_form,
    canvas_forms,
    canvas_said,
    unsettled,
)
from .consequences import (
    LIKELIHOODS,
    SEVERITIES,
    STANCES,
    Came,
    Compared,
    Foreseen,
    Measured,
    compare,
    consequence_meant,
    measured_beside,
    risk_of,
    target_of,
)
from .document import Answered, Document, Field, Grid, Part, field
from .dpia import dpia
from .forms import FORMS, started_form
from .interactive import Imported, read_interactive, write_interactive
from .known import (
    KnownAdvice,
    KnownAgreement,
    KnownDecision,
    KnownJudgement,
    KnownUndertaking,
    KnownUse,
)
from .known_sharing import KnownSharing
from .paper import paper
from .readiness import (
    Considered,
    Lack,
    lacks_before_board,
    lacks_before_yes,
    lacks_of_sign_off,
)
from .share_request import request_answers, share_request
from .sharing import agreement_document
from .triage import Owed, TriageQuestion, TriageTable, known_from, triage, triage_table

__all__ = [
    "DEFAULT_SEATS",
    "FORMS",
    "LIKELIHOODS",
    "QUORUM_SHARES",
    "SEVERITIES",
    "STANCES",
    "STATUSES",
    "Answer",
    "Answered",
    "AreaAction",
    "AreaSaid",
    "Came",
    "CanvasForm",
    "Compared",
    "Considered",
    "Document",
    "Field",
    "Foreseen",
    "Grid",
    "Imported",
    "KnownAdvice",
    "KnownAgreement",
    "KnownDecision",
    "KnownJudgement",
    "KnownSharing",
    "KnownUndertaking",
    "KnownUse",
    "Lack",
    "Measured",
    "Owed",
    "Part",
    "Prompt",
    "Quorum",
    "QuorumRule",
    "Seat",
    "TriageQuestion",
    "TriageTable",
    "agreement_document",
    "area_said",
    "canvas_form",
    "canvas_forms",
    "canvas_said",
    "compare",
    "consequence_meant",
    "dpia",
    "field",
    "known_from",
    "lacks_before_board",
    "lacks_before_yes",
    "lacks_of_sign_off",
    "measured_beside",
    "paper",
    "quorum_of",
    "read_interactive",
    "request_answers",
    "risk_of",
    "share_request",
    "started_form",
    "target_of",
    "touching",
    "triage",
    "triage_table",
    "unsettled",
    "write_interactive",
]
