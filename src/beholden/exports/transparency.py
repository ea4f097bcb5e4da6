"""A data use as an algorithmic transparency record, each field from the record or named as a gap.

The standard is for tools that influence decisions about people or meet the public. Whether a use is
one, its council decides; nothing is put in that nobody has stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .described import Agreed, HeldDataset, Holder, RecordedUse
from .documents import as_heading, in_a_row, in_csv, sentence
from .telling import PROTECTED, ending, given, joining, limits, outputs
from .transparency_fields import FIELDS, STANDARD_VERSION, Field

Said = dict[str, str | list[str]]
# Of where a use is, in the words of its public page: a phase as the finder of GOV.UK names them.
_PHASES = {
    "under review": "Pre-deployment",
    "approved": "Pre-deployment",
    "in use": "Production",
    "suspended": "Production",
    "opened in a crisis": "Production",
    "opened in a crisis, review overdue": "Retired",
    "ended": "Retired",
    "declined": "Retired",
}
_NOT_STATED = "Not stated."


def as_transparency_record(
    holder: Holder, use: RecordedUse, *, datasets: Sequence[HeldDataset]
) -> dict[str, Any]:
    """Return the record by tier and section, a value or None for each field; lists are of many."""
    said = _said(holder, use, datasets)
    record: dict[str, Any] = {}
    for field in FIELDS:
        tier = record.setdefault(field.tier.lower().replace(" ", "_"), {})
        place = tier if field.tier != "Tier 2" else tier.setdefault(field.section, {})
        place[field.attribute] = said.get(field.attribute) or None
    return record


def transparency_gaps(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Return every field that is asked for and not stated, by its name."""
    return tuple(
        f"{field.section}.{field.attribute}: {field.name}"
        for field in FIELDS
        if field.required and _of(record, field) is None
    )


def transparency_as_csv(record: Mapping[str, Any]) -> str:
    """Return the record in the form of the template: a row for each field, or for each of many."""
    rows = (
        {
            "reference": field.reference,
            "attribute": field.attribute,
            "name": field.name,
            "tier": field.tier,
            "section": field.section,
            "required": "yes" if field.required else "no",
            "value": value,
        }
        for field in FIELDS
        for value in _values(record, field) or [""]
    )
    header = ("reference", "attribute", "name", "tier", "section", "required", "value")
    return in_csv(header, rows)


def transparency_as_markdown(record: Mapping[str, Any]) -> str:
    """Return the record for reading: a table for each section, and what is not stated."""
    title = record["tier_1"]["name"]
    lines = [
        as_heading(f"Algorithmic transparency record: {title}"),
        "",
        f"Algorithmic Transparency Recording Standard, version {STANDARD_VERSION}. "
        "Made from the council's record of its data uses.",
    ]
    section = ""
    for field in FIELDS:
        if field.section != section:
            section = field.section
            heading = section.replace("_", " ").capitalize()
            lines += ["", f"## {field.tier}: {heading}", "", "| field | |", "| --- | --- |"]
        lines.append(in_a_row(field.name, " ".join(_values(record, field)) or _NOT_STATED))
    return "\n".join(lines) + "\n"


def _of(record: Mapping[str, Any], field: Field) -> Any:
    tier = record[field.tier.lower().replace(" ", "_")]
    return (tier if field.tier != "Tier 2" else tier[field.section])[field.attribute]


def _values(record: Mapping[str, Any], field: Field) -> list[str]:
    value = _of(record, field)
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _said(holder: Holder, use: RecordedUse, datasets: Sequence[HeldDataset]) -> Said:
    said: Said = {
        "standard_version": STANDARD_VERSION,
        "organisation_type": "Local authority",
        "name": use.title,
        "description": sentence(use.purpose),
        "website": holder.address(f"/uses/{use.name}/") if holder.site else "",
        "contact_email": holder.email,
        "organisation": holder.name,
        "team": use.owner,
        "senior_responsible_owner": use.accountable_officer,
        "scope": [sentence(use.purpose), *([sentence(use.why_data)] if use.why_data else [])],
        "benefit": [sentence(f.what) for f in use.foreseen if f.positive and f.intended],
        "human_decisions": list(_decisions(use)),
        "appeals_and_review": list(_appeals(holder, use)),
        "phase": _PHASES[use.state.lower()],
        "frequency_and_scale_of_usage": list(_scale(use)),
    }
    agreed = use.in_force
    return {**said, **_data(holder, datasets), **_risks(use), **(_agreed(agreed) if agreed else {})}


