"""Which part of an official document each paragraph is: letterhead, title, addressee, heading, body, signature, imprint.

The parts and their order are those of GB/T 9704-2012 clause 7. What a paragraph looks like helps, what it says decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from taizhang.proof.model import Zone
from taizhang.proof.numbering import heading_level
from taizhang.terms.numerals import number_of

_DATE = re.compile(
    r"^\s*(?P<y>\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月"
    r"\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日\s*$"
)
_NUMBERED = re.compile(r"[〔\[【(（［]\d{2,4}[〕\]】)）］]\s*第?\s*\d+\s*号")
_LETTERHEAD = re.compile(
    r"^\s*(?:\d{6}|(?:绝密|机密|秘密).{0,8}|特急|加急|特提|平急|签发人[：:].*|.{2,40}(?:文件|令))\s*$"
)
_TITLE = re.compile(
    r"(?:通知|通报|报告|请示|批复|意见|决定|决议|公告|通告|公报|议案|函|纪要|方案|总结|汇报|计划|要点|办法|规定|细则|清单|讲话|预案|规划)(?:（.{1,12}）)?$"
)
_ADDRESSEE = re.compile(r"^(?!\s*附\s*件)[^。；]{2,300}[：:]\s*$")
_UNDER_TITLE = re.compile(r"^\s*[（(].{2,60}[）)]\s*$|^\s*—+.{2,40}$")
_ANNEX = re.compile(r"^\s*附\s*件\s*[：:]")
_ANNEX_MORE = re.compile(r"^\s*\d{1,2}\s*[.．、]")
_ANNEX_START = re.compile(r"^\s*附\s*件\s*\d{0,2}\s*$")
_IMPRINT = re.compile(r"^\s*(?:抄\s*送|抄\s*报|主\s*送|分\s*送)\s*[：:]|印发\s*$|^\s*（?共印\d+份")
_NOTE = re.compile(r"^\s*[（(].{2,80}[）)]\s*$")
_STOP = re.compile(r"[。！？；]")
# Chosen with official documents in view: lines before a title, lines of a signature, characters of a heading (two
# lines) and a byline; size: of 2号 (22 pt) rather than 3号 (16 pt).
_TITLE_REACH, _SIGNATURE_LINES, _HEADING_LONGEST, _BYLINE, _BIG = 12, 6, 60, 30, 20.0


@dataclass(frozen=True, slots=True)
class StyledParagraph:
    """A paragraph with what its look says. size: in points, 0 when unknown. outline: 1–9, 0 for body text.

    kind: ``body``, ``table``, ``box``, ``note``, ``header``, ``footer``. style: the style's name in lower case.
    """

    text: str
    kind: str = "body"
    centred: bool = False
    at_right: bool = False
    size: float = 0.0
    outline: int = 0
    style: str = ""


class ParagraphZone(NamedTuple):
    """The zone of a paragraph and its heading level, 0 when it is none."""

    zone: Zone
    level: int


def parts(lines: Sequence[StyledParagraph]) -> list[ParagraphZone]:
    """The part each line is."""
    zones: list[ParagraphZone] = [ParagraphZone(_apart(line), 0) for line in lines]
    body = [index for index, line in enumerate(lines) if line.kind == "body" and line.text.strip()]
    first, last = _title(lines, body)
    for place in body[:first]:
        zones[place] = ParagraphZone("letterhead", 0)
    for place in body[first:last]:
        zones[place] = ParagraphZone("title", 0)
    rest = body[last:]
    if rest and _ADDRESSEE.match(lines[rest[0]].text) and not heading_level(lines[rest[0]].text):
        zones[rest[0]] = ParagraphZone("addressee", 0)
        rest = rest[1:]
    for place, part in _below([lines[place] for place in rest]):
        zones[rest[place]] = part
    return zones


def date_of(text: str) -> date | None:
    """The day a line that holds nothing but a date names, None when it names none."""
    match = _DATE.match(text)
    numbers = [_number(match[part]) for part in "ymd"] if match else []
    try:
        return date(*numbers) if numbers else None
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else int(number_of(text) or 0)


def _apart(line: StyledParagraph) -> Zone:
    if line.kind in ("header", "footer"):
        return "footer"
    if line.kind == "table":
        return "imprint" if _IMPRINT.search(line.text) else "table"
    return "body"


def _title(lines: Sequence[StyledParagraph], body: Sequence[int]) -> tuple[int, int]:
    """Where the title begins and ends, counted among the body's lines; (0, 0) when there is none."""
    reach = [lines[place] for place in body[:_TITLE_REACH]]
    for at, line in enumerate(reach):
        if _LETTERHEAD.match(line.text) or _NUMBERED.search(line.text):
            continue
        if heading_level(line.text) or _STOP.search(line.text.rstrip("。")) or _ADDRESSEE.match(line.text):
            break
        if _looks_a_title(line):
            end = at + 1
            while end < len(reach) and _goes_on(line, reach[end]):
                end += 1
            return at, end
    return 0, 0


