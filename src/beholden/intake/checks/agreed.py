"""What the contract agrees, checked: columns, types and the standard's library of quality rules."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from beholden.intake import patterns
from beholden.intake.contract import ContractRule
from beholden.intake.looks import ColumnLook, Faults, Mask, TableLook, combined, repeats

_NUMERIC = ("number", "integer")


def columns_missing(look: TableLook) -> Iterator[Faults]:
    """Find columns that the contract agrees and the table lacks."""
    for agreed in look.contract.columns if look.contract else ():
        if look.named(agreed.name) is None:
            yield Faults(agreed.name, None, look.rows)


def columns_unknown(look: TableLook) -> Iterator[Faults]:
    """Find columns of the table that the contract does not know."""
    for column in look.columns if look.contract else ():
        if look.agreed(column) is None:
            yield Faults(column.name, None, 0)


def types_wrong(look: TableLook) -> Iterator[Faults]:
    """Find columns of another type than the contract agrees."""
    for column in look.columns:
        agreed = look.agreed(column)
        if agreed is not None and not _fits_type(column, agreed.type):
            message = f"The contract agrees the type {agreed.type}; the column has another."
            yield Faults(column.name, None, 0, message)


def rules_broken(look: TableLook) -> Iterator[Faults]:
    """Find quality rules of the contract that do not hold."""
    contract = look.contract
    if contract is None:
        return
    for rule in contract.rules:
        yield from _judged(look, None, rule)
    for column in look.columns:
        agreed = look.agreed(column)
        for rule in agreed.rules if agreed else ():
            yield from _judged(look, column, rule)


def _judged(look: TableLook, column: ColumnLook | None, rule: ContractRule) -> Iterator[Faults]:
    measured = _measured(look, column, rule)
    name = column.name if column else None
    if measured is None:
        message = f"The rule {rule.metric} of the contract cannot be measured as it is written."
        yield Faults(name, None, 0, message)
        return
    amount = 100 * measured / look.rows if rule.unit == "percent" and look.rows else measured
    if not _HOLDS[rule.operator](amount, rule.value):
        yield Faults(name, None, look.rows, _broken(rule))


def _broken(rule: ContractRule) -> str:
    bound = " and ".join(map(str, rule.value)) if isinstance(rule.value, tuple) else rule.value
    said = f" ({rule.description})" if rule.description else ""
    words = f"{rule.metric} {rule.operator} {bound} {rule.unit}{said}"
    return f"The contract's rule does not hold: {words}."


_HOLDS: dict[str, Callable[[float, Any], bool]] = {
    "mustBe": lambda amount, value: amount == value,
    "mustNotBe": lambda amount, value: amount != value,
    "mustBeGreaterThan": lambda amount, value: amount > value,
    "mustBeGreaterOrEqualTo": lambda amount, value: amount >= value,
    "mustBeLessThan": lambda amount, value: amount < value,
    "mustBeLessOrEqualTo": lambda amount, value: amount <= value,
    "mustBeBetween": lambda amount, value: value[0] <= amount <= value[1],
    "mustNotBeBetween": lambda amount, value: not value[0] <= amount <= value[1],
}


def _measured(look: TableLook, column: ColumnLook | None, rule: ContractRule) -> int | None:
    """Return how many rows a rule counts, or None where it says not of what."""
    if rule.metric == "rowCount":
        return look.rows
    if rule.metric == "duplicateValues":
        return _duplicates(look, column, rule)
    if column is None:
        return None
    if rule.metric == "nullValues":
        return int((column.codes < 0).sum())
    if rule.metric == "missingValues":
        return _missing(column, rule)
    return _invalid(column, rule)


def _duplicates(look: TableLook, column: ColumnLook | None, rule: ContractRule) -> int | None:
    if column is not None:
        return int(repeats(column.codes).sum())
    found = [look.named(str(name)) for name in rule.arguments.get("properties", ())]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found):
        return None
    return int(repeats(combined(known, look.rows)).sum())


def _missing(column: ColumnLook, rule: ContractRule) -> int:
    stand_ins = [
        str(value) for value in rule.arguments.get("missingValues", ()) if value is not None
    ]
    values = _texts(column)
    judged = patterns.mask_of(pc.is_in(values, pa.array(stand_ins, pa.string())))
    return int((column.codes < 0).sum() + column.over(judged).sum())


def _invalid(column: ColumnLook, rule: ContractRule) -> int | None:
    values = _texts(column)
    judged: Mask = np.zeros(len(values), dtype=np.bool_)
    allowed, pattern = rule.arguments.get("validValues"), rule.arguments.get("pattern")
    if allowed is None and pattern is None:
        return None
    if allowed is not None:
        listed = pa.array([_as_text(value) for value in allowed], pa.string())
        judged |= ~patterns.mask_of(pc.is_in(values, listed))
    if pattern is not None:
        try:
            judged |= ~patterns.fits(values, f"^(?:{pattern})$")
        except pa.ArrowInvalid:
            return None
    return int(column.over(judged).sum())


def _texts(column: ColumnLook) -> pa.Array:
    return column.values if column.is_text else pc.cast(column.values, pa.string())


def _as_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _fits_type(column: ColumnLook, agreed: str) -> bool:
    kind = column.column.type
    if agreed == "string":
        return True  # whatever was read can be kept as text
    if agreed in _NUMERIC:
        whole = pa.types.is_integer(kind)
        return bool(
            whole
            or (agreed == "number" and (pa.types.is_floating(kind) or pa.types.is_decimal(kind)))
        )
    if agreed in ("date", "timestamp"):
        return bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind))
    return bool(pa.types.is_boolean(kind)) if agreed == "boolean" else True
