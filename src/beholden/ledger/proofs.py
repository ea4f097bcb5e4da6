"""Proofs that an entry is in a log and that a log has only grown: made and checked.

Making follows RFC 6962, sections 2.1.1 and 2.1.2; checking follows RFC 9162 (Certificate
Transparency Version 2.0, 2021), sections 2.1.3.2 and 2.1.4.2. A proof is a tuple of 32-byte hashes.
"""

from __future__ import annotations

from collections.abc import Sequence

from beholden.kernel import BadInput

from .tree import EMPTY_ROOT, HASH_SIZE, Nodes, node_hash, nodes_of, range_hash, split_point

Range = tuple[int, int]


def inclusion_ranges(index: int, size: int) -> tuple[Range, ...]:
    """Return the ranges of leaves that prove entry ``index`` among ``size``, leaf first.

    Raises BadInput where there is no such entry.
    """
    if not 0 <= index < size:
        raise BadInput(
            "There is no such entry to prove.",
            why=f"The log holds {size} entries, counted from 0.",
            next_step="Ask for an entry below the log's size.",
        )
    start, end, ranges = 0, size, []
    while end - start > 1:
        middle = start + split_point(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return tuple(reversed(ranges))


def consistency_ranges(old_size: int, size: int) -> tuple[Range, ...]:
    """Return the ranges of leaves whose hashes prove that a log of ``old_size`` grew into ``size``.

    Raises BadInput where the old size is larger than the new one.
    """
    if not 0 <= old_size <= size:
        raise BadInput(
            "A log cannot have grown from this size.",
            why=f"The log holds {size} entries.",
            next_step="Ask for a size between 0 and the log's own.",
        )
    start, end, ranges = 0, size, []
    while end != old_size and old_size:
        middle = start + split_point(end - start)
        if old_size <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    last = [(start, end)] if start else []
    return tuple(reversed([*ranges, *last]))


def prove(nodes: Nodes, ranges: Sequence[Range]) -> tuple[bytes, ...]:
    """Return the hashes of ranges of leaves."""
    return tuple(range_hash(nodes, start, end) for start, end in ranges)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> tuple[bytes, ...]:
    """Return the audit path of one leaf among leaf hashes; raise BadInput out of range."""
    return prove(nodes_of(leaves), inclusion_ranges(index, len(leaves)))


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> tuple[bytes, ...]:
    """Return the proof that the first ``old_size`` leaf hashes grew into all of them."""
    return prove(nodes_of(leaves), consistency_ranges(old_size, len(leaves)))


def verify_inclusion(
    leaf: bytes, *, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Return whether a leaf hash is at ``index`` of the log with this root (2.1.3.2)."""
    if not 0 <= index < size or any(len(h) != HASH_SIZE for h in (leaf, root, *proof)):
        return False
    first, last, got = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            got = node_hash(step, got)
            first, last = _to_right_child(first, last)
        else:
            got = node_hash(got, step)
        first, last = first >> 1, last >> 1
    return last == 0 and got == root


def verify_consistency(
    *, old_size: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether one log is the beginning of the other (2.1.4.2).

    The empty log is the beginning of every log; its proof, and that of a log with itself, is empty.
    """
    if not 0 <= old_size <= size or any(len(h) != HASH_SIZE for h in (old_root, root, *proof)):
        return False
    if old_size in (0, size):
        return not proof and old_root == (root if old_size else EMPTY_ROOT) and _whole(size, root)
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    return bool(proof) and _climb(path, old_size, size) == (old_root, root)


def _whole(size: int, root: bytes) -> bool:
    return size > 0 or root == EMPTY_ROOT


def _climb(path: Sequence[bytes], old_size: int, size: int) -> tuple[bytes, bytes] | None:
    """Return the old and new roots that a path leads to; None where it does not fit the sizes."""
    first, last = old_size - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return None
        if first & 1 or first == last:
            old, new = node_hash(step, old), node_hash(step, new)
            first, last = _to_right_child(first, last)
        else:
            new = node_hash(new, step)
        first, last = first >> 1, last >> 1
    return (old, new) if last == 0 else None


def _to_right_child(first: int, last: int) -> tuple[int, int]:
    while first and not first & 1:
        first, last = first >> 1, last >> 1
    return first, last
