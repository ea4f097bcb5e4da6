"""Which guesses were right, and what they come to in a table, a picture and a bar."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from .attacks import QUESTIONS
from .protections import FITTED


class Rights:
    """Which guesses were right, by protection, attack and number of questions."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], dict[int, list[np.ndarray]]] = defaultdict(dict)

    def add(self, protection: str, attack: str, questions: int, right: np.ndarray) -> None:
        self.found[protection, attack].setdefault(questions, []).append(right)

    def rows(self) -> Iterator[str]:
        """Yield a line of the table for each protection and attack."""
        for (protection, attack), by in self.found.items():
            cells = [_cell(by[n]) if n in by else "" for n in QUESTIONS]
            yield f"| {protection} | {attack} | {' | '.join(cells)} |"

    def best(self) -> Mapping[str, Mapping[int, float]]:
        """Return, for each protection, how right the best attack is after so many questions."""
        best: dict[str, dict[int, float]] = defaultdict(dict)
        for (protection, attack), by in self.found.items():
            line = _line_of(protection, attack)
            for n, rights in by.items() if line else ():
                share = float(np.concatenate(rights).mean())
                best[line][n] = max(share, best[line].get(n, 0.0))
        return {name: dict(sorted(by.items())) for name, by in best.items()}


def _line_of(protection: str, attack: str) -> str:
    """Return to which line of the picture an attack belongs; empty for none."""
    if protection.startswith("release"):
        return ""
    if protection.startswith(FITTED.name):
        return "fitted table, who knows others" if "knows" in attack else "fitted table"
    return "" if "knows" in attack else protection


def _cell(rights: list[np.ndarray]) -> str:
    all_ = np.concatenate(rights)
    share = float(all_.mean())
    error = 2 * np.sqrt(max(share * (1 - share), 1e-9) / len(all_))
    return f"{100 * share:.0f}" if share > 0.995 else f"{100 * share:.1f} ± {100 * error:.1f}"
