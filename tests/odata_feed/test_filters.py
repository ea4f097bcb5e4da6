"""``$filter``: a table of filters with the rows they leave; and of those that are refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.doors.odata.faults import CannotAnswer
from beholden.doors.odata.filters import MOST_LETTERS, filter_of
from beholden.doors.odata.options import PAGE, Options, page_of, read_options

from .tables import rows, table

LEAVES = [
    ("tenure eq 'Council'", [1]),
    ("tenure ne 'Council'", [2, 3, 4]),
    ("tenure eq 'O''Brien Trust'", [2]),
    ("allowance eq 'half'", [2, 4]),  # which begins with “all”
    ("allowance eq 'allowance'", []),
    ("homes gt 35", [1]),
    ("homes ge 35", [1, 3]),
    ("homes lt 35", []),
    ("homes eq null", [2, 4]),
    ("homes ne null", [1, 3]),
    ("homes gt null", []),
    ("not (homes gt 35)", [2, 3, 4]),
    ("not contains(tenure,'r')", [1, 3]),
    ("homes_note eq '[c]'", [2]),
    ("homes in (35, 120)", [1, 3]),
    ("tenure in ('Owned','Private') and homes eq null", [4]),
    ("tenure eq 'Owned' or tenure eq 'Council' and homes gt 200", [3]),
    ("(tenure eq 'Owned' or tenure eq 'Council') and homes gt 100", [1]),
    ("_2_mean lt 0", [3]),
    ("_2_mean eq -2.5", [3]),
    ("-_2_mean eq 2.5", [3]),
    ("round(_2_mean) eq -3", [3]),
    ("floor(_2_mean) eq 14 or ceiling(_2_mean) eq -2", [1, 3]),
    ("homes add 5 eq 40", [3]),
    ("homes sub 5 mul 2 eq 110", [1]),
    ("homes div 50 eq 2", [1]),
    ("homes mod 50 eq 20", [1]),
    ("_2_mean mul -2 eq 5", [3]),
    ("row le 2", [1, 2]),
    ("startswith(tenure,'O')", [2, 3]),
    ("endswith(tolower(tenure),'l')", [1]),
    ("length(tenure) eq 5", [3]),
    ("indexof(tenure,'rivate') eq 1", [4]),
    ("toupper(trim(concat(' ',tenure))) eq 'OWNED'", [3]),
    ("startswith(homes_note,'[')", [2, 4]),
    ("null", []),
    ("true", [1, 2, 3, 4]),
    ("tenure eq 'x; drop table releases; --'", []),
]

REFUSED = [
    ("", 400),
    ("tenure", 400),
    ("tenure eq", 400),
    ("tenure eq 'Council", 400),
    ("nobody eq 1", 400),
    ("beholden_1 eq 'Council'", 400),  # the stand-in of a property is no name
    ("Tenure eq 'Council'", 400),  # names differ by their letters' case
    ("tenure gt 5", 400),
    ("homes eq 'many'", 400),
    ("homes and true", 400),
    ("not homes", 400),
    ("contains(homes,'1')", 400),
    ("contains(tenure)", 400),
    ("contains(a=1,b=2,c=3)", 400),
    ("homes div 0 eq 1", 400),
    ("floor(1e999) eq 1", 400),
    ("homes eq " + "9" * 1990, 200),
    ("homes eq " + "9" * 2000, 400),
    ("(" * 990 + "true" + ")" * 990, 200),
    ("-" * 1500 + "homes eq 1", 400),
    ("; drop table", 400),
    ("tenure eq 'a' -- eq", 400),
    ("__import__('os')", 501),
    ("substring(tenure,1) eq 'x'", 501),
    ("year(tenure) eq 2026", 501),
    ("homes eq 2026-01-01", 400),
    ("tenure/any(x: x eq 1)", 501),
    ("tenure/length eq 1", 501),
]


def left(text: str) -> list[object]:
    keeps = filter_of(text, table().properties)
    return [row["row"] for row in rows() if keeps(row)]


@pytest.mark.parametrize(("text", "expected"), LEAVES)
def test_a_filter_leaves(text, expected):
    assert left(text) == expected


@pytest.mark.parametrize(("text", "status"), REFUSED, ids=lambda one: str(one)[:40])
def test_a_filter_that_is_refused_is_refused_in_words(text, status):
    if status == 200:
        left(text)
        return
    with pytest.raises(CannotAnswer) as refused:
        left(text)
    assert refused.value.status == status
    assert refused.value.message.endswith((".", "'Council'"))


def test_a_filter_has_a_length():
    assert left("homes eq 35".ljust(MOST_LETTERS)) == [3]
    with pytest.raises(CannotAnswer):
        left("homes eq 35".ljust(MOST_LETTERS + 1))


WORDS = "tenure homes row null true 'a' ' 1 -2.5 1e999 2026-01-01 ( ) , - / : = any x é $ %00 ¬"
PIECES = (*WORDS.split(), " eq ", " gt ", " and ", " or ", "not ", " in ", " div ", " mul ", " ")
CALLS = ("contains(", "length(", "round(", "now()", "beholden_0", "\n")


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES + CALLS), max_size=12).map("".join) | st.text(max_size=40))
def test_whatever_is_typed_is_answered_or_refused_in_words(text):
    with suppress(CannotAnswer):
        assert set(left(text)) <= {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("homes", [2, 4, 3, 1]),  # null comes first, and rows that are alike stay in their order
        ("homes desc", [1, 3, 2, 4]),
        ("allowance desc,homes asc", [3, 1, 2, 4]),
        ("tenure asc", [1, 2, 3, 4]),
        ("row desc", [4, 3, 2, 1]),
    ],
)
def test_rows_in_order(order, expected):
    options = read_options(QueryDict(f"$orderby={order}"), table())
    assert [row["row"] for row in page_of(rows(), options).rows] == expected


@pytest.mark.parametrize("top", [None, 0, 1, PAGE, PAGE + 1, 2 * PAGE + 5])
@pytest.mark.parametrize("skip", [0, 1, PAGE])
def test_pages_give_each_row_once(top, skip):
    every = [{"row": number} for number in range(2 * PAGE + 7)]
    found, given, more = [], 0, True
    while more:
        page = page_of(every, Options(top=top, skip=skip, given=given))
        found += page.rows
        given, more = page.given, page.more
        assert len(page.rows) <= PAGE
    assert found == every[skip : None if top is None else skip + top]
