"""A dataset's contract as others read it.

Source: Open Data Contract Standard 3.1.0 (Bitol, Linux Foundation). The contract is the one that
was written when the dataset was registered. What is added is what the register knows besides:
quality as measured, the public uses, and whether the data are made up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .described import HeldDataset, Holder

API_VERSION = "v3.1.0"
Node = dict[str, Any]


def as_contract(holder: Holder, *, stored: Mapping[str, Any], dataset: HeldDataset) -> Node:
    """Return a contract with the columns that ``dataset`` names and no others.

    ``stored`` is the contract as it is kept: one table, whose properties are the columns.
    """
    (table,) = stored["schema"]
    named = {column.name for column in dataset.columns}
    properties = [
        _property(shape, dataset) for shape in table["properties"] if shape["name"] in named
    ]
    node: Node = {
        **stored,
        "apiVersion": API_VERSION,
        "version": f"{dataset.version}.0.0",
        "description": _description(dataset),
        "authoritativeDefinitions": [
            {"type": "businessDefinition", "url": holder.address(f"/uses/{use}/")}
            for use in dataset.uses
        ],
        "customProperties": list(_custom(dataset)),
        "schema": [
            {
                **table,
                "properties": properties,
                "customProperties": list(_measured(dataset)),
            }
        ],
    }
    return {key: value for key, value in node.items() if value not in ([], {})}


def _description(dataset: HeldDataset) -> Node:
    node = {"purpose": " ".join(dataset.purposes), "usage": _usage(dataset)}
    return {key: value for key, value in node.items() if value}


def _usage(dataset: HeldDataset) -> str:
    if not dataset.agreements:
        return ""
    return f"Only under these agreements: {', '.join(dataset.agreements)}."


def _custom(dataset: HeldDataset) -> Iterator[Node]:
    yield {"property": "madeUp", "value": dataset.made_up}
    if dataset.uses:
        yield {"property": "dataUses", "value": list(dataset.uses)}


def _measured(dataset: HeldDataset) -> Iterator[Node]:
    """Yield the quality as measured on the way in: the standard has rules for it, not results."""
    yield {"property": "rows", "value": dataset.rows}
    for dimension, score in sorted(dataset.scores.items()):
        yield {"property": f"measured-{dimension}", "value": score}
    yield {"property": "findings", "value": dataset.findings}


def _property(shape: Mapping[str, Any], dataset: HeldDataset) -> Node:
    complete = dataset.complete.get(shape["name"])
    if complete is None:
        return dict(shape)
    measured = {"property": "measured-complete", "value": complete}
    return {**shape, "customProperties": [*shape.get("customProperties", ()), measured]}
