"""The gate's decision as data, while a question is being written."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse

from ....actions import decision_as_data
from ..commands import in_words
from ..visits import OfficerVisit


def explain(request: OfficerVisit, name: str) -> HttpResponse:
    """Give the decision on the question that is posted; it is not asked and not recorded."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    council, by = request.council, request.officer.code
    decision = council.explain(by=by, use=name, question=request.POST.get("question", ""))
    told = decision_as_data(decision)
    if told["refusal"]:
        told["refusal"]["next_step"] = in_words(told["refusal"]["next_step"])
    return JsonResponse(told)
