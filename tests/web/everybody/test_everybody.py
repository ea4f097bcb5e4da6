"""Every route for everybody: what is shown rests on the rights, and nothing is told of what is not.

The verdicts come from ``verdicts.py``, which knows the rights and the routes' own needs, and never
from what the pages did before. What is sampled and what is whole is said at each test.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from actions.ashmere import CODES, DPO
from page_shape import faults_of

from beholden.actions import Awaits
from beholden.doors.web.officer.where import address_of
from beholden.doors.web.routing import PUBLIC, Route

from .addresses import MALFORMED, ROUTES, address, missing, objects, value_of
from .answered import body, can_do, counts, told
from .verdicts import Verdict, may_do, of_guard, of_page
from .world import BY_NAME, EVERYBODY, NOBODY, OUTSIDERS, TOKEN, USE, Caller, World

SENT = {Verdict.SENT_TO_SIGN_IN: "/sign-in/?next=", Verdict.SENT_FOR_A_CODE: "/your-code/?next="}
STATUS = {Verdict.REFUSED: 403, Verdict.NOT_THERE: 404}
# Pages of signing in depend on how far somebody's own signing in has come, and on nothing else;
# tests/web/sign_in has them. Here they are walked for what holds of every route.
OF_SIGNING_IN = {name for name in ROUTES if name.startswith(("account_", "mfa_", "openid_"))}
OF_SIGNING_IN |= {"enter-code", "request-receipt", "brand-logo", "account-key-open"}
TAKE_FORMS_ALONE = {"workbench-explain", "workbench-drop", "workbench-schedule-stop"}
WALKED = [route for name, route in ROUTES.items() if name not in OF_SIGNING_IN]
OF_THINGS = [route for route in WALKED if objects(route)]
CHANGING = [route for route in WALKED if route.changes]
# Of those who may come to a page so many look at it, others at each; who may not all try.
LOOK = 2
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True)
class Seen:
    """What somebody was answered who asked for a page of a thing that there is."""

    route: Route
    caller: Caller
    status: int
    headers: dict[str, str]
    text: str

    @property
    def who(self) -> str:
        return f"{self.caller.name} at {self.route.name}"


@pytest.fixture(scope="module")
def seen(world) -> list[Seen]:
    """Look at every route, each as everybody, while whatever reaches out is stopped."""
    found, size = [], world.council.log.size
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(socket.socket, "connect", _reached_out)
        patched.setattr(socket, "getaddrinfo", _reached_out)
        for route in WALKED:
            at = address(route, world.values)
            for caller in who_looks(route):
                answer = world.client(caller).get(at)
                headers = {name.lower(): value for name, value in answer.items()}
                found.append(Seen(route, caller, answer.status_code, headers, body(answer)))
    assert world.council.log.size == size, "to look at a page changes nothing"
    return found


def who_looks(route: Route) -> list[Caller]:
    """Return everybody who may not come to a page, and in turn some of those who may."""
    may = [one for one in EVERYBODY if of_page(route, one) is Verdict.SHOWN]
    turn = WALKED.index(route)
    some = {may[(LOOK * turn + i) % len(may)].name for i in range(LOOK)} if may else set()
    return [one for one in EVERYBODY if one not in may or one.name in some]


def _reached_out(*_args: Any, **_more: Any) -> None:
    raise AssertionError("a page reached out")


def test_a_page_is_shown_to_whom_the_rights_say(seen):
    """Every route, of a thing that there is: all who may not come, and some who may (LOOK)."""
    assert [f"{one.who}: {fault}" for one in seen for fault in wrong_with(one)] == []


def wrong_with(one: Seen) -> Iterator[str]:
    """Yield what is wrong with an answer by the verdict that was due."""
    verdict = of_page(one.route, one.caller)
    if one.route.name in TAKE_FORMS_ALONE and of_guard(one.route, one.caller) is Verdict.SHOWN:
        good = one.status == 405
    elif verdict in SENT and one.route.path.endswith((".json", ".csv")):
        good = one.status == 401 and "signed in" in one.text
    elif verdict in SENT:
        good = one.status == 302 and one.headers["location"].startswith(SENT[verdict])
    else:
        good = one.status == STATUS.get(verdict, 200)
    if not good:
        yield f"{one.status} where it is {verdict.value}"


def test_no_page_reaches_out(seen):
    """While everybody looked at everything, no connection was begun and no name was looked up."""
    assert len(seen) > 600
    assert [one.who for one in seen if one.status >= 500] == []


def test_every_page_is_headed_led_back_from_and_of_one_place(seen, world):
    """Every page but those of signing in and Welsh ones, which tests/browser looks at so."""
    shown = [one for one in seen if one.status == 200 and one.headers["content-type"] == HTML]
    of_council = {"council": world.council.name}
    faults = [(one, faults_of(one.text, route=one.route.name, **of_council)) for one in shown]
    assert len({one.route for one in shown}) > 120
    assert [f"{one.who}: {fault}" for one, found in faults for fault in found] == []


def test_every_answer_has_its_headers(seen):
    """Framed by nobody, sniffed by nobody; what somebody sees who is known is kept nowhere."""
    faults = []
    for one in seen:
        policy = one.headers["content-security-policy"]
        good = "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
        good = good and one.headers["x-content-type-options"] == "nosniff"
        good = good and one.headers["referrer-policy"] == "same-origin"
        if one.caller.listed or one.caller.resident:
            good = good and one.headers["cache-control"] == "no-store"
        faults += [] if good else [one.who]
    assert faults == []


def test_others_read_what_is_public_alone(seen):
    """What a page of another host may read is open to anybody, and the same for everybody."""
    shared = [one for one in seen if "access-control-allow-origin" in one.headers]
    assert {one.headers["access-control-allow-origin"] for one in shared} == {"*"}
    assert all(one.route.needs is PUBLIC for one in shared)
    texts = {(one.route.name, one.text) for one in shared}
    assert len(texts) == len({name for name, _text in texts})


def test_signing_out_is_on_every_page(seen):
    """The way out, or the page of one's account that has it, is in the bar of every page."""
    alone = {name for name in ROUTES if name.endswith("-print")} | {"release", "register-file"}
    pages = [one for one in seen if one.caller.listed and "<nav" in one.text]
    pages = [one for one in pages if one.route.name not in alone]
    lacking = [
        one.who for one in pages if not re.search(r'href="/(your-account|sign-out)/"', one.text)
    ]
    assert len(pages) > 60
    assert lacking == []


