"""The part of the document each line of a plain text belongs to, told by its place, length and number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from taizhang.proof.model import Document, Paragraph, Zone
from taizhang.terms.numerals import number_of

_N = "[一二三四五六七八九十]{1,3}"
_NUMBERED = (
    re.compile(rf"\s*(?:{_N}[、，,．.]|第{_N}(?:部分|章|编))"),
    re.compile(rf"\s*(?:[（(]{_N}[）)]|第{_N}节)"),
    re.compile(r"\s*\d{1,2}[.．、](?!\d)"),
    re.compile(r"\s*[（(]\d{1,2}[）)]"),
)
_DAY = re.compile(r"\s*((?:19|20)\d{2}|[二一][〇零○一二三四五六七八九]{3})年(\w{1,3})月(\w{1,3})日\s*$")
_CLAUSES = re.compile("[，。；！？]|[,;!?、]$|在$")
_TITLE, _HEADING, _SIGNED, _LEAD = 60, 45, 30, 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text: where it stands in its file, and the heading level its markup gives it."""

    text: str
    number: int = 0
    level: int = 0
    zone: Zone | None = None


def document(file: str, lines: Sequence[Line], dated: date | None = None) -> Document:
    """The lines that are not blank as paragraphs of a document."""
    kept = [line for line in lines if line.text.strip("\ufeff\u200b").strip()]
    found = list(_zoned(kept))
    paragraphs = tuple(
        Paragraph(number, line.text, zone, level, line=line.number)
        for number, (line, (zone, level)) in enumerate(zip(kept, found, strict=True), 1)
    )
    return Document(file, paragraphs, dated or _signed_on(paragraphs))


def heading_level(text: str) -> int:
    """Level of the number a line begins with (一、 1, （一） 2, 1. 3, （1） 4), 0 when it has none."""
    return next((level for level, style in enumerate(_NUMBERED, 1) if style.match(text)), 0)


def _zoned(lines: Sequence[Line]) -> Iterator[tuple[Zone, int]]:
    opening, last = True, _last_body(lines)
    for index, line in enumerate(lines):
        zone, level = _zone(line, index, opening)
        if zone == "body" and index > last:
            zone = "signature"
        opening = opening and zone == "title"
        yield zone, level


def _zone(line: Line, index: int, opening: bool) -> tuple[Zone, int]:
    text = line.text.strip()
    if line.zone:
        return line.zone, line.level
    if line.level:
        return ("title", 0) if opening and line.level == 1 else ("heading", min(line.level, 4))
    level = heading_level(text)
    if level and len(text) <= _HEADING and "。" not in text[:-1] and text[-1] not in "；;，：:、":
        return "heading", level
    if level:
        return "body", 0
    if index < _LEAD and len(text) <= _TITLE and text[-1] in "：:" and "。" not in text:
        return "addressee", 0
    if opening and len(text) <= _TITLE and not _CLAUSES.search(text):
        return "title", 0
    return ("attachment" if re.match(r"附件\s*\d*\s*[：:]", text) else "body"), 0


def _last_body(lines: Sequence[Line]) -> int:
    """Index of the last line that is no signature: who signs and the day stand at the very end, in short lines."""
    last = len(lines) - 1
    while last > 0 and last >= len(lines) - 4:
        text = lines[last].text.strip()
        if len(text) > _SIGNED or text[-1] in "。！？；：，.!?;:," or heading_level(text):
            break
        last -= 1
    signed = any(_DAY.match(line.text) for line in lines[last + 1 :])
    return last if signed else len(lines) - 1


def _signed_on(paragraphs: Sequence[Paragraph]) -> date | None:
    """The day in the signature, when there is one."""
    for paragraph in reversed(paragraphs):
        match = _DAY.match(paragraph.text) if paragraph.zone == "signature" else None
        if match:
            return _day(*match.groups())
    return None


def _day(*parts: str) -> date | None:
    numbers = [int(part) if part.isdecimal() else number_of(part) for part in parts]
    try:
        return date(*(int(number) for number in numbers if number is not None))
    except (ValueError, TypeError):
        return None
