"""Groups of parties are written out, everybody once; a document without them is left alone."""

import pytest

from beholden.gate import compile_terms, written_out
from beholden.kernel import BadInput

from .warm_homes import COLUMNS, CONDITIONS, STEWARDS, agreement

GROUPS = {"boroughs": ("North", "South"), "all": ("South", "West")}


@pytest.mark.parametrize(
    ("said", "parties"),
    [
        ({"group": "boroughs"}, ["North", "South"]),
        (["East", {"group": "boroughs"}], ["East", "North", "South"]),
        ([{"group": "boroughs"}, {"group": "all"}, "North"], ["North", "South", "West"]),
        (["East"], ["East"]),
        ("no list", "no list"),
    ],
)
def test_a_group_is_written_out(said, parties):
    stated = {"between": said, "outputs": {"aggregate": {"to": said}}}
    assert written_out(stated, GROUPS) == {
        "between": parties,
        "outputs": {"aggregate": {"to": parties}},
    }


@pytest.mark.parametrize("groups", [{}, GROUPS])
def test_a_group_that_there_is_not_is_told(groups):
    with pytest.raises(BadInput, match="no group of parties named boroughts"):
        written_out({"between": [{"group": "boroughts"}]}, groups)


def test_a_group_that_nobody_wrote_out_binds_nobody():
    stated = {**agreement(), "between": [*agreement()["between"], {"group": "boroughs"}]}
    with pytest.raises(BadInput) as caught:
        compile_terms(
            stated, purpose="p", stewards=STEWARDS, columns=COLUMNS, conditions=CONDITIONS
        )
    assert "between: the group boroughs is not known here." in caught.value.why
