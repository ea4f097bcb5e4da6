"""Which contract of each dataset was agreed to, and whether the newest still says the same.

A dataset's contract is a file of the Open Data Contract Standard that is written when a version of
it is registered; its version follows the dataset's. What an agreement keeps of it is its id, its
version, the columns that are given with their types, and a fingerprint of all that a contract
promises: steward, retention, columns, types and classes, but not the quality as it was measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from ...kernel import BadInput, Damaged, Refusal, Refused, Terms, fingerprint
from ..home import Home

# libyaml reads a contract in a tenth of the time, and seals read several; not every machine has it.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE_AND_PART = {"integer": "number"}  # a delivery without a fraction is no other contract


def stored_contract(home: Home, dataset: str, number: int) -> dict[str, Any]:
    """Return the contract that was written when a version was registered; raises Damaged."""
    kept = home.path("datasets", dataset, f"v{number}", "dataset.odcs.yaml")
    try:
        # Plain values only, whichever of the two safe loaders it is.
        contract: dict[str, Any] = yaml.load(kept.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    except (OSError, yaml.YAMLError):
        raise Damaged(
            f"The contract of {dataset} cannot be read.",
            why="The file that was written at its registration is missing or spoilt.",
            next_step="Bring the file back from a copy, or register the dataset again.",
            ask="the administrator",
        ) from None
    return contract


def contract_version(number: int) -> str:
    """Return the version of the contract of a dataset's version, as exports name it."""
    return f"{number}.0.0"


def contracts_of(home: Home, document: Mapping[str, Any], terms: Terms) -> dict[str, Any]:
    """Return the contract of each dataset of an agreement, as it is agreed to.

    It is that of the newest version, unless the document names another. Raises BadInput for a
    version that there is not, and for a column that is neither in the contract nor a key.
    """
    faults: list[str] = []
    taken = _columns(terms)
    numbers = _numbers(taken)
    contracts = {
        name: _agreed(home, name, columns, _named(document, name), faults, numbers=numbers[name])
        for name, columns in taken.items()
    }
    if faults:
        raise BadInput(
            "This agreement does not fit the contracts of its datasets.",
            why="\n  ".join(faults),
            next_step="Mend what is named, then state the agreement again.",
        )
    return contracts


def refuse_other_contracts(home: Home, agreement: Any, versions: Mapping[str, Any]) -> None:
    """Refuse to seal a column that is of another type than its contract said when it was agreed."""
    for name, agreed in agreement.contracts.items():
        version = versions.get(name)
        if version is None:
            continue
        types = _types(stored_contract(home, name, version.number))
        for column, before in agreed["columns"].items():
            now = types.get(column)
            if now is not None and now != before:
                raise Refused(
                    Refusal(
                        what=f"{column} of {name} is not what was agreed to.",
                        why=f"By the contract {agreed['version']} it holds {before}; by that of "
                        f"the newest version, {contract_version(version.number)}, {now}.",
                        clause=f"datasets › {name} › contract",
                        next_step=f"register {name} as it was agreed, or offer the next version of "
                        f"{agreement.name} to its parties.",
                        ask=f"the steward of {name} ({version.dataset.steward}).",
                    )
                )


def notes_on_contracts(home: Home, agreement: Any, versions: Mapping[str, Any]) -> Iterator[str]:
    """Yield what whoever seals is told of contracts that are others than were agreed to."""
    for name, agreed in agreement.contracts.items():
        version = versions.get(name)
        if version is None:
            continue
        held = stored_contract(home, name, version.number)
        if fingerprint(_promised(held)) != agreed["fingerprint"]:
            yield (
                f"The contract of {name} is {contract_version(version.number)} now;"
                f" {agreed['version']} was agreed to. The columns that the agreement gives are of"
                " the same types; look at what else has changed."
            )


