"""The worn borough has the faults that it says, and every other value as it was."""

from __future__ import annotations

import pyarrow as pa
import pytest

from beholden.borough import make
from benchmarks import worn_borough as faults


@pytest.fixture(scope="module")
def table() -> pa.Table:
    return make(households=800, seed=3).tables["vaccinations"]


def changed(before: pa.Table, after: pa.Table, name: str) -> float:
    pairs = zip(before[name].to_pylist(), after[name].to_pylist(), strict=True)
    return sum(old != new for old, new in pairs) / before.num_rows


def test_names_and_births_are_worn_as_often_as_is_said(table: pa.Table) -> None:
    after = faults.worn(table, seed=1)
    missing = (after["dob"].null_count - table["dob"].null_count) / table.num_rows
    assert missing == pytest.approx(faults.WITHOUT_BIRTH, abs=0.03)
    # Short names stay, and a surname may be exchanged for the same one.
    assert 0.5 * faults.MISSPELT < changed(table, after, "first_name") <= 1.2 * faults.MISSPELT
    assert changed(table, after, "surname") > changed(table, after, "first_name")
    assert changed(table, after, "dob") > missing


def test_all_else_stays_and_no_identifier_is_left(table: pa.Table) -> None:
    after = faults.worn(table, seed=1)
    worn = {"first_name", "surname", "dob"}
    assert set(after.column_names) == set(table.column_names) - {"nhs_number"}
    assert all(after[name].equals(table[name]) for name in set(after.column_names) - worn)
    assert after.equals(faults.worn(table, seed=1))
    assert not after.equals(faults.worn(table, seed=2))


@pytest.mark.parametrize(
    ("birth", "other"),
    [
        ("1986-05-21", "1986-05-21"),
        ("1986-05-04", "1986-04-05"),
        ("04/05/1986", "05/04/1986"),
        ("21/05/1986", "21/05/1986"),
        ("23-Nov-1992", "23-Nov-1992"),
        ("", ""),
    ],
)
def test_day_and_month_are_exchanged_where_that_is_a_date(birth: str, other: str) -> None:
    assert faults._exchanged(birth) == other
