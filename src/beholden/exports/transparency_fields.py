"""The fields of an algorithmic transparency record, by tier and section.

Source: Algorithmic Transparency Recording Standard (GOV.UK), version 4.0 of May 2025. Its template
is a spreadsheet that is not published as data. Version 3.0's is, as a table, and the log of changes
from 3.0 to 4.0 says of each field what became of it; both are in
``co-cddo/algorithmic-transparency-recording-standard``. Numbers are those that the guidance to 4.0
prints, and those that follow from the table and the log; within the sections on data, of which the
log gives no order, most fields have none. Five (2.3.2, 2.4.1.5, 2.4.3.1, 2.4.3.4 and 2.4.4.2) rest
partly on a list of 4.0's fields that is not the government's own. Required is what the table
requires; the sections on a model and on data for its development are left blank where the council
has trained nothing, says the guidance.
"""

from __future__ import annotations

from dataclasses import dataclass

STANDARD_VERSION = "4.0"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``required`` where a record without it is not whole.

    ``before`` are the attributes of version 3.0 whose place it took, none where it is new.
    """

    attribute: str
    name: str
    tier: str
    section: str
    required: bool = False
    reference: str = ""
    before: tuple[str, ...] = ()


def _section(tier: str, section: str, *fields: tuple[str, ...]) -> tuple[Field, ...]:
    """Return the fields of one section, each told as attribute, name and marks."""
    return tuple(_field(tier, section, *field) for field in fields)


def _field(tier: str, section: str, attribute: str, name: str, *marks: str) -> Field:
    said = dict(mark.split("=") for mark in marks if "=" in mark)
    before = tuple(filter(None, said.get("v3", attribute).split("+")))
    return Field(attribute, name, tier, section, "*" in marks, said.get("n", ""), before)


FIELDS: tuple[Field, ...] = (
    *_section(
        "Title information",
        "title_information",
        ("title", "Title", "*", "n=0.1"),
        ("organisation_name", "Organisation name", "*", "n=0.2"),
        ("phase", "Phase", "*", "n=0.3"),
        ("region", "Region", "*", "n=0.4"),
        ("one_sentence_description", "One sentence description", "*", "n=0.5"),
    ),
    *_section(
        "Tier 1",
        "summary_information",
        ("name", "Name", "*", "n=1.1"),
        ("description", "Description", "*", "n=1.2"),
        ("website_url", "Website URL", "*", "n=1.3"),
        ("contact_email", "Contact email", "*", "n=1.4"),
    ),
    *_section(
        "Tier 2",
        "owner_and_responsibility",
        ("organisation_or_department", "Organisation or department", "*", "n=2.1.1"),
        ("team", "Team", "*", "n=2.1.2"),
        ("senior_responsible_owner", "Senior responsible owner", "*", "n=2.1.3"),
        (
            "third_party_involvement",
            "Third party involvement",
            "*",
            "n=2.1.4",
            "v3=external_supplier_involvement",
        ),
        ("third_party", "Third party", "n=2.1.4.1", "v3=external_supplier"),
        ("companies_house_number", "Companies House number", "n=2.1.4.2"),
        ("third_party_role", "Third party role", "n=2.1.4.3", "v3=external_supplier_role"),
        ("procurement_procedure_type", "Procurement procedure type", "n=2.1.4.4"),
        (
            "third_party_data_access_terms",
            "Third party data access terms",
            "n=2.1.4.5",
            "v3=data_access_terms",
        ),
    ),
    *_section(
        "Tier 2",
        "description_and_rationale",
        (
            "detailed_description",
            "Detailed description",
            "*",
            "n=2.2.1",
            "v3=detailed_description+scope",
        ),
        ("benefits", "Benefits", "*", "n=2.2.2", "v3=benefit"),
        ("previous_process", "Previous process", "n=2.2.3"),
        ("alternatives_considered", "Alternatives considered", "n=2.2.4"),
    ),
    *_section(
        "Tier 2",
        "deployment_context",
        (
            "process_integration",
            "Integration into broader operational process",
            "*",
            "n=2.3.1",
            "v3=process_integration+provided_information",
        ),
        ("human_review", "Human review", "*", "n=2.3.2", "v3=human_decisions_and_review"),
        ("frequency_and_scale_of_usage", "Frequency and scale of usage", "*", "n=2.3.3"),
        ("required_training", "Required training", "*", "n=2.3.4"),
        ("appeals_and_review", "Appeals and review", "n=2.3.5"),
    ),
    *_section(
        "Tier 2",
        "tool_specification",
        ("system_architecture", "System architecture", "*", "n=2.4.1.1"),
        ("system_input", "System-level input", "*", "n=2.4.1.2", "v3="),
        ("system_output", "System-level output", "*", "n=2.4.1.3", "v3="),
        ("maintenance", "Maintenance", "*", "n=2.4.1.4"),
        ("models", "Models", "*", "n=2.4.1.5"),
    ),
    *_section(
        "Tier 2",
        "model_specification",
        ("model_name", "Model name", "n=2.4.2.1"),
        ("model_version", "Model version", "n=2.4.2.2"),
        ("model_task", "Model task", "n=2.4.2.3"),
        ("model_input", "Model input", "n=2.4.2.4"),
        ("model_output", "Model output", "n=2.4.2.5"),
        ("model_architecture", "Model architecture", "n=2.4.2.6"),
        ("model_performance", "Model performance", "n=2.4.2.7"),
        (
            "datasets_and_purposes",
            "Datasets and their purposes",
            "n=2.4.2.8",
            "v3=datasets+dataset_purposes",
        ),
    ),
    *_section(
        "Tier 2",
        "development_data",
        (
            "development_data_description",
            "Development data description",
            "n=2.4.3.1",
            "v3=source_data_name+data_description+source_data_url",
        ),
        ("data_modality", "Data modality"),
        ("data_quantities", "Data quantities"),
        ("sensitive_attributes", "Sensitive attributes", "n=2.4.3.4"),
        (
            "data_completeness_and_representativeness",
            "Data completeness and representativeness",
        ),
        ("data_cleaning", "Data cleaning"),
        ("data_collection", "Data collection"),
        ("data_access_and_storage", "Data access and storage"),
        ("data_sharing_agreements", "Data sharing agreements"),
    ),
    *_section(
        "Tier 2",
        "operational_data",
        ("operational_data_sources", "Data sources", "*", "v3="),
        ("operational_sensitive_attributes", "Sensitive attributes", "n=2.4.4.2", "v3="),
        ("operational_data_processing", "Data processing methods", "v3="),
        ("operational_data_access_and_storage", "Data access and storage", "*", "v3="),
        ("operational_data_sharing_agreements", "Data sharing agreements", "*", "v3="),
    ),
    *_section(
        "Tier 2",
        "risks_mitigations_and_impact_assessments",
        ("impact_assessments", "Impact assessments", "*", "n=2.5.1", "v3=impact_assessment"),
        ("risks_and_mitigations", "Risks and mitigations", "*", "n=2.5.2"),
    ),
)
