"""One council with something of each kind in it, and everybody who may come to its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from actions.ashmere import ADMIN, ANALYST, CODES, DPO, PEOPLE, QUESTION, Case
from browser.looked_at import minuted_paper
from learning.taken import passed
from opened_accounts import account_of
from reviewing.doubtful import matched, registered

from beholden.actions import Council, Right, Typed, open_council
from beholden.actions.rights import OUTSIDE, ROLES
from beholden.doors.web import serving

USE, AGREEMENT = "warm-homes", "warm-homes-2026"
PARTIES = frozenset({"Revenues and Benefits", "Housing", "Public Health Intelligence"})
HEALTH = "Public Health Intelligence"  # to whom the agreement gives answers
PASSED = "analyst"  # who has passed a course, and begun a form
TOKEN = "a" * 32  # what a browser holds that was given a form
RIGHTS = {role.code: role.rights for role in ROLES}


@dataclass(frozen=True)
class Caller:
    """Somebody at a browser: nobody we know, a resident with a code, or a person of the list."""

    name: str
    organisation: str = ""
    roles: tuple[str, ...] = ()
    listed: bool = False
    resident: bool = False

    @property
    def rights(self) -> frozenset[Right]:
        return frozenset(right for role in self.roles for right in RIGHTS[role])

    @property
    def inside(self) -> bool:
        return bool(set(self.roles) - OUTSIDE)

    @property
    def may_know(self) -> bool:
        """Whether they may know of the use of this council where it is concealed."""
        return self.inside or self.organisation in PARTIES


NOBODY = Caller("nobody")
RESIDENT = Caller("resident-with-a-code", resident=True)
LEFT = Caller("who-has-left")  # with a session of when they had not
STRANGER = Caller("stranger", "A trust", ("partner",), listed=True)
LISTED = tuple(
    Caller(code.removeprefix("code-"), organisation, roles, listed=True)
    for code, _office, organisation, roles in PEOPLE
)
EVERYBODY = (NOBODY, RESIDENT, LEFT, STRANGER, *LISTED)
OUTSIDERS = tuple(one for one in EVERYBODY if not one.may_know)
BY_NAME = {one.name: one for one in EVERYBODY}


@dataclass
class World:
    """The council, what stands for each parameter of a route, and a browser for each caller."""

    council: Council
    values: dict[str, str]
    clients: dict[str, Any]

    def client(self, caller: Caller) -> Any:
        return self.clients[caller.name]


def made(home: Path, folder: Path) -> dict[str, str]:
    """Put one of each kind into a council; return how addresses name them."""
    council = open_council(home)
    case = Case(home.with_name("stated"), council.clock.today())
    matched(registered(council, folder))
    paper = minuted_paper(council)
    # A resident sits on the board; ours does not.
    for code, office, organisation, roles in PEOPLE:
        if code == CODES["resident"]:
            said = {"office": office, "organisation": organisation, "roles": list(roles)}
            council.add_person(by=ADMIN, code=code, **said)
    values = {"digest": paper, "on": (date.today() - timedelta(days=1)).isoformat()}
    values["certificate"] = passed(council, by=CODES[PASSED])
    council.state_household_dataset(by=DPO, dataset="council_tax", because="Every home is on it.")
    council.keep_begun_form(by=CODES[PASSED], typed=Typed("/work/uses/", "Uses"))
    values["form"] = council.begun_forms(by=CODES[PASSED])[0].id
    values |= _of_the_use(council, case) | _of_residents(council) | _people(council)
    (release,) = council.path("releases").iterdir()
    council.close()
    return values | {"release": release.name, "release_id": release.name}


def _of_the_use(council: Council, case: Case) -> dict[str, str]:
    draft = {**case.agreement, "agreement": "warm-homes-2027"}
    council.draft_agreement(by=CODES["owner"], document=draft)
    council.state_agreement(by=DPO, document={**case.agreement, "title": "Warm homes, again"})
    asked = council.ask(by=ANALYST, use=USE, question=QUESTION)
    saved = council.save_question(by=ANALYST, use=USE, title="Of each", question=QUESTION)
    until = date.today() + timedelta(days=30)
    asks = {"by": ANALYST, "use": USE, "number": saved, "every": "week", "until": until}
    schedule = council.schedule_question(**asks)
    undertaken = {
        "use": USE,
        "text": "Read the letter to ten residents.",
        "owner": "Head of Revenues",
        "by": (date.today() + timedelta(days=30)).isoformat(),
        "else": "tell",
    }
    council.state_undertaking(by=CODES["owner"], statement=undertaken)
    waiting = council.state_concealment(
        by=DPO, use=USE, reason="crime", until=date.today() + timedelta(days=9)
    )
    told = {"receipt": asked.receipt.id, "question": str(saved), "schedule": str(schedule)}
    return {**told, "concealment": waiting}


def _of_residents(council: Council) -> dict[str, str]:
    complained = {
        "kind": "other",
        "channel": "letter",
        "received": date.today().isoformat(),
        "text": "Made up: tell me what you hold.",
    }
    return {
        "complaint": council.record_complaint(by=DPO, statement=complained),
        "request": council.file_request(kind="complaint", text="Made up: answer me."),
    }


def _people(council: Council) -> dict[str, str]:
    from beholden.doors.web.officer.people import handle_of

    said = {"office": "Stranger", "organisation": STRANGER.organisation, "roles": ["partner"]}
    council.add_person(by=ADMIN, code="code-stranger", **said)
    return {"handle": handle_of(CODES["looker"]), "member": handle_of(CODES["member"])}


def client_of(council: Council, caller: Caller) -> Any:
    from django.conf import settings
    from django.test import Client

    """Return a browser of somebody, as far as they can sign in."""
    client = Client(
        SERVER_NAME="127.0.0.1", enforce_csrf_checks=True, raise_request_exception=False
    )
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    with council.at_work():
        if caller.listed or caller is LEFT:
            _sign_in(client, caller)
        if caller is LEFT:
            council.let_person_go(by=ADMIN, code="code-who-has-left")
        if caller.resident:
            client.cookies[settings.SESSION_COOKIE_NAME] = _resident_session()
    return client


def _sign_in(client: Any, caller: Caller) -> None:
    code = f"code-{caller.name}"
    if caller is LEFT:
        said = {"office": "Gone", "organisation": "Resources", "roles": ["accountable_officer"]}
        serving.council().add_person(by=ADMIN, code=code, **said)
    account = account_of(code, f"{caller.name}@example.org")
    client.force_login(account, backend="beholden.doors.web.sign_in.passwords.StaffByPassword")


def _resident_session() -> str:
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    now = serving.council().clock.now().timestamp()
    session.update({"resident": "0" * 64, "resident_until": now + 1800})
    session.create()
    return str(session.session_key)
