"""The gate: an agreement compiled into the engine.

Terms from an agreement, a decision on a question, a sealed extract, a run in a jailed process, and
the treatment of what came out. Each name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .deciding import decide
    from .disagreeing import disagreements
    from .engine import Limits, run
    from .extracts import Extract
    from .keys import Keys
    from .plans import Decision, Plan
    from .publishing import public_question
    from .sealing import seal
    from .sources import Source
    from .terms import compile_terms
    from .treating import Answer, treat

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
    "public_question",
    "run",
    "seal",
    "treat",
]

_HOMES = {
    "Answer": "treating",
    "Decision": "plans",
    "Extract": "extracts",
    "Keys": "keys",
    "Limits": "engine",
    "Plan": "plans",
    "Source": "sources",
    "compile_terms": "terms",
    "decide": "deciding",
    "disagreements": "disagreeing",
    "public_question": "publishing",
    "run": "engine",
    "seal": "sealing",
    "treat": "treating",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
