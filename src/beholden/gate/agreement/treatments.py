"""What is done to a column's values at sealing, as an agreement says it: checked and compiled.

Only the result is in the extract: an age band and no date of birth, a sector and no postcode.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from beholden.kernel import LookUp, Treatment, TreatmentKind

from .form import look_up_of, place

_MOST_STEPS = 200


def treatment_faults(
    where: str,
    name: str,
    said: Mapping[str, Any],
    *,
    stewards: Mapping[str, str],
    columns: Mapping[str, Collection[str]] | None,
) -> Iterator[str]:
    """Yield every fault in the treatment of one column whose form is sound."""
    treatment = said.get("treatment", "clear")
    yield from _role_faults(where, said, treatment)
    yield from _source_faults(where, name, said)
    at = place(where, "treatment")
    if isinstance(treatment, Mapping):
        yield from _step_faults(at, treatment)
    look_up = look_up_of(said)
    if look_up:
        yield from _look_up_faults(place(at, "look_up"), look_up, stewards, columns)


def treatment_of(said: Mapping[str, Any], *, stewards: Mapping[str, str]) -> Treatment | None:
    """Return what is done to a column's values; None where they are left as they are.

    A join or identity column is pseudonymised by its role.
    """
    treatment = said.get("treatment", "clear")
    if isinstance(treatment, str):
        hidden = treatment == "pseudonymised" and said["role"] == "dimension"
        return Treatment(TreatmentKind.PSEUDONYMISED) if hidden else None
    kind, how = next(iter(treatment.items()))
    if kind == "look_up":
        look_up = LookUp(how["dataset"], stewards[how["dataset"]], how["key"], how["value"])
        return Treatment(TreatmentKind.LOOK_UP, look_up=look_up)
    if isinstance(how, str):
        return Treatment(TreatmentKind(kind), to=how)
    as_of = date.fromisoformat(how["as_of"]) if "as_of" in how else None
    return Treatment(TreatmentKind(kind), steps=steps_of(kind, how), as_of=as_of)


def steps_of(kind: str, how: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    """Return the labels of ages or numbers, each with the number it begins at, ascending."""
    if "from" in how:
        return tuple(sorted(how["from"].items(), key=lambda step: step[1]))
    width, top = how["width"], how["top"]
    lows = [width * n for n in range(math.ceil(top / width))]
    label = _years if kind == "age" else _numbers
    named = [(label(low, min(low + width, top)), low) for low in lows]
    return (*named, (f"{top:g} and over", top))


def _years(low: float, high: float) -> str:
    return f"{low:g} to {high - 1:g}" if high - low > 1 else f"{low:g}"


def _numbers(low: float, high: float) -> str:
    return f"{low:g} to under {high:g}"


def _role_faults(where: str, said: Mapping[str, Any], treatment: Any) -> Iterator[str]:
    role = said["role"]
    keyed, hidden = role in ("join", "identity"), treatment in ("pseudonymised", "withheld")
    if isinstance(treatment, Mapping) and role != "dimension":
        yield f"{where} › treatment: only a dimension is made coarser."
    elif "treatment" in said and keyed and treatment != "pseudonymised":
        yield f"{where} › treatment: a column with the role {role} is always pseudonymised."
    elif role == "measure" and hidden:
        yield f"{where} › treatment: a measure is sealed as it is; it is never shown for one."
    elif (treatment == "withheld") != (role == "withheld") and "treatment" in said:
        yield f"{where} › treatment: a withheld column has the role withheld, and no other has it."
    if "bands" in said and treatment != "clear":
        yield f"{where} › bands: a column has bands or a treatment, not both."


def _source_faults(where: str, name: str, said: Mapping[str, Any]) -> Iterator[str]:
    if "of" not in said:
        return
    treatment = said.get("treatment", "clear")
    if said["role"] != "dimension" or treatment in ("clear", "withheld"):
        yield f"{where} › of: only a dimension that a treatment makes has another column behind it."
    if said["of"].lower() == name.lower():
        yield f"{where} › of: this is the column itself; leave it out."


def _step_faults(at: str, treatment: Mapping[str, Any]) -> Iterator[str]:
    for kind in ("age", "number"):
        how = treatment.get(kind)
        if how is None:
            continue
        where = place(at, kind)
        yield from _day_faults(where, how)
        ways = "from" in how, "width" in how and "top" in how
        if sum(ways) != 1 or ("from" in how and {"width", "top"} & set(how)):
            yield f"{where}: give named bands (from), or a width and a top, and not both."
        elif "from" in how and len(set(how["from"].values())) < len(how["from"]):
            yield f"{where} › from: two bands begin at the same number."
        elif "width" in how and how["top"] / how["width"] > _MOST_STEPS:
            yield f"{where} › width: this would make more than {_MOST_STEPS} bands."


def _day_faults(where: str, how: Mapping[str, Any]) -> Iterator[str]:
    try:
        date.fromisoformat(how.get("as_of", "2000-01-01"))
    except ValueError:
        yield f"{where} › as_of: there is no such day."


def _look_up_faults(
    where: str,
    look_up: Mapping[str, Any],
    stewards: Mapping[str, str],
    columns: Mapping[str, Collection[str]] | None,
) -> Iterator[str]:
    name = look_up["dataset"]
    if columns is not None and name not in columns:
        yield f"{place(where, 'dataset')}: there is no such dataset."
        return
    if not stewards.get(name):
        yield f"{place(where, 'dataset')}: it has no steward."
    known = None if columns is None else columns[name]
    for key in ("key", "value"):
        if known is not None and look_up[key] not in known:
            yield f"{place(where, key)}: there is no such column."
