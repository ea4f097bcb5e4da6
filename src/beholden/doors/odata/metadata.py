"""What the feed tells of itself: the service document, and its model in XML (OData CSDL 4.0)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from .entity_sets import KEY, EntitySet, Property

NAMESPACE = "beholden"
CONTAINER = "released"
_EDMX = "http://docs.oasis-open.org/odata/ns/edmx"
_EDM = "http://docs.oasis-open.org/odata/ns/edm"
_CORE = "Org.OData.Core.V1"
_CORE_AT = f"https://docs.oasis-open.org/odata/odata/v4.0/os/vocabularies/{_CORE}.xml"
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def service(sets: Iterable[EntitySet], *, base: str) -> dict[str, Any]:
    """Return the service document: every entity set and where it is."""
    told = [{"name": s.name, "kind": "EntitySet", "url": s.name, "title": s.title} for s in sets]
    return {"@odata.context": f"{base}$metadata", "value": told}


def model(sets: Iterable[EntitySet]) -> bytes:
    """Return the model of the feed as XML."""
    sets = tuple(sets)
    root = ElementTree.Element("edmx:Edmx", {"xmlns:edmx": _EDMX, "Version": "4.0"})
    reference = ElementTree.SubElement(root, "edmx:Reference", Uri=_CORE_AT)
    ElementTree.SubElement(reference, "edmx:Include", Namespace=_CORE)
    services = ElementTree.SubElement(root, "edmx:DataServices")
    schema = ElementTree.SubElement(services, "Schema", xmlns=_EDM, Namespace=NAMESPACE)
    for one in sets:
        _entity_type(schema, one)
    container = ElementTree.SubElement(schema, "EntityContainer", Name=CONTAINER)
    for one in sets:
        of = f"{NAMESPACE}.{one.name}"
        element = ElementTree.SubElement(container, "EntitySet", Name=one.name, EntityType=of)
        _described(element, one.title)
    ElementTree.indent(root)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _entity_type(schema: ElementTree.Element, entity_set: EntitySet) -> None:
    element = ElementTree.SubElement(schema, "EntityType", Name=entity_set.name)
    key = ElementTree.SubElement(element, "Key")
    ElementTree.SubElement(key, "PropertyRef", Name=KEY)
    for one in entity_set.properties:
        told = ElementTree.SubElement(element, "Property", _attributes(one))
        _described(told, one.title)


def _attributes(about: Property) -> dict[str, str]:
    found = {"Name": about.name, "Type": about.type}
    if about.type == "Edm.Decimal":
        found["Scale"] = "variable"
    return found if about.nullable else {**found, "Nullable": "false"}


def _described(element: ElementTree.Element, words: str) -> None:
    told = {"Term": f"{_CORE}.Description", "String": _NOT_XML.sub("", words)}
    ElementTree.SubElement(element, "Annotation", told)
