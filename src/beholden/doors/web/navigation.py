"""The way about: what stands in the bar of each page, for whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ...actions import Right
from .officers import Officer


@dataclass(frozen=True, slots=True)
class Item:
    """One way to go: what it is called, the route, and who may go there.

    They hold one of the ``rights``, or are of the council or have one of the ``roles``; where
    neither is said, anybody who sees the bar. ``also`` are the beginnings of addresses that belong
    to the place and not to its own address.
    """

    says: str | Promise
    route: str
    rights: frozenset[Right] | None = None
    inside: bool = False
    roles: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()

    def is_for(self, officer: Officer | None) -> bool:
        """Return whether the item stands in somebody's bar."""
        if officer is None:
            return not self.inside and self.rights is None
        if self.inside or self.roles:
            return (self.inside and officer.inside) or bool(officer.roles & self.roles)
        return self.rights is None or bool(officer.rights & self.rights)


@dataclass(frozen=True, slots=True)
class Shown:
    """One way to go as a page shows it."""

    says: str
    address: str
    current: bool


PUBLIC_BAR = (
    Item(_("Data uses"), "index", also=("uses/",)),
    Item(_("Datasets"), "datasets"),
    Item(_("Ethics board"), "board"),
    Item(_("Open data"), "open-data"),
    Item(_("Your data, your say"), "your-say", also=("your-household/", "your-code/")),
    Item(_("Learn"), "courses"),
    Item(_("The log"), "ledger"),
)
_PUBLIC_PLACES = (
    "uses/",
    "datasets/",
    "board/",
    "open-data/",
    "your-say/",
    "courses/",
    "register/",
    "ledger/",
    "accessibility/",
)
OFFICER_BAR = (
    Item(_("My work"), "my-work", also=("work/", "my-training/")),
    Item(
        _("Uses"), "officer-uses", inside=True, also=("work/state-a-use/", "work/ask-in-a-crisis/")
    ),
    Item(
        _("Data"),
        "officer-datasets",
        inside=True,
        also=("work/register-a-dataset/", "work/areas/", "work/keep-areas/"),
    ),
    Item(
        _("Agreements"),
        "officer-agreements",
        inside=True,
        also=("work/drafts/", "work/write-an-agreement/", "partner-agreements/"),
    ),
    Item(_("Agreements with us"), "partner-agreements", roles=frozenset({"partner"})),
    Item(_("Ask"), "workbench", frozenset({Right.QUESTION_ASK, Right.SELF_SERVICE_ASK})),
    Item(_("Matches"), "match-review", frozenset({Right.LINKS_REVIEW})),
    Item(
        _("Releases"),
        "officer-releases",
        frozenset({Right.RELEASE_REVIEW, Right.RELEASE_REQUEST, Right.RELEASE_PUBLISH}),
    ),
    Item(_("Board"), "board-work", inside=True, roles=frozenset({"board_member"})),
    Item(_("Public pages"), "index", also=_PUBLIC_PLACES),
    Item(_("Your account"), "mfa_index", also=("sign-out/", "sign-out-everywhere/")),
)


def items_for(officer: Officer | None, *, here: str) -> list[Shown]:
    """Return the bar for somebody, with the one place marked that the page belongs to, if any."""
    bar = PUBLIC_BAR if officer is None else OFFICER_BAR
    shown = [(item, reverse(item.route)) for item in bar if item.is_for(officer)]
    front = reverse("index")
    belongs = [_belongs(item, address, front=front, here=here) for item, address in shown]
    nearest = max(belongs, default=0)
    return [
        Shown(str(item.says), address, 0 < how_far == nearest)
        for (item, address), how_far in zip(shown, belongs, strict=True)
    ]


def _belongs(item: Item, address: str, *, front: str, here: str) -> int:
    """Return how much of an address a place accounts for, by letters: the most is the nearest."""
    own = here == address or (address != front and here.startswith(address))
    also = [len(front + one) for one in item.also if here.startswith(front + one)]
    return len(address) + 1 if own else max(also, default=0)
