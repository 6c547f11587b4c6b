"""Characters that stand where others were meant: unattested with their neighbours, while some confused with them are attested.

A place is looked at when at most one of the runs of three characters around it is attested. Each character that may have
been meant, and each word of two characters that sounds like the one written, is weighed by how much better the text then
reads (runs of four with backing off), by how the two are confused, and by what the dictionary makes of both readings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import rjieba

from taizhang.proof.slips.confusable import ALIKE, NEAR, Confusable
from taizhang.proof.slips.table import TOTAL, RunTable

HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
# Numerals, particles, units of place and the short names of provinces stand beside anything.
_FREE = frozenset(
    "一二三四五六七八九十百千万亿零〇两几第的是之也有在和与及等或省市县区镇乡村个年月日元京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔滇藏陕秦甘陇青宁新港澳台哈长沈杭甬"
)
# log2 of what a step to a shorter run costs ("stupid backoff", Brants et al. 2007: 0.4).
_BACKOFF = 1.3
# Steps of a run of two beyond which its characters are taken as meant: 128 occurrences.
_COMMON = 56
# Steps of a run of three that speaks for a reading: 4 occurrences.
_LEAST_RUN = 16
# Chosen: a reading 2**6 times likelier is worth the judge's look; longer known words are meant; context of a clause
# either way.
_LEAST_GAIN, _LONGEST_WORD, _WINDOW = 6.0, 3, 7
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
    "fewer_words",
    "seen",
    "singles",
    "singles_meant",
    "again_left",
    "again_right",
    "word_left",
    "word_right",
    "pair",
    "pair_is_word",
)


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Characters that may be a slip: their offset, what was likely meant, and what speaks for it, in order of ``NAMES``."""

    start: int
    meant: str
    evidence: tuple[float, ...]


class _Place(NamedTuple):
    """A place in a run of Chinese: its characters' span and the run's, the characters beside it, runs of three seen there."""

    at: int
    end: int
    first: int
    last: int
    seen: int


_NONE: dict[str, int] = {}


def _goes(before: int, behind: int) -> bool:
    """Whether a character of a word goes with both neighbours, or is common with one; -1: it has none there."""
    return bool(before and behind) or max(before, behind) > _COMMON


