"""Contracts in files of the Open Data Contract Standard (YAML, ODCS v3)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from beholden.kernel import BadInput, Unavailable, checked_name

from .checking import QualityReport
from .contract import DAYS, METRICS, OPERATORS, Contract, ContractColumn, ContractRule
from .describing import ColumnDescription, Description
from .kinds import PERSONAL_KINDS, ColumnKind
from .limits import MIB

API_VERSION = "v3.1.0"
_UNITS = {
    "d": "day",
    "day": "day",
    "w": "week",
    "wk": "week",
    "week": "week",
    "m": "month",
    "mo": "month",
    "mth": "month",
    "month": "month",
    "y": "year",
    "yr": "year",
    "year": "year",
}
_SHORT = {"day": "d", "week": "wk", "month": "mo", "year": "y"}
_PERIOD = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([a-z]+)\s*", re.IGNORECASE)


def write_contract(
    path: str | Path,
    *,
    name: str,
    steward: str,
    description: Description,
    report: QualityReport | None = None,
    retention: str | None = None,
    frequency: str | None = None,
    purpose: str | None = None,
) -> Contract:
    """Write the contract of a described dataset and return it.

    With a report, columns that are complete become required, and every other column's share of
    empty cells is written as the most that is agreed (nullValues, percent). ``retention`` and
    ``frequency`` are periods such as ``6 years``. The file is replaced as a whole or not at all.
    """
    contract = Contract(
        name=checked_name(name, of="a dataset"),
        steward=steward,
        columns=tuple(_agreed(column, description.rows, report) for column in description.columns),
        purpose=purpose,
        retention=_period(retention, "retention"),
        frequency=_period(frequency, "frequency"),
    )
    save_contract(contract, path)
    return contract


def save_contract(contract: Contract, path: str | Path) -> None:
    """Write a contract to a file, replaced as a whole or not at all; raise Unavailable if not."""
    text = yaml.safe_dump(document_of(contract), sort_keys=False, allow_unicode=True, width=100)
    target = Path(path)
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unavailable(
            f"{target.name} could not be written.", why=error.strerror or "", next_step="Try again."
        ) from None


def read_contract(path: str | Path) -> Contract:
    """Return the contract in a file of the Open Data Contract Standard, v3.0 to v3.2.

    Raises BadInput that lists where the file departs from the standard.
    """
    document = _document(Path(path))
    faults = _departures(document)
    if faults:
        raise BadInput(
            f"{Path(path).name} is not a contract of the Open Data Contract Standard.",
            why="; ".join(faults),
            next_step="Correct these places; the standard is at https://bitol.io.",
        )
    return _contract(document, Path(path).name)


def document_of(contract: Contract) -> dict[str, Any]:
    """Return a contract as the plain data of an ODCS file."""
    schema: dict[str, Any] = {
        "name": contract.name,
        "logicalType": "object",
        "physicalType": "table",
        "properties": [_property(column) for column in contract.columns],
    }
    if contract.rules:
        schema["quality"] = [_quality(rule) for rule in contract.rules]
    document: dict[str, Any] = {
        "kind": "DataContract",
        "apiVersion": API_VERSION,
        "id": contract.name,
        "name": contract.name,
        "version": contract.version,
        "status": contract.status,
        "description": {"purpose": contract.purpose} if contract.purpose else None,
        "team": {
            "name": contract.steward,
            "description": "The steward, who answers for the dataset",
        },
        "roles": [{"role": "steward", "description": contract.steward}],
        "slaProperties": _sla(contract) or None,
        "schema": [schema],
    }
    return {key: value for key, value in document.items() if value is not None}


def _agreed(column: ColumnDescription, rows: int, report: QualityReport | None) -> ContractColumn:
    complete = report.by_column.get(column.name) if report else None
    personal = column.kind in PERSONAL_KINDS
    return ContractColumn(
        name=column.name,
        type=_logical_type(column.type),
        kind=column.kind,
        required=complete == 1.0,
        classification="personal" if personal else "internal",
        rules=_least(column, rows) if complete is not None and complete < 1.0 else (),
    )


def _least(column: ColumnDescription, rows: int) -> tuple[ContractRule, ...]:
    if not rows or not column.nulls:
        return ()
    percent = min(100.0, round(100 * column.nulls / rows + 0.05, 1))
    return (ContractRule("nullValues", "mustBeLessOrEqualTo", percent, "percent", "completeness"),)


def _logical_type(arrow: str) -> str:
    starts = (
        ("int", "integer"),
        ("uint", "integer"),
        ("float", "number"),
        ("double", "number"),
        ("decimal", "number"),
        ("bool", "boolean"),
        ("date", "date"),
        ("timestamp", "timestamp"),
        ("time", "time"),
        ("list", "array"),
        ("large_list", "array"),
        ("struct", "object"),
    )
    return next((logical for start, logical in starts if arrow.startswith(start)), "string")


def _property(column: ContractColumn) -> dict[str, Any]:
    shape: dict[str, Any] = {"name": column.name, "logicalType": column.type}
    for key, value in (
        ("description", column.description),
        ("required", column.required),
        ("unique", column.unique),
        ("primaryKey", column.primary_key),
        ("classification", column.classification),
    ):
        if value:
            shape[key] = value
    if column.rules:
        shape["quality"] = [_quality(rule) for rule in column.rules]
    if column.kind:
        shape["customProperties"] = [{"property": "kind", "value": column.kind.value}]
    return shape


def _quality(rule: ContractRule) -> dict[str, Any]:
    value = list(rule.value) if isinstance(rule.value, tuple) else rule.value
    shape: dict[str, Any] = {"type": "library", "metric": rule.metric, rule.operator: value}
    if rule.unit != "rows":
        shape["unit"] = rule.unit
    for key in ("dimension", "description"):
        if getattr(rule, key):
            shape[key] = getattr(rule, key)
    if rule.arguments:
        shape["arguments"] = dict(rule.arguments)
    return shape


def _sla(contract: Contract) -> list[dict[str, Any]]:
    shapes = []
    for name, period in (("retention", contract.retention), ("frequency", contract.frequency)):
        if period:
            number, _, unit = period.partition(" ")
            value = float(number) if "." in number else int(number)
            shapes.append(
                {"property": name, "value": value, "unit": _SHORT[unit.removesuffix("s")]}
            )
    return shapes


def _document(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > MIB:
            raise BadInput(f"{path.name} is too large for a contract.", next_step="Check the path.")
        document = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise BadInput(
            f"There is no file named {path.name} that can be read.", next_step="Check the path."
        ) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise BadInput(
            f"{path.name} is not YAML.",
            why=f"It cannot be read from line {mark.line + 1}."
            if mark
            else "It is not in UTF-8, or its parts lie too deep.",
            next_step="Look at the indents and quotation marks there.",
        ) from None
    if not isinstance(document, Mapping):
        raise BadInput(
            f"{path.name} is not a contract: it holds no fields.", next_step="Check the path."
        )
    _reject_beyond_json(document, path.name)
    return document


def _reject_beyond_json(document: Mapping[str, Any], file: str) -> None:
    """Raise BadInput for what YAML can say and the standard, which is JSON, cannot."""
    try:
        json.dumps(document, default=str, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, TypeError, RecursionError):
        raise BadInput(
            f"{file} holds what no contract can.",
            why="Its text must be valid Unicode, its numbers finite, and no part may hold itself.",
            next_step="Look for escapes such as \\ud800, for .nan or .inf, and for anchors (&).",
        ) from None


def _departures(document: Mapping[str, Any]) -> list[str]:
    import jsonschema

    stored = resources.files("open_data_contract_standard") / "schema.json"
    schema = json.loads(stored.read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    plain = json.loads(json.dumps(document, default=str))
    errors = sorted(validator.iter_errors(plain), key=lambda error: error.json_path)
    return [_departure(error) for error in errors[:10]]


def _departure(error: Any) -> str:
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return f"{error.json_path} lacks {', '.join(missing)}"
    return f"{error.json_path} breaks the rule {error.validator}"


def _contract(document: Mapping[str, Any], file: str) -> Contract:
    tables = document.get("schema") or []
    if len(tables) != 1:
        raise BadInput(
            f"{file} describes {len(tables)} tables; a dataset is one table.",
            next_step="Write one contract for each dataset.",
        )
    table = tables[0]
    periods = _periods(document)
    return Contract(
        name=table["name"],
        steward=_steward(document, file),
        columns=tuple(_column(shape, file) for shape in table.get("properties") or ()),
        purpose=(document.get("description") or {}).get("purpose"),
        retention=periods.get("retention"),
        frequency=periods.get("frequency"),
        version=str(document["version"]),
        status=str(document.get("status", "active")),
        rules=_rules(table.get("quality"), file),
    )


def _steward(document: Mapping[str, Any], file: str) -> str:
    team = document.get("team") or {}
    if isinstance(team, Mapping) and team.get("name"):
        return str(team["name"])
    members = team.get("members") or [] if isinstance(team, Mapping) else team
    for role in ("data steward", "steward", "owner"):
        for member in members:
            if str(member.get("role", "")).lower() == role:
                return str(member.get("name") or member.get("username"))
    raise BadInput(
        f"{file} does not say who the steward is.",
        next_step="Add team: {name: …} with the department that answers for the dataset.",
    )


def _column(shape: Mapping[str, Any], file: str) -> ContractColumn:
    custom = {one.get("property"): one.get("value") for one in shape.get("customProperties") or ()}
    kinds = {kind.value: kind for kind in ColumnKind}
    return ContractColumn(
        name=shape["name"],
        type=shape.get("logicalType", "string"),
        kind=kinds.get(str(custom.get("kind"))),
        required=bool(shape.get("required")),
        unique=bool(shape.get("unique")),
        primary_key=bool(shape.get("primaryKey")),
        classification=shape.get("classification"),
        description=shape.get("description"),
        rules=_rules(shape.get("quality"), file),
    )


def _rules(shapes: Any, file: str) -> tuple[ContractRule, ...]:
    """Return the rules that can be checked; texts, SQL and vendors' own are left to people."""
    library = [s for s in shapes or () if s.get("type", "library") == "library"]
    return tuple(_rule(shape, file) for shape in library)


