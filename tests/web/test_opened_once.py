"""What is opened once and used again: the council of a process, the connection of a thread."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any

import pytest
from actions import ashmere, councils
from django.db.backends.signals import connection_created

from beholden.doors.web import serving
from beholden.kernel import SystemClock

AT_ONCE = 8


def test_a_council_is_opened_once_and_its_day_begun_once(monkeypatch, tmp_path):
    done: list[str] = []
    together = Barrier(AT_ONCE)

    def opened(directory: Path) -> Any:
        done.append("opened")
        time.sleep(0.05)  # in which the others come, where nothing keeps them
        return SimpleNamespace(clock=SystemClock(), keep_dates=lambda: done.append("day begun"))

    def come(_: int) -> Any:
        together.wait()
        return serving.council()

    monkeypatch.setattr(serving, "open_council", opened)
    monkeypatch.setattr(serving, "forget_what_passed", lambda _home: done.append("forgotten"))
    monkeypatch.setattr(serving, "_open", {})
    monkeypatch.setattr(serving, "_dates_kept", {})
    monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(tmp_path))
    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = list(threads.map(come, range(AT_ONCE)))
    assert done == ["opened", "day begun", "forgotten"]
    assert len({id(one) for one in found}) == 1


@pytest.fixture(params=["sqlite", "postgresql"])
def new_council(request, told, tmp_path):
    """Give a new council, on each kind of database."""
    if request.param == "sqlite":
        yield councils.opened(councils.copied(told("begin", date.today()), tmp_path))
        return
    with request.getfixturevalue("postgres").fresh() as url:
        yield ashmere.begin(tmp_path / "home", database=url, day=date.today())


@pytest.fixture
def pages(new_council, monkeypatch):
    """Give Django's client at the pages of a new council."""
    council = new_council
    monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(council.directory))
    serving.application(council.directory, host="127.0.0.1")
    from django.test import Client

    served = serving.council()
    yield Client(SERVER_NAME="127.0.0.1")
    served.close()
    council.close()


def test_a_thread_keeps_its_connection_from_one_page_to_the_next(pages):
    opened: list[Any] = []

    def note(connection: Any, **_: Any) -> None:
        opened.append(connection.alias)

    with connected(note):
        for _ in range(3):
            answer = pages.get("/")
            assert answer.status_code == 200
            answer.close()  # as a server does at the end of each request
    assert opened == []


@contextmanager
def connected(note: Any) -> Iterator[None]:
    """Have each connection noted that is opened meanwhile."""
    connection_created.connect(note)
    try:
        yield
    finally:
        connection_created.disconnect(note)
