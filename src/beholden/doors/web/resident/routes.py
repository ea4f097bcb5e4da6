"""The addresses for residents."""

from __future__ import annotations

from ..routing import PUBLIC, RESIDENT, Route
from . import codes, requests

ROUTES = (
    Route("your-code/", codes.ask, "your-code", PUBLIC, changes=True),
    Route("your-code/enter/", codes.enter, "enter-code", PUBLIC, changes=True),
    Route("your-code/end/", codes.end, "resident-sign-out", RESIDENT, changes=True),
    Route("your-household/", requests.ask, "your-household", RESIDENT, changes=True),
    Route("your-household/receipt/", requests.receipt, "request-receipt", RESIDENT),
)
