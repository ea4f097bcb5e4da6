"""Algorithmic transparency records: every field of the standard, gaps named and nothing made up.

What the standard has is read from the government's own table.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, replace

import jsonschema
import pytest
from markdown_it import MarkdownIt

from beholden.exports import Foreseen, exported
from beholden.exports.transparency_fields import FIELDS

from .made_up import AGREED, BARE, RECORD, USE
from .reading import HERE, data_of

SCHEMA = json.loads((HERE / "schemas/atrs.schema.json").read_text("utf-8"))
TABLE = (HERE / "official/atrs-v3.0.md").read_text("utf-8")
# What the log of changes from 3.0 to 4.0 says was deleted: filters that GOV.UK fills itself.
DELETED = {
    *("id", "standard_version", "organisation_type", "function", "capability", "task", "tags"),
    *("date_of_completion", "date_updated", "date_archived"),
}
# Left blank where nothing was trained, by chapters 10 and 11 of the guidance to 4.0.
OF_WHAT_IS_TRAINED = {"model_specification", "development_data"}


@dataclass(frozen=True)
class Official:
    """A row of the government's table: a field of version 3.0."""

    number: str
    attribute: str
    required: bool


def official_rows() -> list[Official]:
    """Return the rows of the table as it was published; its cells are set off by strokes."""
    cells = [[cell.strip() for cell in line.split("|")] for line in TABLE.splitlines()]
    return [
        Official(row[1], row[2].removesuffix("<br>"), row[-2] == "TRUE")
        for row in cells
        if len(row) > 2 and row[1][:1].isdigit()
    ]


def rows_of(record) -> list[dict[str, str]]:
    text = exported(record, kind="atrs", name="warm-homes", form="csv").text
    return list(csv.DictReader(io.StringIO(text, newline="")))


def faults(said: dict) -> list[str]:
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(said)]


def test_every_field_of_the_governments_table_has_its_place():
    table = [row.attribute for row in official_rows()]
    assert len(table) == 65
    taken = [attribute for field in FIELDS for attribute in field.before]
    # The phase stood in the table twice, and once is left.
    assert sorted([*taken, *DELETED, "phase"]) == sorted(table)


def test_what_the_governments_table_requires_is_required():
    required = {row.attribute for row in official_rows() if row.required}
    for field in FIELDS:
        if field.before and field.section not in OF_WHAT_IS_TRAINED:
            assert field.required == bool(required & set(field.before)), field.attribute


# Numbers that the guidance to version 4.0 prints.
PRINTED = {
    "description": "1.2",
    "third_party_involvement": "2.1.4",
    "third_party": "2.1.4.1",
    "companies_house_number": "2.1.4.2",
    "third_party_role": "2.1.4.3",
    "procurement_procedure_type": "2.1.4.4",
    "third_party_data_access_terms": "2.1.4.5",
    "detailed_description": "2.2.1",
    "process_integration": "2.3.1",
    "system_input": "2.4.1.2",
    "system_output": "2.4.1.3",
    "model_name": "2.4.2.1",
    "model_architecture": "2.4.2.6",
    "datasets_and_purposes": "2.4.2.8",
}


def test_fields_have_the_numbers_of_the_standard():
    told = {row["attribute"]: row["reference"] for row in rows_of(BARE)}
    assert {attribute: told[attribute] for attribute in PRINTED} == PRINTED
    # Tier 1 and who is responsible kept the numbers of the table.
    kept = {row.attribute: row.number for row in official_rows() if "1" <= row.number < "2.1.4"}
    assert {attribute: told[attribute] for attribute in kept} == kept
    numbers = [tuple(map(int, number.split("."))) for number in told.values() if number]
    assert sorted(set(numbers)) == numbers  # each once, in the order of the standard


@pytest.mark.parametrize("record", [RECORD, BARE], ids=["whole", "bare"])
def test_a_record_keeps_to_the_schema(record):
    assert faults(data_of(record, "atrs", "warm-homes")) == []


