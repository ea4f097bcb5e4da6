"""Algorithmic transparency records: every field of the standard, gaps named and nothing made up."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import jsonschema
import pytest
from markdown_it import MarkdownIt

from beholden.exports import Foreseen, exported
from beholden.exports.transparency_fields import FIELDS

from .made_up import AGREED, BARE, RECORD, USE
from .reading import HERE, data_of

SCHEMA = json.loads((HERE / "schemas/atrs.schema.json").read_text("utf-8"))
# Algorithmic Transparency Data Standard, version 1.1 (GOV.UK, 2 December 2021): its 37 attributes.
VERSION_1_1 = {
    *("name", "description", "website", "contact_email", "organisation", "team"),
    *("senior_responsible_owner", "external_supplier", "external_supplier_identifier"),
    *("external_supplier_role", "data_access_terms", "scope", "benefit", "model_type"),
    *("alternatives_considered", "frequency_usage", "phase", "maintenance"),
    *("system_architecture", "process_integration", "provided_information", "human_decisions"),
    *("required_training", "appeals_and_review", "source_data_name", "source_data_description"),
    *("source_data_url", "data_collection", "data_sharing_agreements", "data_access_and_storage"),
    *("impact_assessment_name", "impact_assessment_description", "impact_assessment_date"),
    *("impact_assessment_link", "risk_name", "risk_description", "risk_mitigation"),
}


def rows_of(record) -> list[dict[str, str]]:
    text = exported(record, kind="atrs", name="warm-homes", form="csv").text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def faults(said: dict) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(said)]


def test_no_attribute_of_the_first_version_is_left_out():
    assert len(VERSION_1_1) == 37
    assert {field.before for field in FIELDS if field.before} == VERSION_1_1


@pytest.mark.parametrize("record", [RECORD, BARE], ids=["whole", "bare"])
def test_a_record_keeps_to_the_schema(record):
    assert faults(data_of(record, "atrs", "warm-homes")) == []


BROKEN = [
    ("tier_1", "name", ""),
    ("tier_1", "contact_email", "nobody"),
    ("metadata", "organisation_type", "Council"),
    ("metadata", "standard_version", None),
]


@pytest.mark.parametrize(("tier", "field", "value"), BROKEN)
def test_a_record_that_breaks_the_schema_would_be_found(tier, field, value):
    said = data_of(RECORD, "atrs", "warm-homes")
    said[tier][field] = value
    assert faults(said)


def test_what_nobody_has_stated_is_named_and_left_empty():
    whole = exported(RECORD, kind="atrs", name="warm-homes")
    assert whole.gaps == (
        "owner_and_responsibility.external_supplier_involvement: External supplier involvement",
    )
    bare = exported(BARE, kind="atrs", name="warm-homes")
    asked = {f"{field.section}.{field.attribute}" for field in FIELDS if field.required}
    named = {gap.split(":")[0] for gap in bare.gaps}
    assert named <= asked
    assert {"overview.contact_email", "data_specification.data_sharing_agreements"} <= named
    assert json.loads(bare.text)["tier_1"]["contact_email"] is None


def test_every_field_is_a_row_of_the_table_and_a_line_of_the_page():
    told = {row["attribute"] for row in rows_of(BARE)}
    assert told == {field.attribute for field in FIELDS}
    page = exported(BARE, kind="atrs", name="warm-homes", form="md").text
    assert [field.name for field in FIELDS if f"\n| {field.name} |" not in page] == []


def test_the_first_section_of_the_second_tier_has_the_standards_own_numbers():
    told = {row["attribute"]: row["reference"] for row in rows_of(BARE)}
    assert told["organisation"] == "2.1.1"
    assert told["senior_responsible_owner"] == "2.1.3"
    assert told["external_supplier_involvement"] == "2.1.4"
    assert told["data_access_terms"] == "2.1.4.5"
    numbers = [number for number in told.values() if number]
    assert sorted(numbers) == numbers  # each once, in the order of the standard
    assert len(set(numbers)) == len(numbers)


def test_it_says_what_the_use_says():
    tier_2 = data_of(RECORD, "atrs", "warm-homes")["tier_2"]
    risks = tier_2["risks_and_impact_assessments"]
    assert risks["risk_name"] == ["A household takes the letter as a threat."]
    assert risks["risk_mitigation"] == [
        "A household takes the letter as a threat: The letter names no debt."
    ]
    assert tier_2["tool_specification"]["phase"] == "Production"
    data = tier_2["data_specification"]
    assert data["source_data_name"] == ["Council tax", "Energy certificates", "Support scheme"]
    assert "nino" not in json.dumps(data)  # a column that the agreement withholds


def test_training_that_an_agreement_asks_for_is_told():
    asked = replace(AGREED, training=("disclosure-basics",))
    record = replace(RECORD, uses=(replace(USE, agreements=(asked,)),))
    process = data_of(record, "atrs", "warm-homes")["tier_2"]["decision_making_process"]
    assert process["required_training"] == ["Course: disclosure-basics."]


# Where a use is, in every word of the public pages.
STATES = {
    "Under review": "Pre-deployment",
    "Approved": "Pre-deployment",
    "In use": "Production",
    "Suspended": "Production",
    "Opened in a crisis": "Production",
    "Opened in a crisis, review overdue": "Retired",
    "Ended": "Retired",
    "Declined": "Retired",
}


@pytest.mark.parametrize("state", STATES)
def test_the_phase_follows_the_state_of_the_use(state):
    record = replace(RECORD, uses=(replace(USE, state=state),))
    said = data_of(record, "atrs", "warm-homes")
    assert said["tier_2"]["tool_specification"]["phase"] == STATES[state]


@pytest.mark.parametrize(
    "text", ["a | b", "<script>x</script>", "[x](javascript:y)", "a\nb", "`|`"]
)
def test_no_text_of_a_use_breaks_the_page(text):
    use = replace(USE, foreseen=(Foreseen(text, positive=False, intended=False, done=text),))
    page = exported(replace(RECORD, uses=(use,)), kind="atrs", name="warm-homes", form="md").text
    html = MarkdownIt("commonmark").enable("table").render(page)
    assert "<script" not in html
    assert "href=" not in html
    rows = [row for row in html.split("<tr>") if "Risk name" in row]
    assert len(rows) == 1
    assert rows[0].count("<td>") == 2
