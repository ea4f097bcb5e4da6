"""Who may stand behind two accounts: a table of cases, and whatever one human being tries alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.actions.ways_in import Giving, Way, behind, how_given, may_be_one

FIRST, SECOND, OTHER, LONE, OWNER = 1, 2, 3, 4, 9
ANYHOW, SENT, NOT_AT_ALL = Giving


def ways(*pairs: tuple[int, int]) -> list[Way]:
    """Give ways in, each as who opened and whose account it was."""
    return [Way(person, given_by) for given_by, person in pairs]


CASES = [
    ("two who opened their own", [], (FIRST, LONE), ANYHOW),
    ("each opened their own on the machine", [(FIRST, FIRST), (LONE, LONE)], (FIRST, LONE), ANYHOW),
    ("who took it gives it", [], (FIRST, FIRST), NOT_AT_ALL),
    ("its own person gives it", [], (FIRST, OWNER), NOT_AT_ALL),
    ("a puppet gives it", [(FIRST, SECOND)], (FIRST, SECOND), SENT),
    ("a puppet took it: the swap", [(FIRST, SECOND)], (SECOND, FIRST), SENT),
    ("two puppets", [(FIRST, SECOND), (FIRST, OTHER)], (SECOND, OTHER), SENT),
    ("a puppet's puppet", [(FIRST, SECOND), (SECOND, OTHER)], (FIRST, OTHER), SENT),
    ("a chain of three", [(FIRST, SECOND), (SECOND, OTHER), (OTHER, LONE)], (LONE, FIRST), SENT),
    ("opened after, told before", [(SECOND, OTHER), (FIRST, SECOND)], (FIRST, OTHER), SENT),
    ("closed, and opened by another", [(FIRST, SECOND), (LONE, SECOND)], (SECOND, FIRST), SENT),
    ("of two houses", [(FIRST, SECOND), (LONE, OTHER)], (SECOND, OTHER), ANYHOW),
    ("each in a ring", [(FIRST, SECOND), (SECOND, FIRST)], (FIRST, LONE), ANYHOW),
    ("both opened the owner's", [(FIRST, OWNER), (LONE, OWNER)], (FIRST, LONE), ANYHOW),
]


@pytest.mark.parametrize(
    ("opened", "pair", "may"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_how_an_account_is_given_again(opened, pair, may):
    taker, giver = pair
    said = {"person": OWNER, "taker": taker, "giver": giver, "ways": ways(*opened)}
    assert how_given(**said, sends=True) is may
    unsent = NOT_AT_ALL if may is SENT else may
    assert how_given(**said, sends=False) is unsent
    # Whoever opens it anew chooses another address, so sending it there keeps it from nobody.
    assert how_given(**said, sends=True, anew=True) is unsent


def test_everybody_is_behind_themselves_and_a_ring_ends():
    assert behind(LONE, []) == {LONE}
    assert behind(FIRST, ways((FIRST, SECOND), (SECOND, FIRST))) == {FIRST, SECOND}


CODES = st.integers(0, 7)
ACTS = st.lists(st.tuples(st.sampled_from(["open", "give"]), CODES, CODES, CODES), max_size=40)


@given(ACTS)
def test_one_human_being_alone_is_shown_no_address_of_what_they_took(acts):
    """Number 0 may be anybody whom they opened; what they hold they hold for ever.

    Numbers 0 and 1 came by themselves, the others with whoever opened them. Everybody else gives
    accounts again too, and also to 0 what a third took, so that chains cross.
    """
    known: list[Way] = []
    there, held = {0, 1}, {0}
    for act, giver, taker, person in acts:
        if giver not in there or (act == "give" and not {taker, person} <= there):
            continue
        if act == "open" and person not in there:
            there.add(person)
        elif (
            act == "open"
            or how_given(person=person, taker=taker, giver=giver, ways=known, sends=True)
            is not ANYHOW
        ):
            continue
        else:
            assert not {taker, giver} <= held
        known.append(Way(person, giver))
        if giver in held:
            held.add(person)
    assert all(may_be_one(one, other, known) for one in held for other in held)
