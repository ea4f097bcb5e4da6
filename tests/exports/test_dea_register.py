"""Agreements as the Digital Economy Act's register lists them: golden, and by its own shapes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import jsonschema
import pytest

from beholden.exports import exported

from .made_up import AGREED, BARE, RECORD, USE
from .reading import HERE, data_of

SCHEMA = json.loads((HERE / "schemas/dea-register.schema.json").read_text("utf-8"))
ENDS = AGREED.terms.ends


def faults(said: dict) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    return [error.message for error in validator.iter_errors(said)]


def test_the_worked_case_is_exported_as_its_golden_file():
    golden = json.loads((HERE / "golden/warm-homes-2026.dea.json").read_text("utf-8"))
    assert data_of(RECORD, "dea", "warm-homes-2026") == golden


@pytest.mark.parametrize("name", ["", "warm-homes-2026"])
def test_it_has_the_registers_own_shape(name):
    assert faults(data_of(RECORD, "dea", name)) == []


def test_nothing_agreed_is_an_empty_list():
    assert faults(data_of(BARE, "dea")) == []
    assert data_of(BARE, "dea")["agreements"] == []


@pytest.mark.parametrize("without", ["purpose", "isa_status", "retention_period"])
def test_an_entry_that_lacks_something_would_be_found(without):
    said = data_of(RECORD, "dea", "warm-homes-2026")
    del said["agreement"]["data"][without]
    assert faults(said)


def test_the_list_says_where_the_rest_is():
    (listed,) = data_of(RECORD, "dea")["agreements"]
    assert listed["agreement"]["link"].endswith("/register/dea.warm-homes-2026.json")


@pytest.mark.parametrize(
    ("days", "state", "status"),
    [(0, "in_force", "Active"), (1, "in_force", "Complete"), (-9, "ended", "Complete")],
)
def test_an_agreement_is_complete_after_its_end(days, state, status):
    use = replace(USE, agreements=(replace(AGREED, state=state),))
    record = replace(RECORD, today=ENDS + timedelta(days=days), uses=(use,))
    assert data_of(record, "dea", AGREED.name)["agreement"]["data"]["isa_status"] == status


@pytest.mark.parametrize(
    ("power", "told"),
    [
        ("Digital Economy Act 2017, section 35", 0),
        ("Local Government Act 2000, section 2", 1),
        ("", 1),
    ],
)
def test_an_agreement_that_the_register_would_not_take_is_told(power, told):
    use = replace(USE, agreements=(replace(AGREED, power=power),))
    assert len(exported(replace(RECORD, uses=(use,)), kind="dea").gaps) == told
