"""Signing in by a password with a second factor, and by the council's own identities."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from actions.ashmere import ADMIN, ANALYST, CODES, DPO
from actions.councils import copied
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect
from waiting import until
from web.sign_in import provider
from web.test_serving import free_port

from .modes import PHONE, without_scripts
from .people import PASSWORD, Person, address_of, give_accounts
from .serving import Served, served_home
from .visiting import Visit

OFFICER = CODES["officer"]
NEW = "another three words 9"
TOLD_WRONG = "The e-mail address and the password do not belong together"
TOLD_TOO_OFTEN = "This was tried too often. Wait five minutes, then try again"


@pytest.fixture(scope="module")
def port() -> int:
    """Give the port of the pages, which the provider of identities has to know beforehand."""
    return free_port()


@pytest.fixture(scope="module")
def issuer(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a running provider of identities."""
    folder = tmp_path_factory.mktemp("provider")
    command = [sys.executable, provider.__file__, str(folder), f"http://127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        yield f"http://127.0.0.1:{running.stdout.readline().strip()}"
        running.terminate()


@pytest.fixture(scope="module")
def served(
    told: Callable[[str, date], Path],
    port: int,
    issuer: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Served]:
    """Serve a council in which people sign in both ways."""
    home = copied(told("begin", date.today()), tmp_path_factory.mktemp("signing-in"))
    give_accounts(home, by=ADMIN, codes=[ADMIN, ANALYST, DPO, OFFICER])
    (home.with_name("home.keys") / "oidc.secret").write_text(provider.SECRET, encoding="utf-8")
    with (home / "council.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            f'\n[sign_in]\nissuer = "{issuer}"\nclient_id = "{provider.CLIENT}"\n'
            'client_secret = "oidc.secret"\ncalled = "your council account"\n'
        )
    with served_home(home, port=port) as council:
        yield council


@pytest.fixture
def comes(served: Served, issuer: str, open_visit: Callable[..., Visit]) -> Callable[..., Person]:
    """Give a function that lets somebody come to the pages, known to the provider by a name."""

    def person(name: str = "") -> Person:
        visit = open_visit(served.address, also=(issuer,))
        if name:
            visit.page.context.set_extra_http_headers({"Test-User": name})
        return Person(visit, journey="signing-in")

    return person


def code_of(secret: str) -> str:
    """Return what an authenticator app shows at this moment (RFC 6238)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_by_password_with_a_second_factor_and_the_keyboard_alone(
    comes: Callable[..., Person], served: Served
) -> None:
    person = comes()
    secret, codes = enrol_by_keyboard(person)
    sign_out_by_keyboard(person)
    sign_in_with_the_app(person, secret)
    elsewhere = comes()
    sign_in_with_a_recovery_code(elsewhere, codes[0])
    sign_out_everywhere(person, elsewhere)
    set_a_new_password(person, served)
    type_password(person, DPO, NEW)
    person.types("Code", codes[1])
    person.sends("Continue")
    person.is_at("My work")


def enrol_by_keyboard(person: Person) -> tuple[str, list[str]]:
    """Sign in for the first time, set up the app, and read the recovery codes; no mouse is used."""
    person.visit.open("/my-work/")
    person.is_at("Sign in")
    person.looks("sign-in")
    type_by_keyboard(person, "E-mail address", address_of(DPO))
    type_by_keyboard(person, "Password", PASSWORD)
    person.presses_enter()
    person.is_at("Set up an authenticator app")
    person.looks("set-up")
    secret = person.page.locator("code").inner_text()
    type_by_keyboard(person, "Code", "000000")
    person.presses_enter()
    person.is_told("This is not the code of this moment")
    person.looks("set-up-with-a-fault", status=422)
    type_by_keyboard(person, "Code", code_of(secret))
    person.presses_enter()
    person.is_at("Your recovery codes")
    person.looks("recovery-codes")
    codes = person.page.get_by_role("listitem").locator("code").all_inner_texts()
    person.tabs_to("Continue")
    person.presses_enter()
    person.is_at("My work")
    return secret, codes


def type_by_keyboard(person: Person, label: str, text: str) -> None:
    """Go to a field by Tab, take out what it holds, and type."""
    person.tabs_to(label)
    person.page.keyboard.press("ControlOrMeta+A")
    person.page.keyboard.type(text)


def sign_out_by_keyboard(person: Person) -> None:
    """Find the way to signing out."""
    person.tabs_to("Your account")
    person.presses_enter()
    person.looks("your-account")
    person.tabs_to("Sign out")
    person.presses_enter()


def type_password(person: Person, code: str, password: str) -> None:
    """Sign in from the page of signing in; without scripts nothing is otherwise."""
    person.visit.open("/sign-in/")
    person.types("E-mail address", address_of(code))
    person.types("Password", password)
    person.sends("Sign in")


def sign_in_with_the_app(person: Person, secret: str) -> None:
    """Type the password and the code of the app."""
    type_password(person, DPO, PASSWORD)
    person.looks("second-factor")
    person.types("Code", code_of(secret))
    person.sends("Continue")
    person.is_at("My work")


def sign_in_with_a_recovery_code(person: Person, code: str) -> None:
    """Sign in on a phone that runs no scripts, by one of the codes; it works once."""
    person.visit.look(without_scripts(PHONE))
    type_password(person, DPO, PASSWORD)
    person.types("Code", code)
    person.sends("Continue")
    person.is_at("My work")
    person.follows("Your account")
    person.sees("9 left")
    person.looks("your-account")


def sign_out_everywhere(person: Person, elsewhere: Person) -> None:
    """End every session; the one elsewhere is over as well."""
    person.follows("Your account")
    person.follows("Sign out everywhere")
    person.looks("sign-out-everywhere")
    person.sends("Sign out everywhere")
    person.is_at("Sign in")
    elsewhere.visit.open("/my-work/")
    elsewhere.is_at("Sign in")


def set_a_new_password(person: Person, served: Served) -> None:
    """Ask for a message, follow the address in it, and set a password."""
    person.follows("I have forgotten my password")
    person.types("E-mail address", address_of(DPO))
    person.looks("forgotten-password")
    person.sends("Send it")
    person.is_at("Look at your e-mail")
    person.looks("look-at-your-e-mail")
    person.page.goto(address_in_the_message(served, to=address_of(DPO)))
    person.is_at("Set your password")
    person.types("New password", "short")
    person.types("The new password again", "short")
    person.sends("Set the password")
    person.looks("set-your-password-with-a-fault", status=422)
    person.types("New password", NEW)
    person.types("The new password again", NEW)
    person.sends("Set the password")
    person.is_at("Your password is set")
    person.looks("your-password-is-set")


def address_in_the_message(served: Served, *, to: str) -> str:
    """Return the address that the newest message to somebody tells."""
    pattern = rf"To: {re.escape(to)}\n.*?(http://\S+/new-password/\S+)"
    found = until(lambda: re.findall(pattern, served.said.read_text("utf-8"), re.S))
    return str(found[-1])


def test_too_many_wrong_passwords(comes: Callable[..., Person]) -> None:
    person = comes()
    for _time in range(5):
        type_password(person, ANALYST, "not the password 1")
        person.is_told(TOLD_WRONG)
    person.looks("wrong-password", status=422)
    type_password(person, ANALYST, PASSWORD)
    person.is_told(TOLD_TOO_OFTEN)
    expect(person.page.get_by_label("E-mail address")).to_have_value(address_of(ANALYST))
    person.looks("tried-too-often", status=422)


def test_by_the_councils_own_identities(comes: Callable[..., Person]) -> None:
    known = comes("dpo")
    known.visit.open("/work/complaints/")
    known.looks("sign-in-both-ways")
    known.sends("Sign in with your council account")
    expect(known.page).to_have_url("/work/complaints/")
    stranger = comes("stranger")
    stranger.visit.open("/sign-in/")
    stranger.sends("Sign in with your council account")
    stranger.is_at("You cannot sign in this way now")
    stranger.looks("identity-without-an-account", status=403)


def test_who_has_left_comes_in_by_neither_way(comes: Callable[..., Person]) -> None:
    admin = comes()
    type_password(admin, ADMIN, PASSWORD)
    admin.types("Code", code_of(admin.page.locator("code").inner_text()))
    admin.sends("Set up")
    admin.follows("Continue")
    admin.follows("People and their roles")
    admin.looks("people")
    admin.follows("Record that they left (code-analyst)")
    admin.looks("has-left")
    admin.sends("Record it")
    admin.is_told("They may do nothing any more")
    gone = comes("analyst")
    gone.visit.open("/sign-in/")
    gone.sends("Sign in with your council account")
    gone.looks("identity-of-one-who-left", status=403)
