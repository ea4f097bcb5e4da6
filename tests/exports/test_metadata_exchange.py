"""The government's metadata model: checked by a schema written from it, gaps told."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest

from beholden.exports import exported

from .made_up import RECORD, SILENT, STATED
from .reading import HERE, data_of

SCHEMA = json.loads((HERE / "schemas/metadata-exchange.schema.json").read_text("utf-8"))


def faults(said: dict) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(said)]


def test_every_entry_is_an_instance_of_its_class():
    said = data_of(RECORD, "metadata-exchange")
    assert [one["identifier"].rsplit("#")[-1] for one in said["datasets"][:3]] == [
        "council_tax",
        "energy_certificates",
        "support_scheme",
    ]
    assert len(said["datasets"]) == 4
    assert len(said["distributions"]) == 1
    assert faults(said) == []


REQUIRED = [
    *("identifier", "type", "title", "description", "licence", "version", "accessRights"),
    *("securityClassification", "contactPoint", "modified", "creator", "publisher"),
    "updateFrequency",
]


@pytest.mark.parametrize("without", REQUIRED)
def test_an_entry_that_lacks_something_would_be_found(without):
    said = data_of(RECORD, "metadata-exchange")
    del said["datasets"][0][without]
    assert len(faults(said)) == 1


def test_what_is_held_is_shared_by_agreement_and_what_is_published_is_open():
    said = data_of(RECORD, "metadata-exchange")
    told = [(one["accessRights"], one["licence"][:8]) for one in said["datasets"]]
    assert told == [("INTERNAL", "DATA_SHA")] * 3 + [("OPEN", "https://")]
    (file,) = said["distributions"]
    assert file["byteSize"] == 812
    assert said["datasets"][3]["distribution"] == [file["identifier"]]


def test_what_the_council_has_not_stated_is_told_and_nothing_is_put_in_its_place():
    silent = exported(replace(RECORD, holder=SILENT), kind="metadata-exchange")
    assert [gap.split(":")[0] for gap in silent.gaps] == [
        "contactPoint.email",
        "identifier",
        "creator, publisher",
    ]
    (first, *_) = json.loads(silent.text)["datasets"]
    assert "email" not in first["contactPoint"]
    assert first["identifier"].startswith("urn:beholden:")
    assert {fault.split(": ")[1] for fault in faults(json.loads(silent.text))} == {
        "'email' is a required property"
    }
    assert exported(replace(RECORD, holder=STATED), kind="metadata-exchange").gaps == ()
