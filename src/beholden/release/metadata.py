"""What machines read about a release: CSVW for the table, DCAT for the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .checked import CONFIDENTIAL, NOT_AVAILABLE, Checked, safe_text
from .publication import AreaMap, Publication
from .risks import subjects_in_words
from .rounding import in_words

TABLE = "table.csv"
TABLE_METADATA = "table.csv-metadata.json"
CATALOGUE = "dcat.jsonld"
CHART = "chart.svg"
MAP = "map.svg"
AREAS = "areas.geojson"
PAGE = "index.html"
CHECKSUMS = "checksums.txt"
_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"


def csvw(checked: Checked, about: Publication) -> dict[str, Any]:
    """Return the metadata of table.csv (CSV on the Web, Metadata Vocabulary, W3C 2015)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": TABLE,
        "dc:title": about.title,
        "dc:description": description(about),
        "dc:publisher": about.council,
        "dc:license": {"@id": about.licence},
        "dc:issued": {"@value": about.published_on.isoformat(), "@type": "xsd:date"},
        "rdfs:comment": notes(checked, about),
        "dialect": {"encoding": "utf-8", "delimiter": ",", "header": True},
        "tableSchema": {
            "columns": [*_dimensions(checked), *_measures(checked)],
            **({"primaryKey": _names(checked.dimensions)} if checked.dimensions else {}),
        },
    }


def dcat(checked: Checked, about: Publication) -> dict[str, Any]:
    """Return the catalogue entry of the release.

    Sources: Data Catalog Vocabulary, version 3 (W3C, 2024), by its profile DCAT-AP 3.0.1.
    """
    entry = {
        "@context": _CONTEXT,
        "@id": f"#{about.release}",
        "@type": "dcat:Dataset",
        "dct:identifier": about.release,
        "dct:title": _text(about.title),
        "dct:description": _text(description(about)),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": about.council},
        "dct:issued": _day(about.published_on.isoformat()),
        "dct:language": {"@id": f"{_EU}language/ENG", "@type": "dct:LinguisticSystem"},
        "dct:license": _licence(about),
        "dct:accessRights": {"@id": f"{_EU}access-right/PUBLIC", "@type": "dct:RightsStatement"},
        "dcat:theme": {
            "@id": f"{_EU}data-theme/GOVE",
            "@type": "skos:Concept",
            "skos:prefLabel": _text("Government and public sector"),
        },
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _provenance(about)},
        "dcat:keyword": [about.use, *checked.columns, *(["made-up data"] if about.made_up else [])],
        "dcat:distribution": _distributions(about),
    }
    return {**entry, **_temporal(about), **_spatial(about), **_reached(about)}


def description(about: Publication) -> str:
    """Return one paragraph on the release, which says first whether the data are made up."""
    made_up = (
        "These data are made up and describe no real place or person. " if about.made_up else ""
    )
    return made_up + about.purpose


def notes(checked: Checked, about: Publication) -> list[str]:
    """Return how to read the table, one sentence each."""
    group = f"{checked.facts['smallest_group']} {subjects_in_words(checked.subject)}"
    told = [
        f"{CONFIDENTIAL} means withheld, so that nobody can be singled out: a group of fewer than "
        f"{group}, a group where one of them makes up most of an amount, "
        "or a cell that would let such a group be worked out.",
        in_words(checked),
        "All is the total. Each total was rounded by itself, so figures may not add up exactly.",
    ]
    if checked.facts["without_totals"]:
        told.append(f"{NOT_AVAILABLE} means not available: averages have no totals here.")
    if about.made_up:
        told.insert(0, "Made-up data: they describe no real place or person.")
    return [line for line in told if line]


def notes_in_brief(checked: Checked) -> str:
    """Return in a line how to read the table where there is no room for all the notes."""
    few = f"{CONFIDENTIAL}: withheld, so that nobody can be singled out."
    return f"{few} {in_words(checked)}".strip()


def _dimensions(checked: Checked) -> list[dict[str, Any]]:
    names = _names(checked.columns)
    return [
        {"titles": safe_text(title), "name": name, "datatype": "string", "required": True}
        for title, name in zip(checked.dimensions, names, strict=False)
    ]


