"""Pages of a council's home, served to Django's test client, signed in as one of its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from opened_accounts import account_of

from beholden.actions import Council
from beholden.doors.web import serving


@contextmanager
def served(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Council]:
    """Give the council whose pages are served."""
    monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(home))
    serving.application(home, host="127.0.0.1")
    council = serving.council()
    yield council
    council.close()


def signed_in(council: Council, person: str):
    """Return a client with somebody signed in, a second factor and all."""
    from django.test import Client

    client = Client(SERVER_NAME="127.0.0.1")
    with council.at_work():
        account = account_of(person)
        client.force_login(account, backend="beholden.doors.web.sign_in.passwords.StaffByPassword")
    return client
