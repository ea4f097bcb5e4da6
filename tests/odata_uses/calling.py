"""The feed of a use as a program calls it: with somebody's key as a password."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from actions.ashmere import CODES
from django.test import Client

from beholden.actions import Council

USE = "warm-homes"
# The questions that analysts saved, by title.
TITLES = {
    "Homes by place": "select neighbourhood, count(*) as homes from council_tax group by 1",
    "Cold homes": "select rating, in_arrears, count(*) as n, avg(arrears) as mean from council_tax"
    " join energy_certificates using (uprn) group by 1, 2 order by 1, 2",
}


def token_of(council: Council, person: str, *rights: str, uses: tuple[str, ...] = ()) -> str:
    """Open a key for somebody, named by their short name."""
    return council.open_api_key(
        by=CODES[person],
        purpose="Excel",
        until=date.today() + timedelta(days=1),
        rights=rights,
        uses=uses,
    ).token


class Feed:
    """Calls the personal feed with a key."""

    def __init__(self, token: str) -> None:
        self._client = Client(SERVER_NAME="127.0.0.1")
        self.headers = {
            "Authorization": f"Basic {base64.b64encode(f'x:{token}'.encode()).decode()}"
        }

    def __call__(self, method: str, path: str, *, headers: Any = None, **query: str) -> Any:
        sent = {**(self.headers if headers is None else headers)}
        query_string = urlencode({f"${name}": value for name, value in query.items()})
        return self._client.generic(
            method, f"/odata/uses/{path}", headers=sent, QUERY_STRING=query_string
        )

    def get(self, path: str = "", **query: str) -> Any:
        return self("GET", path, **query)

    def follow(self, link: str) -> Any:
        return self._client.get(link, headers=self.headers)
