"""COSE receipts: one entry's inclusion in a journal, signed, in the form that software of others reads (RFC 9942).

A receipt is a COSE_Sign1 (RFC 9052) whose detached payload is the root of the tree; its proof of inclusion stands in the
unprotected header. The protected header names algorithm, key, issuer, subject, and the kind of tree: RFC9162_SHA256.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Cbor = int | bytes | str | None | Sequence["Cbor"] | Mapping[int, "Cbor"]

# RFC 9052 3.1 and 4.2, RFC 9053 2.2, RFC 9597 2, RFC 9942 5.2: labels of headers and what stands under them.
_ALGORITHM, _EDDSA, _KEY, _CLAIMS, _ISSUER, _SUBJECT = 1, -8, 4, 15, 1, 2
# RFC 9942, 5.2 and 7: the kind of tree, and proofs in the header that is not signed.
_TREE, _RFC9162_SHA256, _PROOFS, _INCLUSION = 395, 1, 396, -1
_SIGN1 = b"\xd2"
"""Tag 18."""


def encoded(value: Cbor) -> bytes:
    """The value as deterministic CBOR (RFC 8949, 4.2.1): shortest heads, keys in the order of their bytes."""
    match value:
        case None:
            return b"\xf6"
        case int():
            return _head(0, value) if value >= 0 else _head(1, -1 - value)
        case bytes():
            return _head(2, len(value)) + value
        case str():
            text = value.encode()
            return _head(3, len(text)) + text
        case Mapping():
            pairs = sorted((encoded(key), encoded(one)) for key, one in value.items())
            return _head(5, len(pairs)) + b"".join(key + one for key, one in pairs)
    return _head(4, len(value)) + b"".join(map(encoded, value))


def _head(kind: int, amount: int) -> bytes:
    """The kind of an item with its length or amount."""
    for least, mark, width in ((24, -1, 0), (1 << 8, 24, 1), (1 << 16, 25, 2), (1 << 32, 26, 4)):
        if amount < least:
            return bytes([kind << 5 | (amount if mark < 0 else mark)]) + (
                amount.to_bytes(width, "big") if width else b""
            )
    return bytes([kind << 5 | 27]) + amount.to_bytes(8, "big")


def protected(key: bytes, issuer: str) -> bytes:
    """The header that is signed. key: its number. issuer: the name of whoever signs, whose journal the receipt is about."""
    claims: Cbor = {_ISSUER: issuer, _SUBJECT: issuer}
    return encoded({_ALGORITHM: _EDDSA, _KEY: key, _CLAIMS: claims, _TREE: _RFC9162_SHA256})


def signed_bytes(header: bytes, root: bytes) -> bytes:
    """What is signed: the header and the root (RFC 9052, 4.4)."""
    return encoded(["Signature1", header, b"", root])


def receipt(header: bytes, signature: bytes, size: int, place: int, path: Sequence[bytes]) -> bytes:
    """The receipt of the entry at a place, from 0, of a journal of ``size`` entries. path: the proof of inclusion."""
    proof = encoded([size, place, list(path)])
    return _SIGN1 + encoded([header, {_PROOFS: {_INCLUSION: [proof]}}, None, signature])
