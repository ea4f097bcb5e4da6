"""Two texts side by side: the words that differ are marked, whatever stands between them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.linkage.reviewing import differing_words, pieces_of

# Made-up addresses: what only the first has, what only the second has.
TABLE = [
    ("12 Mill Lane", "12 MILL LANE", (), ()),
    ("12, Mill  Lane.", "12 Mill Lane", (), ()),
    ("Flat 3, 12 Mill Lane", "12 Mill Lane, Ashmere", ("Flat 3",), ("Ashmere",)),
    ("12A Mill Rd", "12 Mill Road", ("12A", "Rd"), ("12", "Road")),
    ("St John's Row", "St Johns Row", ("John's",), ("Johns",)),
    ("", "12 Mill Lane", (), ("12 Mill Lane",)),
    ("Mill Lane 12", "12 Mill Lane", ("12",), ("12",)),
]


@pytest.mark.parametrize(("one", "other", "only_one", "only_other"), TABLE)
def test_what_differs(one, other, only_one, only_other):
    first, second = pieces_of(one, other)
    assert (differing_words(first), differing_words(second)) == (only_one, only_other)


@given(st.text(alphabet="aB1,' -"), st.text(alphabet="aB1,' -"))
def test_the_pieces_are_the_texts_as_they_stand(one, other):
    for text, pieces in zip((one, other), pieces_of(one, other), strict=True):
        assert "".join(piece.text for piece in pieces) == text
        assert all(before.differs != after.differs for before, after in pairwise(pieces))
    again = pieces_of(one, one)
    assert not any(differing_words(pieces) for pieces in again)
