"""The official shapes and schemas, which are kept here as they were published."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rdflib import DCAT, DCTERMS, RDF

from .made_up import DATASETS, RECORD, SILENT
from .reading import data_of, departures, graph_of

KEPT = Path(__file__).parent / "official"  # its README names where each is from
MODEL = json.loads((KEPT / "metadata-exchange-model.schema.json").read_text("utf-8"))
SHAPES = ["dcat-ap-SHACL.ttl", "shapes.ttl", "range.ttl"]
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")


@pytest.mark.parametrize(
    "record", [RECORD, replace(RECORD, holder=SILENT)], ids=["whole", "silent"]
)
@pytest.mark.parametrize("shapes", SHAPES)
def test_the_catalogue_keeps_to_dcat_ap(shapes, record):
    assert departures(graph_of(record, "dcat"), KEPT / shapes) == ""


# What each file asks for, broken once in what is exported.
BROKEN = {
    "dcat-ap-SHACL.ttl": lambda graph, one: graph.remove((one, DCTERMS.title, None)),
    "shapes.ttl": lambda graph, one: graph.remove((one, DCTERMS.description, None)),
    "range.ttl": lambda graph, one: graph.set((one, DCTERMS.publisher, DCTERMS.title)),
}


@pytest.mark.parametrize("shapes", SHAPES)
def test_the_official_shapes_find_what_is_wrong(shapes):
    graph = graph_of(RECORD, "dcat")
    BROKEN[shapes](graph, next(graph.subjects(RDF.type, DCAT.Dataset)))
    assert "Constraint Violation" in departures(graph, KEPT / shapes)


@pytest.mark.parametrize("name", [one.name for one in DATASETS])
def test_a_contract_keeps_to_the_open_data_contract_standard(name):
    schema = json.loads((KEPT / "odcs-json-schema-v3.1.0.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    said = data_of(RECORD, "odcs", name)
    assert [fault.message for fault in validator.iter_errors(said)] == []
    del said["apiVersion"]
    assert [fault.message for fault in validator.iter_errors(said)]


ON_THE_LIST = "government-digital-service"


def departures_from_the_model(said: dict[str, Any]) -> set[str]:
    """Return where the entries are not of their class in the government's model."""
    return {
        fault.json_path.partition("[")[0]
        for kind, of_class in (("datasets", "Dataset"), ("distributions", "Distribution"))
        for entry in said[kind]
        for fault in jsonschema.Draft201909Validator(
            {"$defs": MODEL["$defs"], "$ref": f"#/$defs/{of_class}"},
            format_checker=jsonschema.FormatChecker(),
        ).iter_errors(entry)
    }


def test_an_entry_departs_from_the_governments_model_by_its_list_of_organisations_alone():
    """The model's list of who may hold data has departments of 2023 and no council."""
    said = data_of(RECORD, "metadata-exchange")
    assert departures_from_the_model(said) == {"$.creator", "$.publisher"}
    for entry in said["datasets"]:
        entry |= {"creator": [ON_THE_LIST], "publisher": ON_THE_LIST}
    assert departures_from_the_model(said) == set()


# What the model asks for, broken once in what is exported.
BREAKING = {
    "$.type": "Table",
    "$.accessRights": "SECRET",
    "$.modified": "yesterday",
    "$.contactPoint": "a telephone",
}


@pytest.mark.parametrize("where", BREAKING)
def test_the_governments_model_finds_what_is_wrong(where):
    said = data_of(RECORD, "metadata-exchange")
    said["datasets"][0][where[2:]] = BREAKING[where]
    assert where in departures_from_the_model(said)
