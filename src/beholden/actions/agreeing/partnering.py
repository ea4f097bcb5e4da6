"""What somebody's own organisation agreed to, and what came to it: all that a partner reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...records import reading
from ..acting import require
from ..home import Home
from ..rights import Right


@dataclass(frozen=True, slots=True)
class OurAgreement:
    """The newest version of an agreement to which an organisation is a party, and where it is.

    ``ours`` is the organisation's own state with it; ``before`` the version before, to be compared.
    """

    agreement: reading.AgreementView
    title: str
    ours: str
    before: int | None

    @property
    def awaits_us(self) -> bool:
        """Return whether it is offered and the organisation has not answered it."""
        return self.agreement.state == "offered" and self.ours == "offered"


@dataclass(frozen=True, slots=True)
class OurNames:
    """The names of the agreements of an organisation, those to answer first; how many these are."""

    names: tuple[str, ...]
    awaiting: int


def our_agreements(
    home: Home, *, by: str, only: Sequence[str] | None = None
) -> tuple[OurAgreement, ...]:
    """Return the agreements to which somebody's organisation is a party, those to answer first.

    ``only`` names those that are wanted. Raises Refused for who answers none for an organisation.
    What others agreed is not among them.
    """
    with home.at_work():
        organisation, found = _found(home, by)
        newest = {one.name: one.key for one in found if only is None or one.name in only}
        views = reading.agreements_at(newest.values())
    numbers = {(one.name, one.version) for one in found}
    ours = [_ours(one, organisation, numbers) for one in views]
    return tuple(sorted(ours, key=lambda one: (not one.awaits_us, one.agreement.name)))


def our_names(home: Home, *, by: str) -> OurNames:
    """Return the names of what ``our_agreements`` returns, in its order."""
    with home.at_work():
        organisation, found = _found(home, by)
        newest = {one.name: one for one in found}
        offered = {one.key for one in newest.values() if one.state == "offered"}
        awaiting = offered - reading.answered_by(organisation, offered)
    ours = sorted(newest.values(), key=lambda one: (one.key not in awaiting, one.name))
    return OurNames(tuple(one.name for one in ours), len(awaiting))


def _found(home: Home, by: str) -> tuple[str, list[reading.BriefAgreement]]:
    """Return somebody's organisation, and every version of the agreements that name it."""
    person, _ = require(home, by=by, right=Right.AGREEMENT_ANSWER)
    found = reading.agreements_in_brief()
    return person.organisation, [one for one in found if person.organisation in one.parties]


def received_by_us(home: Home, *, by: str) -> tuple[reading.ReceivedView, ...]:
    """Return what went out to somebody's organisation under its agreements, the newest first.

    Raises Refused for who answers for no organisation.
    """
    with home.at_work():
        person, _ = require(home, by=by, right=Right.AGREEMENT_ANSWER)
        return reading.received_by(person.organisation)


def _ours(
    view: reading.AgreementView, organisation: str, numbers: set[tuple[str, int]]
) -> OurAgreement:
    state = next((one.state for one in view.standing if one.party == organisation), "")
    before = view.version - 1 if (view.name, view.version - 1) in numbers else None
    return OurAgreement(view, str(view.document.get("title", "")) or view.name, state, before)
