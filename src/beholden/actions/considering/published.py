"""What was thought through before a use, and what came of it, as its public page tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ... import ethics, release
from ...kernel import Sentence, day_in_words, day_of, worded
from ...records import reading
from ..undertakings.told import all_in_words, came_of
from .canvas_actions import actions_in_words
from .outcomes import compared, foreseen, measured

_VERDICTS = {
    "foreseen, and happened": "happened as foreseen",
    "foreseen, and did not happen": "did not happen",
    "happened, and nobody had foreseen it": "not foreseen",
}
_PROCEED = {"yes": "Go ahead", "with measures": "Go ahead with measures", "no": "No"}
_SIGN_OFF = {
    "measures_approved_by": "Measures approved by",
    "residual_risk": "Risk that stays",
    "residual_risk_approved_by": "Risk that stays approved by",
    "dpo_advice": "Advice of the data-protection officer",
    "ico_consulted": "Information Commissioner consulted on",
    "consultation_reviewed_by": "Consultation reviewed by",
    "kept_under_review_by": "Kept under review by",
}
_OWED = {"full": "Full review, with the data ethics board", "light": "Light review"}
# What of this is fixed words, which pages tell in their own language.
FIXED_THERE = (*_VERDICTS.values(), *_PROCEED.values(), *_SIGN_OFF.values(), *_OWED.values())


def thought(view: reading.UseView, today: date) -> dict[str, Any]:
    """Return the parts of a public use that this package knows, by their names."""
    return {
        "triage": _triage(view),
        "canvas": tuple(_canvas(view, today)),
        "consequences": tuple(_consequences(view, today)),
        "measures": tuple(_measures(view, today)),
        "design_reviews": tuple(_design(one, view, today) for one in view.design_reviews),
        "dpia_advice": tuple(map(_dpia_advice, view.dpia_advice)),
    }


def sign_off(dpia: Any) -> tuple[tuple[str, str], ...]:
    """Return what a decision signed off of the impact assessment, in words."""
    return tuple(
        (title, in_words(str(dpia[name]))) for name, title in _SIGN_OFF.items() if name in dpia
    )


def in_words(text: str) -> str:
    """Return a text with a capital; a day as it is read."""
    try:
        return day_in_words(date.fromisoformat(text))
    except ValueError:
        return text[:1].upper() + text[1:]


def _triage(view: reading.UseView) -> release.PublicTriage | None:
    if view.triage is None:
        return release.PublicTriage(_owed(view.review))
    owed = view.triage.owed
    return release.PublicTriage(
        _owed(view.review),
        tuple(map(ethics.reason_told, owed.get("because", ()))),
        tuple(owed.get("missing", ())),
    )


def _owed(review: str) -> str:
    return _OWED[review]


def _canvas(view: reading.UseView, today: date) -> Iterator[release.CanvasArea]:
    newest = {version.area: version for version in view.canvas_versions}
    seen = {version.area: version for version in view.canvas_versions if version.seen}
    for form in ethics.canvas_forms():
        version, before = newest.get(form.code), seen.get(form.code)
        if version is None:
            continue
        said = ethics.area_said(form.code, version.said)
        yield release.CanvasArea(
            area=form.title,
            says=version.text
            or (Sentence("Left open: %(because)s", because=said.why_not) if said.why_not else "–"),
            status="left open" if said.why_not and not version.text else version.status,
            filled=Sentence(
                "%(office)s, %(day)s", office=version.office, day=day_of(version.filled_at)
            ),
            actions=tuple(actions_in_words(said, view.undertakings, today)),
            board_saw=before.text if before and before.number != version.number else "",
        )


def _consequences(view: reading.UseView, today: date) -> Iterator[release.PublicConsequence]:
    stated = foreseen(view, today)
    for at, row in enumerate(compared(view, today)):
        expected = stated[at] if at < len(stated) else None
        yield release.PublicConsequence(
            what=row.what,
            kind=row.kind,
            intended=row.intended,
            done="; ".join(part for part in (row.response, row.done) if part),
            owner=_office_by(expected.who, expected.by) if expected else "",
            stance=expected.stance if expected else "",
            actual=row.actual,
            foreseen=expected is not None,
            affects=expected.affects if expected else "",
            levels=_levels(expected) if expected else "",
            verdict=_VERDICTS.get(row.verdict, ""),
            undertaken=row.undertaken,
        )


def _office_by(office: str, by: date | None) -> str:
    if not office or by is None:
        return office or day_in_words(by)
    return Sentence("%(office)s, %(day)s", office=office, day=by)


def _levels(stated: ethics.Foreseen) -> str:
    likelihood, severity = worded(stated.likelihood), worded(stated.severity)
    if likelihood and severity:
        return Sentence(
            "Likelihood: %(likelihood)s, severity: %(severity)s",
            likelihood=likelihood,
            severity=severity,
        )
    if likelihood:
        return Sentence("Likelihood: %(likelihood)s", likelihood=likelihood)
    return Sentence("Severity: %(severity)s", severity=severity) if severity else ""


def _measures(view: reading.UseView, today: date) -> Iterator[release.PublicMeasure]:
    for one in ethics.measured_beside(foreseen(view, today), measured(view)):
        met = {True: "Yes", False: "No", None: ""}[one.met]
        yield release.PublicMeasure(one.what, one.target, one.actual, met)


def _design(
    view: reading.DesignReviewView, use: reading.UseView, today: date
) -> release.PublicDesignReview:
    return release.PublicDesignReview(
        on=day_in_words(view.on),
        by=view.office,
        verdict=view.verdict,
        findings=tuple(
            (worded(part).capitalize(), found["finding"], found["text"])
            for part, found in view.findings.items()
        ),
        conditions=tuple(_conditions(view, use, today)),
    )


def _conditions(view: reading.DesignReviewView, use: reading.UseView, today: date) -> Iterator[str]:
    for number, one in enumerate(view.conditions, start=1):
        by = date.fromisoformat(one["by"]) if "by" in one else None
        found = came_of(
            use.undertakings,
            origin="design-review",
            which=f"{view.on.isoformat()}, condition {number}",
            words=(one["what"], one.get("who", ""), by),
        )
        says = _joined(one["what"], one.get("who", ""), day_in_words(by))
        stops = ". Otherwise the use stops." if one.get("else") == "stop" else ""
        told = f" (undertaken as {all_in_words(found, today)})" if found else ""
        yield f"{says}{stops}{told}"


def _dpia_advice(view: reading.DpiaAdviceView) -> release.PublicDpiaAdvice:
    return release.PublicDpiaAdvice(
        on=day_in_words(view.on),
        by=view.office,
        proceed=_PROCEED[view.proceed],
        risk=view.residual_risk,
        says=view.says,
    )


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
