"""Self-service: answers for a wide audience from a sealed fitted table, each with its error.

Which tables are kept and how noise is apportioned, the fit, the answers, and the register's
arithmetic. Pure: what is kept, sealed and recorded is the business of actions. Each name is loaded
when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kernel import loaded_when_used

if TYPE_CHECKING:
    from .answering import WITHIN, FittedAnswer, answer_fitted
    from .bound import YEAR, Account, Spent, account, accuracy_of, cost_of
    from .making import Fitted, make_fitted
    from .planning import FittedPlan, NoisyTable, plan_tables
    from .question import Asked, FittedAllowed, FittedDecision, FittedQuestion, FittedRefused
    from .reading import counted_dataset, decide_fitted
    from .rows import SUBJECT, Subjects, coded, one_row_each
    from .storing import from_bytes, to_bytes

__all__ = [
    "SUBJECT",
    "WITHIN",
    "YEAR",
    "Account",
    "Asked",
    "Fitted",
    "FittedAllowed",
    "FittedAnswer",
    "FittedDecision",
    "FittedPlan",
    "FittedQuestion",
    "FittedRefused",
    "NoisyTable",
    "Spent",
    "Subjects",
    "account",
    "accuracy_of",
    "answer_fitted",
    "coded",
    "cost_of",
    "counted_dataset",
    "decide_fitted",
    "from_bytes",
    "make_fitted",
    "one_row_each",
    "plan_tables",
    "to_bytes",
]

_HOMES = {
    "SUBJECT": "rows",
    "WITHIN": "answering",
    "YEAR": "bound",
    "Account": "bound",
    "Asked": "question",
    "Fitted": "making",
    "FittedAllowed": "question",
    "FittedAnswer": "answering",
    "FittedDecision": "question",
    "FittedPlan": "planning",
    "FittedQuestion": "question",
    "FittedRefused": "question",
    "NoisyTable": "planning",
    "Spent": "bound",
    "Subjects": "rows",
    "account": "bound",
    "accuracy_of": "bound",
    "answer_fitted": "answering",
    "coded": "rows",
    "cost_of": "bound",
    "counted_dataset": "reading",
    "decide_fitted": "reading",
    "from_bytes": "storing",
    "make_fitted": "making",
    "one_row_each": "rows",
    "plan_tables": "planning",
    "to_bytes": "storing",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
