"""Clocks, names, canonical JSON, findings and receipts."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.kernel import (
    BadInput,
    Clause,
    DatasetVersion,
    Finding,
    HeldClock,
    Measure,
    QualityDimension,
    Receipt,
    SystemClock,
    canonical_json,
    checked_name,
    fingerprint,
    new_id,
    silent,
)

# Input and canonical form, from RFC 8785, sections 3.2.2, 3.2.3 and appendix B.
RFC_8785 = [
    (
        '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        ' "string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/",'
        ' "literals": [null, true, false]}',
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    ),
    (
        '{"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With'
        ' Dagesh", "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",'
        ' "\\u00f6": "Latin Small Letter O With Diaeresis"}',
        '{"\\r":"Carriage Return","1":"One","\x80":"Control","ö":"Latin Small Letter O With'
        ' Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet'
        ' With Dagesh"}',
    ),
    ("[0.0, -0.0, 5e-324, 1.7976931348623157e308]", "[0,0,5e-324,1.7976931348623157e+308]"),
    ("[9007199254740991, 295147905179352830000.0]", "[9007199254740991,295147905179352830000]"),
]


@pytest.mark.parametrize(("given_json", "canonical"), RFC_8785)
def test_canonical_json_gives_the_vectors_of_its_rfc(given_json: str, canonical: str) -> None:
    assert canonical_json(json.loads(given_json)).decode() == canonical


def test_a_fingerprint_is_that_of_the_canonical_form() -> None:
    # sha256 of {"a":1,"b":2}, worked out with another tool.
    known = "sha256:43258cff783fe7036d8a43033f830adfc60ec037382473548ac742b888292777"
    assert fingerprint({"b": 2, "a": 1}) == known
    assert fingerprint({"b": 2, "a": 2}) != known


NAMES = [
    "warm-homes",
    "council_tax",
    "a",
    "x9",
    "warm-homes-2026",
    "a" * 80,
]
NOT_NAMES = [
    "",
    "Warm-homes",
    "9lives",
    "-homes",
    "homes-",
    "warm--homes",
    "warm homes",
    "warm/homes",
    "../homes",
    "homes\n",
    "höfe",
    "a" * 81,
]


@pytest.mark.parametrize("text", NAMES)
def test_a_name(text: str) -> None:
    assert checked_name(text, of="a use") == text


@pytest.mark.parametrize("text", NOT_NAMES)
def test_not_a_name(text: str) -> None:
    with pytest.raises(BadInput, match=r"cannot be the name of a use"):
        checked_name(text, of="a use")


def test_what_is_not_a_name_is_not_repeated_in_the_error() -> None:
    with pytest.raises(BadInput) as stopped:
        checked_name("12 Mill Lane", of="a use")
    assert "Mill" not in str(stopped.value)


@given(st.text(max_size=100))
def test_what_is_taken_as_a_name_is_safe_in_a_path_a_url_and_sql(text: str) -> None:
    try:
        name = checked_name(text, of="a dataset")
    except BadInput:
        return
    assert re.fullmatch(r"[a-z0-9_-]{1,80}", name)


def test_ids_are_fresh_and_say_what_they_are_of() -> None:
    drawn = {new_id("answer") for _ in range(1_000)}
    assert len(drawn) == 1_000
    assert all(re.fullmatch(r"answer-[0-9a-f]{16}", one) for one in drawn)


@pytest.mark.parametrize("day", ["2026-12-01", date(2026, 12, 1)])
def test_a_held_clock_stands_at_noon_of_its_day(day: date | str) -> None:
    clock = HeldClock.on(day)
    assert clock.now() == clock.now() == datetime(2026, 12, 1, 12, tzinfo=UTC)
    assert clock.today() == date(2026, 12, 1)


def test_the_system_clock_tells_the_machines_time_with_its_zone() -> None:
    clock = SystemClock()
    moment = clock.now()
    assert moment.tzinfo is UTC
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=1)
    assert abs(clock.today() - moment.date()) <= timedelta(days=1)


def test_a_finding_as_plain_data_has_a_place_and_no_value() -> None:
    finding = Finding("future-date", QualityDimension.TIMELINESS, "It is.", "tax", "paid", 7)
    assert finding.to_dict() == {
        "code": "future-date",
        "dimension": "timeliness",
        "message": "It is.",
        "dataset": "tax",
        "column": "paid",
        "row": 7,
    }


def test_the_hidden_columns_of_a_measure_are_named_after_it() -> None:
    measure = Measure("avg_arrears", "avg", "arrears")
    assert (measure.largest, measure.total) == ("_largest_avg_arrears", "_total_avg_arrears")


def test_a_receipt_is_plain_data() -> None:
    receipt = Receipt(
        id="answer-1",
        use="warm-homes",
        purpose="So that help is offered.",
        agreement="warm-homes-2026",
        terms_hash="sha256:00",
        question="select 1",
        sql="select 1",
        clauses=(Clause("until", "It holds."),),
        datasets=(DatasetVersion("council_tax", 1, "sha256:01", 480, {"validity": 1.0}),),
        subjects=120,
        shown=4,
        withheld={"fewer than 20 households": 2},
        by_role="Analyst",
        at="2026-12-01T12:00:00+00:00",
        entry=24,
    )
    plain = json.loads(json.dumps(receipt.to_dict()))
    assert plain["clauses"] == [{"where": "until", "says": "It holds."}]
    assert plain["datasets"][0]["quality"] == {"validity": 1.0}
    assert plain["withheld"] == {"fewer than 20 households": 2}


def test_silence_is_no_progress() -> None:
    assert silent("reading", 1, 2) is None  # type: ignore[func-returns-value]
