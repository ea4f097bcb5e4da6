"""The official shapes and schemas, where they are at hand (docs/reference/exports.md)."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from .made_up import DATASETS, RECORD, SILENT
from .reading import data_of, departures, graph_of

FOLDER = Path(os.environ.get("BEHOLDEN_OFFICIAL", ""))
pytestmark = [
    pytest.mark.skipif("BEHOLDEN_OFFICIAL" not in os.environ, reason="they are not at hand"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]


@pytest.mark.parametrize(
    "record", [RECORD, replace(RECORD, holder=SILENT)], ids=["whole", "silent"]
)
@pytest.mark.parametrize("shapes", ["dcat-ap-SHACL.ttl", "shapes.ttl", "range.ttl"])
def test_the_catalogue_keeps_to_dcat_ap(shapes, record):
    assert departures(graph_of(record, "dcat"), FOLDER / shapes) == ""


@pytest.mark.parametrize("name", [one.name for one in DATASETS])
def test_a_contract_keeps_to_the_open_data_contract_standard(name):
    schema = json.loads((FOLDER / "odcs-json-schema-v3.1.0.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [fault.message for fault in validator.iter_errors(data_of(RECORD, "odcs", name))] == []


def test_an_entry_departs_from_the_governments_model_by_its_list_of_organisations_alone():
    """Every entry is of its class in the model itself, whose list of holders has no council."""
    model = json.loads((FOLDER / "metadata-exchange-model.schema.json").read_text("utf-8"))
    said = data_of(RECORD, "metadata-exchange")
    departs = {
        fault.json_path.partition("[")[0]
        for kind, of_class in (("datasets", "Dataset"), ("distributions", "Distribution"))
        for entry in said[kind]
        for fault in jsonschema.Draft201909Validator(
            {"$defs": model["$defs"], "$ref": f"#/$defs/{of_class}"}
        ).iter_errors(entry)
    }
    assert departs == {"$.creator", "$.publisher"}
