"""Characters that stand where others were meant: unattested with their neighbours, while some confused with them are attested.

A place is looked at when at most one of the runs of three characters around it is attested. Each character that may have
been meant, and each word of two characters that sounds like the one written, is weighed by how much better the text then
reads (runs of four with backing off), by how the two are confused, and by what the dictionary makes of both readings.
All places of a text are looked up together: one question to the table for each kind of run.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import rjieba
from numpy.typing import NDArray

from taizhang.proof.slips import confusable, table
from taizhang.proof.slips.confusable import ALIKE, NEAR
from taizhang.proof.slips.meant import ConfusedReadings, MeantTable
from taizhang.proof.slips.places import AROUND, Flags, TextNumbers, doubtful
from taizhang.proof.slips.reads import Runs
from taizhang.proof.slips.table import Numbers

# Chosen: a reading 2**6 times likelier is worth the judge's look; context of a clause either way.
_LEAST_GAIN, _WINDOW = 6.0, 7
# Chosen: places weighed together, so that what is weighed stays within some megabytes.
_AT_ONCE = 8192
# Steps of a run of three that speaks for a reading: 4 occurrences.
_LEAST_RUN = 16
# Chinese characters up to an offset, and from one on.
_BEFORE, _BEHIND = re.compile(r"[\u4e00-\u9fff]*\Z"), re.compile(r"[\u4e00-\u9fff]*")
# What speaks for a reading: first what the table of runs says, then what the dictionary and the rest of the text say.
NAMES = (
    "gain",
    "near",
    "alike",
    "left_unseen",
    "right_unseen",
    "left_border",
    "right_border",
    "alone",
    "in_two",
    "in_three",
    "run4",
    "runs4",
    "run3",
    "runs3",
    "weaker2",
    "count",
    "count_meant",
    "seen",
    "pair",
    "fewer_words",
    "singles",
    "singles_meant",
    "again_left",
    "again_right",
    "word_left",
    "word_right",
    "pair_is_word",
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Characters that may be a slip: their offset, what was likely meant, and what speaks for it, in order of ``NAMES``."""

    start: int
    meant: str
    evidence: tuple[float, ...]


@cache
def _meant_table() -> MeantTable:
    return MeantTable(table.shipped(), confusable.shipped())


