"""What was intended stands beside what came of it: the record that nobody else keeps."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beholden.ethics import (
    LIKELIHOODS,
    SEVERITIES,
    Came,
    Foreseen,
    compare,
    consequence_meant,
    measured_beside,
    risk_of,
    target_of,
)

APRIL, MAY = date(2027, 4, 10), date(2027, 5, 1)
HELP = Foreseen(
    "Households in need are offered help that they did not know of",
    "positive",
    intended=True,
    measure="households helped by 31 March; target 400",
)
THREAT = Foreseen(
    "A household takes the letter as a threat about its debt",
    "negative",
    intended=False,
    likelihood="possible",
    severity="moderate",
)
QUIET = Foreseen("Nobody writes back", "negative", intended=False)


def came(of, happened, actual="", on=APRIL, what="x", **other):
    return Came(on=on, what=what, of=of, happened=happened, actual=actual, **other)


def test_each_kind_of_difference_has_its_row():
    rows = compare(
        [HELP, THREAT, QUIET],
        [
            came(1, True, "371 of 400 hoped for"),
            came(2, False, "no call in four months"),
            came(0, True, what="Landlords asked who was written to", done="refused"),
        ],
        {"households helped by 31 March": (APRIL, 371)},
    )
    assert [row.verdict for row in rows] == [
        "foreseen, and happened",
        "foreseen, and did not happen",
        "not known yet",
        "happened, and nobody had foreseen it",
    ]
    measured = rows[0].measured
    assert measured is not None
    assert (measured.target, measured.actual, measured.met) == ("400", "371", False)
    assert rows[1].expected == "negative, not intended, possible, moderate"
    assert rows[3].done == "refused"


def test_the_newest_word_is_the_verdict_and_the_older_one_stays():
    (row,) = compare([THREAT], [came(1, False, "none"), came(1, True, "14 calls", MAY)], {})
    assert (row.verdict, row.actual, row.on) == ("foreseen, and happened", "none; 14 calls", MAY)


def test_a_remark_without_a_verdict_leaves_it_open():
    (row,) = compare([THREAT], [came(1, None, "too early to say")], {})
    assert (row.verdict, row.actual) == ("not known yet", "too early to say")


def test_what_nobody_foresaw_is_one_row_however_often_it_is_told():
    rows = compare(
        [], [came(0, True, "one", what="Letters"), came(0, True, "two", what="letters.")], {}
    )
    assert [(row.what, row.actual) for row in rows] == [("Letters", "one; two")]


@given(st.lists(st.integers(0, 3), max_size=6), st.integers(0, 3))
def test_every_foreseen_consequence_has_one_row_and_nothing_is_lost(numbers, foreseen):
    stated = [Foreseen(f"consequence {n}", "negative", intended=False) for n in range(foreseen)]
    said = [
        came(n if n <= foreseen else 0, True, f"said-{at};", what=f"other {n}")
        for at, n in enumerate(numbers)
    ]
    rows = compare(stated, said, {})
    assert [row.what for row in rows[:foreseen]] == [one.what for one in stated]
    told = " ".join(row.actual for row in rows)
    assert all(one.actual in told for one in said)


@pytest.mark.parametrize(
    ("measure", "what", "target"),
    [
        ("households helped by 31 March; target 400", "households helped by 31 March", "400"),
        ("uptake; target five points more.", "uptake", "five points more"),
        ("calls, target: under 20", "calls", "under 20"),
        ("letters sent", "letters sent", ""),
        ("target 400", "target 400", ""),
        ("", "", ""),
    ],
)
def test_a_measure_names_its_target(measure, what, target):
    assert target_of(measure) == (what, target)


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("400", 371, False),
        ("400", 400, True),
        ("1,000", "1,200 letters", True),
        ("five points more", 4, None),
        ("400", "about half", None),
        ("400", None, None),
    ],
)
def test_a_target_is_met_where_both_are_numbers(target, actual, met):
    measures = {} if actual is None else {"Households  helped": (APRIL, actual)}
    hoped = Foreseen("x", "positive", intended=True, measure=f"households helped; target {target}")
    (measured,) = measured_beside([hoped], measures)
    assert measured.met is met


def test_what_was_measured_without_a_target_is_shown_too():
    found = measured_beside([HELP], {"letters sent": (APRIL, 900)})
    assert [(one.what, one.target, one.actual) for one in found] == [
        ("households helped by 31 March", "400", ""),
        ("letters sent", "", "900"),
    ]


@pytest.mark.parametrize(
    ("says", "number"),
    [
        (HELP.what, 1),
        ("households in need are offered help", 1),
        ("A household  takes the letter as a threat", 2),
        ("Nobody writes back.", 3),
        ("Something else", 0),
        ("", 0),
    ],
)
def test_a_consequence_is_meant_by_its_words_or_their_beginning(says, number):
    assert consequence_meant(says, [HELP.what, THREAT.what, QUIET.what]) == number


def test_a_beginning_that_two_share_means_neither():
    assert consequence_meant("A household", ["A household moves", "A household pays"]) == 0


@pytest.mark.parametrize(
    ("likelihood", "severity", "risk"),
    [
        ("remote", "minimal", "low"),
        ("remote", "severe", "medium"),
        ("possible", "moderate", "medium"),
        ("likely", "moderate", "medium"),
        ("likely", "major", "high"),
        ("certain", "severe", "high"),
        ("", "severe", ""),
        ("possible", "quite bad", ""),
    ],
)
def test_a_risk_follows_from_both_levels(likelihood, severity, risk):
    assert risk_of(likelihood, severity) == risk


@given(st.sampled_from(LIKELIHOODS), st.sampled_from(SEVERITIES[:-1]))
def test_a_graver_consequence_is_never_a_smaller_risk(likelihood, severity):
    graver = SEVERITIES[SEVERITIES.index(severity) + 1]
    order = ["low", "medium", "high"]
    assert order.index(risk_of(likelihood, graver)) >= order.index(risk_of(likelihood, severity))
