"""The Merkle tree of RFC 6962 (Certificate Transparency, 2013), section 2.1.

A hash is 32 bytes (SHA-256). Everything above the leaves is computed from *complete* subtrees, so
the same few lines serve a list in memory and a log of a million entries in tiles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256

HASH_SIZE = 32
EMPTY_ROOT = sha256(b"").digest()

Nodes = Callable[[int, int], bytes]
"""``(level, index)`` to the hash of the complete subtree number ``index`` of 2^level leaves."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of one entry, SHA-256(0x00 ‖ entry) (RFC 6962, section 2.1)."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of two subtrees side by side, SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the root over hashes whose number is a power of two."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in pairs]
    return hashes[0]


def split_point(width: int) -> int:
    """Return the largest power of two smaller than a width of two or more."""
    return 1 << ((width - 1).bit_length() - 1)


def range_hash(nodes: Nodes, start: int, end: int) -> bytes:
    """Return MTH(D[start:end]) for a range that RFC 6962's own recursion reaches.

    At most one complete subtree per bit of the width is asked of ``nodes``.
    """
    width = end - start
    if width == 0:
        return EMPTY_ROOT
    level = width.bit_length() - 1
    if width == 1 << level:
        return nodes(level, start >> level)
    middle = start + split_point(width)
    return node_hash(range_hash(nodes, start, middle), range_hash(nodes, middle, end))


def nodes_of(leaves: Sequence[bytes]) -> Nodes:
    """Return the complete subtrees over leaf hashes in memory."""

    def node(level: int, index: int) -> bytes:
        return fold(leaves[index << level : (index + 1) << level])

    return node


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle Tree Hash over leaf hashes (not entries); of none, SHA-256 of nothing."""
    return range_hash(nodes_of(leaves), 0, len(leaves))
