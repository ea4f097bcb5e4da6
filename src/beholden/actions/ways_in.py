"""Who may stand behind an account: the pure half of giving one again (S9).

Whoever opens an account chooses where its one-time address goes, and whoever is shown a new one
holds it: each of them may be who acts as that person since. So administrators may be one human
being wherever such a chain joins them, however long it is and whenever it was made. Chains that
begin with different people, who opened their own accounts on the machine, share nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Giving(StrEnum):
    """How somebody may give an account again."""

    ANYHOW = "anyhow"  # sent to its person, or shown to who gives it
    SENT = "sent"  # to the address that it has, and shown to nobody
    NOT_AT_ALL = "not-at-all"


@dataclass(frozen=True, slots=True)
class Way:
    """One way in that a person was given, by whoever held it first; people by their numbers."""

    person: int
    given_by: int


def behind(person: int, ways: Iterable[Way]) -> frozenset[int]:
    """Return everybody who may act as a person: themselves, and who gave anybody of these a way."""
    givers: dict[int, set[int]] = {}
    for way in ways:
        givers.setdefault(way.person, set()).add(way.given_by)
    found, waiting = {person}, [person]
    while waiting:
        more = givers.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return frozenset(found)


def may_be_one(first: int, second: int, ways: Iterable[Way]) -> bool:
    """Return whether one human being may stand behind both."""
    known = tuple(ways)
    return not behind(first, known).isdisjoint(behind(second, known))


def how_given(
    *, person: int, taker: int, giver: int, ways: Iterable[Way], sends: bool, anew: bool = False
) -> Giving:
    """Return how somebody may give a person the account again that the taker took away.

    ``sends`` says that messages leave the machine; ``anew`` that the account was closed, so that
    its address is forgotten and whoever opens it chooses another.
    """
    if giver in (taker, person):
        return Giving.NOT_AT_ALL
    if not may_be_one(taker, giver, ways):
        return Giving.ANYHOW
    return Giving.SENT if sends and not anew else Giving.NOT_AT_ALL
