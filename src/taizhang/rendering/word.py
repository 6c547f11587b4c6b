"""Writes a paper as a Word document by GB/T 9704-2012, each number in a content control tagged with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from taizhang.rendering.archive import content_types, pack, relations
from taizhang.rendering.blocks import Setter, styled_paragraph
from taizhang.rendering.celldata import cell_part, store_part
from taizhang.rendering.controls import CODE, control
from taizhang.rendering.elements import Element, R, legal, make_run, name, serialise, val, w
from taizhang.rendering.layout import (
    BOTTOM,
    CHARACTER,
    CHARACTERS,
    FOOTER,
    LEFT,
    LINE,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    RIGHT,
    TOP,
    em,
)
from taizhang.rendering.pictures import Pictures
from taizhang.rendering.styles import fonts, settings, styles
from taizhang.rendering.title import break_title
from taizhang.reports.paper import Paper, Paragraph
from taizhang.terms.durable import replace_file

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# Any day: a draft without one is the same bytes whenever it is written.
_UNDATED = date(2000, 1, 1)

# Characters of four lines: so little text leaves room for the signature on its page.
SHORT = 4 * 28
_CODE_CONTROL = 2**31 - 2
"""The id of the code's control; those of numbers count from 1."""


def write_docx(paper: Paper, path: Path) -> None:
    """Writes the paper to ``path``; the same paper gives the same bytes. Raises OSError when it cannot be written."""
    replace_file(path, docx_bytes(paper))


def docx_bytes(paper: Paper) -> bytes:
    """The whole .docx file."""
    pictures = Pictures()
    return docx_of(paper, body_of(paper, pictures), pictures)


def docx_of(
    paper: Paper,
    body: Sequence[Element],
    pictures: Pictures | None = None,
    *,
    bare_first: bool = False,
    section: Element | None = None,
) -> bytes:
    """The .docx file of a body that was set beforehand, with the cells and the particulars of ``paper``.

    bare_first: the first page shows no number (信函格式, 10.1). section: another page than the standard's.
    """
    cells = cell_part(paper)
    document_part = serialise(
        w("document", None, w("body", None, *body, _section(bare_first) if section is None else section))
    )
    parts = _parts(paper, document_part, cells)
    package = {
        "rId1": (f"{_OFFICE}/officeDocument", "word/document.xml"),
        "rId2": (f"{_PACKAGE}/metadata/core-properties", "docProps/core.xml"),
    }
    document = {
        f"rId{number}": (f"{_OFFICE}/{kind}", target) for number, (kind, target) in enumerate(_BESIDE_DOCUMENT, 1)
    }
    media = pictures.parts if pictures else {}
    document |= {key: (f"{_OFFICE}/image", target) for key, (target, _) in media.items()}
    return pack(
        {
            "[Content_Types].xml": content_types({part: kind for part, (_, kind) in parts.items() if kind}),
            "_rels/.rels": relations(package),
            "word/_rels/document.xml.rels": relations(document),
            "customXml/_rels/item1.xml.rels": relations({"rId1": (f"{_OFFICE}/customXmlProps", "itemProps1.xml")}),
            **{part: content for part, (content, _) in parts.items()},
            **{f"word/{target}": content for target, content in media.values()},
        }
    )


_BESIDE_DOCUMENT = (
    ("styles", "styles.xml"),
    ("settings", "settings.xml"),
    ("fontTable", "fontTable.xml"),
    ("footer", "footer1.xml"),
    ("footer", "footer2.xml"),
    ("customXml", "../customXml/item1.xml"),
)


def _parts(paper: Paper, document_part: bytes, cells: bytes) -> dict[str, tuple[bytes, str]]:
    """The parts of the package and their content types; one without a type is told by its ending."""
    return {
        "word/document.xml": (document_part, f"{_MAIN}.document.main+xml"),
        "word/styles.xml": (styles(), f"{_MAIN}.styles+xml"),
        "word/settings.xml": (settings(), f"{_MAIN}.settings+xml"),
        "word/fontTable.xml": (fonts(), f"{_MAIN}.fontTable+xml"),
        "word/footer1.xml": (_footer(odd=True), f"{_MAIN}.footer+xml"),
        "word/footer2.xml": (_footer(odd=False), f"{_MAIN}.footer+xml"),
        "docProps/core.xml": (_core(paper), "application/vnd.openxmlformats-package.core-properties+xml"),
        "customXml/item1.xml": (cells, ""),
        "customXml/itemProps1.xml": (
            store_part(cells),
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        ),
    }


