"""Repairs: what a cell held, what it holds after, and the log of what was changed."""

from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.intake import describe, repair
from beholden.kernel import Repair

CASES = [
    ("said", ["one thing", " one\u00a0\u00a0thing "], ["one thing", "one thing"], ["trim"]),
    ("said", ["one thing", "  "], ["one thing", None], ["trim"]),
    ("postcode", ["AM1 2AB", "am12ad"], ["AM1 2AB", "AM1 2AD"], ["postcode-form"]),
    ("postcode", ["AM1 2AB", " sw1a  1aa "], ["AM1 2AB", "SW1A 1AA"], ["trim", "postcode-form"]),
    ("uprn", ["100012345678", "000012345678"], ["100012345678", "12345678"], ["uprn-form"]),
    ("uprn", ["100012345678", "12345678.0"], ["100012345678", "12345678"], ["uprn-form"]),
    ("uprn", ["100012345678", "000"], ["100012345678", "0"], ["uprn-form"]),
    (
        "nhs_number",
        ["9434765919", "943 476 5870"],
        ["9434765919", "9434765870"],
        ["nhs-number-form"],
    ),
    ("nino", ["AB123456C", "ab 12 34 56 d"], ["AB123456C", "AB123456D"], ["nino-form"]),
    ("opened", ["2024-01-31", "01/02/2024", "x"], ["2024-01-31", "2024-02-01", "x"], ["date-form"]),
    ("opened", ["2024-01-31", "45322"], [date(2024, 1, 31), date(2024, 1, 31)], ["date-form"]),
    ("rooms", ["1", " 2"], [1, 2], ["trim"]),
]
LEFT_ALONE = [
    ("postcode", ["AM1 2AB", "AM1 2AC"]),
    ("uprn", ["100012345678", "1.00012E+11"]),
    ("nhs_number", ["9434765919", "94347659"]),
    ("opened", ["2024-01-31", "2024-02-30", "01/31/2024"]),
    ("opened", ["2024-01-31", "2024-02-01 09:30"]),
    ("said", ["007", "12"]),
]


@pytest.mark.parametrize(("column", "before", "after", "rules"), CASES)
def test_each_repair(column, before, after, rules):
    table = pa.table({"n": list(range(len(before))), column: before})
    repaired, log = repair(table, describe(table))
    assert repaired[column].to_pylist() == after
    assert log == tuple(Repair(rule, column, 2) for rule in rules)


@pytest.mark.parametrize(("column", "values"), LEFT_ALONE)
def test_what_does_not_fit_its_kind_stays_as_it_is(column, values):
    table = pa.table({column: values})
    repaired, log = repair(table, describe(table))
    assert repaired[column].to_pylist() == values
    assert log == ()


cell = st.none() | st.text(st.sampled_from("aA1 0/-.\u00a0\t2Bé"), max_size=9)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["said", "postcode", "uprn", "opened", "nhs_number"]),
    st.lists(cell, min_size=1, max_size=8),
)
def test_the_log_names_exactly_the_changed_cells_and_a_second_repair_finds_nothing(name, values):
    table = pa.table({name: pa.array(values, pa.string())})
    known = describe(table)
    repaired, log = repair(table, known)
    assert describe(repaired, before=table, known=known) == describe(repaired)
    after = repaired[name].to_pylist()
    changed = {row for row, (a, b) in enumerate(zip(values, after, strict=True), 1) if a != b}
    if pa.types.is_string(repaired[name].type):
        assert {entry.row for entry in log} == changed
        assert repair(repaired, known)[1] == ()
    assert repaired.num_rows == len(values)
