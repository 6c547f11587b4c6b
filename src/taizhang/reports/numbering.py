"""The numbers of headings: 一、（一）1.（1）, given by the outline; typed ones are checked (GB/T 9704-2012 7.3.3)."""

from __future__ import annotations

import re
from dataclasses import replace

from taizhang.reports.passages import ParagraphSource, Words, words_of
from taizhang.terms.numerals import number_of, ordinal
from taizhang.terms.problem import Place, Problem
from taizhang.terms.sentence import sentence

# 7.3.3: four levels.
DEEPEST = 4
_HAN = "[一二三四五六七八九十百]{1,6}"
_TYPED = (
    re.compile(rf"\s*({_HAN})、\s*"),
    re.compile(rf"\s*[（(]({_HAN})[）)]\s*"),
    re.compile(r"\s*(\d{1,3})[.．、](?!\d)\s*"),
    re.compile(r"\s*[（(](\d{1,3})[）)]\s*"),
)
_LEAD_ENDS = ("。", "：", "！", ":")
_ENUMERATED = re.compile(rf"(?:{_HAN}(?:是|要|则|来)|首先|其次|再次|最后|其{_HAN}|第{_HAN})")


def is_run_in(lead: str) -> bool:
    """Whether a bold beginning is a run-in heading: a whole sentence, and not 一是, 首先 or the like."""
    text = lead.strip()
    return text.endswith(_LEAD_ENDS) and not _ENUMERATED.match(text)


def mark(level: int, number: int) -> str:
    """The number printed before a heading of level 1 to 4."""
    if level <= 2:
        return f"{ordinal(number)}、" if level == 1 else f"（{ordinal(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"


class Outline:
    """Counts headings from the top; ``problems`` gathers typed numbers that do not fit (RPT-008)."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._counts = [0] * (DEEPEST + 1)
        self._above = 0

    def number(self, passage: ParagraphSource) -> ParagraphSource:
        """The passage with its level and its number in front; body text without a lead stays as it is."""
        if not passage.lead:
            return passage
        first = passage.parts[0]
        typed, value, rest = _typed_number(first.text if isinstance(first, Words) else "")
        level = passage.level if passage.kind == "heading" else typed or min(max(2, self._above + 1), DEEPEST)
        self._check_skipped(level, passage.line)
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (DEEPEST - level)
        if passage.kind == "heading":
            self._above = level
        own = mark(level, self._counts[level])
        if typed and (typed, value) != (level, self._counts[level]):
            message = sentence(
                "标题“{words}”的序号与顺序不符，应为“{own}”。", words=words_of(passage.parts)[:20], own=own
            )
            hint = "已按顺序印作正确的序号；标题可以不写序号。"
            self.problems.append(Problem("RPT-008", message, Place(file=self.file, line=passage.line), hint, "warning"))
        if not isinstance(first, Words):
            return replace(passage, parts=(Words(own), *passage.parts), level=level, lead=passage.lead + 1)
        return replace(passage, parts=(replace(first, text=own + rest), *passage.parts[1:]), level=level)

    def _check_skipped(self, level: int, line: int) -> None:
        """Level 3 may follow level 1 (the clause allows 一、 with 1.); any other gap is a problem."""
        above = next((n for n in range(level - 1, 0, -1) if self._counts[n]), 0)
        if level - above > (2 if level == 3 else 1) and level > 2:
            message = sentence("第{level}级标题上面没有第{number}级标题。", level=level, number=level - 1)
            self.problems.append(
                Problem("RPT-007", message, Place(file=self.file, line=line), "请补上上一级标题，或减少 # 的个数。")
            )


def _typed_number(text: str) -> tuple[int, int, str]:
    """Level, number and remaining words of a heading with a typed number; level 0 when there is none."""
    for level, pattern in enumerate(_TYPED, 1):
        match = pattern.match(text)
        if match:
            value = number_of(match[1]) if level <= 2 else int(match[1])
            return level, int(value or 0), text[match.end() :]
    return 0, 0, text
