"""A window of somebody on the council's list who has signed in, as after the page of signing in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from .serving import Served
from .visiting import Visit

# In a process of its own, as the server is: sessions are signed with a key of the home's own.
_SIGN_IN = """
import sys
from pathlib import Path
from beholden.doors.web import serving
home = Path(sys.argv[1])
serving.prepare(home)
serving.application(home, host="127.0.0.1")
from django.test import Client
from beholden.doors.accounts.models import Account
client = Client(SERVER_NAME="127.0.0.1")
with serving.council().at_work():
    client.force_login(Account.objects.create_user(sys.argv[2] + "@example.org", sys.argv[2]))
from django.conf import settings
print(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
"""


def session_of(home: Path, code: str) -> tuple[str, str]:
    """Return the cookie of somebody who has signed in at a home's pages: its name and value."""
    command = [sys.executable, "-c", _SIGN_IN, str(home), code]
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "BEHOLDEN"))}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    name, value = done.stdout.split()
    return name, value


def sign_in(visit: Visit, served: Served, session: tuple[str, str]) -> None:
    """Let a window be that of whoever has a session."""
    name, value = session
    cookie = {"name": name, "value": value, "url": served.address}
    visit.page.context.add_cookies([cookie])  # type: ignore[list-item]
