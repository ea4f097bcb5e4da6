"""One difference between two agreements, and the words that all of them share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

WIDER, NARROWER, OTHER = "wider", "narrower", "other"


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence, without its full stop; its effect for residents; its place in the agreement."""

    sentence: str
    effect: str
    place: str

    def to_dict(self) -> dict[str, str]:
        """Return the difference as plain data."""
        return {"effect": self.effect, "sentence": self.sentence, "place": self.place}


def listed(names: Iterable[Any]) -> str:
    """Return names as a list in a sentence: a, b and c."""
    *most, last = [str(name) for name in names] or ["nobody"]
    return f"{', '.join(most)} and {last}" if most else last


def reordered(before: Sequence[Any], after: Sequence[Any]) -> bool:
    """Return whether what both have is in another order, or named another number of times."""
    kept = [one for one in before if one in after]
    return kept != [one for one in after if one in before]


def number(value: float) -> str:
    """Return a number as it is read, without loss: 0.5, 20."""
    return f"{value:,.0f}" if float(value).is_integer() else repr(float(value))


def more_is(effect: str, before: float, after: float) -> str:
    """Return the effect of a number that grows; the other one where it falls."""
    return effect if after > before else (NARROWER if effect == WIDER else WIDER)


def rises(what: str, before: float, after: float) -> str:
    """Return the sentence of a number that changes: it falls from 20 to 10."""
    verb = "rises" if after > before else "falls"
    return f"{what} {verb} from {number(before)} to {number(after)}"
