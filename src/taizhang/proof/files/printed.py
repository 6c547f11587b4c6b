"""Printed pages as lines of characters with their places in millimetres. Runs in a limited child process only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from taizhang.proof.lengths import POINTS_OF_MM
from taizhang.proof.word.package import UnreadablePackage
from taizhang.terms.characters import whole_signs
from taizhang.terms.sentence import sentence

# Chosen: no report has a tenth of it; pages are kept in memory together.
MOST_PAGES = 2000
# Of a line's height: pieces that overlap by more than half stand on one line.
_BESIDE = 0.5


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A printed line: its text and its box in mm from the page's left and upper edges, its characters' size in points."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A printed page: width and height in mm, and its lines from the top down."""

    width: float
    height: float
    rows: tuple[PrintedLine, ...]


def sheets(path: Path) -> list[PrintedPage]:
    """The pages of a PDF. Raises Unreadable when it cannot be opened, needs a password or has too many pages."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as fault:
        locked = "password" in str(fault).lower()
        raise UnreadablePackage("文件加了密码。" if locked else "PDF文件已损坏，打不开。") from fault
    try:
        if len(document) > MOST_PAGES:
            raise UnreadablePackage(
                sentence("文件有{count}页，超过{most_pages}页。", count=len(document), most_pages=MOST_PAGES)
            )
        return [_sheet(document, number) for number in range(len(document))]
    finally:
        document.close()


def _sheet(document: pypdfium2.PdfDocument, number: int) -> PrintedPage:
    page = document[number]
    width, height = page.get_size()
    text = page.get_textpage()
    rows = tuple(_join(_rows(text, height)))
    text.close()
    page.close()
    return PrintedPage(width / POINTS_OF_MM, height / POINTS_OF_MM, rows)


def _join(rows: Iterator[PrintedLine]) -> Iterator[PrintedLine]:
    """Whole lines: pieces that stand side by side, as the text breaks where the font does, are one."""
    line: PrintedLine | None = None
    for row in rows:
        if line is None:
            line = row
        elif row.left > line.right - 1 and min(row.bottom, line.bottom) - max(row.top, line.top) > _BESIDE * (
            row.bottom - row.top
        ):
            line = PrintedLine(
                line.text + row.text,
                line.left,
                row.right,
                min(line.top, row.top),
                max(line.bottom, row.bottom),
                max(line.size, row.size),
            )
        else:
            yield line
            line = row
    if line is not None:
        yield line


def _rows(page: pypdfium2.PdfTextPage, height: float) -> Iterator[PrintedLine]:
    """The lines of a page: characters follow one another until the text itself breaks or the baseline moves."""
    boxes: list[tuple[str, float, float, float, float, float]] = []
    for index in range(page.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(page, index) or 32)
        if sign in "\r\n":
            yield from _row(boxes, height)
            boxes = []
            continue
        left, bottom, right, top = page.get_charbox(index, loose=True)
        middle = (bottom + top) / 2
        if boxes and right > left and not boxes[-1][3] - 2 <= middle <= boxes[-1][4] + 2:
            yield from _row(boxes, height)
            boxes = []
        boxes.append((sign, left, right, bottom, top, pdfium.FPDFText_GetFontSize(page, index)))
    yield from _row(boxes, height)


def _row(boxes: list[tuple[str, float, float, float, float, float]], height: float) -> Iterator[PrintedLine]:
    inked = [box for box in boxes if not box[0].isspace() and box[2] > box[1]]
    if inked:
        yield PrintedLine(
            text=whole_signs("".join(box[0] for box in boxes)).strip(),
            left=min(box[1] for box in inked) / POINTS_OF_MM,
            right=max(box[2] for box in inked) / POINTS_OF_MM,
            top=(height - max(box[4] for box in inked)) / POINTS_OF_MM,
            bottom=(height - min(box[3] for box in inked)) / POINTS_OF_MM,
            size=max(box[5] for box in inked),
        )
