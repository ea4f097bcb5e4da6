"""Treatments of columns: every fault with its place, and what each is compiled to."""

from copy import deepcopy
from datetime import date

import pytest
import yaml

from beholden.gate import compile_terms, decide, named_datasets
from beholden.gate.agreement.treatments import steps_of
from beholden.kernel import BadInput

from .warm_homes import GOLDEN

AGREEMENT = yaml.safe_load((GOLDEN / "early-help-2026.agreement.yaml").read_text("utf-8"))
SETTING = yaml.safe_load((GOLDEN / "early-help-2026.setting.yaml").read_text("utf-8"))


def faults(dataset: str, column: str, said) -> list[str]:
    """Return the faults of the agreement in which one column is said otherwise."""
    changed = deepcopy(AGREEMENT)
    changed["datasets"][dataset]["columns"][column] = said
    with pytest.raises(BadInput) as caught:
        compile_terms(changed, **SETTING)
    return caught.value.why.split("\n  ")


def aged(**how) -> dict:
    age = {"age": {"as_of": "2026-09-01", **how}}
    return {"role": "dimension", "of": "date_of_birth", "treatment": age}


def numbered(**how) -> dict:
    return {"role": "dimension", "treatment": {"number": how}}


def looked_up(**changes) -> dict:
    how = {"dataset": "places", "key": "uprn", "value": "neighbourhood", **changes}
    return {"role": "dimension", "of": "uprn", "treatment": {"look_up": how}}


HIDDEN = {"treatment": "pseudonymised"}
CASES = [
    (
        "age",
        {"role": "dimension", "treatment": "hidden"},
        "treatment: This cannot be read. What is",
    ),
    ("age", {"role": "dimension", "treatment": {}}, "At least 1 must be named"),
    ("age", {"role": "dimension", "treatment": {"rounded": 5}}, "rounded is not known here"),
    (
        "age",
        {"role": "dimension", "treatment": {"postcode": "area", "date": "year"}},
        "treatment: This cannot be read",
    ),
    ("sector", {"role": "dimension", "treatment": {"postcode": "town"}}, "sector, district, area"),
    ("sector", {"role": "dimension", "treatment": {"date": "week"}}, "month, quarter, year"),
    ("age", aged(), "age: give named bands (from), or a width and a top, and not both"),
    ("age", aged(width=5), "age: give named bands (from), or a width and a top, and not both"),
    ("age", aged(width=5, top=90, **{"from": {"a": 0}}), "and not both"),
    ("age", aged(as_of="2026-02-30", width=5, top=90), "as_of: there is no such day"),
    ("age", aged(as_of=7, width=5, top=90), "as_of: This must be text"),
    (
        "age",
        {"role": "dimension", "treatment": {"age": {"width": 5, "top": 90}}},
        "as_of is missing",
    ),
    ("age", aged(**{"from": {"a": 1, "b": 1}}), "from: two bands begin at the same number"),
    ("age", aged(**{"from": {}}), "from: At least 1 must be named"),
    ("age", aged(width=0, top=90), "width: This number is out of bounds"),
    ("rent", numbered(width=0.001, top=1000), "width: this would make more than 200 bands"),
    ("rent", numbered(**{"from": {"low": "much"}}), "low: This must be a number"),
    ("neighbourhood", looked_up(dataset="wards"), "look_up › dataset: there is no such dataset"),
    ("neighbourhood", looked_up(key="postcode"), "look_up › key: there is no such column"),
    ("neighbourhood", looked_up(value="ward"), "look_up › value: there is no such column"),
    ("person", {"role": "join", "treatment": "clear"}, "role join is always pseudonymised"),
    ("person", {"role": "join", "treatment": {"date": "year"}}, "only a dimension is made coarser"),
    ("amount", {"role": "measure", "functions": ["sum"], **HIDDEN}, "a measure is sealed as it is"),
    ("amount", {"role": "measure", "functions": ["sum"], "treatment": {"date": "year"}}, "coarser"),
    ("name", {"role": "withheld", **HIDDEN}, "a withheld column has the role withheld"),
    ("name", {"role": "dimension", "treatment": "withheld"}, "has the role withheld"),
    ("school", {"role": "dimension", "of": "name"}, "of: only a dimension that a treatment makes"),
    ("kin", {"role": "join", "of": "name"}, "of: only a dimension that a treatment makes"),
    ("kin", {"role": "dimension", "of": "mother", **HIDDEN}, "kin: there is no such column"),
    ("name", {"role": "dimension", "of": "school", **HIDDEN}, "has a column of this name"),
    ("school", {"role": "dimension", "of": "School", **HIDDEN}, "of: this is the column itself"),
    ("school", {"role": "dimension", "bands": {"a": ["x"]}, **HIDDEN}, "bands or a treatment"),
]


