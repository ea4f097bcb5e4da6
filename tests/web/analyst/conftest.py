"""A served council whose agreement gives analysts exact answers and all staff fitted ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from actions.ashmere import CODES
from actions.councils import copied
from opened_accounts import account_of

from beholden.actions import Council, open_council
from beholden.doors.web import serving

USE = "warm-homes"


@pytest.fixture(scope="module")
def council(
    told: Callable[[str, date], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Council]:
    """Give a council with a sealed extract and a fitted table, on the machine's own day."""
    told_until = told("until_open_to_staff", date.today())
    council = open_council(copied(told_until, tmp_path_factory.mktemp("asking")))
    yield council
    council.close()


@pytest.fixture(scope="module")
def served(council: Council) -> Iterator[Council]:
    """Give the council as the pages open it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BEHOLDEN_SERVED_HOME", str(council.directory))
        serving.application(council.directory, host="127.0.0.1")
        served = serving.council()
        yield served
        served.close()


@pytest.fixture(scope="module")
def at_pages(served: Council) -> Callable[[str], Any]:
    """Give a function that returns a client signed in as somebody, by their short name."""
    from django.test import Client

    clients: dict[str, Any] = {}

    def signed_in(who: str) -> Any:
        if who not in clients:
            clients[who] = Client(SERVER_NAME="127.0.0.1")
            with served.at_work():
                clients[who].force_login(account_of(CODES[who], f"{who}@example.org"))
        return clients[who]

    return signed_in
