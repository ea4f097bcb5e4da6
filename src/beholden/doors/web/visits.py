"""A request as the pages have it: with the council, and with who asks.

The middleware of ``serving`` and ``officers`` sets what is declared here; Django's own request
knows nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:  # who is told of a visit imports this module
    from ...actions import Council, KeyHeld
    from .officers import Officer


class Visit(HttpRequest):
    """A request by anybody: an officer, a resident who gave a code, or a visitor."""

    council: Council
    officer: Officer | None
    resident: str | None
    feed: str  # the address of the service of OData that it is made of, which ends in a slash
    held: KeyHeld  # the key that it came with; what is answered is then kept by nobody else
    made_up: bool | None = None  # whether the council is, where that was read already


class OfficerVisit(Visit):
    """A request on a route that only an officer reaches."""

    officer: Officer