@pytest.mark.parametrize(("column", "said", "told"), CASES, ids=[f"{c[0]}-{c[2]}" for c in CASES])
def test_one_fault_is_told_with_its_place(column, said, told):
    dataset = "benefits" if column in ("rent", "amount") else "children"
    found = faults(dataset, column, said)
    assert any(told in fault and column in fault for fault in found), found


def test_a_look_up_dataset_without_a_steward_is_a_fault():
    stewards = {name: who for name, who in SETTING["stewards"].items() if name != "places"}
    with pytest.raises(BadInput, match="a fault") as caught:
        compile_terms(AGREEMENT, **{**SETTING, "stewards": stewards})
    assert "look_up › dataset: it has no steward." in caught.value.why


@pytest.mark.parametrize(
    ("kind", "how", "steps"),
    [
        (
            "age",
            {"width": 10, "top": 25},
            (("0 to 9", 0), ("10 to 19", 10), ("20 to 24", 20), ("25 and over", 25)),
        ),
        ("age", {"width": 1, "top": 2}, (("0", 0), ("1", 1), ("2 and over", 2))),
        (
            "number",
            {"width": 2.5, "top": 5},
            (("0 to under 2.5", 0), ("2.5 to under 5", 2.5), ("5 and over", 5)),
        ),
        ("number", {"from": {"b": 7, "a": -1}}, (("a", -1), ("b", 7))),
    ],
)
def test_bands_are_written_out_in_the_terms(kind, how, steps):
    assert steps_of(kind, how) == steps


def test_the_datasets_that_are_looked_up_in_are_named_too():
    assert named_datasets(AGREEMENT) == ("children", "benefits", "places")


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"datasets": ["children"]},
        {"datasets": {"a": None}},
        {"datasets": {"a": {"columns": ["x"]}}},
        {"datasets": {"a": {"columns": {"x": {"treatment": {"look_up": {"dataset": 7}}}}}}},
    ],
)
def test_an_agreement_of_no_form_still_names_its_datasets(broken):
    assert set(named_datasets(broken)) <= {"a"}


def test_where_nothing_may_come_out_no_question_is_answered():
    said = yaml.safe_load((GOLDEN / "matching-2026.agreement.yaml").read_text("utf-8"))
    setting = yaml.safe_load((GOLDEN / "matching-2026.setting.yaml").read_text("utf-8"))
    terms = compile_terms(said, **setting)
    decision = decide("select count(*) from repairs", terms, today=date(2026, 12, 10))
    assert decision.refusal.clause == "outputs"
    assert decision.refusal.what == "this agreement gives no answers to questions."


@pytest.mark.parametrize("said", ["nothing", {}, ["none"]])
def test_outputs_are_named_or_none(said):
    with pytest.raises(BadInput) as caught:
        compile_terms({**AGREEMENT, "outputs": said}, **SETTING)
    assert caught.value.why.startswith("outputs: ")


@pytest.mark.parametrize(
    ("quality", "told"),
    [
        ({"children.person": {}}, "quality › children.person: At least 1 must be named."),
        ({"children.person": {"unique": 2}}, "unique: This number is out of bounds (at most 1)."),
        ({"children.person": {"validity": 1}}, "validity is not known here."),
        ({"children": {"complete": 1}}, "quality › children: complete is not known here."),
        ({"children": {}}, "quality › children: At least 1 must be named."),
        (
            {"places": {"validity": 1}},
            "quality › places: the agreement does not give this dataset.",
        ),
        (
            {"children.name": {"unique": 1}},
            "children.name: the agreement does not give this column",
        ),
    ],
)
def test_a_fault_of_quality_is_told_with_its_place(quality, told):
    with pytest.raises(BadInput) as caught:
        compile_terms({**AGREEMENT, "quality": quality}, **SETTING)
    assert told in caught.value.why
