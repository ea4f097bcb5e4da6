"""Reading what was exported as an outsider would."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pyshacl import validate
from rdflib import Graph

from beholden.exports import Record, exported

HERE = Path(__file__).parent
WHERE = "https://data.ashmere.example/register/"


def graph_of(record: Record, kind: str, name: str = "", form: str = "jsonld") -> Graph:
    """Return an export as a graph, read by rdflib as from the council's site."""
    text = exported(record, kind=kind, name=name, form=form).text
    return parsed(text, form)


def parsed(text: str, form: str) -> Graph:
    shape = {"jsonld": "json-ld", "ttl": "turtle"}[form]
    return Graph().parse(data=text, format=shape, publicID=WHERE)


def departures(found: Graph, shapes: str | Path) -> str:
    """Return what SHACL says against a graph, empty where it conforms."""
    path = HERE / "shapes" / shapes if isinstance(shapes, str) else shapes
    conforms, _, told = validate(found, shacl_graph=Graph().parse(path), advanced=True)
    return "" if conforms else told


def data_of(record: Record, kind: str, name: str = "", form: str = "json") -> Any:
    return json.loads(exported(record, kind=kind, name=name, form=form).text)
