"""Accounts come back with a backup; whoever was signed in does not."""

from __future__ import annotations

import pytest
from actions import ashmere
from actions.ashmere import ADMIN, DAY, DPO
from actions.councils import copied, opened

from beholden.actions import restore
from beholden.kernel import HeldClock


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request, told, tmp_path):
    """Give a council with an account that is signed in, and where it is brought back to."""
    if request.param == "sqlite":
        council = opened(copied(told("begin", DAY), tmp_path))
        yield council, ""
        council.close()
        return
    server = request.getfixturevalue("postgres")
    with server.fresh() as url, server.fresh(migrated=False) as empty:
        council = ashmere.begin(tmp_path / "home", database=url)
        yield council, empty
        council.close()


def test_accounts_come_back_and_sessions_do_not(kept, tmp_path):
    from django.contrib.sessions.backends.db import SessionStore
    from django.contrib.sessions.models import Session

    council, database = kept
    council.open_account(by=ADMIN, code=DPO, email="dpo@example.org")
    with council.at_work():
        session = SessionStore()
        session["anything"] = 1
        session.save()
    council.backup(by=ADMIN, to=tmp_path / "one", keys_to=tmp_path / "two")
    for file in (tmp_path / "one").rglob("*"):
        assert not file.is_file() or session.session_key.encode() not in file.read_bytes()
    restore(
        tmp_path / "one",
        tmp_path / "back",
        keys=tmp_path / "two",
        by=ADMIN,
        clock=HeldClock.on(DAY),
        database=database,
    )
    back = opened(tmp_path / "back")
    assert [one.person for one in back.list_accounts(by=ADMIN)] == [DPO]
    with back.at_work():
        assert Session.objects.count() == 0
    with council.at_work():
        assert Session.objects.count() == 1
    back.close()
