"""The measure of time as a channel tells a secret that shifts times, or widens them, and no other.

The times here are drawn, so that what they tell is known; the real ones are timed by
``python -m attacks.timing``.
"""

from __future__ import annotations

import numpy as np
import pytest

from attacks.timing import MOST_RIGHT, Timed


def drawn(*, shift: float = 0.0, widen: float = 1.0, seed: int = 1) -> Timed:
    """Return times of about 10 ms of eight seals in two worlds, the second one changed so."""
    noise = np.random.default_rng(seed).normal(0, 1e-4, (2, 8, 500))
    noise[1] = noise[1] * widen + shift
    return Timed("drawn", 0.01 + noise)


@pytest.mark.parametrize(
    ("secret", "right"),
    [
        ({"shift": 1e-4}, 69.1),  # Φ(1/2)
        ({"shift": -1e-4}, 69.1),
        ({"widen": 3.0}, 62.1),  # at 1.57 standard deviations: 1/2 + (Φ(1.57) - Φ(1.57 / 3)) / 2
        ({"widen": 1 / 3}, 62.1),
    ],
)
def test_a_secret_that_shifts_or_widens_times_is_told(secret, right):
    assert drawn(**secret).right == pytest.approx(right, abs=2)


@pytest.mark.parametrize("seed", range(5))
def test_times_of_one_kind_tell_nothing(seed):
    assert drawn(seed=seed).held
    assert drawn(seed=seed).right == pytest.approx(50, abs=2)


def test_what_is_particular_to_one_seal_is_no_guess_at_the_world():
    times = drawn().seconds.copy()
    times[1, 0] += 1e-3
    assert Timed("one slow seal", times).right <= MOST_RIGHT
