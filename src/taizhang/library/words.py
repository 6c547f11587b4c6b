"""Text cut into what the index holds: characters, pairs of characters, words, and the sounds of words."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

import rjieba

HAN = r"\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_SIGN = r"[a-z]+|[0-9]+(?:\.[0-9]+)?"
RUN = re.compile(rf"[{HAN}]+|{_SIGN}")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_OTHER = re.compile(_SIGN)
_BEFORE_HAN = "\u3006"


def runs(text: str) -> list[str]:
    """The stretches of folded text that are Chinese characters, a Latin word or a number."""
    return RUN.findall(text)


def is_han(run: str) -> bool:
    """Whether a run is of Chinese characters."""
    return run[0] > _BEFORE_HAN


def han(text: str) -> str:
    """The Chinese characters of a text, a space wherever something else stands."""
    return " ".join(_HAN_RUN.findall(text))


def units(text: str, characters: str) -> str:
    """Every distinct Chinese character, Latin word and number of a folded text, with spaces between.

    ``characters`` is ``han(text)``.
    """
    return " ".join({*characters, *_OTHER.findall(text)})


def pairs(text: str) -> list[str]:
    """Every distinct pair of neighbouring Chinese characters of a folded text."""
    return list(dict.fromkeys(pair for run in _HAN_RUN.findall(text) for pair in map(str.__add__, run, run[1:])))


def words(text: str) -> list[str]:
    """The words of two characters and more, in order, by the dictionary alone so that the same text cuts the same."""
    return [word for word in rjieba.cut(text, False) if len(word) > 1 and word[0].isalnum()]


def cut_words(run: str) -> list[str]:
    """A run of Chinese characters cut into words, single characters included."""
    return list(rjieba.cut(run, False))


def fine(run: str) -> list[str]:
    """A run of Chinese characters cut into the shortest words the dictionary knows: 安全隐患 → 安全, 隐患."""
    return [part for word in cut_words(run) for part in _parts(word)]


def _parts(word: str) -> list[str]:
    parts = [part for part in rjieba.cut_for_search(word, False) if part != word] if len(word) > 3 else []
    return parts if "".join(parts) == word else [word]


def edge_pattern(text: str) -> str:
    """A pattern for the folded text to the letter; a number or Latin word at its edge must be a whole one."""
    first, last = text[:1], text[-1:]
    before = "(?<![a-z])" if first.isascii() and first.isalpha() else "(?<![0-9.])" if first.isdigit() else ""
    after = "(?![a-z])" if last.isascii() and last.isalpha() else "(?![0-9])" if last.isdigit() else ""
    return before + re.escape(text) + after


@lru_cache(maxsize=200_000)
def initials(word: str) -> str:
    """The first letters of a word's sounds: 依申请 → ysq; a heteronym is read as the word reads it."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(word, style=Style.FIRST_LETTER, errors="ignore"))


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """The sounds of a word without tones: 述廉 → shulian."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(word, errors="ignore"))


def title_initials(title: str) -> str:
    """The first letters of a folded title, Latin letters and digits kept: 2024年GDP → 2024ngdp."""
    return "".join(
        "".join(initials(word) for word in cut_words(run)) if is_han(run) else run for run in RUN.findall(title)
    )


def homophones(title: str) -> str:
    """For each word and pair of neighbouring words of a folded title ``sound|word``, with spaces between."""
    found: set[str] = set()
    for run in _HAN_RUN.findall(title):
        parts = cut_words(run)
        found.update(part for part in parts if len(part) > 1)
        found.update(left + right for left, right in pairwise(parts) if len(left + right) <= 8)
    return " ".join(f"{sound(word)}|{word}" for word in sorted(found))
