"""Treatments: what is sealed instead of a value that would tell too much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TreatmentKind(StrEnum):
    """What is done to a dimension's values at sealing."""

    AGE = "age"
    POSTCODE = "postcode"
    DATE = "date"
    NUMBER = "number"
    LOOK_UP = "look_up"
    PSEUDONYMISED = "pseudonymised"


@dataclass(frozen=True, slots=True)
class LookUp:
    """The dataset, its steward, and its two columns, by which one value stands for another."""

    dataset: str
    steward: str
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a dimension's values are made coarser at sealing; only the result is in the extract.

    ``to`` is the unit of a postcode (sector, district, area) or of a date (month, quarter, year).
    ``steps`` are the labels of ages and numbers, each with the number it begins at, ascending; what
    lies under the first becomes null. ``as_of`` is the day on which ages are taken.
    """

    kind: TreatmentKind
    to: str = ""
    steps: tuple[tuple[str, float], ...] = ()
    as_of: date | None = None
    look_up: LookUp | None = None

    def in_words(self) -> str:
        """Return what is sealed instead of the value, as people read it."""
        labels = ", ".join(label for label, _ in self.steps)
        match self.kind:
            case TreatmentKind.AGE if self.as_of is not None:
                return f"an age on {self.as_of.isoformat()}, as one of {labels}"
            case TreatmentKind.NUMBER:
                return f"one of {labels}"
            case TreatmentKind.LOOK_UP if self.look_up is not None:
                return f"its {self.look_up.value} by the dataset {self.look_up.dataset}"
            case TreatmentKind.PSEUDONYMISED:
                return "a pseudonym of this use"
            case _:
                return f"its {self.to}"
