"""How often runs of one to four Chinese characters occur in public official text, from the shipped table.

The table is made by ``scripts/grams.py`` from 20.7 million characters of statutes and work reports; runs seen once are
left out (fewer than 2, 3 and 4 times for runs of two, three and four characters).
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

SHIPPED = Path(__file__).with_name("grams.z")
# Characters: the longest run the table holds.
LONGEST = 4
# log2 of the number of characters counted: 20.7 million.
TOTAL = 24.3
# Of the table's form: a byte holds a logarithm in eighths.
_STEPS = 8
# Chosen: the runs of some long reports, before the memory of looked-up ones is emptied.
_KEPT = 400_000


class RunTable:
    """The runs of characters of a table, each with the binary logarithm of its count."""

    def __init__(self, raw: bytes) -> None:
        many = int.from_bytes(raw[:4], "little")
        at = 4 + 2 * many
        self._place = {sign: index for index, sign in enumerate(raw[4:at].decode("utf-16-le"))}
        self._counts = [raw[at : at + many]]
        self._starts: list[array[int]] = []
        self._signs: list[array[int]] = [array("H")]
        at += many
        while at < len(raw):
            children = array("H", raw[at : at + 2 * many])
            at += 2 * many
            many = int.from_bytes(raw[at : at + 4], "little")
            self._starts.append(array("I", accumulate(children, initial=0)))
            self._signs.append(array("H", raw[at + 4 : at + 4 + 2 * many]))
            self._counts.append(raw[at + 4 + 2 * many : at + 4 + 3 * many])
            at += 4 + 3 * many
        self._seen: dict[str, int] = {}
        self.after: dict[str, dict[str, int]] = {}
        self._nodes: dict[str, int] = {}
        self.before: defaultdict[str, set[str]] = defaultdict(set)
        self._pair()

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
            node = self._node(run)
            found = self._seen[run] = self._counts[len(run) - 1][node] if node >= 0 else 0
        return found

    def longest(self, text: str, at: int) -> int:
        """How many characters from ``at`` on make the longest run that is in the table: 0 to 4."""
        node = self._place.get(text[at], -1)
        depth = 0
        while node >= 0:
            depth += 1
            if depth == LONGEST or at + depth >= len(text):
                break
            node = self._child(depth - 1, node, text[at + depth])
        return depth

    def endings(self, run: str) -> float:
        """About how often the run occurs with no character after it, at a clause's end; of runs up to three characters."""
        node = self._node(run)
        if node < 0:
            return 0.0
        level = len(run) - 1
        first, last = self._starts[level][node], self._starts[level][node + 1]
        after = sum(2 ** (one / _STEPS) for one in self._counts[level + 1][first:last])
        return max(0.0, 2 ** (self._counts[level][node] / _STEPS) - after)

    def signs(self) -> Iterator[str]:
        """The characters of the table."""
        return iter(self._place)

    def _pair(self) -> None:
        """Sets what follows and what precedes each character: asked most often, these are kept apart."""
        signs = list(self._place)
        for first, sign in enumerate(signs):
            start, end = self._starts[0][first], self._starts[0][first + 1]
            following = [signs[one] for one in self._signs[1][start:end]]
            self.after[sign] = dict(zip(following, self._counts[1][start:end], strict=True))
            for node, other in enumerate(following, start):
                self.before[other].add(sign)
                self._nodes[sign + other] = node

    def _node(self, run: str) -> int:
        if len(run) == 1:
            return self._place.get(run, -1)
        node = self._nodes.get(run[:2], -1)
        for depth in range(2, len(run)):
            if node < 0:
                break
            node = self._child(depth - 1, node, run[depth])
        return node

    def _child(self, level: int, node: int, sign: str) -> int:
        wanted = self._place.get(sign)
        if wanted is None:
            return -1
        starts, signs = self._starts[level], self._signs[level + 1]
        last = starts[node + 1]
        found = bisect_left(signs, wanted, starts[node], last)
        return found if found < last and signs[found] == wanted else -1


@cache
def shipped() -> RunTable:
    """The table that comes with the product, read at its first use."""
    return RunTable(zlib.decompress(SHIPPED.read_bytes()))
