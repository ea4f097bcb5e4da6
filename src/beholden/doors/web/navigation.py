"""The way about: what stands in the bar of each page, for whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from ...actions import Right
from .officers import Officer


@dataclass(frozen=True, slots=True)
class Item:
    """One way to go: what it is called, the route, and the rights of which one opens it."""

    says: str
    route: str
    rights: frozenset[Right] | None = None  # None: anybody who sees this bar


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
    Item(_("Uses"), "officer-uses"),
    Item(_("Data"), "officer-datasets"),
    Item(_("Agreements"), "officer-agreements"),
    Item(_("Ask"), "workbench", frozenset({Right.QUESTION_ASK, Right.SELF_SERVICE_ASK})),
    Item(_("Matches"), "match-review", frozenset({Right.LINKS_REVIEW})),
    Item(
        _("Releases"),
        "officer-releases",
        frozenset({Right.RELEASE_REVIEW, Right.RELEASE_REQUEST, Right.RELEASE_PUBLISH}),
    ),
    Item(_("Board"), "board-work"),
    Item(_("Public pages"), "index"),
    Item(_("Your account"), "mfa_index"),
)


def items_for(officer: Officer | None, *, here: str) -> list[Shown]:
    """Return the bar for somebody, with the place where they are marked."""
    bar = PUBLIC_BAR if officer is None else OFFICER_BAR
    shown = [
        Shown(str(item.says), address, _is_here(address, here))
        for item in bar
        if item.rights is None or (officer is not None and officer.rights & item.rights)
        for address in _address(item.route)
    ]
    return shown


def _address(route: str) -> Iterator[str]:
    try:
        yield reverse(route)
    except NoReverseMatch:
        return


def _is_here(address: str, here: str) -> bool:
    return here == address or (len(address) > 1 and here.startswith(address))
