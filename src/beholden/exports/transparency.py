"""A data use as an algorithmic transparency record, each field from the record or named as a gap.

The standard is for tools that influence decisions about people or meet the public. Whether a use is
one, its council decides; nothing is put in that nobody has stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from .described import Agreed, Foreseen, HeldDataset, Holder, RecordedUse
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
    record: dict[str, Any] = {"standard_version": STANDARD_VERSION}
    for field in FIELDS:
        tier = record.setdefault(_tier(field), {})
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


def _tier(field: Field) -> str:
    return field.tier.lower().replace(" ", "_")


def _of(record: Mapping[str, Any], field: Field) -> Any:
    tier = record[_tier(field)]
    return (tier if field.tier != "Tier 2" else tier[field.section])[field.attribute]


def _values(record: Mapping[str, Any], field: Field) -> list[str]:
    value = _of(record, field)
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def _said(holder: Holder, use: RecordedUse, datasets: Sequence[HeldDataset]) -> Said:
    agreed = use.in_force
    said: Said = {
        "title": use.title,
        "organisation_name": holder.name,
        "phase": _PHASES[use.state.lower()],
        "one_sentence_description": sentence(use.purpose),
        "name": use.title,
        "description": sentence(use.purpose),
        "website_url": holder.address(f"/uses/{use.name}/") if holder.site else "",
        "contact_email": holder.email,
        "organisation_or_department": holder.name,
        "team": use.owner,
        "senior_responsible_owner": use.accountable_officer,
        "detailed_description": list(_described(use, agreed)),
        "benefits": [sentence(f.what) for f in use.foreseen if f.positive and f.intended],
        "human_review": list(_decisions(use)),
        "appeals_and_review": list(_appeals(holder, use)),
        "frequency_and_scale_of_usage": list(_scale(use)),
    }
    return {**said, **_data(holder, datasets), **_risks(use), **(_agreed(agreed) if agreed else {})}


def _described(use: RecordedUse, agreed: Agreed | None) -> Iterator[str]:
    """Yield what the use is for, and how what is agreed is done."""
    yield from (sentence(text) for text in (use.purpose, use.why_data) if text)
    if agreed:
        terms = agreed.terms
        yield from filter(None, (joining(terms), *outputs(terms), *limits(terms)))


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
    recipients = [f"Results go to: {sentence(who)}" for who in _recipients(agreed)]
    return {
        "process_integration": [*outputs(terms), *recipients],
        "required_training": [f"Course: {sentence(course)}" for course in agreed.training],
        "system_architecture": PROTECTED,
        "system_input": [f"Tables: {sentence(one)}" for one in given(terms)],
        "system_output": list(outputs(terms)),
        "maintenance": _maintenance(agreed),
        "operational_data_access_and_storage": [PROTECTED, ending(agreed)],
        "operational_data_sharing_agreements": [
            f"{whole}, {days}." + (f" Lawful basis: {sentence(basis)}" if basis else "")
        ],
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
        "operational_data_sources": [_source(holder, one) for one in datasets],
        "operational_sensitive_attributes": [
            f"{one.title}: {', '.join(column.name for column in one.columns if column.personal)}."
            for one in datasets
            if one.personal
        ],
        "operational_data_processing": [_checked(one) for one in datasets],
        "models": [told for one in datasets for told in one.keys],
    }


def _source(holder: Holder, one: HeldDataset) -> str:
    where = f" ({holder.address(f'/register/dcat.jsonld#{one.name}')})" if holder.site else ""
    size = f"{one.rows:,} rows, {len(one.columns)} columns used"
    return f"{one.title}: from {one.steward}, {size}{where}."


def _checked(one: HeldDataset) -> str:
    filled = one.scores.get("completeness")
    share = "" if filled is None else f"; {filled:.1%} of cells are filled"
    return f"{one.title}: checked on the way in, with {one.findings} findings{share}."


def _risks(use: RecordedUse) -> Said:
    return {
        "risks_and_mitigations": [_risk(one) for one in use.foreseen if not one.positive],
        "impact_assessments": [_assessment(*one) for one in use.assessments],
    }


def _risk(one: Foreseen) -> str:
    """Return one risk with how likely and how grave it is, and what is done against it."""
    rated = ", ".join(
        f"{what} {said}"
        for what, said in (("likelihood", one.likelihood), ("severity", one.severity))
        if said
    )
    against = f" Mitigation: {sentence(one.done)}" if one.done else ""
    return sentence(one.what) + (f" {sentence(rated.capitalize())}" if rated else "") + against


def _assessment(name: str, day: date | None, about: str) -> str:
    when = f", {day.isoformat()}" if day else ""
    return sentence(f"{name}{when}: {about}" if about else f"{name}{when}")
