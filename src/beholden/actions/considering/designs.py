"""The design review of a use, and the data-protection officer's advice on its impact assessment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...kernel import BadInput, Refusal, Refused
from ..acting import acting
from ..home import Home
from ..named_use import use_named
from ..rights import Right
from ..statements import checked
from ..undertakings import undertake_conditions

PROCEED = {True: "yes", False: "no"}


def review_design(home: Home, *, by: str, statement: Mapping[str, Any]) -> str:
    """Record what the design authority found of a use; return its verdict.

    A condition with an owner and a day is undertaken from the yes on, or at once after one.

    Raises BadInput for findings that the verdict contradicts, Refused for who stated the use (S9).
    """
    from ...records.models import DesignReview

    plain = checked(statement, schema="design-review")
    _refuse_contradiction(plain)
    on = _day_held(plain["on"], home)
    name = plain["use"]
    with acting(home, by=by, right=Right.DESIGN_REVIEW, name="design-reviewed", use=name) as act:
        use = use_named(name)
        _refuse_own_design(use, act.person)
        review = DesignReview.objects.create(
            use=use,
            reviewed_by=act.person,
            office=act.person.office,
            on=on,
            findings=plain["findings"],
            verdict=plain["verdict"],
            conditions=plain.get("conditions", []),
            recorded_at=act.at,
        )
        act.facts.update(
            on=plain["on"],
            verdict=plain["verdict"],
            findings={part: found["finding"] for part, found in plain["findings"].items()},
            conditions=len(plain.get("conditions", [])),
        )
        if use.state == "approved":
            undertake_conditions(act, review)
    return str(plain["verdict"])


def advise_on_dpia(home: Home, *, by: str, statement: Mapping[str, Any]) -> None:
    """Record the data-protection officer's advice on a use's impact assessment; public, and kept.

    Raises BadInput for a day to come, Refused for who stated the use (S9).
    """
    from ...records.models import DpiaAdvice

    plain = checked(statement, schema="dpia-advice")
    on = _day_held(plain["on"], home)
    proceed = PROCEED.get(plain["proceed"], plain["proceed"])
    name = plain["use"]
    with acting(home, by=by, right=Right.DPIA_ADVISE, name="dpia-advised", use=name) as act:
        use = use_named(name)
        _refuse_own_assessment(use, act.person)
        DpiaAdvice.objects.create(
            use=use,
            advised_by=act.person,
            office=act.person.office,
            on=on,
            says=plain["says"],
            proceed=proceed,
            residual_risk=plain["residual_risk"],
            recorded_at=act.at,
        )
        act.facts.update(on=plain["on"], proceed=proceed, residual_risk=plain["residual_risk"])


def is_on_record(kind: str, stated: Mapping[str, Any]) -> bool:
    """Return whether a design review, or advice on an assessment, was recorded in these words."""
    from ...records.models import DesignReview, DpiaAdvice

    if kind == "design-review":
        held = {name: stated[name] for name in ("on", "findings", "verdict")}
        found = DesignReview.objects.filter(use__name=stated["use"], on=held["on"])
        return any(
            (one.findings, one.verdict, one.conditions)
            == (held["findings"], held["verdict"], stated.get("conditions", []))
            for one in found
        )
    held = {name: stated[name] for name in ("on", "says", "residual_risk")}
    held["proceed"] = PROCEED.get(stated["proceed"], stated["proceed"])
    return bool(DpiaAdvice.objects.filter(use__name=stated["use"], **held).exists())


def _day_held(stated: str, home: Home) -> date:
    day = date.fromisoformat(stated)
    if day > home.clock.today():
        raise BadInput(
            "This was not said yet.",
            why=f"It is of {stated}.",
            next_step="Record it once it has been said.",
        )
    return day


def _refuse_contradiction(plain: Mapping[str, Any]) -> None:
    not_met = [part for part, found in plain["findings"].items() if found["finding"] == "not met"]
    verdict = plain["verdict"]
    if verdict == "approved" and not_met:
        raise BadInput(
            "The design is approved though something is not met.",
            why=f"Not met: {', '.join(not_met)}.",
            next_step="Say verdict: approved with conditions, and the conditions; or not approved.",
        )
    if (verdict == "approved with conditions") != bool(plain.get("conditions")):
        raise BadInput(
            "The verdict and the conditions do not go together.",
            why="Conditions belong to the verdict: approved with conditions.",
            next_step="State the conditions, or another verdict.",
        )


def _refuse_own_design(use: Any, person: Any) -> None:
    if use.stated_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody reviews the design of a use that they stated.",
                why="A design review needs two people: one who builds and one who looks.",
                clause="S9 two people",
                ask="the design authority.",
            )
        )


def _refuse_own_assessment(use: Any, person: Any) -> None:
    if use.stated_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody advises on the impact assessment of a use that they stated.",
                why="Whoever advises must be free of the use's own interest "
                "(UK GDPR, Article 38(6)).",
                clause="S9 two people",
                ask="another data-protection officer.",
            )
        )
