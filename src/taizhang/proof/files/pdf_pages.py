"""A PDF's lines put together to paragraphs, with their pages. Runs in a limited child process only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.proof.files.printed import PrintedLine, PrintedPage
from taizhang.proof.lengths import MM_OF_POINT
from taizhang.proof.model import Document, DocumentParagraph
from taizhang.proof.numbering import heading_level
from taizhang.proof.parts import StyledParagraph, date_of, parts
from taizhang.proof.word.package import UnreadablePackage

_PAGE_NUMBER = re.compile(r"\s*[-—–－]*\s*\d{1,4}\s*[-—–－]*\s*")
# Characters a page: fewer are what a scanner adds, no text.
_LEAST, _STOPS = 2, "。！？：；"


def document(pages: Sequence[PrintedPage], file: str) -> Document:
    """The paragraphs of the pages. Raises Unreadable when the pages are pictures without text."""
    found = list(_paragraphs(pages))
    if sum(len(text) for _, text, _ in found) < _LEAST * len(pages):
        raise UnreadablePackage("文件像是扫描件，没有文字层，请先做文字识别。")
    zones = parts([line for _, _, line in found])
    paragraphs = tuple(
        DocumentParagraph(number, text, part.zone, part.level, page)
        for number, ((page, text, _), part) in enumerate(zip(found, zones, strict=True), 1)
    )
    days = [
        day for one in paragraphs if one.zone in ("signature", "title") and (day := date_of(one.text.strip("（）() ")))
    ]
    return Document(file, paragraphs, days[-1] if days else None)


def _paragraphs(pages: Sequence[PrintedPage]) -> Iterator[tuple[int, str, StyledParagraph]]:
    """(page, text, look) of each paragraph; one that runs over a page's end belongs to the page it begins on."""
    rows = [(number, row) for number, page in enumerate(pages, 1) for row in page.rows if not _is_number(row, page)]
    left = min((row.left for _, row in rows), default=0.0)
    right = max((row.right for _, row in rows), default=0.0)
    gathered: list[tuple[int, PrintedLine]] = []
    for number, row in rows:
        if gathered and not _goes_on(gathered[-1][1], row, left, right):
            yield _gather(gathered, left, right)
            gathered = []
        gathered.append((number, row))
    if gathered:
        yield _gather(gathered, left, right)


def _gather(rows: list[tuple[int, PrintedLine]], left: float, right: float) -> tuple[int, str, StyledParagraph]:
    text = "".join(row.text for _, row in rows)
    first = rows[0][1]
    centred = first.left - left > 10 and abs((first.left - left) - (right - first.right)) < 6
    return rows[0][0], text, StyledParagraph(text, centred=centred, size=first.size)


def _is_number(row: PrintedLine, page: PrintedPage) -> bool:
    return bool(_PAGE_NUMBER.fullmatch(row.text)) and (row.top > page.height * 0.85 or row.bottom < page.height * 0.1)


def _goes_on(before: PrintedLine, row: PrintedLine, left: float, right: float) -> bool:
    """Whether a line goes on in the next: it is full, and the next begins at the margin in the same size."""
    character = max(before.size, 6.0) * MM_OF_POINT
    full = before.right > right - 2.2 * character
    flush = row.left < left + 0.8 * character
    return (
        full
        and flush
        and abs(before.size - row.size) < 1
        and not (heading_level(row.text) and before.text.endswith(_STOPS))
    )
