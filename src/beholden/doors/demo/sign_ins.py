"""A sign-in for every person of the made-up borough, with passwords in a file beside it."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from shlex import quote

from ...actions import Council
from ...kernel import Refusal, Refused
from ...records import reading
from .officers import ADMINISTRATOR

FILE = "sign-ins.txt"
_SAYS = """\
MADE UP. Nobody here exists, and this home asks for no second factor (see its council.toml).
Serve it with `beholden serve --home {home}` and sign in at /sign-in/.
Codes that residents ask for are sent nowhere: they are printed where it is served.

"""
_STATES = """
# Made-up data only: whoever has a password comes in.
[sign_in]
second_factor = "off"

# Made up like everything here; nobody has tested these pages, so no day of a test is stated. The
# number is one of those that Ofcom keeps for stories.
[accessibility]
email = "accessibility@ashmere.example"
phone = "01632 960 100"
prepared = {today}
"""


def give_sign_ins(council: Council, directory: Path, *, served_from: Path) -> None:
    """Open an account with a password for everybody in a made-up home; raise Refused elsewhere.

    ``served_from`` is where the home is once the demonstration is in its place.
    """
    with council.at_work():
        made_up, people = reading.made_up(), reading.people()
    if not made_up:
        raise Refused(
            Refusal(
                what="passwords are written down for made-up people only.",
                why="This home is not marked as made up.",
                clause="demonstration › made up",
            )
        )
    lines = [_given(council, person.code, person.office) for person in people if person.active]
    with council.path("council.toml").open("a", encoding="utf-8") as settings:
        settings.write(_STATES.format(today=council.clock.today().isoformat()))
    home = quote(str(served_from.absolute()))
    _write(directory / FILE, _SAYS.format(home=home) + "\n".join(lines) + "\n")


def _given(council: Council, code: str, office: str) -> str:
    from django.contrib.auth import get_user_model

    email, password = f"{code}@ashmere.example", secrets.token_urlsafe(12)
    council.open_account(by=ADMINISTRATOR, code=code, email=email)
    with council.at_work():
        account = get_user_model().objects.get(person=code)
        account.set_password(password)
        account.save()
    return f"{email:<40} {password}   {office}"


def _write(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write(text)
