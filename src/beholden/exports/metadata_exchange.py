"""Datasets in the UK Cross-Government Metadata Exchange Model (Central Digital and Data Office).

The model is a realisation in LinkML of the government's guidance to use DCAT. It is read at commit
d6d9a24 (1 June 2026). Its list of organisations holds central bodies; a council that is not in it
is named by a name of the same make, and the gap is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .catalogue import OGL, described
from .described import HeldDataset, Holder, PublishedTable

# The model's own words for data that are shared under an agreement alone.
_BY_AGREEMENT = "DATA_SHARE_AGREEMENT"
Node = dict[str, Any]


def as_metadata(
    holder: Holder, *, datasets: Sequence[HeldDataset], tables: Sequence[PublishedTable]
) -> Node:
    """Return ``{"datasets": […], "distributions": […]}``, each entry an instance of its class.

    How often a dataset is renewed is on no record, for which the model's value is irregular.
    """
    return {
        "datasets": [
            *(_held(holder, dataset) for dataset in datasets),
            *(_published(holder, table) for table in tables),
        ],
        "distributions": [one for table in tables for one in _distributions(holder, table)],
    }


def metadata_gaps(holder: Holder) -> tuple[str, ...]:
    """Return what the model asks for and the council has not stated."""
    return tuple(_gaps(holder))


def _gaps(holder: Holder) -> Iterator[str]:
    if not holder.email:
        yield "contactPoint.email: state [public] email in council.toml"
    if not holder.site:
        yield "identifier: an address needs [public] site in council.toml; a URN stands in for it"
    if not holder.organisation:
        yield (
            "creator, publisher: the council's name in GOV.UK's list of organisations, [public] "
            "organisation in council.toml"
        )


def _held(holder: Holder, dataset: HeldDataset) -> Node:
    return _whole(
        {
            "identifier": _identifier(holder, "datasets", dataset.name),
            "type": "dcat:Dataset",
            "title": dataset.title,
            "alternativeTitle": [dataset.name],
            "description": described(dataset),
            "summary": f"Held by {dataset.steward}"[:250],
            "keyword": list(dataset.uses),
            "licence": _BY_AGREEMENT,
            "version": str(dataset.version),
            "accessRights": "INTERNAL",
            "securityClassification": "OFFICIAL",
            "contactPoint": _contact(holder, dataset.steward),
            "issued": dataset.registered_on.isoformat(),
            "modified": dataset.modified_on.isoformat(),
            "creator": [organisation(holder)],
            "publisher": organisation(holder),
            "updateFrequency": "freq:irregular",
        }
    )


def _published(holder: Holder, table: PublishedTable) -> Node:
    day = table.published_on.isoformat()
    return _whole(
        {
            "identifier": _identifier(holder, "releases", table.id),
            "type": "dcat:Dataset",
            "title": table.title,
            "description": table.purpose,
            "keyword": [table.use],
            "licence": OGL,
            "version": day,
            "accessRights": "OPEN",
            "securityClassification": "OFFICIAL",
            "contactPoint": _contact(holder, holder.name),
            "issued": day,
            "modified": day,
            "creator": [organisation(holder)],
            "publisher": organisation(holder),
            "updateFrequency": "freq:irregular",
            "relatedResource": [_identifier(holder, "datasets", one) for one in table.datasets],
            "distribution": [one["identifier"] for one in _distributions(holder, table)],
        }
    )


def _distributions(holder: Holder, table: PublishedTable) -> Iterator[Node]:
    day = table.published_on.isoformat()
    for file in table.files:
        if file.name.endswith(".csv"):
            address = holder.address(f"/releases/{table.id}/{file.name}")
            yield _whole(
                {
                    "identifier": f"{_identifier(holder, 'releases', table.id)}#{file.name}",
                    "type": "dcat:Distribution",
                    "title": f"{table.title}: {file.name}",
                    "description": table.purpose,
                    "licence": OGL,
                    "accessRights": "OPEN",
                    "issued": day,
                    "modified": day,
                    "byteSize": file.size,
                    "downloadURL": address if holder.site else None,
                    "mediaType": "text/csv",
                }
            )


def organisation(holder: Holder) -> str:
    """Return the council's name as GOV.UK writes such names: small letters and hyphens."""
    return holder.organisation or "-".join(re.findall(r"[a-z0-9]+", holder.name.lower()))


def _identifier(holder: Holder, kind: str, name: str) -> str:
    if holder.site and kind == "releases":
        return holder.address(f"/releases/{name}/")
    if holder.site:
        return holder.address(f"/register/dcat.jsonld#{name}")
    return f"urn:beholden:{organisation(holder)}:{kind}:{name}"


def _contact(holder: Holder, office: str) -> Node:
    return _whole({"contactName": office, "email": holder.email or None})


def _whole(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in (None, "", [])}
