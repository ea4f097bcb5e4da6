"""A window of somebody on the council's list who has signed in, as after the page of signing in."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .serving import Served
from .visiting import Visit

# In a process of its own, as the server is: sessions are signed with a key of the home's own.
TESTS = str(Path(__file__).parents[1])
_SIGN_IN = """
import sys
from pathlib import Path
sys.path.append(sys.argv[2])
from beholden.doors.web import serving
home = Path(sys.argv[1])
serving.prepare(home)
serving.application(home, host="127.0.0.1")
from django.test import Client
from opened_accounts import account_of
from django.conf import settings
for code in sys.argv[3:]:
    client = Client(SERVER_NAME="127.0.0.1")
    with serving.council().at_work():
        client.force_login(account_of(code))
    print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def session_of(home: Path, code: str) -> tuple[str, str]:
    """Return the cookie of somebody who has signed in at a home's pages: its name and value."""
    return sessions_of(home, [code])[code]


def sessions_of(home: Path, codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return the cookie of each of some people who have signed in at a home's pages."""
    signed_in = sorted(codes)
    command = [sys.executable, "-c", _SIGN_IN, str(home), TESTS, *signed_in]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "BEHOLDEN"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    cookies = [line.split() for line in done.stdout.splitlines()]
    return {code: (name, value) for code, (name, value) in zip(signed_in, cookies, strict=True)}


def sign_in(visit: Visit, served: Served, session: tuple[str, str]) -> None:
    """Let a window be that of whoever has a session."""
    name, value = session
    cookie = {"name": name, "value": value, "url": served.address}
    visit.page.context.add_cookies([cookie])  # type: ignore[list-item]
