"""A sentence for every change of the terms, and none without one."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.gate import differences
from beholden.kernel import (
    AggregateOutput,
    ClosedOutput,
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    GroupRule,
    JoinTerms,
    KeptApart,
    LookUp,
    QualityFloor,
    RecordedFloor,
    RecordsOutput,
    SelfServiceOutput,
    Terms,
    Treatment,
    TreatmentKind,
)

from .changing import changes, without

REVENUES, HOUSING, HEALTH = "Revenues and Benefits", "Housing", "Public Health Intelligence"

# An agreement that says everything that an agreement can say.
WHOLE = Terms(
    agreement="warm-homes-2026",
    use="warm-homes",
    purpose="So that help is offered.",
    between=(REVENUES, HOUSING, HEALTH),
    starts=date(2026, 12, 1),
    ends=date(2026, 12, 31),
    subject="household",
    subject_column="uprn",
    datasets=(
        DatasetTerms(
            "council_tax",
            REVENUES,
            (
                ColumnTerms("uprn", ColumnRole.JOIN),
                ColumnTerms("arrears", ColumnRole.MEASURE, functions=("sum", "count")),
                ColumnTerms("band", ColumnRole.DIMENSION, bands=(("low", ("A", "B")),)),
                ColumnTerms(
                    "age",
                    ColumnRole.DIMENSION,
                    of="birth",
                    treatment=Treatment(
                        TreatmentKind.AGE,
                        steps=(("child", 0.0), ("adult", 18.0)),
                        as_of=date(2026, 1, 1),
                    ),
                ),
                ColumnTerms(
                    "ward",
                    ColumnRole.DIMENSION,
                    treatment=Treatment(
                        TreatmentKind.LOOK_UP, look_up=LookUp("places", HOUSING, "uprn", "ward")
                    ),
                ),
                ColumnTerms(
                    "postcode",
                    ColumnRole.DIMENSION,
                    treatment=Treatment(TreatmentKind.POSTCODE, to="sector"),
                ),
            ),
            rows="liable_to is null",
        ),
        DatasetTerms("days", HOUSING, (ColumnTerms("day", ColumnRole.DIMENSION),), reference=True),
    ),
    group_rules=(
        GroupRule(20, "the agreement"),
        GroupRule(30, "advice, point 2", when=("ward", "band")),
    ),
    joins=(
        JoinTerms("uprn", ("council_tax", "homes")),
        JoinTerms("person", ("council_tax", "homes"), columns=(("payer",), ("tenant", "born"))),
    ),
    aggregate=AggregateOutput((HEALTH, HOUSING), round_to=5, largest_share=0.5),
    self_service=SelfServiceOutput(
        to=("all staff",),
        measures=("in_arrears", "arrears"),
        by=("ward", "band"),
        guess_bound=60,
        known=("ward",),
        caps=(("arrears", 900.0),),
        tables=(("ward", "band"), ("ward",)),
        seals_a_year=2,
        share=50,
        of="council_tax",
    ),
    records=RecordsOutput(("Warm Homes team",), "offer letters", ("uprn", "ward")),
    quality=(QualityFloor("council_tax", "uprn", 0.9, 0.5), QualityFloor("homes", "uprn", 0.8)),
    recorded_quality=(
        RecordedFloor("council_tax", "validity", 0.75),
        RecordedFloor("homes", "accuracy", 0.5),
    ),
    review_by=date(2027, 2, 1),
    kept_apart=(
        KeptApart(("ethnicity", "ward"), "advice, point 3"),
        KeptApart(("age", "band"), "advice, point 4"),
    ),
    training=("data-in-hand", "small-numbers"),
    closed=(
        ClosedOutput("records", "advice, point 5"),
        ClosedOutput("self_service", "advice, point 6"),
    ),
)
CHANGES = [*changes(WHOLE), *without(WHOLE)]


def said(before: Terms, after: Terms) -> tuple[str, ...]:
    return tuple(one.sentence for one in differences(before, after))


def test_every_field_of_the_terms_is_changed_by_these_tests() -> None:
    changed = {place.split(".")[1].split("[")[0] for place, _ in CHANGES}
    assert changed == {field.name for field in fields(Terms)}


@pytest.mark.parametrize(("place", "after"), CHANGES, ids=[place for place, _ in CHANGES])
def test_a_change_has_its_sentence_both_ways(place: str, after: Terms) -> None:
    assert WHOLE.hash != after.hash
    assert said(WHOLE, after)
    assert said(after, WHOLE)


def test_no_change_has_no_sentence() -> None:
    assert said(WHOLE, Terms.from_dict(WHOLE.to_dict())) == ()


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=4), st.integers(0, 10_000))
@settings(max_examples=60)
def test_several_changes_have_a_sentence_if_and_only_if_the_terms_differ(
    path: list[int], other: int
) -> None:
    first = CHANGES[other % len(CHANGES)][1]
    after = first
    for step in path:
        found = [*changes(after), *without(after)]
        after = found[step % len(found)][1]
    for before in (WHOLE, first):
        assert bool(said(before, after)) == (before.hash != after.hash)


def council_tax(**column: Any) -> Terms:
    """Return the whole agreement with the first dataset's measure changed."""
    data = WHOLE.datasets[0]
    columns = tuple(replace(c, **column) if c.name == "arrears" else c for c in data.columns)
    return replace(WHOLE, datasets=(replace(data, columns=columns), *WHOLE.datasets[1:]))