def _measures(checked: Checked) -> list[dict[str, Any]]:
    names = _names(checked.columns)[len(checked.dimensions) :]
    counts = checked.facts["counts"]
    return [
        {
            "titles": safe_text(title),
            "name": name,
            "datatype": "integer" if title in counts else "number",
            "null": [CONFIDENTIAL, NOT_AVAILABLE],
        }
        for title, name in zip(checked.measures, names, strict=True)
    ]


def _names(titles: tuple[str, ...]) -> list[str]:
    """Return names that CSVW allows: letters, digits and underscores, none twice."""
    names: list[str] = []
    for title in titles:
        name = re.sub(r"[^A-Za-z0-9]+", "_", title).strip("_").lower() or "column"
        while name in names:
            name += "_"
        names.append(name.rstrip("_") + f"_{len(names) + 1}" if name.endswith("_") else name)
    return names


def _distributions(about: Publication) -> list[dict[str, Any]]:
    csvw_standard = {"@id": "http://www.w3.org/ns/csvw", "@type": "dct:Standard"}
    mapped = _of_the_map(about, about.map) if about.map else ()
    return [
        {
            **_distribution(about, TABLE, title="The table as CSV", media="text/csv", form="CSV"),
            "dct:conformsTo": csvw_standard,
        },
        _distribution(about, CHART, title="The chart as SVG", media="image/svg+xml", form="SVG"),
        *mapped,
    ]


def _of_the_map(about: Publication, drawn: AreaMap) -> Iterator[dict[str, Any]]:
    """Yield the map and its areas, with whose they are; their licence may be another's."""
    rights = {"@type": "dct:RightsStatement", "rdfs:label": _text(drawn.whose)}
    picture = _distribution(about, MAP, title="The map as SVG", media="image/svg+xml", form="SVG")
    areas = _distribution(
        about, AREAS, title="Its areas as GeoJSON", media="application/geo+json", form="GEOJSON"
    )
    licence = {"@id": drawn.licence, "@type": "dct:LicenseDocument"}
    yield {**picture, "dct:rights": rights}
    yield {**areas, "dct:license": licence, "dct:rights": rights}


def _distribution(
    about: Publication, file: str, *, title: str, media: str, form: str
) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": _text(title),
        "dct:description": _text(f"{title}: {about.title}"),
        "dcat:accessURL": {"@id": PAGE},
        "dcat:downloadURL": {"@id": file},
        "dcat:mediaType": {"@id": _IANA + media, "@type": "dct:MediaType"},
        "dct:format": {"@id": f"{_EU}file-type/{form}", "@type": "dct:MediaTypeOrExtent"},
        "dct:license": _licence(about),
    }


def _licence(about: Publication) -> dict[str, str]:
    return {"@id": about.licence, "@type": "dct:LicenseDocument"}


def _temporal(about: Publication) -> dict[str, Any]:
    if about.starts is None and about.ends is None:
        return {}
    ends = {"dcat:startDate": about.starts, "dcat:endDate": about.ends}
    days = {name: _day(day.isoformat()) for name, day in ends.items() if day}
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", **days}}


def _spatial(about: Publication) -> dict[str, Any]:
    if not about.spatial:
        return {}
    return {"dct:spatial": {"@type": "dct:Location", "skos:prefLabel": _text(about.spatial)}}


def _reached(about: Publication) -> dict[str, Any]:
    whom = {"@type": "vcard:Kind", "vcard:fn": about.contact or about.council}
    page = {"@id": about.homepage, "@type": "foaf:Document"}
    return {"dcat:contactPoint": whom, **({"dcat:landingPage": page} if about.homepage else {})}


def _provenance(about: Publication) -> str:
    return (
        f"Data use {about.use}; agreement {about.agreement} ({about.terms_hash}); "
        f"receipt {about.receipt}; ledger entry {about.ledger_entry}; "
        f"approved by {about.approved_by_role}."
    )


def _text(words: str) -> dict[str, str]:
    return {"@value": words, "@language": "en-GB"}


def _day(iso: str) -> dict[str, str]:
    return {"@value": iso, "@type": "xsd:date"}


_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
