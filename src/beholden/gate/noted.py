"""What sealing notes of a sealed table, so that an answer takes less time: never another answer.

Of keys which stand once, and how many names there are of those that are sealed as numbers; of
dimensions how many values there are at most, where they are few. It is tied to the extract's key,
so a record whose notes were changed opens nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from beholden.kernel import canonical_json

Key = tuple[str, ...]
Counts = Mapping[str, Mapping[str, int]]
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Noted:
    """Notes by dataset: of its sealed rows, and of no others.

    ``once`` are the keys, each as its columns, that no two rows have alike. ``numbers`` says of a
    column of keys that it holds whole numbers from 0 on, fewer than this; ``values`` how many
    different values a dimension has at most.
    """

    once: Mapping[str, tuple[Key, ...]] = field(default_factory=lambda: _NOTHING)
    numbers: Counts = field(default_factory=lambda: _NOTHING)
    values: Counts = field(default_factory=lambda: _NOTHING)

    def __bool__(self) -> bool:
        """Return whether anything is noted."""
        return bool(self.once or self.numbers or self.values)

    def to_dict(self) -> dict[str, Any]:
        """Return the notes as plain data; kinds of which nothing is noted are left out."""
        once = {name: [list(key) for key in keys] for name, keys in self.once.items()}
        counts = {"numbers": self.numbers, "values": self.values}
        plain = {kind: {n: dict(of) for n, of in each.items()} for kind, each in counts.items()}
        return {kind: noted for kind, noted in {"once": once, **plain}.items() if noted}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Noted:
        """Return the notes that ``to_dict`` wrote; an extract of before has fewer, or none."""
        once = {name: tuple(map(tuple, keys)) for name, keys in data.get("once", {}).items()}
        return cls(once, data.get("numbers", {}), data.get("values", {}))

    @property
    def tied(self) -> str:
        """Return what a wrapped key is tied to: as it was written while only keys were noted."""
        plain = self.to_dict()
        return canonical_json(plain["once"] if plain.keys() == {"once"} else plain).decode()