def groups(size: int) -> Terms:
    return replace(
        WHOLE, group_rules=(replace(WHOLE.group_rules[0], size=size), WHOLE.group_rules[1])
    )


SENTENCES = [
    (
        council_tax(functions=("sum", "count", "avg")),
        "arrears of council_tax may now be averaged as well as summed and counted",
        "wider",
    ),
    (
        council_tax(functions=("sum",)),
        "arrears of council_tax may no longer be counted, only summed",
        "narrower",
    ),
    (groups(10), "The smallest group falls from 20 to 10", "wider"),
    (groups(25), "The smallest group rises from 20 to 25", "narrower"),
    (
        replace(WHOLE, between=(REVENUES, HEALTH)),
        "Housing is no longer a party",
        "narrower",
    ),
    (
        replace(WHOLE, ends=date(2027, 3, 31)),
        "It ends on 31 March 2027 rather than 31 December 2026",
        "wider",
    ),
    (
        replace(WHOLE, review_by=None),
        "No review is owed; it was owed by 1 February 2027",
        "wider",
    ),
    (replace(WHOLE, objections_left_out=False), "Those who objected are not left out", "wider"),
    (
        replace(WHOLE, datasets=WHOLE.datasets[:1]),
        "days is no longer given",
        "narrower",
    ),
    (
        replace(WHOLE, aggregate=replace(WHOLE.aggregate, round_to=1)),
        "Numbers of subjects are rounded to 1 rather than 5",
        "wider",
    ),
    (
        replace(WHOLE, self_service=replace(WHOLE.self_service, guess_bound=55)),
        "How often in 100 a value may be guessed right at most falls from 60 to 55",
        "narrower",
    ),
]


@pytest.mark.parametrize(("after", "sentence", "effect"), SENTENCES)
def test_a_change_is_told_in_these_words(after: Terms, sentence: str, effect: str) -> None:
    assert [(one.sentence, one.effect) for one in differences(WHOLE, after)] == [(sentence, effect)]
    turned = {"wider": "narrower", "narrower": "wider"}
    assert [one.effect for one in differences(after, WHOLE)] == [turned[effect]]


DOCUMENTS = [
    ({}, {"title": "Warm homes"}, "title is stated: “Warm homes”"),
    (
        {"lawful_basis": {"article_6": "consent"}},
        {"lawful_basis": {"article_6": "public-task"}},
        "lawful basis › article 6 is “public-task” rather than “consent”",
    ),
    ({"personal_data": False}, {}, "The data are taken as personal"),
    (
        {"sharing": {"leaves_uk": False}},
        {"sharing": {"leaves_uk": {"to": ["France", "Spain"]}}},
        "sharing › leaves uk is no longer just no",
    ),
    (
        {"sharing": {"retention": "6 months"}},
        {},
        "sharing › retention is no longer stated; it was “6 months”",
    ),
]


@pytest.mark.parametrize(("before", "after", "sentence"), DOCUMENTS)
def test_words_that_are_no_terms_are_told_too(
    before: dict[str, Any], after: dict[str, Any], sentence: str
) -> None:
    found = differences(WHOLE, WHOLE, documents=(before, after))
    assert sentence in [one.sentence for one in found]
    assert differences(WHOLE, WHOLE, documents=(after, after)) == ()
