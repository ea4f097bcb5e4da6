"""Proofs of any log agree with the RFC's recursive definition; a proof changed anywhere fails."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from beholden.kernel import BadInput
from beholden.ledger import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

from . import reference

SIZES = st.one_of(st.integers(1, 40), st.integers(250, 300))
OTHER = bytes(32)


def made(size: int) -> tuple[list[bytes], list[bytes]]:
    entries = [b"entry %d" % i for i in range(size)]
    return entries, [leaf_hash(entry) for entry in entries]


@settings(max_examples=60, deadline=None)
@given(size=SIZES, data=st.data())
def test_inclusion_agrees_with_the_definition(size: int, data: st.DataObject) -> None:
    entries, leaves = made(size)
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(leaves, index)
    assert root(leaves) == reference.mth(entries)
    assert list(proof) == reference.path(index, entries)
    assert verify_inclusion(leaves[index], index=index, size=size, proof=proof, root=root(leaves))


@settings(max_examples=60, deadline=None)
@given(size=SIZES, data=st.data())
def test_consistency_agrees_with_the_definition(size: int, data: st.DataObject) -> None:
    entries, leaves = made(size)
    old = data.draw(st.integers(1, size))
    proof = consistency_proof(leaves, old)
    assert list(proof) == reference.proof(old, entries)
    assert verify_consistency(
        old_size=old, old_root=root(leaves[:old]), size=size, root=root(leaves), proof=proof
    )


@st.composite
def changed(draw: st.DrawFn, proof: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """Return a proof that differs: one bit turned, one hash left out, added, cut or lengthened."""
    steps = list(proof)
    at = draw(st.integers(0, len(steps) - 1)) if steps else 0
    kinds = ["add", "bit", "drop", "cut", "lengthen"] if steps else ["add"]
    match draw(st.sampled_from(kinds)):
        case "add":
            steps.insert(draw(st.integers(0, len(steps))), OTHER)
        case "bit":
            bit = draw(st.integers(0, 255))
            steps[at] = (int.from_bytes(steps[at], "big") ^ (1 << bit)).to_bytes(32, "big")
        case "drop":
            del steps[at]
        case "cut":
            steps[at] = steps[at][:-1]
        case "lengthen":
            steps[at] += b"\x00"
    return tuple(steps)


@settings(max_examples=150, deadline=None)
@given(size=SIZES, data=st.data())
def test_a_changed_inclusion_proof_fails(size: int, data: st.DataObject) -> None:
    _, leaves = made(size)
    index = data.draw(st.integers(0, size - 1))
    proof = data.draw(changed(inclusion_proof(leaves, index)))
    top = root(leaves)
    assert not verify_inclusion(leaves[index], index=index, size=size, proof=proof, root=top)


@settings(max_examples=150, deadline=None)
@given(size=st.integers(2, 300), data=st.data())
def test_a_changed_consistency_proof_fails(size: int, data: st.DataObject) -> None:
    _, leaves = made(size)
    old = data.draw(st.integers(1, size))
    proof = data.draw(changed(consistency_proof(leaves, old)))
    old_root, top = root(leaves[:old]), root(leaves)
    assert not verify_consistency(old_size=old, old_root=old_root, size=size, root=top, proof=proof)


@settings(max_examples=60, deadline=None)
@given(size=st.integers(2, 300), data=st.data())
def test_a_proof_of_one_entry_proves_no_other(size: int, data: st.DataObject) -> None:
    _, leaves = made(size)
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index))
    proof, top = inclusion_proof(leaves, index), root(leaves)
    assert not verify_inclusion(leaves[other], index=index, size=size, proof=proof, root=top)
    assert not verify_inclusion(leaves[index], index=other, size=size, proof=proof, root=top)


def test_an_inner_hash_is_no_leaf() -> None:
    """The two prefixes keep a pair of hashes from passing for an entry."""
    _, leaves = made(2)
    assert leaf_hash(leaves[0] + leaves[1]) != root(leaves)


LEAF = leaf_hash(b"data")


@pytest.mark.parametrize(
    ("leaf", "index", "size", "proof", "top"),
    [
        pytest.param(LEAF, 0, 0, (), LEAF, id="a log of nothing holds nothing"),
        pytest.param(LEAF, 1, 1, (), LEAF, id="the index is beyond the log"),
        pytest.param(LEAF, -1, 1, (), LEAF, id="the index is negative"),
        pytest.param(b"", 0, 1, (), b"", id="the leaf and the root are empty"),
        pytest.param(LEAF, 0, 1, (), EMPTY_ROOT, id="the root is another"),
        pytest.param(LEAF, 0, 2, (), LEAF, id="the path is too short"),
        pytest.param(LEAF, 0, 1, (LEAF,), LEAF, id="the path is too long"),
    ],
)
def test_inclusion_that_does_not_hold(
    leaf: bytes, index: int, size: int, proof: tuple[bytes, ...], top: bytes
) -> None:
    assert not verify_inclusion(leaf, index=index, size=size, proof=proof, root=top)


@pytest.mark.parametrize(
    ("old_size", "old_root", "size", "top", "proof", "holds"),
    [
        pytest.param(0, EMPTY_ROOT, 0, EMPTY_ROOT, (), True, id="nothing grew into nothing"),
        pytest.param(0, EMPTY_ROOT, 1, LEAF, (), True, id="nothing grew into one"),
        pytest.param(1, LEAF, 1, LEAF, (), True, id="a log with itself"),
        pytest.param(0, LEAF, 1, LEAF, (), False, id="nothing has the root of nothing"),
        pytest.param(0, LEAF, 0, LEAF, (), False, id="nothing twice, with a root"),
        pytest.param(0, EMPTY_ROOT, 1, LEAF, (LEAF,), False, id="nothing needs no proof"),
        pytest.param(1, LEAF, 1, LEAF, (LEAF,), False, id="itself needs no proof"),
        pytest.param(1, LEAF, 1, OTHER, (), False, id="the same size, another root"),
        pytest.param(2, LEAF, 1, LEAF, (), False, id="a log does not shrink"),
        pytest.param(-1, LEAF, 1, LEAF, (), False, id="no log has a negative size"),
        pytest.param(1, LEAF, 2, LEAF, (), False, id="the proof is missing"),
        pytest.param(1, LEAF, 2, LEAF, (LEAF, LEAF), False, id="the proof is too long"),
    ],
)
def test_the_ends_of_consistency(
    old_size: int, old_root: bytes, size: int, top: bytes, proof: tuple[bytes, ...], holds: bool
) -> None:
    assert holds == verify_consistency(
        old_size=old_size, old_root=old_root, size=size, root=top, proof=proof
    )


@pytest.mark.parametrize("index", [-1, 3])
def test_no_proof_of_an_entry_that_is_not_there(index: int) -> None:
    with pytest.raises(BadInput, match="no such entry"):
        inclusion_proof(made(3)[1], index)


@pytest.mark.parametrize("old_size", [-1, 4])
def test_no_proof_from_a_size_that_never_was(old_size: int) -> None:
    with pytest.raises(BadInput, match="cannot have grown"):
        consistency_proof(made(3)[1], old_size)
