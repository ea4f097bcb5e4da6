"""``beholden person``: who leaves acts no more, and somebody is always left to add people."""

from __future__ import annotations

import pytest
from actions.ashmere import ADMIN, ANALYST, DAY, HEALTH, QUESTION
from actions.councils import copied, entries_of, opened, state_of


@pytest.fixture
def begun(told, tmp_path, line):
    """Give the administrator's command line at a home with its people."""
    line.home = copied(told("begin", DAY), tmp_path)
    return line.by(ADMIN)


def add(line, code: str, role: str, *options: str):
    about = ("--office", "Analyst", "--organisation", HEALTH, "--role", role)
    return line("person", "add", code, *about, *options)


def test_who_left_acts_no_more(begun):
    assert begun("person", "leave", ANALYST).code == 0
    last = entries_of(opened(begun.home))[-1]
    assert (last["act"], last["facts"]) == (
        "person-left",
        {"office": "Analyst", "organisation": HEALTH},
    )
    assert begun.by(ANALYST)("ask", "warm-homes", QUESTION).code == 7
    assert begun("person", "leave", ANALYST).code == 7
    (row,) = [p for p in begun("person", "list", "--json").json if p["code"] == ANALYST]
    assert row["active"] is False


def test_who_left_comes_back_only_when_it_is_said(begun):
    begun("person", "leave", ANALYST)
    before = state_of(opened(begun.home))
    assert add(begun, ANALYST, "analyst").code == 3
    assert state_of(opened(begun.home)) == before
    assert add(begun, ANALYST, "analyst", "--again").code == 0
    (row,) = [p for p in begun("person", "list", "--json").json if p["code"] == ANALYST]
    assert row["active"] is True


def test_the_last_administrator_stays(begun):
    before = state_of(opened(begun.home))
    assert begun("person", "leave", ADMIN).code == 3
    assert add(begun, ADMIN, "analyst").code == 3
    assert state_of(opened(begun.home)) == before
    assert add(begun, "second", "administrator").code == 0
    assert begun("person", "leave", ADMIN).code == 0
    assert begun.by("second")("person", "leave", "second").code == 3


def test_who_may_not_let_go(begun):
    before = state_of(opened(begun.home))
    assert begun.by(ANALYST)("person", "leave", ADMIN).code == 3
    assert state_of(opened(begun.home)) == before
