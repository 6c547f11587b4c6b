"""Authenticated ciphers behind one door: AES-256-GCM, and SM4-GCM where commercial cryptography of GB/T is demanded.

AES-256-GCM: NIST SP 800-38D. SM4-GCM: GB/T 32907 and RFC 8998. A nonce of 96 random bits goes before what it encrypts:
a key seals one matter, person or file, so far below the 2^32 uses for which random nonces are safe.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import urandom
from types import MappingProxyType
from typing import Literal, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Name = Literal["aes-256-gcm", "sm4-gcm"]
# Bytes: NIST SP 800-38D 8.2 and 5.2.1.2; a key of AES-256 (FIPS 197).
NONCE, TAG, KEY = 12, 16, 32
# Bytes: GB/T 32907-2016.
SM4_KEY = 16


class WrongKeyError(Exception):
    """What was sealed does not open: another key, another place, or altered bytes."""


class Algorithm(NamedTuple):
    """A cipher: its number in key files, and how it seals and opens under a key of 32 bytes."""

    number: int
    seal: Callable[[bytes, bytes, bytes, bytes], bytes]
    open: Callable[[bytes, bytes, bytes, bytes], bytes]


def _aes_seal(key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, data, bound)


def _aes_open(key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
    return AESGCM(key).decrypt(nonce, data, bound)


def _sm4_seal(key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
    work = Cipher(algorithms.SM4(key[:SM4_KEY]), modes.GCM(nonce)).encryptor()
    work.authenticate_additional_data(bound)
    return work.update(data) + work.finalize() + work.tag


def _sm4_open(key: bytes, nonce: bytes, data: bytes, bound: bytes) -> bytes:
    work = Cipher(algorithms.SM4(key[:SM4_KEY]), modes.GCM(nonce, data[-TAG:])).decryptor()
    work.authenticate_additional_data(bound)
    return work.update(data[:-TAG]) + work.finalize()


# By the number that stands before what each encrypted; a number once given stays.
ALGORITHMS: Mapping[Name, Algorithm] = MappingProxyType(
    {"aes-256-gcm": Algorithm(1, _aes_seal, _aes_open), "sm4-gcm": Algorithm(2, _sm4_seal, _sm4_open)}
)
BY_NUMBER: Mapping[int, Algorithm] = MappingProxyType({one.number: one for one in ALGORITHMS.values()})


def encrypt(name: Name, key: bytes, data: bytes, bound: bytes) -> bytes:
    """The cipher's number, a nonce and the sealed bytes. bound: what they are said of, needed to open them."""
    algorithm, nonce = ALGORITHMS[name], urandom(NONCE)
    return bytes((algorithm.number,)) + nonce + algorithm.seal(key, nonce, data, bound)


def decrypt(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """What ``encrypt`` sealed, by whichever cipher; raises WrongKeyError."""
    algorithm = BY_NUMBER.get(sealed[0]) if len(sealed) > NONCE + TAG else None
    if algorithm is None:
        raise WrongKeyError("no known cipher")
    try:
        return algorithm.open(key, sealed[1 : 1 + NONCE], sealed[1 + NONCE :], bound)
    except InvalidTag:
        raise WrongKeyError("does not open") from None
