"""What may have been meant at places of a text: characters and words confused with those written, as rows of numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from taizhang.proof.slips.confusable import Confusable
from taizhang.proof.slips.places import AROUND, TextNumbers
from taizhang.proof.slips.table import Numbers, RunTable

# Chosen: the words of some long reports, before the memory of what is confused with them is emptied.
_KEPT = 50_000


class ConfusedReadings(NamedTuple):
    """Readings of places, a row each: the place, the numbers of what may have been meant, and how it is confused."""

    places: Numbers
    numbers: Numbers
    how: Numbers


class MeantTable:
    """The confusion sets as numbers of a table of runs; each character's and each word's are made at its first use."""

    def __init__(self, table: RunTable, confusable: Confusable) -> None:
        self._table, self._confusable = table, confusable
        self._made: dict[str, tuple[Numbers, Numbers]] = {}

    def of(self, read: TextNumbers, places: Numbers, many: int) -> ConfusedReadings:
        """The readings of which one end at least is attested beside its neighbour."""
        offsets = read.offsets(places).tolist()
        written = [read.text[at : at + many] for at in offsets]
        sets = [self._set(one) for one in written]
        if not sets:
            empty = np.zeros(0, np.int64)
            return ConfusedReadings(empty, empty.reshape(0, many), empty)
        sizes = np.array([len(how) for _, how in sets])
        numbers, how = np.concatenate([one for one, _ in sets]), np.concatenate([one for _, one in sets])
        rows = np.repeat(places, sizes)
        beside = read.around(places, many)
        left, right = (np.repeat(beside[:, at], sizes) for at in (AROUND - 1, AROUND + many))
        fit = (self._table.steps(left, numbers[:, 0]) > 0) | (self._table.steps(numbers[:, -1], right) > 0)
        return ConfusedReadings(rows[fit], numbers[fit], how[fit])

    def _set(self, written: str) -> tuple[Numbers, Numbers]:
        found = self._made.get(written)
        if found is None:
            if len(self._made) > _KEPT:
                self._made.clear()
            ask: Callable[[str], dict[str, int]] = self._confusable.words if len(written) > 1 else self._confusable.of
            found = self._made[written] = self._numbered(ask(written), len(written))
        return found

    def _numbered(self, meant: dict[str, int], many: int) -> tuple[Numbers, Numbers]:
        numbers = self._table.numbers("".join(meant)).reshape(-1, many)
        return numbers, np.fromiter(meant.values(), np.int64, len(meant))
