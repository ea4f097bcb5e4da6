"""The cells that a question needs: by which dimensions, which measures, under which names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlglot import exp

from beholden.kernel import Measure

from .aggregates import Aggregate
from .plans import CELLS

_COLUMN = re.compile(r'"(?:[^"]|"")+"\."(?:[^"]|"")+"')


@dataclass(frozen=True, slots=True)
class Key:
    """One dimension of the cells: its name and the SQL, over datasets, that it is."""

    name: str
    sql: str


@dataclass(slots=True)
class CellTable:
    """The dimensions and measures of one question, each once, under names that do not clash.

    ``apart`` keeps measures apart that are the same, so that two tables of one question stay alike.
    """

    name: str = CELLS
    apart: bool = False
    keys: list[Key] = field(default_factory=list)
    measures: list[tuple[str, Aggregate]] = field(default_factory=list)

    def column(self, name: str) -> exp.Column:
        """Return a quoted reference to a column of the treated cells."""
        return exp.Column(
            this=exp.Identifier(this=name, quoted=True),
            table=exp.Identifier(this=self.name, quoted=True),
        )

    def add_key(self, sql: str, wanted: str) -> None:
        """Group by one more value, unless the cells are grouped by it already."""
        if not any(key.sql == sql for key in self.keys):
            self.keys.append(Key(self._free(wanted), sql))

    def key_named(self, sql: str) -> str | None:
        """Return the name of the dimension that is this SQL, or None."""
        return next((key.name for key in self.keys if key.sql == sql), None)

    def add_measure(self, aggregate: Aggregate, wanted: str) -> str:
        """Return the name under which the cells hold an aggregate, adding it if it is new."""
        for name, known in () if self.apart else self.measures:
            if known == aggregate:
                return name
        name = self._free(wanted)
        self.measures.append((name, aggregate))
        return name

    def of_keys(self, name: str, keys: list[Key]) -> CellTable:
        """Return a table of the same measures by some of the dimensions."""
        return CellTable(name, self.apart, keys, self.measures)

    def as_measures(self) -> tuple[Measure, ...]:
        """Return the measures as the kernel names them."""
        return tuple(Measure(name, a.function, a.of, self._chooses(a)) for name, a in self.measures)

    def _chooses(self, aggregate: Aggregate) -> bool:
        return self.says_more(aggregate.conditions)

    def says_more(self, conditions: Iterable[str]) -> bool:
        """Return whether conditions say more of the subjects of a group than the group does."""
        texts = list(conditions)
        named = {column for text in texts for column in _COLUMN.findall(text)}
        return bool(texts) and (self.apart or not named <= {key.sql for key in self.keys})

    def _free(self, wanted: str) -> str:
        taken = {key.name.lower() for key in self.keys} | {n.lower() for n, _ in self.measures}
        return free_name(wanted, taken)


def free_name(wanted: str, taken: set[str], tried: dict[str, int] | None = None) -> str:
    """Return a name that is not taken (capital letters do not tell names apart).

    ``tried`` keeps, for one who asks again and again, which numbers behind a name are taken.
    """
    name, number = wanted, (tried or {}).get(wanted, 2)
    while name.lower() in taken:
        name, number = f"{wanted}_{number}", number + 1
    if tried is not None:
        tried[wanted] = number
    return name
