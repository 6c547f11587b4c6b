"""The places of a text that are worth weighing: characters beside a pair that is attested nowhere, and words of one character."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from taizhang.proof.slips.table import Numbers, RunTable

Flags = NDArray[np.bool_]
# Characters looked at on either side of a place.
AROUND = 3
# Numerals, particles, units of place and the short names of provinces stand beside anything.
_FREE = frozenset(
    "一二三四五六七八九十百千万亿零〇两几第的是之也有在和与及等或省市县区镇乡村个年月日元京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔滇藏陕秦甘陇青宁新港澳台哈长沈杭甬"
)
# Steps of a run of two beyond which its characters are taken as meant: 128 occurrences.
_COMMON = 56
# Chosen: longer words of the dictionary are meant.
_LONGEST_WORD = 3
# Empty places before and after the text, so that no question about neighbours leaves it.
_EDGE = 8


class TextNumbers:
    """A text as numbers of the table, with an edge on both sides: only runs of two Chinese characters or more have any.

    numbers: of each character, ``table.none`` outside runs. runs: which run each stands in, 0 outside. pairs: eight times
    the logarithm of each run of two, by its first character. threes: whether each run of three is attested. lengths: of
    the word of the dictionary each character is in, 0 outside the text.
    """

    def __init__(self, text: str, words: list[str], table: RunTable) -> None:
        self.text, self.table = text, table
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        han = np.zeros(len(codes) + 2 * _EDGE, np.bool_)
        han[_EDGE:-_EDGE] = (codes >= 0x4E00) & (codes <= 0x9FFF)
        han &= np.roll(han, 1) | np.roll(han, -1)
        self.runs: Numbers = np.where(han, np.cumsum(han & ~np.roll(han, 1)), 0)
        numbers = np.full(len(han), table.none, np.int64)
        numbers[_EDGE:-_EDGE] = table.numbers(text)
        self.numbers: Numbers = np.where(han, numbers, table.none)
        self.pairs = np.zeros(len(han), np.int16)
        self.pairs[:-1] = table.steps(self.numbers[:-1], self.numbers[1:])
        self.threes = np.zeros(len(han), np.bool_)
        self.threes[:-2] = table.steps(self.numbers[:-2], self.numbers[1:-1], self.numbers[2:]) > 0
        self.lengths = np.zeros(len(han), np.int64)
        each = np.fromiter(map(len, words), np.int64, len(words))
        self.lengths[_EDGE:-_EDGE] = np.repeat(each, each)
        free = {ord(sign) for sign in _FREE}
        self.free = np.zeros(len(han), np.bool_)
        self.free[_EDGE:-_EDGE] = np.isin(codes, list(free))

    def offsets(self, places: Numbers) -> Numbers:
        """Where in the text places are."""
        return places - _EDGE

    def places(self, offsets: Numbers) -> Numbers:
        """The places of offsets in the text."""
        return offsets + _EDGE

    def seen(self, many: int) -> Numbers:
        """How many of the runs of three that hold one of the characters from each place on are attested."""
        found = np.zeros(len(self.threes), np.int64)
        for back in range(1 - many, AROUND):
            found += np.roll(self.threes, back)
        return found

    def around(self, places: Numbers, many: int) -> Numbers:
        """The numbers of the characters from three before a place to three behind it, ``none`` outside its run: a row each."""
        beside = places[:, None] + np.arange(-AROUND, many + AROUND)
        return np.where(self.inside(places, many), self.numbers[beside], self.table.none)

    def inside(self, places: Numbers, many: int) -> Flags:
        """Which of the characters of ``around`` are in the place's run."""
        beside = places[:, None] + np.arange(-AROUND, many + AROUND)
        same: Flags = self.runs[beside] == self.runs[places][:, None]
        return same


def doubtful(read: TextNumbers) -> tuple[Numbers, Numbers]:
    """The places where one character may be a slip, and those where two may."""
    left, right = _known(read)
    second = np.roll(right, -1)
    has_next = np.roll(read.runs, -1) == read.runs
    worth = (left == 0) | (right == 0) | (read.lengths == 1) | (has_next & (second == 0))
    looked = (read.runs > 0) & worth & (read.lengths <= _LONGEST_WORD) & (read.seen(1) <= 1)
    goes = ((left != 0) & (right != 0)) | (np.maximum(left, right) > _COMMON)
    single = looked & ~read.free & ((read.lengths == 1) | ~goes)
    short = np.roll(read.lengths, -1) <= _LONGEST_WORD
    double = looked & has_next & short & ~((left != 0) & (second != 0)) & (read.seen(2) <= 1)
    return np.flatnonzero(single), np.flatnonzero(double)


def _known(read: TextNumbers) -> tuple[Numbers, Numbers]:
    """Of each character the steps of its pair with the one before and the one after, -1 where its run begins or ends."""
    starts, ends = np.roll(read.runs, 1) != read.runs, np.roll(read.runs, -1) != read.runs
    before = np.where(starts, -1, np.roll(read.pairs, 1)).astype(np.int64)
    return before, np.where(ends, -1, read.pairs).astype(np.int64)
