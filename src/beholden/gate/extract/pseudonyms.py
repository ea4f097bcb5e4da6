"""Pseudonyms: one 64-bit number for each key value, the same throughout a use, never across uses.

A value that reads as a whole number is one AES-256 block (the number and a zero) cut to 64 bits;
any other text is BLAKE2b-64 (RFC 7693) under a key of its own. Both keys come from the use's secret
and the name of the column, so that equal values of different keys (an account number and a UPRN)
do not meet. What decides is the text of the value, so 100023 and "100023" are the same subject.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from beholden.kernel import Unavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

_MOST_DIGITS = 18
_PENDING_ROWS = 1 << 22
# What making pseudonyms may come to besides pseudonyms.
_FAULTS = (
    MemoryError,
    pa.ArrowException,
    ArithmeticError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Makes the pseudonyms of one key column under one use."""

    number_key: bytes
    text_key: bytes

    @classmethod
    def of_column(cls, name: str, *, secret: bytes) -> Pseudonyms:
        """Return the maker for a key column (its case does not matter) under a use's secret."""
        keys = hashlib.blake2b(name.lower().encode(), key=secret, person=b"beholden-names").digest()
        return cls(keys[:32], keys[32:])

    def table(self, values: Any) -> pa.Table:
        """Return the columns ``value`` and ``pseudonym`` (int64) for distinct non-null values.

        They are texts, or whole numbers, which get the pseudonyms of their texts. Raises
        Unavailable where two values come to the same pseudonym (one chance in 10⁵ at 20 million
        values).
        """
        values = values if isinstance(values, pa.Array) else pa.array(values, pa.string())
        values = values if pa.types.is_integer(values.type) else values.cast(pa.string())
        _, names = self.of(values)
        if len(_once(names)) < len(names):
            raise _collision()
        return pa.table({"value": values, "pseudonym": pa.array(names, pa.int64())})

    def of(self, values: pa.Array) -> tuple[Numbers, Numbers]:
        """Return, in turn, the identity and the pseudonym of each of some non-null values.

        They are texts or whole numbers. The identity tells a value from others (a whole number by
        itself, a text by its hash in this process); it is for looking for collisions alone.
        """
        if pa.types.is_integer(values.type):
            numbers = values.cast(pa.int64()).to_numpy()
            if not len(numbers) or (numbers.min() >= 0 and numbers.max() < 10**_MOST_DIGITS):
                return numbers, self._of_numbers(numbers)
            values = values.cast(pa.string())
        return self._of_mixed(values)

    def _of_mixed(self, texts: pa.Array) -> tuple[Numbers, Numbers]:
        whole = _are_whole_numbers(texts)
        at = whole.to_numpy(zero_copy_only=False)
        numbers = texts.filter(whole).cast(pa.int64()).to_numpy()
        others = texts.filter(pc.invert(whole)).to_pylist()
        identities, names = np.empty((2, len(texts)), dtype=np.int64)
        identities[at], names[at] = numbers, self._of_numbers(numbers)
        # Python's hash of the empty text is 0, which is the number 0: no text here is empty.
        identities[~at] = [hash(f"text {text}") for text in others]
        names[~at] = self._of_texts(others)
        return identities, names

    def _of_numbers(self, numbers: Numbers) -> Numbers:
        blocks = np.zeros((len(numbers), 2), dtype="<u8")
        blocks[:, 0] = numbers
        # One block on its own is a keyed permutation; nothing is chained, nothing is decrypted.
        cipher = Cipher(algorithms.AES256(self.number_key), modes.ECB()).encryptor()  # noqa: S305
        return np.frombuffer(cipher.update(blocks.tobytes()), dtype="<i8")[::2].copy()

    def _of_texts(self, texts: list[str]) -> Numbers:
        known = {text: self._of_text(text) for text in set(texts)}
        return np.frombuffer(b"".join([known[text] for text in texts]), dtype="<i8")

    def _of_text(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self.text_key, digest_size=8).digest()


@dataclass(slots=True)
class NamedKeys:
    """One key column's pseudonyms as a function of the sealing engine.

    It may be called from several threads, and remembers how many values and how many pseudonyms
    there were, so that two values with one pseudonym are found.
    """

    pseudonyms: Pseudonyms
    _seen: list[tuple[Numbers, Numbers]] = field(default_factory=list)
    _rows: int = 0
    _fault: Exception | None = None
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, values: pa.ChunkedArray) -> pa.Array:
        """Return the pseudonyms of some non-null values.

        What goes wrong here reaches the engine's caller as a fault of the engine, so it is kept.
        """
        try:
            return self._named(values)
        except _FAULTS as fault:
            self._fault = fault
            raise

    def _named(self, values: pa.ChunkedArray) -> pa.Array:
        seen = self.pseudonyms.of(values.combine_chunks())
        with self._lock:
            self._seen.append(seen)
            self._rows += len(values)
            if self._rows > _PENDING_ROWS:
                self._gather()
                self._rows = 0
        return pa.array(seen[1], pa.int64())

    def refuse_failure(self) -> None:
        """Raise Unavailable where the pseudonyms of some values could not be made."""
        if self._fault is not None:
            raise _not_made(short=isinstance(self._fault, MemoryError))

    def refuse_collisions(self) -> None:
        """Raise Unavailable where two values came to the same pseudonym."""
        with self._lock:
            identities, names = self._gather()
        if len(names) < len(identities):
            raise _collision()

    def _gather(self) -> tuple[Numbers, Numbers]:
        """Keep each value and each pseudonym once; return them."""
        once = tuple(_once(np.concatenate(part)) for part in zip(*self._seen, strict=True))
        none = np.empty(0, dtype=np.int64)
        identities, names = once or (none, none)
        self._seen = [(identities, names)]
        return identities, names


def _once(numbers: Numbers) -> Numbers:
    """Return each number once, in order: what unique() of numpy does, in a tenth of its time."""
    ordered = np.sort(numbers)
    return (
        ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered
    )


def _not_made(*, short: bool) -> Unavailable:
    return Unavailable(
        "The pseudonyms of a key could not be made, so nothing was sealed.",
        why="There is not memory enough." if short else "Their maker stopped at a value.",
        next_step="Close other work or seal on a larger machine."
        if short
        else "Check the datasets (beholden check), then seal again.",
        ask="the administrator",
    )


def _collision() -> Unavailable:
    return Unavailable(
        "Two subjects would get the same pseudonym.",
        why="The secret of this use and these values happen to meet.",
        next_step="Forget the secret of the use and seal all its extracts again.",
    )


def _are_whole_numbers(texts: pa.Array) -> pa.BooleanArray:
    """Return which texts are the one way to write a whole number: no sign, no zero in front."""
    digits = pc.and_(
        pc.ascii_is_decimal(texts), pc.less_equal(pc.binary_length(texts), _MOST_DIGITS)
    )
    zero_in_front = pc.and_(pc.starts_with(texts, "0"), pc.not_equal(texts, "0"))
    return pc.and_not(digits, zero_in_front)
