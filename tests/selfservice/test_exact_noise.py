"""Noise: drawn from the secret alone, and normal to the last digit that a test can see."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from scipy import stats

from beholden.selfservice.exact_noise import Stream, rounded_normal

SECRET = bytes(range(32))


def drawn(sd: Fraction, count: int, context: bytes = b"test") -> np.ndarray:
    stream = Stream(SECRET, context)
    return np.array([rounded_normal(sd, stream) for _ in range(count)])


@pytest.mark.parametrize("sd", [Fraction(1, 2), Fraction(5, 2), Fraction(2000, 3)], ids=str)
def test_a_drawn_number_is_a_rounded_normal_one(sd):
    count = 6000
    got = drawn(sd, count)
    edges = np.unique(np.rint(stats.norm.ppf(np.linspace(0.002, 0.998, 30), scale=float(sd))))
    bounds = np.concatenate([[-np.inf], edges + 0.5, [np.inf]])
    wanted = count * np.diff(stats.norm.cdf(bounds, scale=float(sd)))
    found = np.histogram(got, bins=bounds)[0]
    assert stats.chisquare(found, wanted).pvalue > 0.001


def test_the_same_secret_and_context_give_the_same_noise():
    assert (drawn(Fraction(3), 200) == drawn(Fraction(3), 200)).all()


def test_another_context_gives_noise_that_has_nothing_in_common():
    one, other = drawn(Fraction(30), 3000), drawn(Fraction(30), 3000, b"other")
    assert abs(np.corrcoef(one, other)[0, 1]) < 0.07


def test_the_stream_is_uniform_in_its_bits():
    stream = Stream(SECRET, b"bits")
    ones = sum(stream.take(7).bit_count() for _ in range(20_000))
    assert abs(ones - 70_000) < 4 * np.sqrt(35_000)
    below = np.bincount([stream.below(10) for _ in range(20_000)], minlength=10)
    assert stats.chisquare(below).pvalue > 0.001
