"""The RFC 6962 Merkle tree over headers: root, peaks kept by the writer, proofs and their verification.

Leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖ right), the empty tree = SHA-256 of nothing
(RFC 6962 §2.1). Proofs are made and checked as in RFC 9162 §2.1.3 and §2.1.4.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

Hash = bytes
EMPTY = sha256(b"").digest()


def leaf(data: bytes) -> Hash:
    """The hash of one entry's header."""
    return sha256(b"\x00" + data).digest()


def node(left: Hash, right: Hash) -> Hash:
    """The hash over two subtrees."""
    return sha256(b"\x01" + left + right).digest()


def push(peaks: list[Hash], size: int, one: Hash) -> None:
    """Adds a leaf to a tree of ``size`` leaves kept as its peaks: roots of its perfect subtrees, largest first."""
    while size & 1:
        one = node(peaks.pop(), one)
        size >>= 1
    peaks.append(one)


def root(peaks: Sequence[Hash]) -> Hash:
    """The root of a tree kept as its peaks."""
    if not peaks:
        return EMPTY
    whole = peaks[-1]
    for peak in reversed(peaks[:-1]):
        whole = node(peak, whole)
    return whole


def root_of(leaves: Sequence[Hash]) -> Hash:
    """The root over leaf hashes."""
    peaks: list[Hash] = []
    for size, one in enumerate(leaves):
        push(peaks, size, one)
    return root(peaks)


def inclusion(leaves: Sequence[Hash], index: int) -> tuple[Hash, ...]:
    """The proof that leaf ``index`` (from 0) is in the tree over these leaves (RFC 9162 §2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"no leaf {index} in a tree of {len(leaves)}")
    if len(leaves) == 1:
        return ()
    half = _split(len(leaves))
    if index < half:
        return (*inclusion(leaves[:half], index), root_of(leaves[half:]))
    return (*inclusion(leaves[half:], index - half), root_of(leaves[:half]))


def consistency(leaves: Sequence[Hash], old: int) -> tuple[Hash, ...]:
    """The proof that the tree over the first ``old`` leaves is a prefix of the tree over all (§2.1.4.1)."""
    if not 0 < old <= len(leaves):
        raise ValueError(f"no tree of {old} in a tree of {len(leaves)}")
    return _subproof(leaves, old, whole=True)


def _subproof(leaves: Sequence[Hash], old: int, *, whole: bool) -> tuple[Hash, ...]:
    if old == len(leaves):
        return () if whole else (root_of(leaves),)
    half = _split(len(leaves))
    if old <= half:
        return (*_subproof(leaves[:half], old, whole=whole), root_of(leaves[half:]))
    return (*_subproof(leaves[half:], old - half, whole=False), root_of(leaves[:half]))


def further(leaves: Sequence[Hash], old: int) -> tuple[tuple[int, Hash], ...]:
    """(leaves, root) of the subtrees that follow the first ``old`` leaves, in order: the part of ``consistency`` that whoever has
    those leaves does not compute himself."""
    if not 0 < old <= len(leaves):
        raise ValueError(f"no tree of {old} in a tree of {len(leaves)}")
    if old == len(leaves):
        return ()
    half = _split(len(leaves))
    if old <= half:
        return (*further(leaves[:half], old), (len(leaves) - half, root_of(leaves[half:])))
    return further(leaves[half:], old - half)


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1


def verify_inclusion(one: Hash, index: int, size: int, proof: Sequence[Hash], whole: Hash) -> bool:
    """Whether the proof shows leaf hash ``one`` at ``index`` of the tree with this size and root (§2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, got = index, size - 1, one
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            got = node(step, got)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            got = node(got, step)
        at, last = at >> 1, last >> 1
    return last == 0 and got == whole


def verify_consistency(old: int, old_root: Hash, size: int, whole: Hash, proof: Sequence[Hash]) -> bool:
    """Whether the proof shows the tree (old, old_root) to be a prefix of the tree (size, whole) (§2.1.4.2)."""
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == whole
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    if not path:
        return False
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    was = now = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            was, now = node(step, was), node(step, now)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            now = node(now, step)
        at, last = at >> 1, last >> 1
    return last == 0 and was == old_root and now == whole
