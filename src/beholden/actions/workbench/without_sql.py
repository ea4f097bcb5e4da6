"""Questions without SQL: what somebody may choose from, and the SQL that their choices make."""

from __future__ import annotations

from dataclasses import dataclass

from ..home import Home
from .building import Chosen, sql_of
from .given import Given
from .offering import Joined, Offer, offered
from .whom import Standing, given_of, standing_of, types_of


@dataclass(frozen=True, slots=True)
class Choices:
    """What a use gives somebody, and what of it a question may be built from."""

    given: Given
    offer: Offer


def offer_choices(
    home: Home, *, by: str, use: str, start: str = "", joined: tuple[Joined, ...] = ()
) -> Choices:
    """Return what a question of somebody's may be built from under a use.

    Raises NotFound for an unknown use, Refused where its agreement gives them no answers.
    """
    return _offered(home, by=by, use=use, start=start, joined=joined)[1]


def build_question(
    home: Home,
    *,
    by: str,
    use: str,
    chosen: Chosen,
    start: str = "",
    joined: tuple[Joined, ...] = (),
) -> str:
    """Return the SQL of what was chosen from ``offer_choices``; the gate allows it.

    Raises BadInput for a value that is not of its column's kind and for choices that the agreement
    keeps apart, NotFound and Refused as ``offer_choices`` does.
    """
    standing, choices = _offered(home, by=by, use=use, start=start, joined=joined)
    return sql_of(standing.terms, standing.way, choices.offer, chosen)


def _offered(
    home: Home, *, by: str, use: str, start: str, joined: tuple[Joined, ...]
) -> tuple[Standing, Choices]:
    with home.at_work():
        standing = standing_of(home, by=by, use=use)
        types = types_of(standing.terms)
    offer = offered(standing.terms, standing.way, types, start=start, joined=joined)
    return standing, Choices(given_of(standing, types, today=home.clock.today()), offer)
