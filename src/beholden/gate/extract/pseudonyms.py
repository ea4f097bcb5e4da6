"""Pseudonyms: one 64-bit number for each key value, the same throughout a use, never across uses.

A value that reads as a whole number is one AES-256 block (the number and a zero) cut to 64 bits;
any other text is BLAKE2b-64 (RFC 7693) under a key of its own. Both keys come from the use's secret
and the name of the column, so that equal values of different keys (an account number and a UPRN)
do not meet. What decides is the text of the value, so 100023 and "100023" are the same subject.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from beholden.kernel import Unavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_DIGITS = 18


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
        whole = _are_whole_numbers(values)
        numbers, texts = values.filter(whole), values.filter(pc.invert(whole))
        names = np.concatenate([self._of_numbers(numbers), self._of_texts(texts)])
        in_order = np.sort(names)
        if (in_order[1:] == in_order[:-1]).any():
            raise Unavailable(
                "Two subjects would get the same pseudonym.",
                why="The secret of this use and these values happen to meet.",
                next_step="Forget the secret of the use and seal all its extracts again.",
            )
        ordered = pa.concat_arrays([numbers, texts])
        return pa.table({"value": ordered, "pseudonym": pa.array(names, pa.int64())})

    def _of_numbers(self, numbers: pa.Array) -> NDArray[np.int64]:
        blocks = np.zeros((len(numbers), 2), dtype="<u8")
        blocks[:, 0] = numbers.cast(pa.uint64()).to_numpy(zero_copy_only=False)
        # One block on its own is a keyed permutation; nothing is chained, nothing is decrypted.
        cipher = Cipher(algorithms.AES256(self.number_key), modes.ECB()).encryptor()  # noqa: S305
        return np.frombuffer(cipher.update(blocks.tobytes()), dtype="<i8")[::2].copy()

    def _of_texts(self, texts: pa.Array) -> NDArray[np.int64]:
        digests = b"".join(
            hashlib.blake2b(text.encode(), key=self.text_key, digest_size=8).digest()
            for text in texts.cast(pa.string()).to_pylist()
        )
        return np.frombuffer(digests, dtype="<i8")


def _are_whole_numbers(values: pa.Array) -> pa.BooleanArray:
    """Return which texts are the one way to write a whole number: no sign, no zero in front."""
    if pa.types.is_integer(values.type):
        return pc.and_(pc.greater_equal(values, 0), pc.less(values, 10**_MOST_DIGITS))
    digits = pc.and_(
        pc.ascii_is_decimal(values), pc.less_equal(pc.binary_length(values), _MOST_DIGITS)
    )
    zero_in_front = pc.and_(pc.starts_with(values, "0"), pc.not_equal(values, "0"))
    return pc.and_not(digits, zero_in_front)
