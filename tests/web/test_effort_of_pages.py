"""Every page asks the records at most twenty questions, and no more where there is more to show."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from actions.councils import copied

from beholden.actions import open_council
from beholden.doors.web.routes import EVERY_ROUTE
from benchmarks.pages.addresses import LEFT_OUT, addresses_of
from benchmarks.pages.copies import Size, multiply
from benchmarks.pages.opened import Pages, forget_kept

MOST = 20
# Of whoever has set up a second factor, which nobody here has.
NOT_THERE = {"mfa_view_recovery_codes", "mfa_deactivate_totp"}


@pytest.fixture(scope="module")
def small(furnished_wholly: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the home of a council with one of everything."""
    return copied(furnished_wholly, tmp_path_factory.mktemp("one"))


@pytest.fixture(scope="module")
def large(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the same council with three times as much of everything."""
    home = copied(small.parent, tmp_path_factory.mktemp("three"))
    council = open_council(home)
    entries = council.log.size
    multiply(council, Size(uses=3, releases=6, entries=3 * entries))
    assert council.verify_ledger().size >= 3 * entries
    council.close()
    return home


@pytest.fixture(scope="module")
def asked(small: Path) -> dict[Key, list[str]]:
    """Give the queries of each page of the small council."""
    return queries_of(small)


def test_no_page_asks_more_than_twenty_questions(asked):
    assert {key: len(queries) for key, queries in asked.items() if len(queries) > MOST} == {}


def test_no_page_asks_more_where_there_is_three_times_as_much(asked, large):
    there_are = queries_of(large)
    assert set(there_are) == set(asked)
    assert {
        key: (len(asked[key]), len(queries), first_more(asked[key], queries))
        for key, queries in there_are.items()
        if len(queries) > len(asked[key])
    } == {}


def first_more(few: list[str], many: list[str]) -> str:
    """Return the first query of the many that the few do not ask so often, without its values."""
    shapes = Counter(map(shape, few))
    for query in many:
        shapes[shape(query)] -= 1
        if shapes[shape(query)] < 0:
            return shape(query)[:300]
    return ""


def shape(query: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b", "?", query)


def test_every_route_is_opened(asked):
    assert {key.route for key in asked} == {route.name for route in EVERY_ROUTE} - LEFT_OUT


class Key(NamedTuple):
    """One page in councils of any size: its route, who opens it, and which it is of several."""

    route: str
    who: str
    number: int


def queries_of(home: Path) -> dict[Key, list[str]]:
    """Return the queries of each page, opened by a process that has read nothing yet."""
    pages, found = Pages(home), {}
    try:
        for page in addresses_of(pages.council):
            forget_kept()
            queries, answer = pages.queries(page)
            assert answer.status < 400 or page.route in NOT_THERE, (page, answer.status)
            number = sum((page.route, page.who) == key[:2] for key in found)
            found[Key(page.route, page.who, number)] = queries
    finally:
        pages.close()
    return found
