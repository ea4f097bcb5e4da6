"""The council's datasets and published tables as a catalogue: DCAT 3, by its profile DCAT-AP 3.0.

Sources: Data Catalog Vocabulary, version 3 (W3C Recommendation, 22 August 2024); DCAT-AP 3.0.1
(SEMIC, European Commission); Data Quality Vocabulary (W3C Note, 15 December 2016), with the
dimensions of Linked Data Quality Dimensions. A dataset that is held has no distribution: nobody is
given it but under an agreement, which is its policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from .described import HeldDataset, Holder, PublishedFile, PublishedTable
from .documents import sentence

OGL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_METRICS = "https://beholden.invalid/quality#"
CONTEXT = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "dqv": "http://www.w3.org/ns/dqv#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "ldqd": "http://www.w3.org/2016/05/ldqd#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
# Of a file: its media type, its name among the European Union's file types, what it is. A map and
# its areas may be under another licence: the entry of the release itself names them, with it.
_FORMS = {
    "table.csv": ("text/csv", "CSV", "The table as CSV"),
    "chart.svg": ("image/svg+xml", "SVG", "The chart as SVG"),
}
# Our six dimensions (Government Data Quality Framework) as those that the vocabulary names.
_DIMENSIONS = {
    "accuracy": "ldqd:semanticAccuracy",
    "completeness": "ldqd:completeness",
    "consistency": "ldqd:consistency",
    "timeliness": "ldqd:timeliness",
    "uniqueness": "ldqd:conciseness",
    "validity": "ldqd:syntacticValidity",
}
Node = dict[str, Any]


def as_catalogue(
    holder: Holder,
    *,
    datasets: Sequence[HeldDataset],
    tables: Sequence[PublishedTable],
    today: date,
) -> Node:
    """Return the catalogue as one JSON-LD document, its context within it.

    Addresses begin at the council's site; where it has stated none, at the root of whatever serves
    the document.
    """
    return {
        "@context": dict(CONTEXT),
        "@id": holder.address("/register/dcat.jsonld#catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _text(f"Data of {holder.name}"),
        "dct:description": _text(
            f"What {holder.name} holds and uses under its data-sharing agreements, and the tables "
            "that it has published."
        ),
        "dct:publisher": _agent(holder, holder.name),
        "dct:language": _term("language/ENG", "dct:LinguisticSystem"),
        "dct:modified": _day(today),
        "foaf:homepage": {"@id": holder.address("/"), "@type": "foaf:Document"},
        "dcat:themeTaxonomy": {
            "@id": f"{_EU}data-theme",
            "@type": "skos:ConceptScheme",
            "dct:title": _text("Data theme"),
        },
        "dcat:dataset": [
            *(_held(holder, dataset) for dataset in datasets),
            *(_published(holder, table) for table in tables),
        ],
    }


def _held(holder: Holder, dataset: HeldDataset) -> Node:
    node: Node = {
        "@id": _dataset_id(holder, dataset.name),
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": _text(dataset.title),
        "dct:description": _text(described(dataset)),
        "dct:publisher": _agent(holder, dataset.steward),
        "dcat:contactPoint": _contact(holder, dataset.steward),
        "dct:accessRights": _term("access-right/NON_PUBLIC", "dct:RightsStatement"),
        "dcat:theme": _theme(),
        "dct:issued": _day(dataset.registered_on),
        "dct:modified": _day(dataset.modified_on),
        "dcat:version": str(dataset.version),
        "dcat:keyword": [*dataset.uses, *(["made-up data"] if dataset.made_up else [])],
        "dct:provenance": [
            {"@type": "dct:ProvenanceStatement", "rdfs:label": _text(told)}
            for told in _provenance(dataset)
        ],
        "dct:isReferencedBy": [{"@id": holder.address(f"/uses/{use}/")} for use in dataset.uses],
        "odrl:hasPolicy": [
            {"@id": holder.address(f"/register/odrl.{name}.jsonld"), "@type": "odrl:Policy"}
            for name in dataset.agreements
        ],
        "dqv:hasQualityMeasurement": list(_measurements(dataset)),
    }
    return {key: value for key, value in node.items() if value != []}


def described(dataset: HeldDataset) -> str:
    """Return one paragraph on a dataset; what is made up says so first."""
    parts = [
        "Made-up data: they describe no real place or person." if dataset.made_up else "",
        f"{dataset.title}, {dataset.rows:,} rows, for which {dataset.steward} answers.",
        f"Kept for: {sentence(dataset.retention)}" if dataset.retention else "",
        " ".join(sentence(f"Used: {purpose}") for purpose in dataset.purposes),
    ]
    return " ".join(part for part in parts if part)


def _provenance(dataset: HeldDataset) -> Iterator[str]:
    if dataset.source:
        yield f"Delivered as {sentence(dataset.source)}"
    yield from dataset.keys


def _measurements(dataset: HeldDataset) -> Iterator[Node]:
    for dimension, score in dataset.scores.items():
        if dimension in _DIMENSIONS:
            yield {
                "@type": "dqv:QualityMeasurement",
                "dqv:isMeasurementOf": {
                    "@id": _METRICS + dimension,
                    "@type": "dqv:Metric",
                    "skos:definition": _text(
                        f"The share of cells that pass the checks of {dimension}, from 0 to 1"
                    ),
                    "dqv:expectedDataType": {"@id": "xsd:decimal"},
                    "dqv:inDimension": {"@id": _DIMENSIONS[dimension]},
                },
                "dqv:value": {"@value": f"{score:.4f}", "@type": "xsd:decimal"},
            }


def _published(holder: Holder, table: PublishedTable) -> Node:
    page = holder.address(f"/releases/{table.id}/")
    node: Node = {
        "@id": f"{page}#table",
        "@type": "dcat:Dataset",
        "dct:identifier": table.id,
        "dct:title": _text(table.title),
        "dct:description": _text(_told(table)),
        "dct:publisher": _agent(holder, holder.name),
        "dcat:contactPoint": _contact(holder, holder.name),
        "dct:accessRights": _term("access-right/PUBLIC", "dct:RightsStatement"),
        "dcat:theme": _theme(),
        "dct:issued": _day(table.published_on),
        "dct:language": _term("language/ENG", "dct:LinguisticSystem"),
        "dcat:keyword": [table.use, *(["made-up data"] if table.made_up else [])],
        "dcat:landingPage": {"@id": page, "@type": "foaf:Document"},
        "dct:source": [
            {"@id": _dataset_id(holder, name), "@type": "dcat:Dataset"} for name in table.datasets
        ],
        "prov:wasGeneratedBy": {
            "@id": holder.address(f"/uses/{table.use}/"),
            "@type": "prov:Activity",
        },
        "dcat:distribution": [
            _distribution(page, table, file) for file in table.files if file.name in _FORMS
        ],
    }
    return {key: value for key, value in node.items() if value != []}


def _told(table: PublishedTable) -> str:
    made_up = "Made-up data: they describe no real place or person. " if table.made_up else ""
    return made_up + sentence(table.purpose)


def _distribution(page: str, table: PublishedTable, file: PublishedFile) -> Node:
    media, form, title = _FORMS[file.name]
    node: Node = {
        "@id": f"{page}#{file.name}",
        "@type": "dcat:Distribution",
        "dct:title": _text(title),
        "dct:description": _text(f"{title}: {sentence(table.title)}"),
        "dcatap:availability": {
            **_term("planned-availability/STABLE", "skos:Concept"),
            "skos:prefLabel": _text("Stable"),
        },
        "dcat:accessURL": {"@id": page},
        "dcat:downloadURL": {"@id": page + file.name},
        "dcat:mediaType": {"@id": _IANA + media, "@type": "dct:MediaType"},
        "dct:format": _term(f"file-type/{form}", "dct:MediaTypeOrExtent"),
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "dct:issued": _day(table.published_on),
        "dct:license": {"@id": OGL, "@type": "dct:LicenseDocument"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {
                "@id": "spdx:checksumAlgorithm_sha256",
                "@type": "spdx:ChecksumAlgorithm",
            },
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }
    if form == "CSV":
        csvw = {"@id": "http://www.w3.org/ns/csvw", "@type": "dct:Standard"}
        node["dct:conformsTo"] = csvw
    return node


def _dataset_id(holder: Holder, name: str) -> str:
    return holder.address(f"/register/dcat.jsonld#{name}")


def _agent(holder: Holder, name: str) -> Node:
    mark = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
    return {
        "@id": holder.address(f"/register/dcat.jsonld#office-{mark}"),
        "@type": "foaf:Agent",
        "foaf:name": _text(name),
    }


def _contact(holder: Holder, office: str) -> Node:
    named = office if office == holder.name else f"{office}, {holder.name}"
    node: Node = {"@type": "vcard:Kind", "vcard:fn": named}
    if holder.email:
        node["vcard:hasEmail"] = {"@id": f"mailto:{holder.email}"}
    return node


def _theme() -> Node:
    """Return the one theme that is true of whatever a council holds for its work."""
    return {
        **_term("data-theme/GOVE", "skos:Concept"),
        "skos:prefLabel": _text("Government and public sector"),
    }


def _term(path: str, kind: str) -> Node:
    return {"@id": _EU + path, "@type": kind}


def _text(words: str) -> Node:
    return {"@value": words, "@language": "en-GB"}


def _day(day: date) -> Node:
    return {"@value": day.isoformat(), "@type": "xsd:date"}
