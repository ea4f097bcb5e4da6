"""Who has had which training; publishing a course, and asking for it before a right."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from .....actions import GRACE_DAYS, Council, Right
from .....kernel import BadInput
from .....records import reading
from ...paging import part_of, said_in_query
from ...visits import OfficerVisit
from ..act_page import ActPage, acted
from ..ways import Crumbs, from_my_work
from .forms import CourseForm, RequireForm


def training(request: OfficerVisit) -> HttpResponse:
    """Show who has passed which course, and who still lacks what their rights ask for."""
    rows = request.council.training_status(by=request.officer.code)
    lacking = [row for row in rows if row["needed_for"] and not row["counts"]]
    rule = reading.training_rule()
    context = {
        "part": part_of(request, rows),
        "lacking": len(lacking),
        "courses": [
            (one, [_(Right(code).sentence) for code in _rights(rule, one.course.code)])
            for one in request.council.list_courses()
        ],
        "rule": rule,
        "breadcrumbs": from_my_work(),
    }
    return render(request, "officer/training/status.html", context)


def publish(request: OfficerVisit) -> HttpResponse:
    """Publish a course, or the next version of the one that the address names."""
    code = said_in_query(request, "course")
    about = ActPage(
        title=_("Publish a course"),
        button=_("Publish it"),
        told=_("The course is published. From now on it is the one that is taken."),
        to=("officer-training",),
        breadcrumbs=_way(),
        lead=(
            _(
                "Whoever passed the version before holds their certificate for the days of grace "
                "that the council gives, and then takes it again."
            ),
        ),
    )
    return acted(
        request,
        CourseForm,
        about,
        lambda form: request.council.publish_course(
            by=request.officer.code, text=form.cleaned_data["text"].replace("\r\n", "\n")
        ),
        initial={"text": request.council.course_named(code).course.text} if code else {},
    )


def require(request: OfficerVisit, code: str) -> HttpResponse:
    """State before which acts a course must have been passed; other courses stay as they are."""
    course = request.council.course_named(code).course
    rule = reading.training_rule()
    about = ActPage(
        title=_("Who must take it: %(title)s") % {"title": course.title},
        button=_("State it"),
        told=_("It is stated. Who lacks it is told so under My work."),
        to=("officer-training",),
        breadcrumbs=_way(),
    )
    return acted(
        request,
        RequireForm,
        about,
        lambda form: _stated(
            request.council, rule, by=request.officer.code, code=code, **form.cleaned_data
        ),
        initial={
            "rights": _rights(rule, code),
            "begins": _to_come(request.council, rule),
            "grace_days": rule.grace_days if rule and rule.grace_days is not None else GRACE_DAYS,
        },
    )


def _stated(
    council: Council,
    rule: reading.TrainingRuleView | None,
    *,
    by: str,
    code: str,
    rights: list[str],
    begins: Any,
    grace_days: int,
) -> None:
    """State the rule as it was, but for which rights ask for one course.

    Raises BadInput where it would begin before the rule that was stated last: of what is to come
    for other courses, people were given time.
    """
    held = _to_come(council, rule)
    if begins and held and begins < held:
        raise _too_early(held)
    begins = begins or held
    requires = {
        right: [one for one in courses if one != code]
        for right, courses in (rule.requires if rule else {}).items()
    }
    for right in rights:
        requires[right] = [*requires.get(right, []), code]
    statement: dict[str, Any] = {
        "requires": {right: courses for right, courses in requires.items() if courses},
        "grace_days": grace_days,
    }
    if begins:
        statement["from"] = begins.isoformat()
    council.require_training(by=by, statement=statement)


def _to_come(council: Council, rule: reading.TrainingRuleView | None) -> date | None:
    """Return the day from which the rule holds that was stated last, where it is to come."""
    return rule.holds_from if rule and rule.holds_from > council.clock.today() else None


def _too_early(held: date) -> BadInput:
    return BadInput(
        _("What was stated last holds from %(day)s: this cannot hold before it.")
        % {"day": held.isoformat()},
        why=_("The rule is one for all courses, and people were given time for the others."),
        next_step=_("Give that day or a later one."),
    )


def _rights(rule: reading.TrainingRuleView | None, code: str) -> tuple[str, ...]:
    return rule.rights_asking_for(code) if rule else ()


def _way() -> Crumbs:
    return from_my_work((_("Training"), reverse("officer-training")))
