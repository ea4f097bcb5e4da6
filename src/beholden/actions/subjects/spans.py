"""Spans: for how many days the council keeps something about subjects, or lets it last.

What is past a shorter span is destroyed, so that one person alone shortens nothing that is kept: a
second confirms it first (S9).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ...kernel import BadInput, NotFound, Refusal, Refused
from ..acting import acting
from ..home import Home
from ..rights import Right

_LONGEST = 36_525  # a hundred years


class SpanOf(StrEnum):
    """What has a span, with the days that hold until the council states others."""

    days: int
    sentence: str

    def __new__(cls, code: str, days: int = 0, sentence: str = "") -> SpanOf:
        """Return the span of this code; its days and its sentence go beside it."""
        span = str.__new__(cls, code)
        span._value_ = code
        span.days, span.sentence = days, sentence
        return span

    MEMBERS = (
        "members",
        730,
        "After an extract is destroyed, whether a household was in it can be told for so long.",
    )
    CONCEALMENT = (
        "concealment",
        180,
        "A concealment lasts no longer than this; it may be stated anew.",
    )
    COMPLAINTS = (
        "complaints",
        1095,
        "After a complaint is closed, its text and the notes on it are kept for so long.",
    )


# What is destroyed when it is past its span. A concealment only ends the sooner.
_DESTROYED = frozenset({SpanOf.MEMBERS, SpanOf.COMPLAINTS})


def state_span(home: Home, *, by: str, of: str, days: int) -> bool:
    """State for how many days something is kept, or may last; it holds for what is there too.

    Returns whether it holds now: where less is kept than was, a second person confirms it first
    (``confirm_span``), and what is past it is destroyed when the home is next opened. Raises
    BadInput for a span that there is not, or of no sensible length.
    """
    from ...records.models import Span

    span = _span(of)
    if not 0 <= days <= _LONGEST:
        raise BadInput(
            "A span is a whole number of days, from none to a hundred years.",
            next_step="Name the days with --days.",
        )
    with acting(home, by=by, right=Right.SPAN_STATE, name="span-stated") as act:
        shortens = span in _DESTROYED and days < span_days(span)
        waiting = _waiting(span)
        stands = waiting.days if waiting else span_days(span)
        act.moot = stands == days
        if not act.moot:
            Span.objects.create(
                of=span.value,
                days=days,
                shortens=shortens,
                stated_by=act.person,
                stated_at=act.at,
            )
        act.facts.update(of=span.value, days=days, waits=shortens)
    return not shortens


def confirm_span(home: Home, *, by: str, of: str) -> int:
    """Confirm, as a second person, that something is kept for fewer days; return how many.

    Raises NotFound where none waits, Refused where the same person stated it.
    """
    from ...records.models import SpanConfirmation

    span = _span(of)
    with acting(home, by=by, right=Right.SPAN_CONFIRM, name="span-confirmed") as act:
        waiting = _waiting(span)
        if waiting is None:
            raise NotFound(
                "No shorter span waits for a second person.",
                next_step="See them with `beholden subject spans`.",
            )
        _refuse_own_span(waiting, act.person)
        SpanConfirmation.objects.create(span=waiting, confirmed_by=act.person, confirmed_at=act.at)
        act.facts.update(of=span.value, days=waiting.days)
    days: int = waiting.days
    return days


def span_days(span: SpanOf) -> int:
    """Return for how many days something is kept, or may last, as the council stated it last."""
    from ...records.models import Span

    stated = Span.objects.filter(of=span.value)
    newest = stated.exclude(shortens=True, confirmation=None).order_by("-id").first()
    return newest.days if newest else span.days


def list_spans(home: Home) -> dict[str, int]:
    """Return every span in days."""
    with home.at_work():
        return {span.value: span_days(span) for span in SpanOf}


def waiting_spans(home: Home) -> dict[str, int]:
    """Return the shorter spans that wait for a second person, in days."""
    with home.at_work():
        return {span.value: one.days for span in SpanOf if (one := _waiting(span))}


def _waiting(span: SpanOf) -> Any:
    """Return the newest that was stated, where it waits for a second person; None otherwise."""
    from ...records.models import Span

    newest = Span.objects.filter(of=span.value).order_by("-id").first()
    waits = newest is not None and newest.shortens and not hasattr(newest, "confirmation")
    return newest if waits else None


def _refuse_own_span(span: Any, person: Any) -> None:
    if span.stated_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody confirms a shorter span that they stated.",
                why="What is past a shorter span is destroyed, and cannot be told or read again.",
                clause="S9 two people",
                ask="somebody else who may confirm it.",
            )
        )


def _span(code: str) -> SpanOf:
    if code not in set(SpanOf):
        raise BadInput(
            "There is no such span.",
            why=f"There are {', '.join(SpanOf)}.",
            next_step="Name one of them with --of.",
        )
    return SpanOf(code)