def _looks_a_title(line: StyledParagraph) -> bool:
    named = line.style in ("title", "标题", "公文标题")
    styled = line.centred or line.size >= _BIG
    bare = not line.size and not line.style
    return named or (
        (styled or bare) and len(line.text) <= 80 and bool(line.size >= _BIG or _TITLE.search(line.text.strip()))
    )


def _goes_on(title: StyledParagraph, line: StyledParagraph) -> bool:
    if _ADDRESSEE.match(line.text) or heading_level(line.text) or _STOP.search(line.text):
        return False
    if _UNDER_TITLE.match(line.text):
        return True
    named = line.style in ("title", "subtitle") or line.size >= _BIG
    byline = title.size >= _BIG and title.centred and line.centred and len(line.text) <= _BYLINE
    return named or byline


def _below(lines: Sequence[StyledParagraph]) -> Iterator[tuple[int, ParagraphZone]]:
    """The parts from the first line of the text on."""
    annexes = next((at for at, line in enumerate(lines) if _ANNEX_START.match(line.text)), len(lines))
    signed = _signature(lines[:annexes])
    noting = False
    for at, line in enumerate(lines):
        noting = at < annexes and (bool(_ANNEX.match(line.text)) or (noting and bool(_ANNEX_MORE.match(line.text))))
        if _IMPRINT.search(line.text) and at > signed[0]:
            yield at, ParagraphZone("imprint", 0)
        elif _ANNEX_START.match(line.text):
            yield at, ParagraphZone("attachment", 0)
        elif at > annexes and _ANNEX_START.match(lines[at - 1].text) and _heads_annex(line):
            yield at, ParagraphZone("title", 0)
        elif at in range(*signed) or (signed[1] and at == signed[1] and at < annexes and _NOTE.match(line.text)):
            yield at, ParagraphZone("signature", 0)
        else:
            yield at, ParagraphZone("attachment", 0) if noting else _running(line)


def _heads_annex(line: StyledParagraph) -> bool:
    """Whether the line below 附件 is the attachment's title (7.3.7)."""
    return len(line.text) <= 60 and not _STOP.search(line.text) and (line.centred or line.size >= _BIG)


def _signature(lines: Sequence[StyledParagraph]) -> tuple[int, int]:
    """Where the signature begins and where it ends, (0, 0) when there is none.

    Short lines above the last bare date; without a date, short lines at the right that close the text.
    """
    dates = [at for at, line in enumerate(lines) if at and date_of(line.text)]
    if not dates:
        closing = len(lines)
        while closing > 1 and lines[closing - 1].at_right and _may_sign(lines[closing - 1].text):
            closing -= 1
        return (closing, len(lines)) if closing < len(lines) else (0, 0)
    start = dates[-1]
    while start > 0 and dates[-1] - start < _SIGNATURE_LINES and _may_sign(lines[start - 1].text):
        start -= 1
    end = dates[-1] + 1
    while end < len(lines) and lines[end].at_right and _may_sign(lines[end].text):
        end += 1
    return start, end


def _may_sign(text: str) -> bool:
    return (
        len(text) <= 40
        and not re.search(r"[。；：:，,、！？]", text.strip())
        and not heading_level(text)
        and not _ANNEX_MORE.match(text)
    )


def _running(line: StyledParagraph) -> ParagraphZone:
    level = heading_level(line.text)
    whole = len(line.text) <= _HEADING_LONGEST and not _STOP.search(line.text.strip()[:-1])
    if level:
        closed = line.text.rstrip().endswith(("。", "；", "：", "，"))
        return ParagraphZone("heading" if whole and not closed else "body", level)
    if line.outline and whole:
        return ParagraphZone("heading", min(line.outline, 4))
    return ParagraphZone("body", 0)
