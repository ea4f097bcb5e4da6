"""What the uses ask of somebody, from the first idea to what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ... import ethics
from ...kernel import Sentence, day_of
from ...records.reading import MeetingStanding, Standing, UseStanding
from ..rights import Right
from .items import Awaiting, Awaits, Whom


def of_uses(standing: Standing, whom: Whom) -> Iterator[Awaiting]:
    """Yield what each use asks of somebody before its agreement, and after it."""
    openings = {one.use for one in standing.openings if one.confirmed}
    open_agreements = {one.use for one in standing.agreements}
    for use in standing.uses:
        if use.state == "stated":
            yield from _statement(use, whom)
            yield from _triage(use, whom)
            yield from _canvas(use, whom)
            yield from _design(use, whom)
            yield from _assessment(use, whom)
        if use.name not in openings:
            yield from _decision(use, whom)
        if use.name not in open_agreements:
            yield from _outcome(use, whom)


def of_meetings(standing: Standing, whom: Whom, today: date) -> Iterator[Awaiting]:
    """Yield what the meetings of the board ask of its secretary."""
    by_name = {use.name: use for use in standing.uses}
    on_agenda: set[str] = set()
    for meeting in standing.meetings:
        on_agenda.update(meeting.without_advice)
        if whom.may(Right.BOARD_MEET):
            yield from _meeting(meeting)
        if whom.may(Right.ADVICE_RECORD) and meeting.state != "planned":
            for name in meeting.without_advice:
                yield _advice(by_name[name], since=meeting.on)
    if whom.may(Right.ADVICE_RECORD):
        for use in standing.uses:
            if use.name not in on_agenda and _awaits_board(use):
                yield _advice(use, since=min(day_of(use.stated_at), today))


def _statement(use: UseStanding, whom: Whom) -> Iterator[Awaiting]:
    """Yield what the statement of a use still lacks, to whoever stated it: nobody else may."""
    theirs = whom.code == use.stated_by and whom.may(Right.USE_STATE)
    if theirs and not use.advised_at and is_stated_thinly(use):
        yield Awaiting(
            Awaits.STATEMENT,
            of=use.name,
            use=use.name,
            what=Sentence("Say more of the use: %(title)s", title=use.title),
            why=Sentence(
                "Its impact assessment needs why the data are needed, whom it concerns, and what "
                "harm it may do, with how likely and how severe. The board advises on that."
            ),
            since=day_of(use.stated_at),
        )


def is_stated_thinly(use: UseStanding) -> bool:
    """Return whether the statement of a use with personal data lacks what is to be assessed."""
    said = use.why_data and use.people_affected and use.weighs_harm
    return use.personal_data and not said


def _triage(use: UseStanding, whom: Whom) -> Iterator[Awaiting]:
    missing = use.owed.get("missing", ())
    if use.advised_at or not whom.may(Right.USE_TRIAGE) or not (missing or not use.owed):
        return
    if _is_theirs(use, whom) or whom.may(Right.DPIA_ADVISE):
        yield Awaiting(
            Awaits.TRIAGE,
            of=use.name,
            use=use.name,
            what=Sentence("Answer the questions of triage: %(title)s", title=use.title),
            why=_open_questions(len(missing)),
            since=day_of(use.stated_at),
        )


def _open_questions(number: int) -> Sentence:
    if not number:
        return Sentence(
            "All of the questions are open; what nobody answered counts as the worst answer."
        )
    return Sentence(
        "%(n)s of the questions is open; what nobody answered counts as the worst answer.",
        "%(n)s of the questions are open; what nobody answered counts as the worst answer.",
        n=number,
    )


def _canvas(use: UseStanding, whom: Whom) -> Iterator[Awaiting]:
    """Yield the areas that are theirs: those that name their office, or nobody, of their use."""
    if use.review != "full" or use.advised_at or not whom.may(Right.CANVAS_FILL):
        return
    areas = [area for area in open_areas(use) if _area_is(area, use, whom)]
    if areas:
        yield Awaiting(
            Awaits.CANVAS,
            of=use.name,
            use=use.name,
            what=Sentence("Fill in the ethics canvas: %(title)s", title=use.title),
            why=_open_areas(areas),
            since=day_of(use.stated_at),
        )


def open_areas(use: UseStanding) -> list[ethics.AreaSaid]:
    """Return the areas of a use's canvas that are not settled, without what they say."""
    forms = (form.code for form in ethics.canvas_forms())
    areas = (ethics.AreaSaid(code, **use.canvas.get(code, {})) for code in forms)
    return [area for area in areas if not area.is_settled]


