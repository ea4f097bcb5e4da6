"""Reading what the parties said of agreements: their signatures and their other answers at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_SIGNED, _WITHDRAWN = "signed", "withdrawn"


@dataclass(frozen=True, slots=True)
class PartiesSaid:
    """Who has signed one version and not withdrawn since, and the newest other answer of each."""

    signed: frozenset[str]
    answers: Mapping[str, tuple[str, str, datetime]]


def what_parties_said(agreements: Collection[int]) -> dict[int, PartiesSaid]:
    """Return what the parties of each version of some keys said; one query."""
    told: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for key, *said in _said_of(agreements) if agreements else ():
        told[key].append(tuple(said))
    return {key: _of_one(sorted(told[key])) for key in agreements}


def _said_of(agreements: Collection[int]) -> Any:
    """Return the query for signatures and answers: agreement, number, party, what, words, when."""
    from django.db.models import F, TextField, Value

    from ..models import PartyAnswer, Signature

    columns = ("agreement_id", "pk", "party", "what", "words", "at")
    signatures = Signature.objects.filter(agreement__in=agreements).annotate(
        what=Value(_SIGNED, output_field=TextField()),
        words=Value("", output_field=TextField()),
        at=F("signed_at"),
    )
    answers = PartyAnswer.objects.filter(agreement__in=agreements).annotate(
        what=F("says"), words=F("text"), at=F("given_at")
    )
    both = [one.order_by().values_list(*columns) for one in (signatures, answers)]
    return both[0].union(both[1], all=True)


def _of_one(told: list[tuple[Any, ...]]) -> PartiesSaid:
    signed = {party for _number, party, what, *_said in told if what == _SIGNED}
    gone = {party for _number, party, what, *_said in told if what == _WITHDRAWN}
    answers = {party: (what, words, at) for _n, party, what, words, at in told if what != _SIGNED}
    return PartiesSaid(frozenset(signed - gone), answers)
