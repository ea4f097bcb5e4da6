"""The official shapes and schemas: those whose licence lets us keep them, and one at hand."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from rdflib import DCAT, DCTERMS, RDF

from .made_up import DATASETS, RECORD, SILENT
from .reading import data_of, departures, graph_of

KEPT = Path(__file__).parent / "official"  # its README names where each is from
AT_HAND = Path(os.environ.get("BEHOLDEN_OFFICIAL", ""))
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


@pytest.mark.skipif("BEHOLDEN_OFFICIAL" not in os.environ, reason="it is not at hand")
def test_an_entry_departs_from_the_governments_model_by_its_list_of_organisations_alone():
    """Every entry is of its class in the model itself, whose list of holders has no council."""
    model = json.loads((AT_HAND / "metadata-exchange-model.schema.json").read_text("utf-8"))
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
