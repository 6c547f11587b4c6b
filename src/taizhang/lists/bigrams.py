"""Pieces of two characters by which a text is found in the middle of numbers and titles, and of three where they are digits.

Chinese has no words to index by; every two characters beside one another tell enough. Digits repeat too much for that.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache

_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_DENSE = re.compile(r"[a-z0-9]{3}")


def _pieces(text: str, size: int) -> list[str]:
    return [text[n : n + size] for n in range(len(text) - size + 1)]


def grams(*texts: str) -> frozenset[str]:
    """Everything the texts can be found by."""
    plain = [text.translate(_LOWER) for text in texts]
    pairs = {piece for text in plain for piece in _pieces(text, 2)}
    return frozenset(pairs | {piece for text in plain for piece in _pieces(text, 3) if _DENSE.fullmatch(piece)})


def fewest_grams(text: str) -> tuple[str, ...]:
    """The fewest pieces that all stand in whatever holds the text; () when it is too short to be found by any."""
    plain = text.translate(_LOWER)
    dense = {n for n, piece in enumerate(_pieces(plain, 3)) if _DENSE.fullmatch(piece)}
    covered = dense | {n + 1 for n in dense}
    pairs = [piece for n, piece in enumerate(_pieces(plain, 2)) if n not in covered]
    return tuple(dict.fromkeys([*(plain[n : n + 3] for n in sorted(dense)), *pairs]))


@lru_cache(maxsize=100_000)
def token(gram: str) -> str:
    """A gram as a word of letters and digits alone, for an index that knows only such."""
    return "z".join(f"{ord(character):x}" for character in gram)
