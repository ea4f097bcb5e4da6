"""What a route is: an address, a view, a name, and who may come to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ...actions import Right

View = Callable[..., Any]


class Needs(Enum):
    """Who may come to a route that needs no right of its own."""

    NOBODY = "public: anybody, without signing in"
    AN_OFFICER = "anybody on the council's list of people who has signed in"
    AN_ACCOUNT = "anybody who has signed in, also while a second factor is still to be set up"
    INSIDE = "anybody who has signed in and has an office inside the council"
    A_RESIDENT = "a resident who has shown a one-time code"


PUBLIC = Needs.NOBODY
SIGNED_IN = Needs.AN_OFFICER
ACCOUNT = Needs.AN_ACCOUNT
INSIDE = Needs.INSIDE
RESIDENT = Needs.A_RESIDENT


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the pages, and who may come to it.

    ``needs`` is one of ``Needs`` by its short name, or the rights of which the officer must
    hold one. ``changes`` says that it answers POST too; then the view does one act of the library.
    """

    path: str
    view: View
    name: str
    needs: Needs | frozenset[Right]
    changes: bool = False

    @property
    def methods(self) -> tuple[str, ...]:
        """Return the HTTP methods that it answers."""
        return ("GET", "HEAD", "POST") if self.changes else ("GET", "HEAD")


def holding(*rights: Right) -> frozenset[Right]:
    """Return what a route needs: one of these rights."""
    return frozenset(rights)
