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
    neither is said, anybody who sees the bar.
    """

    says: str | Promise
    route: str
    rights: frozenset[Right] | None = None
    inside: bool = False
    roles: frozenset[str] = frozenset()

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
    Item(_("Data uses"), "index"),
    Item(_("Datasets"), "datasets"),
    Item(_("Ethics board"), "board"),
    Item(_("Open data"), "open-data"),
    Item(_("Your data, your say"), "your-say"),
    Item(_("Learn"), "courses"),
    Item(_("The log"), "ledger"),
)
OFFICER_BAR = (
    Item(_("My work"), "my-work"),
    Item(_("Uses"), "officer-uses", inside=True),
    Item(_("Data"), "officer-datasets", inside=True),
    Item(_("Agreements"), "officer-agreements", inside=True),
    Item(_("Agreements with us"), "partner-agreements", roles=frozenset({"partner"})),
    Item(_("Ask"), "workbench", frozenset({Right.QUESTION_ASK, Right.SELF_SERVICE_ASK})),
    Item(_("Matches"), "match-review", frozenset({Right.LINKS_REVIEW})),
    Item(
        _("Releases"),
        "officer-releases",
        frozenset({Right.RELEASE_REVIEW, Right.RELEASE_REQUEST, Right.RELEASE_PUBLISH}),
    ),
    Item(_("Board"), "board-work", inside=True, roles=frozenset({"board_member"})),
    Item(_("Public pages"), "index"),
    Item(_("Your account"), "mfa_index"),
)


def items_for(officer: Officer | None, *, here: str) -> list[Shown]:
    """Return the bar for somebody, with the place where they are marked."""
    bar = PUBLIC_BAR if officer is None else OFFICER_BAR
    open_to_them = [(item, reverse(item.route)) for item in bar if item.is_for(officer)]
    return [
        Shown(str(item.says), address, _is_here(address, here)) for item, address in open_to_them
    ]


def _is_here(address: str, here: str) -> bool:
    return here == address or (len(address) > 1 and here.startswith(address))