class Judge:
    """Weighs the places of one text. words: the text cut by the dictionary."""

    def __init__(self, text: str, words: list[str], table: RunTable, confusable: Confusable) -> None:
        self._text, self._table, self._confusable = text, table, confusable
        self._lengths = bytes(min(len(word), 255) for word in words for _ in word)

    def suspicions(self) -> Iterator[Suspicion]:
        """Every place worth weighing, with each reading that may have been meant there."""
        for match in HAN.finditer(self._text):
            first, last = match.span()
            known = self._known(first, last)
            for at in self._worth(first, last, known):
                place = at - first
                if self._lengths[at] > _LONGEST_WORD or self._seen(at, at + 1, first, last) > 1:
                    continue
                if self._text[at] not in _FREE and (
                    self._lengths[at] == 1 or not _goes(known[place], known[place + 1])
                ):
                    yield from self._single(_Place(at, at + 1, first, last, self._seen(at, at + 1, first, last)))
                if at + 1 < last and self._lengths[at + 1] <= _LONGEST_WORD and not (known[place] and known[place + 2]):
                    near = self._seen(at, at + 2, first, last)
                    if near <= 1:
                        yield from self._double(_Place(at, at + 2, first, last, near))

    def gain(self, start: int, meant: str) -> float:
        """Bits by which the text reads better with other words of the same length from an offset on."""
        end, text = start + len(meant), self._text
        low, high = max(0, start - 3), min(len(text), end + 3)
        here = text[low:start] + meant + text[end:high]
        return self._reads(here, start - low, len(meant)) - self._reads(text[low:high], start - low, len(meant))

    def _known(self, first: int, last: int) -> list[int]:
        """Of a run of Chinese: the steps of its pairs, with -1 before its first and after its last character."""
        text, after = self._text, self._table.after
        return [-1, *[after.get(text[at], _NONE).get(text[at + 1], 0) for at in range(first, last - 1)], -1]

    def _worth(self, first: int, last: int, known: list[int]) -> list[int]:
        """The places beside a pair that is not attested, and the words of one character."""
        lengths = self._lengths
        return [
            at
            for at in range(first, last)
            if not known[at - first]
            or not known[at - first + 1]
            or lengths[at] == 1
            or (at + 1 < last and not known[at - first + 2])
        ]

    def _seen(self, at: int, end: int, first: int, last: int) -> int:
        """How many of the runs of three that hold one of the characters are attested."""
        text, step = self._text, self._table.step
        return sum(step(text[one : one + 3]) > 0 for one in range(max(first, at - 2), min(end, last - 2)))

    def _beside(self, place: _Place) -> tuple[str, str]:
        left = self._text[place.at - 1] if place.at > place.first else ""
        return left, self._text[place.end] if place.end < place.last else ""

    def _single(self, place: _Place) -> Iterator[Suspicion]:
        left, right = self._beside(place)
        confused = self._confusable.of(self._text[place.at])
        fit = confused.keys() & self._table.after.get(left, _NONE).keys() | confused.keys() & self._table.before.get(
            right, set()
        )
        yield from self._weighed(place, {meant: confused[meant] for meant in fit})

    def _double(self, place: _Place) -> Iterator[Suspicion]:
        left, right = self._beside(place)
        written = self._text[place.at : place.end]
        after = self._table.after
        words = self._confusable.words(written)
        fit = {
            word: how
            for word, how in words.items()
            if word[0] in after.get(left, ()) or right in after.get(word[1], ())
        }
        yield from self._weighed(place, fit)

    def _weighed(self, place: _Place, meant: dict[str, int]) -> Iterator[Suspicion]:
        text, low, high = self._text, max(place.first, place.at - 3), min(place.last, place.end + 3)
        ahead, behind, step = (
            text[max(low, place.at - 2) : place.at],
            text[place.end : min(high, place.end + 2)],
            self._table.step,
        )
        base: float | None = None
        for words, how in meant.items():
            here = ahead + words + behind
            threes = [step(here[one : one + 3]) for one in range(len(here) - 2)]
            if max(threes, default=_LEAST_RUN) < _LEAST_RUN:
                continue
            if base is None:
                base = self._reads(text[low:high], place.at - low, len(words))
            gain = self._reads(text[low : place.at] + words + text[place.end : high], place.at - low, len(words)) - base
            if gain >= _LEAST_GAIN:
                yield Suspicion(place.at, words, self._evidence(place, words, how, gain, threes))

    def _runs(self, text: str, at: int, many: int, length: int) -> list[int]:
        """The steps of the runs of a length that hold one of the characters."""
        lowest, highest = max(0, at - length + 1), min(at + many - 1, len(text) - length)
        return [self._table.step(text[one : one + length]) for one in range(lowest, highest + 1)]

    def _reads(self, text: str, at: int, many: int) -> float:
        """log2 of how likely the characters from a place on are, each after the three before it."""
        return sum(self._likely(text[max(0, one - 3) : one + 1]) for one in range(at, min(at + many + 3, len(text))))

    def _likely(self, run: str) -> float:
        cost = 0.0
        while len(run) > 1:
            found = self._table.step(run)
            if found:
                return (found - self._table.step(run[:-1])) / 8 - cost
            cost += _BACKOFF
            run = run[1:]
        return self._table.step(run) / 8 - TOTAL - cost

    def _evidence(self, place: _Place, meant: str, how: int, gain: float, threes: list[int]) -> tuple[float, ...]:
        text, after, step = self._text, self._table.after, self._table.step
        left, right = self._beside(place)
        written = text[place.at : place.end]
        low, high = max(place.first, place.at - _WINDOW), min(place.last, place.end + _WINDOW)
        changed = text[low : place.at] + meant + text[place.end : high]
        before, behind = rjieba.cut(text[low:high], False), rjieba.cut(changed, False)
        fours = self._runs(changed, place.at - low, len(meant), 4)
        length = self._lengths[place.at]
        beside = (after.get(left, {}).get(meant[0], 0), after.get(meant[-1], {}).get(right, 0))
        return (
            gain,
            how == NEAR,
            how == ALIKE,
            bool(left) and written[0] not in after.get(left, ()),
            bool(right) and right not in after.get(written[-1], ()),
            not left,
            not right,
            length == 1,
            length == 2,
            length == 3,
            max(fours, default=0) / 8,
            sum(one > 0 for one in fours),
            max(threes, default=0) / 8,
            sum(one > 0 for one in threes),
            min(beside) / 8,
            step(written) / 8,
            step(meant) / 8,
            len(before) - len(behind),
            place.seen,
            sum(len(one) == 1 for one in before),
            sum(len(one) == 1 for one in behind),
            self._again(left + written[0]) if left else 0,
            self._again(written[-1] + right) if right else 0,
            bool(left) and rjieba.has_word(left + meant[0]),
            bool(right) and rjieba.has_word(meant[-1] + right),
            len(meant) > 1,
            len(meant) > 1 and self._is_word(place),
        )

    def _is_word(self, place: _Place) -> bool:
        """Whether the two characters written are one word by the dictionary's cut."""
        return rjieba.has_word(self._text[place.at : place.end]) and self._lengths[place.at] == 2

    def _again(self, run: str) -> int:
        """How often a run stands in the text beyond twice, 2 at most: what is written again and again is meant."""
        often = self._text.count(run) if len(set(run)) < len(run) else self._pairs[run]
        return max(0, min(4, often) - 2)

    @cached_property
    def _pairs(self) -> Counter[str]:
        """How often each pair of different characters stands in the text, counted once: a long text has many suspicions."""
        return Counter(map(str.__add__, self._text, self._text[1:]))
