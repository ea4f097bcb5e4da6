"""The accessibility statement: what the council states, and nothing that no test would find."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from actions.councils import copied
from served_pages import page_of

from beholden.actions import open_council
from beholden.actions.accessibility import Accessibility, stated_accessibility
from beholden.actions.public_address import PublicAddress
from beholden.doors.web.public.accessibility import CHECKED, KNOWN

TESTS = Path(__file__).parents[2]
# By the words with which each begins: where every page is held to it, and by which check.
CHECKED_BY = {
    "A program (axe-core)": ("browser/checking.py", "assert_accessible"),
    "The Tab key": ("browser/order.py", "assert_order"),
    "Every kind of page works without": ("browser/checking.py", "assert_works_without_scripts"),
    "No page must be scrolled": ("browser/checking.py", "assert_fits"),
    "Every page has a title": ("page_shape.py", "faults_of"),
    "The HTML": ("browser/html_validity.py", "assert_valid_html"),
}


@pytest.fixture(scope="module")
def council(told, tmp_path_factory):
    folder = told("until_published_and_refused", date.today())
    council = open_council(copied(folder, tmp_path_factory.mktemp("statement")))
    yield council
    council.close()


def test_each_thing_that_is_claimed_is_checked_by_a_test() -> None:
    for says in CHECKED:
        (by,) = [by for begins, by in CHECKED_BY.items() if says.startswith(begins)]
        tree = ast.parse((TESTS / by[0]).read_text("utf-8"))
        assert by[1] in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}
    walked = "".join((TESTS / "browser" / f"{name}.py").read_text("utf-8") for name in WALKS)
    assert all(f"{check}(" in walked for _file, check in CHECKED_BY.values())
    assert len(CHECKED) == len(CHECKED_BY)


WALKS = ("test_every_page", "test_every_officer_page", "checking")


def test_a_council_that_has_stated_nothing_says_so(council) -> None:
    page = page_of(council, "/accessibility/")
    for says in (*CHECKED, *KNOWN):
        assert says.replace("'", "&#x27;") in page
    assert "has not said yet that people tested these pages" in page
    assert "has not said yet where to write" in page
    assert "was prepared on" not in page
    assert "has not said yet on which day it prepared this statement" in page
    assert 'href="/accessibility/"' in page_of(council, "/")


def test_what_a_council_states_stands_there(council) -> None:
    stated = Accessibility(
        email="access@ashmere.example",
        phone="01234 567890",
        prepared=date(2027, 3, 1),
        tested=date(2027, 2, 22),
        tested_by="the Digital Team",
        known=("The map <is> read out as a list.",),
    )
    dressed = replace(council, accessibility=stated)
    page = page_of(dressed, "/accessibility/")
    for says in (
        "mailto:access@ashmere.example",
        "01234 567890",
        "prepared on 1 March 2027",
        "tested on 22 February 2027, by the Digital Team",
        "The map &lt;is&gt; read out as a list.",
    ):
        assert says in page
    welsh = page_of(dressed, "/cy/accessibility/")
    assert "22 Chwefror 2027, gan the Digital Team" in welsh


def test_who_answers_for_data_is_written_to_where_nobody_else_is_named(council) -> None:
    named = replace(council, public=PublicAddress(data_protection="dpo@ashmere.example"))
    assert "mailto:dpo@ashmere.example" in page_of(named, "/accessibility/")
    nearer = replace(named, public=replace(named.public, email="data@ashmere.example"))
    assert "mailto:data@ashmere.example" in page_of(nearer, "/accessibility/")


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ([], "a section of its own"),
        ({"colour": "red"}, "colour is no setting; there are email, phone"),
        ({"email": "nobody"}, "email is a shared mailbox's address"),
        ({"phone": 12}, "phone is a telephone number"),
        ({"tested": "2027-02-22"}, "tested is a day without quotation marks"),
        ({"prepared": datetime(2027, 1, 1)}, "prepared is a day"),
        ({"known": "one"}, "known is a list"),
        ({"known": ["a\nb"]}, "known is a list"),
    ],
)
def test_a_setting_that_cannot_be_is_named(stated, said) -> None:
    with pytest.raises(ValueError, match=r"\[accessibility\]") as refused:
        stated_accessibility(stated)
    assert said in str(refused.value)


def test_what_is_stated_is_read() -> None:
    stated = {"tested": date(2027, 2, 22), "known": ["One."]}
    assert stated_accessibility(stated) == Accessibility(tested=date(2027, 2, 22), known=("One.",))
    assert stated_accessibility({}) == Accessibility()