def test_no_address_holds_who_somebody_is(seen):
    """No page links to an address with a person's code or e-mail address in it."""
    faults = []
    for one in seen:
        for link in re.findall(r'(?:href|action|src)="([^"]*)"', one.text):
            if re.search(r"code-[a-z]+|@|%40", link) and not link.startswith(("mailto:", "data:")):
                faults.append(f"{one.who}: {link}")
    assert faults == []


@contextmanager
def concealed(world: World) -> Iterator[None]:
    """Conceal the case's use from the public pages for a while."""
    until = date.today() + timedelta(days=9)
    said = {"use": USE, "reason": "crime", "until": until, "pages": True}
    made = world.council.state_concealment(by=DPO, **said)
    world.council.confirm_concealment(by=CODES["officer"], concealment=made)
    yield
    world.council.lift_concealment(by=DPO, concealment=made)


def test_what_is_concealed_is_told_as_what_there_is_not(world):
    """Every route that names a thing, and everybody who may not know of the use, by GET and POST.

    Those who may not come at all are told the same of whatever there is, concealed or not.
    """
    faults = []
    with concealed(world):
        for route in OF_THINGS:
            for caller in OUTSIDERS:
                verdict = of_page(route, caller, concealed=True)
                if verdict is not Verdict.SHOWN:
                    faults += unlike(world, route, caller)
    assert faults == []


def unlike(world: World, route: Any, caller: Caller) -> Iterator[str]:
    """Yield where a thing is told otherwise than one that there is not."""
    client, at = world.client(caller), address(route, world.values)
    for said in missing(route):
        if "code" in said:
            continue  # which act it is, not of what
        (name, none), other = next(iter(said.items())), address(route, world.values, **said)
        there = value_of(route, name, world.values)
        for ask in (client.get, posting(client) if route.changes else client.head):
            if told(ask(at), at, there) != told(ask(other), other, none):
                yield f"{caller.name} {at} {ask.__name__}"


