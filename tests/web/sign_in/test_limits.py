"""How often somebody may try, and that nobody locks another out for long."""

from __future__ import annotations

from dataclasses import replace

import pytest
from actions.ashmere import DPO
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.test import Client, RequestFactory

from beholden.doors.accounts.models import Passing
from beholden.doors.web.sign_in import limits

from .conftest import ADDRESSES, PASSWORD
from .signing_in import sign_in

BLOCKS = [
    ({"REMOTE_ADDR": "203.0.113.9"}, "203.0.113.0/24"),
    ({"REMOTE_ADDR": "2001:db8:1:2ff::9"}, "2001:db8:1:200::/56"),
    ({"REMOTE_ADDR": "::ffff:203.0.113.9"}, "203.0.113.0/24"),
    ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7"}, "198.51.100.0/24"),
    # What a browser claims itself stands before what our own proxy adds.
    (
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "9.9.9.9, 198.51.100.7"},
        "198.51.100.0/24",
    ),
    # Nobody but a proxy on this machine is believed.
    ({"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "9.9.9.9"}, "203.0.113.0/24"),
    ({"REMOTE_ADDR": "nothing"}, "unknown"),
]


@pytest.mark.parametrize(("told", "block"), BLOCKS)
def test_a_request_comes_from_a_block_of_addresses(told, block):
    assert limits.address_block(RequestFactory().get("/", **told)) == block


def at(address: str) -> Client:
    return Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR=address)


def test_after_five_failures_from_one_block_no_password_is_looked_at_from_there(council):
    for number in range(5):
        assert "do not belong" in told(sign_in(at(f"203.0.113.{number}"), password="wrong"))
    assert "too often" in told(sign_in(at("203.0.113.77"), password=PASSWORD))
    # The person themself, elsewhere, is not locked out.
    assert sign_in(at("198.51.100.7")).status_code == 302


def test_an_account_that_there_is_not_is_answered_alike(council):
    for number in range(5):
        answer = sign_in(at(f"203.0.113.{number}"), email="nobody@example.org", password="wrong")
        assert "do not belong" in told(answer)
    answer = sign_in(at("203.0.113.77"), email="nobody@example.org")
    assert "too often" in told(answer)


def test_guesses_from_everywhere_are_stopped_but_not_where_the_person_signed_in(
    council, monkeypatch
):
    monkeypatch.setattr(limits, "_EVERYWHERE", {"account_everywhere": "3/h/key"})
    assert sign_in(at("198.51.100.7")).status_code == 302
    for number in range(3):
        assert "do not belong" in told(sign_in(at(f"203.0.{number}.1"), password="wrong"))
    assert "too often" in told(sign_in(at("203.0.9.1")))
    assert sign_in(at("198.51.100.8")).status_code == 302


def test_from_one_block_only_so_many_accounts_are_tried(council):
    """Nor does whoever tries more leave a count for each name that they give."""
    for number in range(34):
        answer = sign_in(at("203.0.113.1"), email=f"nobody-{number}@example.org", password="wrong")
        assert ("too often" in told(answer)) is (number >= 30)
    assert "too often" in told(sign_in(at("203.0.113.2"), email="another@example.org"))
    with council.at_work():
        assert Passing.objects.count() <= 2 * 30 + 3


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_no_stranger_drops_a_count_by_adding_others(council, monkeypatch, database, request):
    """Whatever else is remembered, what counts stays; what is over goes."""
    home = council
    if database == "postgresql":
        url = request.getfixturevalue("on_postgresql")
        home = replace(council, database=url)
    monkeypatch.setattr(caches[DEFAULT_CACHE_ALIAS], "_max_entries", 20)
    with home.at_work():
        cache.clear()
        cache.set("counted", 5, 600)
        cache.set("over", 5, -1)
        for number in range(60):
            cache.set(f"of a stranger {number}", number, 600)
        assert cache.get("counted") == 5
        assert [cache.get(f"of a stranger {n}") for n in range(60)] == list(range(60))
        assert Passing.objects.count() == 61
        cache.clear()


@pytest.fixture
def on_postgresql(postgres):
    """Give the address of a fresh PostgreSQL database with the tables of the pages."""
    with postgres.fresh() as url:
        yield url


def test_what_is_remembered_holds_no_address(council):
    sign_in(at("203.0.113.1"), password="wrong")
    with council.at_work():
        kept = str(list(Passing.objects.values_list()))
        assert cache.get("nothing") is None
    assert kept != "[]"
    for personal in (ADDRESSES[DPO], "203.0.113"):
        assert personal not in kept


def test_codes_are_guessed_five_times_at_most(council):
    from .signing_in import code_now, whole_session

    secret = whole_session(at("198.51.100.7"))
    guessing = at("203.0.113.1")
    sign_in(guessing)
    for _number in range(5):
        guessing.post("/sign-in/second-factor/", {"code": "000000"})
    answer = guessing.post("/sign-in/second-factor/", {"code": code_now(secret)})
    assert answer.status_code == 422


def told(answer) -> str:
    return answer.content.decode()
