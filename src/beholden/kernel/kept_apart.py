"""Columns that no answer may use together, as a board asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Columns of which no answer uses two; ``because`` is the clause, in words.

    They are named in small letters, and mean whatever is called so or made from what is.
    """

    columns: tuple[str, ...]
    because: str

    @property
    def together(self) -> str:
        """Name them after "no answer uses": ``a and b``, or ``two of a, b and c``."""
        *first, last = self.columns
        return f"{'two of ' if len(first) > 1 else ''}{', '.join(first)} and {last}"

    def among(self, used: Iterable[frozenset[str]]) -> tuple[str, ...]:
        """Return which of them are used; ``used`` holds all the names of each column."""
        named = frozenset[str]().union(*used)
        return tuple(column for column in self.columns if column in named)
