"""The addresses for residents."""

from __future__ import annotations

from ..routing import PUBLIC, RESIDENT, Route
from . import codes, requests

ROUTES = (
    Route("your-code/", codes.ask, "your-code", PUBLIC, changes=True),
    Route("your-code/enter/", codes.enter, "enter-code", PUBLIC, changes=True),
    Route("your-code/end/", codes.end, "resident-sign-out", RESIDENT, changes=True),
    Route("your-household/", requests.choose, "your-household", RESIDENT),
    Route("your-household/ask/<slug:kind>/", requests.ask, "request-file", RESIDENT, changes=True),
    Route("your-household/receipt/", requests.receipt, "request-receipt", RESIDENT),
    Route("your-household/what-became-of-it/", requests.follow, "request-follow", RESIDENT, True),
)
