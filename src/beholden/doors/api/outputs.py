"""What an operation gives: plain JSON of what its act returned, a list a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from ...actions import Answered, Attempt, CourseState, Registered, decision_as_data
from ...kernel import BadInput
from ...records import reading
from ..cli.showing import as_csv
from .inputs import MOST_PER_PAGE


def shown(request: HttpRequest, result: Any, *, page: int = 0, per_page: int = 0) -> HttpResponse:
    """Return the answer of an operation in the form that was asked for."""
    if isinstance(result, Answered):
        return _answer(request, result)
    if isinstance(result, Registered):
        return as_json(_registered(result))
    if _is_a_decision(result):
        return as_json(_decision(result))
    if isinstance(result, CourseState):
        return as_json(_course(result.course))
    if isinstance(result, Attempt):
        return as_json(_attempt(result))
    if page:
        return _page_of(request, result, page=page, per_page=per_page)
    media = getattr(result, "media_type", "")
    if media and isinstance(getattr(result, "text", None), str):
        return HttpResponse(result.text, content_type=media)
    return as_json(plain(result))


def _is_a_decision(result: Any) -> bool:
    """Return whether it is the gate's decision on a question, in whichever way it was answered."""
    return all(hasattr(result, name) for name in ("allowed", "clauses", "refusal"))


def _decision(result: Any) -> dict[str, Any]:
    """Return a decision, its clauses named as those of a receipt are."""
    return {**decision_as_data(result), "clauses": plain(result.clauses)}


def _registered(result: Registered) -> dict[str, Any]:
    """Return what was registered and found, without the table itself."""
    names = ("dataset", "version", "rows", "fingerprint", "already_there", "gone")
    return {name: getattr(result, name) for name in names}


def _course(course: Any) -> dict[str, Any]:
    """Return a course to be read, without its answers, or a certificate would mean little."""
    names = ("code", "title", "audience", "version", "pass_mark", "valid_for_months", "minutes")
    return {
        **{name: getattr(course, name) for name in (*names, "asks")},
        "sections": [{"title": one.title, "text": one.text} for one in course.sections],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    """Return an attempt: the course, and what is asked in it, without the answers."""
    return {
        "id": attempt.id,
        "course": _course(attempt.course),
        "paper": [_asked(attempt.course.questions[one.number - 1], one) for one in attempt.paper],
        "read": sorted(attempt.read),
    }


def _asked(question: Any, asked: Any) -> dict[str, Any]:
    options = [{"number": n, "text": question.options[n - 1].text} for n in asked.order]
    return {"number": asked.number, "prompt": question.prompt, "options": options}


def as_json(data: Any, *, status: int = 200) -> HttpResponse:
    """Return plain data as JSON."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return HttpResponse(text, content_type="application/json", status=status)


def plain(value: Any) -> Any:
    """Return what an act returned as plain JSON data."""
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    told = reading.plain(value)
    return {key: plain(one) for key, one in told.items()} if isinstance(told, Mapping) else told


def _listed(one: Any) -> Any:
    return one.to_dict() if isinstance(one, CourseState) else plain(one)


def _page_of(request: HttpRequest, items: Any, *, page: int, per_page: int) -> HttpResponse:
    if page < 1 or not 1 <= per_page <= MOST_PER_PAGE:
        raise BadInput(f"A page is counted from 1 and holds 1 to {MOST_PER_PAGE} items.")
    begin = (page - 1) * per_page
    answer = as_json(
        {
            "items": [_listed(one) for one in items[begin : begin + per_page]],
            "page": page,
            "per_page": per_page,
            "total": len(items),
        }
    )
    if begin + per_page < len(items):
        query = {**request.GET.dict(), "page": page + 1, "per_page": per_page}
        answer["Link"] = f'<{request.path}?{urlencode(query)}>; rel="next"'  # RFC 8288
    return answer


def _answer(request: HttpRequest, answered: Answered) -> HttpResponse:
    rows = answered.table.to_pylist()
    if request.headers.get("Accept", "").startswith("text/csv"):
        csv = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
        csv["Beholden-Receipt"] = answered.receipt.id
        return csv
    return as_json(
        {
            "columns": answered.table.column_names,
            "rows": plain(rows),
            "receipt": plain(answered.receipt.to_dict()),
            "notes": list(answered.notes),
        }
    )
