"""A public page as a visitor gets it, for tests that hold a council and care what is told of it."""

from __future__ import annotations

import os
from typing import Any
from unittest.mock import patch

from beholden.actions import Council
from beholden.doors.web import serving


def answer_of(council: Council, address: str) -> Any:
    """Return the answer to one request at the pages of this council."""
    from django.test import Client

    home = str(council.directory)
    with (
        patch.dict(os.environ, {serving._HOME: home}),
        patch.dict(serving._open, {home: council}),
    ):
        return Client(SERVER_NAME="127.0.0.1").get(address)


def page_of(council: Council, address: str = "/") -> str:
    """Return the text of a page, which must be there."""
    answer = answer_of(council, address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def use_page(council: Council, name: str = "warm-homes") -> str:
    """Return the text of the page of a use."""
    return page_of(council, f"/uses/{name}/")
