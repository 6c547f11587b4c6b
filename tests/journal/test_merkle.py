"""The tree against a recursive definition written apart, and every proof of every small tree, honest and not."""

from __future__ import annotations

from hashlib import sha256

import pytest

from taizhang.journal.merkle import (
    EMPTY,
    consistency,
    inclusion,
    leaf,
    push,
    root,
    root_of,
    verify_consistency,
    verify_inclusion,
)

# Test vectors of the Certificate Transparency reference implementation, for RFC 6962.
DATA = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243")] + [
    bytes.fromhex("5051525354555657"),
    bytes.fromhex("606162636465666768696a6b6c6d6e6f"),
]
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
SMALL = 65


def mth(data: list[bytes]) -> bytes:
    """RFC 6962 §2.1 as it is written."""
    if len(data) <= 1:
        return sha256(b"\x00" + data[0]).digest() if data else sha256(b"").digest()
    k = max(2**e for e in range(20) if 2**e < len(data))
    return sha256(b"\x01" + mth(data[:k]) + mth(data[k:])).digest()


def leaves(size: int) -> list[bytes]:
    """Leaf hashes of so many small texts."""
    return [leaf(str(n).encode()) for n in range(size)]


def test_the_published_roots_are_met() -> None:
    assert root(()) == EMPTY == bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    for size, wanted in enumerate(ROOTS, 1):
        assert root_of([leaf(one) for one in DATA[:size]]).hex() == wanted


def test_peaks_give_the_root_of_the_definition_at_every_size() -> None:
    data = [str(n).encode() for n in range(257)]
    peaks: list[bytes] = []
    for size, one in enumerate(data):
        push(peaks, size, leaf(one))
        assert len(peaks) == (size + 1).bit_count()
        if size < 70 or size > 250:
            assert root(peaks) == mth(data[: size + 1])


def corruptions(proof: tuple[bytes, ...]) -> list[tuple[bytes, ...]]:
    """The proof with one element changed, lost, doubled or added."""
    wrong = [(*proof[:n], bytes([proof[n][0] ^ 1]) + proof[n][1:], *proof[n + 1 :]) for n in range(len(proof))]
    wrong += [(*proof[:n], *proof[n + 1 :]) for n in range(len(proof))]
    wrong += [(*proof[: n + 1], proof[n], *proof[n + 1 :]) for n in range(len(proof))]
    return [*wrong, (*proof, EMPTY)]


def check_inclusion(size: int) -> int:
    """Checks every leaf of a tree; gives how many wrong proofs were refused."""
    hashes = leaves(size)
    whole, refused = root_of(hashes), 0
    for index in range(size):
        proof = inclusion(hashes, index)
        assert verify_inclusion(hashes[index], index, size, proof, whole)
        for wrong in corruptions(proof):
            assert not verify_inclusion(hashes[index], index, size, wrong, whole)
            refused += 1
        for other in {*range(-1, size + 1)} - {index}:
            assert not verify_inclusion(hashes[index], other, size, proof, whole)
        assert not verify_inclusion(leaf(b"other"), index, size, proof, whole)
        assert not verify_inclusion(hashes[index], index, size, proof, EMPTY)
    return refused


def check_consistency(size: int) -> int:
    """Checks every older tree of a tree; gives how many wrong proofs were refused."""
    hashes = leaves(size)
    whole, refused = root_of(hashes), 0
    for old in range(1, size + 1):
        was, proof = root_of(hashes[:old]), consistency(hashes, old)
        assert verify_consistency(old, was, size, whole, proof)
        for wrong in corruptions(proof):
            assert not verify_consistency(old, was, size, whole, wrong)
            refused += 1
        for other in {*range(size + 2)} - {old}:
            assert not verify_consistency(other, was, size, whole, proof)
        assert not verify_consistency(old, EMPTY, size, whole, proof)
        assert not verify_consistency(old, was, size, EMPTY, proof)
    return refused


@pytest.mark.parametrize("size", range(1, SMALL))
def test_every_inclusion_proof_of_a_small_tree_holds_and_no_other(size: int) -> None:
    assert check_inclusion(size) >= size


@pytest.mark.parametrize("size", range(1, SMALL))
def test_every_consistency_proof_of_a_small_tree_holds_and_no_other(size: int) -> None:
    assert check_consistency(size) >= size


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("size", [*range(SMALL, 130), 191, 192, 193, 255, 256])
def test_every_proof_of_a_larger_tree_holds_and_no_other(size: int) -> None:
    assert check_inclusion(size) > size
    assert check_consistency(size) > size


def test_the_inclusion_index_is_bound_to_the_size() -> None:
    hashes = leaves(7)
    proof = inclusion(hashes, 6)
    assert verify_inclusion(hashes[6], 6, 7, proof, root_of(hashes))
    assert not verify_inclusion(hashes[6], 6, 8, proof, root_of(hashes))


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(size: int, index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion(leaves(size), index)


@pytest.mark.parametrize(("size", "old"), [(3, 0), (3, 4)])
def test_there_is_no_proof_for_a_tree_that_was_not_there(size: int, old: int) -> None:
    with pytest.raises(ValueError, match="no tree"):
        consistency(leaves(size), old)
