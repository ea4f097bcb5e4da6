"""What answers a question: how many of a group of ten or more have the flag, protected or not.

A group is any union of profiles (``where (ward = … and age = …) or …``). ``values`` holds, for each
person, what a question adds up: the flag itself, or of a fitted table what it expects of them. All
protections answer nothing for groups under ten, so attacks ask for none.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SMALLEST = 10


@dataclass(frozen=True)
class Protection:
    """One way of answering: rounding to a base, noise of a standard deviation, or as it is.

    ``variance`` is that of one answer's error, as an attacker knows it; ``adaptive`` says that
    answers are sums of expected values, so that what they come to must be compared with others'.
    """

    name: str
    base: float = 0.0
    noise: float = 0.0
    adaptive: bool = False

    @property
    def variance(self) -> float:
        return max(self.base**2 / 12 + self.noise**2, 1e-4)

    def answer(self, sums: np.ndarray, draw: np.random.Generator) -> np.ndarray:
        """Answer for groups with these sums; each group's noise is its own, drawn once."""
        told = sums + np.rint(draw.normal(0, self.noise, sums.shape)) if self.noise else sums
        return np.floor(told / self.base + 0.5) * self.base if self.base else told

    def likelihood(self, told: np.ndarray, sums: np.ndarray) -> np.ndarray:
        """Return the logarithm of how likely answers are of groups with these sums."""
        if self.noise:
            return -((told - sums) ** 2) / (2 * self.variance)
        draw = np.random.default_rng(0)
        return np.where(np.abs(told - self.answer(sums, draw)) < 1e-9, 0.0, -50.0)


THRESHOLD = Protection("threshold 10")
ROUNDED = Protection("threshold 10, round to 5", base=5.0)
CELL_KEY = Protection("cell key, variance 4", noise=2.0)
USUAL = (THRESHOLD, ROUNDED, CELL_KEY)
# Answers of self-service are shown to a tenth.
FITTED = Protection("fitted table", base=0.1, adaptive=True)
