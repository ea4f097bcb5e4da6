"""What the public log may say of a question: the agreement's own names, nothing that was typed."""

from __future__ import annotations

from .meant_names import listed
from .plans import Decision, Plan
from .refusing import plural


def public_question(decision: Decision) -> str:
    """Return in words what an allowed question counted and which columns it used.

    A question may hold any text, in a literal, an alias or a comment. So nothing of it is repeated:
    the words are made of the terms' own names alone, and hold no value (property S8). Empty for a
    refused question.
    """
    if decision.plan is None:
        return ""
    columns = [clause.where for clause in decision.clauses if _of_a_column(clause.where)]
    used = f", using {listed(sorted(set(columns)), 'and')}" if columns else ""
    return listed(_measures(decision.plan), "and") + used


def _of_a_column(where: str) -> bool:
    steps = where.split(" › ")
    return len(steps) == 3 and steps[0] == "datasets"


def _measures(plan: Plan) -> list[str]:
    taken = (f"{m.function} of {m.column or plural(plan.subject)}" for m in plan.measures)
    return sorted(set(taken)) or [f"groups of {plural(plan.subject)}"]
