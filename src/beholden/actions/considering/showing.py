"""What officers see of a use while it is thought through: its canvas as rows, what to ask still."""

from __future__ import annotations

from datetime import date
from typing import Any

from ... import ethics
from ...records import reading
from .canvas_actions import actions_in_words


def canvas_rows(view: reading.UseView, today: date) -> list[dict[str, Any]]:
    """Return the 15 areas of a use's canvas in order, each as a row of plain data."""
    newest = {version.area: version for version in view.canvas_versions}
    return [_row(form, newest.get(form.code), view, today) for form in ethics.canvas_forms()]


def triage_questions(view: reading.UseView) -> tuple[ethics.TriageQuestion, ...]:
    """Return the questions of triage that the statement of a use leaves open."""
    known = ethics.known_from(
        {
            "personal_data": view.personal_data,
            "special_category": view.special_category,
            "consequences": [
                {"kind": one.kind, "severity": one.severity} for one in view.consequences
            ],
        }
    )
    return tuple(q for q in ethics.triage_table().questions if q.code not in known)


def _row(
    form: ethics.CanvasForm,
    version: reading.CanvasVersionView | None,
    view: reading.UseView,
    today: date,
) -> dict[str, Any]:
    said = ethics.area_said(form.code, version.said) if version else ethics.AreaSaid(form.code)
    return {
        "area": form.code,
        "title": form.title,
        "status": said.status,
        "settled": said.is_settled,
        "owner": said.owner,
        "says": said.in_words() or said.why_not,
        "actions": list(actions_in_words(said, view.undertakings, today)),
        "version": version.number if version else 0,
        "filled_by": version.office if version else "",
        "prompts": [prompt.asks for prompt in form.prompts],
        "codes": [prompt.code for prompt in form.prompts],
        "said": said.to_dict(),
    }
