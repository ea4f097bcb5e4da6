"""What can be wrong with each kind of condition: its form, and what it says of the agreement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from .form import outputs_of, place
from .given_columns import dimensions_named, given_names, names_of, row_columns

Agreement = Mapping[str, Any]
Condition = Mapping[str, Any]
Columns = Mapping[str, Collection[str]] | None
OUTPUTS = ("aggregate", "self_service", "records")


def group_faults(condition: Condition, agreement: Agreement, _columns: Columns) -> Iterator[str]:
    """Yield what is wrong with a smallest group."""
    size, when = condition["smallest_group"], condition.get("when", [])
    if not isinstance(size, int) or isinstance(size, bool) or size < 1:
        yield " › smallest_group: This must be a whole number of at least 1."
    if not isinstance(when, list) or not all(isinstance(name, str) for name in when):
        yield " › when: This must be a list of dimensions."
        return
    for name in when:
        if not dimensions_named([name], agreement):
            yield f" › when › {name}: there is no such dimension in the agreement."


def review_faults(condition: Condition, _agreement: Agreement, _columns: Columns) -> Iterator[str]:
    """Yield what is wrong with a day of review."""
    if condition.get("else", "stop") != "stop":
        yield " › else: This must read: stop."
    yield from _no_day(condition, "review_by")


def day_faults(condition: Condition, agreement: Agreement, _columns: Columns) -> Iterator[str]:
    """Yield what is wrong with a last day."""
    fault = "".join(_no_day(condition, "until"))
    if fault:
        yield fault
    elif str(condition["until"]) < str(agreement["from"]):
        yield " › until: the agreement would end before it starts."


def output_faults(condition: Condition, _agreement: Agreement, _columns: Columns) -> Iterator[str]:
    """Yield what is wrong with outputs that are not given."""
    names = condition["no_output"]
    if not _are_names(names, least=1):
        yield f" › no_output: This must be a list of {', '.join(OUTPUTS)}."
        return
    for name in names:
        if name not in OUTPUTS:
            yield f" › no_output › {name}: there is no such output ({', '.join(OUTPUTS)})."


def withheld_faults(condition: Condition, agreement: Agreement, columns: Columns) -> Iterator[str]:
    """Yield what is wrong with columns that are withheld: none may choose rows at sealing."""
    names = condition["withhold"]
    if not _are_names(names, least=1):
        yield " › withhold: This must be a list of columns."
        return
    yield from _unknown("withhold", names, agreement, columns)
    withheld = {name.lower() for name in names}
    for dataset, chosen_by in row_columns(agreement):
        for name in sorted(chosen_by & withheld):
            yield f" › withhold › {name}: it chooses the rows of {dataset} ({_rows(dataset)})."


def apart_faults(condition: Condition, agreement: Agreement, columns: Columns) -> Iterator[str]:
    """Yield what is wrong with columns that are kept apart, in all that is given at once.

    A condition on rows is part of every answer, so a column in it is used beside whatever is given.
    """
    names = condition["never_together"]
    if not _are_names(names, least=2) or len({n.lower() for n in names}) < len(names):
        yield " › never_together: This must be a list of two different columns or more."
        return
    yield from _unknown("never_together", names, agreement, columns)
    apart = {name.lower() for name in names}
    yield from _crossed_by_rows(apart, agreement)
    for output, keys in (("self_service", ("by", "measures")), ("records", ("columns",))):
        said = outputs_of(agreement).get(output, {})
        given = [name for key in keys for name in said.get(key, ())]
        found = sorted(apart & _names_in(agreement, given))
        if len(found) > 1:
            yield (
                f" › never_together: {place('outputs', output)} gives {' and '.join(found)};"
                " take all but one of them out."
            )


def _crossed_by_rows(apart: set[str], agreement: Agreement) -> Iterator[str]:
    """Yield each condition on rows by which a column would be crossed with one that is given."""
    given = given_names(agreement)
    for dataset, chosen_by in row_columns(agreement):
        used = (apart & chosen_by) | (apart & given)
        if apart & chosen_by and len(used) > 1:
            named = " and ".join(sorted(used))
            yield f" › never_together: {_rows(dataset)} chooses, and so crosses {named}."


def _names_in(agreement: Agreement, wanted: Collection[str]) -> frozenset[str]:
    found = frozenset(name.lower() for name in wanted)
    for given in agreement["datasets"].values():
        for name, said in given["columns"].items():
            if name in wanted:
                found |= names_of(name, said)
    return found


def _unknown(key: str, names: list[str], agreement: Agreement, columns: Columns) -> Iterator[str]:
    """Yield each name that is of no column at all: it would bind nothing, and nobody would see."""
    held = [columns.get(name) for name in agreement["datasets"]] if columns is not None else [None]
    if any(one is None for one in held):
        return
    known = {name.lower() for one in held for name in one or ()} | given_names(agreement)
    for name in names:
        if name.lower() not in known:
            yield f" › {key} › {name}: there is no such column in the datasets of the agreement."


def _are_names(value: Any, *, least: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) >= least
        and all(isinstance(name, str) and name for name in value)
    )


def _no_day(condition: Condition, key: str) -> Iterator[str]:
    stated = str(condition[key])
    try:
        one_form = date.fromisoformat(stated).isoformat()
    except ValueError:
        one_form = ""
    if stated != one_form:  # days are compared as they are written
        yield f" › {key}: This is not a day, such as 2027-02-01."


def _rows(dataset: str) -> str:
    return place("datasets", dataset, "rows")
