"""Every use as the public list tells it, and finding some of them by words, status and owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ...kernel import day_of
from ...records import reading
from ..home import Home
from ..status import status_of
from ..subjects.concealing import concealed_uses


@dataclass(frozen=True, slots=True)
class PublicListedUse:
    """A use as a list tells it.

    ``ends`` is the last day of the agreement in force, ``asked_until`` the last on which anything
    may be asked under it: that one, or the day of a review that is still owed.
    """

    name: str
    title: str
    purpose: str
    owner: str
    status: str
    people_affected: str
    personal_data: bool
    stated_on: date
    ends: date | None
    asked_until: date | None
    questions: int
    refusals: int
    published: int
    outcomes: int
    made_up: bool
    href: str


@dataclass(frozen=True, slots=True)
class FoundUses:
    """The uses that a search found, with the statuses and owners by which one may choose."""

    uses: tuple[PublicListedUse, ...]
    of: int
    statuses: tuple[str, ...]
    owners: tuple[str, ...]


def public_uses(home: Home) -> tuple[PublicListedUse, ...]:
    """Return every use that is not concealed, by title."""
    hidden, today = concealed_uses(home), home.clock.today()
    with home.at_work():
        found = [one for one in reading.uses_listed() if one.name not in hidden]
    listed = [_listed(one, today) for one in found]
    return tuple(sorted(listed, key=lambda one: (one.title.casefold(), one.name)))


def find_uses(
    uses: Sequence[PublicListedUse], *, words: str = "", status: str = "", owner: str = ""
) -> FoundUses:
    """Return those uses that have all the words, this status and this owner; empty asks nothing."""
    wanted = words.casefold().split()
    found = tuple(
        one
        for one in uses
        if status in ("", one.status)
        and owner in ("", one.owner)
        and all(word in _searched(one) for word in wanted)
    )
    return FoundUses(
        uses=found,
        of=len(uses),
        statuses=tuple(sorted({one.status for one in uses})),
        owners=tuple(sorted({one.owner for one in uses})),
    )


def _searched(one: PublicListedUse) -> str:
    said = (one.name, one.title, one.purpose, one.owner, one.people_affected)
    return " ".join(said).casefold()


def _listed(view: reading.ListedUse, today: date) -> PublicListedUse:
    return PublicListedUse(
        name=view.name,
        title=view.title,
        purpose=view.purpose,
        owner=view.owner,
        status=status_of(view, today),
        people_affected=view.people_affected,
        personal_data=view.personal_data,
        stated_on=day_of(view.stated_at),
        ends=view.in_force.ends if view.in_force else None,
        asked_until=view.in_force.asked_until if view.in_force else None,
        questions=view.answers,
        refusals=view.refusals,
        published=view.releases,
        outcomes=view.outcomes,
        made_up=view.made_up,
        href=f"/uses/{view.name}/",
    )
