"""The question form of a fitted table: what may be asked of it, as frozen values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from beholden.kernel import Clause, Refusal

from .rows import Value

Masks = tuple[NDArray[np.bool_], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Among:
    """A dimension's value is one of these (or, compared, on one side of a number).

    ``values`` are as they were written; a dimension of numbers takes them as numbers, so that 1,
    1.0 and '01' are one.
    """

    dimension: str
    values: frozenset[str] = frozenset()
    compare: str = ""
    limit: float = 0.0

    def holds(self, domain: tuple[Value, ...]) -> Masks:
        """Return, for each value of the domain, whether it holds and whether it is unknown."""
        missing = np.array([value is None for value in domain])
        test = self._on_one_side if self.compare else self._one_of()
        return np.array([test(value) for value in domain], dtype=np.bool_) & ~missing, missing

    def _one_of(self) -> Callable[[Value], bool]:
        numbers = frozenset(_numbers(self.values))

        def is_one(value: Value) -> bool:
            if isinstance(value, bool) or not isinstance(value, int | float):
                return as_text(value) in self.values
            return Decimal(str(value)) in numbers

        return is_one

    def _on_one_side(self, value: Value) -> bool:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False  # a text, or a yes or no, is on no side of a number
        difference = value - self.limit
        return {
            "<": difference < 0,
            "<=": difference <= 0,
            ">": difference > 0,
            ">=": difference >= 0,
        }[self.compare]


@dataclass(frozen=True, slots=True)
class Missing:
    """A dimension has no value."""

    dimension: str


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition; of what is unknown it is unknown."""

    of: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """Both conditions hold."""

    one: Condition
    other: Condition


@dataclass(frozen=True, slots=True)
class Either:
    """One of two conditions holds."""

    one: Condition
    other: Condition


Condition = Among | Missing | Not | Both | Either


@dataclass(frozen=True, slots=True)
class Asked:
    """One number that is asked for: count of subjects, or sum or avg of a measure."""

    name: str
    function: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class FittedQuestion:
    """Measures by dimensions, with conditions on dimensions; then in an order, and so many rows.

    ``columns`` are the names of the output in the order asked; ``order`` holds names, each with
    whether it goes down.
    """

    groups: tuple[tuple[str, str], ...]
    asked: tuple[Asked, ...]
    columns: tuple[str, ...]
    condition: Condition | None = None
    order: tuple[tuple[str, bool], ...] = ()
    limit: int | None = None

    @property
    def dimensions(self) -> frozenset[str]:
        """Return every dimension that is used, to group or to choose."""
        chosen = dimensions_of(self.condition) if self.condition else frozenset()
        return frozenset(dimension for _, dimension in self.groups) | chosen

    def in_words(self) -> str:
        """Return what is asked, in the agreement's own names and without any value."""
        told = [f"{a.function}({a.measure or '*'})" for a in self.asked]
        by = [f"by {', '.join(dimension for _, dimension in self.groups)}"] if self.groups else []
        chosen = sorted(dimensions_of(self.condition)) if self.condition else []
        where = [f"chosen by {', '.join(chosen)}"] if chosen else []
        return " ".join((", ".join(told), *by, *where))


@dataclass(frozen=True, slots=True)
class FittedAllowed:
    """Yes: what is asked, and the clauses that it rests on."""

    question: str
    clauses: tuple[Clause, ...]
    asks: FittedQuestion
    on: date
    allowed: Literal[True] = True
    refusal: None = None


@dataclass(frozen=True, slots=True)
class FittedRefused:
    """No, with the refusal and the clauses that it rests on."""

    question: str
    clauses: tuple[Clause, ...]
    refusal: Refusal
    on: date
    allowed: Literal[False] = False


FittedDecision = FittedAllowed | FittedRefused


def dimensions_of(condition: Condition) -> frozenset[str]:
    """Return the dimensions that a condition looks at."""
    if isinstance(condition, Among | Missing):
        return frozenset({condition.dimension})
    if isinstance(condition, Not):
        return dimensions_of(condition.of)
    return dimensions_of(condition.one) | dimensions_of(condition.other)


def _numbers(texts: Iterable[str]) -> Iterator[Decimal]:
    for text in texts:
        try:
            number = Decimal(text)
        except InvalidOperation:
            continue
        if not number.is_nan():
            yield number


def as_text(value: Value) -> str:
    """Return a value as the text by which a question names it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
