"""The list of accounts as a screen shows it, and as a program reads it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from rich.console import Console

from beholden.actions import AccountKept
from beholden.doors.cli.rows import account_row
from beholden.doors.cli.showing import _table, show_rows
from beholden.records import reading

OPENED = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)


def account(person: str, **said: object) -> AccountKept:
    """Return an account with a password and a second factor, or as is said."""
    fields: dict[str, object] = {
        "office": f"The office of {person}",
        "email": f"{person}@ashmere.example",
        "may_act": True,
        "password": True,
        "second_factor": True,
        "identity": False,
        "to_be_given": False,
        "may_give": False,
        "only_sent": False,
        "opened_by": "admin",
        "opened_at": OPENED,
        "last_sign_in": None,
    }
    return AccountKept(person=person, **{**fields, **said})  # type: ignore[arg-type]


ACCOUNTS = (
    account("dpo", last_sign_in=OPENED),
    account("analyst", second_factor=False),
    account("planning", identity=True, password=False, second_factor=False),
    account("revenues", password=False, second_factor=False, to_be_given=True),
    account("left", may_act=False),
)


def test_a_row_tells_by_what_and_when_somebody_signs_in() -> None:
    rows = [account_row(one) for one in ACCOUNTS]
    assert [row["signs_in_by"] for row in rows] == [
        "password and second factor",
        "password alone",
        "identity",
        "nothing until it is given again",
        "nothing: may not act",
    ]
    assert [row["last_sign_in"] for row in rows[:2]] == ["2026-03-02", "never"]


def test_the_list_has_room_on_a_screen_of_80_columns(capsys) -> None:
    """No word is broken, and an address that is typed again stays whole."""
    Console(width=80).print(_table([account_row(one) for one in ACCOUNTS], ""))
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 80
    words = set(printed.split())
    for one in ACCOUNTS:
        assert {one.person, one.email, "password", "identity", "2026-03-02"} <= words


def test_a_program_reads_every_field(capsys) -> None:
    show_rows([reading.plain(one) for one in ACCOUNTS], form="json")
    first = json.loads(capsys.readouterr().out)[0]
    assert first.keys() == set(AccountKept.__dataclass_fields__)
    assert first["opened_at"].startswith("2026-03-02T09:30:15")
