"""A small council whose pages are served to its officers, told once and copied for each file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from actions.ashmere import CODES
from actions.councils import copied
from opened_accounts import account_of

from beholden.actions import Council
from beholden.doors.web import serving

Served = Callable[[str], Any]


@pytest.fixture
def moment() -> str:
    """Give how far the case is told."""
    return "until_sealed"


@pytest.fixture
def served(told, moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Give a council whose pages are served, as it stands at a moment."""
    home = copied(told(moment, date.today()), tmp_path)
    monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(home))
    serving.application(home, host="127.0.0.1")
    council = serving.council()
    yield council
    council.close()
    serving._open.pop(str(home), None)


@pytest.fixture
def as_officer(served: Council) -> Served:
    """Give a client that has signed in as an officer of the case, by the name of their role."""
    from django.test import Client

    def signed_in(name: str) -> Client:
        client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
        with served.at_work():
            client.force_login(account_of(CODES[name], f"{name}@example.org"))
        return client

    return signed_in
