"""Opening every page on the WSGI application itself, without a network: seconds, queries, bytes."""

from __future__ import annotations

import gc
import io
import math
import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .addresses import A_RESIDENT, ANYBODY, Page, addresses_of

HOST = "127.0.0.1"
_WHILE_MEASURED = 3 * 3600  # seconds in which no session is written again
AN_ADDRESS = "resident@example.org"


@dataclass(frozen=True, slots=True)
class Opened:
    """What one page took: milliseconds on the server, queries when it is first opened, bytes.

    ``first`` is the first time of a new process, ``busy`` the 95th percentile of the processor's
    time alone: on a machine that does other things too, the clock tells of these as well.
    """

    page: Page
    status: int
    first: float
    p50: float
    p95: float
    busy: float
    queries: int
    size: int

    @property
    def is_fault(self) -> bool:
        """Return whether the server was at fault."""
        return self.status >= 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page answers."""

    status: int
    content: bytes


class Pages:
    """The pages of one home in this process, as a WSGI application, with who signs in."""

    def __init__(self, home: Path) -> None:
        from beholden.doors.web import serving

        serving.prepare(home)
        self._application = serving.application(home, host=HOST)
        self.council = serving.council()
        serving.settle()
        self._cookies: dict[str, str] = {}

    def close(self) -> None:
        """Let the home go."""
        from beholden.doors.web import serving

        serving._open.pop(str(self.council.directory), None)
        self.council.close()

    def cookies(self, who: str) -> str:
        """Return the cookie of somebody, who signs in when first asked for."""
        if who not in self._cookies:
            self._cookies[who] = _session_of(self.council, who)
        return self._cookies[who]

    def get(self, page: Page) -> Answer:
        """Open a page."""
        said: list[str] = []

        def start(status: str, _headers: Any, _fault: Any = None) -> None:
            said.append(status)

        answer = self._application(_environment(page.path, self.cookies(page.who)), start)
        try:
            content = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        return Answer(int(said[0].split()[0]), content)

    def queries(self, page: Page) -> tuple[list[str], Answer]:
        """Open a page and return the queries that it asked, and the answer."""
        from django.db import connections
        from django.test.utils import CaptureQueriesContext

        self.cookies(page.who)
        with CaptureQueriesContext(connections[self.council.alias]) as asked:
            answer = self.get(page)
        return [one["sql"] for one in asked.captured_queries], answer


def open_all(home: Path, *, times: int, only: str = "") -> Iterator[Opened]:
    """Open every page so many times, each as who may; the pages of one route follow each other."""
    pages = Pages(home)
    try:
        for page in addresses_of(pages.council):
            if only in page.route:
                yield opened(pages, page, times=times)
    finally:
        pages.close()


def opened(pages: Pages, page: Page, *, times: int) -> Opened:
    """Open one page so many times, after a first time that is told of apart."""
    forget_kept()
    queries, _answer = pages.queries(page)
    forget_kept()
    (first, _busy), answer = _timed(pages, page)
    gc.collect()
    taken = [_timed(pages, page)[0] for _ in range(times)]
    clock, busy = ([one[which] for one in taken] for which in (0, 1))
    return Opened(
        page=page,
        status=answer.status,
        first=first,
        p50=statistics.median(clock),
        p95=percentile(clock, 0.95),
        busy=percentile(busy, 0.95),
        queries=len(queries),
        size=len(answer.content),
    )


def percentile(taken: Iterable[float], share: float) -> float:
    """Return the value that so large a share is at or below (nearest rank)."""
    ordered = sorted(taken)
    return ordered[max(math.ceil(len(ordered) * share), 1) - 1]


def forget_kept() -> None:
    """Begin as a new process does: nothing is kept of what was read before."""
    from beholden.doors.web.public import kept

    kept._kept = kept.Kept(at_most=200)


def _timed(pages: Pages, page: Page) -> tuple[tuple[float, float], Answer]:
    """Open a page; return milliseconds by the clock and of the processor, and the answer."""
    began, worked = time.perf_counter(), time.process_time()
    answer = pages.get(page)
    took = (time.perf_counter() - began, time.process_time() - worked)
    return (1000 * took[0], 1000 * took[1]), answer


def _environment(path: str, cookie: str) -> dict[str, Any]:
    address, _, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": query,
        "SERVER_NAME": HOST,
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": HOST,
        "HTTP_HOST": HOST,
        "HTTP_COOKIE": cookie,
        "HTTP_ACCEPT_ENCODING": "gzip",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


def _session_of(council: Any, who: str) -> str:
    """Sign somebody in as the pages do after the form, and return the cookie."""
    from django.conf import settings
    from django.contrib.sessions.backends.db import SessionStore

    if who == ANYBODY:
        return ""
    with council.at_work():
        session = SessionStore()
        if who == A_RESIDENT:
            _as_resident(session, council)
        else:
            _as_officer(session, who)
        # In use already, as after the first page: what is noted once a minute is no page's own.
        session["began"] = council.clock.now().timestamp()
        session["seen"] = session["began"] + _WHILE_MEASURED
        session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _opened(code: str) -> Any:
    """Open an account, on record as its own person's doing, as on the machine."""
    from beholden.doors.accounts.models import Account
    from beholden.records.models import Person, WayIn

    who = Person.objects.get(code=code)
    WayIn.objects.create(person=who, given_by=who, given_at=datetime.now(UTC))
    return Account.objects.create_user(f"{code}@example.org", code)


def _as_officer(session: Any, code: str) -> None:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from beholden.doors.accounts.models import Account

    account = Account.objects.filter(person=code).first() or _opened(code)
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "beholden.doors.web.sign_in.passwords.StaffByPassword"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()


def _as_resident(session: Any, council: Any) -> None:
    from beholden.doors.web import officers
    from beholden.doors.web.sign_in.limits import keyed_hash

    session[officers.RESIDENT_KEY] = keyed_hash(f"resident:email:{AN_ADDRESS}")
    session[officers._RESIDENT_UNTIL] = council.clock.now().timestamp() + officers._RESIDENT_FOR
    session["resident_receipt"] = "request-0000000000000000"
