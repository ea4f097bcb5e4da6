"""Pseudonyms: one 64-bit number for each key value, the same throughout a use, never across uses.

A value that reads as a whole number is one AES-256 block (the number and a zero) cut to 64 bits;
any other text is BLAKE2b-64 (RFC 7693) under a key of its own. Both keys come from the use's secret
and the name of the column, so that equal values of different keys (an account number and a UPRN)
do not meet. What decides is the text of the value, so 100023 and "100023" are the same subject.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
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
_PENDING_ROWS = 1 << 18
_DENSE = 16  # where so many times as many numbers are possible, each has a flag of its own
_BLOCKS = 1 << 12
_NONE: Numbers = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Named:
    """The pseudonyms of some values, in turn, and what tells those values from each other.

    ``numbers`` are the values that are whole numbers; ``texts`` are hashes of the others, which
    tell them apart in this process, and ``names_of_texts`` the pseudonyms of those. They are for
    looking for collisions alone.
    """

    names: Numbers
    numbers: Numbers
    texts: Numbers
    names_of_texts: Numbers


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
        names = self.of(values).names
        if len(_once(names)) < len(names):
            raise _collision()
        return pa.table({"value": values, "pseudonym": pa.array(names, pa.int64())})

    def of(self, values: pa.Array) -> Named:
        """Return the pseudonyms of some non-null values, which are texts or whole numbers."""
        if pa.types.is_integer(values.type):
            numbers = values.cast(pa.int64()).to_numpy()
            # Seen without its sign, a number under nought is one of more digits.
            if not len(numbers) or numbers.view(np.uint64).max() < 10**_MOST_DIGITS:
                return Named(self._of_numbers(numbers), numbers, _NONE, _NONE)
            values = values.cast(pa.string())
        return self._of_mixed(values)

    def _of_mixed(self, texts: pa.Array) -> Named:
        whole = _are_whole_numbers(texts)
        at = whole.to_numpy(zero_copy_only=False)
        numbers = texts.filter(whole).cast(pa.int64()).to_numpy()
        others = texts.filter(pc.invert(whole)).to_pylist()
        names = np.empty(len(texts), dtype=np.int64)
        names[at], names[~at] = self._of_numbers(numbers), self._of_texts(others)
        hashes = np.array([hash(text) for text in others], dtype=np.int64)
        return Named(names, numbers, hashes, names[~at])

    def _of_numbers(self, numbers: Numbers) -> Numbers:
        desk, names = _Desk(self.number_key), np.empty(len(numbers), dtype=np.int64)
        for at in range(0, len(numbers), _BLOCKS):
            desk.encrypt(numbers[at : at + _BLOCKS], into=names[at : at + _BLOCKS])
        return names

    def _of_texts(self, texts: list[str]) -> Numbers:
        known = {text: self._of_text(text) for text in set(texts)}
        return np.frombuffer(b"".join([known[text] for text in texts]), dtype="<i8")

    def _of_text(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self.text_key, digest_size=8).digest()


class _Desk:
    """Where numbers are encrypted, some thousands at a time.

    A number is one block on its own, under a keyed permutation; nothing is chained or decrypted.
    """

    def __init__(self, key: bytes) -> None:
        self._encryptor = Cipher(algorithms.AES256(key), modes.ECB()).encryptor()  # noqa: S305
        self._plain = np.zeros((_BLOCKS, 2), dtype="<u8")
        self._made = np.empty((_BLOCKS + 1, 2), dtype="<i8")  # one more: what the cipher asks for
        self._from, self._to = self._plain.data.cast("B"), self._made.data.cast("B")

    def encrypt(self, numbers: Numbers, *, into: Numbers) -> None:
        """Put the first halves of the numbers' blocks into another array."""
        size = len(numbers)
        self._plain[:size, 0] = numbers
        self._encryptor.update_into(self._from[: 16 * size], self._to)
        into[:] = self._made[:size, 0]


class _Seen:
    """Which numbers were seen, each kept once."""

    def __init__(self) -> None:
        self._once, self._new, self._filled = _NONE, _NONE, 0

    def add(self, numbers: Numbers) -> None:
        """Note some numbers; what repeats is put away when more is new than was kept."""
        end = self._filled + len(numbers)
        if end > len(self._new):
            once = self.all()
            self._new = np.empty(max(_PENDING_ROWS, len(once), len(numbers)), dtype=np.int64)
            end = len(numbers)
        self._new[self._filled : end] = numbers
        self._filled = end

    def all(self) -> Numbers:
        """Return each number that was seen."""
        self._once = _once(np.concatenate([self._once, self._new[: self._filled]]))
        self._filled = 0
        return self._once


@dataclass(frozen=True, slots=True)
class NamedKeys:
    """One key column's pseudonyms, and which values they are of, so that two with one are found."""

    pseudonyms: Pseudonyms
    _numbers: _Seen = field(default_factory=_Seen)
    _texts: _Seen = field(default_factory=_Seen)
    _names_of_texts: _Seen = field(default_factory=_Seen)

    def of(self, values: pa.Array) -> pa.Array:
        """Return the pseudonyms of some non-null values."""
        found = self.pseudonyms.of(values)
        self._numbers.add(found.numbers)
        self._texts.add(found.texts)
        self._names_of_texts.add(found.names_of_texts)
        return pa.array(found.names, pa.int64())

    def refuse_collisions(self) -> None:
        """Raise Unavailable where two values came to the same pseudonym."""
        numbers, texts = self._numbers.all(), self._texts.all()
        of_texts = self._names_of_texts.all()
        names = _once(np.concatenate([self.pseudonyms._of_numbers(numbers), of_texts]))
        if len(names) < len(numbers) + len(texts):
            raise _collision()


def _once(numbers: Numbers) -> Numbers:
    """Return each number once, in order: what unique() of numpy does, in a tenth of its time."""
    if not len(numbers):
        return numbers
    highest = int(numbers.max())
    if numbers.min() >= 0 and highest < _DENSE * len(numbers):
        there = np.zeros(highest + 1, dtype=np.bool_)
        there[numbers] = True
        return np.flatnonzero(there)
    ordered = np.sort(numbers)
    first = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    once: Numbers = ordered[first]
    return once


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
