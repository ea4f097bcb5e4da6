"""Fifty people at once at the real server: each opens their own pages, one after the other."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from .addresses import Page

_SERVE = "from beholden.doors.cli import main; main()"
_PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """What came of it: seconds in all, milliseconds of each request, and what went wrong."""

    people: int
    seconds: float
    taken: tuple[float, ...]
    faults: Mapping[str, int]

    @property
    def errors(self) -> int:
        """Return how many requests had no answer that a person wanted."""
        return sum(self.faults.values())


@contextmanager
def served(home: Path, log: Path) -> Iterator[int]:
    """Run ``beholden serve`` for a home in a process of its own; give its port."""
    port = _free_port()
    command = [sys.executable, "-c", _SERVE, "serve", "--home", str(home), "--port", str(port)]
    with log.open("w") as words:
        process = subprocess.Popen(command, stdout=words, stderr=subprocess.STDOUT)
    try:
        _wait_for(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def crowd(
    port: int, pages: Sequence[Page], cookies: Mapping[str, str], *, people: int, seconds: float
) -> Crowd:
    """Let so many people open pages for so long; each goes on as soon as they have an answer."""
    until = time.monotonic() + seconds
    found = _Found()
    by_who: dict[str, list[Page]] = {}
    for page in pages:
        by_who.setdefault(page.who, []).append(page)
    # Half of them are the public, as at any council.
    others = sorted(set(by_who) - {""})
    whose = ["" if one % 2 else others[one // 2 % len(others)] for one in range(people)]
    threads = [
        threading.Thread(
            target=_one_person, args=(port, by_who[who], cookies[who], until, number, found)
        )
        for number, who in enumerate(whose)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Crowd(people, time.monotonic() - began, tuple(found.taken), dict(found.faults))


class _Found:
    """What the people saw, written by all of them."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.faults: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, taken: float, fault: str) -> None:
        """Write one request down."""
        with self._lock:
            self.taken.append(taken)
            if fault:
                self.faults[fault] += 1


def _one_person(
    port: int, pages: Sequence[Page], cookie: str, until: float, seed: int, found: _Found
) -> None:
    chosen = random.Random(seed)
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    while time.monotonic() < until:
        page, began = chosen.choice(pages), time.perf_counter()
        try:
            connection.request(
                "GET", page.path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"}
            )
            answer = connection.getresponse()
            answer.read()
            fault = f"{page.route}: {answer.status}" if answer.status >= 400 else ""
        except (OSError, HTTPException) as error:
            fault = f"{page.route}: {type(error).__name__}"
            connection.close()
        found.add(1000 * (time.perf_counter() - began), fault)
    connection.close()


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(f"the server ended: {log.read_text()[-2000:]}")
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not answer")
