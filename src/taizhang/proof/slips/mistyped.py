"""Characters and words typed twice or in the wrong order: the text without the slip is what good texts write.

A place is looked at when the runs of characters over it are unattested; what was meant is told only when the runs of four
that it makes with both neighbours are attested. In 28 published reports and nine statutes, each left out of the table when
it was looked at (626,000 characters), nothing is told. Characters left out of a word are not looked for: the same
measure told 152 false ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from taizhang.proof.slips.places import TextNumbers
from taizhang.proof.slips.table import Numbers

# Steps of a run of four that speaks for what was meant: 4 occurrences, the fewest the table keeps.
_ATTESTED = 16


class MistypedRun(NamedTuple):
    """Where the typing went wrong: a half-open stretch of the text, and what was meant in its place."""

    start: int
    end: int
    meant: str


class Mistyping:
    """Looks for mistyped places in one text, as numbers of a table."""

    def __init__(self, read: TextNumbers) -> None:
        self._read, self._text, self._table = read, read.text, read.table

    def mistyped(self) -> Iterator[MistypedRun]:
        """Every place that reads as good texts do once it is put right, by kind of slip."""
        yield from self._twice()
        yield from self._doubled()
        yield from self._swapped()

    def _twice(self) -> Iterator[MistypedRun]:
        """A word of two characters typed twice: 管理管理."""
        numbers, runs = self._read.numbers, self._read.runs
        again = (numbers == np.roll(numbers, -2)) & (np.roll(numbers, -1) == np.roll(numbers, -3))
        places = np.flatnonzero(again & (runs > 0) & (runs == np.roll(runs, -3)) & (numbers != np.roll(numbers, -1)))
        strange = self._steps(places, 0, 1, 2, 3) == 0
        meant = np.minimum(self._steps(places, -2, -1, 0, 1), self._steps(places, 0, 1, 4, 5)) >= _ATTESTED
        for start in self._offsets(places[strange & meant]):
            yield MistypedRun(start, start + 4, self._text[start : start + 2])

    def _doubled(self) -> Iterator[MistypedRun]:
        """A character typed twice: 应急急救援."""
        places = np.flatnonzero((self._read.runs > 0) & (self._read.numbers == np.roll(self._read.numbers, 1)))
        strange = (self._steps(places, -2, -1, 0) == 0) & (self._steps(places, -1, 0, 1) == 0)
        meant = self._steps(places, -2, -1, 1, 2) >= _ATTESTED
        for start in self._offsets(places[strange & meant]):
            yield MistypedRun(start - 1, start + 1, self._text[start - 1])

    def _swapped(self) -> Iterator[MistypedRun]:
        """Two characters in the wrong order: 社保会障."""
        known, pairs, runs = self._read.threes, self._read.pairs, self._read.runs
        strange = ~known & ~np.roll(known, 1) & ((np.roll(pairs, 1) == 0) | (np.roll(pairs, -1) == 0))
        places = np.flatnonzero(strange & (runs > 0) & (np.roll(runs, 1) == np.roll(runs, -2)))
        for start in self._offsets(places[self._steps(places, -1, 1, 0, 2) >= _ATTESTED]):
            if self._text[start] != self._text[start + 1]:
                yield MistypedRun(start, start + 2, self._text[start + 1] + self._text[start])

    def _steps(self, places: Numbers, *shifts: int) -> Numbers:
        """What the table says of runs made of the characters so far from places, 0 where one is beyond the place's run."""
        same = [self._read.runs[places + one] == self._read.runs[places] for one in shifts]
        numbers = [self._read.numbers[places + one] for one in shifts]
        return np.where(np.logical_and.reduce(same), self._table.steps(*numbers), 0)

    def _offsets(self, places: Numbers) -> list[int]:
        offsets: list[int] = self._read.offsets(places).tolist()
        return offsets
