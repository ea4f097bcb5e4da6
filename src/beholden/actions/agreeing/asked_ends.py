"""Which uses the board asked to end by a day that is past, where the officer accepted it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from ...records.models import AdvicePoint, Decision


class _SaidUnder(Func):
    """What a JSON object says under a key that is a column itself; null where it says nothing."""

    output_field = TextField()
    template = "(%(expressions)s)"
    arg_joiner = " ->> "

    def as_sqlite(self, compiler: Any, connection: Any, **said: Any) -> Any:
        """Return it for SQLite, which takes the key as a path."""
        path = """json_extract(%(expressions)s || '"')"""
        return self.as_sql(
            compiler, connection, template=path, arg_joiner=""", '$."' || """, **said
        )


def asked_to_end_before(today: date) -> Any:
    """Return a column of agreements: whether an end of their use before a day was accepted.

    It is ``uses.answer_to`` in SQL, so that an end which the newest decision refused is not found
    again by whoever asks.
    """
    points = AdvicePoint.objects.filter(advice__use=OuterRef("use"), condition__has_key="until")
    # As text: what is within JSON is compared as a number otherwise.
    asked = points.annotate(day=Cast(KT("condition__until"), CharField()))
    asked = asked.filter(day__lt=today.isoformat()).annotate(answer=_newest_answer())
    return Exists(asked.filter(Q(answer__gt="") & ~Q(answer__istartswith="refused")))


def _newest_answer() -> Any:
    """Return what the newest decision says of a point, as a column of points; empty if nothing."""
    decided = Decision.objects.filter(use=OuterRef("advice__use")).order_by("-id")
    after = Q(recorded_at__gte=OuterRef("advice__recorded_at"))
    meeting = Cast(OuterRef("advice__meeting"), CharField())
    number = Cast(OuterRef("point"), CharField())
    by_meeting = _SaidUnder(F("on_advice"), Concat(meeting, Value("/"), number))
    bare = Case(
        # A bare number speaks of the advice that there was on the day of the decision.
        When(on__gte=OuterRef("advice__meeting"), then=_SaidUnder(F("on_advice"), number)),
        default=Value(""),
        output_field=TextField(),
    )
    answer = Coalesce(NullIf(by_meeting, Value("")), bare, output_field=TextField())
    said = Case(When(after, then=answer), default=Value(""), output_field=TextField())
    return Subquery(decided.annotate(said=said).values("said")[:1])
