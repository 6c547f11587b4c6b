"""The RFC 6962 tree and the RFC 9162 consistency proof, in plain Python ≥ 3.8."""

from hashlib import sha256


def node_hash(left, right):
    """The hash over two subtrees."""
    return sha256(b"\1" + left + right).digest()


def root_of(leaves):
    """The root over leaf hashes (RFC 6962 2.1)."""
    peaks = []
    for leaf in leaves:
        size = 1
        while peaks and peaks[-1][0] == size:
            leaf, size = node_hash(peaks.pop()[1], leaf), size * 2
        peaks.append((size, leaf))
    root = peaks.pop()[1] if peaks else sha256(b"").digest()
    while peaks:
        root = node_hash(peaks.pop()[1], root)
    return root


def extends(older, newer, proof):
    """Whether the proof shows tree (size, root) ``older`` to be a prefix of ``newer`` (RFC 9162 2.1.4.2)."""
    (old, was), (new, now) = older, newer
    if old == new:
        return was == now and not proof
    path = list(proof) if old & (old - 1) else [was, *proof]
    if not 0 < old < new or not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    one = other = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            one, other = node_hash(step, one), node_hash(step, other)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            other = node_hash(other, step)
        at, last = at >> 1, last >> 1
    return last == 0 and one == was and other == now
