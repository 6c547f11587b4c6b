"""Pictures of a Word document: charts as PNG beside the text, each with its words for whoever cannot see it."""

from __future__ import annotations

from lxml import etree

from taizhang.charts.chart import WIDTH, Chart
from taizhang.charts.picture import png
from taizhang.rendering.elements import Element, R, legal, w
from taizhang.reports.paper_code import png_of
from taizhang.terms.problem import Refused

_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
# 914,400 EMU an inch (ECMA-376 part 1, 20.1.2.1), 1440 twips.
_EMU_OF_TWIP = 635
# Characters. Chosen: what is read aloud of a picture; its numbers stand in the table.
_LONGEST_WORDS = 2000
_CODE = 900_000
"""EMU: 25 mm."""


class Pictures:
    """Numbers the pictures of one document; ``parts`` are their files by relationship id.

    first: the number of the first relationship that is free.
    """

    def __init__(self, first: int = 7) -> None:
        self._first = first
        self.parts: dict[str, tuple[str, bytes]] = {}

    def chart(self, chart: Chart, width: int) -> Element | None:
        """A run that shows the chart so many twips wide; None where it cannot be drawn, its numbers stand as a table."""
        try:
            content = png(chart)
        except Refused:
            return None
        height = round(width * chart.height / WIDTH)
        return self._add(content, (width * _EMU_OF_TWIP, height * _EMU_OF_TWIP), chart.title, chart.words)

    def code(self, code: str) -> Element:
        """A run that shows a paper's code for a telephone to read, 25 mm wide."""
        return self._add(png_of(code), (_CODE, _CODE), "核验码", code)

    def _add(self, content: bytes, size: tuple[int, int], name: str, words: str) -> Element:
        number = len(self.parts) + 1
        key = f"rId{self._first + number - 1}"
        self.parts[key] = (f"media/image{number}.png", content)
        made = w("r")
        drawing = etree.SubElement(made, made.tag.replace("}r", "}drawing"))
        inline = _sub(drawing, _WP, "inline", distT="0", distB="0", distL="0", distR="0")
        _sub(inline, _WP, "extent", cx=str(size[0]), cy=str(size[1]))
        _sub(
            inline, _WP, "docPr", id=str(number), name=legal(f"图{number} {name}"), descr=legal(words)[:_LONGEST_WORDS]
        )
        picture = _sub(_sub(_sub(inline, _A, "graphic"), _A, "graphicData", uri=_PIC), _PIC, "pic")
        about = _sub(picture, _PIC, "nvPicPr")
        _sub(about, _PIC, "cNvPr", id=str(number), name=f"image{number}.png", descr=legal(words)[:_LONGEST_WORDS])
        _sub(about, _PIC, "cNvPicPr")
        fill = _sub(picture, _PIC, "blipFill")
        _sub(fill, _A, "blip").set(f"{{{R}}}embed", key)
        _sub(_sub(fill, _A, "stretch"), _A, "fillRect")
        shape = _sub(picture, _PIC, "spPr")
        place = _sub(shape, _A, "xfrm")
        _sub(place, _A, "off", x="0", y="0")
        _sub(place, _A, "ext", cx=str(size[0]), cy=str(size[1]))
        _sub(_sub(shape, _A, "prstGeom", prst="rect"), _A, "avLst")
        return made


def _sub(parent: Element, space: str, tag: str, **attributes: str) -> Element:
    prefix = {_WP: "wp", _A: "a", _PIC: "pic"}[space]
    made = etree.SubElement(parent, f"{{{space}}}{tag}", nsmap={prefix: space})
    for key, value in attributes.items():
        made.set(key, value)
    return made
