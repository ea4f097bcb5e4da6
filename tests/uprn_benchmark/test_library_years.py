"""One year's list of libraries asked of another year's."""

import numpy as np

from beholden.linkage.addresses import scorecard
from benchmarks import fit_scorecard as fitting
from benchmarks.library_years import between, copies

OLDER = [
    (101, "Ashmere", "Market Place, Ashmere", "AV1 1AA"),
    (102, "Birchcote", "2 Mill Lane, Birchcote", "AV1 1AB"),
    (103, "Cobbleton", "", "AV1 1AC"),
]
NEWER = [
    (101, "Ashmere Library", "The Market Place, Ashmere", "AV1 1AA"),
    (109, "Dunmarsh Library", "7 Weir Road, Dunmarsh", "AV1 1AD"),
]


def test_a_library_that_the_other_list_lacks_has_no_answer():
    given = between(OLDER, NEWER, named=True)
    asked = zip(*(given.asked[n].to_pylist() for n in ("address_concat", "true_uprn")), strict=True)
    assert dict(asked) == {
        "Ashmere, Market Place, Ashmere": 101,
        "Birchcote, 2 Mill Lane, Birchcote": None,
        "Cobbleton, ": None,
    }


def test_without_its_name_only_what_has_an_address_is_asked():
    given = between(OLDER, NEWER, named=False)
    assert given.asked["address_concat"].to_pylist() == [
        "Market Place, Ashmere",
        "2 Mill Lane, Birchcote",
    ]


def test_a_row_that_is_taken_out_is_in_no_gazetteer_that_is_asked_for_it():
    for part in copies(between(OLDER, NEWER, named=True))[3:]:
        left = {int(uprn) for uprn in part.gazetteer["uprn"].to_pylist()}
        assert not left & set(part.asked["true_uprn"].to_pylist())


def test_a_written_card_is_read_as_the_values_that_it_was_written_from():
    values = fitting.values_of(fitting.CARD)
    shipped, read = scorecard.load_scorecard().card, fitting.card_of(values)
    for one, other in zip(shipped, read, strict=True):
        assert np.allclose(one, other, atol=2e-3)
