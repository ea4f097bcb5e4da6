"""A course taken in a browser: read section by section, answered, marked, and its certificate."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from .....actions import CourseAtWork, Right, no_certificate
from .....kernel import Refused
from ...form_pages import done_or_told, page
from ...headers import standing_alone
from ...visits import OfficerVisit
from ..ways import Crumbs, from_my_work
from .paper import PaperForm


def mine(request: OfficerVisit) -> HttpResponse:
    """Show the courses: those that one's rights ask for first, with what one has passed."""
    rows = request.council.own_training(by=request.officer.code)
    today = request.council.clock.today()
    context = {
        "needed": [(one, _asked_by(one.needed_for)) for one in rows if one.needed_for],
        "others": [(one, ()) for one in rows if not one.needed_for],
        "today": today,
        "breadcrumbs": from_my_work(),
    }
    return render(request, "officer/training/mine.html", context)


def _asked_by(needed_for: tuple[str, ...]) -> list[str]:
    """Return in words what asks for a course: acts that one may do, and agreements."""
    rights = {one.value: one.sentence for one in Right}
    return [
        _(rights[code])
        if code in rights
        else _("Ask under the %(agreement)s.") % {"agreement": code}
        for code in needed_for
    ]


def course(request: OfficerVisit, code: str) -> HttpResponse:
    """Show what a course is and how far one has come; begin it."""
    found = _found(request, code)
    if request.method == "POST":
        request.council.begin_course(by=request.officer.code, course=code)
        return redirect("my-training-section", code, 1)
    read = found.attempt.read if found.attempt else frozenset()
    sections = list(enumerate(found.course.sections, 1))
    unread = [number for number, _section in sections if number not in read]
    context = {
        "found": found,
        "sections": [(number, one.title, number in read) for number, one in sections],
        "next": unread[0] if unread else None,
        "breadcrumbs": _way(),
    }
    return render(request, "officer/training/course.html", context)


def section(request: OfficerVisit, code: str, number: int) -> HttpResponse:
    """Show one section to be read; the button says that it was, and leads to the next."""
    found, council, by = _found(request, code), request.council, request.officer.code
    sections = found.course.sections
    if not 1 <= number <= len(sections):
        raise Http404
    is_last = number == len(sections)
    if request.method == "POST":
        attempt = found.attempt or council.begin_course(by=by, course=code)
        council.read_section(by=by, attempt=attempt.id, section=number)
        if is_last:
            return redirect("my-training-questions", code)
        return redirect("my-training-section", code, number + 1)
    context = {
        "found": found,
        "section": sections[number - 1],
        "number": number,
        "of": len(sections),
        "is_last": is_last,
        "breadcrumbs": _way(found),
    }
    return render(request, "officer/training/section.html", context)


def questions(request: OfficerVisit, code: str) -> HttpResponse:
    """Ask the questions of the attempt that is open, and mark the answers."""
    found, council, by = _found(request, code), request.council, request.officer.code
    attempt = found.attempt
    if attempt is None:
        return _nothing_yet(request, found, _("The questions are asked once the course is begun."))
    form = PaperForm(request.POST if request.method == "POST" else None, attempt=attempt)
    if request.method == "POST" and form.is_valid():
        given = form.answers
        done = done_or_told(
            form, lambda: council.hand_in_course(by=by, attempt=attempt.id, answers=given)
        )
        if done is not None:
            return redirect("my-training-result", code)
    unread = len(found.course.sections) - len(attempt.read)
    return page(
        request,
        "officer/training/questions.html",
        form=form,
        title=_("The questions"),
        found=found,
        unread=unread,
        breadcrumbs=_way(found),
    )


def result(request: OfficerVisit, code: str) -> HttpResponse:
    """Show the marks of what was handed in last, each question with the reason for its answer."""
    found = _found(request, code)
    done = found.handed_in
    if done is None:
        return _nothing_yet(request, found, _("Nothing was handed in yet, so there are no marks."))
    rows = [(one, done.course.questions[one.number - 1]) for one in done.result.marked]
    context = {
        "found": found,
        "done": done,
        "rows": [(one, asked, _options(one, asked)) for one, asked in rows],
        "breadcrumbs": _way(found),
    }
    return render(request, "officer/training/result.html", context)


def _nothing_yet(request: OfficerVisit, found: CourseAtWork, says: str) -> HttpResponse:
    context = {"found": found, "says": says, "breadcrumbs": _way(found)}
    return render(request, "officer/training/nothing_yet.html", context)


def _options(marked: Any, question: Any) -> list[tuple[str, bool, bool]]:
    """Return each option with whether it was chosen, and whether it is right."""
    return [
        (option.text, number in marked.chosen, number in marked.right)
        for number, option in enumerate(question.options, 1)
    ]


def certificate(request: OfficerVisit, certificate: str) -> HttpResponse:
    """Give a certificate as one page that stands alone and prints well."""
    return standing_alone(HttpResponse(_written(request, certificate, "html")))


def certificate_file(request: OfficerVisit, certificate: str) -> HttpResponse:
    """Give a certificate as the file that others can check against the log."""
    made = _written(request, certificate, "json")
    answer = HttpResponse(made, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{json.loads(made)["id"]}.json"'
    return answer


def _written(request: OfficerVisit, certificate: str, form: str) -> str:
    try:
        return request.council.show_certificate(
            by=request.officer.code, certificate=certificate, form=form
        )
    except Refused:
        # Another's is told of as one that there is not: what somebody passed is their own affair.
        raise no_certificate() from None


def _found(request: OfficerVisit, code: str) -> CourseAtWork:
    return request.council.own_course(by=request.officer.code, course=code)


def _way(found: CourseAtWork | None = None) -> Crumbs:
    way = from_my_work((_("My training"), reverse("my-training")))
    if found:
        to = reverse("my-training-course", args=[found.course.code])
        way.append((found.course.title, to))
    return way
