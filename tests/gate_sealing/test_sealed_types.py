"""What a column becomes when it is sealed, as tables: source cells, sealed type, sealed cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from beholden.kernel import BadInput, ColumnTerms, DatasetTerms
from gate_sealing.made_up import (
    DIMENSION,
    JOIN,
    MEASURE,
    Bench,
    column,
    sealed_rows,
    sealed_types,
    terms,
)

DIMENSIONS: list[tuple[list[Any], str, list[Any]]] = [
    (["yes", "No", "YES"], "BOOLEAN", [True, False, True]),
    (["true", "FALSE", None], "BOOLEAN", [True, False, None]),
    (["Y", "n", ""], "BOOLEAN", [True, False, None]),
    ([" yes ", "no", "  "], "BOOLEAN", [True, False, None]),
    (["yes", "no", "maybe"], "ENUM('maybe', 'no', 'yes')", ["yes", "no", "maybe"]),
    (["1", "0", "1"], "ENUM('0', '1')", ["1", "0", "1"]),
    ([None, None, None], "VARCHAR", [None, None, None]),
    ([True, False, None], "BOOLEAN", [True, False, None]),
    ([1, 2, None], "BIGINT", [1, 2, None]),
    ([date(2026, 1, 1), None, None], "DATE", [date(2026, 1, 1), None, None]),
    (["", "a", " b "], "ENUM('', ' b ', 'a')", ["", "a", " b "]),
]

MEASURES: list[tuple[list[Any], str, list[Any]]] = [
    (["1", "20", "-3"], "BIGINT", [1, 20, -3]),
    (["007", "+1", None], "BIGINT", [7, 1, None]),
    (["12.50", "3", " 0.5 "], "DECIMAL(4,2)", [Decimal("12.50"), Decimal("3.00"), Decimal("0.50")]),
    ([".5", "1.", ""], "DECIMAL(2,1)", [Decimal("0.5"), Decimal("1.0"), None]),
    (["1e3", "2.5", None], "DOUBLE", [1000.0, 2.5, None]),
    (["yes", "no", None], "INTEGER", [1, 0, None]),
    ([True, False, None], "INTEGER", [1, 0, None]),
    ([None, "", " "], "BIGINT", [None, None, None]),
    ([1.5, None, 2.0], "DOUBLE", [1.5, None, 2.0]),
    ([Decimal("1.10"), None, None], "DECIMAL(3,2)", [Decimal("1.10"), None, None]),
]

BANDS: list[tuple[Any, Any]] = [
    (("A", "B"), "warm"),
    (("D", "E"), "cold"),
    (("X", None), None),
    (("a", " A"), None),
    ((1, 2), "few"),
]

UNREADABLE: list[tuple[list[Any], str]] = [
    (["1", "MADEUP-MARKER", "£3"], "2 cells of t.x"),
    (["nan", "1", "inf"], "2 cells of t.x"),
    (["1,000", "1", "2"], "1 cells of t.x"),
]


def seal_one(bench: Bench, cells: list[Any], terms_of_x: ColumnTerms) -> tuple[str, list[Any]]:
    dataset = DatasetTerms("t", "Steward", (column("uprn", JOIN), terms_of_x, column("place")))
    text = all(cell is None for cell in cells)
    array = pa.array(cells, pa.string()) if text else pa.array(cells)
    table = {"uprn": [1] * len(cells), "x": array, "place": range(len(cells))}
    extract = bench.seal(terms(dataset), {"t": bench.source("t", table)})
    rows = sorted(sealed_rows(extract, bench.keys, "t"), key=lambda row: row["place"])
    return sealed_types(extract, bench.keys, "t")["x"], [row["x"] for row in rows]


@pytest.mark.parametrize(("cells", "kind", "sealed"), DIMENSIONS)
def test_a_dimension(bench: Bench, cells: list[Any], kind: str, sealed: list[Any]) -> None:
    assert seal_one(bench, cells, column("x", DIMENSION)) == (kind, sealed)


@pytest.mark.parametrize(("cells", "kind", "sealed"), MEASURES)
def test_a_measure(bench: Bench, cells: list[Any], kind: str, sealed: list[Any]) -> None:
    assert seal_one(bench, cells, column("x", MEASURE)) == (kind, sealed)


@pytest.mark.parametrize(("cells", "label"), BANDS)
def test_a_band_is_its_label_and_a_value_outside_is_null(
    bench: Bench, cells: tuple[Any, ...], label: str | None
) -> None:
    bands = (("warm", ("A", "B", "C")), ("cold", ("D", "E")), ("few", ("1", "2")), ("none", ()))
    kind, sealed = seal_one(bench, list(cells), column("x", DIMENSION, bands=bands))
    assert (kind, set(sealed)) == ("VARCHAR", {label})


@pytest.mark.parametrize(("cells", "told"), UNREADABLE)
def test_a_measure_that_is_not_a_number_is_counted_and_never_shown(
    bench: Bench, cells: list[Any], told: str
) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        seal_one(bench, cells, column("x", MEASURE))
    assert "MADEUP" not in str(caught.value)
    assert not bench.sealed.exists()


@pytest.mark.parametrize(
    ("uprn", "same"),
    [
        ([7, "7"], True),
        ([7, " 7 "], True),
        ([7.0, "7"], True),
        ([Decimal("7.00"), 7], True),
        ([7, "07"], False),
        (["a", "A"], False),
    ],
)
def test_one_subject_has_one_pseudonym_whatever_the_type_of_its_column(
    bench: Bench, uprn: list[Any], same: bool
) -> None:
    parts = [DatasetTerms(name, "S", (column("uprn", JOIN),)) for name in ("one", "two")]
    sources = {
        part.name: bench.source(part.name, {"uprn": [value]})
        for part, value in zip(parts, uprn, strict=True)
    }
    extract = bench.seal(terms(*parts), sources)
    first, second = (sealed_rows(extract, bench.keys, part.name) for part in parts)
    assert (first == second) is same
