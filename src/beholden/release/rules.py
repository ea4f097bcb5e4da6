"""The thresholds of disclosure control, read from a commented file in the field's own names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from beholden.kernel import BadInput

_DEFAULT = Path(__file__).with_name("default.toml")


@dataclass(frozen=True, slots=True)
class _Number:
    field: str
    whole: bool
    least: float
    most: float

    def read(self, value: object) -> float | int | None:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else int | float):
            return None
        return value if self.least <= value <= self.most else None

    @property
    def says(self) -> str:
        kind = "a whole number" if self.whole else "a number"
        return f"{kind} from {self.least:g} to {self.most:g}"


@dataclass(frozen=True, slots=True)
class _Choice:
    field: str
    among: tuple[str, ...]

    def read(self, value: object) -> str | None:
        return value if isinstance(value, str) and value in self.among else None

    @property
    def says(self) -> str:
        return " or ".join(f'"{word}"' for word in self.among)


_KNOWN: Mapping[str, _Number | _Choice] = {
    "LowCount.smallest_group": _Number("low_count", True, 1, 1000),
    "LowCount.zeros": _Choice("zeros", ("withheld", "shown")),
    "Dominance.largest_share": _Number("dominance_share", False, 0.01, 1),
    "Dominance.n": _Number("dominance_n", True, 2, 5),
    "Dominance.k": _Number("dominance_k", False, 0.01, 1),
    "Dominance.p": _Number("dominance_p", False, 0, 1),
    "ClassDisclosure.whole_groups": _Choice("whole_groups", ("reported", "withheld", "ignored")),
    "ClassDisclosure.times_in_100": _Number("times_in_100", True, 51, 100),
    "Differencing.smallest_change": _Number("smallest_change", True, 1, 1000),
    "LowDOF.smallest": _Number("low_dof", True, 1, 1000),
    "SecondarySuppression.minutes": _Number("minutes", True, 1, 60),
    "SecondarySuppression.protection": _Number("protection", False, 0.01, 1),
    "Rounding.significant_figures": _Number("significant_figures", True, 1, 9),
    "Limits.dimensions": _Number("most_dimensions", True, 1, 4),
    "Together.unknowns": _Number("together_unknowns", True, 1, 1_000_000),
    "Together.minutes": _Number("together_minutes", True, 1, 60),
    "Limits.cells": _Number("most_cells", True, 1, 200_000),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The thresholds in force. Shares are 0–1; ``minutes`` is the solver's time for one table.

    The meaning of each is told in ``default.toml``.
    """

    low_count: int
    zeros: str
    dominance_share: float
    dominance_n: int
    dominance_k: float
    dominance_p: float
    whole_groups: str
    times_in_100: int
    smallest_change: int
    low_dof: int
    minutes: int
    protection: float
    significant_figures: int
    together_unknowns: int
    together_minutes: int
    most_dimensions: int
    most_cells: int

    @classmethod
    def load(cls, path: str | Path | None = None) -> Rules:
        """Return the default thresholds, with those that a council's own file states.

        Raises BadInput for a file that is not TOML, a threshold that nobody knows, or one that is
        outside its range.
        """
        stated = dict(_stated(_read(_DEFAULT)))
        if path is not None:
            stated.update(_stated(_read(Path(path))))
        checked = {name: _checked(name, value) for name, value in stated.items()}
        return cls(**{_KNOWN[name].field: value for name, value in checked.items()})


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise BadInput(
            f"The thresholds in {path.name} cannot be read.",
            why="The file is missing, or is not TOML in UTF-8.",
            next_step="Start from a copy of the default file.",
            ask="whoever keeps the thresholds of disclosure control",
        ) from fault


def _stated(tree: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for heading, lines in tree.items():
        if not isinstance(lines, Mapping):
            yield heading, lines
            continue
        for name, value in lines.items():
            yield f"{heading}.{name}", value


def _checked(name: str, value: object) -> Any:
    threshold = _KNOWN.get(name)
    if threshold is None:
        raise _unknown(name)
    read = threshold.read(value)
    if read is None:
        raise BadInput(
            f"The threshold {name} cannot be used as it is.",
            why=f"It must be {threshold.says}.",
            next_step="Correct the line in the file of thresholds.",
        )
    return read


def _unknown(name: str) -> BadInput:
    return BadInput(
        f"There is no threshold called {name}.",
        why="A threshold that nobody reads would protect nobody.",
        next_step="Use one of: " + ", ".join(_KNOWN) + ".",
    )
