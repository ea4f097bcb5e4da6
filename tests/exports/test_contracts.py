"""A dataset's contract: valid by the standard's own schema, and no column that is not given."""

from __future__ import annotations

import json
from importlib import resources

import jsonschema
import pytest
import yaml
from open_data_contract_standard.model import OpenDataContractStandard

from beholden.exports import exported

from .made_up import DATASETS, RECORD
from .reading import data_of

SCHEMA = json.loads(
    (resources.files("open_data_contract_standard") / "schema.json").read_text("utf-8")
)
NAMES = [one.name for one in DATASETS]


def faults(contract: dict) -> list[str]:
    validator = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
    return [error.message for error in validator.iter_errors(contract)]


@pytest.mark.parametrize("name", NAMES)
def test_it_is_valid_by_the_standards_own_schema_and_model(name):
    contract = data_of(RECORD, "odcs", name)
    assert faults(contract) == []
    assert OpenDataContractStandard.model_validate(contract).name == name


@pytest.mark.parametrize("without", ["kind", "apiVersion", "id", "version"])
def test_a_contract_that_lacks_something_would_be_found(without):
    contract = data_of(RECORD, "odcs", "council_tax")
    del contract[without]
    assert faults(contract)


def test_both_forms_say_the_same():
    text = exported(RECORD, kind="odcs", name="council_tax", form="yaml").text
    assert yaml.safe_load(text) == data_of(RECORD, "odcs", "council_tax")
    assert "&id" not in text


def test_it_names_the_columns_that_agreements_give_and_no_others():
    (table,) = data_of(RECORD, "odcs", "council_tax")["schema"]
    assert [one["name"] for one in table["properties"]] == ["uprn", "tenure"]


def test_it_says_how_long_how_good_and_for_what():
    contract = data_of(RECORD, "odcs", "council_tax")
    assert contract["slaProperties"] == [{"property": "retention", "value": 6, "unit": "y"}]
    measured = {one["property"]: one["value"] for one in contract["schema"][0]["customProperties"]}
    assert measured["measured-completeness"] == 0.98
    assert measured["rows"] == 20_000
    uprn = contract["schema"][0]["properties"][0]
    assert uprn["customProperties"] == [{"property": "measured-complete", "value": 0.97}]
    assert contract["description"]["usage"] == "Only under these agreements: warm-homes-2026."
