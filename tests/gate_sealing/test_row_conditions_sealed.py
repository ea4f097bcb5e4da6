"""Which rows a condition gives, as a table: condition, and the places of those rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from beholden.kernel import BadInput, DatasetTerms
from gate_sealing.made_up import JOIN, Bench, column, sealed_rows, terms

ROWS: dict[str, list[Any]] = {
    "uprn": [1, 2, 3, 4, 5],
    "place": [0, 1, 2, 3, 4],
    "liable to": [None, "2026", None, "2025", ""],
    "arrears": ["10", "9", "100.5", None, "unknown"],
    "owing": ["yes", "No", "y", None, "perhaps"],
    "paid": [True, False, True, None, False],
    "on": [date(2026, 1, d) for d in (1, 2, 3, 4, 5)],
    "ward": ["A", "B", "a", "it's", None],
}

CONDITIONS: list[tuple[str, list[int]]] = [
    ('"liable to" is null', [0, 2]),
    ('"LIABLE TO" is not null', [1, 3, 4]),
    ("arrears > 9", [0, 2]),
    ("arrears >= 9 and arrears < 100", [0, 1]),
    ("arrears between 9 and 10", [0, 1]),
    ("arrears in (10, 9)", [0, 1]),
    ("arrears > -1", [0, 1, 2]),
    ("arrears = '10'", [0]),
    ("owing", [0, 2]),
    ("not owing", [1]),
    ("owing = true", [0, 2]),
    ("owing is not true", [1, 3, 4]),
    ("owing = 'yes'", [0]),
    ("paid", [0, 2]),
    ("paid or owing", [0, 2]),
    ("\"on\" >= '2026-01-04'", [3, 4]),
    ("ward = 'A' or ward = 'it''s'", [0, 3]),
    ("not (ward = 'A')", [1, 2, 3]),
    ("ward in ('A', 'B')", [0, 1]),
]

FAULTS = [
    "no_such_column = 1",
    "exists (select 1)",
    "uprn in (select uprn from t)",
    "length(ward) > 1",
    "true; drop table t",
    "1 = 1 group by 1",
    "ward = read_text('/etc/passwd')",
    "cast(ward as int) = 1",
]


def seal(bench: Bench, condition: str) -> list[int]:
    dataset = DatasetTerms("t", "S", (column("uprn", JOIN), column("place")), condition)
    extract = bench.seal(terms(dataset), {"t": bench.source("t", ROWS)})
    return sorted(row["place"] for row in sealed_rows(extract, bench.keys, "t"))


@pytest.mark.parametrize(("condition", "given"), CONDITIONS)
def test_the_rows_that_a_condition_gives(bench: Bench, condition: str, given: list[int]) -> None:
    assert seal(bench, condition) == given


@pytest.mark.parametrize("condition", FAULTS)
def test_a_condition_that_is_more_than_a_condition(bench: Bench, condition: str) -> None:
    with pytest.raises(BadInput, match="datasets › t › rows"):
        seal(bench, condition)
    assert not bench.sealed.exists()


def test_a_condition_that_does_not_fit_its_column_tells_no_value(bench: Bench) -> None:
    with pytest.raises(BadInput, match="does not fit") as caught:
        seal(bench, "\"on\" > 'MADEUP-MARKER'")
    assert "MADEUP" not in str(caught.value)
