"""Terms: the same after a round trip, one hash for one meaning, the strictest group size."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import (
    AggregateOutput,
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    GroupRule,
    JoinTerms,
    LookUp,
    QualityFloor,
    RecordedFloor,
    RecordsOutput,
    SelfServiceOutput,
    Terms,
    Treatment,
    TreatmentKind,
)

names = st.text("abz09_", max_size=8).map("n{}".format)
words = st.text(min_size=1, max_size=20)
some_words = st.lists(words, min_size=1, max_size=3).map(tuple)
some_names = st.lists(names, min_size=1, max_size=3, unique=True).map(tuple)
treatments = st.none() | st.builds(
    Treatment,
    kind=st.sampled_from(TreatmentKind),
    to=st.sampled_from(["", "sector", "month"]),
    steps=st.lists(st.tuples(words, st.floats(-1e6, 1e6)), max_size=2).map(tuple),
    as_of=st.none() | st.dates(),
    look_up=st.none() | st.builds(LookUp, dataset=names, steward=words, key=names, value=names),
)
columns = st.builds(
    ColumnTerms,
    name=names,
    role=st.sampled_from(ColumnRole),
    functions=st.lists(st.sampled_from(["sum", "avg"]), max_size=2, unique=True).map(tuple),
    bands=st.lists(st.tuples(words, some_words), max_size=2).map(tuple),
    of=st.none() | names,
    treatment=treatments,
)
datasets = st.builds(
    DatasetTerms,
    name=names,
    steward=words,
    columns=st.lists(columns, min_size=1, max_size=4).map(tuple),
    rows=st.none() | words,
)
rules = st.builds(GroupRule, size=st.integers(1, 100), when=st.just(()) | some_names, because=words)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
all_terms = st.builds(
    Terms,
    agreement=names,
    use=names,
    purpose=words,
    between=some_words,
    starts=days,
    ends=days,
    subject=st.sampled_from(["household", "person"]),
    subject_column=st.sampled_from(["uprn", "person"]),
    datasets=st.lists(datasets, min_size=1, max_size=3).map(tuple),
    group_rules=st.lists(rules, min_size=1, max_size=3).map(tuple),
    joins=st.lists(st.builds(JoinTerms, key=names, among=some_names), max_size=2).map(tuple),
    aggregate=st.none()
    | st.builds(
        AggregateOutput,
        to=some_words,
        round_to=st.integers(1, 100),
        largest_share=st.floats(0.01, 1.0),
    ),
    self_service=st.none()
    | st.builds(
        SelfServiceOutput,
        to=some_words,
        measures=some_names,
        by=some_names,
        guess_bound=st.integers(51, 99),
        known=some_names,
        caps=st.lists(st.tuples(names, st.floats(0.01, 1e9)), max_size=2).map(tuple),
        tables=st.lists(st.tuples(names, names), max_size=2).map(tuple),
        seals_a_year=st.integers(1, 366),
        share=st.integers(1, 100),
        of=names | st.just(""),
    ),
    records=st.none() | st.builds(RecordsOutput, to=some_words, act=words, columns=some_names),
    quality=st.lists(
        st.builds(QualityFloor, dataset=names, column=names, complete=st.floats(0, 1)), max_size=2
    ).map(tuple),
    recorded_quality=st.lists(
        st.builds(RecordedFloor, dataset=names, dimension=names, score=st.floats(0, 1)), max_size=2
    ).map(tuple),
    review_by=st.none() | days,
    objections_left_out=st.booleans(),
)


@settings(max_examples=40)
@given(all_terms)
def test_terms_come_back_from_json_as_they_were(terms: Terms) -> None:
    again = Terms.from_dict(json.loads(json.dumps(terms.to_dict())))
    assert again == terms
    assert again.hash == terms.hash


@settings(max_examples=40)
@given(all_terms)
def test_the_order_in_which_a_store_keeps_keys_does_not_change_the_hash(terms: Terms) -> None:
    backwards = dict(reversed(terms.to_dict().items()))
    assert Terms.from_dict(backwards).hash == terms.hash


@settings(max_examples=40)
@given(all_terms, st.data())
def test_another_meaning_has_another_hash(terms: Terms, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from(["purpose", "agreement", "objections_left_out", "ends"]))
    held = getattr(terms, field)
    other = {
        "purpose": f"{terms.purpose}.",
        "agreement": f"{terms.agreement}x",
        "objections_left_out": not terms.objections_left_out,
        "ends": date(2050, 1, 1),
    }[field]
    changed = dataclasses.replace(terms, **{field: other})
    assert held != other
    assert changed.hash != terms.hash


def _with_rules(*group_rules: GroupRule) -> Terms:
    dataset = DatasetTerms("council_tax", "Revenues", (ColumnTerms("uprn", ColumnRole.JOIN),))
    return Terms(
        agreement="warm-homes-2026",
        use="warm-homes",
        purpose="So that help is offered.",
        between=("Revenues",),
        starts=date(2026, 12, 1),
        ends=date(2027, 3, 31),
        subject="household",
        subject_column="uprn",
        datasets=(dataset,),
        group_rules=group_rules,
    )


ALWAYS_10 = GroupRule(10, "the agreement")
NEIGHBOURHOOD_20 = GroupRule(20, "advice, point 2", ("neighbourhood",))
TENURE_5 = GroupRule(5, "advice, point 3", ("tenure",))


@pytest.mark.parametrize(
    ("dimensions", "size"),
    [
        (set(), 10),
        ({"rating"}, 10),
        ({"neighbourhood"}, 20),
        ({"neighbourhood", "tenure"}, 20),
        ({"tenure"}, 10),
    ],
)
def test_the_strictest_rule_that_holds_decides(dimensions: set[str], size: int) -> None:
    terms = _with_rules(ALWAYS_10, NEIGHBOURHOOD_20, TENURE_5)
    assert terms.smallest_group(frozenset(dimensions)).size == size


@given(st.lists(rules, max_size=4), st.sets(names, max_size=3), st.sets(names, max_size=3))
def test_one_dimension_more_never_makes_a_smaller_group_enough(
    more_rules: list[GroupRule], some: set[str], others: set[str]
) -> None:
    terms = _with_rules(ALWAYS_10, *more_rules)
    few = terms.smallest_group(frozenset(some)).size
    assert terms.smallest_group(frozenset(some | others)).size >= few


@pytest.mark.parametrize("name", ["council_tax", "COUNCIL_TAX"])
def test_datasets_and_columns_are_found_whatever_their_case(name: str) -> None:
    dataset = _with_rules(ALWAYS_10).dataset(name)
    assert dataset is not None
    assert dataset.column("Uprn") == ColumnTerms("uprn", ColumnRole.JOIN)
    assert dataset.column("name") is None


def test_a_dataset_that_is_not_given_is_none() -> None:
    assert _with_rules(ALWAYS_10).dataset("energy") is None