def posting(client: Any) -> Any:
    def post(at: str) -> Any:
        return client.post(at, {"csrfmiddlewaretoken": TOKEN, "because": "x", "look": "yes"})

    return post


# What awaits somebody in this council; that the page of a feed does it is in test_feeds_pages.
AWAITED = {
    Awaits.TRAINING,
    Awaits.CONCEALMENT,
    Awaits.COMPLAINT,
    Awaits.REQUEST,
    Awaits.SIGN,
    Awaits.OFFER,
    Awaits.UNDERTAKING,
}
ON_THE_MACHINE = {Awaits.WORKER}  # no page starts a process


def test_what_awaits_somebody_can_be_done_where_it_leads(world):
    """Everybody on the list, each thing that awaits them: a form is there, or one step away."""
    rule = {"requires": {"question-ask": ["advising-on-data-uses"]}}
    world.council.require_training(by=DPO, statement=rule)
    found, faults = set(), []
    for caller in EVERYBODY:
        for item in world.council.awaiting(by=f"code-{caller.name}") if caller.listed else ():
            found.add(item.kind)
            at = address_of(item)
            if item.kind not in ON_THE_MACHINE and not can_do(world.client(caller), at):
                faults.append(f"{caller.name}: {item.what} at {at}")
    world.council.require_training(by=DPO, statement={"requires": {}})
    assert faults == []
    assert found >= AWAITED


MANY = BY_NAME["many"]
SOME = (NOBODY, BY_NAME["dpo"], MANY, BY_NAME["partner"], BY_NAME["auditor"])
NO_FAULT = {302, 400, 401, 403, 404, 405, 422}


def test_a_thing_that_there_is_not_is_told_so_to_who_may_come(world):
    """Every route that names a thing; of who may come and of who may not, two each, in turn."""
    faults, turn = [], 0
    for route in OF_THINGS:
        may = [one for one in EVERYBODY if of_guard(route, one) is Verdict.SHOWN]
        may_not = [one for one in EVERYBODY if one not in may]
        for said in missing(route):
            at = address(route, world.values, **said)
            turn += 1
            for caller in in_turn(may, turn):
                answer = world.client(caller).get(at)
                # A page may refuse whom its route lets come: that tells of nothing.
                may_not_know = of_page(route, caller) is Verdict.REFUSED
                good = {403} if may_not_know else {404, 405}
                if answer.status_code not in good | {404, 405} and body(answer):
                    faults.append(f"{caller.name} {at}: {answer.status_code}")
            (name, none), *_one = said.items()
            there, known = address(route, world.values), value_of(route, name, world.values)
            for caller in in_turn(may_not, turn):
                get = world.client(caller).get
                if told(get(at), at, none) != told(get(there), there, known):
                    faults.append(f"{caller.name} is told of {there}")
    assert faults == []


def in_turn(callers: list[Caller], turn: int) -> set[Caller]:
    """Return two of some callers, others each time."""
    return {callers[(2 * turn + i) % len(callers)] for i in range(2)} if callers else set()


