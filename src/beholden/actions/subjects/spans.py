"""Spans: for how many days the council keeps something about subjects, or lets it last."""

from __future__ import annotations

from enum import StrEnum

from ...kernel import BadInput
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


def state_span(home: Home, *, by: str, of: str, days: int) -> None:
    """State for how many days something is kept, or may last; it holds for what is there too.

    What is past a shorter span is destroyed when the home is next opened. Raises BadInput for a
    span that there is not, or of no sensible length.
    """
    from ...records.models import Span

    span = _span(of)
    if not 0 <= days <= _LONGEST:
        raise BadInput(
            "A span is a whole number of days, from none to a hundred years.",
            next_step="Name the days with --days.",
        )
    with acting(home, by=by, right=Right.SPAN_STATE, name="span-stated") as act:
        act.moot = span_days(span) == days
        if not act.moot:
            Span.objects.create(of=span.value, days=days, stated_by=act.person, stated_at=act.at)
        act.facts.update(of=span.value, days=days)


def span_days(span: SpanOf) -> int:
    """Return for how many days something is kept, or may last, as the council stated it last."""
    from ...records.models import Span

    newest = Span.objects.filter(of=span.value).order_by("-id").first()
    return newest.days if newest else span.days


def list_spans(home: Home) -> dict[str, int]:
    """Return every span in days."""
    with home.at_work():
        return {span.value: span_days(span) for span in SpanOf}


def _span(code: str) -> SpanOf:
    if code not in set(SpanOf):
        raise BadInput(
            "There is no such span.",
            why=f"There are {', '.join(SpanOf)}.",
            next_step="Name one of them with --of.",
        )
    return SpanOf(code)