BROKEN = [
    ("tier_1", "name", ""),
    ("tier_1", "contact_email", "nobody"),
    ("title_information", "phase", "Beta"),
    ("title_information", "one_sentence_description", None),
    ("tier_2", "tool_specification", {"system_input": [""]}),
]


@pytest.mark.parametrize(("tier", "field", "value"), BROKEN)
def test_a_record_that_breaks_the_schema_would_be_found(tier, field, value):
    said = data_of(RECORD, "atrs", "warm-homes")
    said[tier][field] = value
    assert faults(said)


def test_what_nobody_has_stated_is_named_and_left_empty():
    whole = exported(RECORD, kind="atrs", name="warm-homes")
    assert whole.gaps == (
        "title_information.region: Region",
        "owner_and_responsibility.third_party_involvement: Third party involvement",
        "deployment_context.required_training: Required training",
    )
    bare = exported(BARE, kind="atrs", name="warm-homes")
    asked = {f"{field.section}.{field.attribute}" for field in FIELDS if field.required}
    named = {gap.split(":")[0] for gap in bare.gaps}
    assert named <= asked
    assert {
        "summary_information.contact_email",
        "operational_data.operational_data_sharing_agreements",
    } <= named
    assert json.loads(bare.text)["tier_1"]["contact_email"] is None


def test_every_field_is_a_row_of_the_table_and_a_line_of_the_page():
    told = {row["attribute"] for row in rows_of(BARE)}
    assert told == {field.attribute for field in FIELDS}
    page = exported(BARE, kind="atrs", name="warm-homes", form="md").text
    assert [field.name for field in FIELDS if f"\n| {field.name} |" not in page] == []


def test_it_says_what_the_use_says():
    said = data_of(RECORD, "atrs", "warm-homes")
    assert said["title_information"]["phase"] == "Production"
    tier_2 = said["tier_2"]
    assessed = tier_2["risks_mitigations_and_impact_assessments"]
    assert assessed["risks_and_mitigations"] == [
        "A household takes the letter as a threat. Likelihood possible, severity moderate. "
        "Mitigation: The letter names no debt."
    ]
    assert assessed["impact_assessments"] == ["Data ethics canvas, 2026-11-01: Fifteen areas."]
    sources = tier_2["operational_data"]["operational_data_sources"]
    assert [one.split(":")[0] for one in sources] == [
        *("Council tax", "Energy certificates", "Support scheme")
    ]
    assert sources[0].startswith("Council tax: from Revenues and Benefits, 20,000 rows, 2 columns")
    (checked, *_) = tier_2["operational_data"]["operational_data_processing"]
    assert checked == (
        "Council tax: checked on the way in, with 3 findings; 98.0% of cells are filled."
    )
    assert "nino" not in json.dumps(said)  # a column that the agreement withholds


def test_what_the_council_has_not_trained_is_left_blank_and_is_no_gap():
    said = data_of(RECORD, "atrs", "warm-homes")
    for section in OF_WHAT_IS_TRAINED:
        assert set(said["tier_2"][section].values()) == {None}
        assert not any(gap.startswith(section) for gap in said["gaps"])


def test_training_that_an_agreement_asks_for_is_told():
    asked = replace(AGREED, training=("disclosure-basics",))
    record = replace(RECORD, uses=(replace(USE, agreements=(asked,)),))
    process = data_of(record, "atrs", "warm-homes")["tier_2"]["deployment_context"]
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
    assert said["title_information"]["phase"] == STATES[state]


@pytest.mark.parametrize(
    "text", ["a | b", "<script>x</script>", "[x](javascript:y)", "a\nb", "`|`"]
)
def test_no_text_of_a_use_breaks_the_page(text):
    use = replace(USE, foreseen=(Foreseen(text, positive=False, intended=False, done=text),))
    page = exported(replace(RECORD, uses=(use,)), kind="atrs", name="warm-homes", form="md").text
    html = MarkdownIt("commonmark").enable("table").render(page)
    assert "<script" not in html
    assert "href=" not in html
    rows = [row for row in html.split("<tr>") if "Risks and mitigations" in row]
    assert len(rows) == 1
    assert rows[0].count("<td>") == 2
