"""The gate's decision as data, while a question is being written."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse

from ..visits import OfficerVisit


def explain(request: OfficerVisit, name: str) -> HttpResponse:
    """Give the decision on the question that is posted; it is not asked and not recorded."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    council, by = request.council, request.officer.code
    decision = council.explain(by=by, use=name, question=request.POST.get("question", ""))
    return JsonResponse(decided(decision))


def decided(decision: Any) -> dict[str, Any]:
    """Return a decision as data: as `beholden explain --json` tells it."""
    return {
        "allowed": decision.allowed,
        "clauses": [{"clause": clause.where, "says": clause.says} for clause in decision.clauses],
        "refusal": decision.refusal.to_dict() if decision.refusal else None,
    }
