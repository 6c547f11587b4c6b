"""The passages of a document that answer a query, with what to mark in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from taizhang.library.model import DocumentPassage
from taizhang.library.query import Word
from taizhang.library.words import edge_pattern, is_han, runs
from taizhang.terms.folding import has_signs, plain_signs

# Chosen: two lines of a result, three of them, and marks enough to find the best window of a long paragraph.
WIDTH, PASSAGES, MARKS_AT_MOST = 120, 3, 400


def passages(text: str, plain: str, words: Sequence[Word], most: int = PASSAGES) -> tuple[DocumentPassage, ...]:
    """The paragraphs that hold most of the words, cut to ``WIDTH`` characters around them, best first.

    ``plain`` is the text with folded letters. Without a word, or when none stands in the text, the beginning.
    """
    pattern = _pattern(tuple(words))
    if pattern is None:
        return _beginning(text)
    compared = plain_signs(plain) if any(has_signs(word.text) or not is_han(word.text) for word in words) else plain
    spans = [match.span() for match, _ in zip(pattern.finditer(compared), range(MARKS_AT_MOST), strict=False)]
    if not spans:
        return _beginning(text)
    starts = [0, *accumulate(len(paragraph) + 1 for paragraph in text.split("\n"))]
    held: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        held.setdefault(bisect_right(starts, span[0]) - 1, []).append(span)
    best = sorted(held, key=lambda at: (-len({compared[a:b] for a, b in held[at]}), -len(held[at]), at))[:most]
    return tuple(_passage(text, at, (starts[at], starts[at + 1] - 1), held[at]) for at in best)


def spans_of(plain: str, words: Sequence[Word]) -> list[tuple[int, int]]:
    """Every place of the words in a folded text, for marking a whole document."""
    pattern = _pattern(tuple(words))
    return [match.span() for match in pattern.finditer(plain_signs(plain))] if pattern else []


@lru_cache(maxsize=256)
def _pattern(words: tuple[Word, ...]) -> re.Pattern[str] | None:
    """The words as one pattern, the longest first; neighbouring plain words are marked as one."""
    texts = {word.text for word in words if runs(word.text)}
    parts = [edge_pattern(text) for text in sorted(texts, key=lambda text: (-len(text), text))]
    return re.compile(f"(?:{'|'.join(parts)})+") if parts else None


def _passage(text: str, at: int, bounds: tuple[int, int], spans: list[tuple[int, int]]) -> DocumentPassage:
    """The window of the paragraph that holds most marks, not opening or closing inside one."""
    start, end = bounds
    if end - start > WIDTH:
        first = max(spans, key=lambda span: (sum(1 for a, _ in spans if span[0] <= a < span[0] + WIDTH - 20), -span[0]))
        start = max(start, min(first[0] - 20, end - WIDTH))
        end = min(end, max(start + WIDTH, first[1]))
    marks = tuple((a - start, b - start) for a, b in spans if start <= a and b <= end)
    return DocumentPassage(at, start, end, text[start:end], marks)


def _beginning(text: str) -> tuple[DocumentPassage, ...]:
    if not text:
        return ()
    end = text.find("\n")
    end = min(len(text) if end < 0 else end, WIDTH)
    return (DocumentPassage(0, 0, end, text[:end]),)
