"""Self-service: answers for a wide audience from a sealed fitted table, each with its error.

Which tables are kept and how noise is apportioned, the fit, the answers, and the register's
arithmetic. Pure: what is kept, sealed and recorded is the business of actions.
"""

from .answering import WITHIN, FittedAnswer, answer_fitted
from .bound import YEAR, Account, Spent, account, accuracy_of, cost_of
from .making import Fitted, make_fitted
from .planning import FittedPlan, NoisyTable, plan_tables
from .question import Asked, FittedDecision, FittedQuestion
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
    "FittedAnswer",
    "FittedDecision",
    "FittedPlan",
    "FittedQuestion",
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