def body_of(paper: Paper, pictures: Pictures | None = None, first: int = 1) -> list[Element]:
    """Title, addressee, blocks and signature; content controls are numbered from ``first``.

    pictures: takes the charts; without it tables stand alone.
    """
    body = [title_of(paper.title)]
    if paper.addressee:
        addressee = styled_paragraph("Salutation")
        addressee.append(make_run(paper.addressee.rstrip("：:") + "："))
        body.append(addressee)
    setter = Setter(paper, pictures, first)
    for block in paper.blocks:
        body.extend([setter.paragraph(block)] if isinstance(block, Paragraph) else list(setter.table(block)))
    signature = _signature(paper)
    if body[-1].tag == name("p"):
        # 7.3.5: no page of signature alone. A long last paragraph is left to break by itself: some programs move
        # all of it to the next page and leave half a page empty.
        if signature and sum(len(text) for text in body[-1].itertext()) <= SHORT:
            body[-1][0].insert(1, val("keepNext", 1))
    elif not signature:
        # A document may not end in a table.
        body.append(styled_paragraph("BodyText"))
    return [*body, *signature, *_code(paper, pictures)]


def _code(paper: Paper, pictures: Pictures | None) -> list[Element]:
    """附注 after the date (7.3.6): the code of a frozen paper, and the same as a picture for a telephone."""
    if not paper.code:
        return []
    note = styled_paragraph("BodyText")
    note[0].insert(1, val("keepNext", 1))
    note.append(make_run("（核验码："))
    note.append(control(_CODE_CONTROL, f"{CODE}{paper.code}", "核验码", [make_run(paper.code)]))
    note.append(make_run("）"))
    if pictures is None:
        return [note]
    picture = styled_paragraph("Picture")
    picture.append(pictures.code(paper.code))
    return [note, picture]


def title_of(title: str) -> Element:
    """The title, broken into lines as 7.3.1 asks."""
    made = styled_paragraph("Title")
    made.append(make_run("\n".join(break_title(title))))
    return made


def _signature(paper: Paper) -> list[Element]:
    """署名 and date of a paper without a seal (7.3.5.2).

    One line below the text: the signature two characters from the right; on the next line the date, its first
    character two characters right of the signature's first. A date that would then come nearer than two characters
    to the right stands two characters from it, and the signature gives way.
    """
    made = []
    day = chinese_day(paper.signed_on) if paper.signed_on else ""
    widest = max((em(line) for line in paper.signature), default=0.0)
    right = 2.0 if widest >= em(day) + 2.0 or not day else 2.0 + em(day) + 2.0 - widest
    for number, line in enumerate(paper.signature):
        paragraph = styled_paragraph("Signature" if number else "FirstSignature")
        if right != 2.0:
            paragraph[0].append(w("ind", {"right": round(right * CHARACTER)}))
        paragraph.append(make_run(line))
        made.append(paragraph)
    if day:
        left = CHARACTERS - right - widest + 2.0 if paper.signature else CHARACTERS - 2.0 - em(day)
        paragraph = styled_paragraph("Date")
        if not paper.signature:
            paragraph[0].append(w("spacing", {"beforeLines": 100, "before": LINE}))
        paragraph[0].append(w("ind", {"left": round(max(left, 0.0) * CHARACTER)}))
        paragraph.append(make_run(day))
        made.append(paragraph)
    return made


def chinese_day(day: date) -> str:
    """The date in Arabic digits, year, month and day whole, without leading zeros (7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def _section(bare_first: bool) -> Element:
    """The page: footers for odd and even pages, A4, margins, the grid of 22 lines."""
    odd, even = (w("footerReference", {"type": kind}) for kind in ("default", "even"))
    odd.set(f"{{{R}}}id", "rId4")
    even.set(f"{{{R}}}id", "rId5")
    margins: dict[str, str | int] = {
        "top": TOP,
        "right": RIGHT,
        "bottom": BOTTOM,
        "left": LEFT,
        "header": 851,
        "footer": FOOTER,
        "gutter": 0,
    }
    grid = w("docGrid", {"type": "lines", "linePitch": LINE, "charSpace": 0})
    bare = [w("titlePg")] if bare_first else []
    size = w("pgSz", {"w": PAGE_WIDTH, "h": PAGE_HEIGHT})
    return w("sectPr", None, odd, even, size, w("pgMar", margins), *bare, grid)


def _footer(odd: bool) -> bytes:
    """“— 1 —”, on odd pages one character from the right, on even pages one from the left (7.5)."""
    paragraph = styled_paragraph("Footer")
    paragraph[0].append(w("ind", {"right": 280} if odd else {"left": 280}))
    paragraph[0].append(val("jc", "right" if odd else "left"))
    field = w("fldSimple", {"instr": " PAGE "}, make_run("1"))
    paragraph.extend([make_run("— "), field, make_run(" —")])
    return serialise(w("ftr", None, paragraph))


def _core(paper: Paper) -> bytes:
    day = (paper.signed_on or _UNDATED).isoformat()
    title = legal(paper.title.replace("\n", "")).replace("&", "&amp;").replace("<", "&lt;")
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title><dc:language>zh-CN</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()
