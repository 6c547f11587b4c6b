"""Set phrases of official papers, and where a text has one of them but for a character that is confused with the right one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from taizhang.proof.slips import confusable, table
from taizhang.proof.slips.table import Numbers

# Characters of a phrase.
LONG = 4
_LIST = Path(__file__).with_name("phrases.txt")
# Bits of a character's number in the table of runs.
_BITS = 12
# Steps of a pair that good texts write often (16 occurrences). Chosen on the published reports and statutes: 推行, 信念, 办实.
_COMMON = 32


class NearPhrase(NamedTuple):
    """A phrase nearly written: the offset of the character that differs, and the phrase's own."""

    start: int
    meant: str
    phrase: str


def nearly_written(text: str) -> Iterator[NearPhrase]:
    """Every place where four characters are a phrase but for one confused with the right one, and are no run of good texts."""
    numbers = table.shipped().numbers(text)
    if len(numbers) < LONG:
        return
    parts = [numbers[at : len(numbers) - LONG + 1 + at] for at in range(LONG)]
    for gap in range(LONG):
        keys = _key([part for at, part in enumerate(parts) if at != gap])
        known, phrases = _phrases(gap)
        places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        for start in np.flatnonzero(known[places] == keys).tolist():
            phrase = phrases[places[start]]
            written, meant = text[start + gap], phrase[gap]
            strange = written != meant and _is_strange(text[start : start + LONG], gap)
            if strange and (meant in _confused(written) or written in _confused(meant)):
                yield NearPhrase(start + gap, meant, phrase)


def _is_strange(run: str, gap: int) -> bool:
    """Whether good texts have neither the run nor, to speak of, one of its pairs with the character that differs."""
    pairs = [run[at : at + 2] for at in (gap - 1, gap) if 0 <= at < LONG - 1]
    return run not in table.shipped() and max(table.shipped().step(pair) for pair in pairs) < _COMMON


def _confused(sign: str) -> dict[str, int]:
    return confusable.shipped().of(sign)


def _key(parts: list[Numbers]) -> Numbers:
    key = parts[0]
    for part in parts[1:]:
        key = key << _BITS | part
    return key


@cache
def _phrases(gap: int) -> tuple[Numbers, list[str]]:
    """The phrases by what is left of them without one character, in order."""
    words = [word for line in _LIST.read_text("utf-8").splitlines() if line[:1] != "#" for word in line.split()]
    rows = table.shipped().numbers("".join(words)).reshape(-1, LONG)
    keys = _key([rows[:, at] for at in range(LONG) if at != gap])
    order = np.argsort(keys, kind="stable")
    return keys[order], [words[at] for at in order.tolist()]
