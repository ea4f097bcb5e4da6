"""The manners in which registers write addresses, with the rates measured in real ones."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Manner:
    """How often one register writes an address in each of these ways (shares from 0 to 1).

    Measured in real registers by ``benchmarks/measure_faults.py``; see ``rates.json``.
    """

    register: str
    upper: float
    town_upper: float
    no_comma: float
    comma_after_number: float
    county: float
    double_space: float
    empty_part: float
    repeated_part: float
    short_type: float
    suffix_apart: float
    range_by_slash: float
    range_by_and: float
    range_by_to: float
    mistyped: float
    postcode_in_text: float


@lru_cache(maxsize=1)
def manners() -> tuple[Manner, ...]:
    """Return the manner of each register that was measured, by its name."""
    text = files(__package__).joinpath("rates.json").read_text("utf-8")
    registers: dict[str, dict[str, float]] = json.loads(text)["registers"]
    names = [field.name for field in fields(Manner)][1:]
    return tuple(
        Manner(register, *(rates[name] for name in names))
        for register, rates in sorted(registers.items())
    )
