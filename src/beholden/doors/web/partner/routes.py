"""The addresses of a partner organisation.

One agreement, its document, what changed and the acts on it are the pages of agreements, which
open to an outside office its own organisation's alone.
"""

from __future__ import annotations

from ....actions import Right
from ..routing import Route, holding
from . import ours

_ANSWERS = holding(Right.AGREEMENT_ANSWER)

ROUTES = (
    Route("partner-agreements/", ours.agreements, "partner-agreements", _ANSWERS),
    Route("partner-agreements/received/", ours.received, "partner-received", _ANSWERS),
)
