"""Which pairs a person may judge: the links that hold people together, and the near misses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.linkage.people import PersonKeys, keys_file, link_people, open_keys, save_keys
from beholden.linkage.people.clustering import Links
from beholden.linkage.people.grouping import components
from beholden.linkage.people.near_misses import holding, least_near, near_misses

from .tables import HERE, THERE, people

NAMES = ("id", "name", "dob", "address", "postcode", "nhs_number")
NHS = "9434765919"


def links_of(*edges):
    """Return links (left, right, strength) whose score is a hundredth of their strength."""
    left, right, strength = (np.array([e[i] for e in edges], dtype=np.int64) for i in range(3))
    return Links(left, right, strength / 100, strength * 1.0, left * 0, ("words",))


def pairs(links):
    return set(zip(links.left.tolist(), links.right.tolist(), strict=True))


HOLDING = {
    "two rows": ([(0, 1, 5)], {(0, 1)}),
    "the weakest of three is not needed": ([(0, 1, 9), (1, 2, 7), (0, 2, 3)], {(0, 1), (1, 2)}),
    "a weak link that alone joins two pairs is": (
        [(0, 1, 9), (2, 3, 8), (1, 2, 3), (0, 3, 2)], {(0, 1), (2, 3), (1, 2)},
    ),
    "nobody": ([], set()),
}  # fmt: skip


@pytest.mark.parametrize("name", HOLDING)
def test_people_are_held_by_their_strongest_links(name):
    edges, held = HOLDING[name]
    links = links_of(*edges)
    assert pairs(holding(links, components(4, links))) == held


EDGES = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 99)).filter(
        lambda e: e[0] < e[1]
    ),
    max_size=20,
    unique_by=lambda e: e[:2],
)


@given(EDGES)
def test_what_holds_people_together_is_a_strongest_forest(edges):
    links = links_of(*edges)
    first = components(8, links)
    held = holding(links, first)
    assert (components(8, held) == first).all()
    assert len(held) == 8 - len(set(first.tolist()))
    for at in range(len(links)):
        # Whatever was left out, its ends hang together by links that are no weaker.
        stronger = held.only(held.strength >= links.strength[at])
        roots = components(8, stronger)
        assert roots[links.left[at]] == roots[links.right[at]]


def test_of_two_people_the_strongest_undecided_pair_is_a_near_miss():
    first = np.array([0, 0, 2, 2, 4])
    links = links_of((0, 1, 90), (0, 2, 40), (1, 3, 60), (1, 2, 70), (3, 4, 20))
    assert pairs(near_misses(links, first, but_of=())) == {(1, 2), (3, 4)}
    assert pairs(near_misses(links, first, but_of={(1, 2)})) == {(1, 3), (3, 4)}


@pytest.mark.parametrize(("threshold", "near"), [(0.95, 19 / 39), (0.5, 1 / 21)])
def test_a_near_miss_has_a_twentieth_of_the_thresholds_odds(threshold, near):
    assert least_near(threshold) == pytest.approx(near)
    assert least_near(1.0) < 1


# Made-up rows: the second is the first again, and the third is linked to the second alone.
BRENDA = ("Brenda Naylor", "1971-06-24", *HERE)
THREE = [
    ("1", *BRENDA),
    ("2", *BRENDA, NHS),
    ("3", "Brenda Osgood", "1971-06-24", *THERE, NHS),
]


def told(links):
    return {
        (pair["row"], pair["other_row"]): (pair["linked"], pair["reason"], pair["score"])
        for pair in links.pairs.to_pylist()
    }


def test_a_pair_is_told_with_its_own_reason_and_score():
    links = link_people({"list": people(*THREE, names=NAMES)})
    assert len(set(links.clusters["person"].to_pylist())) == 1
    shown = told(links)
    assert set(shown) == {(1, 0), (2, 1)}
    assert "different" not in shown[1, 0][1]
    assert "same NHS number" in shown[2, 1][1]
    assert "different surname" in shown[2, 1][1]


# The same name, no date of birth, and another home: over even odds, and not sure enough.
NEARLY = [("1", *BRENDA), ("2", "Brenda Naylor", None, *THERE)]


@pytest.fixture(scope="module")
def loads():
    """Give two loads of rows that are nearly linked, nothing having changed in between."""
    rows = people(*NEARLY, names=NAMES)
    first = link_people({"list": rows}, known=PersonKeys.start(), row_ids={"list": "id"})
    return first, link_people({"list": rows}, known=first.keys, row_ids={"list": "id"})


def test_near_misses_are_told_and_remembered(loads):
    first, again = loads
    ((pair, (linked, reason, score)),) = told(first).items()
    assert (pair, linked) == ((1, 0), False)
    assert "same surname; against it: different place" in reason
    assert least_near(0.95) <= score < 0.95
    assert told(again) == told(first)


def test_keys_of_an_earlier_form_find_the_near_misses_at_the_next_load(
    loads, tmp_path, monkeypatch
):
    keys = loads[0].keys
    assert keys.near.num_rows
    monkeypatch.setattr(keys_file, "FORM", "beholden person keys 2")
    save_keys(keys, tmp_path / "person.keys")
    monkeypatch.undo()
    opened = open_keys(tmp_path / "person.keys")
    assert (opened.near.num_rows, opened.links) == (0, keys.links)
    rows = people(*NEARLY, names=NAMES)
    again = link_people({"list": rows}, known=opened, row_ids={"list": "id"})
    assert told(again) == told(loads[0])
    assert again.clusters["person"].equals(loads[0].clusters["person"])
    assert again.keys.near.num_rows == keys.near.num_rows
