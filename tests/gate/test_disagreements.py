"""Two agreements for one use: where they do not say the same."""

import pytest

from beholden.gate import disagreements

from .warm_homes import agreement, terms


def other(change):
    """Return the terms of a second agreement, changed in one thing."""
    second = agreement() | {"agreement": "warm-homes-second"}
    change(second)
    return terms(second, conditions=())


def put(*path_and_value):
    """Return a change that puts a value at a place."""
    *path, last, value = path_and_value

    def change(whole):
        for step in path:
            whole = whole[step]
        whole[last] = value

    return change


FIRST = terms(conditions=())
CASES = [
    (put("subject", {"what": "home", "column": "uprn"}), "subject: "),
    (
        put("datasets", "council_tax", "rows", "liable_to is not null"),
        "datasets › council_tax › rows",
    ),
    (
        put("datasets", "council_tax", "columns", "tenure", {"role": "withheld"}),
        "council_tax › tenure",
    ),
    (
        put("datasets", "council_tax", "columns", "arrears", "functions", ["sum"]),
        "datasets › council_tax › arrears",
    ),
    (
        put("datasets", "energy_certificates", "columns", "rating", {"role": "dimension"}),
        "datasets › energy_certificates › rating",
    ),
    (put("joins", "among", ["council_tax", "energy_certificates"]), "joins: "),
    (put("outputs", "aggregate", "smallest_group", 15), "outputs › aggregate › smallest_group"),
    (put("outputs", "aggregate", "round_to", 10), "outputs › aggregate: "),
]


@pytest.mark.parametrize(("change", "told"), CASES, ids=[c[1] for c in CASES])
def test_a_difference_is_told_with_its_place(change, told):
    (only,) = disagreements(FIRST, other(change))
    assert told in only


def test_the_same_said_twice_is_no_disagreement():
    assert disagreements(FIRST, other(lambda _: None)) == ()


def test_functions_and_datasets_in_another_order_are_no_disagreement():
    change = put("datasets", "council_tax", "columns", "arrears", "functions", ["avg", "sum"])
    assert disagreements(FIRST, other(change)) == ()


@pytest.mark.parametrize(
    "change",
    [
        put("use", "another-use"),
        lambda whole: whole.update({"from": "2027-04-01", "until": "2027-06-30"}),
    ],
    ids=["another use", "another time"],
)
def test_other_uses_and_other_days_cannot_disagree(change):
    def changed(whole):
        whole["outputs"]["aggregate"]["smallest_group"] = 99
        change(whole)

    assert disagreements(FIRST, other(changed)) == ()
