"""Data uses: stated, advised on, decided, and what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from .. import ethics
from ..kernel import BadInput, Refusal, Refused, checked_name, fingerprint
from .acting import Act, acting
from .clauses_named import clause_of
from .considering.before_deciding import is_decided_so, refuse_day_to_come, refuse_unconsidered
from .considering.canvases import new_areas, record_areas
from .considering.triaging import answers_held, in_words, owed_by, record_triage
from .crisis.lapsing import record_review, refuse_opener
from .ending import OPEN, destroy_dead_keys, end
from .home import Home
from .named_use import use_named
from .offices_named import refuse_unheld_offices
from .rights import Right
from .stated_uses import consequence_fields, use_fields
from .statements import checked


def state_use(home: Home, *, by: str, statement: Mapping[str, Any]) -> str:
    """State a data use with its canvas and consequences; return how much review it is owed.

    Where the statement has no answers to triage, those given before stand. An area of the canvas
    that says what it said before stays as it is. A use that is not decided yet may be stated anew.
    Raises BadInput for a statement that does not fit its schema or names an office that nobody
    holds who may answer for the use, Refused for one that was decided already.
    """
    plain = checked(statement, schema="use")
    name = checked_name(plain["use"], of="a use")
    canvas = _canvas(plain)
    refuse_impersonal_secrets(plain)
    with acting(home, by=by, right=Right.USE_STATE, name="use-stated", use=name) as act:
        _refuse_if_decided(name)
        _refuse_another_author(name, act.person)
        use = _record_with_triage(act, plain)
        record_areas(act, use, new_areas(use, canvas))
    review: str = use.review
    return review


def state_new_use(act: Act, plain: Mapping[str, Any]) -> Any:
    """State a use as a part of another act and return its record.

    Raises Refused for a name that is taken.
    """
    from ..records.models import DataUse

    if DataUse.objects.filter(name=plain["use"]).exists():
        raise Refused(
            Refusal(
                what="there is a data use of this name already.",
                why="What was stated, advised on or decided under a name stays what it was.",
                clause="uses › statement",
                next_step="state it under another name.",
            )
        )
    return _record_with_triage(act, plain)


def refuse_impersonal_secrets(plain: Mapping[str, Any]) -> None:
    """Raise BadInput for special-category data that are said not to be personal."""
    if plain.get("special_category") and not plain["personal_data"]:
        raise BadInput(
            "Special-category data are personal data.",
            why="The statement says special_category: yes and personal_data: no.",
            next_step="Say personal_data: yes.",
        )


def decide_use(home: Home, *, by: str, statement: Mapping[str, Any]) -> bool:
    """Record the accountable officer's yes or no, with what was done about each point of advice.

    A no ends every agreement of the use. Returns False where this was decided so already, and then
    records nothing. Raises Refused where the review that is owed has not been had, where a point of
    advice is left without an answer, and where the officer stated the use (S9); BadInput for an
    answer to what the board has not said, or a day to come.
    """
    from .agreements import keep_dates  # which knows of uses
    from .board.conditions import keep_undertaken

    plain = checked(statement, schema="decision")
    name = plain["use"]
    refuse_day_to_come(plain, today=home.clock.today())
    with acting(home, by=by, right=Right.USE_DECIDE, name="use-decided", use=name) as act:
        use = use_named(name)
        _refuse_decision(use, plain, by=act.person)
        act.moot = is_decided_so(use, plain, office=act.person.office)
        if act.moot:
            return False
        keep_undertaken(act, _record_decision(act, use, plain))
        record_review(use, act)
        if not plain["decides"]:
            for agreement in use.agreements.filter(state__in=OPEN):
                end(agreement, act)
    destroy_dead_keys(home)
    keep_dates(home)  # what a condition of the board ends or closes, ends and closes now
    return True


def _refuse_decision(use: Any, plain: Mapping[str, Any], *, by: Any) -> None:
    """Refuse whoever may not decide on a use, and what cannot be decided yet."""
    from .board.deciding import refuse_adviser

    _refuse_own_use(use, by)
    refuse_another_officer(use, by)
    refuse_adviser(use, by)
    refuse_opener(use, by)
    _refuse_answers_in_advance(use, plain)
    _refuse_unanswered_advice(use, plain)
    refuse_unconsidered(use, plain)


def _record_decision(act: Act, use: Any, plain: Mapping[str, Any]) -> Any:
    from ..records.models import Decision

    said = {"on_advice": plain.get("on_advice", {}), "dpia": plain.get("dpia")}
    decision = Decision.objects.create(
        use=use,
        decided_by=act.person,
        office=act.person.office,
        on=date.fromisoformat(plain["on"]),
        yes=plain["decides"],
        because=plain["because"],
        recorded_at=act.at,
        **said,
    )
    act.clauses = tuple(map(clause_of, _answered_points(decision)))
    use.state = "approved" if plain["decides"] else "declined"
    use.save(update_fields=["state"])
    act.facts.update(decides=plain["decides"], office=act.person.office, **said)
    return decision


def _answered_points(decision: Any) -> list[Any]:
    """Return the points of advice to which a decision says something."""
    from ..records.models import AdvicePoint

    points = AdvicePoint.objects.select_related("advice").filter(advice__use=decision.use)
    return [p for p in points if answer_to(decision, meeting=p.advice.meeting, point=p.point)]


def answer_to(decision: Any, *, meeting: date, point: int) -> str:
    """Return what a decision says of one point of advice, empty where it says nothing.

    A bare number speaks of the advice that there was on the day of the decision. What the board
    says afterwards is answered by a later decision only. ``decision`` is a record or a view.
    """
    if decision is None:
        return ""
    by_meeting = decision.on_advice.get(f"{meeting.isoformat()}/{point}", "")
    bare = decision.on_advice.get(str(point), "") if meeting <= decision.on else ""
    return str(by_meeting or bare)


def is_accepted(answer: str) -> bool:
    """Return whether what a decision says of a point makes a term of its condition."""
    return bool(answer) and not answer.lower().startswith("refused")


def _key(point: Any) -> str:
    return f"{point.advice.meeting.isoformat()}/{point.point}"


def _canvas(plain: Mapping[str, Any]) -> dict[str, ethics.AreaSaid]:
    """Return the areas that a statement answers; raises BadInput."""
    stated = plain.get("canvas", {})
    if isinstance(stated, str):
        raise BadInput(
            "The canvas of this use is in another file.",
            why="Its statement names the file, and does not hold what is in it.",
            next_step="State the use from its file, which finds the canvas beside itself.",
        )
    said = ethics.canvas_said(stated)
    return {code: area for code, area in said.items() if code in stated}


def _record_with_triage(act: Act, plain: Mapping[str, Any]) -> Any:
    refuse_unheld_offices(plain)
    answers = in_words(plain["triage"]) if "triage" in plain else answers_held(plain["use"])
    owed = owed_by(plain, answers)
    use = _record_use(act, plain, review=owed.review)
    record_triage(act, use, answers=answers, owed=owed)
    return use


def _record_use(act: Act, plain: Mapping[str, Any], *, review: str) -> Any:
    from ..records.models import Consequence, DataUse

    use, _ = DataUse.objects.update_or_create(
        name=plain["use"],
        defaults={
            **use_fields(plain),
            "review": review,
            "stated_by": act.person,
            "stated_at": act.at,
        },
    )
    use.consequences.all().delete()
    Consequence.objects.bulk_create(
        Consequence(use=use, order=order, **consequence_fields(stated))
        for order, stated in enumerate(plain.get("consequences", []), start=1)
    )
    act.facts.update(
        title=plain["title"],
        review=review,
        personal_data=plain["personal_data"],
        statement=fingerprint(plain),
    )
    return use


def _refuse_if_decided(name: str) -> None:
    from ..records.models import DataUse

    use = DataUse.objects.filter(name=name).first()
    if use is not None and (use.state != "stated" or use.advice.exists()):
        raise Refused(
            Refusal(
                what="this use was advised on or decided already, and cannot be stated anew.",
                why="What the board and the officer saw must stay what was stated.",
                clause="uses › statement",
                next_step="state a new use, under another name.",
            )
        )


def _refuse_another_author(name: str, person: Any) -> None:
    from ..records.models import DataUse

    if DataUse.objects.filter(name=name).exclude(stated_by=person).exists():
        raise Refused(
            Refusal(
                what="a use is stated anew only by whoever stated it first.",
                why="Otherwise somebody could pass their own use on, and then decide on it.",
                clause="S9 two people",
                next_step="state a new use, under another name.",
            )
        )


def _refuse_own_use(use: Any, person: Any) -> None:
    if use.stated_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody decides on a use that they stated themselves.",
                why="A decision needs two people: one who asks and one who answers.",
                clause="S9 two people",
                ask=f"the {use.accountable_officer}.",
            )
        )


def refuse_another_officer(use: Any, person: Any) -> None:
    """Raise Refused where somebody is not the officer that the use names as accountable."""
    if person.office != use.accountable_officer:
        raise Refused(
            Refusal(
                what="this use is answered for by another officer.",
                why=f"The use names the {use.accountable_officer} as its accountable officer.",
                clause="uses › accountable_officer",
                ask=f"the {use.accountable_officer}.",
            )
        )


def _refuse_answers_in_advance(use: Any, plain: Mapping[str, Any]) -> None:
    from ..records.models import AdvicePoint

    points = AdvicePoint.objects.select_related("advice").filter(advice__use=use)
    said = {name for point in points for name in (str(point.point), _key(point))}
    if set(plain.get("on_advice", {})) - said:
        raise BadInput(
            "This decision answers a point that the board has not put.",
            why="What the board says later is answered later, and not beforehand.",
            next_step="See the points of advice with `beholden use show`, and answer those.",
        )


def _refuse_unanswered_advice(use: Any, plain: Mapping[str, Any]) -> None:
    from ..records.models import AdvicePoint

    points = list(AdvicePoint.objects.select_related("advice").filter(advice__use=use))
    if not plain["decides"]:
        return
    answers = plain.get("on_advice", {})
    _refuse_ambiguous_answers(points, answers)
    missing = [p for p in points if str(p.point) not in answers and _key(p) not in answers]
    if missing:
        raise Refused(
            Refusal(
                what="a point of the board's advice is left without an answer.",
                why="The officer says of each point whether it is accepted, or why it is refused: "
                + ", ".join(clause_of(point) for point in missing)
                + ".",
                clause="decision › on_advice",
            )
        )


def _refuse_ambiguous_answers(points: list[Any], answers: Mapping[str, str]) -> None:
    twice = sorted(
        {p.point for p in points if sum(q.point == p.point for q in points) > 1}
        & {int(key) for key in answers if key.isdecimal()}
    )
    if twice:
        raise BadInput(
            "It cannot be told which point of advice an answer speaks of.",
            why=f"The board numbered a point {twice[0]} at more than one meeting.",
            next_step="Name the meeting too, as in on_advice: {2026-11-12/1: accepted}.",
        )
