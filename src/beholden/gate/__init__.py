"""The gate: an agreement compiled into the engine.

Terms from an agreement, a decision on a question, a sealed extract, a run in a jailed process, and
the treatment of what came out. Each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .agreement.disagreeing import disagreements
    from .agreement.form import named_datasets
    from .agreement.terms import compile_terms
    from .answer.treating import Answer, treat
    from .extract.extracts import Extract
    from .extract.keys import Keys
    from .extract.sealing import seal
    from .extract.sources import Source
    from .question.deciding import decide
    from .question.plans import Decision, Plan
    from .question.publishing import public_question
    from .running.engine import Limits, run

__all__ = [
    "Answer",
    "Decision",
    "Extract",
    "Keys",
    "Limits",
    "Plan",
    "Source",
    "compile_terms",
    "decide",
    "disagreements",
    "named_datasets",
    "public_question",
    "run",
    "seal",
    "treat",
]

_HOMES = {
    "Answer": "answer.treating",
    "Decision": "question.plans",
    "Extract": "extract.extracts",
    "Keys": "extract.keys",
    "Limits": "running.engine",
    "Plan": "question.plans",
    "Source": "extract.sources",
    "compile_terms": "agreement.terms",
    "decide": "question.deciding",
    "disagreements": "agreement.disagreeing",
    "named_datasets": "agreement.form",
    "public_question": "question.publishing",
    "run": "running.engine",
    "seal": "extract.sealing",
    "treat": "answer.treating",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
