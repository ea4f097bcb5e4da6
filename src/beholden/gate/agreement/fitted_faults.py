"""The rules of self-service that a form cannot say: each fault with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .form import place

_AT = ("outputs", "self_service")


def self_service_faults(
    agreement: Mapping[str, Any], said: Mapping[str, Any], *, subject: str
) -> Iterator[str]:
    """Yield every fault of what the agreement gives to a wide audience.

    ``subject`` is the column by which subjects are counted; where a column is not given at all is
    told elsewhere.
    """
    by, measures = said["by"], said["measures"]
    yield from _unknown("known", said.get("known", ()), by, "it is not among the dimensions (by).")
    yield from _unknown("caps", said.get("caps", {}), measures, "it is not among the measures.")
    for table in said.get("tables", ()):
        yield from _unknown("tables", table, by, "it is not among the dimensions (by).")
    yield from _role_faults(agreement, said)
    yield from _dataset_faults(agreement, said, subject)


def _unknown(
    key: str, named: Mapping[str, Any] | list[str], among: list[str], fault: str
) -> Iterator[str]:
    for name in named:
        if name not in among:
            yield f"{place(*_AT, key, name)}: {fault}"


def _role_faults(agreement: Mapping[str, Any], said: Mapping[str, Any]) -> Iterator[str]:
    for name in said["by"]:
        if name in said["measures"]:
            yield f"{place(*_AT, 'by', name)}: it is a measure here, and cannot be both."
        if _roles(agreement, name) - {"dimension"}:
            yield f"{place(*_AT, 'by', name)}: its role is not dimension."
    for name in said["measures"]:
        roles = _roles(agreement, name)
        if roles - {"dimension", "measure"}:
            yield f"{place(*_AT, 'measures', name)}: its role is neither dimension nor measure."
        if "measure" in roles and name not in said.get("caps", {}):
            yield f"{place(*_AT, 'caps')}: {name} is an amount, and must say where it is cut."


def _roles(agreement: Mapping[str, Any], name: str) -> set[str]:
    datasets = agreement["datasets"].values()
    return {d["columns"][name]["role"] for d in datasets if name in d["columns"]}


def _dataset_faults(
    agreement: Mapping[str, Any], said: Mapping[str, Any], subject: str
) -> Iterator[str]:
    """See that each dataset that is needed tells its subjects by the column that counts them."""
    counted = said.get("of")
    if counted is not None and counted not in agreement["datasets"]:
        yield f"{place(*_AT, 'of')}: the agreement does not give {counted}."
    needed: set[Any] = {counted} if counted in agreement["datasets"] else set()
    for name in (*said["by"], *said["measures"]):
        giving = (d for d, given in agreement["datasets"].items() if name in given["columns"])
        needed |= set(giving)
    for name in sorted(needed):
        given = agreement["datasets"][name]["columns"].get(subject, {})
        if given.get("role") not in ("join", "identity"):
            yield f"{place(*_AT)}: {name} does not tell its subjects by {subject}."
