"""Conditions that are put while an agreement is in force: they take away, and never give back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.gate import compile_terms, decide, nothing_left, nothing_to_seal, tightened
from beholden.gate.agreement.given_columns import dimensions_named
from beholden.kernel import ColumnRole, ColumnTerms, Terms

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


def test_what_closed_an_output_is_named_in_the_refusal():
    closed = tight({"smallest_group": 30}, {"withhold": ["uprn"]})
    assert closed.closed_by("aggregate") == BECAUSE
    no = decide("select count(*) from council_tax", closed, today=IN_FORCE).refusal
    assert no.clause == "conditions"
    assert BECAUSE in no.why
    assert nothing_left(closed)
    assert BECAUSE in nothing_to_seal(closed).why
    assert Terms.from_dict(closed.to_dict()) == closed


def test_only_the_condition_that_closes_it_is_named():
    put = [
        {"smallest_group": 30, "because": "advice of 1 December 2026, point 1"},
        {"no_output": ["aggregate"], "because": "advice of 1 December 2026, point 2"},
    ]
    assert tightened(HELD, OPEN, put).closed_by("aggregate") == put[1]["because"]


def test_where_an_output_is_left_it_may_be_sealed():
    left = tight({"smallest_group": 30})
    assert (left.closed, nothing_left(left), nothing_to_seal(left)) == ((), False, None)
    assert "closed" not in left.to_dict()


def test_where_nothing_can_be_kept_the_rest_of_what_was_asked_for_is():
    closed = tight(
        {"withhold": ["uprn"]},
        {"until": "2026-12-09"},
        {"review_by": "2026-12-08"},
        {"smallest_group": 50},
        {"never_together": ["tenure", "neighbourhood"]},
    )
    assert closed.aggregate is None
    assert (closed.ends, closed.review_by) == (date(2026, 12, 9), date(2026, 12, 8))
    assert 50 in {rule.size for rule in closed.group_rules}
    assert ("tenure", "neighbourhood") in {one.columns for one in closed.kept_apart}
    columns = [c for one in closed.datasets for c in one.columns if "uprn" in c.names]
    assert columns
    assert {c.role for c in columns} == {ColumnRole.WITHHELD}


def withheld(held):
    return {
        (one.name, c.name) for one in held.datasets for c in one.columns if c.role == "withheld"
    }


def test_what_the_agreement_withholds_and_the_board_too_stays_withheld_by_name():
    """Linking reads what no agreement names, so nothing may fall out of what is withheld."""
    said = agreement()
    said["datasets"]["council_tax"]["columns"]["note"] = {"role": "withheld"}
    held = stated_with([], said)
    put = [{"withhold": ["note"], "because": BECAUSE}]
    assert withheld(held) == {("council_tax", "note")}
    assert withheld(tightened(held, said, put)) == {("council_tax", "note")}
    assert withheld(stated_with(put, said)) == {("council_tax", "note")}


def test_a_column_that_the_board_withholds_is_withheld_by_name_and_what_is_made_from_it_goes():
    put = [{"withhold": ["tenure"], "because": BECAUSE}]
    for after in (tightened(HELD, OPEN, put), stated_with(put, OPEN)):
        assert ("council_tax", "tenure") in withheld(after)
        assert [c for one in after.datasets for c in one.columns if c.name == "tenure"] == [
            ColumnTerms("tenure", ColumnRole.WITHHELD)
        ]


def stated_with(conditions, document):
    """Return what is compiled of a document under conditions that were put before."""
    return compile_terms(
        document, purpose=HELD.purpose, stewards=STEWARDS, columns=None, conditions=conditions
    )


def test_what_is_not_given_binds_already():
    assert tight({"withhold": ["date_of_birth"]}) == HELD
    assert tight({"withhold": ["nobody"]}) == HELD


# What the board wrote, and whether a group of fewer is shown by tenure and by neighbourhood.
WHEN = [
    (["neighbourhood"], (10, 50)),
    (["Neighbourhood"], (10, 50)),
    (["NEIGHBOURHOOD", "nowhere"], (10, 50)),
    (["arrears"], (50, 50)),
    (["neighbourhood", "arrears"], (50, 50)),
    (["uprn", "Neighbourhood"], (50, 50)),
    (["uprn"], (50, 50)),
    (["nowhere"], (50, 50)),
    ([], (50, 50)),
]


@pytest.mark.parametrize(("when", "held"), WHEN, ids=[" ".join(when) for when, _ in WHEN])
def test_a_smallest_group_binds_whatever_its_dimensions_are_written_as(when, held):
    bound = tight({"smallest_group": 50, "when": when})
    sizes = [bound.smallest_group(frozenset({name})).size for name in ("tenure", "neighbourhood")]
    assert tuple(sizes) == held


def test_a_measure_is_kept_from_small_groups_where_a_dimension_elsewhere_has_its_name():
    said = agreement()
    said["datasets"]["support_scheme"]["columns"]["arrears"] = {"role": "dimension"}
    bound = stated_with([{"smallest_group": 50, "when": ["arrears"], "because": BECAUSE}], said)
    asked = decide("select tenure, sum(arrears) from council_tax group by 1", bound, today=IN_FORCE)
    assert asked.plan.smallest_group == 50


def test_a_dimension_may_be_named_as_the_dataset_has_it():
    said = agreement()
    columns = said["datasets"]["council_tax"]["columns"]
    columns["area"] = {**columns.pop("neighbourhood"), "of": "neighbourhood"}
    assert dimensions_named(["Neighbourhood", "AREA", "uprn"], said) == ["area"]


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
        given_now = {column for column in left.columns if column.role != "withheld"}
        assert given_now <= set(given_before.columns)
        assert {c.source for c in left.columns} <= {c.source for c in given_before.columns}
    for output in ("aggregate", "self_service", "records"):
        assert getattr(after, output) in (None, getattr(HELD, output))
