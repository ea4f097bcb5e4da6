"""The board's rules: enough members for an item, and interests that touch a use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ethics import DEFAULT_SEATS, QuorumRule, quorum_of, touching

ALL = [seat.code for seat in DEFAULT_SEATS]


@pytest.mark.parametrize(
    ("present", "filled", "rule", "met"),
    [
        (["academic", "lawyer", "resident"], ALL, QuorumRule(), True),
        (["academic", "resident"], ALL, QuorumRule(), False),  # half of five is three
        (["academic", "lawyer", "health"], ALL, QuorumRule(), False),  # nobody lay
        (["academic", "resident"], [*ALL[:3], "resident"], QuorumRule(), True),
        (["resident"], ["resident"], QuorumRule(), True),
        ([], ["resident"], QuorumRule(), False),
        ([], [], QuorumRule(lay=0), False),
        (["academic", "lawyer", "health"], ALL, QuorumRule(lay=0), True),
        (["academic", "lawyer", "resident"], ALL, QuorumRule("two thirds"), False),
        ([*ALL[:3], "resident"], ALL, QuorumRule("two thirds"), True),
        (ALL[1:], ALL, QuorumRule("all"), False),
        (ALL, ALL, QuorumRule("all"), True),
        (["resident", "resident", "lawyer"], [*ALL, "resident"], QuorumRule(lay=2), True),
    ],
)  # fmt: skip
def test_a_quorum_is_counted(present, filled, rule, met):
    assert quorum_of(present, filled=filled, seats=DEFAULT_SEATS, rule=rule).met is met


@given(st.lists(st.sampled_from(ALL)), st.lists(st.sampled_from(ALL)), st.integers(0, 3))
def test_one_more_member_never_breaks_a_quorum(present, filled, lay):
    rule = QuorumRule(lay=lay)

    def met(there):
        return quorum_of(there, filled=filled, seats=DEFAULT_SEATS, rule=rule).met

    assert met(present) <= met([*present, "resident"])


def test_the_count_is_told_in_words():
    counted = quorum_of(["lawyer"], filled=ALL, seats=DEFAULT_SEATS, rule=QuorumRule())
    assert counted.in_words() == "1 present, 3 needed, 0 of them lay (needed: 1)"


NAMES = ["warm-homes", "Revenues and Benefits", "Housing"]


@pytest.mark.parametrize(
    ("interest", "found"),
    [
        ({"text": "Rents from the council.", "touches": ["housing"]}, True),
        ({"text": "Trustee of a charity that Housing pays."}, True),
        ({"text": "Adviser on warm-homes."}, True),
        ({"text": "Works on Housing-related research."}, True),
        ({"text": "Owns a warehouse.", "touches": ["Planning"]}, False),
        ({"text": "Rehousing is my trade."}, False),
        ({"text": "None."}, False),
    ],
)
def test_an_interest_touches_a_use_by_its_names(interest, found):
    assert bool(touching([interest], names=NAMES)) is found


def test_an_empty_name_touches_nothing():
    assert touching([{"text": "None."}], names=["", "Housing"]) == ()
