"""A council whose pages are served, with accounts for some of its people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from actions.ashmere import ADMIN, ANALYST, DPO
from actions.councils import copied, told  # noqa: F401 (a fixture)
from django.core.cache import cache
from django.test import Client

from beholden.actions import open_council
from beholden.doors.web import serving

ADDRESSES = {DPO: "dpo@example.org", ANALYST: "analyst@example.org"}
PASSWORD = "three words unrelated 7"


@pytest.fixture(scope="module")
def home(told, tmp_path_factory):  # noqa: F811
    """Make a home with its people and two accounts, once for a module."""
    directory = copied(told("begin", date.today()), tmp_path_factory.mktemp("served"))
    council = open_council(directory)
    for person, email in ADDRESSES.items():
        council.open_account(by=ADMIN, code=person, email=email)
    council.close()
    return directory


@pytest.fixture
def council(home, monkeypatch, cheap_passwords) -> Iterator:
    """Give the council whose pages are served; nothing is remembered of an earlier test."""
    monkeypatch.setenv("BEHOLDEN_SERVED_HOME", str(home))
    serving.application(home, host="127.0.0.1")
    served = serving.council()
    with served.at_work():
        cache.clear()
        _as_at_first()
    yield served
    served.close()


@pytest.fixture
def cheap_passwords(settings_of) -> Iterator[None]:
    """Hash passwords with few rounds: the tests sign in often."""
    with hashing_by("web.sign_in.hashing.Quick", *settings_of.PASSWORD_HASHERS):
        yield


def hashing_by(*hashers: str):
    """Hash passwords by these for a block; setting it by hand leaves Django with those it knew."""
    from django.test.utils import override_settings

    return override_settings(PASSWORD_HASHERS=list(hashers))


@pytest.fixture
def settings_of(monkeypatch) -> Iterator:
    """Give Django's settings, as they were again afterwards."""
    from django.test.utils import override_settings

    changed = override_settings()
    changed.enable()
    from django.conf import settings

    yield settings
    changed.disable()


@pytest.fixture
def client(council) -> Client:
    """Give somebody at a browser."""
    return Client(SERVER_NAME="127.0.0.1")


def account_of(person: str):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(person=person)


def _as_at_first() -> None:
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount
    from django.contrib.sessions.models import Session

    for model in (Authenticator, SocialAccount, Session):
        model.objects.all().delete()
    for person in ADDRESSES:
        account = account_of(person)
        account.set_password(PASSWORD)
        account.save()


@pytest.fixture
def without_second_factor(council, monkeypatch) -> None:
    """Let the council ask for no second factor."""
    from dataclasses import replace

    changed = replace(council, sign_in=replace(council.sign_in, second_factor="off"))
    monkeypatch.setitem(serving._open, str(council.directory), changed)
