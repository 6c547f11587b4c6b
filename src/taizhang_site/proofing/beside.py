"""The text of a paper beside what was found in it: its paragraphs cut where a finding begins and ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.papers.gates.walk import GateReview, Noted

# Chosen: paragraphs of a report of a hundred pages; a browser scrolls them at once.
MOST_PARAGRAPHS = 2000


class TextCut(NamedTuple):
    """Some words of a paragraph; key and level of the finding that is about them, empty when none is."""

    words: str
    key: str = ""
    level: str = ""


class ShownText(NamedTuple):
    """The paragraphs shown, and how many are left out."""

    paragraphs: tuple[tuple[TextCut, ...], ...]
    left_out: int


def show_text(found: GateReview) -> ShownText:
    """The document's paragraphs with what was found marked; of two findings on the same words the first is marked."""
    document, at = found.subject.document, defaultdict[int, list[Noted]](list)
    for one in found.noted:
        at[one.finding.spot.paragraph].append(one)
    shown = [one for one in document.paragraphs if one.text.strip()]
    cut = tuple(tuple(_cut(one.text, at[one.number])) for one in shown[:MOST_PARAGRAPHS])
    return ShownText(cut, max(0, len(shown) - MOST_PARAGRAPHS))


def _cut(text: str, noted: list[Noted]) -> Iterator[TextCut]:
    last = 0
    for one in sorted(noted, key=lambda each: each.finding.spot.start):
        start, end = one.finding.spot.start, min(one.finding.spot.end, len(text))
        if last <= start < end:
            if last < start:
                yield TextCut(text[last:start])
            yield TextCut(text[start:end], one.key, "waived" if one.waived else one.finding.level)
            last = end
    if last < len(text):
        yield TextCut(text[last:])
