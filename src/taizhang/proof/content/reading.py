"""A document as the content rules read it: one text, with its paragraphs, quotations, sentences and word borders."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import rjieba

from taizhang.proof.model import Document, DocumentParagraph, Spot
from taizhang.proof.slips.suspect import Judge

_QUOTED = re.compile(r"“[^“”\n]{0,200}”|《[^《》\n]{0,120}》|「[^「」\n]{0,200}」")
_STOPS = "。！？；\n"
_SENTENCE_END = re.compile(r"[。！？；\n]")


# From so many articles on a text is a statute: its items and sanctions are worded alike on purpose.
_ARTICLES = 5
_ARTICLE = re.compile(r"^[ \u3000]*第[〇零一二三四五六七八九十百千\d]{1,7}条(?![款项目第])", re.MULTILINE)

# A title in the middle of a document: no clause, no number, ends in the name of a kind of paper.
_TITLE = re.compile(
    r"(?![（(一二三四五六七八九十\d]{1,3}[、.）)])[^，。；：！？、]{6,45}(?:报告|总结|汇报)(?:[（(][^（）()]{1,12}[）)])?"
)


class TextPart(NamedTuple):
    """One paper of a document: its stretch of the text, and the lines of its title."""

    start: int
    end: int
    title: str


def _may_title(paragraph: DocumentParagraph) -> bool:
    return paragraph.zone == "title" or bool(_TITLE.fullmatch(paragraph.text.strip()))


class Reading:
    """One document joined into ``text`` by line breaks, so that each rule scans it once.

    Offsets of hits are offsets in ``text``; ``spot`` turns them into paragraph and span.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = "\n".join(one.text.replace("\n", " ") for one in document.paragraphs)
        self.starts = tuple(accumulate((len(one.text) + 1 for one in document.paragraphs), initial=0))[:-1]

    @cached_property
    def signs(self) -> frozenset[str]:
        """The characters that occur: a rule whose triggers are absent need not run."""
        return frozenset(self.text)

    @cached_property
    def quotations(self) -> tuple[list[int], list[int]]:
        """Starts and ends of quoted words and book titles, in order, marks included."""
        spans = [match.span() for match in _QUOTED.finditer(self.text)]
        return [start for start, _ in spans], [end for _, end in spans]

    @cached_property
    def judge(self) -> Judge:
        """What weighs slips of the pen in the text, shared by the rules that look for them."""
        return Judge(self.text, self.words)

    @cached_property
    def words(self) -> list[str]:
        """The text cut into words by the dictionary."""
        return list(rjieba.cut(self.text, False))

    @cached_property
    def borders(self) -> frozenset[int]:
        """Offsets at which a word of the dictionary begins or ends."""
        return frozenset(accumulate(map(len, self.words), initial=0))

    @cached_property
    def papers(self) -> tuple[TextPart, ...]:
        """The papers bound in the document: one, or more where a title like 某局2025年述职报告 stands alone in its middle."""
        paragraphs = self.document.paragraphs
        heads = [index for index, one in enumerate(paragraphs) if index > 3 and _TITLE.fullmatch(one.text.strip())]
        starts = [0, *heads]
        ends = [*(self.starts[index] for index in heads), len(self.text)]
        return tuple(
            TextPart(
                self.starts[first], end, "\n".join(one.text for one in paragraphs[first : first + 3] if _may_title(one))
            )
            for first, end in zip(starts, ends, strict=True)
        )

    @cached_property
    def is_statute(self) -> bool:
        """Whether the text is laid out in articles (第一条 …)."""
        return sum(1 for _ in _ARTICLE.finditer(self.text)) >= _ARTICLES

    def index_at(self, offset: int) -> int:
        """Index of the paragraph that holds the offset."""
        return bisect_right(self.starts, offset) - 1

    def paragraph_at(self, offset: int) -> DocumentParagraph:
        """The paragraph that holds the offset."""
        return self.document.paragraphs[self.index_at(offset)]

    def near(self, anchors: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """Start and end of each paragraph, its line break included, in which one of the words stands."""
        found: set[int] = set()
        for anchor in anchors:
            at = self.text.find(anchor)
            while at >= 0:
                index = self.index_at(at)
                found.add(index)
                at = self.text.find(anchor, self.starts[index + 1]) if index + 1 < len(self.starts) else -1
        for index in sorted(found):
            start = self.starts[index]
            yield start, min(len(self.text), start + len(self.document.paragraphs[index].text) + 1)

    def spot(self, start: int, end: int) -> Spot:
        """The place of a stretch of the text; one that runs over a paragraph's end is cut there."""
        index = self.index_at(start)
        paragraph, origin = self.document.paragraphs[index], self.starts[index]
        return Spot(paragraph.number, start - origin, min(end - origin, len(paragraph.text)), paragraph.page)

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether the stretch lies wholly inside a quotation or a book title."""
        starts, ends = self.quotations
        index = bisect_right(starts, start) - 1
        return index >= 0 and end <= ends[index]

    def is_word(self, start: int, end: int) -> bool:
        """Whether the stretch is one word, or several, of the text as cut by the dictionary."""
        return start in self.borders and end in self.borders

    def sentence(self, offset: int) -> tuple[int, int]:
        """Start and end of the sentence around the offset, its closing mark left out."""
        start = max(self.text.rfind(stop, 0, offset) for stop in _STOPS) + 1
        found = _SENTENCE_END.search(self.text, offset)
        return start, found.start() if found else len(self.text)

    def before(self, offset: int, most: int) -> str:
        """Up to ``most`` characters before the offset, within its paragraph."""
        return self.text[max(0, offset - most) : offset].rpartition("\n")[2]

    def after(self, offset: int, most: int) -> str:
        """Up to ``most`` characters from the offset on, within its paragraph."""
        return self.text[offset : offset + most].partition("\n")[0]
