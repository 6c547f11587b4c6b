"""Sentences by their marks: 64 bits of a sentence in which every number counts as the same number."""

from __future__ import annotations

import re
from hashlib import blake2b
from heapq import nsmallest

from taizhang.terms.folding import fold

# Chosen: shorter sentences are formulas; twelve are a fair sample, and a tenth of what all of them cost to write.
SHORTEST, SKETCH = 10, 12
_END = re.compile(r"[。！？；\n!?;]+")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_NOISE = re.compile(r"[^\u3400-\u9fffa-z#]+")


def marks(text: str) -> frozenset[int]:
    """The marks of the sentences of ``SHORTEST`` characters and more, as signed 64-bit integers."""
    found: set[int] = set()
    for sentence in _END.split(fold(text)):
        plain = normal(sentence)
        if len(plain) >= SHORTEST:
            found.add(int.from_bytes(blake2b(plain.encode(), digest_size=8).digest(), "big", signed=True))
    return frozenset(found)


def sketch(found: frozenset[int]) -> tuple[int, ...]:
    """The lowest marks: a fair sample of the sentences, and the same one wherever the same sentences stand."""
    return tuple(nsmallest(SKETCH, found))


def normal(sentence: str) -> str:
    """A folded sentence without signs and spaces, each number as ``#``: what stays when only figures move."""
    return _NOISE.sub("", _NUMBER.sub("#", sentence))


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of a text in their order, half width."""
    return tuple(_NUMBER.findall(fold(text)))
