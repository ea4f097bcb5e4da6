"""Noise: whole numbers from a secret's stream, drawn exactly.

A value is a standard normal times a fraction, rounded to the nearest whole number. Rounding noise
that is added to a whole number is the same as rounding their sum, so what is kept is a rounded
Gaussian mechanism and its bound is the Gaussian's own: no approximation of a discrete
distribution, and no floating-point number by which noise could be told (Mironov, CCS 2012).

The normal is drawn by rejection in whole-number arithmetic alone: Karney, "Sampling exactly from
the normal distribution", ACM Transactions on Mathematical Software 42(1), 2016, algorithm N.
Probabilities exp(-x) are drawn by von Neumann's method (Canonne, Kamath and Steinke, NeurIPS 2020,
algorithm 1).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

_BLOCK = 64


@dataclass(slots=True)
class Stream:
    """Bits from a secret and a context: BLAKE2b (RFC 7693), keyed, over a counter.

    The same secret and context give the same bits for ever; without the secret they cannot be told
    from random ones.
    """

    secret: bytes
    context: bytes
    _counter: int = 0
    _bits: int = 0
    _held: int = 0

    def take(self, count: int) -> int:
        """Return the next so many bits as a whole number."""
        while self._held < count:
            block = hashlib.blake2b(
                self.context + self._counter.to_bytes(8, "big"),
                key=self.secret,
                person=b"beholden-noise",
                digest_size=_BLOCK,
            ).digest()
            self._counter += 1
            self._bits = (self._bits << (8 * _BLOCK)) | int.from_bytes(block, "big")
            self._held += 8 * _BLOCK
        self._held -= count
        taken = self._bits >> self._held
        self._bits &= (1 << self._held) - 1
        return taken

    def below(self, count: int) -> int:
        """Return a whole number from 0 to count - 1, each as likely."""
        width = (count - 1).bit_length()
        while (drawn := self.take(width)) >= count:
            pass
        return drawn


@dataclass(slots=True)
class _Uniform:
    """A number from 0 to 1 of which more binary digits are drawn when they are asked for."""

    stream: Stream
    digits: int = 0
    count: int = field(default=0)

    def extend(self, by: int = 16) -> None:
        self.digits = (self.digits << by) | self.stream.take(by)
        self.count += by

    def is_above(self, other: _Uniform) -> bool:
        """Return whether this number is the larger; two are never equal to the last digit."""
        while True:
            most = max(self.count, other.count, 16)
            for one in (self, other):
                if one.count < most:
                    one.extend(most - one.count)
            if self.digits != other.digits:
                return self.digits > other.digits
            self.extend()


def rounded_normal(sd: Fraction, stream: Stream) -> int:
    """Return a normal number of this standard deviation, rounded to the nearest whole number."""
    k, x = _half_normal(stream)
    size = _rounded(sd, k, x)
    return -size if stream.take(1) else size


def _half_normal(stream: Stream) -> tuple[int, _Uniform]:
    """Return whole part and fraction of a standard normal's size (algorithm N)."""
    while True:
        k = 0
        while _exp_half(stream):
            k += 1
        if not all(_exp_half(stream) for _ in range(k * (k - 1))):
            continue
        x = _Uniform(stream)
        if _kept(stream, k, x):
            return k, x


def _kept(stream: Stream, k: int, x: _Uniform) -> bool:
    """Return yes with probability exp(-x(2k + x)/2)."""
    by_one = all(_exp(stream, lambda: _under(stream, x)) for _ in range(k))
    return by_one and _exp(
        stream, lambda: stream.take(1) == 1 and _under(stream, x) and _under(stream, x)
    )


def _under(stream: Stream, x: _Uniform) -> bool:
    """Return yes with probability x."""
    return x.is_above(_Uniform(stream))


def _exp_half(stream: Stream) -> bool:
    return _exp(stream, lambda: stream.take(1) == 1)


def _exp(stream: Stream, event: Callable[[], bool]) -> bool:
    """Return yes with probability exp(-p), where the event has probability p (0–1)."""
    turn = 1
    while event() and stream.below(turn) == 0:
        turn += 1
    return turn % 2 == 1


def _rounded(sd: Fraction, k: int, x: _Uniform) -> int:
    """Return sd·(k + x) rounded, with as many digits of x as it takes to be sure."""
    while True:
        x.extend()
        scale = 1 << x.count
        low = sd * (k * scale + x.digits)
        near, far = _round(low / scale), _round((low + sd) / scale)
        if near == far:
            return near


def _round(value: Fraction) -> int:
    return int(value + Fraction(1, 2))