def contract_lines(contracts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return which contracts were agreed to, a sentence each."""
    return tuple(
        f"{name}: contract {agreed['id']}, version {agreed['version']}."
        for name, agreed in contracts.items()
    )


def with_contracts(document: Mapping[str, Any], contracts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document in which each dataset names the contract that was agreed to."""
    given = document.get("datasets")
    datasets = dict(given) if isinstance(given, Mapping) else {}
    for name, agreed in contracts.items():
        if isinstance(datasets.get(name), Mapping):
            named = {key: agreed[key] for key in ("id", "version")}
            datasets[name] = {**datasets[name], "contract": named}
    return {**document, "datasets": datasets}


def document_fingerprint(
    document: Mapping[str, Any], contracts: Mapping[str, Any], terms_hash: str
) -> str:
    """Return the fingerprint of a whole agreement: its words, its contracts and its terms."""
    return fingerprint(
        {"document": dict(document), "contracts": dict(contracts), "terms": terms_hash}
    )


def described_columns(contract: Mapping[str, Any]) -> dict[str, str]:
    """Return what a contract says that each column means; empty where it says nothing."""
    return {str(p["name"]): str(p.get("description") or "") for p in _properties(contract)}


def _columns(terms: Terms) -> dict[str, tuple[str, ...]]:
    """Return the columns that the terms take of each dataset, those that are looked up too."""
    found: dict[str, dict[str, None]] = {}
    for dataset in terms.datasets:
        held = found.setdefault(dataset.name, {})
        for column in dataset.columns:
            if not column.look_up or column.of:
                held[column.source] = None
    for look_up in terms.look_ups:
        found.setdefault(look_up.dataset, {}).update({look_up.key: None, look_up.value: None})
    return {name: tuple(columns) for name, columns in found.items()}


def _numbers(datasets: Iterable[str]) -> dict[str, list[int]]:
    """Return the numbers of the versions of each of these datasets, in order."""
    from ...records.models import DatasetVersion

    found: dict[str, list[int]] = {name: [] for name in datasets}
    versions = DatasetVersion.objects.filter(dataset__name__in=found).order_by("number")
    for name, number in versions.values_list("dataset__name", "number"):
        found[name].append(number)
    return found


def _named(document: Mapping[str, Any], dataset: str) -> Mapping[str, Any]:
    given = document["datasets"].get(dataset, {})
    named: Mapping[str, Any] = given.get("contract", {})
    return named


def _agreed(
    home: Home,
    name: str,
    columns: tuple[str, ...],
    named: Mapping[str, Any],
    faults: list[str],
    *,
    numbers: Sequence[int],
) -> dict[str, Any]:
    from ..datasets import KEY_COLUMNS

    at = f"datasets › {name}"
    held = {contract_version(n): n for n in numbers}
    version = str(named.get("version", next(reversed(held), "")))
    if version not in held:
        faults.append(f"{at} › contract: there is no version {version} of it.")
        return {}
    contract = stored_contract(home, name, held[version])
    if named.get("id", contract["id"]) != contract["id"]:
        faults.append(f"{at} › contract: its id is {contract['id']}.")
    types = _types(contract)
    for column in columns:
        if column not in types and column not in KEY_COLUMNS:
            faults.append(f"{at} › {column}: the contract {version} has no such column.")
    return {
        "id": contract["id"],
        "version": version,
        "fingerprint": fingerprint(_promised(contract)),
        "columns": {column: types[column] for column in columns if column in types},
    }


def _types(contract: Mapping[str, Any]) -> dict[str, str]:
    kinds = {p["name"]: str(p.get("logicalType", "string")) for p in _properties(contract)}
    return {name: _WHOLE_AND_PART.get(kind, kind) for name, kind in kinds.items()}


def _properties(contract: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [shape for table in contract["schema"] for shape in table.get("properties", ())]


def _promised(contract: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a contract promises, without what was only measured of one delivery."""
    classes = {p["name"]: p.get("classification") for p in _properties(contract)}
    return {
        "id": contract["id"],
        "team": contract.get("team"),
        "slaProperties": contract.get("slaProperties"),
        "columns": _types(contract),
        "classification": classes,
    }
