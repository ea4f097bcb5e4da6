"""One person, one home, or strangers; company; and when the scores should not be trusted."""

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.linkage.people import link_people
from beholden.linkage.people.company import company, weights_of_company
from beholden.linkage.people.comparisons import ALL, BIRTH, FIRST
from beholden.linkage.people.households import Kinds, estimate_kinds, posterior
from beholden.linkage.people.training import Trained
from beholden.linkage.people.trust import doubts, share_found

BITS = st.floats(-40, 40)


@given(st.lists(st.tuples(BITS, BITS), min_size=1, max_size=20), st.floats(1e-8, 0.1))
def test_the_three_kinds_make_a_whole(weights, share):
    person, home = np.array(weights).T
    one, two = posterior(person, home, Kinds(share, share / 2))
    assert ((one >= 0) & (two >= 0) & (one + two <= 1 + 1e-9)).all()


@given(BITS, BITS, st.floats(0.1, 20))
def test_more_evidence_for_one_person_never_lowers_the_score(person, home, more):
    kinds = Kinds(1e-4, 1e-4)
    before, _ = posterior(np.array([person]), np.array([home]), kinds)
    after, _ = posterior(np.array([person + more]), np.array([home]), kinds)
    assert after[0] >= before[0]


def test_the_kinds_are_found_again_from_pairs_that_were_made_with_them():
    shares = np.array([[0.9, 0.08, 0.02], [0.05, 0.9, 0.05], [0.001, 0.009, 0.99]])
    rng = np.random.default_rng(1)
    of = rng.choice(3, 20_000, p=(0.1, 0.2, 0.7))
    seen = np.array([rng.choice(3, p=shares[kind]) for kind in of])
    person, home = (np.log2(shares[kind] / shares[2])[seen] for kind in (0, 1))
    kinds = estimate_kinds(person, home, total=20_000, start=Kinds(0.01, 0.01))
    assert kinds.person == pytest.approx(0.1, rel=0.1)
    assert kinds.home == pytest.approx(0.2, rel=0.1)


def test_company_counts_the_rows_that_both_are_linked_to():
    left, right = np.array([0, 0, 1, 2, 4]), np.array([1, 2, 2, 3, 5])
    strong = np.array([True, True, True, True, False])
    with duckdb.connect(":memory:") as connection:
        shared, fewer, more = company(connection, left, right, strong)
    assert shared.tolist() == [1, 1, 1, 0, 0]
    assert fewer.tolist() == [1, 1, 1, 0, 0]
    assert more.tolist() == [1, 2, 2, 2, 0]


def test_a_pair_gains_by_shared_company_and_loses_by_company_of_its_own():
    """Fifty groups of four rows: a pair in each of ten is doubtful, as are pairs between groups."""
    left, right, score = [], [], []
    for group in range(0, 200, 4):
        for i in range(4):
            for j in range(i + 1, 4):
                left.append(group + i)
                right.append(group + j)
                score.append(0.4 if group < 40 and (i, j) == (0, 3) else 0.99)
    for group in range(0, 196, 8):
        left.append(group)
        right.append(group + 4)
        score.append(0.4)
    with duckdb.connect(":memory:") as connection:
        bits = weights_of_company(connection, np.array(left), np.array(right), np.array(score))
    assert bits[2] > 0
    assert bits[-1] < 0


def test_pairs_without_company_stay_as_they_are():
    with duckdb.connect(":memory:") as connection:
        bits = weights_of_company(
            connection, np.array([0, 2]), np.array([1, 3]), np.array([0.5, 0.4])
        )
    assert bits.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("found_by", "expected"),
    [
        ([3] * 100, 1.0),
        ([3] * 90 + [1] * 10, 1.0),
        ([3] * 50 + [1] * 50 + [2] * 50, 0.75),
        ([1] * 100, None),
    ],
)
def test_the_share_of_pairs_found_is_told_from_pairs_found_twice(found_by, expected):
    assert share_found(np.ones(len(found_by)), np.array(found_by)) == (
        expected if expected is None else pytest.approx(expected)
    )


def trained(*, m=0.9, u=0.01, prior=1e-4, learnt=True, compared=(FIRST, BIRTH)):
    levels = [
        {"is_null_level": True},
        {"m_probability": m, "u_probability": u},
        {"m_probability": 1 - m, "u_probability": 1 - u},
    ]
    settings = {"comparisons": [{"comparison_levels": levels} for _ in compared]}
    return Trained(None, settings, compared, learnt, prior, 1e6)


PEOPLE = pa.table(
    {name: pa.array([f"{at}" for at in range(30)]) for name in {n for c in ALL for n in c.needs}}
)


@pytest.mark.parametrize(
    ("given_model", "kinds", "found", "word"),
    [
        (trained(m=0.3), Kinds(1e-4, 0), None, "mostly differ in first name"),
        (trained(u=0.4), Kinds(1e-4, 0), None, "often agree in date of birth"),
        (trained(), Kinds(1e-2, 0), None, "far from each other"),
        (trained(), Kinds(1e-4, 0), 0.6, "60%"),
        (trained(compared=(ALL[1],)), Kinds(1e-4, 0), None, "cannot be told apart"),
    ],
    ids=["column mixed up", "says little", "prior", "blocking", "no evidence"],
)
def test_what_is_doubtful_is_told(given_model, kinds, found, word):
    told = doubts(PEOPLE, given_model, kinds, found=found)
    assert any(word in sentence for sentence in told)


def test_nothing_is_told_where_nothing_is_doubtful():
    assert doubts(PEOPLE, trained(), Kinds(1e-4, 1e-5), found=0.99) == []


def test_a_column_that_is_the_same_in_every_row_is_told_by_name_only():
    rows = pa.table(
        {
            "first_name": [f"Ann{'abcdefghijklmnopqrstuvwxyz'[at]}" for at in range(26)],
            "surname": ["Naylor"] * 26,
            "dob": [f"19{50 + at}-01-02" for at in range(26)],
        }
    )
    warnings = link_people({"list": rows}).report["warnings"]
    assert any("same surname" in warning for warning in warnings)
    assert not any("NAYLOR" in warning.upper() for warning in warnings)