class Judge:
    """Weighs the places of one text. words: the text cut by the dictionary."""

    def __init__(self, text: str, words: list[str]) -> None:
        self._text, self._words = text, words

    @cached_property
    def read(self) -> TextNumbers:
        """The text as numbers of the table."""
        return TextNumbers(self._text, self._words, table.shipped())

    def suspicions(self) -> Iterator[Suspicion]:
        """Every place worth weighing, with each reading that may have been meant there."""
        for many, places in enumerate(doubtful(self.read), 1):
            for first in range(0, len(places), _AT_ONCE):
                yield from self._weighed(_meant_table().of(self.read, places[first : first + _AT_ONCE], many), many)

    def gains(self, meant: Sequence[tuple[int, str]]) -> list[float]:
        """Bits by which the text reads better with other words of the same length from an offset on, one answer each."""
        found = [0.0] * len(meant)
        for many in {len(words) for _, words in meant}:
            asked = [at for at, (_, words) in enumerate(meant) if len(words) == many]
            places = self.read.places(np.array([meant[at][0] for at in asked]))
            rows, inside = self.read.around(places, many), self.read.inside(places, many)
            other = rows.copy()
            words = "".join(meant[at][1] for at in asked)
            other[:, AROUND : AROUND + many] = table.shipped().numbers(words).reshape(-1, many)
            gain = Runs(table.shipped(), other).bits(inside) - Runs(table.shipped(), rows).bits(inside)
            for at, bits in zip(asked, gain.tolist(), strict=True):
                found[at] = bits
        return found

    def _weighed(self, meant: ConfusedReadings, many: int) -> Iterator[Suspicion]:
        """The readings that read better, each with its evidence."""
        read = self.read
        rows = read.around(meant.places, many)
        rows[:, AROUND : AROUND + many] = meant.numbers
        inside = read.inside(meant.places, many)
        spoken = _threes(rows).max(axis=1) >= _LEAST_RUN
        kept = spoken | (inside[:, 1:-1].sum(axis=1) < 3)
        meant, rows, inside = ConfusedReadings(*(one[kept] for one in meant)), rows[kept], inside[kept]
        places, back = np.unique(meant.places, return_inverse=True)
        base = Runs(table.shipped(), read.around(places, many)).bits(read.inside(places, many))[back]
        gain = Runs(table.shipped(), rows).bits(inside) - base
        better = gain >= _LEAST_GAIN
        chosen = ConfusedReadings(*(one[better] for one in meant))
        evidence = self._evidence(chosen, gain[better], rows[better], inside[better])
        starts = read.offsets(chosen.places).tolist()
        for start, numbers, row in zip(starts, chosen.numbers.tolist(), evidence.tolist(), strict=True):
            words = table.shipped().written(numbers)
            yield Suspicion(start, words, (*row, *self._by_words(start, words)))

    def _evidence(
        self, meant: ConfusedReadings, gain: NDArray[np.float64], rows: Numbers, inside: Flags
    ) -> NDArray[np.float64]:
        """What the table says of readings, a row each, in order of ``NAMES`` up to ``pair``."""
        read, many = self.read, meant.numbers.shape[1]
        runs, threes = Runs(table.shipped(), rows), _threes(rows)
        written = Runs(table.shipped(), read.around(meant.places, many))
        lengths = read.lengths[meant.places]
        left, right, behind = inside[:, AROUND - 1], inside[:, AROUND + many], AROUND + many - 1
        counts = [one.ones[:, AROUND] if many == 1 else one.twos[:, AROUND] for one in (written, runs)]
        columns = (
            gain,
            meant.how == NEAR,
            meant.how == ALIKE,
            left & (written.twos[:, AROUND - 1] == 0),
            right & (written.twos[:, behind] == 0),
            ~left,
            ~right,
            lengths == 1,
            lengths == 2,
            lengths == 3,
            runs.fours.max(axis=1) / 8,
            (runs.fours > 0).sum(axis=1),
            threes.max(axis=1) / 8,
            (threes > 0).sum(axis=1),
            np.minimum(runs.twos[:, AROUND - 1], runs.twos[:, behind]) / 8,
            counts[0] / 8,
            counts[1] / 8,
            read.seen(many)[meant.places],
            np.full(len(gain), many > 1),
        )
        return np.column_stack(columns).astype(np.float64)

    def _by_words(self, start: int, meant: str) -> tuple[float, ...]:
        """What the dictionary and the rest of the text say, in order of ``NAMES`` from ``fewer_words`` on."""
        text, end = self._text, start + len(meant)
        first, last = self._run(start)
        low, high = max(first, start - _WINDOW), min(last, end + _WINDOW)
        before = rjieba.cut(text[low:high], False)
        behind = rjieba.cut(text[low:start] + meant + text[end:high], False)
        left, right = text[first:start][-1:], text[end:last][:1]
        written = text[start:end]
        return (
            len(before) - len(behind),
            sum(len(one) == 1 for one in before),
            sum(len(one) == 1 for one in behind),
            self._again(left + written[0]) if left else 0,
            self._again(written[-1] + right) if right else 0,
            bool(left) and rjieba.has_word(left + meant[0]),
            bool(right) and rjieba.has_word(meant[-1] + right),
            len(meant) > 1
            and rjieba.has_word(written)
            and bool(self.read.lengths[self.read.places(np.array(start))] == 2),
        )

    def _run(self, start: int) -> tuple[int, int]:
        """The run of Chinese around an offset, as far as its context is looked at."""
        low = max(0, start - _WINDOW - 1)
        before = _BEFORE.search(self._text, low, start)
        behind = _BEHIND.match(self._text, start, start + _WINDOW + 3)
        return before.start() if before else start, behind.end() if behind else start + 1

    def _again(self, run: str) -> int:
        """How often a run stands in the text beyond twice, 2 at most: what is written again and again is meant."""
        often = self._text.count(run) if len(set(run)) < len(run) else self._pairs[run]
        return max(0, min(4, often) - 2)

    @cached_property
    def _pairs(self) -> Counter[str]:
        """How often each pair of different characters stands in the text, counted once: a long text has many suspicions."""
        return Counter(map(str.__add__, self._text, self._text[1:]))


def _threes(rows: Numbers) -> NDArray[np.int64]:
    """The steps of the runs of three in rows, from their second character to the last but one."""
    return table.shipped().steps(rows[:, 1:-3], rows[:, 2:-2], rows[:, 3:-1]).astype(np.int64)
