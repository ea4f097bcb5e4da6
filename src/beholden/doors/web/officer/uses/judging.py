"""The design review, the advice on the impact assessment, and the decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from .....actions import TaskState
from ...telling import code_alone, code_in_words, day_in_words, told
from ...visits import OfficerVisit
from ..act_page import ActPage, acted
from .forms_judging import DecisionForm, DesignForm, DpiaAdviceForm
from .listing import crumbs


def design_review(request: OfficerVisit, name: str) -> HttpResponse:
    """Record what the design authority found, and show what it found before."""
    council, officer = request.council, request.officer
    found = council.use_tasks(by=officer.code, use=name)
    about = about_task(
        found,
        "design-review",
        title=_("Design review"),
        button=_("Record the review"),
        told=_("The design review is recorded."),
        known=tuple(_reviews(found.use)),
    )
    return acted(
        request,
        DesignForm,
        about,
        lambda form: council.review_design(by=officer.code, statement=form.statement(name)),
        owes=lambda form: form.statement(name).get("conditions", ()),
        initial={"on": council.clock.today()},
    )


def dpia_advice(request: OfficerVisit, name: str) -> HttpResponse:
    """Record the data-protection officer's advice, and show what was advised before."""
    council, officer = request.council, request.officer
    found = council.use_tasks(by=officer.code, use=name)
    about = about_task(
        found,
        "dpia-advice",
        title=_("Advice on the impact assessment"),
        button=_("Record the advice"),
        told=_("The advice is recorded."),
        known=tuple(_advised(found.use)),
    )
    return acted(
        request,
        DpiaAdviceForm,
        about,
        lambda form: council.advise_on_dpia(by=officer.code, statement=form.statement(name)),
        initial={"on": council.clock.today()},
    )


def decision(request: OfficerVisit, name: str) -> HttpResponse:
    """Decide on a use: each point of advice is answered; what was decided before is shown."""
    council, officer = request.council, request.officer
    found = council.use_tasks(by=officer.code, use=name)
    about = about_task(
        found,
        "decision",
        title=_("Decision"),
        button=_("Record the decision"),
        told=_("The decision is recorded."),
        known=tuple(_decided(found.use)),
        warning=_("It is public. A no ends every agreement of the use."),
    )
    options = {"points": _points(found.use), "assessed": bool(found.use.dpia_advice)}
    return acted(
        request,
        DecisionForm,
        about,
        lambda form: council.decide_use(
            by=officer.code, statement=form.statement(name, officer.office)
        ),
        initial={"on": council.clock.today()},
        form_options=options,
    )


def about_task(
    found: Any,
    code: str,
    *,
    known: tuple[tuple[str, str], ...] = (),
    lead: tuple[str, ...] = (),
    too_large: str = "",
    **said: Any,
) -> ActPage:
    """Return what the page of a task tells: the use, what is known, and why one may not do it."""
    task = found.task(code)
    return ActPage(
        to=("officer-use", found.use.name),
        breadcrumbs=crumbs(found.use.name),
        lead=(found.use.title, *lead),
        known=known,
        why_not=too_large if task.mine else _why_not(task),
        **said,
    )


def _why_not(task: Any) -> str:
    """Return why whoever looks may not do a task: two people, another office, or too early."""
    later = told(task.known) if task.state is TaskState.LATER else ""
    office = _("It is done by %(who)s.") % {"who": told(task.who)}
    return " ".join(part for part in (told(task.why_not), later, office) if part)


def _reviews(view: Any) -> Any:
    for one in view.design_reviews:
        said = [
            f"{code_in_words(part)}: {code_in_words(f['finding'])}. {f['text']}"
            for part, f in one.findings.items()
        ]
        said += [_("Condition: %(what)s") % {"what": c["what"]} for c in one.conditions]
        yield day_in_words(one.on), "\n".join([f"{code_alone(one.verdict)}.", *said])


def _advised(view: Any) -> Any:
    for one in view.dpia_advice:
        yield day_in_words(one.on), _advice(one)
    if view.triage and view.triage.owed:
        yield _("Review that is owed"), code_alone(view.review)


def _advice(one: Any) -> str:
    proceed, risk = code_in_words(one.proceed), code_in_words(one.residual_risk)
    said = {"says": one.says, "proceed": proceed, "risk": risk}
    return _("%(says)s\nGo ahead: %(proceed)s. Risk that stays: %(risk)s.") % said


def _decided(view: Any) -> Any:
    for one in view.decisions:
        word = _("Yes") if one.yes else _("No")
        yield day_in_words(one.on), f"{word}. {one.because}"
    if view.design_reviews:
        yield _("Design review"), code_alone(view.design_reviews[-1].verdict)
    if view.dpia_advice:
        last = view.dpia_advice[-1]
        yield _("Data-protection officer"), _advice(last)


def _points(view: Any) -> list[tuple[str, str]]:
    """Return each point of advice by its meeting and number, with its words."""
    return [
        (
            f"{advice.meeting.isoformat()}/{point.point}",
            _("%(day)s, point %(point)s: %(text)s")
            % {
                "day": day_in_words(advice.meeting),
                "point": point.point,
                "text": point.text + _condition(point.condition),
            },
        )
        for advice in view.advice
        for point in advice.points
    ]


def _condition(condition: Any) -> str:
    if not condition:
        return ""
    said = ", ".join(f"{code_in_words(k)}: {_plain(v)}" for k, v in condition.items())
    return " (" + _("condition: %(said)s") % {"said": said} + ")"


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
