"""The gate's decision as plain data, the same at every door."""

from __future__ import annotations

from typing import Any


def decision_as_data(decision: Any) -> dict[str, Any]:
    """Return what an analyst may know of a decision: the plan of the engine is none of it."""
    return {
        "allowed": decision.allowed,
        "clauses": [{"clause": clause.where, "says": clause.says} for clause in decision.clauses],
        "refusal": decision.refusal.to_dict() if decision.refusal else None,
    }
