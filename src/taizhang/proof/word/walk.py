"""A Word document's paragraphs as a reader sees them, each piece of text tied to the run that holds it.

Insertions count and deletions do not; content controls, text boxes, tables, notes, headers and footers are read;
automatic numbers are text; hidden words and instructions of fields are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from taizhang.proof.word.binding import Bindings
from taizhang.proof.word.numbering import Numbering
from taizhang.proof.word.package import Element, Package, q
from taizhang.proof.word.properties import Properties

Kind = Literal["body", "table", "box", "note", "header", "footer"]
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_SKIPPED = frozenset(
    q(tag)
    for tag in (
        "del",
        "moveFrom",
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "instrText",
        "delText",
        "rt",
        "tblPr",
        "tblGrid",
        "sectPr",
    )
)
_SIGNS = {q("tab"): "\t", q("ptab"): "\t", q("cr"): "\n", q("noBreakHyphen"): "-", q("sym"): "□"}
_OFF = ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class RunSlice:
    """A stretch of text: the run and the element of the run that hold it; both None for an automatic number."""

    text: str
    run: Element | None = None
    leaf: Element | None = None


@dataclass(slots=True, eq=False)
class PlacedParagraph:
    """A paragraph where it stands. number: counted from 1 over those with text, 0 without. part: of the package.

    cell: row and column from 1. page: by the page breaks the file itself notes, 0 when it notes none.
    """

    element: Element
    part: str
    kind: Kind
    pieces: list[RunSlice] = field(default_factory=list)
    number: int = 0
    cell: tuple[int, int] = (0, 0)
    page: int = 0

    @property
    def text(self) -> str:
        """The words as a reader sees them."""
        return "".join(piece.text for piece in self.pieces)


class PackageParagraphs:
    """The paragraphs of one package in reading order: the body, then notes, headers and footers."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.properties = Properties(package)
        self._numbering = Numbering(package, self.properties)
        self._bindings = Bindings(package)
        self._part, self._page, self._noted = package.main, 1, False
        self._fields: list[bool] = []
        self._unended: list[RunSlice] = []
        self.paragraphs: list[PlacedParagraph] = []
        self._take(package.main, "body")
        for kind, names in (("note", ("footnotes", "endnotes")), ("header", ("header",)), ("footer", ("footer",))):
            for name in names:
                for _, part in package.related(package.main, name):
                    self._take(part, kind)  # type: ignore[arg-type]  # the literals of the loop above
        written = [one for one in self.paragraphs if one.text.strip()]
        for number, one in enumerate(written, 1):
            one.number = number
        if not self._noted:
            for one in self.paragraphs:
                one.page = 0

    def paragraph_properties(self, element: Element) -> Mapping[str, Mapping[str, str]]:
        """The properties in force for a paragraph, its list level's too."""
        return self.properties.paragraph(element, self._numbering.props(element))

    def _take(self, part: str, kind: Kind) -> None:
        self._part, self._fields, self._unended = part, [], []
        root = self.package.tree(part)
        self._blocks(root, kind, (0, 0))

    def _blocks(self, node: Element, kind: Kind, cell: tuple[int, int]) -> None:
        for child in node:
            if child.tag == q("p"):
                self._paragraph(child, kind, cell)
            elif child.tag == q("tbl"):
                self._table(child, kind)
            elif child.tag in (q("footnote"), q("endnote")):
                if child.get(q("type")) in (None, "normal"):
                    self._blocks(child, kind, cell)
            elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
                self._blocks(child, kind, cell)

    def _table(self, table: Element, kind: Kind) -> None:
        inside: Kind = "table" if kind in ("body", "table") else kind
        for row_number, row in enumerate(_within(table, q("tr")), 1):
            if row.find(f"{q('trPr')}/{q('del')}") is not None:
                continue
            column = 1
            for cell in _within(row, q("tc")):
                self._blocks(cell, inside, (row_number, column))
                span = cell.find(f"{q('tcPr')}/{q('gridSpan')}")
                said = "1" if span is None else str(span.get(q("val"), "1"))
                column += int(said) if said.isdecimal() else 1

    def _paragraph(self, element: Element, kind: Kind, cell: tuple[int, int]) -> None:
        boxes: list[Element] = []
        pieces, self._unended = self._unended, []
        standing = PlacedParagraph(element, self._part, kind, pieces, cell=cell)
        broken = element.find(f"{q('pPr')}/{q('pageBreakBefore')}")
        if broken is not None and broken.get(q("val"), "1") not in _OFF and kind == "body":
            self._page += 1
        standing.page = self._page
        if label := self._numbering.label(element):
            gap = " " if label[-1].isalnum() and label[-1].isascii() else ""
            pieces.append(RunSlice(label + gap))
        self._inline(element, standing, boxes)
        mark = element.find(f"{q('pPr')}/{q('rPr')}/{q('del')}")
        if mark is not None:
            # The end of the paragraph is deleted: what follows goes on in it.
            self._unended = pieces
        else:
            self.paragraphs.append(standing)
        for box in boxes:
            self._blocks(box, "box" if kind in ("body", "table") else kind, (0, 0))

    def _inline(self, node: Element, standing: PlacedParagraph, boxes: list[Element]) -> None:
        for child in node:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SKIPPED:
                continue
            if tag == q("r"):
                self._run(child, standing, boxes)
            elif tag == q("fldSimple") and child.find(f".//{q('fldChar')}") is not None:
                continue
            elif tag == q("sdt"):
                self._control(child, standing, boxes)
            elif tag == _MATH:
                standing.pieces.append(RunSlice(child.text or ""))
            else:
                self._inline(child, standing, boxes)

    def _control(self, control: Element, standing: PlacedParagraph, boxes: list[Element]) -> None:
        """A control's own text, or what it is bound to where the two differ."""
        before = len(standing.pieces)
        self._inline(control, standing, boxes)
        held = standing.pieces[before:]
        shown = self._bindings.shown_text(control)
        if shown is not None and shown != "".join(piece.text for piece in held):
            run = next((piece.run for piece in held if piece.run is not None), None)
            standing.pieces[before:] = [RunSlice(shown, run)]

    def _run(self, run: Element, standing: PlacedParagraph, boxes: list[Element]) -> None:
        hidden = run.find(f"{q('rPr')}/{q('vanish')}")
        seen = hidden is None or hidden.get(q("val"), "1") in _OFF
        for leaf in run:
            tag = leaf.tag
            if tag == q("fldChar"):
                self._field(str(leaf.get(q("fldCharType"))))
            elif tag == q("lastRenderedPageBreak"):
                self._noted = True
                self._page += standing.kind == "body"
                standing.page = standing.page if standing.text else self._page
            elif tag in (q("drawing"), q("pict"), q("object"), f"{_MC}AlternateContent"):
                boxes.extend(_boxes(leaf))
            elif tag == q("ruby"):
                for base in leaf.iterfind(q("rubyBase")):
                    self._inline(base, standing, boxes)
            elif seen and not any(self._fields) and (text := _text_of(leaf)):
                standing.pieces.append(RunSlice(text, run, leaf))

    def _field(self, kind: str) -> None:
        """Keeps, for each field open here, whether its instruction is still being read."""
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()


def _text_of(leaf: Element) -> str:
    """What an element of a run shows."""
    if leaf.tag == q("t"):
        return leaf.text or ""
    if leaf.tag == q("br"):
        return "" if leaf.get(q("type")) in ("page", "column") else "\n"
    return _SIGNS.get(leaf.tag, "") if isinstance(leaf.tag, str) else ""


def _within(node: Element, wanted: str) -> Iterator[Element]:
    """Rows of a table or cells of a row, those in content controls too, those of tables inside not."""
    for child in node:
        if child.tag == wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED and child.tag not in (q("tbl"), q("p")):
            yield from _within(child, wanted)


def _boxes(node: Element) -> Iterator[Element]:
    """The contents of text boxes; of alternatives only the first that has any."""
    if node.tag == q("txbxContent"):
        yield node
    elif node.tag == f"{_MC}AlternateContent":
        yield from next((found for branch in node if (found := list(_boxes(branch)))), [])
    elif isinstance(node.tag, str):
        for child in node:
            yield from _boxes(child)
