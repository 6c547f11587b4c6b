"""How often runs of one to four Chinese characters occur in public official text, from the shipped table.

The table is made by ``scripts/grams.py`` from 20.7 million characters of statutes and work reports; runs seen once are
left out (fewer than 2, 3 and 4 times for runs of two, three and four characters). A run is asked for by itself, or all
runs of a text at once: each character is a number of twelve bits, a run the number its characters make.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
SHIPPED = Path(__file__).with_name("grams.z")
# Characters: the longest run the table holds.
LONGEST = 4
# log2 of the number of characters counted: 20.7 million.
TOTAL = 24.3
# Of the table's form: a byte holds a logarithm in eighths.
_STEPS = 8
# Bits of a character's number: 3,727 characters.
_BITS = 12
# Bits of a sieve's slots: four million for half a million runs, so that nine in ten strange runs fall through.
_SIEVE = 22
# Chosen: the runs of some long reports, before the memory of looked-up ones is emptied.
_KEPT = 400_000


class RunTable:
    """The runs of characters of a table, each with the binary logarithm of its count."""

    def __init__(self, raw: bytes) -> None:
        many = int.from_bytes(raw[:4], "little")
        at = 4 + 2 * many
        self._signs = raw[4:at].decode("utf-16-le")
        self._place = {sign: index for index, sign in enumerate(self._signs)}
        self.none = many
        """The number of whatever is no character of the table."""
        self._keys: list[Numbers] = [np.arange(many, dtype=np.int64)]
        self._counts = [np.frombuffer(raw[at : at + many], np.uint8)]
        at += many
        while at < len(raw):
            children = np.frombuffer(raw, "<u2", len(self._keys[-1]), at)
            at += children.nbytes
            many = int.from_bytes(raw[at : at + 4], "little")
            last = np.frombuffer(raw, "<u2", many, at + 4).astype(np.int64)
            self._keys.append(np.repeat(self._keys[-1], children) << _BITS | last)
            self._counts.append(np.frombuffer(raw, np.uint8, many, at + 4 + 2 * many))
            at += 4 + 3 * many
        self._numbers = np.full(1 << 16, self.none, np.int64)
        self._numbers[np.array([ord(sign) for sign in self._signs])] = self._keys[0]
        self._pairs = np.zeros((self.none + 1) << _BITS, np.uint8)
        self._pairs[self._keys[1]] = self._counts[1]
        self._counts[0] = np.append(self._counts[0], np.uint8(0))
        self._sieves = {length: _sieve(self._keys[length - 1]) for length in range(3, len(self._keys) + 1)}
        self._seen: dict[str, int] = {}

    def __contains__(self, run: str) -> bool:
        return self.step(run) > 0

    def weight(self, run: str) -> float:
        """log2 of how often the run occurs, 0 when it is not in the table."""
        return self.step(run) / _STEPS

    def step(self, run: str) -> int:
        """Eight times ``weight``, rounded; 0 when the run is not in the table."""
        found = self._seen.get(run)
        if found is None:
            if len(self._seen) > _KEPT:
                self._seen.clear()
            found = self._seen[run] = self._ask(run)
        return found

    def longest(self, text: str, at: int) -> int:
        """How many characters from ``at`` on make the longest run that is in the table: 0 to 4."""
        depth = 0
        while depth < LONGEST and at + depth < len(text) and self.step(text[at : at + depth + 1]):
            depth += 1
        return depth

    def endings(self, run: str) -> float:
        """About how often the run occurs with no character after it, at a clause's end; of runs up to three characters."""
        if run not in self:
            return 0.0
        key, level = self._key(run), len(run)
        first, last = np.searchsorted(self._keys[level], [key << _BITS, (key + 1) << _BITS])
        after = sum(2 ** (int(one) / _STEPS) for one in self._counts[level][first:last])
        return max(0.0, 2 ** (self.step(run) / _STEPS) - float(after))

    def numbers(self, text: str) -> Numbers:
        """The number of each character of a text, ``none`` for those that are not in the table."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        return self._numbers[np.where(codes >> 16, 0, codes)]

    def signs(self) -> Iterator[str]:
        """The characters of the table."""
        return iter(self._signs)

    def written(self, numbers: Iterable[int]) -> str:
        """The characters of numbers."""
        return "".join(self._signs[one] for one in numbers)

    def steps(self, *characters: Numbers) -> NDArray[np.uint8]:
        """``step`` of many runs at once: their first characters, their second … as numbers."""
        keys = characters[0]
        for one in characters[1:]:
            keys = keys << _BITS | one
        if len(characters) <= 2:
            return self._counts[0][keys] if len(characters) == 1 else self._pairs[keys]
        known, counts = self._keys[len(characters) - 1], self._counts[len(characters) - 1]
        found = np.zeros(keys.shape, np.uint8)
        # Nearly all runs asked for are in no text: a look into the sieve is ten times as fast as the search.
        likely = np.nonzero(self._sieves[len(characters)][_slots(keys)])
        asked = keys[likely]
        places = np.minimum(np.searchsorted(known, asked), len(known) - 1)
        found[likely] = np.where(known[places] == asked, counts[places], np.uint8(0))
        return found

    def _key(self, run: str) -> int:
        key = 0
        for sign in run:
            key = key << _BITS | self._place.get(sign, self.none)
        return key

    def _ask(self, run: str) -> int:
        key, level = self._key(run), len(run) - 1
        if level < 2:
            return int(self._pairs[key] if level else self._counts[0][key])
        place = bisect_left(self._keys[level], key)
        known = place < len(self._keys[level]) and self._keys[level][place] == key
        return int(self._counts[level][place]) if known else 0


def _slots(keys: Numbers) -> NDArray[np.uint64]:
    """Where in a sieve numbers fall (Knuth's multiplicative hashing, by the golden ratio)."""
    return keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(64 - _SIEVE)


def _sieve(keys: Numbers) -> NDArray[np.bool_]:
    sieve = np.zeros(1 << _SIEVE, np.bool_)
    sieve[_slots(keys)] = True
    return sieve


@cache
def shipped() -> RunTable:
    """The table that comes with the product, read at its first use."""
    return RunTable(zlib.decompress(SHIPPED.read_bytes()))