def _open_areas(areas: list[ethics.AreaSaid]) -> Sentence:
    titles = "; ".join(ethics.canvas_form(area.area).title for area in areas[:3])
    if len(areas) <= 3:
        return Sentence(
            "%(n)s area of 15 open: %(titles)s.",
            "%(n)s areas of 15 open: %(titles)s.",
            n=len(areas),
            titles=titles,
        )
    return Sentence(
        "%(of)s areas of 15 open: %(titles)s and %(n)s more.",
        "%(of)s areas of 15 open: %(titles)s and %(n)s more.",
        of=len(areas),
        titles=titles,
        n=len(areas) - 3,
    )


def _area_is(area: ethics.AreaSaid, use: UseStanding, whom: Whom) -> bool:
    return area.owner == whom.office if area.owner else _is_theirs(use, whom)


def _design(use: UseStanding, whom: Whom) -> Iterator[Awaiting]:
    approved = use.design_verdict.startswith("approved")
    if not use.owed.get("design_review") or approved or use.stated_by == whom.code:
        return
    if whom.may(Right.DESIGN_REVIEW):
        yield Awaiting(
            Awaits.DESIGN_REVIEW,
            of=use.name,
            use=use.name,
            what=Sentence("Review the design: %(title)s", title=use.title),
            why=Sentence(
                "It was not approved last time."
                if use.design_verdict
                else "By triage a system is built or bought for it, or software decides."
            ),
            since=day_of(use.stated_at),
        )


def _assessment(use: UseStanding, whom: Whom) -> Iterator[Awaiting]:
    owed = use.personal_data and use.review == "full" and not use.dpia_advised_at
    if owed and whom.may(Right.DPIA_ADVISE) and use.stated_by != whom.code:
        yield Awaiting(
            Awaits.DPIA_ADVICE,
            of=use.name,
            use=use.name,
            what=Sentence("Advise on the impact assessment: %(title)s", title=use.title),
            why=Sentence("It uses personal data, and your advice is not on record."),
            since=day_of(use.stated_at),
        )


def _decision(use: UseStanding, whom: Whom) -> Iterator[Awaiting]:
    """Yield the decision that is owed: on a use, or on advice that came after the last one."""
    theirs = whom.may(Right.USE_DECIDE) and use.accountable_officer == whom.office
    if not theirs or use.stated_by == whom.code:
        return
    since, why = _to_decide(use)
    if since:
        yield Awaiting(
            Awaits.DECISION,
            of=use.name,
            use=use.name,
            what=Sentence("Decide: %(title)s", title=use.title),
            why=why,
            since=since,
        )


def _to_decide(use: UseStanding) -> tuple[date | None, str]:
    advised, decided = use.advised_at, use.decided_at
    if advised and decided and advised > decided:
        return day_of(advised), Sentence("The board advised again since your decision.")
    if decided or use.state != "stated":
        return None, ""
    if advised:
        return day_of(advised), Sentence("The board has advised; each point is to be answered.")
    if use.review == "light":
        return day_of(use.stated_at), Sentence("It is owed a light review, without the board.")
    return None, ""


def _outcome(use: UseStanding, whom: Whom) -> Iterator[Awaiting]:
    """Yield that what came of a use is to be told, once its last agreement is over."""
    if not use.over_at or not whom.may(Right.OUTCOME_RECORD) or not _is_theirs(use, whom):
        return
    over = day_of(use.over_at)
    if use.told_on is None or use.told_on < over:
        yield Awaiting(
            Awaits.OUTCOME,
            of=use.name,
            use=use.name,
            what=Sentence("Record what came of it: %(title)s", title=use.title),
            why=Sentence(
                "Its agreement is over, and the public page says nothing of what it led to."
            ),
            since=over,
        )


def _awaits_board(use: UseStanding) -> bool:
    waits = use.state == "stated" and use.review == "full" and not use.advised_at
    ready = use.owed.get("begun") and not is_stated_thinly(use)
    assessed = use.dpia_advised_at or not use.personal_data
    return bool(waits and ready and assessed and not open_areas(use))


def _meeting(meeting: MeetingStanding) -> Iterator[Awaiting]:
    day = meeting.on.isoformat()
    if meeting.state == "planned":
        what = Sentence("Say who was at the meeting of %(day)s", day=day)
        why = Sentence("Its day has come; without it there is no quorum.")
    else:
        what = Sentence("Publish the minutes of the meeting of %(day)s", day=day)
        why = Sentence("They are owed to the public.")
    yield Awaiting(Awaits.MEETING, of=day, what=what, why=why, since=meeting.on)


def _advice(use: UseStanding, *, since: date) -> Awaiting:
    return Awaiting(
        Awaits.ADVICE,
        of=use.name,
        use=use.name,
        what=Sentence("Put before the board, and record its advice: %(title)s", title=use.title),
        why=Sentence("It is owed a full review, and its paper is ready."),
        since=since,
    )


def _is_theirs(use: UseStanding, whom: Whom) -> bool:
    return whom.code == use.stated_by or whom.office == use.owner
