"""A Word file as a document: its written paragraphs with their zones, and the day it is dated."""

from __future__ import annotations

from taizhang.proof.model import Document, DocumentParagraph
from taizhang.proof.parts import ParagraphZone, StyledParagraph, date_of, parts
from taizhang.proof.word.properties import Props
from taizhang.proof.word.unread import tell_unread
from taizhang.proof.word.walk import PackageParagraphs, PlacedParagraph


def document(walk: PackageParagraphs, file: str) -> Document:
    """What a reader sees, paragraph by paragraph."""
    written, zones = paragraphs_and_parts(walk)
    paragraphs = tuple(
        DocumentParagraph(one.number, one.text, part.zone, part.level, one.page, one.cell)
        for one, part in zip(written, zones, strict=True)
    )
    signed = [one.text for one, part in zip(written, zones, strict=True) if part.zone in ("signature", "title")]
    days = [day for text in signed if (day := date_of(text.strip("（）() ")))]
    return Document(file, paragraphs, days[-1] if days else None, tell_unread(walk.package))


def paragraphs_and_parts(walk: PackageParagraphs) -> tuple[list[PlacedParagraph], list[ParagraphZone]]:
    """The paragraphs with text, and the part of the document each is."""
    written = [one for one in walk.paragraphs if one.number]
    return written, parts([line(walk, one) for one in written])


def line(walk: PackageParagraphs, standing: PlacedParagraph) -> StyledParagraph:
    """A paragraph with what its look says about the part it is."""
    looks = walk.properties.paragraph(standing.element)
    first = next((piece.run for piece in standing.pieces if piece.run is not None), None)
    size = half_points(walk.properties.run(first, standing.element)) / 2
    outline = looks.get("outlineLvl", {}).get("val", "9")
    return StyledParagraph(
        text=standing.text,
        kind=standing.kind,
        centred=looks.get("jc", {}).get("val") == "center",
        at_right=looks.get("jc", {}).get("val") in ("right", "end"),
        size=size,
        outline=int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else 0,
        style=walk.properties.style_name(standing.element),
    )


def half_points(run: Props) -> int:
    """The size of a run in half points; Word's own 10 points when nothing says."""
    said = run.get("sz", {}).get("val", "")
    return int(said) if said.isdecimal() else 20
