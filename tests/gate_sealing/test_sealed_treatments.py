"""Treatments at sealing, as tables: source cells, what is sealed of them; nothing else is in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.gate.extract.coarsening import coarsened
from beholden.kernel import (
    BadInput,
    ColumnTerms,
    DatasetTerms,
    LookUp,
    QualityFloor,
    Refused,
    Treatment,
    TreatmentKind,
)
from gate_sealing.made_up import (
    DIMENSION,
    JOIN,
    MEASURE,
    Bench,
    column,
    image_bytes,
    sealed_rows,
    sealed_types,
    terms,
)

ON = date(2027, 2, 28)
AGE = Treatment(
    TreatmentKind.AGE, steps=(("child", 0.0), ("adult", 16.0), ("older", 65.0)), as_of=ON
)
NUMBER = Treatment(TreatmentKind.NUMBER, steps=(("low", 0.0), ("high", 100.5)))
PLACES = LookUp("places", "Planning", "uprn", "neighbourhood")
LOOK_UP = Treatment(TreatmentKind.LOOK_UP, look_up=PLACES)
HIDDEN = Treatment(TreatmentKind.PSEUDONYMISED)


def postcode(to: str) -> Treatment:
    return Treatment(TreatmentKind.POSTCODE, to=to)


def period(to: str) -> Treatment:
    return Treatment(TreatmentKind.DATE, to=to)


DAYS = ["2026-12-01", " 31/01/2026 ", "1 March 2025", "12/31/2026", "soon", "", None]
POSTCODES = ["ab1 2cd", "EC1A1BB", "M1 1AA", " NW10 3 AB ", "M1 1A1", "MADEUP", None]

CASES: list[tuple[Treatment, list[Any], list[Any]]] = [
    (AGE, ["2011-02-28", "2011-03-01", "28/02/2011"], ["adult", "child", "adult"]),
    # Born on 29 February: 16 on 1 March 2028 in no leap year's February.
    (AGE, ["2012-02-29", "2008-02-29", "1962-02-28"], ["child", "adult", "older"]),
    (AGE, ["2027-02-28", "2027-03-01", "not known", None], ["child", None, None, None]),
    (AGE, [date(2011, 2, 28), date(2011, 3, 1), None], ["adult", "child", None]),
    (AGE, [datetime(2011, 2, 28, 23, 59), None], ["adult", None]),
    (AGE, [1960, 2011], [None, None]),
    (postcode("sector"), POSTCODES, ["AB1 2", "EC1A 1", "M1 1", "NW10 3", None, None, None]),
    (postcode("district"), POSTCODES, ["AB1", "EC1A", "M1", "NW10", None, None, None]),
    (postcode("area"), POSTCODES, ["AB", "EC", "M", "NW", None, None, None]),
    (period("month"), DAYS, ["2026-12", "2026-01", "2025-03", None, None, None, None]),
    (period("quarter"), DAYS, ["2026-Q4", "2026-Q1", "2025-Q1", None, None, None, None]),
    (period("year"), DAYS, ["2026", "2026", "2025", None, None, None, None]),
    (period("year"), [True, False], [None, None]),
    (
        NUMBER,
        ["5", "100.5", "-1", " 0 ", "nan", "inf", "£3", None],
        [
            "low",
            "high",
            None,
            "low",
            None,
            None,
            None,
            None,
        ],
    ),
    (NUMBER, [100, 101, -1, None], ["low", "high", None, None]),
    (NUMBER, [Decimal("100.49"), Decimal("100.50")], ["low", "high"]),
    (NUMBER, [float("nan"), float("inf"), 1e300, -0.0], [None, None, "high", "low"]),
    (NUMBER, [date(2026, 1, 1)], [None]),
    (NUMBER, [True, False], [None, None]),
]


def seal_x(bench: Bench, cells: Any, x: ColumnTerms, **sources: Any) -> tuple[Any, list[Any]]:
    dataset = DatasetTerms("t", "Steward", (column("uprn", JOIN), x, column("place")))
    table = {"uprn": [1] * len(cells), x.source: pa.array(cells), "place": range(len(cells))}
    extract = bench.seal(terms(dataset), {"t": bench.source("t", table), **sources})
    rows = sorted(sealed_rows(extract, bench.keys, "t"), key=lambda row: row["place"])
    return extract, [row[x.name] for row in rows]


@pytest.mark.parametrize(("treatment", "cells", "sealed"), CASES)
def test_only_the_coarser_value_is_sealed(
    bench: Bench, treatment: Treatment, cells: list[Any], sealed: list[Any]
) -> None:
    extract, found = seal_x(bench, cells, column("x", treatment=treatment))
    assert found == sealed
    assert sealed_types(extract, bench.keys, "t")["x"] == "VARCHAR"


def test_the_value_itself_is_nowhere_in_the_image(bench: Bench) -> None:
    cells = [f"AB1 2C{letter}" for letter in "DEFGH"]
    made = column("sector", of="postcode", treatment=postcode("sector"))
    extract, found = seal_x(bench, cells, made)
    assert set(found) == {"AB1 2"}
    assert not any(cell.encode() in image_bytes(extract, bench.keys) for cell in cells)


@pytest.mark.parametrize(
    ("treatment", "one", "other"),
    [
        (postcode("sector"), ["AB1 2CD", None], ["ab12zz", "AB1 2"]),
        (AGE, ["1990-05-01", "2020-01-01"], ["1970-12-31", "2019-06-30"]),
        (period("quarter"), ["2026-10-01", "soon"], ["2026-12-31", None]),
        (NUMBER, ["3", "250"], ["99.9", "1e9"]),
    ],
)
def test_what_a_treatment_takes_away_changes_nothing(
    bench: Bench, treatment: Treatment, one: list[Any], other: list[Any]
) -> None:
    made = column("x", of="own", treatment=treatment)
    assert seal_x(bench, one, made)[1] == seal_x(bench, other, made)[1]


def test_two_columns_may_be_made_of_one(bench: Bench) -> None:
    made = (
        column("uprn", JOIN),
        column("sector", of="postcode", treatment=postcode("sector")),
        column("area", of="postcode", treatment=postcode("area")),
    )
    source = bench.source("t", {"uprn": [1], "postcode": ["AB1 2CD"]})
    extract = bench.seal(terms(DatasetTerms("t", "S", made)), {"t": source})
    (row,) = sealed_rows(extract, bench.keys, "t")
    assert (row["sector"], row["area"]) == ("AB1 2", "AB")


@given(st.lists(st.text(max_size=9) | st.none(), min_size=1, max_size=6), st.data())
def test_whatever_the_text_there_is_a_label_or_nothing(cells: list[Any], data: Any) -> None:
    import duckdb

    treatment = data.draw(st.sampled_from([AGE, NUMBER, postcode("area"), period("month")]))
    with duckdb.connect() as connection:
        connection.register("cells", pa.table({"v": pa.array(cells, pa.string())}))
        rows = connection.execute(f"SELECT {coarsened('v', 'VARCHAR', treatment)} FROM cells")
        found = {row[0] for row in rows.fetchall()} - {None}
    labels = {label for label, _ in treatment.steps}
    assert found <= labels if labels else all(len(label) <= 7 for label in found)


# Look-ups

NEIGHBOURHOOD = column("neighbourhood", of="home", treatment=LOOK_UP)


def places(bench: Bench, uprn: Any, neighbourhood: Any) -> Any:
    return bench.source("places", {"uprn": uprn, "neighbourhood": neighbourhood, "secret": uprn})


def test_a_look_up_takes_what_stands_beside_the_value(bench: Bench) -> None:
    known = places(bench, [1, 2, 2, 3, 9], ["Millbrook", "Harbour", "Harbour", None, "Far"])
    extract, found = seal_x(bench, ["1", " 2 ", "2", "3", "4", None], NEIGHBOURHOOD, places=known)
    assert found == ["Millbrook", "Harbour", "Harbour", None, None, None]
    assert set(extract.rows) == {"t"}
    assert b"Far" not in image_bytes(extract, bench.keys)


@pytest.mark.parametrize("beside", ["value", "instead"])
def test_a_look_up_stands_beside_a_column_of_any_name(bench: Bench, beside: str) -> None:
    dataset = DatasetTerms(
        "t", "Steward", (column("uprn", JOIN), NEIGHBOURHOOD, column(beside, MEASURE))
    )
    table = bench.source("t", {"uprn": [5, 6], "home": ["1", "2"], beside: [10, 20]})
    known = places(bench, [1, 2], ["Millbrook", "Harbour"])
    extract = bench.seal(terms(dataset), {"t": table, "places": known})
    found = {row["neighbourhood"]: row[beside] for row in sealed_rows(extract, bench.keys, "t")}
    assert found == {"Millbrook": 10, "Harbour": 20}


def test_the_order_of_a_look_up_dataset_changes_nothing(bench: Bench) -> None:
    one = places(bench, [1, 2], ["Millbrook", "Harbour"])
    _, before = seal_x(bench, ["1", "2"], NEIGHBOURHOOD, places=one)
    other = places(bench, [2, 1, 7], ["Harbour", "Millbrook", "Elsewhere"])
    _, after = seal_x(bench, ["1", "2"], NEIGHBOURHOOD, places=other)
    assert before == after


def test_a_look_up_that_says_two_things_of_one_value_is_not_used(bench: Bench) -> None:
    known = places(bench, [1, 1, 2], ["MADEUP-A", "MADEUP-B", "Harbour"])
    with pytest.raises(BadInput, match=r"1 values of places\.uprn have more than one") as caught:
        seal_x(bench, ["1"], NEIGHBOURHOOD, places=known)
    assert "MADEUP" not in str(caught.value.to_dict())
    assert not bench.sealed.exists()


def test_a_look_up_needs_its_dataset_and_its_columns(bench: Bench) -> None:
    with pytest.raises(BadInput, match="There is no source for places"):
        seal_x(bench, ["1"], NEIGHBOURHOOD)
    other = bench.source("places", {"uprn": [1], "ward": ["x"]})
    with pytest.raises(BadInput, match="does not have the columns of the look-up"):
        seal_x(bench, ["1"], NEIGHBOURHOOD, places=other)


# Pseudonymised dimensions


def test_a_pseudonymised_dimension_groups_alike_and_tells_no_name(bench: Bench) -> None:
    cells = ["MADEUP-SCHOOL-1", "MADEUP-SCHOOL-2", "MADEUP-SCHOOL-1", None]
    extract, found = seal_x(bench, cells, column("school", DIMENSION, treatment=HIDDEN))
    assert found[0] == found[2] != found[1]
    assert found[3] is None
    assert sealed_types(extract, bench.keys, "t")["school"] == "BIGINT"
    assert b"MADEUP-SCHOOL" not in image_bytes(extract, bench.keys)


def test_another_use_has_other_pseudonyms(bench: Bench) -> None:
    made = column("school", DIMENSION, treatment=HIDDEN)
    dataset = DatasetTerms("t", "S", (column("uprn", JOIN), made))
    found = []
    for use in ("warm-homes", "another"):
        source = bench.source("t", {"uprn": [1], "school": ["MADEUP"]})
        extract = bench.seal(terms(dataset, use=use), {"t": source})
        found += [row["school"] for row in sealed_rows(extract, bench.keys, "t")]
    assert len(set(found)) == 2


# Quality


@pytest.mark.parametrize(
    ("uprns", "share"), [([1, 2, 3, 3], 0.5), ([1, 2, None, None], 1.0), ([5, 5], 0.0)]
)
def test_uniqueness_is_the_share_of_filled_rows_that_nothing_repeats(
    bench: Bench, uprns: list[Any], share: float
) -> None:
    dataset = DatasetTerms("t", "Steward", (column("uprn", JOIN),))
    source = {"t": bench.source("t", {"uprn": pa.array(uprns, pa.int64())})}
    enough = terms(dataset, quality=(QualityFloor("t", "uprn", unique=share),))
    assert bench.seal(enough, source).rows["t"] == sum(u is not None for u in uprns)
    if share < 1:
        more = terms(dataset, quality=(QualityFloor("t", "uprn", unique=share + 0.01),))
        with pytest.raises(Refused) as caught:
            bench.seal(more, source)
        assert caught.value.refusal.what == "t.uprn is not unique enough to be sealed."
        assert caught.value.refusal.clause == "quality › t.uprn"
