"""Who vouches for the ledger from outside, as its own entries say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..kernel import BadInput, Damaged
from ..ledger import WITNESS, VerifierKey
from ..records import reading


def witnesses_on_record() -> tuple[VerifierKey, ...]:
    """Return the keys of the witnesses that were named and not let go, of the database at work.

    Raises Damaged where the record names a key that is none.
    """
    keys: dict[str, None] = {}
    for act, text in reading.witness_acts():
        if act == reading.WITNESS_NAMED:
            keys[text] = None
        else:
            keys.pop(text, None)
    return tuple(_parsed(keys))


def _parsed(texts: Iterable[str]) -> Iterator[VerifierKey]:
    for text in texts:
        try:
            yield VerifierKey.parse(text, WITNESS)
        except BadInput:
            raise Damaged(
                "The record names a witness whose key cannot be read.",
                next_step="Verify the ledger, and bring back the newest copy of the records.",
            ) from None
