"""Paragraphs and tables of a paper as WordprocessingML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import TypeVar

from taizhang.rendering.controls import control, kind_of, tag_of, words_in_control
from taizhang.rendering.elements import Element, make_run, val, w
from taizhang.rendering.layout import TYPE_WIDTH, em
from taizhang.rendering.pictures import Pictures
from taizhang.rendering.styles import size_elements
from taizhang.reports.graphs import chart_of
from taizhang.reports.left_out import beside
from taizhang.reports.paper import Claim, Number, Paper, PaperTable, Paragraph, Quoted, Run, Text

# A table of so many columns is set in this size (half points): 小四, 五号, 小五.
_TABLE_SIZES = ((6, 24), (9, 21), (99, 18))
# Widths in characters. Chosen: a number or a name stands in the middle, a sentence does not.
_CENTRED = 8
# Characters of a heading beyond which its unit takes a line of its own.
_ONE_LINE = 6
# Twips: 8 mm, the least a row keeps to be read and signed in.
_ROW = 454
# Characters. Chosen: half a line; longer cells run on, so that one of them does not press the others.
_WIDEST_CELL = 14.0
T = TypeVar("T")


class Setter:
    """Sets blocks; numbers the content controls of one document from ``first``."""

    def __init__(self, paper: Paper, pictures: Pictures | None = None, first: int = 1) -> None:
        self._paper, self._pictures = paper, pictures
        self._numbers = count(first)

    def paragraph(self, block: Paragraph) -> Element:
        """A heading, body text, or body text that begins with a run-in heading."""
        whole = block.level > 0 and block.heading >= len(block.runs)
        made = styled_paragraph(f"Heading{block.level}" if whole else "BodyText")
        for place, one in enumerate(block.runs):
            lead = f"Lead{block.level}" if block.level and not whole and place < block.heading else ""
            made.append(self._run(one, lead))
        return made

    def table(self, block: PaperTable) -> Iterator[Element]:
        """The drawing when there is one, the caption, then the table with its heading row repeated on every page."""
        yield from self._drawing(block)
        if block.caption:
            made = styled_paragraph("Caption")
            made.append(make_run(block.caption))
            yield made
        columns = max((len(block.heading), *(len(row) for row in block.rows)), default=0)
        if not columns:
            return
        widths = _widths(block, columns)
        properties = w(
            "tblPr",
            None,
            val("tblStyle", "TableGrid"),
            w("tblW", {"w": sum(widths), "type": "dxa"}),
            val("jc", "center"),
            w("tblLayout", {"type": "fixed"}),
        )
        table = w("tbl", None, properties, w("tblGrid", None, *(w("gridCol", {"w": width}) for width in widths)))
        table.extend(self._rows(block, widths))
        yield table

    def _drawing(self, block: PaperTable) -> Iterator[Element]:
        chart = chart_of(block)
        shown = self._pictures.chart(chart, TYPE_WIDTH) if chart and self._pictures else None
        if shown is not None:
            made = styled_paragraph("Picture")
            made.append(shown)
            yield made

    def _rows(self, block: PaperTable, widths: list[int]) -> Iterator[Element]:
        half_points = next(size for most, size in _TABLE_SIZES if len(widths) <= most)
        columns = len(widths)
        if block.heading:
            heads = [
                [make_run(_break_heading(words), *size_elements(half_points))]
                for words in _fill(block.heading, columns, "")
            ]
            cells = [_cell(width, "TableHead", "center", head) for width, head in zip(widths, heads, strict=True)]
            yield w("tr", None, w("trPr", None, val("cantSplit", 1), _height(), val("tblHeader", 1)), *cells)
        aligned = [_alignment_of(block, column) for column in range(columns)]
        for row in block.rows:
            words = [[self._run(one, "", half_points) for one in runs] for runs in _fill(row, columns, ())]
            cells = [_cell(*one) for one in zip(widths, ["TableText"] * columns, aligned, words, strict=True)]
            yield w("tr", None, w("trPr", None, val("cantSplit", 1), _height()), *cells)

    def _run(self, one: Run, lead: str, half_points: int = 0) -> Element:
        size = size_elements(half_points) if half_points else ()
        style = [val("rStyle", lead)] if lead else []
        if isinstance(one, Text):
            bold = [w("b"), w("bCs")] if one.bold else []
            return make_run(one.text, *style, *bold, *size)
        own = {"quote": "Quoted", "gap": "Unresolved"}.get(kind_of(one))
        style = [val("rStyle", own)] if own else style
        return control(
            next(self._numbers), tag_of(one), self._title(one), [make_run(words_in_control(one), *style, *size)]
        )

    def _title(self, one: Run) -> str:
        match one:
            case Number(_, key) | Claim(_, key):
                cell, lost = self._paper.cells.get(key), beside(self._paper.left_out.get(key, 0))
                title = cell.value.figure.title if cell else key
                return f"{lost}；{title}" if lost else title
            case Quoted(_, source):
                return f"引自：{source}"
            case Text():
                return ""
        return f"未填：{one.reason}"


def _height() -> Element:
    return w("trHeight", {"val": _ROW, "hRule": "atLeast"})


def styled_paragraph(style: str) -> Element:
    """An empty paragraph of a named style."""
    return w("p", None, w("pPr", None, val("pStyle", style)))


def _fill(cells: tuple[T, ...], columns: int, empty: T) -> list[T]:
    return [*cells, *[empty] * (columns - len(cells))]


def _cell(width: int, style: str, align: str, runs: Iterable[Element]) -> Element:
    paragraph = styled_paragraph(style)
    if align != "center":
        paragraph[0].append(val("jc", align))
    paragraph.extend(runs)
    return w("tc", None, w("tcPr", None, w("tcW", {"w": width, "type": "dxa"}), val("vAlign", "center")), paragraph)


def _texts(block: PaperTable, column: int) -> list[str]:
    return ["".join(words_of(one) for one in row[column]) for row in block.rows if column < len(row)]


def words_of(one: Run) -> str:
    """The words of a run as they stand in the document."""
    return one.text if isinstance(one, Text) else words_in_control(one)


def _alignment_of(block: PaperTable, column: int) -> str:
    """Short cells stand in the middle, a column with sentences at the left."""
    return "center" if all(em(text) <= _CENTRED for text in _texts(block, column)) else "left"


def _break_heading(heading: str) -> str:
    """A heading with its unit on a line of its own: 投入资金 | （万元）."""
    name, bracket, rest = heading.partition("（")
    return f"{name}\n{bracket}{rest}" if name and em(heading) > _ONE_LINE and em(rest) < _ONE_LINE else heading


def _widths(block: PaperTable, columns: int) -> list[int]:
    """Column widths in twips that fill the type area, each by its longest text, a heading's on two lines."""
    needs = []
    for column in range(columns):
        words = block.heading[column] if column < len(block.heading) else ""
        heading = max(em(line) for line in _break_heading(words).split("\n"))
        longest = max((em(text) for text in _texts(block, column)), default=0.0)
        needs.append(1.5 + min(_WIDEST_CELL, max(longest, heading, 2.0)))
    widths = [int(TYPE_WIDTH * need / sum(needs)) for need in needs]
    widths[-1] += TYPE_WIDTH - sum(widths)
    return widths
