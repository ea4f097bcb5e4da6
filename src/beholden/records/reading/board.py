"""Reading the board: its members, its meetings, its advice and what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ...kernel import NotFound
from .light import long_of_use
from .undertakings import undertaking_view
from .views import View


@dataclass(frozen=True, slots=True)
class BoardMemberView(View):
    """A member by office, with the seat, the term and what they declare."""

    office: str
    seat: str
    starts: date
    ends: date
    interests: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class BoardView(View):
    """The board as it was stated last; ``seats`` hold seat, title and whether it is lay."""

    seats: tuple[Mapping[str, Any], ...]
    quorum: Mapping[str, Any]
    members: tuple[BoardMemberView, ...]
    stated_at: datetime

    def title_of(self, seat: str) -> str:
        """Return the title of a seat, or its code where there is no such seat any more."""
        return next((str(s["title"]) for s in self.seats if s["seat"] == seat), seat)


@dataclass(frozen=True, slots=True)
class BoardItemView(View):
    """An item of an agenda; ``aside`` holds office and reason of each who stood aside.

    ``took_part`` holds them of each who did although a declared interest touches it. A paper whose
    text is kept has its ``version`` beside name and fingerprint.
    """

    number: int
    title: str
    use: str
    papers: tuple[Mapping[str, str], ...]
    aside: tuple[Mapping[str, str], ...]
    present: int | None
    needed: int | None
    dissent: tuple[Mapping[str, Any], ...]
    took_part: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class MinutesView(View):
    """Minutes as they were recorded at one moment."""

    text: str
    fingerprint: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MeetingView(View):
    """A meeting; ``present`` holds office and seat of each member who was there."""

    on: date
    place: str
    state: str
    items: tuple[BoardItemView, ...]
    present: tuple[Mapping[str, str], ...]
    minutes: tuple[MinutesView, ...]


@dataclass(frozen=True, slots=True)
class BoardAdviceView(View):
    """A point of advice on a use and what became of it.

    ``answer`` is the newest decision's, empty where there is none; ``undertakings`` are those that
    the point asked for, as ``kernel.Undertaking``.
    """

    use: str
    meeting: date
    point: int
    text: str
    condition: Mapping[str, Any] | None
    counted: str
    decided_on: date | None
    on_advice: Mapping[str, str]
    undertakings: tuple[Any, ...]


def board() -> BoardView | None:
    """Return the board as it was stated last, or None."""
    from ..models import BoardVersion

    record = BoardVersion.objects.prefetch_related("members").order_by("-id").first()
    if record is None:
        return None
    return BoardView(
        seats=tuple(record.seats),
        quorum=record.quorum,
        members=tuple(map(_member, record.members.all())),
        stated_at=record.stated_at,
    )


@dataclass(frozen=True, slots=True)
class MeetingDay(View):
    """The day of a meeting, and whether it was held and minuted."""

    on: date
    state: str


def meeting_days() -> tuple[MeetingDay, ...]:
    """Return the day of every meeting, in order."""
    from ..models import BoardMeeting

    return tuple(MeetingDay(*row) for row in BoardMeeting.objects.values_list("on", "state"))


def meetings() -> tuple[MeetingView, ...]:
    """Return every meeting, in the order of their days."""
    return tuple(map(_meeting, _meetings()))


def meeting(on: str) -> MeetingView:
    """Return the meeting of a day in ISO 8601; raises NotFound."""
    found = _meetings().filter(on=on).first() if _is_day(on) else None
    if found is None:
        raise NotFound(
            "There is no meeting of the board on that day.",
            next_step="See the meetings with `beholden board meetings`.",
        )
    return _meeting(found)


def _meetings() -> Any:
    """Return the query for meetings with all that a view of one needs."""
    from django.db.models import Prefetch

    from ..models import BoardItem, BoardMeeting, StoodAside

    items = (
        BoardItem.objects.select_related("use")
        .defer(*long_of_use())
        .prefetch_related(
            "given", Prefetch("stood_aside", StoodAside.objects.select_related("attendance"))
        )
    )
    return BoardMeeting.objects.prefetch_related(
        Prefetch("items", items), "attendances", "minutes", "use_papers"
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def last_meeting_on(use: str) -> date | None:
    """Return the day of the last meeting that has a use on its agenda, or None."""
    from ..models import BoardMeeting

    days = BoardMeeting.objects.filter(items__use__name=use).order_by("-on")
    return days.values_list("on", flat=True).first()


def paper_text(fingerprint: str) -> str:
    """Return the text of a kept paper; raises NotFound."""
    from ..models import PaperText

    found = PaperText.objects.filter(fingerprint=fingerprint).first()
    if found is None:
        raise NotFound("No paper of this fingerprint is kept.")
    return str(found.text)


def public_paper(fingerprint: str, hidden: Collection[str]) -> str | None:
    """Return the text of a paper of a meeting that has minutes, but for hidden uses; or None."""
    from ..models import MeetingPaper

    shown = MeetingPaper.objects.filter(content__fingerprint=fingerprint, meeting__state="minuted")
    shown = shown.exclude(use__name__in=hidden)
    return paper_text(fingerprint) if shown.exists() else None


def points_of_advice(without: Collection[str]) -> tuple[int, ...]:
    """Return the key of every point of advice but those on some uses, oldest meeting first."""
    from ..models import AdvicePoint

    points = AdvicePoint.objects.order_by("advice__meeting", "advice__use__name", "point")
    told = points.values_list("pk", "advice__use__name")
    return tuple(key for key, use in told if use not in without)


def board_advice(
    use: str | None = None, meeting: str | None = None, only: Collection[int] | None = None
) -> tuple[BoardAdviceView, ...]:
    """Return every point of advice, oldest meeting first.

    Or those on one use, those of one meeting, or those of some keys.
    """
    from ..models import AdvicePoint

    points = AdvicePoint.objects.select_related("advice__use", "advice__given").prefetch_related(
        "advice__use__decisions",
        "undertakings__use",
        "undertakings__stated_by",
        "undertakings__events",
    )
    points = points.defer(*long_of_use("advice__use"))
    found = points.filter(advice__use__name=use) if use else points
    found = found.filter(advice__meeting=meeting) if meeting else found
    found = found if only is None else found.filter(pk__in=only)
    return tuple(map(_advice, found.order_by("advice__meeting", "advice__use__name", "point")))


def _member(record: Any) -> BoardMemberView:
    return BoardMemberView(
        office=record.office,
        seat=record.seat,
        starts=record.starts,
        ends=record.ends,
        interests=tuple(record.interests),
    )


def _meeting(record: Any) -> MeetingView:
    return MeetingView(
        on=record.on,
        place=record.place,
        state=record.state,
        items=tuple(_item(one, record) for one in record.items.all()),
        present=tuple({"office": a.office, "seat": a.seat} for a in record.attendances.all()),
        minutes=tuple(
            MinutesView(one.text, one.fingerprint, one.recorded_at) for one in record.minutes.all()
        ),
    )


def _item(record: Any, meeting: Any) -> BoardItemView:
    given = next(iter(record.given.all()), None)
    return BoardItemView(
        number=record.number,
        title=record.title,
        use=record.use.name if record.use else "",
        papers=(*record.papers, *_kept_papers(record, meeting)),
        aside=tuple(
            {"office": one.attendance.office, "because": one.because}
            for one in record.stood_aside.all()
        ),
        present=given.present if given else None,
        needed=given.needed if given else None,
        dissent=tuple(given.dissent) if given else (),
        took_part=tuple(
            {"office": one.office, "because": said["because"]}
            for one in meeting.attendances.all()
            for said in one.took_part or ()
            if said["item"] == record.number
        ),
    )


def _kept_papers(item: Any, meeting: Any) -> Iterator[dict[str, str]]:
    for paper in meeting.use_papers.all():
        if item.use_id and paper.use_id == item.use_id:
            yield {
                "name": f"paper of the use {item.use.name}, version {paper.version}",
                "fingerprint": paper.content_id,
                "version": str(paper.version),
            }


def _advice(record: Any) -> BoardAdviceView:
    advice = record.advice
    given = getattr(advice, "given", None)
    decision = max(advice.use.decisions.all(), key=lambda one: one.id, default=None)
    return BoardAdviceView(
        use=advice.use.name,
        meeting=advice.meeting,
        point=record.point,
        text=record.text,
        condition=record.condition,
        counted=f"{given.present} present, {given.needed} needed" if given else "as stated",
        decided_on=decision.on if decision else None,
        on_advice=decision.on_advice if decision else {},
        undertakings=tuple(undertaking_view(one) for one in record.undertakings.all()),
    )


def names_of_uses(uses: Collection[str]) -> dict[str, set[str]]:
    """Return the names by which an interest touches each of these uses, in three queries.

    Its own, its owner's and accountable officer's with their organisations, and those of the
    parties and stewards of its agreements.
    """
    from ..models import Agreement, DataUse, Person

    found = {
        name: {name, owner, officer}
        for name, owner, officer in DataUse.objects.filter(name__in=uses).values_list(
            "name", "owner", "accountable_officer"
        )
    }
    offices = {use: frozenset(names) for use, names in found.items()}
    people = Person.objects.filter(active=True, office__in=frozenset().union(*offices.values()))
    for office, organisation in people.values_list("office", "organisation"):
        for use in (use for use, named in offices.items() if office in named):
            found[use].add(organisation)
    agreements = Agreement.objects.filter(use__name__in=uses).values_list("use__name", "terms")
    for use, terms in agreements:
        found[use] |= set(terms.get("between", ()))
        found[use] |= {dataset["steward"] for dataset in terms.get("datasets", ())}
    return found