def test_what_is_no_name_is_no_fault_of_ours(world):
    """Every route that names a thing, each such text; callers and methods take turns (pairwise)."""
    faults, turn = [], 0
    for route in OF_THINGS:
        for name in objects(route):
            for text in MALFORMED:
                turn += 1
                client = world.client(SOME[turn % len(SOME)])
                at = address(route, world.values, **{name: text})
                ask = (client.get, client.head, posting(client))[turn // len(SOME) % 3]
                answer = ask(at)
                if answer.status_code not in NO_FAULT or "zqxzqx" in body(answer):
                    faults.append(f"{at[:80]} {ask.__name__}: {answer.status_code}")
    assert faults == []


def test_no_route_answers_another_method(world):
    """Every route and method; who asks takes turns."""
    faults, turn = [], 0
    for name, route in ROUTES.items():
        at = address(route, world.values)
        for method in ("PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "zqx"):
            turn += 1
            answer = world.client(SOME[turn % len(SOME)]).generic(
                method, at, headers={"X-CSRFToken": TOKEN}
            )
            if answer.status_code != 405:
                faults.append(f"{method} {name}: {answer.status_code}")
        if not route.changes:
            answer = posting(world.client(SOME[turn % len(SOME)]))(at)
            if answer.status_code != 405:
                faults.append(f"POST {name}: {answer.status_code}")
    assert faults == []


def test_head_tells_what_get_tells_without_its_body(world):
    """Every route, for somebody who may come."""
    faults = []
    for route in WALKED:
        client, at = world.client(first_who_may(route)), address(route, world.values)
        got, bare = client.get(at), client.head(at)
        got.close()
        if got.status_code != bare.status_code or body(bare):
            faults.append(f"{route.name}: {got.status_code}, {bare.status_code}")
    assert faults == []


def first_who_may(route: Any) -> Caller:
    """Return somebody who may come and, where there is one, who may do what the form does."""
    may = [one for one in EVERYBODY if of_page(route, one) is Verdict.SHOWN]
    return next((one for one in may if may_do(route, one)), may[0])


def filled_in(world: World, route: Any) -> dict[str, Any]:
    """Return a route's form as somebody who may do it would send it."""
    answer = world.client(first_who_may(route)).get(address(route, world.values))
    form = (answer.context or {}).get("form") if answer.status_code == 200 else None
    said: dict[str, Any] = {"csrfmiddlewaretoken": TOKEN, "because": "A made-up reason."}
    for bound in form or ():
        said |= dict(_typed(bound))
    return said | {"question": "select count(*) from council_tax", "act": "ask"}


def _typed(bound: Any) -> Iterator[tuple[str, Any]]:
    """Yield what is typed into a field: what it begins with, or something of its kind."""
    from django import forms

    from beholden.doors.web.forms import DayField

    field, begun = bound.field, bound.initial
    if isinstance(field, DayField):
        last = field.not_after() if field.not_after else date.max
        day = min(date.today() + timedelta(days=1), last)
        yield from (
            (f"{bound.html_name}_{i}", v) for i, v in enumerate((day.day, day.month, day.year))
        )
        yield from ((f"{bound.html_name}_{k}", getattr(day, k)) for k in ("day", "month", "year"))
    elif isinstance(field, forms.ChoiceField):
        codes = [str(code) for code, _says in field.choices if code]
        yield bound.html_name, begun or codes[:1]
    elif begun not in (None, ""):
        yield bound.html_name, begun
    else:
        yield bound.html_name, "3" if isinstance(field, forms.IntegerField) else "A made-up text"


@pytest.mark.parametrize("route", CHANGING, ids=lambda one: one.name)
def test_a_form_of_who_may_not_changes_nothing(world, route):
    """Every route that takes a form, everybody who lacks its right, with a form well filled in."""
    if route.needs is PUBLIC:
        pytest.skip("whoever comes may do it")
    said, at = filled_in(world, route), address(route, world.values)
    before, size, faults = counts(world), world.council.log.size, []
    for caller in EVERYBODY:
        if not may_do(route, caller):
            answer = world.client(caller).post(at, said)
            if answer.status_code not in {200, 302, 401, 403, 404, 422}:
                faults.append(f"{caller.name}: {answer.status_code}")
            elif of_guard(route, caller) is Verdict.SHOWN and answer.status_code == 302:
                faults.append(f"{caller.name} was led on to {answer['Location']}")
    assert faults == []
    assert (counts(world), world.council.log.size) == (before, size)


@pytest.mark.parametrize(
    "route", [one for one in ROUTES.values() if one.changes], ids=lambda one: one.name
)
def test_no_form_is_taken_without_its_token(world, route):
    """Every route that takes a form, from somebody who may, as another's page would send it."""
    caller = first_who_may(route)
    said = filled_in(world, route)
    before, size = counts(world), world.council.log.size
    for token in (None, "b" * 32):
        sent = {k: v for k, v in said.items() if k != "csrfmiddlewaretoken"}
        sent |= {"csrfmiddlewaretoken": token} if token else {}
        answer = world.client(caller).post(address(route, world.values), sent)
        assert answer.status_code == 403
        assert "This form could not be taken" in answer.content.decode()
    assert (counts(world), world.council.log.size) == (before, size)
