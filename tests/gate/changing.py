"""Every single change of a value made of frozen dataclasses, tuples and plain values, by its place.

A field that is added to the terms is changed here without anybody writing it down.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any

from beholden.kernel import (
    AggregateOutput,
    JoinTerms,
    LookUp,
    RecordsOutput,
    SelfServiceOutput,
    Treatment,
    TreatmentKind,
)

Changed = tuple[str, Any]
OUTPUTS = {
    ".aggregate": AggregateOutput(("Housing",)),
    ".self_service": SelfServiceOutput(("Housing",), ("arrears",), ("ward",), 60),
    ".records": RecordsOutput(("Housing",), "letters", ("uprn",)),
}


def changes(value: Any, at: str = "") -> Iterator[Changed]:
    """Yield every single change of a value, each with the place where it was made."""
    if is_dataclass(value):
        for field in fields(value):
            place = f"{at}.{field.name}"
            for where, new in changes(getattr(value, field.name), place):
                if _can_be(value, field.name, new):
                    yield where, replace(value, **{field.name: new})
    elif isinstance(value, tuple):
        yield from _of_tuple(value, at)
    elif value is None:
        yield at, _something(at)
    else:
        yield from ((at, new) for new in _of_plain(value))


def _can_be(value: Any, name: str, new: Any) -> bool:
    """Return whether compiling could have made it: a join has as many sides as datasets."""
    if isinstance(value, JoinTerms) and name in ("among", "columns") and value.columns:
        return len(new) == len(value.among) and all(new)
    return True


def _of_tuple(value: tuple[Any, ...], at: str) -> Iterator[Changed]:
    pair = len(value) == 2 and type(value[0]) is not type(
        value[1]
    )  # a label and what it stands for
    if not pair and len(value) > 1:
        yield f"{at}[order]", (*value[1:], value[0])
    for n, one in enumerate(value):
        if not pair:
            yield f"{at}[-]", (*value[:n], *value[n + 1 :])
        for where, new in changes(one, f"{at}[]"):
            if new not in value:
                yield where, (*value[:n], new, *value[n + 1 :])
                if not pair and n == 0:
                    yield f"{at}[+]", (*value, new)


def _of_plain(value: Any) -> Iterator[Any]:
    if isinstance(value, Enum):
        yield from (other for other in type(value) if other is not value)
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, str):
        yield value + " too"
    elif isinstance(value, date):
        yield from (value - timedelta(days=1), value + timedelta(days=1))
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, float):
        yield from (value / 2, value + 0.125)


def _something(at: str) -> Any:
    """Return what a part may be that is not there; an output comes and goes by ``without``."""
    if at.endswith("look_up"):
        return LookUp("places", "Housing", "uprn", "ward")
    if at.endswith("treatment"):
        return Treatment(TreatmentKind.PSEUDONYMISED)
    if at in OUTPUTS:
        return OUTPUTS[at]
    return date(2027, 5, 1) if at.endswith(("review_by", "as_of")) else "something"


def without(value: Any) -> Iterator[Changed]:
    """Yield a dataclass without each of the parts that it may lack."""
    for field in fields(value):
        if "None" in str(field.type) and getattr(value, field.name) is not None:
            yield f".{field.name}[none]", replace(value, **{field.name: None})
