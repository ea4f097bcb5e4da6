"""What the feed tells of itself: the service document, and its model in XML (OData CSDL 4.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from .entity_sets import KEY, EntitySet, Property

NAMESPACE = "beholden"
_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"
_CORE = "Org.OData.Core.V1"
_TOTALS = "Org.OData.Aggregation.V1"
_VOCABULARIES = {
    _CORE: f"https://docs.oasis-open.org/odata/odata/v4.0/os/vocabularies/{_CORE}.xml",
    _TOTALS: "https://docs.oasis-open.org/odata/odata-data-aggregation-ext/v4.0/cs02/vocabularies/"
    f"{_TOTALS}.xml",
}
_STEPS = ("filter", "groupby", "aggregate")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def service(sets: Iterable[EntitySet], *, base: str) -> dict[str, Any]:
    """Return the service document: every entity set and where it is."""
    told = [{"name": s.name, "kind": "EntitySet", "url": s.name, "title": s.title} for s in sets]
    return {"@odata.context": f"{base}$metadata", "value": told}


def model(sets: Iterable[EntitySet], *, container: str) -> bytes:
    """Return the model of a feed as XML."""
    sets = tuple(sets)
    root = ElementTree.Element("edmx:Edmx", {"xmlns:edmx": _EDMX, "Version": "4.0"})
    for vocabulary in (_CORE, _TOTALS) if any(one.applies for one in sets) else (_CORE,):
        reference = ElementTree.SubElement(root, "edmx:Reference", Uri=_VOCABULARIES[vocabulary])
        ElementTree.SubElement(reference, "edmx:Include", Namespace=vocabulary)
    services = ElementTree.SubElement(root, "edmx:DataServices")
    schema = ElementTree.SubElement(services, "Schema", xmlns=_EDM, Namespace=NAMESPACE)
    for one in sets:
        _entity_type(schema, one)
    holds = ElementTree.SubElement(schema, "EntityContainer", Name=container)
    for one in sets:
        _entity_set(holds, one)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entity_set(container: ElementTree.Element, entity_set: EntitySet) -> None:
    about = {"Name": entity_set.name, "EntityType": f"{NAMESPACE}.{entity_set.name}"}
    if entity_set.applies:
        about["IncludeInServiceDocument"] = "false"
    element = ElementTree.SubElement(container, "EntitySet", about)
    _described(element, entity_set.title)
    if entity_set.applies:
        _apply_supported(element)


def _apply_supported(element: ElementTree.Element) -> None:
    """Say which steps of ``$apply`` a set takes (OData Data Aggregation 4.0, 5)."""
    term = f"{_TOTALS}.ApplySupported"
    annotation = ElementTree.SubElement(element, "Annotation", Term=term)
    record = ElementTree.SubElement(annotation, "Record")
    value = ElementTree.SubElement(record, "PropertyValue", Property="Transformations")
    steps = ElementTree.SubElement(value, "Collection")
    for step in _STEPS:
        ElementTree.SubElement(steps, "String").text = step
    none = {"Property": "Rollup", "EnumMember": f"{_TOTALS}.RollupType/None"}
    ElementTree.SubElement(record, "PropertyValue", none)
    named = {"Property": "PropertyRestrictions", "Bool": "true"}
    ElementTree.SubElement(record, "PropertyValue", named)


def _entity_type(schema: ElementTree.Element, entity_set: EntitySet) -> None:
    element = ElementTree.SubElement(schema, "EntityType", Name=entity_set.name)
    if entity_set.applies:
        element.set("OpenType", "true")  # what is counted and summed gets names of its own
    key = ElementTree.SubElement(element, "Key")
    ElementTree.SubElement(key, "PropertyRef", Name=KEY)
    for one in entity_set.properties:
        told = ElementTree.SubElement(element, "Property", _attributes(one))
        _described(told, one.title)
        for use in one.uses:
            ElementTree.SubElement(told, "Annotation", Term=f"{_TOTALS}.{use}", Bool="true")


def _attributes(about: Property) -> dict[str, str]:
    found = {"Name": about.name, "Type": about.type}
    if about.type == "Edm.Decimal":
        found["Scale"] = "variable"
    return found if about.nullable else {**found, "Nullable": "false"}


def _described(element: ElementTree.Element, words: str) -> None:
    told = {"Term": f"{_CORE}.Description", "String": _NOT_XML.sub("", words)}
    ElementTree.SubElement(element, "Annotation", told)
