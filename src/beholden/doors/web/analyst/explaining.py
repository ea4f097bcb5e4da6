"""The gate's decision as data, while a question is being written."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse

from ....actions import decision_as_data
from ....kernel import BadQuestion
from ...cli.showing import pointed
from ..commands import in_words
from ..errors import STATUS
from ..visits import OfficerVisit


def explain(request: OfficerVisit, name: str) -> HttpResponse:
    """Give the decision on the question that is posted; it is not asked and not recorded."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    council, by = request.council, request.officer.code
    question = request.POST.get("question", "")
    try:
        decision = council.explain(by=by, use=name, question=question)
    except BadQuestion as error:
        told = error.to_dict()
        told["error"]["marked"] = marked(question, error)
        return JsonResponse(told, status=STATUS[BadQuestion])
    told = decision_as_data(decision)
    if told["refusal"]:
        told["refusal"]["next_step"] = in_words(told["refusal"]["next_step"])
    return JsonResponse(told)


def marked(question: str, error: BadQuestion) -> str:
    """Return the line that cannot be read on, with a mark below; empty where the place is unknown.

    It goes back to whoever typed it and nowhere else.
    """
    return pointed(question, error.place) if error.place else ""
