"""Conditions that are put while an agreement is in force: they take away, and never give back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.gate import decide, tightened
from beholden.kernel import Terms

from .warm_homes import COLUMNS, CONDITIONS, IN_FORCE, STEWARDS, agreement, terms

BECAUSE = "advice of 8 December 2026, point 1"
OPEN = agreement()
OPEN["outputs"] |= {
    "aggregate": {"to": ["Public Health Intelligence"], "smallest_group": 10, "round_to": 5}
}
HELD = terms(OPEN)


def tight(*conditions, held=HELD, document=OPEN) -> Terms:
    return tightened(held, document, [{**one, "because": BECAUSE} for one in conditions])


def test_what_was_put_before_changes_nothing():
    assert tightened(HELD, OPEN, CONDITIONS) == HELD
    assert tightened(HELD, OPEN, CONDITIONS).hash == HELD.hash


def test_what_a_later_decision_refuses_is_still_kept():
    """The board's 20 is in what the parties signed; without the condition it stays there."""
    assert {rule.size for rule in tight({"smallest_group": 15}).group_rules} >= {15, 20}


@pytest.mark.parametrize(
    ("condition", "question"),
    [
        ({"withhold": ["tenure"]}, "select tenure, count(*) from council_tax group by 1"),
        (
            {"never_together": ["tenure", "neighbourhood"]},
            "select tenure, neighbourhood, count(*) from council_tax group by all",
        ),
        ({"until": "2026-12-09"}, "select neighbourhood, count(*) from council_tax group by 1"),
        ({"review_by": "2026-12-09"}, "select neighbourhood, count(*) from council_tax group by 1"),
        (
            {"no_output": ["aggregate"]},
            "select neighbourhood, count(*) from council_tax group by 1",
        ),
    ],
)
def test_each_kind_binds_what_is_in_force(condition, question):
    assert decide(question, HELD, today=IN_FORCE).allowed
    assert not decide(question, tight(condition), today=IN_FORCE).allowed


def test_an_output_that_a_condition_cannot_be_kept_with_is_closed_and_the_rest_is_not():
    said = agreement()
    said["outputs"]["self_service"] = {
        "to": "all staff",
        "measures": ["in_arrears"],
        "by": ["neighbourhood", "tenure"],
        "known": ["neighbourhood"],
        "guess_bound": "60 in 100",
    }
    held = terms(said)
    apart = tight({"never_together": ["neighbourhood", "tenure"]}, held=held, document=said)
    assert held.self_service is not None
    assert apart.self_service is None
    assert apart.aggregate == held.aggregate


def test_where_nothing_can_be_kept_nothing_comes_out():
    closed = tight({"withhold": ["uprn"]})
    assert (closed.aggregate, closed.self_service, closed.records) == (None, None, None)


def test_what_is_not_given_binds_already():
    assert tight({"withhold": ["date_of_birth"]}) == HELD
    assert tight({"smallest_group": 50, "when": ["ward"]}) == HELD


GIVEN = sorted({name for names in COLUMNS.values() for name in names})
NAMES = st.lists(st.sampled_from(GIVEN), min_size=2, max_size=4, unique=True)
PUT = st.one_of(
    st.builds(lambda n: {"smallest_group": n}, st.integers(1, 60)),
    st.builds(lambda names: {"withhold": names}, NAMES),
    st.builds(lambda names: {"never_together": names}, NAMES),
    st.builds(
        lambda out: {"no_output": [out]}, st.sampled_from(["aggregate", "self_service", "records"])
    ),
    st.builds(lambda day: {"until": day.isoformat()}, st.dates(min_value=IN_FORCE)),
)


@settings(max_examples=40)
@given(st.lists(PUT, max_size=3))
def test_whatever_is_put_nothing_is_gained(conditions):
    after = tight(*conditions)
    assert set(after.group_rules) >= set(HELD.group_rules) or after.aggregate is None
    assert set(after.kept_apart) >= set(HELD.kept_apart)
    assert after.ends <= HELD.ends
    assert {d.steward for d in after.datasets} <= set(STEWARDS.values())
    for given_before, left in zip(HELD.datasets, after.datasets, strict=True):
        assert set(left.columns) <= set(given_before.columns)
    for output in ("aggregate", "self_service", "records"):
        assert getattr(after, output) in (None, getattr(HELD, output))
