"""A server of feeds with two uses and a login on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from databases import Postgres

from beholden.feeds import FeedServer, Login

from .made_up import MARKER, admit, fill, households


@dataclass(frozen=True)
class Two:
    """Two uses on one server: whoever reads the first is the attacker."""

    server: FeedServer
    postgres: Postgres
    login: Login
    other: Login

    def as_superuser(self) -> str:
        return self.postgres.url(self.server.settings.name)


@pytest.fixture
def server(postgres) -> Iterator[FeedServer]:
    with postgres.feeds() as settings:
        yield FeedServer(settings)


# Logins are the whole server's, and files of tests may run beside each other: each has its own.
LOGINS = {
    "test_feed_attacks": ("warm_homes_aaaaaaaa", "free_meals_bbbbbbbb"),
    "test_feed_tools": ("warm_homes_eeeeeeee", "free_meals_ffffffff"),
}


@pytest.fixture(scope="module")
def two(postgres, request) -> Iterator[Two]:
    one, other = LOGINS[request.module.__name__.rpartition(".")[2]]
    with postgres.feeds() as settings:
        server = FeedServer(settings)
        fill(server, "warm_homes")
        fill(server, "free_meals", households(tenure=MARKER))
        yield Two(
            server,
            postgres,
            admit(server, "warm_homes", one),
            admit(server, "free_meals", other),
        )