def _rule(shape: Mapping[str, Any], file: str) -> ContractRule:
    metric = shape.get("metric") or shape.get("rule")
    operator = next((one for one in OPERATORS if one in shape), None)
    if metric not in METRICS or operator is None:
        raise BadInput(
            f"{file} has a quality rule without a known metric or operator.",
            next_step=f"Use one of {', '.join(METRICS)} with one of {', '.join(OPERATORS)}.",
        )
    value = shape[operator]
    return ContractRule(
        metric=metric,
        operator=operator,
        value=tuple(value) if isinstance(value, list) else value,
        unit=shape.get("unit", "rows"),
        dimension=shape.get("dimension"),
        description=shape.get("description"),
        arguments=shape.get("arguments") or {},
    )


def _periods(document: Mapping[str, Any]) -> dict[str, str | None]:
    periods = {}
    for shape in document.get("slaProperties") or ():
        text = f"{shape.get('value')} {shape.get('unit', 'd')}"
        if shape.get("property") in ("retention", "frequency") and shape.get("value") is not None:
            periods[shape["property"]] = _period(text, shape["property"])
    return periods


def _period(text: str | None, what: str) -> str | None:
    """Return a period as ``6 years``; raise BadInput where it is none."""
    if text is None:
        return None
    found = _PERIOD.fullmatch(text)
    unit = (
        _UNITS.get(found[2].lower()) or _UNITS.get(found[2].lower().removesuffix("s"))
        if found
        else None
    )
    if found is None or unit is None:
        raise BadInput(
            f"The {what} is not a period of time.",
            next_step=f"Write a number and one of {', '.join(DAYS)}, such as 6 years.",
        )
    number = found[1]
    return f"{number} {unit}{'' if float(number) == 1 else 's'}"
