"""What releases, matches, undertakings, crises, concealments and residents ask of somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ...kernel import Sentence, day_of, sentences, worded
from ...records.reading import (
    ComplaintView,
    LinkageStanding,
    OpeningStanding,
    RequestView,
    Standing,
    UndertakingStanding,
)
from ..rights import Right
from .items import Awaiting, Awaits, Whom

Reviewers = Mapping[str, frozenset[str]]


def of_releases(standing: Standing, whom: Whom) -> Iterator[Awaiting]:
    """Yield the releases that somebody may review, and those that they may publish."""
    for one in standing.releases:
        if one.state == "requested":
            if whom.may(Right.RELEASE_REVIEW) and whom.code not in one.not_by:
                yield Awaiting(
                    Awaits.RELEASE_REVIEW,
                    of=one.id,
                    use=one.use,
                    what=Sentence("Review the release: %(title)s", title=one.title),
                    why=Sentence("Somebody else asked that it may leave the council."),
                    since=day_of(one.requested_at),
                )
        elif whom.may(Right.RELEASE_PUBLISH):
            yield Awaiting(
                Awaits.PUBLISH,
                of=one.id,
                use=one.use,
                what=Sentence("Publish the release: %(title)s", title=one.title),
                why=Sentence("A second person approved it."),
                since=day_of(one.reviewed_at or one.requested_at),
            )


def of_linkages(
    standing: Standing, whom: Whom, *, reviewers: Reviewers | None = None
) -> Iterator[Awaiting]:
    """Yield the matchings and linkages whose doubtful pairs somebody is to decide on.

    Those of their own department; who may see all data is asked for another's where nobody there
    can do it. For them ``reviewers`` are the codes of who can, by department.
    """
    if not whom.may(Right.LINKS_REVIEW):
        return
    for one in standing.linkages:
        theirs = one.steward == whom.organisation or (
            reviewers is not None and not reviewers.get(one.steward, frozenset()) - {one.made_by}
        )
        if theirs and one.made_by != whom.code:
            yield from _linkage(one)


def _linkage(one: LinkageStanding) -> Iterator[Awaiting]:
    what = Sentence(
        "Look at doubtful matches of %(dataset)s (%(column)s)",
        dataset=one.dataset,
        column=one.column,
    )
    left = one.sampled - one.sample_decided
    if left:
        why = Sentence(
            "%(n)s of %(of)s pairs that were drawn at random is undecided.",
            "%(n)s of %(of)s pairs that were drawn at random are undecided.",
            n=left,
            of=one.sampled,
        )
    elif not one.decided:
        why = Sentence(
            "%(matched)s of %(rows)s rows were matched, and nobody has looked yet.",
            matched=f"{one.matched:,}",
            rows=f"{one.rows:,}",
        )
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
                what=Sentence(
                    "Agree, or not, to what was asked for %(name)s", name=one.undertaking.name
                ),
                why=Sentence(
                    "%(step)s: %(because)s",
                    step=worded(asked.step.value.capitalize()),
                    because=asked.because,
                ),
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
        why=sentences(
            Sentence("Your office undertook it."),
            Sentence(
                "The use stops if it lapses."
                if held.stops
                else "The public page tells if it lapses."
            ),
        ),
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
                what=Sentence("Confirm the use in a crisis: %(use)s", use=one.use),
                why=Sentence("It cannot wait, says who asked; nothing is opened without you."),
                since=day_of(one.asked_at),
                due=day_of(one.asked_at),
            )


def of_crises_of_theirs(standing: Standing, whom: Whom) -> Iterator[Awaiting]:
    """Yield the crises in which data of somebody's department are used: they signed nothing."""
    if not whom.may(Right.AGREEMENT_SIGN):
        return
    parties = {one.use: one.parties for one in standing.agreements if one.state == "in_force"}
    for one in standing.openings:
        if one.confirmed and whom.organisation in parties.get(one.use, ()):
            yield Awaiting(
                Awaits.CRISIS_TOLD,
                of=one.use,
                use=one.use,
                what=Sentence("Your data may be used in a crisis: %(use)s", use=one.use),
                why=Sentence(
                    "Two officers opened it, without your signature. See what it gives; who doubts "
                    "it has the data-protection officer suspend it."
                ),
                since=day_of(one.asked_at),
            )


def _full_review(one: OpeningStanding) -> Awaiting:
    return Awaiting(
        Awaits.DECISION,
        of=one.use,
        use=one.use,
        what=Sentence("Have the full review of %(use)s, and decide", use=one.use),
        why=Sentence("It was opened in a crisis; without the review what was sealed is destroyed."),
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
                what=Sentence("Confirm a concealment of %(use)s", use=one.use),
                why=Sentence("Somebody else stated it; it does not hold before you confirm."),
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
                what=Sentence(
                    "A complaint about: %(kind)s. %(step)s", kind=worded(one.kind), step=step
                ),
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
                what=Sentence("A resident asks: %(kind)s", kind=worded(one.kind)),
                why=Sentence("A resident waits; the law gives 30 days."),
                since=one.received,
                due=one.answer_by,
            )


def _next_step(one: ComplaintView) -> tuple[Sentence, Sentence, date | None]:
    if one.acknowledged is None:
        why = Sentence("The law gives 30 days to acknowledge it.")
        return Sentence("Acknowledge it"), why, one.acknowledge_by
    if one.decided is None:
        why = Sentence("It was acknowledged, and is not decided.")
        return Sentence("Decide on it"), why, None
    why = Sentence("It was decided, and is not closed.")
    return Sentence("Tell the outcome, and close it"), why, None
