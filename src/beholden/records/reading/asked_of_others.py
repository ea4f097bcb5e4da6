"""Reading what one person began and another has to finish: one query for all kinds that are asked.

An opening in a crisis, a concealment and a feed await somebody's yes, a draft to be offered, and
what a resident asks an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from .requests import RequestView, request_view
from .standing import ConcealmentStanding, DraftStanding, FeedStanding, OpeningStanding

_COLUMNS = ("part", "of", "named", "said", "standing", "by", "at", "yes", "decided", "day")


def asked_of_others(today: date, parts: Collection[str]) -> dict[str, tuple[Any, ...]]:
    """Return what awaits another: openings, concealments, feeds, drafts, requests.

    ``parts`` are those of them that are read.
    """
    wanted = [part for part in _KINDS if part in parts]
    found: dict[str, list[Any]] = {part: [] for part in wanted}
    if not wanted:
        return {}
    first, *others = (_rows(part) for part in wanted)
    for row in first.union(*others, all=True) if others else first:
        told = {**dict(zip(_COLUMNS, row, strict=True)), "today": today}
        found[told["part"]].append(_KINDS[told["part"]][1](told))
    return {part: tuple(views) for part, views in found.items()}


def _rows(part: str) -> Any:
    """Return the query of one kind, with the same columns in the same order as every other."""
    from django.db.models import CharField, Value

    query, _view = _KINDS[part]
    named = Value(part, output_field=CharField())
    return query().annotate(part=named).order_by().values_list(*_COLUMNS)


def _told(**columns: Any) -> dict[str, Any]:
    """Return the columns of a kind; those that it does not have are empty, and of the same type."""
    from django.db.models import BooleanField, CharField, DateField, F, Value
    from django.db.models.functions import Cast

    empty: dict[str, Any] = {
        "named": Value("", output_field=CharField()),
        "said": Value("", output_field=CharField()),
        "standing": Value("", output_field=CharField()),
        "yes": Value(False, output_field=BooleanField()),
        "decided": Value(False, output_field=BooleanField()),
        "day": Cast(Value(None), DateField()),
    }
    named = {name: F(one) if isinstance(one, str) else one for name, one in columns.items()}
    return {"of": F("use__name"), **empty, **named}


def _openings() -> Any:
    from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

    from ..models import Decision, Opening

    return Opening.objects.filter(reviewed_at__isnull=True).annotate(
        **_told(
            said="use__accountable_officer",
            by="asked_by__code",
            at="asked_at",
            yes=ExpressionWrapper(Q(confirmed_at__isnull=False), output_field=BooleanField()),
            decided=Exists(Decision.objects.filter(use=OuterRef("use"))),
            day="review_by",
        )
    )


def _concealments() -> Any:
    from ..models import Concealment

    waiting = Concealment.objects.filter(confirmed_at__isnull=True, ended_at__isnull=True)
    return waiting.annotate(**_told(named="pk", by="stated_by__code", at="stated_at"))


def _feeds() -> Any:
    from ..models import Feed

    asked = Feed.objects.filter(state="asked")
    return asked.annotate(**_told(said="use__title", by="asked_by__code", at="asked_at"))


def _drafts() -> Any:
    from ..models import AgreementDraft

    return AgreementDraft.objects.annotate(
        **_told(
            named="name",
            said="kept_by__office",
            standing="use__state",
            by="kept_by__code",
            at="kept_at",
        )
    )


def _requests() -> Any:
    from django.db.models import CharField, Value

    from ..models import ResidentRequest

    nobody = Value("", output_field=CharField())
    return ResidentRequest.objects.filter(closed_at__isnull=True).annotate(
        **_told(of=nobody, named="pk", said="kind", by=nobody, at="filed_at", day="received")
    )


def _opening(row: dict[str, Any]) -> OpeningStanding:
    return OpeningStanding(
        use=row["of"],
        accountable_officer=row["said"],
        asked_by=row["by"],
        asked_at=row["at"],
        confirmed=row["yes"],
        decided=row["decided"],
        review_by=row["day"],
    )


def _concealment(row: dict[str, Any]) -> ConcealmentStanding:
    return ConcealmentStanding(row["named"], row["of"], row["by"], row["at"])


def _feed(row: dict[str, Any]) -> FeedStanding:
    return FeedStanding(row["of"], row["said"], row["by"], row["at"])


def _draft(row: dict[str, Any]) -> DraftStanding:
    return DraftStanding(
        name=row["named"],
        use=row["of"],
        use_state=row["standing"],
        kept_by=row["by"],
        office=row["said"],
        kept_at=row["at"],
    )


def _request(row: dict[str, Any]) -> RequestView:
    from ..models import ResidentRequest

    record = ResidentRequest(pk=row["named"], kind=row["said"], received=row["day"])
    return request_view(record, row["today"])


_KINDS: dict[str, tuple[Callable[[], Any], Callable[[dict[str, Any]], Any]]] = {
    "openings": (_openings, _opening),
    "concealments": (_concealments, _concealment),
    "feeds": (_feeds, _feed),
    "drafts": (_drafts, _draft),
    "requests": (_requests, _request),
}
