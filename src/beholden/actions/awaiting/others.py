"""What releases, matches, undertakings, crises, concealments and residents ask of somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ...kernel import day_of
from ...records.reading import (
    ComplaintView,
    LinkageStanding,
    OpeningStanding,
    RequestView,
    Standing,
    UndertakingStanding,
)
from ..rights import Right
from ..subjects.complaint_words import StepKind
from .items import Awaiting, Awaits, Whom


def of_releases(standing: Standing, whom: Whom) -> Iterator[Awaiting]:
    """Yield the releases that somebody may review, and those that they may publish."""
    for one in standing.releases:
        if one.state == "requested":
            if whom.may(Right.RELEASE_REVIEW) and whom.code not in one.not_by:
                yield Awaiting(
                    Awaits.RELEASE_REVIEW,
                    of=one.id,
                    use=one.use,
                    what=f"Review the release: {one.title}",
                    why="Somebody else asked that it may leave the council.",
                    since=day_of(one.requested_at),
                )
        elif whom.may(Right.RELEASE_PUBLISH):
            yield Awaiting(
                Awaits.PUBLISH,
                of=one.id,
                use=one.use,
                what=f"Publish the release: {one.title}",
                why="A second person approved it.",
                since=day_of(one.reviewed_at or one.requested_at),
            )


def of_linkages(standing: Standing, whom: Whom, *, all_data: bool) -> Iterator[Awaiting]:
    """Yield the matchings and linkages whose doubtful pairs somebody may decide on."""
    if not whom.may(Right.LINKS_REVIEW):
        return
    for one in standing.linkages:
        theirs = all_data or one.steward == whom.organisation
        if theirs and one.made_by != whom.code:
            yield from _linkage(one)


def _linkage(one: LinkageStanding) -> Iterator[Awaiting]:
    what = f"Look at doubtful matches of {one.dataset} ({one.column})"
    left = one.sampled - one.sample_decided
    if left:
        why = f"{left} of {one.sampled} pairs that were drawn at random are undecided."
    elif not one.decided:
        why = f"{one.matched:,} of {one.rows:,} rows were matched, and nobody has looked yet."
    else:
        return
    yield Awaiting(Awaits.LINKS, of=one.dataset, what=what, why=why, since=day_of(one.made_at))


def of_undertakings(standing: Standing, whom: Whom) -> Iterator[Awaiting]:
    """Yield what somebody's office undertook, and what somebody may agree to."""
    for one in standing.undertakings:
        if one.undertaking.owner == whom.office and whom.may(Right.UNDERTAKING_CLOSE):
            yield _to_do(one)
        asked = one.undertaking.asked
        if asked and whom.may(Right.UNDERTAKING_AGREE) and one.asked_by != whom.code:
            yield Awaiting(
                Awaits.MORE_TIME,
                of=one.undertaking.name,
                use=one.undertaking.use,
                what=f"Agree, or not, to what was asked for {one.undertaking.name}",
                why=f"{asked.step.value.replace('-', ' ').capitalize()}: {asked.because}",
                since=day_of(asked.at),
                due=one.undertaking.due,
            )


def _to_do(one: UndertakingStanding) -> Awaiting:
    held = one.undertaking
    return Awaiting(
        Awaits.UNDERTAKING,
        of=held.name,
        use=held.use,
        what=f"{held.name}: {held.text}",
        why="Your office undertook it. "
        + ("The use stops if it lapses." if held.stops else "The public page tells if it lapses."),
        since=day_of(held.stated_at),
        due=held.due,
    )


def of_crises(standing: Standing, whom: Whom) -> Iterator[Awaiting]:
    """Yield the crises that somebody may confirm, and the reviews that are owed after one."""
    for one in standing.openings:
        if one.confirmed:
            if whom.may(Right.USE_DECIDE) and one.accountable_officer == whom.office:
                yield _full_review(one)
        elif whom.may(Right.CRISIS_CONFIRM) and one.asked_by != whom.code and not one.decided:
            yield Awaiting(
                Awaits.CRISIS,
                of=one.use,
                use=one.use,
                what=f"Confirm the use in a crisis: {one.use}",
                why="It cannot wait, says who asked; nothing is opened without you.",
                since=day_of(one.asked_at),
                due=day_of(one.asked_at),
            )


def _full_review(one: OpeningStanding) -> Awaiting:
    return Awaiting(
        Awaits.DECISION,
        of=one.use,
        use=one.use,
        what=f"Have the full review of {one.use}, and decide",
        why="It was opened in a crisis; without the review what was sealed is destroyed.",
        since=day_of(one.asked_at),
        due=one.review_by,
    )


def of_concealments(standing: Standing, whom: Whom) -> Iterator[Awaiting]:
    """Yield the concealments that somebody may confirm."""
    for one in standing.concealments:
        if whom.may(Right.CONCEALMENT_CONFIRM) and one.stated_by != whom.code:
            yield Awaiting(
                Awaits.CONCEALMENT,
                of=one.id,
                use=one.use,
                what=f"Confirm a concealment of {one.use}",
                why="Somebody else stated it; it does not hold before you confirm.",
                since=day_of(one.stated_at),
            )


def of_complaints(complaints: Iterable[ComplaintView], whom: Whom) -> Iterator[Awaiting]:
    """Yield the complaints that are not closed: what is owed next, and by which day."""
    if not whom.may(Right.COMPLAINT_HANDLE):
        return
    for one in complaints:
        if one.closed is None:
            step, why, due = _next_step(one)
            yield Awaiting(
                Awaits.COMPLAINT,
                of=one.id,
                use=one.use,
                what=f"A complaint about: {one.kind}. {step}",
                why=why,
                since=one.received,
                due=due,
            )


def of_requests(requests: Iterable[RequestView], whom: Whom) -> Iterator[Awaiting]:
    """Yield what residents asked that is not closed, and by which day it is owed."""
    if not whom.may(Right.REQUEST_ANSWER):
        return
    for one in requests:
        if one.closed is None:
            yield Awaiting(
                Awaits.REQUEST,
                of=one.id,
                what=f"A resident asks: {one.kind.replace('-', ' ')}",
                why="A resident waits; the law gives 30 days.",
                since=one.received,
                due=one.answer_by,
            )


def _next_step(one: ComplaintView) -> tuple[str, str, date | None]:
    if one.acknowledged is None:
        return "Acknowledge it", "The law gives 30 days to acknowledge it.", one.acknowledge_by
    if one.decided is None:
        return "Decide on it", f"It was {StepKind.ACKNOWLEDGED.value}, and is not decided.", None
    return "Tell the outcome, and close it", "It was decided, and is not closed.", None