def _decisions(use: RecordedUse) -> Iterator[str]:
    if use.approved_on:
        yield (
            f"{use.accountable_officer} approved the use on {use.approved_on.isoformat()}: "
            f"{sentence(use.because)}"
        )
    for point in use.advised:
        yield f"The data ethics board advised on {point.on.isoformat()}: {sentence(point.text)}"
    yield "What leaves the council is approved by a second person."


def _appeals(holder: Holder, use: RecordedUse) -> Iterator[str]:
    yield f"Objections and complaints go to the data-protection officer of {holder.name}."
    if use.canvas.get("engaging"):
        yield sentence(use.canvas["engaging"])


def _scale(use: RecordedUse) -> Iterator[str]:
    if use.people_affected:
        yield f"People affected: {sentence(use.people_affected)}"
    yield f"Questions answered until now: {use.questions}."


def _agreed(agreed: Agreed) -> Said:
    terms = agreed.terms
    whole = f"{agreed.name}, version {agreed.version}, between {', '.join(terms.between)}"
    days = f"{terms.starts.isoformat()} to {terms.ends.isoformat()}"
    basis = ", ".join(part for part in (agreed.article_6, agreed.article_9, agreed.power) if part)
    return {
        "detailed_description": [
            part for part in (joining(terms), *outputs(terms), *limits(terms)) if part
        ],
        "process_integration": [f"Results go to: {sentence(who)}" for who in _recipients(agreed)],
        "provided_information": list(outputs(terms)),
        "required_training": [f"Course: {sentence(course)}" for course in agreed.training],
        "system_architecture": PROTECTED,
        "maintenance": _maintenance(agreed),
        "data_sharing_agreements": [
            f"{whole}, {days}." + (f" Lawful basis: {sentence(basis)}" if basis else "")
        ],
        "data_access_and_storage": [PROTECTED, ending(agreed)],
        "source_data_description": [sentence(one) for one in given(terms)],
    }


def _maintenance(agreed: Agreed) -> str:
    return f"To be reviewed by {agreed.review_by.isoformat()}." if agreed.review_by else ""


def _recipients(agreed: Agreed) -> Iterator[str]:
    terms = agreed.terms
    given_to = (
        output.to for output in (terms.aggregate, terms.self_service, terms.records) if output
    )
    yield from dict.fromkeys(who for to in given_to for who in to)


def _data(holder: Holder, datasets: Sequence[HeldDataset]) -> Said:
    return {
        "source_data_name": [one.title for one in datasets],
        "data_modality": "Tables" if datasets else "",
        "data_quantities": [
            f"{one.title}: {one.rows:,} rows, {len(one.columns)} columns used." for one in datasets
        ],
        "sensitive_attributes": [
            f"{one.title}: {', '.join(column.name for column in one.columns if column.personal)}."
            for one in datasets
            if one.personal
        ],
        "data_completeness": list(_complete(datasets)),
        "source_data_url": [
            holder.address(f"/register/dcat.jsonld#{one.name}") for one in datasets if holder.site
        ],
        "data_collection": [f"{one.title}: from {one.steward}." for one in datasets],
        "data_cleaning": [
            f"{one.title}: checked on the way in, with {one.findings} findings." for one in datasets
        ],
        "models": [told for one in datasets for told in one.keys],
    }


def _complete(datasets: Sequence[HeldDataset]) -> Iterator[str]:
    for one in datasets:
        if "completeness" in one.scores:
            yield f"{one.title}: {one.scores['completeness']:.1%} of cells are filled."


def _risks(use: RecordedUse) -> Said:
    feared = [one for one in use.foreseen if not one.positive]
    return {
        "risk_name": [sentence(one.what) for one in feared],
        "risk_description": [
            sentence(f"{one.what}: {', '.join(filter(None, (one.likelihood, one.severity)))}")
            for one in feared
            if one.likelihood or one.severity
        ],
        "risk_mitigation": [sentence(f"{one.what}: {one.done}") for one in feared if one.done],
        "impact_assessment_name": [name for name, _, _ in use.assessments],
        "impact_assessment_date": [
            f"{name}: {day.isoformat()}" for name, day, _ in use.assessments if day
        ],
        "impact_assessment_description": [
            sentence(f"{name}: {about}") for name, _, about in use.assessments if about
        ],
    }
