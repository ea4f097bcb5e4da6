"""The fields of an algorithmic transparency record, by tier and section.

Source: Algorithmic Transparency Recording Standard (GOV.UK). Attributes and the numbers of the
metadata, of Tier 1 and of the first section of Tier 2 are those of version 2.1; all 37 attributes
of version 1.1 are among them or named beside the one that took their place. The names of sections,
and the attributes that came later (previous process, models, modality, quantities, sensitive
attributes, completeness, cleaning), are those of records published since. Version 3.0 has a
template that is not published as data; the order of fields within the other sections of Tier 2
could not be read, so those fields have no number.
"""

from __future__ import annotations

from dataclasses import dataclass

STANDARD_VERSION = "2.1"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: ``required`` where a record without it is not whole.

    ``before`` is the attribute of version 1.1 whose place it took, where that had another name.
    """

    attribute: str
    name: str
    tier: str
    section: str
    required: bool = False
    reference: str = ""
    before: str = ""


def _section(tier: str, section: str, *fields: tuple[str, ...]) -> tuple[Field, ...]:
    """Return the fields of one section, each told as attribute, name and marks."""
    return tuple(_field(tier, section, *field) for field in fields)


def _field(tier: str, section: str, attribute: str, name: str, *marks: str) -> Field:
    said = dict(mark.split("=") for mark in marks if "=" in mark)
    number, before = said.get("n", ""), said.get("v1", attribute)
    return Field(attribute, name, tier, section, "*" in marks, number, before)


FIELDS: tuple[Field, ...] = (
    *_section(
        "Metadata",
        "metadata",
        ("id", "ID", "n=0.1", "v1="),
        ("standard_version", "Standard version", "*", "n=0.2", "v1="),
        ("date_completion", "Date of completion", "n=0.3", "v1="),
        ("date_update", "Date updated", "n=0.4", "v1="),
        ("date_archive", "Date archived", "n=0.5", "v1="),
        ("organisation_type", "Organisation type", "*", "v1="),
        ("function", "Function", "v1="),
        ("region", "Region", "v1="),
    ),
    *_section(
        "Tier 1",
        "overview",
        ("name", "Name", "*", "n=1.1"),
        ("description", "Description", "*", "n=1.2"),
        ("website", "URL of the website", "n=1.3"),
        ("contact_email", "Contact email", "*", "n=1.4"),
    ),
    *_section(
        "Tier 2",
        "owner_and_responsibility",
        ("organisation", "Organisation or department", "*", "n=2.1.1"),
        ("team", "Team", "*", "n=2.1.2"),
        ("senior_responsible_owner", "Senior responsible owner", "*", "n=2.1.3"),
        ("external_supplier_involvement", "External supplier involvement", "*", "n=2.1.4", "v1="),
        ("external_supplier", "External supplier", "n=2.1.4.1"),
        ("external_supplier_identifier", "Companies House number", "n=2.1.4.2"),
        ("external_supplier_role", "External supplier role", "n=2.1.4.3"),
        ("procurement_procedure_type", "Procurement procedure type", "n=2.1.4.4", "v1="),
        ("data_access_terms", "Terms of access to data for the supplier", "n=2.1.4.5"),
    ),
    *_section(
        "Tier 2",
        "description_and_rationale",
        ("detailed_description", "Detailed description", "*", "v1=model_type"),
        ("scope", "Scope", "*"),
        ("benefit", "Benefit", "*"),
        ("previous_process", "Previous process", "v1="),
        ("alternatives_considered", "Alternatives considered"),
    ),
    *_section(
        "Tier 2",
        "decision_making_process",
        ("process_integration", "Process integration", "*"),
        ("provided_information", "Provided information", "*"),
        ("frequency_and_scale_of_usage", "Frequency and scale of usage", "v1=frequency_usage"),
        ("human_decisions", "Human decisions and review", "*"),
        ("required_training", "Required training"),
        ("appeals_and_review", "Appeals and review", "*"),
    ),
    *_section(
        "Tier 2",
        "tool_specification",
        ("system_architecture", "System architecture"),
        ("phase", "Phase", "*"),
        ("maintenance", "Maintenance"),
        ("models", "Models", "v1="),
        ("model_performance", "Model performance", "v1="),
    ),
    *_section(
        "Tier 2",
        "data_specification",
        ("source_data_name", "Source data name", "*"),
        ("data_modality", "Data modality", "v1="),
        ("source_data_description", "Data description", "*"),
        ("data_quantities", "Data quantities", "v1="),
        ("sensitive_attributes", "Sensitive attributes", "v1="),
        ("data_completeness", "Data completeness and representativeness", "v1="),
        ("source_data_url", "Source data URL"),
        ("data_collection", "Data collection"),
        ("data_cleaning", "Data cleaning", "v1="),
        ("data_sharing_agreements", "Data sharing agreements", "*"),
        ("data_access_and_storage", "Data access and storage", "*"),
    ),
    *_section(
        "Tier 2",
        "risks_and_impact_assessments",
        ("impact_assessment_name", "Impact assessment name"),
        ("impact_assessment_description", "Impact assessment description"),
        ("impact_assessment_date", "Impact assessment date"),
        ("impact_assessment_link", "Impact assessment link"),
        ("risk_name", "Risk name", "*"),
        ("risk_description", "Risk description"),
        ("risk_mitigation", "Risk mitigation", "*"),
    ),
)
