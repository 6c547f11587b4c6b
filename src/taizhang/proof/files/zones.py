"""Lines of plain text as a document: each that is not blank is a paragraph, in the part its words give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.proof import parts
from taizhang.proof.model import Document, DocumentParagraph


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text: where it stands in its file, the heading level its markup gives it, whether it is a table's cell."""

    text: str
    number: int = 0
    level: int = 0
    in_table: bool = False


def document(file: str, lines: Sequence[TextLine]) -> Document:
    """The lines that are not blank as paragraphs of a document, dated by its signature."""
    kept = [line for line in lines if line.text.strip("\ufeff\u200b").strip()]
    found = parts.parts([_line_of(line, index == 0) for index, line in enumerate(kept)])
    paragraphs = tuple(
        DocumentParagraph(number, line.text, part.zone, part.level, line=line.number)
        for number, (line, part) in enumerate(zip(kept, found, strict=True), 1)
    )
    signed = [day for one in paragraphs if one.zone == "signature" and (day := parts.date_of(one.text))]
    return Document(file, paragraphs, signed[-1] if signed else None)


def _line_of(line: TextLine, first: bool) -> parts.StyledParagraph:
    """The line as the parts of a document are told: markup's first heading of level 1 is the title."""
    style = "title" if first and line.level == 1 else ""
    return parts.StyledParagraph(line.text, "table" if line.in_table else "body", outline=line.level, style=style)
