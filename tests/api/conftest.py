"""The council that the API is tried on, and keys of its people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from actions.ashmere import CODES
from actions.councils import copied, told  # noqa: F401 (fixtures)
from django.test import Client

from beholden.actions import Council, Right, open_council
from beholden.doors.web import serving

QUESTION = "select tenure, count(*) from council_tax group by 1"


class Api:
    """Calls the API as one person, with a key of theirs."""

    def __init__(self, token: str) -> None:
        self._client = Client(SERVER_NAME="127.0.0.1")
        self._token = token

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        given = {} if body is None else {"data": json.dumps(body)}
        if self._token:
            headers.setdefault("Authorization", f"Bearer {self._token}")
        return self._client.generic(
            method,
            f"/api/v1{path}",
            content_type="application/json",
            headers=headers,
            **given,
        )

    def get(self, path: str, **headers: str) -> Any:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self("POST", path, {} if body is None else body, **headers)


@pytest.fixture
def council(told, tmp_path, monkeypatch) -> Iterator[Council]:  # noqa: F811
    """Give a council with a sealed extract, in force on the machine's own day, and served."""
    council = open_council(copied(told("until_sealed", date.today()), tmp_path))
    monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(council.directory))
    serving.application(council.directory, host="127.0.0.1")
    yield council
    served = serving._open.pop(str(council.directory), None)
    if served:
        served.close()
    council.close()


@pytest.fixture
def as_(council) -> Callable[..., Api]:
    """Give a function that opens a key for somebody and calls with it."""

    def opened(person: str, *rights: Right, uses: tuple[str, ...] = ()) -> Api:
        key = council.open_api_key(
            by=CODES.get(person, person),
            purpose="a test",
            until=date.today() + timedelta(days=1),
            rights=[str(one) for one in rights],
            uses=uses,
        )
        return Api(key.token)

    return opened
