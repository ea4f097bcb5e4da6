"""Whom accounts are assumed to be opened by that are older than what tells it (S9).

One answer for a register that is brought forward over migration 0038 and for one that is brought
back from a backup of before: it stands here, and neither can come to say something else.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any


def assume_ways_in(*, people: Any, roles: Any, ways: Any, signing_in: Collection[str]) -> None:
    """Write that whoever was there first opened each account; they themselves begin the chain.

    ``people``, ``roles`` and ``ways`` are the records of that moment, ``signing_in`` the codes of
    those who have an account.
    """
    first = _first(people, roles)
    for person in people.filter(code__in=signing_in).exclude(pk=first):
        ways.create(person=person, given_by_id=first, given_at=datetime.now(UTC), assumed=True)


def _first(people: Any, roles: Any) -> Any:
    """Return the first administrator; where nobody is one any more, the first of the list.

    A home begins with its administrator, so the first of the list was one; no list of people ever
    loses anybody. To assume nothing would be the laxer answer, and a false one: accounts with
    nobody behind them count as so many human beings, each of whom may hand another's over.
    """
    held = roles.filter(role="administrator").order_by("given_at", "pk")
    first = held.values_list("person", flat=True).first()
    return first or people.order_by("pk").values_list("pk", flat=True).first()
